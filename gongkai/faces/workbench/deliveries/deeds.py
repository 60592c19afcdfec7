"""What is done with a delivery by hand: noted, tried again, looked at, taken down."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.channels import Unsent
from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.deliveries.forms import DownForm, NoteForm, SeenForm
from gongkai.faces.workbench.deliveries.lines import find_delivery
from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries import actions, photos, queries, sending
from gongkai.ledger.deliveries.actions import Done
from gongkai.ledger.deliveries.models import Delivery
from gongkai.ledger.disclosures.making import queries as making
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today

uploading = uploads.in_memory(largest=photos.LARGEST, body=photos.LARGEST + uploads.MEGABYTE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def note(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """登记张贴、播出、交出."""
    row = find_delivery(visit, pk)
    if not row.postings.filter(done_on=None).exists():
        toasts.say(request, _("登记 — 各处都已经登记过 — 请看下面的凭据。"))
        return redirect("workbench:delivery", visit.organ.pk, pk)
    form = NoteForm(request.POST or None, request.FILES or None, delivery=row, initial={"on": today()})

    def do(said: dict[str, Any]) -> None:
        photo = _photo(request)
        done = Done(said["on"], said.get("address", ""), said["words"], photo)
        places = [int(one) for one in said["places"]]
        actions.note(delivery=row, places=places, done=done, actor=str(request.user))

    return _do(request, visit, row, form, _("登记"), do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def note_down(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """登记撤下."""
    row = find_delivery(visit, pk)
    form = DownForm(request.POST or None, initial={"on": today()})

    def do(said: dict[str, Any]) -> None:
        actions.note_down(delivery=row, actor=str(request.user), **said)

    return _do(request, visit, row, form, _("登记撤下"), do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def take_down(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """从这个渠道撤下."""
    row = find_delivery(visit, pk)
    form = Reason(request.POST or None)

    def do(said: dict[str, Any]) -> None:
        actions.take_down(delivery=row, actor=str(request.user), **said)

    return _do(request, visit, row, form, _("撤下"), do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def confirm(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """去看过，已经办成."""
    row = find_delivery(visit, pk)
    form = SeenForm(request.POST or None)

    def do(said: dict[str, Any]) -> None:
        actions.confirm(delivery=row, actor=str(request.user), **said)

    return _do(request, visit, row, form, _("登记"), do)


def _do(
    request: HttpRequest,
    visit: Visit,
    row: Delivery,
    form: Form,
    verb: str,
    do: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    """Ask, do, and go back to the delivery; what is refused is said above the form."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{outlet}：{verb}。").format(outlet=row.outlet.name, verb=verb))
            return redirect("workbench:delivery", visit.organ.pk, row.pk)
    title = f"{row.outlet.name}：{verb}"
    back = reverse("workbench:delivery", args=(visit.organ.pk, row.pk))
    return pages.ask(
        request, visit, form, title=title, verb=verb, back=back, lead=making.title_of(row.record)
    )


@require_POST
@needs(Duty.DRAFT)
@once
def again(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """再发一次."""
    row = find_delivery(visit, pk)
    try:
        actions.again(delivery=row, actor=str(request.user))
    except Refused as error:
        toasts.say(request, str(error))
    else:
        toasts.say(request, _("已放回去，一两分钟内再发。"))
    return redirect("workbench:delivery", visit.organ.pk, pk)


@require_POST
@needs(Duty.DRAFT)
@once
def prove(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """再核验."""
    row = find_delivery(visit, pk)
    if queries.carrier_of(row.outlet).prove is None or not row.stands:
        raise Http404
    try:
        words = sending.prove(row, actor=str(request.user))
    except Unsent as error:
        words = str(error)
    toasts.say(request, words)
    return redirect("workbench:delivery", visit.organ.pk, pk)


def _photo(request: HttpRequest) -> tuple[str, bytes] | None:
    if uploads.is_over(request):
        raise Refused(_("照片 — 超过10兆字节 — 请用小一些的照片，也可以不传。"))
    handed = uploads.handed_in(request, "photo")
    return handed[0] if handed else None
