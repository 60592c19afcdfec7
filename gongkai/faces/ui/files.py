"""Files that are handed out: kept by whoever asked, under their Chinese name, never shown inside a page."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from gongkai import papers
from gongkai.papers.model import Document

#: In which forms a paper is handed out.
FORMS = ("docx", "pdf")


def attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to be kept."""
    response = HttpResponse(data, content_type=content_type)
    keep_as(response, name)
    return response


def keep_as(response: HttpResponseBase, name: str) -> None:
    """Have the browser keep what is answered, under this name."""
    response["Content-Disposition"] = content_disposition_header(True, name) or ""


def paper(document: Document, form: str, name: str = "", *, forms: tuple[str, ...] = FORMS) -> HttpResponse:
    """A paper as a file, named after its title unless told otherwise; 404 for a form that there is not."""
    if form not in forms:
        raise Http404
    made = papers.BY_NAME[form]
    data = papers.write(document, form, fonts_dir=settings.FONTS)
    return attachment(data, f"{name or document.title}{made.extension}", made.content_type)
