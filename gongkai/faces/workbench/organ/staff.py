"""人员: who works at an organ in which roles, their one-time links, and who stands in for whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.organ.staff_forms import (
    DelegationForm,
    FirstForm,
    KnownForm,
    OwnRoleForm,
    PasswordForm,
    PersonForm,
    RoleForm,
)
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import directly_below
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.models import Membership, Person
from gongkai.ledger.people.roles import BY_CODE, Duty
from gongkai.lib.today import now, today

#: Roles without which the work stands still; one person may hold both.
NEEDED = ("clerk", "office_head")


@dataclass(frozen=True, slots=True)
class Held:
    """A role as the list shows it."""

    pk: int
    label: str
    unit: Unit | None
    since: date | None
    until: date | None
    awaits_consent: bool


@require_safe
@needs(Duty.MANAGE)
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everybody who ever held a role here, and who is away."""
    return _people(request, visit)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter somebody with a first role; their one-time link is shown once."""
    form = PersonForm(request.POST or None, visit=visit)
    if form.is_valid():
        try:
            with transaction.atomic():
                person = actions.enrol(
                    organ=visit.organ,
                    username=form.cleaned_data["username"],
                    name=form.cleaned_data["name"],
                    email=form.cleaned_data["email"],
                    actor=str(request.user),
                    is_sample=visit.organ.is_sample,
                )
                _give(request, visit, person, form.cleaned_data)
        except actions.PeopleError as error:
            form.add_error("username", str(error))
        else:
            return _invited(request, visit, person)
    return _form(request, visit, form, _("添加人员"), _("添加"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def give(request: HttpRequest, visit: Visit, person_id: int) -> HttpResponse:
    """A further role."""
    person = _person(visit, person_id)
    kind = OwnRoleForm if person == request.user else RoleForm
    form = kind(request.POST or None, visit=visit)
    if form.is_valid():
        try:
            _give(request, visit, person, form.cleaned_data)
        except actions.PeopleError as error:
            form.add_error("role", str(error))
        else:
            toasts.say(request, _("{person}的角色已加上。").format(person=person.name))
            return redirect("workbench:people", visit.organ.pk)
    return _form(request, visit, form, _("给{person}加一个角色").format(person=person.name), _("加上"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask somebody of another organ to take a role here as well."""
    form = KnownForm(request.POST or None, visit=visit)
    if form.is_valid():
        try:
            _give(request, visit, form.cleaned_data["username"], form.cleaned_data)
        except actions.PeopleError as error:
            form.add_error("username", str(error))
        else:
            toasts.say(request, _("已请他担任；他登录后会看到，同意以后才起作用。"))
            return redirect("workbench:people", visit.organ.pk)
    return _form(request, visit, form, _("请已有账号的人"), _("请他担任"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def begin(request: HttpRequest, visit: Visit, below_id: int) -> HttpResponse:
    """The first administrator of an organ below that has nobody; their one-time link is shown once."""
    organ = next((one for one in _empty_below(visit) if one.pk == below_id), None)
    if organ is None:
        raise Http404
    form = FirstForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                person = actions.begin(
                    organ=organ, above=visit.organ, actor=str(request.user), **form.cleaned_data
                )
                return _invited(request, visit, person, organ)
        except actions.PeopleError as error:
            form.add_error("username", str(error))
    title = _("{organ}的第一位系统管理员").format(organ=organ.name)
    return _form(request, visit, form, title, _("添加"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
def end_role(request: HttpRequest, visit: Visit, membership_id: int) -> HttpResponse:
    """From today on the role is no longer held; asked first."""
    row = next((row for row in queries.memberships(visit.organ) if row.pk == membership_id), None)
    if row is None:
        raise Http404
    if row.awaits_consent:
        return _unask(request, visit, row)
    if request.method != "POST":
        title = _("结束{person}的角色“{role}”？").format(person=row.person.name, role=_(BY_CODE[row.role].zh))
        words = _("从今天起不能再办这个角色的事；过去办的照旧。要恢复，得重新加上。")
        return _ask(request, visit, title, words, _("结束"))
    return _done(
        request,
        visit,
        lambda: actions.end_role(membership=row, on=today(), actor=str(request.user)),
        _("{person}的角色已结束；过去办的事照旧。").format(person=row.person.name),
    )


def _unask(request: HttpRequest, visit: Visit, row: Membership) -> HttpResponse:
    """What was asked of somebody is asked no longer; nothing was done by it yet."""
    if request.method != "POST":
        title = _("不再请{username}担任“{role}”？").format(
            username=row.person.username, role=_(BY_CODE[row.role].zh)
        )
        return _ask(request, visit, title, _("他还没有答复；以后可以再请。"), _("不再请"))
    return _done(
        request, visit, lambda: actions.decline(membership=row, actor=str(request.user)), _("已不再请他。")
    )


@require_POST
@needs(Duty.MANAGE)
def invite(request: HttpRequest, visit: Visit, person_id: int) -> HttpResponse:
    """A new one-time link, for a forgotten password too."""
    return _invited(request, visit, _person(visit, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
def switch(request: HttpRequest, visit: Visit, person_id: int) -> HttpResponse:
    """停用 or 启用; asked first."""
    person = _person(visit, person_id)
    if request.method != "POST":
        verb = _("停用") if person.is_active else _("启用")
        title = _("{verb}{person}的账号？").format(verb=verb, person=person.name)
        words = _("停用以后马上不能登录，在各机关的角色都不再有效；过去办的事照旧，随时可以再启用。")
        return _ask(request, visit, title, words, verb)
    done = _("{person}已停用，不能再登录。") if person.is_active else _("{person}已启用。")
    return _done(
        request,
        visit,
        lambda: actions.set_active(
            person=person, organ=visit.organ, active=not person.is_active, actor=str(request.user)
        ),
        done.format(person=person.name),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def delegate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """代理: enter an absence."""
    form = DelegationForm(request.POST or None, visit=visit)
    if form.is_valid():
        try:
            actions.delegate(**form.cleaned_data, organ=visit.organ, actor=str(request.user))
        except actions.PeopleError as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("代理已登记。"))
            return redirect("workbench:people", visit.organ.pk)
    return _form(request, visit, form, _("登记代理"), _("登记"))


@require_POST
@needs(Duty.MANAGE)
def end_delegation(request: HttpRequest, visit: Visit, delegation_id: int) -> HttpResponse:
    """The absent person is back."""
    rows = queries.delegations(visit.organ, today())
    row = next((row for row in rows if row.pk == delegation_id), None)
    if row is None:
        raise Http404
    return _done(
        request,
        visit,
        lambda: actions.end_delegation(delegation=row, on=today(), actor=str(request.user)),
        _("代理已结束。"),
    )


@sensitive_post_parameters("password", "again")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by a one-time link; then log in with it."""
    found = queries.invitation(token, now())
    if found is None or found.person is None:
        return render(request, "workbench/organ/link_closed.html", status=404)
    form = PasswordForm(request.POST or None, person=found.person)
    if form.is_valid():
        actions.accept(token=token, password=form.cleaned_data["password"])
        toasts.say(request, _("密码已设好，请登录。"))
        return redirect("account_login")
    context = {"form": form, "person": found.person}
    return render(request, "workbench/organ/accept.html", context, status=422 if form.is_bound else 200)


def _people(request: HttpRequest, visit: Visit, refused: str = "") -> HttpResponse:
    rows = queries.memberships(visit.organ)
    is_held = (not row.awaits_consent and row.until is None and row.person.is_active for row in rows)
    held = {row.role for row, holds in zip(rows, is_held, strict=True) if holds}
    people: dict[Person, list[Held]] = {}
    for row in rows:
        words = _(BY_CODE[row.role].zh)
        people.setdefault(row.person, []).append(
            Held(row.pk, words, row.unit, row.since, row.until, row.awaits_consent)
        )
    context = {
        "people": [(one, roles, all(role.awaits_consent for role in roles)) for one, roles in people.items()],
        "delegations": queries.delegations(visit.organ, today()),
        "missing": [_(BY_CODE[code].zh) for code in NEEDED if code not in held],
        "refused": refused,
        "empty": _empty_below(visit),
    }
    return pages.show(request, visit, "organ/people", context, status=422 if refused else 200)


def _empty_below(visit: Visit) -> list[Organ]:
    """The organs directly below at which nobody works yet."""
    return queries.without_people(directly_below(visit.organ, today()))


def _person(visit: Visit, person_id: int) -> Person:
    person = next((one for one in queries.people_of(visit.organ) if one.pk == person_id), None)
    if person is None:
        raise Http404
    return person


def _give(request: HttpRequest, visit: Visit, person: Person, values: Mapping[str, Any]) -> None:
    actions.give_role(
        person=person,
        organ=visit.organ,
        role=values["role"],
        unit=values["unit"],
        since=values["since"],
        until=values["until"],
        actor=str(request.user),
        by=request.user if isinstance(request.user, Person) else None,
    )


def _done(request: HttpRequest, visit: Visit, act: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so on the list; or say there why not."""
    try:
        act()
    except actions.PeopleError as error:
        return _people(request, visit, str(error))
    toasts.say(request, words)
    return redirect("workbench:people", visit.organ.pk)


def _invited(request: HttpRequest, visit: Visit, person: Person, organ: Organ | None = None) -> HttpResponse:
    maker = request.user
    assert isinstance(maker, Person)
    try:
        token = actions.invite(person=person, organ=organ or visit.organ, actor=str(maker), by=maker)
    except actions.PeopleError as error:
        return _people(request, visit, str(error))
    link = request.build_absolute_uri(reverse("workbench:accept", args=(token,)))
    return pages.show(
        request, visit, "organ/invited", {"person": person, "link": link, "hours": actions.LINK_HOURS}
    )


def _ask(request: HttpRequest, visit: Visit, title: str, words: str, verb: str) -> HttpResponse:
    back = reverse("workbench:people", args=(visit.organ.pk,))
    question = Question(title, words, verb, _("不改"), back, request.path)
    return confirming.ask(request, question, frame=frame(request, visit))


def _form(request: HttpRequest, visit: Visit, form: Form, title: str, verb: str) -> HttpResponse:
    back = reverse("workbench:people", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=title, verb=verb, back=back)
