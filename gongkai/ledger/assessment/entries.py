"""Plain shapes: what an assessment is begun with, the marks a person gives, and how a row keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.law.assessment import Fact, Grade, Indicator, IndicatorSet, Mark, Rule, Target
from gongkai.ledger.organs.models import Organ, Unit


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is assessed: a span of days, until when it may be scored by oneself, and whom."""

    title: str
    first: date
    last: date
    due: date
    subjects: Sequence[Unit | Organ]


@dataclass(frozen=True, slots=True)
class Given:
    """A mark that a person gives, with why, where it is not what the ledgers say."""

    score: Decimal
    why: str = ""


Marks = Mapping[str, Given]
#: So many rows that were as asked are named on a card; of a busy organ the others are a number.
MOST_MET = 50


def span(first: date, last: date) -> str:
    """考核期 as papers write it."""
    return f"{_day(first)}至{_day(last)}"


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def plain(said: IndicatorSet) -> dict[str, Any]:
    """A set as a row keeps it; what is empty is left out."""
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "parent": one.parent,
            "most": _text(one.most),
            "rule": one.rule.value if one.rule else "",
            "method": one.method,
            "each": _text(one.each),
            "targets": [target.value for target in one.targets],
            "basis": one.basis,
        }
        for one in said.indicators
    ]
    kept = [{name: value for name, value in row.items() if value} for row in rows]
    return {"indicators": kept, "grades": [[one.zh, str(one.least)] for one in said.grades]}


def set_of(title: str, said: Mapping[str, Any]) -> IndicatorSet:
    """A set out of what a row keeps."""
    indicators = (
        Indicator(
            row["code"],
            row["name"],
            row.get("parent", ""),
            number(row.get("most")),
            Rule(row["rule"]) if "rule" in row else None,
            row.get("method", ""),
            number(row.get("each")),
            tuple(Target(one) for one in row.get("targets", ())),
            row.get("basis", ""),
        )
        for row in said["indicators"]
    )
    return IndicatorSet(
        title, tuple(indicators), tuple(Grade(zh, Decimal(least)) for zh, least in said["grades"])
    )


def plain_mark(found: Mark) -> dict[str, Any]:
    """What the ledgers gave, as a card keeps it."""
    faults = [[one.words, one.row, one.why] for one in found.faults]
    met = [[one.words, one.row] for one in found.met[:MOST_MET]]
    return {"score": _text(found.score), "looked_at": found.looked_at, "faults": faults, "met": met}


def mark_of(said: Mapping[str, Any]) -> Mark:
    faults, met = (tuple(Fact(*one) for one in said.get(name, ())) for name in ("faults", "met"))
    return Mark(number(said["score"]), said["looked_at"], faults, met)


def plain_marks(marks: Marks) -> dict[str, Any]:
    return {code: [str(one.score), one.why] for code, one in marks.items()}


def marks_of(said: Mapping[str, Sequence[str]]) -> dict[str, Given]:
    return {code: Given(Decimal(score), why) for code, (score, why) in said.items()}


def number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)
