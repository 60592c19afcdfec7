"""Reminders: what the agenda says is near goes into the outbox, and out.

An organ is looked at once a day, and whenever anything of it was logged since; that costs one query a minute.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.cache import cache

from gongkai.law.reminders import OVERDUE, read_before, stage
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.agenda import Item
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions as outbox
from gongkai.ledger.outbox import queries, sending
from gongkai.ledger.outbox.entries import Told
from gongkai.lib import calendars
from gongkai.lib.today import now, today

#: Waiting for others: told of when their day is over and the work goes on, or not at all.
_OF_OTHERS = {"await", "consult"}


def are_due() -> bool:
    """Whether there is anything to look at or to send."""
    return any(_is_moved(organ) for organ in organs.all_organs()) or queries.is_due(now())


def remind() -> None:
    """Look at every organ that has moved, then send. In this order: what was done just now is not told of."""
    calendar = calendars.load(settings.DATA)
    for organ in organs.all_organs():
        if _is_moved(organ):
            look(organ, today(), calendar)
    sending.send(calendar)


def look(organ: Organ, on: date, calendar: Calendar) -> None:
    """Bring what is told of at an organ to what its agenda says on a day."""
    print_ = _print(organ)  # before: what is logged meanwhile is looked at the next time
    items = agenda.items(organ, on=on, calendar=calendar) if organ.exists_on(on) else []
    outbox.tell(organ=organ, told=list(_told(organ, items, on, calendar)), at=now(), calendar=calendar)
    cache.set(_key(organ), print_, None)


def _told(organ: Organ, items: list[Item], on: date, calendar: Calendar) -> Iterator[Told]:
    before = read_before(str(organ.option("remind_before")))
    leaders = {"overdue": {OVERDUE}, "last": {OVERDUE, min(before)}, "never": set()}
    to_leaders = leaders[str(organ.option("remind_leader"))]
    for item in items:
        reached = stage(item.due, on, calendar, before)
        is_others = item.step in _OF_OTHERS
        if reached is None or (is_others and reached != OVERDUE):
            continue
        yield Told(
            item.ledger,
            item.step,
            item.pk or 0,
            item.number,
            item.what,
            item.due,
            reached,
            reached in to_leaders and not is_others,
        )


def _is_moved(organ: Organ) -> bool:
    return bool(cache.get(_key(organ)) != _print(organ))


def _print(organ: Organ) -> str:
    return f"{today()} {audit.last_of(organ)}"


def _key(organ: Organ) -> str:
    return f"reminders-{organ.pk}"
