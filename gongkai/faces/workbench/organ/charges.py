"""分工: who leads, who answers for which part of the work and each duty, since when, and who did before."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import DateField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.law.duties import BY_CODE as DUTY
from gongkai.ledger import agenda
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.models import Charge, Person
from gongkai.ledger.people.options import WORK, WORKS, Work
from gongkai.ledger.people.roles import BY_CODE, Duty
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the work with who answers for it, who will, and who did."""

    work: Work
    now: Charge | None
    others: list[Charge]


@require_safe
@needs(Duty.ENTER)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every part of the work that the organ has, for whoever has any role there."""
    on, ever = today(), queries.charges_ever(visit.organ)
    holding = queries.charges(visit.organ, on)
    lines = [
        Line(work, now := holding.get(work.code), [row for row in ever.get(work.code, []) if row != now])
        for work in _works(visit.organ)
    ]
    context = {
        "lines": lines,
        "open": sum(line.now is None for line in lines),
        "can_manage": visit.may(Duty.MANAGE),
    }
    return pages.show(request, visit, "organ/charges", context)


def _works(organ: Organ) -> list[Work]:
    return [work for work in WORKS if not work.is_round or agenda.has_duty(organ, DUTY[work.code])]


class ChargeForm(Form):
    """Who answers for a part of the work: somebody here, a section or village, or whoever has no account."""

    owner = forms.ChoiceField(label=gettext_lazy("谁负责"), required=False)
    name = forms.CharField(
        label=gettext_lazy("上面没有的，写名称"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("例如镇长、分管副镇长；年度报告第一部分这样写"),
    )
    since = DateField(
        label=gettext_lazy("从哪天起"), help_text=gettext_lazy("原来的人到这天为止，留在历史里")
    )

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = today()
        seeing = (row for row in queries.held_roles(organ, on) if Duty.READ in BY_CODE[row.role].duties)
        people = dict.fromkeys(row.person for row in seeing)
        self.owners: dict[str, Unit | Person] = {f"unit-{one.pk}": one for one in units_of(organ, on)}
        self.owners |= {f"person-{one.pk}": one for one in people}
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        named = [(key, one.name) for key, one in self.owners.items()]
        field.choices = [("", _("没有人，或者写在下面")), *named]
        self.fields["since"].initial = on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        owner = self.owners.get(cleaned.get("owner", ""))
        if owner and cleaned.get("name"):
            self.add_error("name", _("名称 — 上面已经选了{owner} — 请只留一样。").format(owner=owner.name))
        return {"owner": owner or cleaned.get("name", ""), "since": cleaned.get("since")}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def change(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Put somebody in charge from a day on; nobody, where nothing is chosen."""
    work = next((one for one in _works(visit.organ) if one.code == code), None)
    if work is None:
        raise Http404
    form = ChargeForm(request.POST or None, organ=visit.organ)
    back = reverse("workbench:charges", args=(visit.organ.pk,))
    if form.is_valid():
        owner, since = form.cleaned_data["owner"], form.cleaned_data["since"]
        actor = str(request.user)
        try:
            if owner:
                actions.put_in_charge(organ=visit.organ, work=code, owner=owner, since=since, actor=actor)
            else:
                actions.end_charge(organ=visit.organ, work=code, on=since, actor=actor)
        except actions.PeopleError as error:
            form.add_error("since", str(error))
        else:
            toasts.say(request, _("{work}的分工已登记。").format(work=_(work.zh)))
            return redirect(back)
    title = _("谁负责：{work}").format(work=_(work.zh))
    return pages.ask(
        request, visit, form, title=title, verb=_("登记"), back=back, lead=_told(visit.organ, code)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def back(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """撤回 the last entry about a part of the work, with the reason."""
    row = next(iter(queries.charges_ever(visit.organ).get(code, ())), None)
    if row is None:
        raise Http404
    form = BackForm(request.POST or None)
    leads = reverse("workbench:charges", args=(visit.organ.pk,))
    if form.is_valid():
        try:
            actions.take_back_charge(
                organ=visit.organ, work=code, reason=form.cleaned_data["reason"], actor=str(request.user)
            )
        except actions.PeopleError as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{work}的最后一次登记已撤回。").format(work=_(WORK[code].zh)))
            return redirect(leads)
    title = _("撤回最后一次登记：{work}").format(work=_(WORK[code].zh))
    if row.until:
        lead = _("{owner}到{day}为止，这一条撤回，他接着负责。").format(owner=row.owner, day=row.until)
    else:
        lead = _("{owner}自{day}起，这一条撤回，由以前的人接着负责。").format(owner=row.owner, day=row.since)
    return pages.ask(request, visit, form, title=title, verb=_("撤回"), back=leads, lead=lead)


class BackForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么撤回"),
        max_length=200,
        help_text=gettext_lazy("记入操作日志，例如日期写错"),
    )


def _told(organ: Organ, code: str) -> str:
    row = queries.charges(organ, today()).get(code)
    return _("现在是{owner}。").format(owner=row.owner) if row else _("现在没有登记。")
