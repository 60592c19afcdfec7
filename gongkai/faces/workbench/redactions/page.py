"""A redaction on screen: a page as a picture under its boxes, what is proposed, the result and its proof.

Boxes are drawn with the mouse, typed as millimetres, or found by the words below them: all works without
scripts. The document as it was handed in is seen by whoever drafts, reviews or signs, and the log knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.ui import dates
from gongkai.faces.ui.forms import Form
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.redactions.forms import BoxForm, LinesForm, MakeForm, MarksForm, WordsForm
from gongkai.faces.workbench.requests.case import REDACTION_STATES
from gongkai.faces.workbench.requests.steps import framed
from gongkai.law.masks import BY_CODE as KINDS
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests.models import FoiRequest, Redaction, RedactionBox
from gongkai.ledger.requests.redactions import actions, deeds, progress, queries
from gongkai.ledger.requests.redactions.grounds import GROUND, PRIVACY
from gongkai.redaction import safely
from gongkai.redaction.errors import RedactionError

State, BoxState = Redaction.State, RedactionBox.State
#: Dots of an inch in which a page is shown, by how large.
ZOOMS = {1: 96, 2: 150, 3: 220}
#: Who sees a document before it is redacted.
SEEING = (Duty.DRAFT, Duty.APPROVE, Duty.SIGN, Duty.REVIEW_LAW, Duty.REVIEW_SECRECY)


@dataclass(frozen=True, slots=True)
class View:
    """What of a redaction is looked at: which page, how large, before or after, with its words beside it."""

    page: int = 1
    zoom: int = 1
    after: bool = False
    lines: bool = False

    @classmethod
    def of(cls, request: HttpRequest, redaction: Redaction) -> "View":
        asked = request.GET
        is_after = asked.get("view") == "after" and redaction.state == State.MADE
        page = number_of(request.POST.get("page") or asked.get("page"), len(redaction.sizes))
        return cls(page, number_of(asked.get("zoom"), max(ZOOMS)), is_after, "lines" in asked)

    def query(self, **other: Any) -> str:
        """This view with something else about it, as an address has it."""
        told = {"page": self.page, "zoom": self.zoom, "view": "after" if self.after else "", **other}
        return "?" + urlencode({name: value for name, value in told.items() if value})


def number_of(text: str | None, most: int) -> int:
    """A number of an address from 1 to ``most``; 1 for whatever else is asked."""
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return number if 1 <= number <= most else 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as the lists tell it."""

    number: int
    page: int
    where: str
    ground: str
    what: str
    state: str
    by: str


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int, redaction_id: int) -> HttpResponse:
    redaction = find(visit, pk, redaction_id)
    if sees(visit) and redaction.state != State.VOID:
        actions.look(redaction=redaction, actor=str(request.user))
    return show(request, visit, redaction)


def show(
    request: HttpRequest,
    visit: Visit,
    redaction: Redaction,
    *,
    bound: Mapping[str, Form] | None = None,
    wrong: str = "",
) -> HttpResponse:
    """The page of a redaction; with a form that was refused, or why a deed was."""
    view = View.of(request, redaction)
    boxes = list(redaction.boxes.all())
    is_open = visit.may(Duty.DRAFT) and not progress.why_fixed(redaction)
    context = {
        **framed(request, visit, redaction.foi_request, _("区分处理")),
        "redaction": redaction,
        "state": REDACTION_STATES[redaction.state],
        "view": view,
        "wrong": wrong,
        "fixed": progress.why_fixed(redaction),
        "can_edit": is_open,
        "can_see": sees(visit) and redaction.state != State.VOID,
        "waiting": list(_marks(boxes, BoxState.PROPOSED)),
        "hidden": list(_marks(boxes, BoxState.ACCEPTED)),
        "why_not_make": progress.why_not_make(redaction) if is_open else "",
        "letters": queries.letters(redaction) if is_open and not redaction.letter else [],
        "sheet": _sheet(redaction, view, boxes) if redaction.sizes else None,
        "pages": list(_pages(redaction, view, boxes)),
        "zooms": [(zoom, view.query(zoom=zoom)) for zoom in ZOOMS],
        "sides": ((_("遮盖前"), view.query(view=""), False), (_("遮盖后"), view.query(view="after"), True)),
        "with_lines": view.query(lines=1),
        "history": [(dates.moment(done.at), _(done.what.zh), done) for done in _history(redaction)],
        "can_undo": is_open and deeds.undoable(redaction) is not None,
        **(_forms(request, redaction, view, boxes, bound or {}) if is_open else {}),
    }
    status = 422 if wrong or bound else 200
    return render(request, "workbench/redactions/redaction.html", context, status=status)


def _history(redaction: Redaction) -> list[deeds.Done]:
    return list(reversed(deeds.history(redaction)))


def _marks(boxes: Sequence[RedactionBox], state: str) -> Iterator[Mark]:
    """The places in a state, one line for each whatever its boxes."""
    told: set[int] = set()
    for box in sorted(boxes, key=lambda box: (box.page, box.mark, box.pk)):
        if box.state != state or box.mark in told:
            continue
        told.add(box.mark)
        kind = KINDS.get(box.origin)
        ground = GROUND.get(box.ground)
        yield Mark(
            box.mark,
            box.page,
            _("左{left}上{top}，宽{width}高{height}毫米").format(
                left=box.left, top=box.top, width=box.width, height=box.height
            ),
            f"{_(ground.zh)} {ground.label}" if ground else "",
            f"{_(kind.zh)} {box.masked}" if kind else "",
            box.state,
            box.by,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page that is looked at: its size in millimetres, its picture, the boxes to be drawn over it."""

    width: str
    height: str
    picture: str
    boxes: list[RedactionBox]


def _sheet(redaction: Redaction, view: View, boxes: Sequence[RedactionBox]) -> Sheet:
    width, height = redaction.sizes[view.page - 1]
    which = "result" if view.after else "source"
    place = (redaction.organ_id, redaction.foi_request_id, redaction.pk, which, view.page)
    picture = f"{reverse('workbench:redaction-picture', args=place)}?zoom={view.zoom}"
    shown = {BoxState.PROPOSED, BoxState.ACCEPTED}
    here = [box for box in boxes if box.page == view.page and box.state in shown]
    return Sheet(f"{width:.2f}", f"{height:.2f}", picture, [] if view.after else here)


def _pages(
    redaction: Redaction, view: View, boxes: Sequence[RedactionBox]
) -> list[tuple[int, str, int, int]]:
    """Each page: its number, its address, how many places are hidden on it and how many wait."""
    return [
        (
            number,
            view.query(page=number),
            len({box.mark for box in boxes if box.page == number and box.state == BoxState.ACCEPTED}),
            len({box.mark for box in boxes if box.page == number and box.state == BoxState.PROPOSED}),
        )
        for number in range(1, len(redaction.sizes) + 1)
    ]


def _forms(
    request: HttpRequest,
    redaction: Redaction,
    view: View,
    boxes: Sequence[RedactionBox],
    bound: Mapping[str, Form],
) -> dict[str, Form]:
    """The forms of the page; one that was refused stands as it was filled in."""
    usual = {"page": view.page, "ground": request.GET.get("ground", "")}
    return {
        "box_form": BoxForm(initial=usual, auto_id="box-%s"),
        "make_form": MakeForm(initial={"every_page": redaction.every_page}, auto_id="make-%s"),
        "words_form": WordsForm(initial=usual, auto_id="words-%s"),
        "waiting_form": MarksForm(
            marks=choices(boxes, BoxState.PROPOSED),
            with_ground=True,
            initial={"ground": PRIVACY},
            auto_id="waiting-%s",
        ),
        "hidden_form": MarksForm(marks=choices(boxes, BoxState.ACCEPTED), auto_id="hidden-%s"),
        **({"lines_form": lines_form(redaction, view)} if view.lines else {}),
        **bound,
    }


def choices(boxes: Sequence[RedactionBox], state: str) -> list[tuple[str, str]]:
    return [
        (
            str(mark.number),
            _("第{number}处 第{page}页 {what}").format(
                number=mark.number, page=mark.page, what=mark.what or f"{mark.ground} {mark.where}"
            ),
        )
        for mark in _marks(boxes, state)
    ]


def lines_form(redaction: Redaction, view: View, data: Any = None) -> LinesForm:
    try:
        told = safely.lines(queries.source(redaction), view.page)
    except RedactionError:
        told = []
    return LinesForm(data, lines=told, initial={"page": view.page}, auto_id="lines-%s")


def sees(visit: Visit) -> bool:
    """Whether this person may see the document before it is redacted."""
    return any(map(visit.may, SEEING))


def find(visit: Visit, pk: int, redaction_id: int) -> Redaction:
    """The redaction of an address; 404 for none."""
    row: FoiRequest = find_record(visit, "requests", pk)
    found = next((one for one in queries.of(visit.scope, row) if one.pk == redaction_id), None)
    if found is None:
        raise Http404
    return found


def address_of(redaction: Redaction, query: str = "") -> str:
    args = (redaction.organ_id, redaction.foi_request_id, redaction.pk)
    return reverse("workbench:redaction", args=args) + query
