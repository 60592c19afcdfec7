"""The kit's template tags: ``{% load ui %}``."""

import re
from functools import lru_cache
from itertools import chain, zip_longest

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, DateInput, IntegerField
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from gongkai.faces.ui import dates, explained, laws, once, styles
from gongkai.faces.ui.clock import Clock
from gongkai.faces.ui.month import Month
from gongkai.faces.ui.toasts import Toast, said
from gongkai.law.sources import Source
from gongkai.lib import calendars
from gongkai.lib.language import language, listed, retell
from gongkai.lib.today import today

register = template.Library()
register.filter("weeks", explained.weeks)
register.filter("runs", explained.runs)
register.filter("summary", explained.summary)
register.filter("short_day", dates.short)
register.filter("full_day", dates.full)


register.filter("retell", retell)

#: Labels, names and quotations. A whole sentence would have its marks, and is none of these.
_CHINESE = re.compile("(“[^”]*”|《[^》]*》|[（〔\u4e00-\u9fff][\u4e00-\u9fff0-9（）〔〕·＋＝、]*)")
#: What has a word of it is a sentence; else it is wholly Chinese.
_ENGLISH = re.compile("[A-Za-z]{2}")


@register.filter
def mixed(sentence: str) -> str:
    """A sentence whose labels and quotations stay Chinese in any language, marked for reading aloud."""
    if language() == "zh" or not isinstance(sentence, str) or not _CHINESE.search(sentence):
        return sentence
    pieces = _CHINESE.split(sentence) if _ENGLISH.search(sentence) else ["", sentence, ""]
    marked = [format_html('<span lang="zh-CN">{}</span>', piece) for piece in pieces[1::2]]
    return mark_safe(
        "".join(map(str, chain.from_iterable(zip_longest(map(escape, pieces[::2]), marked, fillvalue=""))))
    )


@register.filter
def word(official: str) -> str:
    """An official word in the reader's language; whatever has no English stays, marked as Chinese."""
    return mixed(_(official) if official else "")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """A lucide icon beside its word: silent for screen readers."""
    words = {"class": "icon", "stroke-width": "1.75", "aria-hidden": "true"}
    return mark_safe(lucide(name, size=size, **words))


@register.inclusion_tag("ui/styles.html", takes_context=True)
def stylesheets(context: template.Context) -> dict[str, object]:
    """The links of all style sheets, for the theme and size that the reader has chosen."""
    return {
        "screen": styles.SCREEN,
        "dark": styles.DARK,
        "elder": styles.ELDER,
        "print": styles.PRINT,
        "theme": context.get("theme", ""),
        "size": context.get("size", ""),
    }


@register.inclusion_tag("ui/day.html")
def day_line() -> dict[str, object]:
    """Which day it is, and whether it is worked: 2022年10月19日 星期三 · 工作日."""
    day = today()
    return {"day": day, "known": calendars.load(settings.DATA).day(day)}


@register.simple_tag(takes_context=True)
def toasts(context: template.Context) -> list[Toast]:
    """What is to be told once: ``faces/ui/toasts.py``."""
    request = context.get("request")
    return list(said(request)) if request else []


#: What each kind of badge says before its word is read.
GLYPHS = {
    "done": "circle-check",
    "mine": "dot",
    "others": "contrast",
    "not-begun": "",
    "warning": "triangle-alert",
    "error": "circle-alert",
}


@register.inclusion_tag("ui/badge.html")
def badge(kind: str, words: object, href: str = "", glyph: str = "") -> dict[str, object]:
    """A state: done, mine (待…), others (at it), not-begun, warning, error. Never colour without a word."""
    return {"kind": kind, "words": words, "href": href, "glyph": glyph or GLYPHS[kind]}


@register.inclusion_tag("ui/clock.html")
def clock(clock: Clock) -> dict[str, object]:
    """二十格 with its sentence, as it stands in a row."""
    return {"clock": clock}


@register.inclusion_tag("ui/clock_head.html")
def clock_head(clock: Clock, *, is_yours: bool = False) -> dict[str, object]:
    """How long there is, as it stands at the head of a case; of one that the reader has applied for."""
    return {"clock": clock, "is_yours": is_yours}


@register.inclusion_tag("ui/deadline.html")
def deadline(clock: Clock) -> dict[str, object]:
    """How long there is in words, which open to the reason of every day."""
    return {"clock": clock}


@register.inclusion_tag("ui/days.html")
def days(clock: Clock) -> dict[str, object]:
    """The explained calendar."""
    return {"clock": clock, "weekdays": _weekdays()}


@register.inclusion_tag("ui/month.html")
def month(month: Month) -> dict[str, object]:
    return {"month": month, "weekdays": _weekdays(), "month_form": _("n月")}


def _weekdays() -> list[str]:
    """一 to 日 as heads of a calendar."""
    return [str(name).removeprefix("周") for name in dates.WEEKDAYS]


@register.inclusion_tag("ui/law.html")
def law(source: Source | str, short: str = "") -> dict[str, object]:
    """A place in the law, in full on hover, focus and tap. Not inside a link, a button or a label."""
    return {"reference": laws.reference(source, short)}


@register.simple_tag(name="once")
def once_field() -> SafeString:
    """The token by which a form does its work once: ``faces/ui/once.py``."""
    return format_html('<input type="hidden" name="once" value="{}">', once.token())


register.filter("listed", listed)


@register.filter
def count_errors(form: BaseForm) -> int:
    """In how many places a form is to be mended."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def origin(field: BoundField) -> object:
    """Where a value was read that the reader may change."""
    return getattr(field.form, "origins", {}).get(field.name, "")


@register.filter
def in_fours(text: str) -> str:
    """A long key in groups of four, so that it can be read out and typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def expected_length(field: BoundField) -> str:
    """How wide a field is drawn: as wide as what is expected in it."""
    asked = field.field
    if isinstance(asked.widget, DateInput):
        return "length-date"
    if isinstance(asked, IntegerField):
        return "length-number"
    longest = getattr(asked, "max_length", None) or 1000
    return "length-short" if longest <= 40 else "length-medium" if longest <= 120 else ""
