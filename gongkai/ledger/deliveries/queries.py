"""Reading outlets and deliveries, and a record as a carrier gets it."""

import json
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from gongkai.channels.carriers import BY_CODE, Carrier, File, Preview, Publication
from gongkai.law.findings import Finding
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.deliveries.models import Aim, Delivery, Outlet, Photo, Posting, State
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.models import Disclosure, Record, Version
from gongkai.ledger.organs.models import Organ

#: What waits to be tried by the program itself.
TRIED = (State.WAITING, State.PENDING)


def outlets(scope: Scope) -> QuerySet[Outlet]:
    return Outlet.objects.within(scope)


def outlets_named(organ: Organ, name: str) -> QuerySet[Outlet]:
    return outlets(Scope.of(organ)).filter(name=name)


def open_outlets(organ: Organ) -> list[Outlet]:
    """Those through which something can be published now."""
    return list(outlets(Scope.of(organ)).filter(is_on=True))


def said(outlet: Outlet) -> dict[str, str]:
    """What an outlet was told: addresses and keys in plain."""
    found: dict[str, str] = json.loads(keys().open(outlet.said_sealed) or "{}")
    return found


def carrier_of(outlet: Outlet) -> Carrier:
    return BY_CODE[outlet.code]


def of(scope: Scope) -> QuerySet[Delivery]:
    return Delivery.objects.within(scope).select_related("outlet", "record__disclosure", "organ")


def of_record(record: Record) -> list[Delivery]:
    """Every delivery of a record, by outlet, the latest version first."""
    return list(record.deliveries.select_related("outlet", "organ").prefetch_related("postings__photos"))


def is_public(record: Record) -> bool:
    """Whether everybody may see the record now; while it is being changed its last version stands."""
    return record.state != Record.State.WITHDRAWN and record.versions.exists()


def latest(record: Record) -> int:
    """The number of the last version; 0 where none was released."""
    return record.versions.aggregate(last=Max("number"))["last"] or 0


def publication_of(record: Record, version: int | None = None, key: str = "") -> Publication:
    """A record as a carrier gets it: what was released, or of a withdrawn one why it was taken back. ``key``
    of the delivery; before there is one the page on which it is passed on stands for all of them."""
    disclosure = record.disclosure
    assert disclosure is not None  # whatever was released has its register row
    told, head = disclosures.record_of(disclosure), _head(record, disclosure, version or latest(record))
    if told is None or not told.versions:
        return replace(head, withdrawn_because=told.withdrawn_because, at=told.withdrawn_at) if told else head
    wording = next((one for one in told.versions if one.number == version), told.versions[0])
    return replace(
        head,
        version=wording.number,
        at=localtime(wording.released_at),
        title=wording.title,
        reason=wording.reason,
        html=wording.html,
        text=wording.text,
        summary=record.summary,
        confirm=_confirm_page(key),
        files=_files(wording),
    )


def _head(record: Record, disclosure: Disclosure, version: int) -> Publication:
    """What is told of a record however it stands."""
    organ = record.organ
    return Publication(
        index_no=disclosure.index_no,
        title=disclosure.title,
        organ=organ.name,
        version=version,
        document_no=disclosure.document_no,
        issuer=record.issuer or organ.name,
        document_kind=record.document_kind,
        topic=record.topic,
        formed_on=disclosure.formed_on,
        published_on=disclosure.published_on,
        notice_until=disclosure.notice_until,
        url=address_of(disclosure, organ),
        phone=organ.phone,
        address=organ.address,
    )


def address_of(disclosure: Disclosure, organ: Organ) -> str:
    """Where everybody can open a record; empty where nobody can."""
    if disclosure.url.startswith(("https://", "http://")):
        return disclosure.url
    if not organ.has_portal or not settings.SITE_URL:
        return ""
    return f"{settings.SITE_URL}{reverse('portal:site-record', args=(organ.pk, disclosure.pk))}"


def _confirm_page(key: str) -> str:
    if not settings.SITE_URL:
        return ""
    return f"{settings.SITE_URL}{reverse('portal:passed-on', args=(key or 'example',))}"


def told_group(key: str) -> Delivery | None:
    """What a work group was told of and is still public; None where there is no such thing."""
    row = told_before(key)
    return row if row and row.aim == Aim.PUBLISH and is_public(row.record) else None


def told_before(key: str) -> Delivery | None:
    """What a work group was told of, whatever became of it."""
    rows = Delivery.objects.select_related("organ", "outlet", "record__disclosure", "record__organ")
    row = rows.prefetch_related("postings").filter(key=key).first()
    return row if row and carrier_of(row.outlet).confirms else None


def told_since(row: Delivery) -> Delivery | None:
    """What the same group was told of the same record last, where that is still public."""
    rows = Delivery.objects.filter(record=row.record, outlet=row.outlet, aim=Aim.PUBLISH)
    last = rows.exclude(pk=row.pk).order_by("-pk").first()
    return last if last and is_public(row.record) else None


def _files(version: Version) -> tuple[File, ...]:
    return tuple(
        File(row.name, row.kind, row.size, row.sha256, partial(disclosures.content_of, row))
        for row in version.files.all()
    )


def check(outlet: Outlet, publication: Publication) -> tuple[Finding, ...]:
    """What would not fit there; an error stops it."""
    return carrier_of(outlet).check(said(outlet), publication)


def preview(outlet: Outlet, publication: Publication) -> Preview:
    return carrier_of(outlet).preview(said(outlet), publication)


def is_due(at: datetime) -> bool:
    """Whether anything waits to be tried, was cut off, or is to follow what became of its record."""
    waiting = Delivery.objects.filter(state__in=TRIED, send_after__lte=at)
    in_hand = Delivery.objects.filter(state=State.SENDING)
    follows = (orphaned(), photos_to_erase(), *map(unsent, automatic()))
    return any(rows.exists() for rows in (waiting, in_hand, *follows))


def orphaned() -> QuerySet[Delivery]:
    """What stands somewhere, or is on its way there, though its record was taken back."""
    gone = Delivery.objects.filter(aim=Aim.PUBLISH, record__state=Record.State.WITHDRAWN, gone_at=None)
    return gone.exclude(state__in=(State.DROPPED, State.SENDING))


def photos_to_erase() -> QuerySet[Photo]:
    """What shows a record of which nothing may stay."""
    erased = Record.objects.filter(state=Record.State.WITHDRAWN).exclude(versions__html__gt="")
    return Photo.objects.filter(posting__delivery__record__in=erased).exclude(key_sealed="")


def automatic() -> QuerySet[Outlet]:
    """The outlets that get by themselves what is released."""
    return Outlet.objects.filter(is_on=True, is_automatic=True, organ__is_sample=False)


def unsent(outlet: Outlet) -> QuerySet[Version]:
    """The last version of each record released since an outlet was opened, where it has not got it."""
    released = Version.objects.filter(organ=outlet.organ_id, released_at__gte=outlet.since)
    later = Version.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number"))
    asked = outlet.deliveries.filter(record=OuterRef("record"), version=OuterRef("number"))
    return released.exclude(record__state=Record.State.WITHDRAWN).exclude(Exists(later) | Exists(asked))


def to_do(scope: Scope, last: date, most: int) -> QuerySet[Delivery]:
    """What a person has to do by a day: put up, take down, mend what did not get through."""
    by_hand = Q(state__in=(State.BY_HAND, State.FAILED, State.UNSURE))
    by_hand |= Q(state=State.WAITING) & ~Q(outlet__trouble="")
    down = Q(aim=Aim.PUBLISH, state=State.DONE, gone_at=None, take_down_on__lte=last)
    return of(scope).filter(by_hand | down).order_by("asked_at", "pk")[:most]


def postings(scope: Scope, first: datetime, before: datetime, place: str) -> list[Posting]:
    """What was asked for in a span of time at places whose names begin so. What a work group is told of is
    left out: that it was confirmed is a receipt, and no work."""
    told = [carrier.code for carrier in BY_CODE.values() if carrier.confirms]
    rows = Posting.objects.within(scope).filter(delivery__asked_at__gte=first, delivery__asked_at__lt=before)
    rows = rows.filter(where__startswith=place).exclude(delivery__state=State.DROPPED)
    rows = rows.exclude(delivery__outlet__code__in=told).select_related("delivery__record__disclosure")
    return list(rows.order_by("delivery__asked_at", "pk"))


def posting(scope: Scope, pk: int) -> Posting | None:
    return Posting.objects.within(scope).select_related("delivery__outlet", "organ").filter(pk=pk).first()
