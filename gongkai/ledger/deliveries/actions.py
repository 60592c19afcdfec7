"""Writing outlets and deliveries: setting up, asking for a delivery, noting what was done by hand, and
following what becomes of a record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from secrets import token_hex
from typing import Any

from django.db import transaction

from gongkai.channels.base import LOOKED_FOR
from gongkai.channels.carriers import BY_CODE, Outcome, Point
from gongkai.law.findings import Severity
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.deliveries import photos, queries
from gongkai.ledger.deliveries.models import Aim, Delivery, Outlet, Photo, Posting, State
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Disclosure, Record
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.vault import reseal_rows
from gongkai.lib.language import _
from gongkai.lib.today import now

#: What stands in the log as whoever did what comes by itself.
BY_ITSELF = "系统"


@dataclass(frozen=True, slots=True)
class Opening:
    """An outlet as it is set up. A secret that is left empty stays as it is."""

    name: str
    said: Mapping[str, str]
    is_on: bool = True
    is_automatic: bool = False
    registration: str = ""


@transaction.atomic
def set_up(*, organ: Organ, code: str, opening: Opening, actor: str, outlet: Outlet | None = None) -> Outlet:
    """Open an outlet, tell it something else, or close it; what is closed keeps its history."""
    if organ.is_sample and BY_CODE[code].deliver:
        raise Refused(_("渠道 — 示例机关不对外发送 — 请在真实机关里设置。"))
    if BY_CODE[code].is_account and opening.is_on and not opening.registration.strip():
        raise Refused(_("备案 — 没有填 — 没有备案的新媒体账号不能发，请先备案，把备案号填上。"))
    if any(one != outlet for one in queries.outlets_named(organ, opening.name)):
        raise Refused(_("名称 — 已经有叫这个名字的渠道 — 请另取一个名字。"))
    before = state_of(outlet) if outlet else None
    stood = queries.said(outlet) if outlet else {}
    row = outlet or Outlet(organ=organ, code=code, since=now())
    secret = {field.code for field in BY_CODE[code].fields if field.secret}
    kept = {
        name: value or (stood.get(name, "") if name in secret else "") for name, value in opening.said.items()
    }
    _tell(row, kept)
    if opening.is_on and not row.is_on:
        row.since = now()
    row.name, row.registration, row.trouble = opening.name, opening.registration, ""
    row.is_on, row.is_automatic = opening.is_on, opening.is_automatic and opening.is_on
    row.save()
    if not row.is_on:
        _never_left(row.deliveries.filter(aim=Aim.PUBLISH)).update(state=State.DROPPED)
    if before is None:
        audit.created([row], actor=actor, organ=organ)
    elif before != state_of(row):
        audit.changed([(before, row)], actor=actor, organ=organ)
    return row


def _tell(row: Outlet, said: Mapping[str, str]) -> None:
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True)
    if row.said_print != (print_ := audit.keys().fingerprint(plain)):
        row.said_sealed, row.said_print = audit.keys().seal(plain), print_


def _never_left(rows: Any) -> Any:
    """Those of them that nobody has tried yet."""
    return rows.filter(state__in=(State.WAITING, State.BY_HAND), attempts=0, stood_at=None)


@transaction.atomic
def ask(*, record: Record, outlet: Outlet, actor: str, take_down_on: date | None = None) -> Delivery:
    """Have the last version of a record published through an outlet. What stands there is not sent again;
    what was taken down, or did not get there, is."""
    locked = Record.objects.select_for_update(of=("self",)).select_related("organ", "disclosure")
    row = locked.get(pk=record.pk)
    _refuse(row, outlet)
    publication = queries.publication_of(row)
    for finding in queries.check(outlet, publication):
        if finding.severity == Severity.ERROR:
            raise Refused(finding.message)
    earlier = outlet.deliveries.filter(record=row, version__lt=publication.version, aim=Aim.PUBLISH)
    _never_left(earlier).update(state=State.DROPPED)
    known = outlet.deliveries.filter(record=row, version=publication.version).first()
    if known and known.gone_at is None and known.state != State.DROPPED:
        raise Refused(_("{outlet} — 这一版已经发过或正在发 — 不用再发。").format(outlet=outlet.name))
    before = state_of(known) if known else None
    at = now()
    delivery = known or Delivery(
        organ=row.organ, record=row, outlet=outlet, version=publication.version, asked_at=at, send_after=at
    )
    carrier = queries.carrier_of(outlet)
    by_hand = carrier.deliver is None
    _begin(delivery, Aim.PUBLISH, State.BY_HAND if by_hand else State.WAITING, at)
    delivery.asked_by, delivery.asked_at = actor, at
    delivery.take_down_on = take_down_on or (publication.notice_until if by_hand else None)
    delivery.key, delivery.notes = token_hex(16), {}
    delivery.stood_at = delivery.gone_at = None
    audit.put(delivery, before, "delivery.ask", actor=actor)
    if not delivery.postings.filter(done_on=None).exists():
        _plan(delivery, carrier.points(queries.said(outlet), publication), actor)
    return delivery


def _refuse(row: Record, outlet: Outlet) -> None:
    if not queries.is_public(row):
        raise Refused(_("发布 — 还没有放行，或者已经撤回 — 放行以后才能发布。"))
    if not outlet.is_on:
        raise Refused(_("{outlet} — 已经停用 — 请先在渠道设置里启用。").format(outlet=outlet.name))
    if row.organ.is_sample and queries.carrier_of(outlet).deliver:
        raise Refused(_("发布 — 示例机关不对外发送 — 请在真实机关里发布。"))


def _begin(delivery: Delivery, aim: Aim, state: State, at: datetime) -> None:
    delivery.aim, delivery.state, delivery.send_after = aim, state, at
    delivery.attempts, delivery.tried_at, delivery.problem = 0, None, ""


def _plan(delivery: Delivery, points: Sequence[Point], actor: str) -> None:
    rows = [
        Posting(organ=delivery.organ, delivery=delivery, where=point.where, on=point.on, at=point.at)
        for point in points
    ]
    for row in rows:
        row.save()
    audit.created(rows, actor=actor, organ=delivery.organ)


@dataclass(frozen=True, slots=True)
class Done:
    """What a person notes of a posting: the day, where it stands on the web, what else, and a photo."""

    on: date
    address: str = ""
    words: str = ""
    photo: tuple[str, bytes] | None = None


def note(*, delivery: Delivery, places: Sequence[int], done: Done, actor: str) -> None:
    """登记: it was put up at these places. The delivery is done when every place is."""
    kept = photos.VAULT.keep(*done.photo) if done.photo else None
    with photos.VAULT.unless_named([kept.place] if kept else []):
        _note(delivery, places, done, actor, photos.row_of(kept) if kept else None)


@transaction.atomic
def _note(delivery: Delivery, places: Sequence[int], done: Done, actor: str, photo: Photo | None) -> None:
    row = _locked(delivery)
    postings = list(row.postings.filter(pk__in=places, done_on=None))
    if row.aim != Aim.PUBLISH or not postings:
        raise Refused(_("登记 — 已经登记过，或者这一条正在撤下 — 请重新打开看。"))
    for posting in postings:
        before = state_of(posting)
        posting.done_on, posting.done_by, posting.words = done.on, actor, done.words
        audit.put(posting, before, "delivery.note", actor=actor)
    if photo:
        photo.organ, photo.posting = row.organ, postings[0]
        photo.save()
        audit.created([photo], actor=actor, organ=row.organ)
    if row.state == State.BY_HAND and not row.postings.filter(done_on=None).exists():
        words = done.words or f"{actor}登记。"
        settle(row, Outcome(words, done.address), actor=actor)


@transaction.atomic
def pass_on(*, delivery: Delivery, place: int, who: str, on: date) -> None:
    """已传达: a village says so by the link of its group; the person is kept only where that is counted."""
    row = _locked(delivery)
    posting = row.postings.filter(pk=place, done_on=None).first()
    if posting is None or row.aim != Aim.PUBLISH:
        raise Refused(_("传达 — 这个村已经点过，或者这一条已经撤回 — 不用再点。"))
    before = state_of(posting)
    posting.done_on = on
    posting.done_by = who if row.organ.counts_persons else posting.where
    audit.put(posting, before, "delivery.note", actor=posting.done_by)


@transaction.atomic
def take_down(*, delivery: Delivery, actor: str, reason: str = "") -> Delivery:
    """撤下: take it away from where it stands; what a person put up, a person takes down and notes."""
    row = _locked(delivery)
    if row.gone_at or row.aim == Aim.WITHDRAW:
        raise Refused(_("撤下 — 已经撤下，或者正在撤 — 不用再办。"))
    return _turn(row, actor, reason)


def _turn(row: Delivery, actor: str, reason: str) -> Delivery:
    """From publishing to taking down; what never left is dropped."""
    before = state_of(row)
    has_left = row.stood_at or row.attempts or row.postings.exclude(done_on=None).exists()
    if not has_left or (row.state == State.FAILED and not row.stood_at and not row.notes):
        _begin(row, Aim.PUBLISH, State.DROPPED, now())
    else:
        by_hand = queries.carrier_of(row.outlet).withdraw is None
        _begin(row, Aim.WITHDRAW, State.BY_HAND if by_hand else State.WAITING, now())
    return audit.put(row, before, "delivery.take_down", actor=actor, reason=reason)


@transaction.atomic
def note_down(*, delivery: Delivery, actor: str, on: date) -> Delivery:
    """登记撤下: everything that a person put up is gone."""
    row = _locked(delivery)
    if row.gone_at or not (row.aim == Aim.WITHDRAW or row.stands):
        raise Refused(_("登记撤下 — 没有要撤的 — 请重新打开看。"))
    for posting in row.postings.filter(down_on=None).exclude(done_on=None):
        before = state_of(posting)
        posting.down_on, posting.down_by = on, actor
        audit.put(posting, before, "delivery.note_down", actor=actor)
    row.aim = Aim.WITHDRAW
    return settle(row, Outcome(f"已撤下，{actor}登记。"), actor=actor)


@transaction.atomic
def again(*, delivery: Delivery, actor: str) -> Delivery:
    """Try once more what did not get through, or may not have."""
    row = _locked(delivery)
    if row.state not in {State.FAILED, State.UNSURE}:
        raise Refused(_("再发一次 — 现在不用再发 — 请重新打开看。"))
    _begin(row, Aim(row.aim), State.WAITING, now())
    row.notes = {**row.notes, LOOKED_FOR: actor}
    row.save()
    audit.record([audit.Change(row.organ, "delivery.again", audit.subject(row))], actor=actor)
    return row


@transaction.atomic
def confirm(*, delivery: Delivery, actor: str, address: str = "", words: str = "") -> Delivery:
    """Somebody looked, and says that what the program is not sure of did get there, or is gone."""
    row = _locked(delivery)
    if row.state not in {State.UNSURE, State.FAILED}:
        raise Refused(_("登记 — 现在不用登记 — 请重新打开看。"))
    return settle(row, Outcome(words or f"{actor}看过。", address), actor=actor)


@transaction.atomic
def settle(delivery: Delivery, outcome: Outcome, *, actor: str = "") -> Delivery:
    """It appeared there, or is gone: kept with its proof, told in the log and in the register."""
    row = _locked(delivery)
    before = state_of(row)
    row.aim, row.state, row.problem = delivery.aim, State.DONE, ""
    row.proof, row.address = outcome.proof[:300], (outcome.address or row.address)[:500]
    if row.aim == Aim.PUBLISH:
        row.stood_at = row.stood_at or now()
    else:
        row.gone_at = now()
    audit.put(row, before, f"delivery.{row.aim}", actor=actor or row.asked_by)
    if row.aim == Aim.PUBLISH:
        _enter(row)
        _replace(row, actor)
    return row


def _replace(row: Delivery, actor: str) -> None:
    """What stood there of earlier versions is gone, or is to be taken down."""
    earlier = Delivery.objects.filter(record=row.record_id, outlet=row.outlet_id, version__lt=row.version)
    for one in earlier.filter(aim=Aim.PUBLISH, gone_at=None).exclude(stood_at=None):
        if queries.carrier_of(row.outlet).replaces:
            one.aim = Aim.WITHDRAW
            settle(one, Outcome(f"换成了第{row.version}版。"), actor=actor)
        else:
            _turn(_locked(one), actor or row.asked_by, _("换成新的版本"))


def _enter(row: Delivery) -> None:
    """The register names the outlet, and so the report counts the record there: once, however many versions
    of it appear."""
    disclosure = Disclosure.objects.select_for_update().get(record=row.record_id)
    if row.outlet.name not in disclosure.channels:
        values = {"channels": [*disclosure.channels, row.outlet.name]}
        disclosures.amend(organ=row.organ, pairs=[(disclosure, values)], actor=row.asked_by, reason=_("发布"))


def follow() -> None:
    """What was taken back is taken down everywhere; what was released goes to whatever gets it by itself."""
    for delivery in queries.orphaned():
        with transaction.atomic():
            row = _locked(delivery)
            if row.aim == Aim.PUBLISH and row.state not in {State.DROPPED, State.SENDING}:
                _turn(row, BY_ITSELF, _("公开信息已撤回"))
    for photo in queries.photos_to_erase():
        _erase(photo)
    for outlet in queries.automatic():
        for version in queries.unsent(outlet).select_related("record"):
            _ask_by_itself(version.record, outlet)


@transaction.atomic
def look_into(*, photo: Photo, actor: str, reason: str) -> None:
    """Somebody opens a photo as it came; a row of the log."""
    change = audit.Change(photo.organ, "request.unmask.photo", audit.subject(photo), reason=reason)
    audit.record([change], actor=actor)


@transaction.atomic
def _erase(photo: Photo) -> None:
    """A photo of what leaked goes with it."""
    photo.name_sealed = photo.key_sealed = ""
    photo.save(update_fields=["name_sealed", "key_sealed"])
    change = audit.Change(photo.organ, "delivery.erase_photo", audit.subject(photo))
    audit.record([change], actor=BY_ITSELF)
    transaction.on_commit(partial(photos.VAULT.drop, photo.place))


def _ask_by_itself(record: Record, outlet: Outlet) -> None:
    """What would not fit stands on the page of the record as failed, so that somebody mends it."""
    try:
        ask(record=record, outlet=outlet, actor=BY_ITSELF)
    except Refused as error:
        at = now()
        with transaction.atomic():
            row = Delivery(
                organ=outlet.organ,
                record=record,
                outlet=outlet,
                version=queries.latest(record),
                key=token_hex(16),
                state=State.FAILED,
                asked_by=BY_ITSELF,
                asked_at=at,
                send_after=at,
                problem=str(error)[:300],
            )
            audit.put(row, None, "delivery.ask", actor=BY_ITSELF)


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("organ", "outlet", "record")
    return rows.get(pk=delivery.pk)


@transaction.atomic
def reseal() -> int:
    """Seal what outlets were told and the keys of photos anew under the newest key; the number of rows."""
    outlets = reseal_rows(Outlet.objects.only("id", "said_sealed"), ["said_sealed"])
    kept = Photo.objects.exclude(key_sealed="").only("id", "name_sealed", "key_sealed")
    return outlets + reseal_rows(kept, ["name_sealed", "key_sealed"])


def sweep() -> int:
    """Drop the photos that no row names; how many."""
    return photos.VAULT.sweep(set(Photo.objects.values_list("place", flat=True)))
