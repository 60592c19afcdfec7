"""工作交接: the pack of a job on screen and on paper, and the day from which its roles are another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import dates, toasts
from gongkai.faces.ui.files import FORMS
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Checks, DateField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages, whereabouts
from gongkai.faces.workbench.access import Visit, needs
from gongkai.ledger.handover import actions, contents, document
from gongkai.ledger.handover.contents import Pack, Part
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.actions import PeopleError
from gongkai.ledger.people.models import Membership, Person
from gongkai.ledger.people.roles import ADMINISTRATOR, BY_CODE, Duty
from gongkai.lib import calendars
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the page shows it: which of its columns any line fills, and where each line stands."""

    part: Part
    lines: list[tuple[contents.Line, str]]
    has_now: bool
    has_due: bool
    has_next: bool


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What there is to hand over of somebody's job, and whether it is said to whom."""
    pack = _pack(request, visit)
    context = {
        "pack": pack,
        "parts": [_shown(part, visit.organ) for part in pack.work if part.lines],
        "standing": [part for part in pack.standing if part.lines],
        "empty": [_(part.zh) for part in pack.parts if not part.lines],
        "candidates": contents.candidates(visit.organ, today()),
        "forms": FORMS,
        "can_manage": visit.may(Duty.MANAGE),
    }
    return pages.show(request, visit, "organ/handover", context)


@require_safe
@needs(Duty.READ)
def paper(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    """The pack as a file, to be signed and kept."""
    if form not in FORMS:
        raise Http404
    pack = _pack(request, visit)
    return handed_out(document.build(pack), form, document.name_of(pack))


def _pack(request: HttpRequest, visit: Visit) -> Pack:
    """Of whoever the address names, else of whose job it is likely to be."""
    on, named = today(), request.GET.get("person", "")
    person = contents.whose(visit.organ, request.user, on)
    if named:
        person = next((one for one in people.people_of(visit.organ) if str(one.pk) == named), None)
        if person is None:
            raise Http404
    return contents.of(visit.organ, person, on=on, calendar=calendars.load(settings.DATA))


def _shown(part: Part, organ: Organ) -> Shown:
    return Shown(
        part,
        [
            (line, whereabouts.of_row(organ.pk, line.ledger, line.pk) if line.pk else "")
            for line in part.lines
        ],
        any(line.now for line in part.lines),
        any(line.due for line in part.lines),
        any(line.next for line in part.lines),
    )


class HandoverForm(Form):
    """Who takes over which roles from which day; all that can be handed over is ticked but the keys of the
    system."""

    successor = forms.ChoiceField(
        label=gettext_lazy("谁接手"),
        help_text=gettext_lazy("新来的人先在“添加人员”里加，角色可以从交接那天起"),
    )
    on = DateField(
        label=gettext_lazy("从哪天起"),
        help_text=gettext_lazy("从这一天起角色归接手的人；今天就交的填今天"),
    )
    roles = forms.MultipleChoiceField(label=gettext_lazy("交接哪些角色"), widget=Checks)
    with_tasks = forms.BooleanField(
        label=gettext_lazy("没有办完的任务现在就转给接手的人"), required=False, initial=True
    )
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=200, required=False)

    def __init__(self, *args: Any, person: Person, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in people.people_of(organ) if one.is_active and one != person]
        self.people = {str(one.pk): one for one in others}
        self.held = {str(row.pk): row for row in people.roles_to_hand_over(person, organ)}
        _offer(self, "successor", [(key, str(one)) for key, one in self.people.items()])
        _offer(self, "roles", [(key, _words(row)) for key, row in self.held.items()])
        self.fields["roles"].initial = [key for key, row in self.held.items() if row.role != ADMINISTRATOR]
        self.fields["on"].initial = today()

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < today():
            raise forms.ValidationError(_("从哪天起 — 早于今天，那天的事已经办了 — 请填今天或者以后。"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: Mapping[str, Any] = super().clean() or {}
        chosen = {"successor": self.people.get(cleaned.get("successor", ""))}
        return {**cleaned, **chosen, "roles": [self.held[key] for key in cleaned.get("roles", ())]}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def hand_over(request: HttpRequest, visit: Visit, person_id: int) -> HttpResponse:
    """Let somebody's roles be another's from a day on."""
    person = next((one for one in people.people_of(visit.organ) if one.pk == person_id), None)
    if person is None:
        raise Http404
    form = HandoverForm(request.POST or None, person=person, organ=visit.organ)
    back = reverse("workbench:people", args=(visit.organ.pk,))
    if form.is_valid():
        assert isinstance(request.user, Person)
        try:
            made, tasks = actions.carry_out(**form.cleaned_data, actor=str(request.user), by=request.user)
        except PeopleError as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _told(made.person, made.successor, made.on, tasks))
            return redirect(back)
    title = _("{person}的工作交给谁").format(person=person.name)
    lead = _("角色到那天自动转过去；交接清单在“工作交接”里打印。")
    return pages.ask(request, visit, form, title=title, verb=_("办理交接"), back=back, lead=lead)


def _told(person: Person, successor: Person, on: date, tasks: int) -> str:
    said = _("{person}的工作从{day}起交给{successor}。").format(
        person=person.name, successor=successor.name, day=dates.full(on, today())
    )
    return said + _("{count}项任务已转过去。").format(count=tasks) if tasks else said


def _words(row: Membership) -> str:
    role = _(BY_CODE[row.role].zh)
    return f"{role}（{row.unit.name}）" if row.unit else role


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
