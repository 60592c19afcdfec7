"""What a visitor of 年报汇总分析 asks for, out of an address and into one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from gongkai.analysis.overview import FIGURES
from gongkai.analysis.overview.query import Chosen, Sought

UNKNOWN = "-"  # an unknown region or kind of organ, in an address


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports of the result called ``name``, and which page of them."""

    name: str
    chosen: Chosen
    sought: Sought
    page: int = 1


def asked(name: str, words: QueryDict) -> Asked:
    """What an address asks for; ValueError where that cannot be."""
    figure = words.get("figure", "")
    if figure and figure not in FIGURES:
        raise ValueError(figure)
    return Asked(
        name,
        Chosen(
            year=int(year) if (year := words.get("year")) else None,
            region=_taken(words.get("region")),
            level=_taken(words.get("level")),
        ),
        Sought(
            has_errors=_flag(words.get("errors")),
            rule=words.get("rule", ""),
            held=words.get("held", ""),
            figure=figure,
            is_counted=_flag(words.get("counted")),
            organ=words.get("organ", ""),
        ),
        page=max(1, int(words.get("page") or 1)),
    )


def address(view: str, ask: Asked, **place: object) -> str:
    """The address of a view of a result, asking for the same."""
    found = reverse(f"portal:{view}", kwargs={"name": ask.name, **place})
    words = urlencode(spoken(ask))
    return f"{found}?{words}" if words else found


def spoken(ask: Asked) -> dict[str, str]:
    """What is asked for, as words of an address."""
    chosen, sought = ask.chosen, ask.sought
    words = {
        "year": str(chosen.year) if chosen.year is not None else "",
        "region": _given(chosen.region),
        "level": _given(chosen.level),
        "errors": _said(sought.has_errors),
        "rule": sought.rule,
        "held": sought.held,
        "figure": sought.figure,
        "counted": _said(sought.is_counted),
        "organ": sought.organ,
        "page": str(ask.page) if ask.page > 1 else "",
    }
    return {key: word for key, word in words.items() if word}


def _taken(word: str | None) -> str | None:
    return "" if word == UNKNOWN else word or None


def _given(value: str | None) -> str:
    return UNKNOWN if value == "" else value or ""


def _flag(word: str | None) -> bool | None:
    return {"1": True, "0": False}.get(word or "")


def _said(flag: bool | None) -> str:
    return "" if flag is None else str(int(flag))
