"""What is done with an assessment and its cards: begun, dropped, scored, checked, appealed, settled."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import View, Visit, needs
from gongkai.faces.workbench.assessments.forms import (
    SHIPPED,
    AppealForm,
    BeginForm,
    CardForm,
    CheckForm,
    ScoreForm,
    SettleForm,
    quarter,
)
from gongkai.faces.workbench.assessments.ways import (
    WORDS,
    address,
    card_address,
    done,
    find,
    find_card,
    list_address,
)
from gongkai.ledger.assessment import actions, progress, queries
from gongkai.ledger.assessment.deeds import CardDeed
from gongkai.ledger.assessment.models import Card
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.quarter import quarter_of
from gongkai.lib import calendars
from gongkai.lib.today import today

#: Working days in which everybody may score themselves, unless another day is set.
TO_SCORE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    """开始考核."""
    first, last = quarter(today())
    initial = {
        "title": _("{quarter}政府信息公开工作考核").format(quarter=quarter_of(last)),
        "first": first,
        "last": last,
        "due": calendars.load(settings.DATA).add(max(last, today()), TO_SCORE),
    }
    form = BeginForm(request.POST or None, visit=visit, initial=initial)
    if form.is_valid():
        try:
            row = _begun(request, visit, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已开始，每个考核对象一张考核表。"))
            return redirect(address(row))
    back = list_address(visit.organ.pk)
    return pages.ask(request, visit, form, title=_("开始考核"), verb=_("开始"), back=back)


def _begun(request: HttpRequest, visit: Visit, form: BeginForm) -> Any:
    actor, beginning = str(request.user), form.beginning()
    chosen = form.cleaned_data["indicators"]
    return actions.begin(
        organ=visit.organ,
        indicators=None if chosen == SHIPPED else form.versions[chosen],
        beginning=beginning,
        actor=actor,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = find(visit, pk)
    form = Reason(request.POST or None)

    def do() -> None:
        actions.drop(assessment=row, actor=str(request.user), **form.cleaned_data)

    if done(request, form, _("{title}：不考核了。").format(title=row.title), do):
        return redirect(list_address(visit.organ.pk))
    lead = _("写明原因，不计数；考核表留着，不再办。")
    title = _("{title}：不考核了").format(title=row.title)
    return pages.ask(request, visit, form, title=title, verb=_("不考核了"), back=address(row), lead=lead)


#: What each deed asks, and what does it.
_FORMS: Mapping[CardDeed, tuple[type[CardForm], Callable[..., Card]]] = {
    CardDeed.SCORE: (ScoreForm, actions.score),
    CardDeed.CHECK: (CheckForm, actions.check),
    CardDeed.APPEAL: (AppealForm, actions.appeal),
    CardDeed.SETTLE: (SettleForm, actions.settle),
}
DEEDS = tuple(_FORMS)


def page_of(deed: CardDeed) -> View:
    """The page on which a deed is asked and done."""
    asks, act = _FORMS[deed]

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(Duty.ENTER)
    @once
    def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
        row, is_own = find_card(request, visit, pk)
        _refuse(deed, visit, row, str(request.user), is_own=is_own)
        calendar, anew = calendars.load(settings.DATA), deed is CardDeed.CHECK
        lines = queries.lines(row, on=today(), calendar=calendar, anew=anew)
        form = asks(request.POST if request.method == "POST" else None, card=row, lines=lines)

        def do() -> None:
            act(card=row, actor=str(request.user), **form.said())

        if done(request, form, _("{name}：{deed}。").format(name=row.name, deed=_(deed.zh)), do):
            return redirect(card_address(row))
        title, lead = f"{row.name}：{_(deed.zh)}", str(WORDS[deed])
        return pages.ask(
            request, visit, form, title=title, verb=_(deed.zh), back=card_address(row), lead=lead
        )

    return page


def _refuse(deed: CardDeed, visit: Visit, row: Card, actor: str, *, is_own: bool) -> None:
    """Nothing is asked that could not be done."""
    if not progress.may(deed, visit.duties, is_own=is_own):
        raise PermissionDenied(
            _("{deed} — 您在本机关的角色没有这一项 — 请由公开专员或者领导办理。").format(deed=_(deed.zh))
        )
    if why := progress.why_not(deed, row, on=today(), actor=actor):
        raise PermissionDenied(why)
