"""建立本机关: the wizard of an empty data folder, behind the one-time link that ``serve`` prints.

Two forms, organ and first person; nothing is stored before the second is right. What was typed is kept in the
session, so that going back loses nothing. The ledgers come next, on the page where they are always imported.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui.forms import Form
from gongkai.faces.workbench.entry.accounts import let_in
from gongkai.faces.workbench.fields import CreditCodeField, refuse_itself
from gongkai.faces.workbench.organ.staff_forms import PasswordForm
from gongkai.faces.workbench.words import choices
from gongkai.ledger.organs.actions import UnfitName, check_name, level_from
from gongkai.ledger.organs.models import Level, Organ
from gongkai.ledger.organs.queries import real_organs, sample_organs
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.models import Person
from gongkai.lib.today import now

#: What the first person holds: the clerk's work, and the keys until somebody else takes them.
FIRST_ROLES = ("clerk", "administrator")
_KEPT = "setup_organ"


class OrganForm(Form):
    """机关信息. Only the name must be given; the level is read from it where it is left open."""

    name = forms.CharField(
        label=gettext_lazy("机关名称"),
        max_length=100,
        help_text=gettext_lazy("印在年度报告上的全称，例如四间房镇人民政府"),
    )
    uscc = CreditCodeField()
    level = forms.ChoiceField(
        label=gettext_lazy("层级"),
        choices=[("", gettext_lazy("按名称判断")), *choices(Level)],
        required=False,
    )
    superior = forms.CharField(
        label=gettext_lazy("上级机关"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("例如滑县人民政府；复议机关和汇总由它而来"),
    )
    leader = forms.CharField(label=gettext_lazy("分管领导"), max_length=100, required=False)
    office = forms.CharField(
        label=gettext_lazy("工作机构"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("例如党政办公室"),
    )
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=100, required=False)
    address = forms.CharField(label=gettext_lazy("办公地址"), max_length=200, required=False)

    def clean_name(self) -> str:
        name = "".join(self.cleaned_data["name"].split())
        if any(name == organ.name for organ in sample_organs()):
            raise ValidationError(_("机关名称 — 和示例机关重名 — 请用 --data 另指一个没有示例的文件夹。"))
        try:
            check_name(name)
        except UnfitName as error:
            raise ValidationError(str(error)) from error
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["level"] = cleaned.get("level") or level_from(cleaned.get("name", ""))
        refuse_itself(self, "superior", {cleaned.get("name", "")})
        return cleaned


class FirstPersonForm(PasswordForm):
    """The first person, who chooses a password here and now."""

    name = forms.CharField(label=gettext_lazy("您的姓名"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("登录名"),
        max_length=40,
        validators=Person._meta.get_field("username").validators[:1],
        help_text=gettext_lazy("每次登录要输入的名字，例如姓名的拼音"),
    )
    field_order = ("name", "username")

    def owner(self) -> Person:
        said = self.cleaned_data
        return Person(username=said.get("username", ""), name=said.get("name", ""))


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page of the wizard to whoever has the link that ``serve`` printed, while it may be used."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        found = queries.invitation(token, now())
        if found is None or found.person is not None:
            return render(request, "workbench/entry/setup_closed.html", status=404)
        return view(request, token)

    return login_not_required(never_cache(guarded))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def organ(request: HttpRequest, token: str) -> HttpResponse:
    """Step one."""
    form = OrganForm(request.POST or None, initial=request.session.get(_KEPT) or _known())
    if form.is_valid():
        request.session[_KEPT] = form.cleaned_data
        return redirect("workbench:setup-person", token)
    return _step(request, 1, form, token)


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def person(request: HttpRequest, token: str) -> HttpResponse:
    """Step two: now organ and person are stored, and the person is logged in."""
    kept = request.session.get(_KEPT)
    if not kept:
        return redirect("workbench:setup", token)
    form = FirstPersonForm(request.POST or None)
    if form.is_valid():
        values = dict(kept)
        try:
            made, first = actions.set_up(
                token=token,
                superior=values.pop("superior"),
                organ=values,
                person=form.cleaned_data,
                roles=FIRST_ROLES,
            )
        except actions.PeopleError as error:
            form.add_error("username", str(error))
        else:
            del request.session[_KEPT]
            let_in(request, first)
            return _first_ledger(made)
    return _step(request, 2, form, token)


def _known() -> dict[str, str]:
    """An organ that came in with a workbook, before anybody could log in."""
    return next(({"name": organ.name, "level": organ.level} for organ in real_organs()), {})


def _first_ledger(made: Organ) -> HttpResponse:
    response = redirect("workbench:import", made.pk)
    response["Location"] += "?first=1"
    return response


def _step(request: HttpRequest, number: int, form: Form, token: str) -> HttpResponse:
    context = {"form": form, "step": number, "token": token, "organ": request.session.get(_KEPT, {})}
    status = 422 if request.method == "POST" else 200
    return render(request, "workbench/entry/setup.html", context, status=status)
