"""Taking deliveries to where they go, one by one, so that a failing outlet holds up no other.

A delivery is taken in hand by one process (``SENDING``, committed), tried outside of any transaction, then
marked. What a carrier notes between its steps is kept at once. Where a process dies in between, it is tried
again only if the other side takes it for one; else somebody looks. docs/adr/0025-carriers.md says why.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet

from gongkai.channels import Later, Lost, Misconfigured, Refused, Unsure
from gongkai.channels.carriers import BY_CODE, Carrier, Outcome, Parcel
from gongkai.channels.retry import CUT_OFF, MINUTE, pause_after
from gongkai.ledger.deliveries import actions, queries
from gongkai.ledger.deliveries.models import Aim, Delivery, Outlet, State
from gongkai.lib.language import _
from gongkai.lib.today import now

#: So many go through one outlet in one round.
A_ROUND = 50
#: So often it is tried: with the pauses between, that is a day.
MOST_TRIES = 18
logger = logging.getLogger("gongkai.deliveries")


def send() -> None:
    """Follow what became of the records, then try what may go now."""
    if not settings.SENDING:
        return
    actions.follow()
    _end_cut_off(now())
    for outlet, keys in groupby(_waiting(now()), key=lambda row: row.outlet):
        _send_through(outlet, [row.pk for row in keys])
    _give_up()


def _waiting(at: datetime) -> QuerySet[Delivery]:
    """What may be tried; through a closed outlet what stands there is still taken down."""
    open_ = Q(outlet__is_on=True) | Q(aim=Aim.WITHDRAW)
    rows = Delivery.objects.filter(open_, state__in=queries.TRIED, send_after__lte=at, outlet__trouble="")
    return rows.filter(organ__is_sample=False).select_related("outlet").order_by("outlet", "send_after", "pk")


def _send_through(outlet: Outlet, keys: list[int]) -> None:
    for key in keys[: _room(outlet)]:
        if (delivery := _taken_in_hand(key)) and not _goes_on(delivery):
            return


def _room(outlet: Outlet) -> int:
    """How many more may go through it at once."""
    a_minute = queries.carrier_of(outlet).a_minute
    if a_minute is None:
        return A_ROUND
    return max(0, a_minute - outlet.deliveries.filter(tried_at__gt=now() - MINUTE).count())


def _taken_in_hand(key: int) -> Delivery | None:
    """The delivery, for this process alone; None where another has it. To look how far the other side is
    counts as no try."""
    rows, hand = Delivery.objects.filter(pk=key), {"state": State.SENDING, "tried_at": now()}
    tried = rows.filter(state=State.WAITING).update(attempts=F("attempts") + 1, **hand)
    if not tried and not rows.filter(state=State.PENDING).update(**hand):
        return None
    return Delivery.objects.select_related("outlet", "record__disclosure", "record__organ").get(pk=key)


def _goes_on(delivery: Delivery) -> bool:
    """Try one delivery and mark what became of it; False where nothing more is to go there now."""
    carrier = queries.carrier_of(delivery.outlet)
    if why := _is_past(delivery):
        _mark(delivery, State.DROPPED, why)
        return True
    try:
        outcome = _try(carrier, delivery)
    except Refused as error:
        _mark(delivery, State.FAILED, str(error))
    except Misconfigured as error:
        Outlet.objects.filter(pk=delivery.outlet_id).update(trouble=str(error)[:300])
        logger.warning("outlet %s stands still until its settings are mended", delivery.outlet_id)
        _mark_waiting(delivery, str(error))
        return False
    except Later as error:
        _mark_waiting(delivery, str(error), error.pause)
        return False
    except Unsure as error:
        if carrier.knows_again and not isinstance(error, Lost):
            _mark_waiting(delivery, str(error))
        else:
            _mark(delivery, State.UNSURE, str(error))
        return False
    except Exception as error:  # a carrier's own fault holds up no other outlet
        logger.exception("outlet %s failed", delivery.outlet_id)
        words = _("发布 — 程序出错（{kind}） — 请把这个词告诉管服务器的人。")
        _mark(delivery, State.UNSURE, words.format(kind=type(error).__name__))
        return False
    else:
        _finish(delivery, outcome)
    return True


def _is_past(delivery: Delivery) -> str:
    """Why something must not go out any more: it was taken back or changed since. What has begun goes on, so
    that it can be taken down."""
    if delivery.aim == Aim.WITHDRAW or delivery.notes:
        return ""
    if not queries.is_public(delivery.record):
        return _("公开信息已撤回。")
    return "" if delivery.version == queries.latest(delivery.record) else _("已有更正后的版本。")


def _try(carrier: Carrier, delivery: Delivery) -> Outcome:
    deed = carrier.deliver if delivery.aim == Aim.PUBLISH else carrier.withdraw
    assert deed  # what a person does is never taken in hand
    return deed(queries.said(delivery.outlet), parcel_of(delivery))


def parcel_of(delivery: Delivery) -> Parcel:
    """A delivery as its carrier gets it. Taking down bears a key of its own."""

    def note(notes: Mapping[str, Any]) -> None:
        delivery.notes = {**delivery.notes, **notes}
        Delivery.objects.filter(pk=delivery.pk).update(notes=delivery.notes)

    key = delivery.key if delivery.aim == Aim.PUBLISH else f"{delivery.key}-{Aim.WITHDRAW}"
    publication = queries.publication_of(delivery.record, delivery.version, delivery.key)
    return Parcel(key, publication, delivery.notes, note)


def prove(delivery: Delivery, *, actor: str) -> str:
    """再核验: ask the other side whether it still stands; one sentence. ``Unsent`` says why it does not."""
    carrier = queries.carrier_of(delivery.outlet)
    assert carrier.prove
    try:
        outcome = carrier.prove(queries.said(delivery.outlet), parcel_of(delivery))
    except Refused as error:
        Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED, problem=str(error)[:300])
        raise
    actions.settle(delivery, outcome, actor=actor)
    return outcome.proof


def _finish(delivery: Delivery, outcome: Outcome) -> None:
    if outcome.is_settled:
        actions.settle(delivery, outcome)
    else:
        ours = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING)
        ours.update(state=State.PENDING, problem=outcome.proof[:300], send_after=now() + outcome.pause)


def _mark(delivery: Delivery, state: State, problem: str) -> None:
    ours = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING)
    ours.update(state=state, problem=problem[:300])


def _mark_waiting(delivery: Delivery, problem: str, pause: timedelta = timedelta()) -> None:
    """It is tried again, after a pause that grows; given up after a day."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING)
    after = now() + pause_after(delivery.attempts, pause)
    ours.update(state=State.WAITING, problem=problem[:300], send_after=after)


def _end_cut_off(at: datetime) -> None:
    """What a process had in hand when it died."""
    lost = Delivery.objects.filter(state=State.SENDING, tried_at__lt=at - CUT_OFF)
    again = [code for code, carrier in BY_CODE.items() if carrier.knows_again]
    lost.filter(outlet__code__in=again).update(state=State.WAITING, send_after=at)
    words = _("发布 — 程序在发的时候停了，不知道发出去没有 — 请去看看，没有就再发一次。")
    if count := lost.exclude(outlet__code__in=again).update(state=State.UNSURE, problem=words):
        logger.warning("%s deliveries were cut off", count)


def _give_up() -> None:
    """What was tried for a day is somebody's task."""
    Delivery.objects.filter(state=State.WAITING, attempts__gte=MOST_TRIES).update(state=State.FAILED)
