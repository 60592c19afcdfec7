"""Writing the outbox: setting up ways, telling of what is near, and asking for a message once more.

What is told of and the messages that tell of it are made in one transaction, so that neither is without the
other, and nothing is told of twice however often, or by how many processes, it is asked for.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai import channels
from gongkai.channels import Channel
from gongkai.law.workdays import Calendar
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import queries
from gongkai.ledger.outbox.entries import Told
from gongkai.ledger.outbox.models import ENDED, Dispatch, Notice, Preference, State, Way
from gongkai.ledger.people import actions as people_actions
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.roles import Duty
from gongkai.lib.hours import DIGEST, Hours
from gongkai.lib.language import _
from gongkai.lib.today import now

#: So many messages at once are sent one by one; more become one.
ONE_BY_ONE = 10
#: How long it is kept what was sent.
KEPT = timedelta(days=400)


class OutboxError(Exception):
    """What cannot be done, in words."""


@transaction.atomic
def set_up(*, organ: Organ, code: str, said: Mapping[str, str], is_on: bool, actor: str) -> Way:
    """Tell a way its addresses and keys. A secret that is left empty stays as it is."""
    if organ.is_sample:
        raise OutboxError(_("渠道 — 示例机关不对外发送 — 请在真实机关里设置。"))
    way = queries.ways(organ).get(code)
    before = state_of(way) if way else None
    stood = queries.said(way) if way else {}
    secret = {field.code for field in channels.BY_CODE[code].fields if field.secret}
    kept = {name: value or (stood.get(name, "") if name in secret else "") for name, value in said.items()}
    plain = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    way = way or Way(organ=organ, code=code)
    if way.said_print != (print_ := audit.keys().fingerprint(plain)):
        way.said_sealed, way.said_print, way.tested_at = audit.keys().seal(plain), print_, None
    way.is_on, way.trouble = is_on, ""
    way.save()
    if not is_on:
        _dispatches(organ, code).update(state=State.DROPPED, ended_at=now())
    _log(before, way, organ, actor)
    return way


def try_out(*, way: Way, to: str, actor: str) -> None:
    """Send a test message now; ``Unsent`` says why it did not get there. That it was tried is logged."""
    if not settings.SENDING:
        raise OutboxError(_("发送 — 这份数据是试用的副本，不对外发送 — 请在正式的服务器上测试。"))
    key, at = token_hex(16), now()
    event = {"event": "test", "organ": way.organ.name, "object": "", "at": at.isoformat(), "url": ""}
    words = _("{organ}：这是一条测试消息，收到就说明设置好了。").format(organ=way.organ.name)
    with transaction.atomic():
        audit.record([audit.Change(way.organ, "outbox.way.try", audit.subject(way))], actor=actor)
    title = _("政府信息公开提醒：测试")
    message = channels.Message(key, title, words, to, event)
    try:
        channels.BY_CODE[way.code].hand_over(queries.said(way), message)
    except channels.Unsent:
        Way.objects.filter(pk=way.pk).update(tested_at=None)  # what passed before passes no longer
        raise
    way.trouble, way.tested_at = "", at
    way.save(update_fields=["trouble", "tested_at"])


@transaction.atomic
def reseal() -> None:
    """Seal what the ways were told anew under the newest key."""
    for way in Way.objects.all():
        way.said_sealed = audit.keys().reseal(way.said_sealed)
        way.save(update_fields=["said_sealed"])


@transaction.atomic
def prefer(*, person: Person, organ: Organ, email: str, values: Mapping[str, object]) -> Preference:
    """How a person wants to be told, and where their mail goes."""
    if organ.is_sample:
        raise OutboxError(_("提醒方式 — 示例人员不收提醒 — 请在真实机关里设置。"))
    actor = str(person)
    people_actions.set_email(person=person, organ=organ, email=email, actor=actor)
    wish = queries.preference(person)
    before = state_of(wish) if wish.pk else None
    for name, value in values.items():
        setattr(wish, name, value)
    wish.save()
    _log(before, wish, organ, actor)
    return wish


@transaction.atomic
def tell(*, organ: Organ, told: Sequence[Told], at: datetime, calendar: Calendar) -> None:
    """Make it so that these things are told of, and nothing else: what is new goes out, the rest is over.

    Whoever is newly there, a way, an address or a person, is told once and in one message of what stands.
    """
    Organ.objects.select_for_update().get(pk=organ.pk)  # two that look at once would both tell
    wanted = {one.key: one for one in told}
    rows = Notice.objects.filter(Q(over_at=None) | Q(due__in={one.due for one in told}), organ=organ)
    known = {(row.ledger, row.step, row.record, row.due, row.stage): row for row in rows}
    over = [row.pk for key, row in known.items() if key not in wanted and row.over_at is None]
    Notice.objects.filter(pk__in=over).update(over_at=at)
    new = {key: _notice(organ, one, at) for key, one in wanted.items() if key not in known}
    Notice.objects.bulk_create(new.values())
    back = {key: row for key, row in known.items() if key in wanted and row.over_at}
    Notice.objects.filter(pk__in=[row.pk for row in back.values()]).update(over_at=None)
    if not organ.is_sample:
        standing = {row.pk: (wanted[key], row) for key, row in (known | new).items() if key in wanted}
        _post(organ, standing, {row.pk for row in (new | back).values()}, at, calendar)
    _drop(organ, at)


@transaction.atomic
def again(*, dispatch: Dispatch, actor: str) -> None:
    """Send a message that did not get there, or may not have, once more, now."""
    if not dispatch.notices.filter(over_at=None).exists():
        raise OutboxError(_("提醒 — 里面的事都办完了，或期限已经变了 — 不用再发。"))
    at = now()
    stuck = Dispatch.objects.filter(pk=dispatch.pk, state__in=(State.FAILED, State.UNSURE))
    if stuck.update(state=State.WAITING, due_at=at, send_after=at, attempts=0, ended_at=None, problem=""):
        change = audit.Change(dispatch.organ, "outbox.dispatch.again", audit.subject(dispatch))
        audit.record([change], actor=actor)


def sweep(at: datetime) -> None:
    """Forget what was told and sent long ago."""
    old = Dispatch.objects.filter(state__in=ENDED, created_at__lt=at - KEPT)
    old.exclude(notices__over_at=None).delete()  # of what still stands it is kept who was told
    Notice.objects.filter(over_at__lt=at - KEPT, dispatches=None).delete()


def _log(before: Mapping[str, object] | None, row: Way | Preference, organ: Organ, actor: str) -> None:
    """That a row was made, or is another than it was."""
    if before is None:
        audit.created([row], actor=actor, organ=organ)
    elif before != state_of(row):
        audit.changed([(before, row)], actor=actor, organ=organ)


def _notice(organ: Organ, one: Told, at: datetime) -> Notice:
    return Notice(
        organ=organ,
        ledger=one.ledger,
        step=one.step,
        record=one.record,
        number=one.number[:120],
        what=one.what[:60],
        due=one.due,
        stage=one.stage,
        told_at=at,
    )


def _dispatches(organ: Organ, code: str = "") -> QuerySet[Dispatch]:
    """What waits at an organ, one way or every way."""
    waiting = Dispatch.objects.filter(organ=organ, state=State.WAITING)
    return waiting.filter(way=code) if code else waiting


def _drop(organ: Organ, at: datetime) -> None:
    """What tells of nothing any more does not go out."""
    _dispatches(organ).exclude(notices__over_at=None).update(state=State.DROPPED, ended_at=at)


class _Addressee(NamedTuple):
    """Whom a way writes to, None for the place that it leads to. Who sees to everything is told of all, a
    leader of the gravest, and everybody of what is theirs to do."""

    person: Person | None
    hours: Hours
    hears_all: bool = True
    is_leader: bool = False

    def is_told(self, one: Told) -> bool:
        is_theirs = self.person is not None and self.person.pk in one.owners
        return self.hears_all or is_theirs or (self.is_leader and one.to_leaders)


def _post(
    organ: Organ,
    standing: Mapping[int, tuple[Told, Notice]],
    news: Collection[int],
    at: datetime,
    calendar: Calendar,
) -> None:
    """Put into the outbox what each addressee of each way that is on has not been told of: the news, and
    what stood before they were there."""
    for code, way in queries.ways(organ).items():
        channel = channels.BY_CODE.get(code)
        if channel is None or not way.is_on:
            continue
        told = _told(organ, code, news)
        owners = {pk for one, _row in standing.values() for pk in one.owners}
        for addressee in _addressees(organ, channel, at, owners):
            person = addressee.person
            untold = [
                row
                for key, (one, row) in standing.items()
                if addressee.is_told(one) and (person and person.pk, key) not in told
            ]
            for moment, batch, joins in _batches(channel, addressee.hours, untold, news, at, calendar):
                found = _waiting(organ, code, person, moment) if joins else None
                message = found or _message(organ, code, person, moment, at)
                message.notices.add(*batch)


def _told(organ: Organ, code: str, news: Collection[int]) -> set[tuple[int | None, int]]:
    """Who has been told of what this way, or will be. What was not sent after all is told of once it is news
    again."""
    rows = Dispatch.notices.through.objects.filter(
        dispatch__organ=organ, dispatch__way=code, notice__over_at=None
    ).exclude(dispatch__state=State.DROPPED)
    rows = rows.exclude(dispatch__state=State.FAILED, notice__in=news)
    return set(rows.values_list("dispatch__person", "notice"))


def _addressees(
    organ: Organ, channel: Channel, at: datetime, owners: Collection[int]
) -> Iterator[_Addressee]:
    if not channel.to_persons:
        yield _Addressee(None, queries.hours(organ))
        return
    workers = people.present(Duty.DRAFT, organ, at.date()) or people.present(Duty.RECORD, organ, at.date())
    leaders = people.present(Duty.WATCH, organ, at.date())
    for person in dict.fromkeys([*workers, *leaders, *people.active(owners)]):
        wish = queries.preference(person)
        if wish.by_mail and person.email:
            hours = queries.hours(organ, wish)
            yield _Addressee(person, hours, person in workers, person in leaders)


def _batches(
    channel: Channel,
    hours: Hours,
    notices: Sequence[Notice],
    news: Collection[int],
    at: datetime,
    calendar: Calendar,
) -> Iterator[tuple[datetime, list[Notice], bool]]:
    """What goes out together, when, and whether it may join what waits for that moment already.

    Machines are told of each thing at once, at any hour. What is no news goes to people in one message, as
    soon as the most urgent of it has to.
    """
    older = [] if channel.for_machines else [one for one in notices if one.pk not in news]
    if older:
        yield min(hours.moment(at, one.due, calendar) for one in older), older, True
    by_moment: dict[datetime, list[Notice]] = {}
    for notice in notices if channel.for_machines else [one for one in notices if one.pk in news]:
        moment = at if channel.for_machines else hours.moment(at, notice.due, calendar)
        by_moment.setdefault(moment, []).append(notice)
    for moment, together in by_moment.items():
        if channel.for_machines or (hours.pace != DIGEST and len(together) <= ONE_BY_ONE):
            yield from ((moment, [one], False) for one in together)
        else:
            yield moment, together, True


def _waiting(organ: Organ, code: str, person: Person | None, moment: datetime) -> Dispatch | None:
    """The message that is to go at that moment, where nobody has taken it in hand yet."""
    rows = _dispatches(organ, code).filter(person=person, attempts=0, due_at=moment)
    return rows.select_for_update().first()


def _message(organ: Organ, code: str, person: Person | None, moment: datetime, at: datetime) -> Dispatch:
    return Dispatch.objects.create(
        organ=organ,
        way=code,
        person=person,
        key=token_hex(16),
        created_at=at,
        due_at=moment,
        send_after=moment,
    )
