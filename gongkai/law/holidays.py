"""The holidays of a year as arranged by a State Council notice 部分节假日安排的通知: shapes and their check.

Reading and writing notices is in ``notices``; what the days mean for a deadline is in ``workdays``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1990, 2100  # of the calendar: the ledger takes no date before 1990
WEEKDAYS = "一二三四五六日"
#: The holidays a whole-year notice arranges; one that names fewer changes a part of the year only.
HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


class NoticeError(ValueError):
    """A notice that cannot be used; the message is one Chinese sentence for the clerk."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days off 放假, both ends included, weekends within the range as well."""

    first: date
    last: date
    name: str

    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later notice that changed this one while the year ran; its days are already in the ranges."""

    number: str
    about: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The holidays of one year as arranged by the State Council 国务院办公厅.

    ``off`` may begin in December of the year before (元旦); ``work`` are the weekend days worked in exchange
    调休上班. ``number`` is empty where it is not known for certain.
    """

    year: int
    title: str
    off: tuple[Span, ...]
    work: tuple[date, ...]
    number: str = ""
    issued_on: date | None = None
    amended_by: tuple[Amendment, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        return f"《{self.title}》{f'（{self.number}）' if self.number else ''}"


def statutory_days(year: int) -> dict[date, str]:
    """Statutory holidays 法定节假日 with a fixed date: neither 清明节 nor those of the lunar calendar.

    The second day of May is one since 2025 (全国年节及纪念日放假办法, revised 2024-11-10).
    """
    labour = (1, 2) if year >= 2025 else (1,)
    return {
        date(year, 1, 1): "元旦",
        **{date(year, 5, day): "劳动节" for day in labour},
        **{date(year, 10, day): "国庆节" for day in (1, 2, 3)},
    }


def title_of(year: int) -> str:
    """How the State Council entitles the notice for ``year``."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def checked(notice: Notice) -> Notice:
    """The notice itself, or NoticeError with the first contradiction found in it."""
    if not FIRST_YEAR <= notice.year <= LAST_YEAR:
        raise NoticeError(
            f"通知的年份是{notice.year}年 — 工作日历只到{FIRST_YEAR}年至{LAST_YEAR}年 — 请核对年份。"
        )
    off: dict[date, str] = {}
    for span in notice.off:
        if not 0 <= (span.last - span.first).days <= 15:
            raise NoticeError(
                f"{span.name}放假{zh_date(span.first)}至{zh_date(span.last)} — 颠倒或超过16天 — 请核对日期。"
            )
        for day in span.days():
            _check_year(notice.year, day)
            if day in off:
                raise NoticeError(
                    f"{zh_date(day)}在{off[day]}和{span.name}中重复放假 — 同一天只能写一次 — 请核对起止日期。"
                )
            off[day] = span.name
    for day in notice.work:
        _check_year(notice.year, day)
        if day in off:
            raise NoticeError(f"{zh_date(day)}既放假又上班 — 前后矛盾 — 请对照通知原文更正其中一处。")
        if day.weekday() < 5:
            raise NoticeError(
                f"{zh_date(day)}列为上班日 — 这天是周{WEEKDAYS[day.weekday()]}，本来就上班 — 请核对日期。"
            )
    for day, name in statutory_days(notice.year).items():
        if day not in off:
            raise NoticeError(
                f"{zh_date(day)}没有放假 — 这天是法定节假日（{name}） — 请补上，或核对通知的年份。"
            )
    missing = [name for name in HOLIDAYS if not any(name in span.name for span in notice.off)]
    if missing:
        raise NoticeError(
            f"通知没有写到{'、'.join(missing)} — 导入后会替换全年安排，缺的节日会变成上班日 — "
            f"请用全年通知的全文；只改一个节日的通知，请在当年的TOML文件中改好后导入。"
        )
    return notice


def _check_year(year: int, day: date) -> None:
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise NoticeError(
            f"{zh_date(day)}不属于{year}年的安排 — 只能是{year}年或上年12月的日期 — 请核对年份。"
        )


def zh_date(day: date) -> str:
    """2026年10月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
