"""期限 in the lists of ledgers: what is left of each row's limit, its order, and what is overdue or near.

A list brings its rows' events and organ; what is overdue or near is looked for among what is open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, DateField, F, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui import clock
from gongkai.faces.ui.clock import Clock, Says
from gongkai.faces.ui.tables import Choice, Column
from gongkai.law.clocks import Deadline, run
from gongkai.law.proactive import OF_OTHER_LAWS, limit_of, publish_by
from gongkai.law.remedy_course import Limit
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.remedies.facts import standing
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.facts import clock_settings, history
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.lib import calendars
from gongkai.lib.today import today

#: So many working days before the last day a limit is near 临期.
NEAR = 5
#: So many open applications are looked at for what is overdue or near, the oldest first.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a limit: the ``kind`` of its badge, none while there is time; words and last day."""

    kind: str
    words: str
    due: date | None

    def __str__(self) -> str:
        return "，".join(filter(None, (self.words, str(self.due or ""))))


def of_application(row: FoiRequest) -> Left | None:
    """None where nothing is to be answered or served. ``row`` brings its events and its organ."""
    events = list(row.events.all())
    is_old = row.answered_on is not None and row.answered_on < today() - requests.LATELY
    if row.erased_on or (is_old and all(one.kind != EventKind.REDO_ORDERED for one in events)):
        return None
    known = clock_settings(row.organ)
    return _left(clock.of(run(history(events), on=today(), calendar=_calendar(), settings=known)))


def of_disclosure(row: Disclosure) -> Left | None:
    """None where nothing is to be published."""
    if not disclosures.is_to_publish(row, _since()):
        return None
    calendar = _calendar()
    days = calendar.count(row.formed_on, publish_by(row.formed_on, row.limit, calendar))
    return _left(clock.counting(row.formed_on, days, on=today(), calendar=calendar))


def of_remedy(row: RemedyCase) -> Left | None:
    """What the organ has to do first in a review or suit; None where it has nothing to do."""
    found = next(remedies.to_do(row, today(), _calendar()), None)
    return _left(clock.limited(found, today())) if found else None


def state_of_remedy(row: RemedyCase) -> str:
    return _(standing(row, today(), _calendar()).state.zh)


def _left(shown: Clock) -> Left | None:
    left, late = shown.remaining, shown.overdue
    if shown.says is Says.OVERDUE:
        return Left("error", _("逾期{n}个工作日").format(n=late), shown.due)
    if shown.says is Says.LAST_DAY:
        return Left("warning", _("今天到期"), shown.due)
    if shown.says is Says.LEFT and left is not None:
        words = _("还剩{n}个工作日").format(n=left)
        return Left("warning" if left <= NEAR else "", words, shown.due)
    if shown.says is Says.BELIED:
        return Left("error", _("“不再处理”待撤回"), shown.due)
    if shown.says is Says.UNSERVED:
        return Left("error" if shown.is_past else "warning", _("待送达"), shown.due)
    return Left("", _("等申请人"), shown.waiting_until) if shown.says is Says.WAITING else None


def _calendar() -> Calendar:
    return calendars.load(settings.DATA)


def _since() -> date:
    """What has no class and is older is an old ledger's and nobody's task, as on the day's page."""
    return today() - agenda.TAKE_DOWN_AFTER - disclosures.UNCLASSIFIED


def _applications(rows: Any) -> dict[int, Deadline]:
    return {
        pk: deadline
        for organ in filter(None, map(organs.at, rows.scope.organ_ids))
        for pk, deadline in agenda.clocks(organ, on=today(), calendar=_calendar(), most=MOST).items()
        if deadline.due and deadline.concluded_on is None
    }


def _narrow_applications(rows: Any, state: str) -> Any:
    found = _applications(rows).items()
    return rows.filter(pk__in=[pk for pk, one in found if _is(state, one.remaining, is_late=_is_late(one))])


def _is_late(one: Deadline) -> bool:
    return one.overdue > 0 or (one.is_unserved and one.is_past)


def _is(state: str, remaining: int | None, *, is_late: bool) -> bool:
    return is_late if state == "late" else not is_late and (remaining or 0) <= NEAR


def _dated_applications(rows: Any) -> Any:
    """With ``due_on``: the last day of what is open."""
    cases = [When(pk=pk, then=Value(one.due)) for pk, one in _applications(rows).items()]
    return rows.annotate(due_on=Case(*cases, default=None, output_field=DateField()))


def _narrow_disclosures(rows: Any, state: str) -> Any:
    """What was formed before the first day whose limit still runs, or before that of the near ones ends."""
    now, calendar = today(), _calendar()
    after = calendar.add(now, NEAR) + timedelta(1)
    formed = Q()
    for code in _LIMITS:
        first, near = _formed_first(now, code, calendar), _formed_first(after, code, calendar)
        days = Q(formed_on__lt=first) if state == "late" else Q(formed_on__gte=first, formed_on__lt=near)
        formed |= Q(limit=code) & days
    return rows.filter(disclosures.to_publish(_since()), formed)


#: The codes of what the rows may have: the rule, and what other laws say.
_LIMITS = ("", *(limit.code for limit in OF_OTHER_LAWS))


def _formed_first(due: date, code: str, calendar: Calendar) -> date:
    """The first day such that what is formed on it is due on this one or later."""
    formed = due - timedelta(days=3 * limit_of(code, due).value.number)
    while publish_by(formed, code, calendar) < due:
        formed += timedelta(1)
    return formed


def _dated_disclosures(rows: Any) -> Any:
    """With ``due_on``, in whose place stands a day of forming, which gives the same order: its own where the
    rule holds, else one from which the rule gives the same last day."""
    waiting, calendar = disclosures.to_publish(_since()), _calendar()
    special = rows.filter(waiting).exclude(limit="").order_by().values_list("formed_on", "limit").distinct()
    ends = {(day, code): publish_by(day, code, calendar) for day, code in special[:MOST]}
    cases = [
        When(waiting, formed_on=day, limit=code, then=Value(_formed_first(due, "", calendar)))
        for (day, code), due in ends.items()
    ]
    cases.append(When(waiting, then=F("formed_on")))
    return rows.annotate(due_on=Case(*cases, default=None, output_field=DateField()))


def _remedies(rows: Any) -> dict[int, Limit]:
    """What is to be done first in each case of the rows' organs that is not over."""
    found = {
        row.pk: next(remedies.to_do(row, today(), _calendar()), None)
        for row in remedies.unfinished(rows.scope, today())[:MOST]
    }
    return {pk: limit for pk, limit in found.items() if limit}


def _narrow_remedies(rows: Any, state: str) -> Any:
    found = ((pk, clock.limited(limit, today())) for pk, limit in _remedies(rows).items())
    return rows.filter(pk__in=[pk for pk, one in found if _is(state, one.remaining, is_late=one.overdue > 0)])


def _dated_remedies(rows: Any) -> Any:
    """With ``due_on``: the last day of what is to be done first."""
    cases = [When(pk=pk, then=Value(limit.due)) for pk, limit in _remedies(rows).items()]
    return rows.annotate(due_on=Case(*cases, default=None, output_field=DateField()))


def column(of: Callable[[Any], Left | None], prepare: Callable[[Any], Any]) -> Column:
    return Column(
        "due", gettext_lazy("期限"), of, ("due_on",), template="workbench/ledgers/left.html", prepare=prepare
    )


def choice(narrow: Callable[[Any, str], Any]) -> Choice:
    options: Iterable[tuple[str, Any]] = (
        ("", gettext_lazy("全部")),
        ("late", gettext_lazy("逾期")),
        ("near", gettext_lazy("临期")),
    )
    return Choice("due", gettext_lazy("期限"), tuple(options), narrow)


APPLICATIONS = column(of_application, _dated_applications), choice(_narrow_applications)
DISCLOSURES = column(of_disclosure, _dated_disclosures), choice(_narrow_disclosures)
REMEDIES = column(of_remedy, _dated_remedies), choice(_narrow_remedies)
