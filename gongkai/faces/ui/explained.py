"""答复期限怎么算: the days of a limit as a calendar by weeks, and as a list that explains every run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui import dates
from gongkai.faces.ui.clock import Clock, Day, Kind
from gongkai.law.course import Awaited, Pause
from gongkai.law.periods import REPLY
from gongkai.law.sources import REGULATION, Source
from gongkai.law.workdays import WORKED, Calendar
from gongkai.lib.language import retell

_PAUSE = REGULATION.at("第三十三条第三款")


@dataclass(frozen=True, slots=True)
class Box:
    """One day of the calendar: its ``mark`` (休 班 停 今), its ``words`` (第6天), and how it is drawn."""

    date: date
    label: str
    mark: str = ""
    words: str = ""
    kind: str = "outside"


@dataclass(frozen=True, slots=True)
class Run:
    """Days of one kind in a row, with what they are to the count and where that stands."""

    kind: str
    when: str
    words: str
    source: Source | str = ""


def weeks(clock: Clock) -> tuple[tuple[Box, ...], ...]:
    """The calendar from the week of receipt to that of the last day, or as far as it is overdue."""
    if not clock.days:
        return ()
    known = {day.date: day for day in (*clock.days, *clock.beyond)}
    first, last = min(known), max(known)
    monday = first - timedelta(first.weekday())
    all_days = [monday + timedelta(n) for n in range((last - monday).days + 7 - last.weekday())]
    boxes = [_box(day, known.get(day), clock, named=day.day == 1 or day == first) for day in all_days]
    return tuple(tuple(boxes[n : n + 7]) for n in range(0, len(boxes), 7))


def _box(day: date, known: Day | None, clock: Clock, *, named: bool) -> Box:
    label = f"{day.month}/{day.day}" if named else str(day.day)
    if known is None:
        return Box(day, label)
    box = Box(day, label, _mark(known), _words(known, clock), known.kind)
    if known.kind is Kind.COUNTED:
        later = day > clock.through
        box = replace(box, kind="last" if day == clock.due else "later" if later else "counted")
    if day == clock.on and not clock.is_done:
        box = replace(box, mark=_("今"), kind=f"{box.kind} today")
    return box


def _mark(day: Day) -> str:
    if day.kind is Kind.PAUSED:
        return _("停")
    if day.why == WORKED:
        return _("班")
    return _("休") if _is_holiday(day) else ""


def _words(day: Day, clock: Clock) -> str:
    if day.kind is Kind.RECEIVED:
        return _("收到")
    if clock.awaited and day.date == clock.awaited.until:
        return _("{act}到期").format(act=clock.act)
    if day.n is None:
        return ""
    if day.kind is Kind.OVER:
        return _("逾{n}天").format(n=day.n)
    return _("最后日") if day.date == clock.due else _("第{n}天").format(n=day.n)


def _is_holiday(day: Day) -> bool:
    return day.kind is Kind.OFF and "放假" in day.why


def runs(clock: Clock, *, received: str = "") -> tuple[Run, ...]:
    """Every run of days, in order. ``received`` tells how the application was received."""
    return tuple(_runs(clock, received))


def _runs(clock: Clock, received: str) -> Iterator[Run]:
    for key, found in groupby(_without_weekends(clock.days), lambda day: _run_key(day, clock)):
        group = list(found)
        when = dates.span(group[0].date, group[-1].date)
        if key[0] == Kind.RECEIVED:
            words = _("；").join(filter(None, (received, _("收到当日不计"))))
            yield Run("received", when, words, clock.source or REGULATION.at("第三十一条"))
        elif key[0] == Kind.BEFORE:
            yield Run("off", when, _("重新起算之前，不计"))
        elif key[0] == Kind.PAUSED:
            yield _paused(group, when, clock)
        elif key[0] == Kind.OFF:
            words = _("{why}，不计").format(why=retell(group[0].why))
            yield Run("off", when, words, notice(clock.calendar, group[0].date))
        else:
            yield _counted(group, when, clock)
    if worked := [day for day in clock.beyond if day.kind is Kind.OVER]:
        yield _over(worked, clock)
    if clock.awaited and not clock.is_done:
        yield _afterwards(clock.awaited, clock)


def _over(worked: Sequence[Day], clock: Clock) -> Run:
    """How long it is overdue, in working days from the first past the last day."""
    when = dates.span(worked[0].date, worked[-1].date)
    words = _("逾期，{since}起算，共{count}个工作日").format(since=clock.late_since, count=clock.overdue)
    if clock.overdue > len(worked):
        words = _("{words}；日历只画到第{drawn}天").format(words=words, drawn=len(worked))
    return Run("over", when, words)


def _afterwards(awaited: Awaited, clock: Clock) -> Run:
    """What follows on the stop, whether the applicant acts or not."""
    acts, lapses = _FOLLOWS[awaited.act]
    if clock.is_waited_out:
        words = lapses.format(until=clock.waiting_short)
    else:
        words = acts.format(until=clock.waiting_short or _("通知的期限"), limit=clock.limit)
    return Run("later", _("此后"), words, awaited.source)


#: What is said while the applicant can still act, and once their own last day has passed.
_FOLLOWS = {
    "correction": (
        gettext_lazy(
            "{until}前补正的，次日起重新计算{limit}个工作日；没有正当理由不补正的，视为放弃，不再处理"
        ),
        gettext_lazy("{until}前没有补正；没有正当理由的，视为放弃，不再处理"),
    ),
    "payment": (
        gettext_lazy("{until}前缴清的，次日起重新计算{limit}个工作日；没有缴的，视为放弃，不再处理"),
        gettext_lazy("{until}前没有缴清，视为放弃，不再处理"),
    ),
}


def _without_weekends(days: Sequence[Day]) -> list[Day]:
    """Plain weekends do not part a run; those at either end of one would lengthen it."""
    return [day for day in days if day.kind is not Kind.OFF or _is_holiday(day)]


def _run_key(day: Day, clock: Clock) -> tuple[object, ...]:
    if day.kind is Kind.PAUSED:
        return day.kind, _stopped(day.date, clock), _pause_of(day.date, clock.pauses)
    if day.kind is Kind.COUNTED:
        return day.kind, day.why == WORKED, day.date > clock.on, day.date == clock.due
    return (day.kind, day.why) if day.kind is Kind.OFF else (day.kind,)


def _pause_of(day: date, pauses: Sequence[Pause]) -> Pause | None:
    return next((pause for pause in pauses if pause.after < day <= pause.through), None)


def _stopped(day: date, clock: Clock) -> Awaited | None:
    return clock.awaited if clock.awaited and day > clock.awaited.since else None


def _paused(group: Sequence[Day], when: str, clock: Clock) -> Run:
    stop, pause = _stopped(group[0].date, clock), _pause_of(group[0].date, clock.pauses)
    if stop:
        why = _("等申请人{act}").format(act=clock.act)
    else:
        party = pause.party if pause else None
        why = _("征求{party}意见").format(party=_(party.zh)) if party else _("停止计算")
    words = _("停{count}个工作日：{why}").format(count=len(group), why=why)
    return Run("paused", when, words, stop.source if stop else _PAUSE)


def _counted(group: Sequence[Day], when: str, clock: Clock) -> Run:
    first, last = group[0], group[-1]
    if last.date == clock.due:
        words = _("第{n}天，最后一日").format(n=last.n)
        return Run("last", when, words, clock.source or REPLY.source_on(first.date))
    words = (
        _("计第{n}天").format(n=first.n)
        if first is last
        else _("计第{first}–{last}天").format(first=first.n, last=last.n)
    )
    if first.why == WORKED:
        return Run(
            "counted", when, _("调休上班，{words}").format(words=words), notice(clock.calendar, first.date)
        )
    if last.date == clock.on and not clock.is_done:
        return Run("today", when, _("{words}；今天是第{n}天").format(words=words, n=last.n))
    return Run("later" if first.date > clock.on and not clock.is_done else "counted", when, words)


def notice(calendar: Calendar, day: date) -> str:
    """The State Council notice that arranged a day off or worked: its number, else its title."""
    # 元旦 may begin in the December before, under the notice of its own year
    for year in (day.year, day.year + 1):
        found = calendar.notice_for(year)
        if found and (day in found.work or any(day in span.days() for span in found.off)):
            return found.number or str(found)
    return ""


def summary(clock: Clock) -> str:
    """What moved the last day, in one sentence: 征求第三方意见停了5天；国庆节放假7天不计；…"""
    if clock.awaited:
        since = dates.short(clock.awaited.since, clock.on)
        return _("已计{n}天，{since}起停").format(n=clock.n, since=since)
    parts = []
    if not clock.is_done and not clock.is_past and clock.n:
        parts.append(_("今天第{n}天，共{limit}天").format(n=clock.n, limit=clock.limit))
    if paused := sum(day.kind is Kind.PAUSED for day in clock.days):
        parts.append(_("中间停了{count}天").format(count=paused))
    for why, group in groupby((day for day in clock.days if _is_holiday(day)), lambda day: day.why):
        parts.append(_("{why}{count}天不计").format(why=retell(why), count=len(list(group))))
    if worked := [dates.short(day.date) for day in clock.days if day.why == WORKED and day.n]:
        parts.append(_("{days}调休上班计入").format(days=_("、").join(worked)))
    return _("；").join(parts)
