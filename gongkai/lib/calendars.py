"""The working-day calendar of one installation: the notices shipped with it, and those imported since.

Imported notices are TOML files in ``calendar/`` of the data folder, one a year, in the shape of ``law/data``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from gongkai.law.notices import Notice, NoticeError, to_toml
from gongkai.law.notices import load as load_notice
from gongkai.law.workdays import OFFICIAL, Calendar, Day
from gongkai.lib.files import write_whole
from gongkai.lib.language import _


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which a notice changes whether it is worked."""

    before: Day
    after: Day

    @property
    def date(self) -> date:
        return self.after.date


def load(folder: Path) -> Calendar:
    """The calendar of the data folder ``folder``. NoticeError where an imported file has been damaged."""
    return _under(tuple((path, path.stat().st_mtime_ns) for path in sorted(_place(folder).glob("*.toml"))))


@lru_cache(maxsize=4)
def _under(files: tuple[tuple[Path, int], ...]) -> Calendar:
    """Reckoned once for files as they stand: a century of days takes longer than a page may."""
    return OFFICIAL.with_notices(*(_read(path) for path, _changed in files)) if files else OFFICIAL


def add(folder: Path, notice: Notice) -> Path:
    """Keep ``notice`` in the data folder, in place of an earlier one for its year; the file written."""
    path = _place(folder) / f"{notice.year}.toml"
    write_whole(path, to_toml(notice).encode("utf-8"))
    return path


def preview(old: Calendar, notice: Notice) -> tuple[Change, ...]:
    """The days that are worked under one calendar and not under the other, once ``notice`` is in force."""
    new = old.with_notices(notice)
    first, last = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return tuple(Change(old.day(d), new.day(d)) for d in days if old.is_workday(d) != new.is_workday(d))


def _place(folder: Path) -> Path:
    return folder / "calendar"


def _read(path: Path) -> Notice:
    try:
        return load_notice(path)
    except NoticeError as error:
        raise NoticeError(
            _("{file}已损坏（{why}） — 请重新导入当年的放假通知。").format(file=path, why=error)
        ) from error
