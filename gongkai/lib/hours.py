"""When somebody may be written to: quiet hours, working days, one message a day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.law.reminders import MOST, read_before
from gongkai.law.workdays import Calendar
from gongkai.lib.language import _

DAY = timedelta(days=1)
#: 每天一封, or each by itself.
DIGEST, EACH = "digest", "each"
Quiet = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Hours:
    """``quiet`` goes from a time, which counts, to a time, which no longer does; over midnight where that is
    earlier. ``digest_at`` is when the day's one message goes out."""

    digest_at: time
    pace: str = DIGEST
    quiet: Quiet | None = None
    workdays_only: bool = True

    def moment(self, at: datetime, due: date, calendar: Calendar) -> datetime:
        """When something that is due on a day, known since an instant, is to be told."""
        soon = self.open(at, calendar)
        if self.pace == EACH:
            return soon
        first = at.date() if at.time() <= self.digest_at else at.date() + DAY
        digest = self.open(self._at(self._worked(first, calendar), self.digest_at, at), calendar)
        # a limit that ends before the day's message is told at once
        return soon if at.date() <= due < digest.date() else digest

    def open(self, at: datetime, calendar: Calendar) -> datetime:
        """The first instant from ``at`` on that is neither quiet nor on a day off."""
        while True:
            day = self._worked(at.date(), calendar)
            if day > at.date():
                at = self._at(day, time(), at)
            until = self._quiet_until(at)
            if until == at:
                return at
            at = until

    def _worked(self, day: date, calendar: Calendar) -> date:
        return calendar.on_or_after(day) if self.workdays_only else day

    def _quiet_until(self, at: datetime) -> datetime:
        if self.quiet is None:
            return at
        (first, last), now = self.quiet, at.time()
        if first <= now and (now < last or last < first):
            return self._at(at.date() + (DAY if last < first else timedelta()), last, at)
        return self._at(at.date(), last, at) if last < first and now < last else at

    @staticmethod
    def _at(day: date, moment: time, like: datetime) -> datetime:
        return datetime.combine(day, moment, like.tzinfo)


def read_time(text: str) -> time | None:
    """8:30 as a time; None where it is none."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:：]([0-5]\d)", text.strip(), re.ASCII)
    return time(int(found[1]), int(found[2])) if found else None


def read_quiet(text: str) -> Quiet | None:
    """20:00-8:00 as two times; None where it is empty, or no such thing."""
    first, last = (read_time(part) for part in (*re.split("[-–—至]", text, maxsplit=1), "")[:2])
    return (first, last) if first and last and first != last else None


def before_complaint(text: str) -> str:
    """Why something is no list of days before a limit; empty where it is."""
    if read_before(text):
        return ""
    return _("到期前几个工作日“{text}” — 要1至{most}的数 — 请写成5,3,1这样。").format(text=text, most=MOST)


def time_complaint(text: str) -> str:
    """Why something is no time of day; empty where it is."""
    return "" if read_time(text) else _("时间“{text}” — 不是几点几分 — 请写成8:30这样。").format(text=text)


def quiet_complaint(text: str) -> str:
    """Why something is no span of quiet hours; empty where it is, or where there are none."""
    if not text or read_quiet(text):
        return ""
    return _("免打扰时段“{text}” — 看不懂 — 请写成20:00-8:00这样，不要免打扰就留空。").format(text=text)
