"""Files that a form hands in stay in memory: what may have to be refused must never have touched the disk."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

MEGABYTE = 1024 * 1024
View = Callable[..., HttpResponseBase]


class InMemory(FileUploadHandler):
    """Takes files into memory, never to disk; of one over the limit only the name is kept."""

    def __init__(self, request: HttpRequest, largest: int) -> None:
        super().__init__(request)
        self.largest = largest
        self.too_large: dict[str, str] = {}  # name of the file, by field
        self._buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start == 0:
            self._buffer = BytesIO()
        if start + len(raw_data) > self.largest:
            self.too_large[str(self.field_name)] = str(self.file_name)
            self._buffer = BytesIO()
            raise SkipFile
        self._buffer.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        buffer, self._buffer = self._buffer, BytesIO()
        buffer.seek(0)
        return InMemoryUploadedFile(
            buffer, self.field_name, str(self.file_name), self.content_type, file_size, self.charset
        )


def in_memory(*, largest: int, body: int) -> Callable[[View], View]:
    """A view whose files stay in memory. What is over the limits is in ``request.refused_files`` by field; a
    body that is longer, broken or cut short is read no further and stands there under "".

    The token is a field of that form, so Django must not look for it before, and does look for it after.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            handler = InMemory(request, largest)
            request.upload_handlers = [handler]
            request.refused_files = handler.too_large  # type: ignore[attr-defined]
            length = str(request.META.get("CONTENT_LENGTH") or "")
            if length.isdecimal() and int(length) > body:
                return unread(request, is_of_words=request.content_type != "multipart/form-data")
            try:
                request.FILES  # noqa: B018 - looking at it reads the body
            except RequestDataTooBig:
                return unread(request, is_of_words=True)
            except (SuspiciousOperation, BadRequest, UnreadablePostError):
                return unread(request)
            return protected(request, *args, **more)

        return csrf_exempt(wrapper)

    return decorate


def handed_in(request: HttpRequest, field: str) -> list[tuple[str, bytes]]:
    """Name and content of each file of a field; ``is_over`` tells of those that were too large."""
    return [(str(file.name), file.read()) for file in request.FILES.getlist(field)]


def is_over(request: HttpRequest) -> bool:
    """Whether a file of the form was over the limit."""
    return bool(getattr(request, "refused_files", {}))


def unread(request: HttpRequest, *, is_of_words: bool = False) -> HttpResponse:
    """What came was not taken: its files were too large or cut short, or the words of its fields too long."""
    return render(request, "413.html", {"is_of_words": is_of_words}, status=413)
