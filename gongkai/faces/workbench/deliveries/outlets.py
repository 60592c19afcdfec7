"""发布渠道: through what an organ publishes its records; each is opened, told its addresses, and closed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.channels.carriers import BY_CODE, CARRIERS, Carrier
from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.deliveries.channel_fields import asked
from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries import actions, queries
from gongkai.ledger.deliveries.actions import Opening
from gongkai.ledger.deliveries.models import Outlet
from gongkai.ledger.people.roles import Duty


@dataclass(frozen=True, slots=True)
class Shown:
    """An outlet as the list shows it."""

    row: Outlet
    carrier: Carrier


class OutletForm(Form):
    """What every outlet is told; the fields of its carrier come behind."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=60,
        help_text=gettext_lazy("台账和年度报告里这样叫它，例如“云上滑州”"),
    )


@require_safe
@needs(Duty.MANAGE)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = [Shown(row, queries.carrier_of(row)) for row in queries.outlets(visit.scope)]
    context = {
        "outlets": rows,
        "on": sum(shown.row.is_on for shown in rows),
        "carriers": CARRIERS,
        "trail": _trail(visit, str(_("发布渠道"))),
    }
    return pages.show(request, visit, "deliveries/outlets", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def new(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    if code not in BY_CODE:
        raise Http404
    return _ask(request, visit, BY_CODE[code], None)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = queries.outlets(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return _ask(request, visit, queries.carrier_of(row), row)


def _ask(request: HttpRequest, visit: Visit, carrier: Carrier, row: Outlet | None) -> HttpResponse:
    stands = queries.said(row) if row else {}
    form = OutletForm(request.POST or None, initial=_initial(carrier, row), fields=_fields(carrier, stands))
    if form.is_valid():
        try:
            actions.set_up(
                organ=visit.organ,
                code=carrier.code,
                opening=_opening(carrier, form.cleaned_data),
                actor=str(request.user),
                outlet=row,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{name}已保存。").format(name=form.cleaned_data["name"]))
            return redirect("workbench:outlets", visit.organ.pk)
    title = row.name if row else _("开通：{carrier}").format(carrier=_(carrier.zh))
    back = reverse("workbench:outlets", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=title, verb=_("保存"), back=back, lead=_(carrier.hint))


def _fields(carrier: Carrier, stands: dict[str, str]) -> dict[str, forms.Field]:
    fields = {f"said_{one.code}": asked(one, stands.get(one.code, "")) for one in carrier.fields}
    if carrier.is_account:
        fields["registration"] = forms.CharField(
            label=gettext_lazy("备案"),
            max_length=200,
            help_text=gettext_lazy("政务新媒体的备案号或备案日期；没有备案的账号不能发"),
        )
    if carrier.deliver:
        fields["is_automatic"] = forms.BooleanField(
            label=gettext_lazy("放行后自动发布"),
            required=False,
            help_text=gettext_lazy("不勾选的，在每条信息的页面上点了才发"),
        )
    fields["is_on"] = forms.BooleanField(
        label=gettext_lazy("启用"),
        required=False,
        help_text=gettext_lazy("停用以后不再发布，发过的都留着"),
    )
    return fields


def _initial(carrier: Carrier, row: Outlet | None) -> dict[str, Any]:
    stands = queries.said(row) if row else {}
    shown = {
        f"said_{one.code}": stands.get(one.code, one.default) for one in carrier.fields if not one.secret
    }
    if row is None:
        return shown | {"is_on": True}
    names = ("name", "registration", "is_on", "is_automatic")
    return shown | {name: getattr(row, name) for name in names}


def _opening(carrier: Carrier, typed: dict[str, Any]) -> Opening:
    return Opening(
        name=typed["name"],
        said={one.code: typed[f"said_{one.code}"] for one in carrier.fields},
        is_on=typed["is_on"],
        is_automatic=typed.get("is_automatic", False),
        registration=typed.get("registration", ""),
    )


def _trail(visit: Visit, here: str) -> list[tuple[Any, str]]:
    return [(gettext_lazy("机关设置"), reverse("workbench:settings", args=(visit.organ.pk,))), (here, "")]
