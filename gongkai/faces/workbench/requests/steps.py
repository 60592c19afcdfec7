"""Taking one step of an application: what it asks and does to the clock; and taking back what was wrong."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import DateField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages, presence
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.asking import AskForm, field_of
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.requests import fee
from gongkai.faces.workbench.requests.case import DELIVERED, WORDS, case_of
from gongkai.law import applicants, procedure
from gongkai.law.clocks import Deadline
from gongkai.law.decision_kind import DecisionKind
from gongkai.law.procedure import OFFICE_HEAD, SIGNER
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import actions, hindrances
from gongkai.ledger.requests.letters import numbers, queries
from gongkai.ledger.requests.models import EventKind, FoiRequest, RequestEvent
from gongkai.ledger.requests.steps import ANSWERS, STEP, Ask, Case, Kind, Refused, Step
from gongkai.ledger.requests.wording import RESULTS
from gongkai.lib import calendars
from gongkai.lib.language import listed
from gongkai.lib.today import today

#: Whose consent the law asks; whoever has not that duty writes down who gave it, and when.
_CONSENT = {OFFICE_HEAD: Duty.APPROVE, SIGNER: Duty.SIGN}
#: Working days that a notice usually leaves the applicant; the clerk may write others.
USUAL_DAYS = 15


class DayForm(AskForm):
    """The day of a step and what its event says."""

    on = DateField(
        label=gettext_lazy("日期"), help_text=gettext_lazy("实际办理的那一天；晚登记的，两个日期都会留下")
    )


class StepForm(DayForm):
    """``seen`` is the latest event known when it was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def take(request: HttpRequest, visit: Visit, pk: int, step: str) -> HttpResponse:
    """The page of one step; an answer first asks of which kind it is."""
    row: FoiRequest = find_record(visit, "requests", pk)
    chosen = STEP.get(step)
    if chosen is None:
        raise Http404
    kind = kind_of(request)
    if chosen.code == "answer" and kind is None:
        return choose(request, visit, row)
    events = list(row.events.all())
    case = case_of(visit, events)
    waits = hindrances.waiting(row, chosen)
    worked = fee.of(request, row) if step == fee.STEP else None
    taken = {field_of(name): value for name, value in worked.taken.items()} if worked else {}
    form = StepForm(
        request.POST if request.method == "POST" else None,
        asks=[*case.asks(chosen, kind), *consent(visit, chosen)],
        initial={"on": today(), "seen": actions.last_of(events), **proposed(case, chosen), **taken},
    )
    if form.is_valid():
        try:
            actions.take(
                foi_request=row,
                step=chosen,
                on=form.cleaned_data["on"],
                said=form.said(form.cleaned_data),
                actor=str(request.user),
                today=today(),
                calendar=calendars.load(settings.DATA),
                seen=form.cleaned_data["seen"],
                kind=kind,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            presence.leave(request, visit, "requests", pk)
            toasts.say(request, _("{number}：{step}，已登记。").format(number=row.number, step=_(chosen.zh)))
            if others := numbers.others_with(row, form.said(form.cleaned_data).get("document_no", "")):
                words = _("{numbers}也登记了这个文号：不是同一份文书的，请核对。")
                toasts.say(request, words.format(numbers=listed(others)))
            return redirect("workbench:record", visit.organ.pk, "requests", pk)
    context = {
        **framed(request, visit, row, _(chosen.zh)),
        "others": presence.others(request, visit, "requests", pk),
        "step": chosen,
        "words": WORDS[chosen.code],
        "form": form,
        "fee": worked,
        "kind": kind,
        "counts_in": counts_in(kind, row),
        "now": case.on(today()),
        "then": _then(case, chosen, form, kind),
        "why_not": case.why_not(chosen, today(), today(), kind),
        "is_barred": not form.is_bound and (bool(waits) or case.is_barred(chosen, today(), kind)),
        "arrivals": waits,
    }
    return render(request, "workbench/requests/case_step.html", context, status=422 if form.is_bound else 200)


def kind_of(request: HttpRequest) -> DecisionKind | None:
    asked = request.GET.get("kind", "")
    return next((kind for kind in ANSWERS if kind.code == asked), None)


def consent(visit: Visit, step: Step) -> tuple[Ask, ...]:
    """Who agreed, where it is not whoever writes it down."""
    duty = _CONSENT.get(step.transition.actor)
    if duty is None or visit.may(duty):
        return ()
    return (Ask("consent", step.transition.actor.zh, Kind.LINE, hint=_("谁、哪一天同意或者签发的")),)


def proposed(case: Case, step: Step) -> dict[str, Any]:
    """What is usual: the day up to which the applicant may answer, the whole extension."""
    usual: dict[str, dict[str, Any]] = {
        "request_correction": {"says-due": case.calendar.add(today(), USUAL_DAYS)},
        "request_reason": {"says-due": case.calendar.add(today(), USUAL_DAYS)},
        "extend": {"says-days": 20},
    }
    if step.code == "receive_opinion" and len(case.open_letters) == 1:
        return {"says-slot": case.open_letters[0][0]}
    return usual.get(step.code, {})


def _then(case: Case, step: Step, form: StepForm, kind: DecisionKind | None) -> Deadline | None:
    """Where the application would stand after the step as it is filled in, or as it is usual; None where the
    step is not lawful then, or where a day or a letter that nobody can guess is not filled in."""
    values = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    day, said = values["on"], form.said(values)
    needed = {ask.name for ask in form.asks if ask.required and (ask.kind is Kind.DAY or ask.name == "slot")}
    if case.why_not(step, day, today(), kind) or needed - said.keys():
        return None
    return case.after(case.entry(step, day, said, kind), today())


def counts_in(kind: DecisionKind | None, row: FoiRequest) -> str:
    """表三 row and column in which the answer will count."""
    if kind is None:
        return ""
    return f"{_(RESULTS[kind.row])} · {_(applicants.by_code(row.applicant_kind).zh)}"


def kinds_by_row(kinds: Iterable[DecisionKind]) -> list[tuple[str, list[DecisionKind]]]:
    """Kinds of answer by the row of the report in which they count."""
    groups: dict[str, list[DecisionKind]] = {}
    for kind in kinds:
        groups.setdefault(RESULTS[kind.row], []).append(kind)
    return list(groups.items())


def choose(request: HttpRequest, visit: Visit, row: FoiRequest) -> HttpResponse:
    """The kinds of answer for one application: those that its course allows, and why not the others."""
    case = case_of(visit, list(row.events.all()))
    standing = case.on(today())
    why_not = procedure.why_not("answer", standing)
    lacking = {kind.code: procedure.why_not("answer", standing, kind.code) for kind in ANSWERS}
    context = {
        **framed(request, visit, row, _("答复")),
        "groups": kinds_by_row(kind for kind in ANSWERS if lacking[kind.code] == why_not),
        "refused": [(kind, why) for kind in ANSWERS if (why := lacking[kind.code]) != why_not],
        "why_not": why_not,
        "is_barred": case.is_barred(STEP["answer"], today()),
    }
    return render(request, "workbench/requests/case_answer.html", context)


class Reason(Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么撤回这条登记"),
        max_length=200,
        help_text=gettext_lazy("记入历史，例如：登记到别的申请上了"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def void(request: HttpRequest, visit: Visit, pk: int, event_id: int) -> HttpResponse:
    """Take back an entry that did not happen; it stays in the history with the reason."""
    row: FoiRequest = find_record(visit, "requests", pk)
    event: RequestEvent | None = (
        row.events.filter(pk=event_id, replaced_by=None).select_related("letter").first()
    )
    if event is None or event.kind in {EventKind.RECEIVED, EventKind.VOIDED}:
        raise Http404
    if letter := queries.letter_of(event):  # what a letter led to is taken back with it
        return redirect("workbench:letter-void", visit.organ.pk, pk, letter.pk)
    form = Reason(request.POST if request.method == "POST" else None)
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", pk))
    what = _(event.get_kind_display())
    if form.is_valid():
        try:
            actions.void_event(event=event, actor=str(request.user), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{what}，登记已撤回，期限已重算。").format(what=what))
            return redirect(back)
    return ask_back(request, visit, form, what=what, on=event.on, back=back)


def ask_back(
    request: HttpRequest, visit: Visit, form: Reason, *, what: str, on: object, back: str
) -> HttpResponse:
    """The question before an entry of a case is taken back, whichever course it belongs to."""
    question = Question(
        _("撤回{day}“{what}”的登记？").format(day=on, what=what),
        _("这条登记和撤回的原因都留在历史里；期限和年报的数随之重算。"),
        _("撤回登记"),
        _("不撤回"),
        back,
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


class DeliveredForm(Form):
    on = DateField(
        label=gettext_lazy("对方收到日期"),
        help_text=gettext_lazy("回执、签收单上的日期；对方的期限从这一天起算"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def deliver(request: HttpRequest, visit: Visit, pk: int, event_id: int) -> HttpResponse:
    """Enter when the other side got what was sent."""
    row: FoiRequest = find_record(visit, "requests", pk)
    event = row.events.filter(pk=event_id, replaced_by=None, kind__in=DELIVERED).first()
    if event is None:
        raise Http404
    form = DeliveredForm(request.POST if request.method == "POST" else None)
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", pk))
    if form.is_valid():
        try:
            actions.deliver(event=event, on=form.cleaned_data["on"], actor=str(request.user), today=today())
        except Refused as error:
            form.add_error("on", str(error))
        else:
            toasts.say(request, _("对方收到日期已登记，期限已重算。"))
            return redirect(back)
    what = _(event.get_kind_display())
    title = _("{number}：{what}，对方哪天收到").format(number=row.number, what=what)
    return pages.ask(request, visit, form, title=title, verb=_("登记"), back=back)


def framed(request: HttpRequest, visit: Visit, row: FoiRequest, heading: str) -> dict[str, Any]:
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", row.pk))
    trail = [
        (_("依申请公开"), reverse("workbench:ledger", args=(visit.organ.pk, "requests"))),
        (row.number, back),
        (heading, ""),
    ]
    return {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "row": row,
        "heading": heading,
        "back": back,
        "trail": trail,
    }
