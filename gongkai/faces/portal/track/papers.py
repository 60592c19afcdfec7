"""Signed letters of an application, and the files that go with them, for its applicant alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gongkai.faces.portal.track.course import Course, Paper
from gongkai.faces.portal.track.page import opened
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.files import paper as handed_out
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
    actions.fetched(letter=paper.letter, actor=APPLICANT)
    return handed_out(made, "pdf", f"{paper.title}{paper.letter.document_no}")


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
