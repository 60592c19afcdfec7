"""What a visitor hands in to be checked: taken into memory, read in a child process, and kept nowhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from gongkai.faces.ui.uploads import InMemory
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.lib.language import retell
from gongkai.reading import ReadError, safely
from gongkai.reading.printed import Reading

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_PASTE = 2 * MEGABYTE
#: Two files, and what Django lets the other fields hold (DATA_UPLOAD_MAX_MEMORY_SIZE), with their frame.
LARGEST_BODY = 2 * LARGEST_FILE + 6 * MEGABYTE
SECONDS, MEGABYTES = 25, 700  # of one reading in its child process
PICTURE_SECONDS = 90  # of looking at a scan, besides
#: The longest reports have some 20,000 characters. Prose made for it keeps the rules busy for seconds.
LONGEST_PROSE = 50_000
LONGEST_REPORT = 300_000  # of the report as JSON, which the page carries along for the downloads


class Refused(Exception):
    """Why something handed in is not checked: one sentence, the field it is about, the HTTP status.

    ``hint`` goes with a sentence of the reading.
    """

    def __init__(
        self,
        message: str,
        field: str = "report",
        status: int = 422,
        *,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status
        self.hint = hint


@dataclass(frozen=True, slots=True)
class File:
    """A file as handed in: what it is called and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One form: a file or a text, last year's file, or a report that an earlier result carries (``kept``)."""

    report: File | None = None
    pasted: str = ""
    previous: File | None = None
    kept: str = ""


class Turnstile:
    """At most ``places`` checks at once in this process; ``waiting`` more wait up to ``patience`` seconds.

    Two, because each is a child at work on a processor of its own. Whoever waits holds a thread that does
    nothing, and the file that was sent; so a web process has threads to spare (``cli.serve.THREADS``): of its
    twelve, two check and eight wait at most, and two are left for everybody else. Ten who come at once are
    through in some seconds, where a refusal would cost each of them a second upload.
    """

    def __init__(self, places: int = 2, waiting: int = 8, patience: float = 8.0) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._hall = threading.BoundedSemaphore(places + waiting)
        self._patience = patience

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for the length of the block; Refused with 503 when there is none."""
        if not self._hall.acquire(blocking=False):
            raise _crowded()
        try:
            if not self._places.acquire(timeout=self._patience):
                raise _crowded()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._hall.release()


TURNSTILE = Turnstile()
#: Of those at work one at a time may look at a scan: the others go on in seconds.
LOOKING = Turnstile(places=1, waiting=0)


def parse(request: HttpRequest) -> InMemory:
    """Read the body within the limits. Must come before anything else looks at the form's fields."""
    handler = InMemory(request, LARGEST_FILE)
    request.upload_handlers = [handler]
    length = str(request.META.get("CONTENT_LENGTH") or "")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise Refused(_("文件太大 — 每个不能超过20兆字节 — 请只保留年度报告正文后再试。"), status=413)
    try:
        request.FILES  # noqa: B018 - looking at it reads the body
    except RequestDataTooBig:
        raise _paste_too_long() from None
    except (SuspiciousOperation, BadRequest, UnreadablePostError):
        raise Refused(_("上传的内容不完整 — 没有收全 — 请重新选择文件再试。"), status=400) from None
    return handler


def handed_in(request: HttpRequest, handler: InMemory) -> HandedIn:
    """The fields of the form; Refused for what is too large."""
    for field, name in handler.too_large.items():
        raise Refused(
            _("《{name}》 — 超过20兆字节，不像年度报告 — 请只保留年度报告正文后再试。").format(name=name),
            field,
            413,
        )
    pasted = request.POST.get("pasted", "")
    if len(pasted.encode("utf-8", "replace")) > LARGEST_PASTE:
        raise _paste_too_long()
    return HandedIn(
        report=_file(request, "report"),
        pasted=pasted if pasted.strip() else "",
        previous=_file(request, "previous"),
        kept=request.POST.get("kept", ""),
    )


def read(form: HandedIn) -> Reading | None:
    """The report handed in, a file before a pasted text; None where there is neither."""
    file = given(form)
    return _read(file, "report" if form.report else "pasted") if file else None


def given(form: HandedIn) -> File | None:
    """What is to be checked, as a file."""
    if form.report or not form.pasted:
        return form.report
    return File(_("粘贴的内容"), form.pasted.encode("utf-8", "replace"))


def read_previous(form: HandedIn) -> ReportData | None:
    return _read(form.previous, "previous").report if form.previous else None


def _file(request: HttpRequest, field: str) -> File | None:
    uploaded = request.FILES.get(field)
    return File(str(uploaded.name), uploaded.read()) if uploaded else None


def _read(file: File, field: str) -> Reading:
    try:
        reading = safely.read_printed(
            file.data,
            name=file.name,
            seconds=SECONDS,
            megabytes=MEGABYTES,
            picture_seconds=PICTURE_SECONDS,
            looking=LOOKING.place(),
        )
    except ReadError as error:
        hint = _("粘贴时请连标题和表格一起粘贴。") if field == "pasted" else ""
        raise Refused(retell(str(error)), field, hint=hint) from error
    report = reading.report
    prose = sum(map(len, report.narrative.values()))
    if prose > LONGEST_PROSE or len(dumps(report)) > LONGEST_REPORT:
        raise Refused(
            _("《{name}》 — 正文过长，不像年度报告 — 请只保留年度报告正文后再试。").format(name=file.name),
            field,
        )
    return reading


def _paste_too_long() -> Refused:
    return Refused(_("粘贴的内容 — 超过2兆字节 — 请只粘贴年度报告那一段，或存成文件上传。"), "pasted", 413)


def _crowded() -> Refused:
    return Refused(
        _("现在检查的人多 — 都在排队 — 请过一分钟再试：文件要重新选，粘贴的文字还在。"), status=503
    )
