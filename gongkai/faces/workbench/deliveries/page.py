"""A record on its way through an outlet, on screen: how it will look there, how it went, what proves it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.channels import Unsent
from gongkai.faces.ui import toasts
from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.deliveries.forms import AskForm
from gongkai.faces.workbench.deliveries.lines import badge_of, find_delivery, ways
from gongkai.faces.workbench.making.ways import address, find, trail
from gongkai.law.findings import Severity
from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries import actions, photos, queries
from gongkai.ledger.deliveries.models import Delivery, Outlet, Photo
from gongkai.ledger.disclosures.making import queries as making
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.people.roles import Duty
from gongkai.lib.kinds import BY_CODE as KIND


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def ask(request: HttpRequest, visit: Visit, pk: int, outlet_id: int) -> HttpResponse:
    """What would not fit there, how it will look, and the button that has it published."""
    record, outlet = find(visit, pk), _outlet(visit, outlet_id)
    if not queries.is_public(record) or not outlet.is_on:
        raise Http404
    publication = queries.publication_of(record)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial={"take_down_on": publication.notice_until},
        by_hand=queries.carrier_of(outlet).deliver is None,
    )
    if form.is_valid():
        try:
            delivery = actions.ask(record=record, outlet=outlet, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{outlet}：已放进去，一两分钟内发出。").format(outlet=outlet.name))
            return redirect("workbench:delivery", visit.organ.pk, delivery.pk)
    carrier, found = queries.carrier_of(outlet), queries.check(outlet, publication)
    preview = queries.preview(outlet, publication)
    context = {
        "row": record,
        "outlet": outlet,
        "carrier": carrier,
        "title": making.title_of(record),
        "trail": [
            *trail(visit, record)[:-1],
            (str(record.disclosure.index_no), address(record)),
            (outlet.name, ""),
        ]
        if record.disclosure
        else trail(visit, record),
        "findings": found,
        "stops": any(one.severity == Severity.ERROR for one in found),
        "preview": preview,
        # released through the cleaner, which lets nothing but paragraphs, tables and pictures through
        "html": mark_safe(preview.html),
        "papers": list(enumerate(preview.papers)),
        "form": form,
        "verb": _("发布") if carrier.deliver else _("列入待办"),
        "back": address(record),
    }
    return pages.show(request, visit, "deliveries/ask", context, status=422 if form.is_bound else 200)


@require_safe
@needs(Duty.READ)
def paper(request: HttpRequest, visit: Visit, pk: int, outlet_id: int, number: int) -> HttpResponse:
    """A paper to print or a sound to play, made now from what is public."""
    record, outlet = find(visit, pk), _outlet(visit, outlet_id)
    if not queries.is_public(record):
        raise Http404
    papers = queries.preview(outlet, queries.publication_of(record)).papers
    if number >= len(papers):
        raise Http404
    try:
        made = papers[number].make()
    except Unsent as error:
        toasts.say(request, str(error))
        return redirect("workbench:outlet-of", visit.organ.pk, pk, outlet_id)
    return attachment(made, papers[number].name, papers[number].content_type)


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """How a delivery went: every place, what proves it, what can be done now."""
    row = find_delivery(visit, pk)
    carrier = queries.carrier_of(row.outlet)
    postings = [(one, list(one.photos.all())) for one in row.postings.all()]
    context = {
        "row": row,
        "carrier": carrier,
        "badge": badge_of(row),
        "title": making.title_of(row.record),
        "trail": _trail(visit, row.record, row.outlet),
        "record_page": address(row.record),
        "postings": postings,
        "done": sum(one.done_on is not None for one, _photos in postings),
        "asked_at": moment(row.asked_at),
        "stood_at": moment(row.stood_at) if row.stood_at else "",
        "gone_at": moment(row.gone_at) if row.gone_at else "",
        "ways": ways(row) if visit.may(Duty.DRAFT) else [],
        "papers": _papers(row),
        "may_open": visit.may(Duty.UNMASK),
    }
    return pages.show(request, visit, "deliveries/delivery", context)


@require_safe
@needs(Duty.READ)
def photo(request: HttpRequest, visit: Visit, pk: int, photo_id: int) -> HttpResponse:
    """A photo that proves a posting, without what the camera wrote into it."""
    row = find_delivery(visit, pk)
    found = _photo(row, photo_id)
    try:
        return _download(found, photos.shown(found))
    except Refused as error:
        toasts.say(request, str(error))
        return redirect("workbench:delivery", visit.organ.pk, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
@once
def original(request: HttpRequest, visit: Visit, pk: int, photo_id: int) -> HttpResponse:
    """The photo as it came, once a reason is given: where and when it was taken may be evidence."""
    row = find_delivery(visit, pk)
    found = _photo(row, photo_id)
    form = Reason(request.POST or None)
    if not form.is_valid():
        title, back = (
            _("{photo}：打开原片").format(photo=found),
            reverse("workbench:delivery", args=(visit.organ.pk, pk)),
        )
        lead = _("原片里可能写着拍摄的时间、地点和手机型号，可以作证；谁为什么打开过，记进操作日志。")
        return pages.ask(request, visit, form, title=title, verb=_("打开"), back=back, lead=lead)
    actions.look_into(photo=found, actor=str(request.user), reason=form.cleaned_data["reason"])
    return _download(found, photos.content(found))


def _photo(row: Delivery, pk: int) -> Photo:
    found = next((kept for one in row.postings.all() for kept in one.photos.all() if kept.pk == pk), None)
    if found is None or not found.key_sealed:
        raise Http404
    return found


def _download(photo: Photo, data: bytes) -> HttpResponse:
    kind = KIND[photo.kind]
    return attachment(data, f"{photo}{kind.suffix}", kind.content_type)


def _papers(row: Delivery) -> list[tuple[int, Any]]:
    """What can be printed or played of it, while it is public."""
    if not queries.is_public(row.record):
        return []
    return list(enumerate(queries.preview(row.outlet, queries.publication_of(row.record)).papers))


def _trail(visit: Visit, record: Record, outlet: Outlet) -> list[tuple[Any, str]]:
    *above, (number, _here) = trail(visit, record)
    return [*above, (number, address(record)), (outlet.name, "")]


def _outlet(visit: Visit, pk: int) -> Outlet:
    row = queries.outlets(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
