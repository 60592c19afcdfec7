"""接口令牌: with which other systems call the API for an organ; each is made, agreed to, and ended."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Checks, DateField, Form
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.ledger.base import Refused
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.tokens import actions, queries
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.tokens.options import BY_CODE, PERMITS
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Shown:
    """A token as the list shows it."""

    row: Token
    lets: tuple[object, ...]
    works: bool
    is_over: bool


class TokenForm(Form):
    name = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=60,
        help_text=gettext_lazy("哪个系统用，例如“县政务大数据平台”"),
    )
    permits = forms.MultipleChoiceField(label=gettext_lazy("权限"), widget=Checks)
    expires_on = DateField(label=gettext_lazy("有效期至"), help_text=gettext_lazy("最长一年，到期再发新的"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = self.fields["permits"]
        assert isinstance(asked, forms.MultipleChoiceField)
        asked.choices = [(permit.code, _(permit.zh)) for permit in PERMITS]


@require_safe
@needs(Duty.MANAGE)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    on = today()
    rows = [
        Shown(
            row,
            tuple(_(permit.zh) for permit in row.lets),
            row.works_on(on),
            bool(row.revoked_at) or on > row.expires_on,
        )
        for row in queries.of(visit.scope)
    ]
    trail = [
        (str(_("机关设置")), reverse("workbench:settings", args=(visit.organ.pk,))),
        (str(_("接口令牌")), ""),
    ]
    context = {"tokens": rows, "works": sum(one.works for one in rows), "trail": trail}
    return pages.show(request, visit, "organ/tokens", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
def make(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A new one; its secret is shown here, this once."""
    form = TokenForm(request.POST or None)
    if form.is_valid() and isinstance(request.user, Person):
        said = form.cleaned_data
        try:
            token, secret = actions.make(
                organ=visit.organ,
                name=said["name"],
                permits=[BY_CODE[code] for code in said["permits"]],
                expires_on=said["expires_on"],
                by=request.user,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            agreeing = request.build_absolute_uri(_agreeing(token))
            agree = "、".join(_(role.zh) for role in queries.roles_for(token.lets))
            context = {"token": token, "secret": secret, "agreeing": agreeing, "roles": agree}
            return pages.show(request, visit, "organ/token_made", context)
    return pages.ask(
        request,
        visit,
        form,
        title=_("发一个接口令牌"),
        verb=_("发令牌"),
        back=_list(visit),
        lead=_("您自己没有的权限，要有这些权限的人同意以后才起作用。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
def revoke(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Asked first: the system that uses it stops at once."""
    token = _token(visit, pk)
    if request.method != "POST":
        title = _("停用令牌“{name}”？").format(name=token.name)
        words = _("用它的系统马上不能再调用；不能恢复，要用得发新的。")
        question = Question(title, words, _("停用"), _("不停用"), _list(visit), request.path)
        return confirming.ask(request, question, frame=frame(request, visit))
    actions.revoke(token=token, actor=str(request.user))
    toasts.say(request, _("令牌“{name}”已停用。").format(name=token.name))
    return redirect(_list(visit))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.ENTER)
def agree(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """By whoever may do what it lets do, and says a word on what others do: who approves, who supervises."""
    token = _token(visit, pk)
    if not visit.duties & queries.AGREE:
        raise PermissionDenied(_("{duty} — 您在本机关的角色没有这一项").format(duty=_(Duty.APPROVE.zh)))
    if lacking := {permit.duty for permit in token.lets} - visit.duties:
        named = "、".join(_(duty.zh) for duty in Duty if duty in lacking)
        raise PermissionDenied(_("{duty} — 您在本机关的角色没有这一项").format(duty=named))
    desk = reverse("workbench:today", args=(visit.organ.pk,))
    refused = ""
    if request.method == "POST" and isinstance(request.user, Person):
        try:
            actions.agree(token=token, by=request.user)
        except Refused as error:
            refused = str(error)
        else:
            toasts.say(request, _("令牌“{name}”可以用了。").format(name=token.name))
            return redirect(desk)
    lets = "、".join(_(permit.zh) for permit in token.lets)
    words = _("{maker}发的，给它的权限：{lets}；有效期至{day}。").format(
        maker=token.made_by, lets=lets, day=token.expires_on
    )
    title = _("同意令牌“{name}”起用？").format(name=token.name)
    question = Question(title, refused or words, _("同意"), _("不同意"), desk, request.path)
    return confirming.ask(request, question, frame=frame(request, visit))


def _token(visit: Visit, pk: int) -> Token:
    found = next((row for row in queries.of(visit.scope) if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _list(visit: Visit) -> str:
    return reverse("workbench:tokens", args=(visit.organ.pk,))


def _agreeing(token: Token) -> str:
    return reverse("workbench:token-agree", args=(token.organ_id, token.pk))
