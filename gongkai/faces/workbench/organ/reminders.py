"""提醒: how each person wants to be told, the ways out that an organ has set up, and what went out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.channels import BY_CODE, CHANNELS, Channel, Unsent
from gongkai.faces.ui import tables, toasts
from gongkai.faces.ui.forms import Form, Radios
from gongkai.faces.ui.once import once
from gongkai.faces.ui.tables import Choice, Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.deliveries.channel_fields import accepted_by, asked
from gongkai.faces.workbench.words import choices, said
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions, queries
from gongkai.ledger.outbox.models import Dispatch, Preference, State, Way
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.roles import Duty
from gongkai.lib.hours import DIGEST, EACH, quiet_complaint, time_complaint

#: As the organ has it.
USUAL = "usual"
_PACES = {DIGEST: gettext_lazy("每天合成一条"), EACH: gettext_lazy("每件单独发")}


class WishForm(Form):
    """提醒方式 of one person; what is left empty is as the organ has it."""

    email = forms.EmailField(label=gettext_lazy("我的电子邮箱"), max_length=200, required=False)
    by_mail = forms.BooleanField(label=gettext_lazy("用电子邮件提醒我"), required=False)
    pace = forms.ChoiceField(label=gettext_lazy("怎样发"), widget=Radios)
    digest_at = forms.CharField(
        label=gettext_lazy("每天几点发"),
        max_length=5,
        required=False,
        validators=[accepted_by(time_complaint)],
    )
    quiet_hours = forms.CharField(
        label=gettext_lazy("免打扰时段"),
        max_length=11,
        required=False,
        validators=[accepted_by(quiet_complaint)],
    )

    def __init__(self, *args: Any, organ: Organ, wish: Preference, **more: Any) -> None:
        names = ("by_mail", "pace", "digest_at", "quiet_hours")
        stands = {name: getattr(wish, name) for name in names}
        stands |= {"email": wish.person.email, "pace": wish.pace or USUAL}
        super().__init__(*args, initial=stands, **more)
        usual = {code: str(organ.option(code)) for code in ("remind_pace", "digest_at", "quiet_hours")}
        as_usual = _("跟本机关一样（{usual}）").format(usual=_PACES[usual["remind_pace"]])
        pace = self.fields["pace"]
        assert isinstance(pace, forms.ChoiceField)
        pace.choices = [(USUAL, as_usual), *_PACES.items()]
        for name in ("digest_at", "quiet_hours"):
            words = _("不填就跟本机关一样：{usual}").format(usual=usual[name] or _("没有"))
            self.fields[name].help_text = words

    def clean_pace(self) -> str:
        pace = str(self.cleaned_data["pace"])
        return "" if pace == USUAL else pace


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.ENTER)
@once
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How whoever is logged in wants to be told: of themselves alone, whatever their role."""
    person = request.user
    if not isinstance(person, Person):
        return redirect_to_login(request.get_full_path())
    form = WishForm(request.POST or None, organ=visit.organ, wish=queries.preference(person))
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.prefer(person=person, organ=visit.organ, email=values.pop("email"), values=values)
        except actions.OutboxError as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("提醒方式已改。"))
            return redirect("workbench:today", visit.organ.pk)
    way = queries.ways(visit.organ).get("mail")
    lead = _("快到期和逾期的事总会出现在“今日”里。")
    if way is None or not way.is_on:
        lead += _("本机关还没有开通电子邮件，开通以后才会发到邮箱。")
    back = reverse("workbench:today", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=_("提醒方式"), verb=_("保存"), back=back, lead=lead)


@dataclass(frozen=True, slots=True)
class Shown:
    """A way as the list shows it."""

    channel: Channel
    way: Way | None


def _to(row: Dispatch) -> str:
    if row.person:
        return str(row.person.name)
    return _("对方系统") if BY_CODE[row.way].for_machines else _("群")


DISPATCHES = Table(
    "dispatches",
    gettext_lazy("发出的提醒"),
    (
        Column("due_at", gettext_lazy("定在"), order=("due_at", "pk")),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda row: said(row.get_state_display()),
            template="workbench/organ/dispatch_state.html",
        ),
        Column("to", gettext_lazy("发给"), _to),
        Column("way", gettext_lazy("渠道"), lambda row: said(BY_CODE[row.way].zh)),
        Column("told", gettext_lazy("几件"), number=True),
        Column("ended_at", gettext_lazy("办结时间"), order=("ended_at",), shown=False),
        Column("attempts", gettext_lazy("试了几次"), number=True, shown=False),
        Column("problem", gettext_lazy("为什么"), lang="zh-CN"),
    ),
    Empty(gettext_lazy("还没有发过提醒"), gettext_lazy("设置好一个渠道，快到期时自动发。")),
    (
        Choice(
            "state",
            gettext_lazy("状态"),
            [("", gettext_lazy("全部")), *choices(State)],
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    order=("-due_at", "-pk"),
    order_words=gettext_lazy("新的在前"),
    does="workbench/organ/dispatch_again.html",
)


@require_safe
@needs(Duty.MANAGE)
def ways(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every way out, how it stands, and what went out."""
    return _ways(request, visit)


def _ways(request: HttpRequest, visit: Visit, refused: str = "") -> HttpResponse:
    rows = queries.dispatches(visit.scope)
    if file := tables.export(DISPATCHES, request, rows):
        return file
    known = queries.ways(visit.organ)
    context = {
        "ways": [Shown(channel, known.get(channel.code)) for channel in CHANNELS],
        "on": sum(way.is_on for way in known.values()),
        "table": tables.show(DISPATCHES, request, rows),
        "refused": refused,
    }
    return pages.show(request, visit, "organ/ways", context, status=422 if refused else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def way(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Tell a way its address and its keys; what is secret is never shown again."""
    channel, found = _channel(code), queries.ways(visit.organ).get(code)
    stands = queries.said(found) if found else {}
    fields = {field.code: asked(field, stands.get(field.code, "")) for field in channel.fields}
    fields["is_on"] = forms.BooleanField(
        label=gettext_lazy("启用"),
        required=False,
        help_text=gettext_lazy("停用以后不再发送，等着发的也不发了"),
    )
    shown = {
        field.code: stands.get(field.code, field.default) for field in channel.fields if not field.secret
    }
    on = {"is_on": found.is_on if found else True}
    form = Form(request.POST or None, initial=shown | on, fields=fields)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.set_up(
                organ=visit.organ,
                code=code,
                is_on=values.pop("is_on"),
                said=values,
                actor=str(request.user),
            )
        except actions.OutboxError as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{way}已保存，请发送一条测试消息。").format(way=_(channel.zh)))
            return redirect("workbench:ways", visit.organ.pk)
    lead = _("地址和密钥加密保存，保存以后不再显示。消息里只有编号、期限和登录地址。")
    return _ask(request, visit, form, _(channel.zh), _("保存"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def try_out(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """发送一条测试消息: what came of it, in words."""
    channel, found = _channel(code), queries.ways(visit.organ).get(code)
    if found is None:
        return redirect("workbench:way", visit.organ.pk, code)
    fields: Mapping[str, forms.Field] = {}
    if channel.to_persons:
        email = getattr(request.user, "email", "")
        fields = {"to": forms.EmailField(label=gettext_lazy("发给"), max_length=200, initial=email)}
    form = Form(request.POST if request.method == "POST" else None, fields=fields)
    if form.is_valid():
        to = form.cleaned_data.get("to", "")
        try:
            actions.try_out(way=found, to=to, actor=str(request.user))
        except (Unsent, actions.OutboxError) as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("测试消息已发出，请去看看收到没有。"))
            return redirect("workbench:ways", visit.organ.pk)
    title = _("{way}：发送一条测试消息").format(way=_(channel.zh))
    return _ask(request, visit, form, title, _("发送"), _("马上发一条，不含任何台账内容。"))


@require_POST
@needs(Duty.MANAGE)
def again(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """再发一次."""
    row = queries.dispatches(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        actions.again(dispatch=row, actor=str(request.user))
    except actions.OutboxError as error:
        return _ways(request, visit, str(error))
    toasts.say(request, _("已放回发件箱，一两分钟内再发；免打扰时段过后才发。"))
    return redirect("workbench:ways", visit.organ.pk)


def _channel(code: str) -> Channel:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _ask(request: HttpRequest, visit: Visit, form: Form, title: str, verb: str, lead: str) -> HttpResponse:
    back = reverse("workbench:ways", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=title, verb=verb, back=back, lead=lead)
