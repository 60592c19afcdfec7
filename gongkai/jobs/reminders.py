"""Reminders: what the agenda says is near goes into the outbox, and out.

An organ is looked at once a day, and whenever anything of it was logged since; that costs one query a minute.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.cache import cache

from gongkai.law.reminders import AT_ONCE, OVERDUE, read_before, stage
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.agenda import Item
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions as outbox
from gongkai.ledger.outbox import queries, sending
from gongkai.ledger.outbox.entries import Told
from gongkai.lib import calendars
from gongkai.lib.today import now, today


def are_due() -> bool:
    """Whether there is anything to look at or to send."""
    return bool(_moved()) or queries.is_due(now())


def remind() -> None:
    """Look at every organ that has moved, then send. In this order: what was done just now is not told of."""
    calendar = calendars.load(settings.DATA)
    for organ, print_ in _moved():
        look(organ, today(), calendar)
        cache.set(_key(organ), print_, None)  # taken before: what was logged meanwhile is looked at next
    sending.send(calendar)


def look(organ: Organ, on: date, calendar: Calendar) -> None:
    """Bring what is told of at an organ to what its agenda says on a day."""
    items = agenda.items(organ, on=on, calendar=calendar) if organ.exists_on(on) else []
    outbox.tell(organ=organ, told=list(_told(organ, items, on, calendar)), at=now(), calendar=calendar)


def _told(organ: Organ, items: list[Item], on: date, calendar: Calendar) -> Iterator[Told]:
    before = read_before(str(organ.option("remind_before")))
    leaders = {"overdue": {OVERDUE}, "last": {OVERDUE, min(before)}, "never": set()}
    to_leaders = leaders[str(organ.option("remind_leader"))]
    for item in items:
        reached = stage(item.due, on, calendar, before) or (AT_ONCE if item.at_once else None)
        # of what others are waited for one is told once their day is over, if the work then goes on
        is_silent = item.is_of_others and (reached != OVERDUE or item.ledger == "reports")
        if reached is None or is_silent:
            continue
        yield Told(
            item.ledger,
            item.step,
            item.pk or 0,
            item.number,
            item.what,
            item.due,
            reached,
            reached in to_leaders and not item.is_of_others,
            item.owners,
        )


def _moved() -> list[tuple[Organ, str]]:
    """The organs to look at: those of which something was logged, or that saw no look today; with the print
    of how each stands."""
    found = list(organs.all_organs())
    links = audit.last_links(Scope.of(*found))
    on = today()
    prints = [(organ, f"{on} {links[organ.pk].hash if organ.pk in links else ''}") for organ in found]
    known = cache.get_many([_key(organ) for organ in found])
    return [(organ, print_) for organ, print_ in prints if known.get(_key(organ)) != print_]


def _key(organ: Organ) -> str:
    return f"reminders-{organ.pk}"
