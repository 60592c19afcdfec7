"""The kit's template tags: ``{% load ui %}``."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from gongkai.faces.ui import styles
from gongkai.faces.ui.toasts import Toast, said
from gongkai.lib import calendars
from gongkai.lib.today import today

register = template.Library()


@register.simple_tag
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
