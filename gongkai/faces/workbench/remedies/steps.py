"""Taking one step of a review or suit, and taking back what was wrong; opening the application again; who is
at law, written down and shown.
"""

from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import DateField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages, presence
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.remedies.case import WORDS, framed, sentence, weighed_of
from gongkai.faces.workbench.requests.steps import Reason, StepForm, ask_back
from gongkai.law.remedy_course import Standing
from gongkai.law.remedy_procedure import STEP, Step
from gongkai.law.remedy_results import COLUMNS
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import actions, queries
from gongkai.ledger.remedies.facts import in_force, reopened, version
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.remedies.steps import Weighed, asks
from gongkai.ledger.requests.steps import ANSWERS, Kind
from gongkai.lib import calendars
from gongkai.lib.today import today

FIELDS = ("claimant", "third_person", "act_on", "filed_on")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def take(request: HttpRequest, visit: Visit, pk: int, step: str) -> HttpResponse:
    """The page of one step."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    chosen = STEP.get(step)
    if chosen is None or row.kind not in chosen.of:
        raise Http404
    weighed = weighed_of(row)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        asks=asks(chosen, row.kind),
        initial={"on": _usual_day(weighed, chosen), "seen": version(row)},
    )
    if form.is_valid():
        try:
            done = actions.take(
                case=row,
                step=chosen,
                on=form.cleaned_data["on"],
                said=form.said(form.cleaned_data),
                actor=str(request.user),
                today=today(),
                calendar=weighed.calendar,
                seen=form.cleaned_data["seen"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            presence.leave(request, visit, "remedies", pk)
            toasts.say(request, _done(done, chosen))
            return redirect("workbench:record", visit.organ.pk, "remedies", pk)
    context = {
        **framed(request, visit, row, _(chosen.zh_of(row.kind))),
        "others": presence.others(request, visit, "remedies", pk),
        "source": chosen.source_of(row.kind),
        "words": WORDS[chosen.code],
        "form": form,
        "now": _told(weighed.on(today())),
        "then": _then(weighed, chosen, form),
        "why_not": weighed.why_not(chosen, today(), today()),
    }
    return render(request, "workbench/remedies/step.html", context, status=422 if form.is_bound else 200)


def _usual_day(weighed: Weighed, step: Step) -> date:
    """Today, but for a judgment the day on which it took effect by itself."""
    effect = weighed.on(today()).takes_effect_on if step.code == "take_effect" else None
    return min(effect or today(), today())


def _done(row: RemedyCase, step: Step) -> str:
    said = _("{number}：{step}，已登记。").format(number=row.case_no, step=_(step.zh_of(row.kind)))
    if reopened(row) and row.events[-1].get("reopened"):
        said += _("关联的申请已经重新打开，按新的期限办理。")
    return said


def _told(standing: Standing) -> str:
    """Where a case stands, in one line."""
    words = [_(standing.state.zh)]
    if standing.column:
        words.append(_(dict(COLUMNS)[standing.column]))
    if standing.nearest:
        words.append(sentence(standing.nearest))
    return " · ".join(words)


def _then(weighed: Weighed, step: Step, form: StepForm) -> str:
    """Where it would stand after the step as it is filled in; empty while that cannot be said."""
    values = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    day, said = values["on"], form.said(values)
    lacks = any(ask.required and ask.name not in said and ask.kind is not Kind.TEXT for ask in form.asks)
    if lacks or weighed.why_not(step, day, today()):
        return ""
    return _told(weighed.on(today(), weighed.entry(step, day, said)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def void(request: HttpRequest, visit: Visit, pk: int, number: int) -> HttpResponse:
    """Take back an entry that did not happen; it stays in the history with the reason."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    entry = next((one for one in in_force(row.events) if one["n"] == number), None)
    if entry is None:
        raise Http404
    form = Reason(request.POST if request.method == "POST" else None)
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    taken = STEP[entry["step"]]
    what = _(taken.zh_of(row.kind))
    if form.is_valid():
        try:
            actions.void(
                case=row,
                number=number,
                actor=str(request.user),
                reason=form.cleaned_data["reason"],
                today=today(),
                calendar=calendars.load(settings.DATA),
            )
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            toasts.say(request, _("{what}，登记已撤回，期限已重算。").format(what=what))
            return redirect(back)
    return ask_back(request, visit, form, what=what, on=entry["on"], back=back)


@require_POST
@needs(Duty.RECORD)
def reopen(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Open the application again, where that could not be done with the decision."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    try:
        actions.reopen(
            case=row, actor=str(request.user), today=today(), calendar=calendars.load(settings.DATA)
        )
    except Refused as error:
        toasts.say(request, str(error))
    else:
        toasts.say(request, _("关联的申请已经重新打开，按新的期限办理。"))
    return redirect("workbench:record", visit.organ.pk, "remedies", pk)


class PartiesForm(Form):
    """Who contests, and since when. Names stand here in full: whoever may not see them cannot open it."""

    claimant = forms.CharField(label=gettext_lazy("申请人或原告"), max_length=200, required=False)
    third_person = forms.CharField(label=gettext_lazy("第三人"), max_length=200, required=False)
    act_on = DateField(
        label=gettext_lazy("行政行为日期"), required=False, help_text=gettext_lazy("被复议、被诉的答复的日期")
    )
    filed_on = DateField(
        label=gettext_lazy("对方申请或起诉日期"),
        required=False,
        help_text=gettext_lazy("看申请书、起诉状；是否超过期限从它看"),
    )
    stands = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("act_on", "filed_on"):
            if (day := said.get(name)) and day > today():
                label = self.fields[name].label
                self.add_error(name, _("{label} — 晚于今天 — 请核对日期。").format(label=label))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
@once
def parties(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write down who is at law with whom. That the names were seen is a row of the log."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    stands = {name: getattr(row, name) for name in FIELDS}
    form = PartiesForm(
        request.POST if request.method == "POST" else None,
        initial={**stands, "stands": _print(stands)},
    )
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    if form.is_valid():
        if form.cleaned_data["stands"] != _print(stands):
            form.add_error(None, _("这一案刚才有人改过 — 您看到的已不是最新的 — 请看过后再改。"))
        else:
            values = {name: form.cleaned_data[name] for name in FIELDS}
            try:
                actions.describe(case=row, values=values, actor=str(request.user), over=stands)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                toasts.say(request, _("当事人和日期已登记。"))
                return redirect(back)
    if row.claimant or row.third_person:
        actions.unmask(case=row, actor=str(request.user), reason=_("登记当事人"))
    title = _("{number}：当事人和日期").format(number=row.case_no)
    return pages.ask(request, visit, form, title=title, verb=_("登记"), back=back)


def _print(stands: dict[str, Any]) -> str:
    """A print of what was read, by which another's change in between is noticed."""
    return sha256(repr(sorted(stands.items())).encode()).hexdigest()[:16]


class LessonForm(Form):
    """What the case taught, about which kind of answer."""

    kind = forms.ChoiceField(label=gettext_lazy("哪种答复"), choices=())
    said = forms.CharField(
        label=gettext_lazy("教训"),
        help_text=gettext_lazy("哪里被纠正、下次要核对什么；起草同一种答复时会提示。清空就不再提示。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *((kind.code, _(kind.zh)) for kind in ANSWERS)]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def learn(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write down what a corrected answer taught."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    kind = queries.contested_kind(row, calendars.load(settings.DATA))
    form = LessonForm(
        request.POST if request.method == "POST" else None, initial={"kind": kind, "said": row.lessons}
    )
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    if form.is_valid():
        said = form.cleaned_data
        actions.learn(case=row, kind=said["kind"], said=said["said"], actor=str(request.user))
        toasts.say(request, _("教训已登记；起草同一种答复时会提示。"))
        return redirect(back)
    title = _("{number}：教训").format(number=row.case_no)
    return pages.ask(request, visit, form, title=title, verb=_("登记"), back=back)
