"""Dates as sentences say them: 10月26日, 10月26日（周三）. The year only where it is another one."""

from datetime import date, datetime

from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


def short(day: date, near: date | None = None) -> str:
    """10月26日; with its year where ``near`` lies in another."""
    return formatted(day, _("n月j日") if near is None or near.year == day.year else _("Y年n月j日"))


def full(day: date, near: date | None = None) -> str:
    """10月26日（周三）."""
    return _("{day}（{weekday}）").format(day=short(day, near), weekday=WEEKDAYS[day.weekday()])


def span(first: date, last: date) -> str:
    """9月19日–21日, 9月29日–10月2日; a single day with its weekday: 10月26日 周三."""
    if first == last:
        return _("{day} {weekday}").format(day=short(first), weekday=WEEKDAYS[first.weekday()])
    end = formatted(last, _("j日")) if first.month == last.month else short(last)
    return f"{short(first)}–{end}"


def moment(instant: datetime) -> str:
    """2022-10-26 9:40, as lists and histories say when something was done."""
    return f"{localtime(instant):%Y-%m-%d} {clock(instant)}"


def clock(instant: datetime) -> str:
    """9:40, as the clock on the wall shows it here."""
    here = localtime(instant)
    return f"{here.hour}:{here:%M}"
