"""Sending what waits in the outbox, never twice.

A message is taken in hand by one process (``SENDING``, committed), then sent outside of any transaction, then
marked. Where a process dies in between, nobody knows whether it got there: it is not sent again by itself,
unless whoever receives it knows it again by its key. docs/adr/0019-outbox.md says why.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from gongkai import channels
from gongkai.channels import Channel, Later, Message, Misconfigured, Refused, Unsure
from gongkai.channels.retry import CUT_OFF, GIVEN_UP, MINUTE, pause_after
from gongkai.law.workdays import Calendar
from gongkai.ledger.outbox import queries, texts
from gongkai.ledger.outbox.models import Dispatch, State, Way
from gongkai.ledger.people.queries import standing
from gongkai.ledger.people.roles import Duty
from gongkai.lib.language import _
from gongkai.lib.today import now

#: So many go one way in one round.
A_ROUND = 50
logger = logging.getLogger("gongkai.outbox")


def send(calendar: Calendar) -> None:
    """Send what may go now, each way as fast as it takes messages."""
    if not settings.SENDING:
        return
    _end_cut_off(now())
    for way in Way.objects.filter(is_on=True, organ__is_sample=False).select_related("organ"):
        channel = channels.BY_CODE.get(way.code)
        if channel and not way.trouble:
            _send_one_way(way, channel, calendar)
    _give_up(now())


def _send_one_way(way: Way, channel: Channel, calendar: Calendar) -> None:
    at = now()
    waiting = Dispatch.objects.filter(organ=way.organ, way=way.code, state=State.WAITING, send_after__lte=at)
    for key in list(
        waiting.order_by("send_after", "pk").values_list("pk", flat=True)[: _room(way, channel, at)]
    ):
        if _waits_for_hours(key, channel, at, calendar):
            continue
        if (dispatch := _taken_in_hand(key)) and not _goes_on(way, channel, dispatch, calendar):
            return


def _room(way: Way, channel: Channel, at: datetime) -> int:
    """How many more may go this way at once."""
    if channel.a_minute is None:
        return A_ROUND
    lately = Dispatch.objects.filter(organ=way.organ, way=way.code, tried_at__gt=at - MINUTE).count()
    return max(0, min(A_ROUND, channel.a_minute - lately))


def _waits_for_hours(key: int, channel: Channel, at: datetime, calendar: Calendar) -> bool:
    """Whether it would come at a quiet hour now, tried again or late because nothing ran; then it waits."""
    if channel.for_machines:
        return False
    dispatch = Dispatch.objects.select_related("organ", "person").get(pk=key)
    wish = queries.preference(dispatch.person) if dispatch.person else None
    moment = queries.hours(dispatch.organ, wish).open(at, calendar)
    if moment > at:
        Dispatch.objects.filter(pk=key, state=State.WAITING).update(send_after=moment)
    return moment > at


def _taken_in_hand(key: int) -> Dispatch | None:
    """The message, for this process alone; None where another has it."""
    waiting = Dispatch.objects.filter(pk=key, state=State.WAITING)
    if not waiting.update(state=State.SENDING, attempts=F("attempts") + 1, tried_at=now()):
        return None
    return Dispatch.objects.select_related("organ", "person").get(pk=key)


def _goes_on(way: Way, channel: Channel, dispatch: Dispatch, calendar: Calendar) -> bool:
    """Send one message and mark what became of it; False where nothing more is to go this way now."""
    message = _written(dispatch, calendar)
    if message is None:
        _mark(dispatch, State.DROPPED)
        return True
    try:
        channel.hand_over(queries.said(way), message)
    except Refused as error:
        _mark(dispatch, State.FAILED, str(error))
    except Misconfigured as error:
        Way.objects.filter(pk=way.pk).update(trouble=str(error)[:300])
        logger.warning("%s of organ %s stands still until its settings are mended", way.code, way.organ_id)
        _mark_waiting(dispatch, str(error), timedelta())
        return False
    except Later as error:
        _mark_waiting(dispatch, str(error), error.pause)
        return False
    except Unsure as error:
        if channel.knows_again:
            _mark_waiting(dispatch, str(error), timedelta())
        else:
            _mark(dispatch, State.UNSURE, str(error))
        return False
    else:
        _mark(dispatch, State.SENT)
    return True


def _written(dispatch: Dispatch, calendar: Calendar) -> Message | None:
    """What the message says now; None where there is nothing left to tell, or nobody to tell it to."""
    notices, person, on = list(dispatch.notices.filter(over_at=None)), dispatch.person, now().date()
    if not notices or (person and not _takes_mail(dispatch)):
        return None
    return texts.message(dispatch, notices, on=on, calendar=calendar, to=person.email if person else "")


def _takes_mail(dispatch: Dispatch) -> bool:
    """Whether the person still works there, and still wants to be told."""
    person = dispatch.person
    assert person
    wishes = bool(person.email) and queries.preference(person).by_mail
    duties = standing(person, now().date()).duties(dispatch.organ)
    return wishes and bool(duties & {Duty.READ, Duty.CONTRIBUTE})


def _mark(dispatch: Dispatch, state: State, problem: str = "") -> None:
    """The end of a message, where it is still in this process's hand."""
    ours = Dispatch.objects.filter(pk=dispatch.pk, state=State.SENDING)
    ours.update(state=state, problem=problem[:300], ended_at=now())


def _mark_waiting(dispatch: Dispatch, problem: str, pause: timedelta) -> None:
    """It is tried again, after a pause that grows."""
    pause = pause_after(dispatch.attempts, pause)
    ours = Dispatch.objects.filter(pk=dispatch.pk, state=State.SENDING)
    ours.update(state=State.WAITING, problem=problem[:300], send_after=now() + pause)


def _end_cut_off(at: datetime) -> None:
    """What a process had in hand when it died."""
    lost = Dispatch.objects.filter(state=State.SENDING, tried_at__lt=at - CUT_OFF)
    again = [code for code, channel in channels.BY_CODE.items() if channel.knows_again]
    lost.filter(way__in=again).update(state=State.WAITING, send_after=at)
    count = lost.exclude(way__in=again).update(
        state=State.UNSURE,
        ended_at=at,
        problem=_("发送 — 程序在发的时候停了，不知道发出去没有 — 请去看看收到没有，没有就再发一次。"),
    )
    if count:
        logger.warning("%s messages were cut off while being sent", count)


def _give_up(at: datetime) -> None:
    """What was tried for a day, or could not be tried because its way stood still, is told of as failed: its
    limit is told of anew by then, or on screen."""
    late = Dispatch.objects.filter(state=State.WAITING, due_at__lt=at - GIVEN_UP).exclude(problem="")
    late.update(state=State.FAILED, ended_at=at)
    for way in Way.objects.exclude(trouble=""):
        stuck = Dispatch.objects.filter(organ=way.organ_id, way=way.code, state=State.WAITING)
        stuck.filter(due_at__lt=at - GIVEN_UP).update(state=State.FAILED, ended_at=at, problem=way.trouble)
