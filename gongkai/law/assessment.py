"""Assessment 工作考核 (Art 46): what is looked at, and how what was found becomes a mark with its reasons.

The regulation asks for assessment and leaves the measure to those who assess. The set that ships looks at
quality alone, no monthly quotas of items; its weights are a proposal. What is unknown is left out of a sum,
never counted as nothing.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from gongkai.law.sources import REGULATION

SOURCE = REGULATION.at("第四十六条")
#: To how much a mark is rounded.
STEP = Decimal("0.01")
#: No rule says how much must be known before a grade is given: half of the weight is a proposal. In per cent.
LEAST_KNOWN = 50


class Target(StrEnum):
    """Who is assessed 考核对象."""

    VILLAGE = "village"
    SECTION = "section"
    ORGAN = "organ"

    @property
    def zh(self) -> str:
        return {"village": "行政村", "section": "部门", "organ": "下级机关"}[self.value]


class Rule(StrEnum):
    """How what was found becomes a mark 计分办法: in proportion, so much off or on for each, by a person."""

    SHARE = "share"
    EACH = "each"
    BONUS = "bonus"
    HAND = "hand"

    @property
    def zh(self) -> str:
        return {"share": "按比例", "each": "每件扣分", "bonus": "每件加分", "hand": "人工评定"}[self.value]

    @property
    def takes_each(self) -> bool:
        return self in (Rule.EACH, Rule.BONUS)


_UNITS = (Target.VILLAGE, Target.SECTION)


@dataclass(frozen=True, slots=True)
class Method:
    """What the ledgers count by themselves 自动取数, and of whom."""

    code: str
    zh: str
    targets: tuple[Target, ...]


METHODS: tuple[Method, ...] = (
    Method("notices", "通知按期答复", _UNITS),
    Method("tasks", "任务按期办结", _UNITS),
    Method("done_right", "办理没有被退回", _UNITS),
    Method("mended", "问题按期整改", _UNITS),
    Method("posted", "张贴、播出有登记", (Target.VILLAGE,)),
    Method("taken_down", "公示按时撤下", (Target.VILLAGE,)),
    Method("answered", "申请按期答复", (Target.ORGAN,)),
    Method("published", "主动公开按期", (Target.ORGAN,)),
    Method("recorded", "公开信息登记没有缺项", (Target.ORGAN,)),
    Method("upheld", "复议、诉讼没有被纠正", (Target.ORGAN,)),
)
METHOD = {method.code: method for method in METHODS}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is looked at 考核指标, or with neither rule nor maximum the head of a group of them.

    ``method``: a code of ``METHODS``, empty where a person marks it. ``each``: so much for one case.
    ``basis``: where the figure comes from, or what asks for it.
    """

    code: str
    name: str
    parent: str = ""
    most: Decimal | None = None
    rule: Rule | None = None
    method: str = ""
    each: Decimal | None = None
    targets: tuple[Target, ...] = ()
    basis: str = ""

    @property
    def is_group(self) -> bool:
        return self.rule is None


@dataclass(frozen=True, slots=True)
class Grade:
    """等次: what a share of the possible marks is called, from ``least`` per cent on."""

    zh: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """The indicators of a year and the grades, the best first."""

    title: str
    indicators: tuple[Indicator, ...]
    grades: tuple[Grade, ...]

    def of(self, target: Target) -> tuple[Indicator, ...]:
        """What is looked at of one kind of target, without heads of groups."""
        return tuple(one for one in self.indicators if not one.is_group and target in one.targets)

    def group_of(self, indicator: Indicator) -> str:
        return next((one.name for one in self.indicators if one.code == indicator.parent), "")


#: What a person says where no points are given, and to what part of the maximum it comes; half is practice.
VERDICTS: tuple[tuple[str, str, Decimal], ...] = (
    ("done", "做到", Decimal(1)),
    ("partly", "部分做到", Decimal("0.5")),
    ("not", "没有做到", Decimal(0)),
)


def verdict(score: Decimal, most: Decimal) -> str:
    """A mark in words."""
    return "做到" if score >= most else "部分做到" if score > 0 else "没有做到"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row that was looked at: what it is, which row, and ``why`` it is not as asked, if it is not."""

    words: str
    row: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an indicator came to. ``score`` is None where nothing is known. ``met``: the rows that were as
    asked and support it."""

    score: Decimal | None
    looked_at: int = 0
    faults: tuple[Fact, ...] = ()
    met: tuple[Fact, ...] = ()


def mark(indicator: Indicator, facts: Sequence[Fact] | None) -> Mark:
    """The mark that the ledgers give. Where nothing was asked of anybody nothing is known: not full marks,
    and not none."""
    most = indicator.most or Decimal(0)
    if facts is None or indicator.rule in (None, Rule.HAND):
        return Mark(None)
    faults = tuple(fact for fact in facts if fact.why)
    met = tuple(fact for fact in facts if not fact.why)
    each = indicator.each or Decimal(0)
    if indicator.rule is Rule.BONUS:
        return Mark(min(most, each * len(met)), len(facts), faults, met)
    if not facts:
        return Mark(None)
    if indicator.rule is Rule.EACH:
        return Mark(max(Decimal(0), most - each * len(faults)), len(facts), faults, met)
    return Mark(_rounded(most * len(met) / len(facts)), len(facts), faults, met)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum 总评 over what is known: ``unknown`` names the indicators that it leaves out. ``whole``: what all
    maxima come to."""

    score: Decimal
    out_of: Decimal
    unknown: tuple[str, ...] = ()
    whole: Decimal = Decimal(0)

    @property
    def percent(self) -> Decimal | None:
        return _rounded(self.score * 100 / self.out_of) if self.out_of else None

    @property
    def known(self) -> Decimal:
        """How many per cent of all weight are known."""
        return _rounded(self.out_of * 100 / self.whole) if self.whole else Decimal(0)

    def is_enough(self, least_known: int) -> bool:
        """Whether so much is known that a grade says something of the whole."""
        return bool(self.out_of) and self.known >= least_known


def total(indicators: Iterable[Indicator], scores: Mapping[str, Decimal | None]) -> Total:
    """The sum of the known marks over the sum of their maxima; a bonus comes on top."""
    score = out_of = whole = Decimal(0)
    unknown = []
    for one in indicators:
        if one.rule is not Rule.BONUS:
            whole += one.most or 0
        given = scores.get(one.code)
        if given is None:
            unknown.append(one.code)
            continue
        score += given
        if one.rule is not Rule.BONUS:
            out_of += one.most or 0
    return Total(score, out_of, tuple(unknown), whole)


def grade_of(found: Total, grades: Iterable[Grade], least_known: int = LEAST_KNOWN) -> str:
    """The grade of a sum; empty where less than ``least_known`` per cent of the weight is known."""
    percent = found.percent
    if percent is None or not found.is_enough(least_known):
        return ""
    return next((grade.zh for grade in grades if percent >= grade.least), "")


K = TypeVar("K")


def places(shares: Mapping[K, Decimal]) -> dict[K, int]:
    """名次 by share; the same share is the same place."""
    return {key: 1 + sum(other > share for other in shares.values()) for key, share in shares.items()}


@cache
def shipped() -> IndicatorSet:
    """The quality set that comes with the product."""
    told = tomllib.loads(files("gongkai.law").joinpath("assessment.toml").read_text(encoding="utf-8"))
    groups = [Indicator(one["code"], one["name"]) for one in told["group"]]
    found = [*groups, *(_indicator(one) for one in told["indicator"])]
    return IndicatorSet(
        told["title"],
        tuple(sorted(found, key=lambda one: one.code)),
        tuple(Grade(one["name"], Decimal(one["least"])) for one in told["grade"]),
    )


def _indicator(said: Mapping[str, str]) -> Indicator:
    method = said.get("method", "")
    targets = METHOD[method].targets if method else tuple(Target(one) for one in said["targets"])
    each = Decimal(said["each"]) if "each" in said else None
    return Indicator(
        said["code"],
        said["name"],
        said["code"].split(".")[0],
        Decimal(said["most"]),
        Rule(said["rule"]),
        method,
        each,
        targets,
        said["basis"],
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(STEP, ROUND_HALF_UP)
