"""Signed letters of an application, and the files that go with them, for its applicant alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gongkai import papers
from gongkai.faces.portal.track.course import Course, Paper
from gongkai.faces.portal.track.page import opened
from gongkai.faces.ui.tables.exporting import attachment
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.inbox import APPLICANT
from gongkai.ledger.requests.letters import actions, document
from gongkai.lib.kinds import BY_CODE


@require_safe
@opened
def letter(request: HttpRequest, course: Course, pk: int) -> HttpResponse:
    """The letter as PDF, as it was signed."""
    paper = _find(course, pk)
    with override("zh-hans"):
        made = document.build(paper.draft, to=paper.draft.to)
    data = papers.write(made, "pdf", fonts_dir=settings.FONTS)
    actions.fetched(letter=paper.letter, actor=APPLICANT)
    name = f"{paper.title}{paper.letter.document_no}.pdf"
    return attachment(data, name, papers.BY_NAME["pdf"].content_type)


@require_safe
@opened
def annex(request: HttpRequest, course: Course, pk: int, file_id: int) -> HttpResponse:
    """A file that went with the letter; never shown inside a page."""
    paper = _find(course, pk)
    found = next(((file, name) for file, name in paper.annexes if file.pk == file_id), None)
    if found is None:
        raise Http404
    file, name = found
    data = attachments.content(file)
    actions.fetched(letter=paper.letter, annex=file, actor=APPLICANT)
    return attachment(data, name, BY_CODE[file.kind].content_type)


def _find(course: Course, pk: int) -> Paper:
    """A letter of the opened application; 404 for any other, be it there or not."""
    found = next((paper for paper in course.papers if paper.letter.pk == pk), None)
    if found is None:
        raise Http404
    return found
