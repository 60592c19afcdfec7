"""Reading indicators, assessments and cards, always within a scope."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.law.assessment import Indicator, IndicatorSet, Mark, Total, places, total
from gongkai.law.evaluation import WAY
from gongkai.law.workdays import Calendar
from gongkai.ledger.assessment import facts
from gongkai.ledger.assessment.entries import mark_of, marks_of, set_of
from gongkai.ledger.assessment.models import Assessment, Card, Consequence, Indicators, Survey
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import directly_below, units_of
from gongkai.ledger.people import queries as people
from gongkai.ledger.requests.models import Grade


def indicators(scope: Scope) -> QuerySet[Indicators]:
    return Indicators.objects.within(scope)


def in_use(scope: Scope, year: int) -> Indicators | None:
    """The last version of the indicators of a year."""
    return indicators(scope).filter(year=year).first()


def assessments(scope: Scope) -> QuerySet[Assessment]:
    """Every assessment, with how many cards it has and how many are final."""
    rows = Assessment.objects.within(scope).select_related("indicators", "organ")
    final = Count("cards", filter=Q(cards__state=Card.State.FINAL))
    return rows.annotate(given=Count("cards"), final=final)


def cards(scope: Scope) -> QuerySet[Card]:
    related = ("assessment__indicators", "unit", "body", "organ")
    return Card.objects.within(scope).select_related(*related)


def last_cards(scope: Scope, year: int) -> dict[int, Card]:
    """Of each organ below that was assessed in a year its last final card."""
    final = cards(scope).filter(body__isnull=False, state=Card.State.FINAL, assessment__last__year=year)
    return {card.body_id: card for card in final.order_by("assessment__last", "pk") if card.body_id}


def own_cards(scope: Scope, person: object, organ: Organ, on: date) -> QuerySet[Card]:
    """The cards of the sections and villages for which a person speaks."""
    return cards(scope).filter(unit__in=people.units_for(person, organ, on))


def to_be_scored(rows: QuerySet[Card], on: date) -> list[Card]:
    """Those of the cards that can be scored now and are not yet."""
    is_open = Q(state=Card.State.OPEN, assessment__state=Assessment.State.OPEN)
    return list(rows.filter(is_open, assessment__last__lte=on, assessment__due__gte=on))


def waiting(rows: QuerySet[Card]) -> list[tuple[str, int]]:
    """How many cards of open assessments wait for what."""
    found = rows.filter(assessment__state=Assessment.State.OPEN).exclude(state=Card.State.FINAL)
    counts = dict(found.order_by().values_list("state").annotate(count=Count("pk")))
    return [(state, counts[state]) for state in Card.State.values if state in counts]


def settled_between(scope: Scope, first: date, last: date) -> list[Assessment]:
    """The assessments whose last card became final between two days."""
    rows = Assessment.objects.within(scope).select_related("indicators", "organ")
    return list(rows.filter(closed_on__range=(first, last)).order_by("closed_on", "pk"))


#: How a final card without a grade is told of, on papers.
NO_GRADE = "知道的不够、没有评等次的"


def grades_in_words(assessment: Assessment) -> str:
    """优秀3个，良好5个."""
    return "，".join(f"{grade or NO_GRADE}{count}个" for grade, count in grades(assessment))


def results(scope: Scope, year: int) -> tuple[str, ...]:
    """What each assessment came to that counts in a year: without points, and without places."""
    rows = Assessment.objects.within(scope).filter(activity__on__year=year).select_related("indicators")
    return tuple(f"{row.title}{grades_in_words(row)}" for row in rows.order_by("last", "pk"))


def issued_between(scope: Scope, first: date, last: date) -> dict[str, list[str]]:
    """Who was praised, criticised or had points taken off between two days, by kind."""
    found: dict[str, list[str]] = {}
    for row in consequences(scope).filter(issued_on__range=(first, last)).order_by("issued_on", "pk"):
        found.setdefault(row.kind, []).append(row.card.name)
    return found


def consequences(scope: Scope) -> QuerySet[Consequence]:
    related = ("organ", "card__assessment", "card__unit", "card__body")
    return Consequence.objects.within(scope).select_related(*related)


def unissued(scope: Scope) -> QuerySet[Consequence]:
    return consequences(scope).filter(state=Consequence.State.DRAFT)


@dataclass(frozen=True, slots=True)
class Trend:
    """How one that is assessed came out over the assessments, the oldest first; None where it was not in one
    or is not final there."""

    name: str
    cards: tuple[Card | None, ...]


def trend(scope: Scope, most: int) -> tuple[list[Assessment], list[Trend]]:
    """The last assessments with anything final, and how everybody came out."""
    final = cards(scope).filter(state=Card.State.FINAL)
    shown = Assessment.objects.within(scope).filter(pk__in=final.values("assessment"))
    found = list(shown.order_by("-last", "-pk")[:most])[::-1]
    rows: dict[tuple[int | None, int | None], dict[int, Card]] = {}
    for card in final.filter(assessment__in=found).order_by("unit__kind", "unit", "body"):
        rows.setdefault((card.unit_id, card.body_id), {})[card.assessment_id] = card
    return found, [
        Trend(next(iter(row.values())).name, tuple(row.get(one.pk) for one in found)) for row in rows.values()
    ]


def as_asked(card: Card) -> float | None:
    """What per cent of the rows that were looked at is as asked; None where there were none."""
    marks = [mark_of(said) for said in card.counted.values()]
    looked_at = sum(one.looked_at for one in marks)
    faults = sum(len(one.faults) for one in marks)
    return round((looked_at - faults) * 100 / looked_at, 1) if looked_at else None


def open_ones(scope: Scope) -> QuerySet[Assessment]:
    return assessments(scope).filter(state=Assessment.State.OPEN).order_by("last", "pk")


def waiting_by_assessment(scope: Scope) -> list[tuple[Assessment, set[str]]]:
    """The open assessments, each with the states in which its cards wait."""
    rows = Card.objects.within(scope).filter(assessment__state=Assessment.State.OPEN)
    found: dict[Assessment, set[str]] = {}
    for card in (
        rows.exclude(state=Card.State.FINAL).select_related("assessment").order_by("assessment", "pk")
    ):
        found.setdefault(card.assessment, set()).add(card.state)
    return list(found.items())


def to_score(assessment: Assessment, on: date) -> tuple[int, ...]:
    """The persons who speak for those that have not scored themselves."""
    waiting = set(assessment.cards.filter(state=Card.State.OPEN, unit__isnull=False).values_list("unit"))
    speaking = people.contacts(assessment.organ, on) if waiting else {}
    return tuple(dict.fromkeys(key for (unit,) in sorted(waiting) for key in speaking.get(unit, ())))


def is_own(card: Card, person: object, on: date) -> bool:
    return card.unit_id is not None and card.unit_id in people.units_for(person, card.organ, on)


def subjects(organ: Organ, on: date) -> list[Unit | Organ]:
    """Who can be assessed: villages and sections, and the organs directly below."""
    return [*units_of(organ, on), *directly_below(organ, on)]


def set_behind(row: Indicators) -> IndicatorSet:
    return set_of(row.title, row.said)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator on a card: what the ledgers give, what a person gave instead, and why."""

    indicator: Indicator
    group: str
    counted: Mark
    own: Decimal | None
    checked: Decimal | None
    why: str

    @property
    def score(self) -> Decimal | None:
        """What counts: whoever checked it has the last word."""
        return self.counted.score if self.checked is None else self.checked


def lines(card: Card, *, on: date, calendar: Calendar, anew: bool = False) -> list[Line]:
    """A card indicator by indicator. What the ledgers gave when it was checked stays; before, and ``anew``,
    they are asked."""
    said = set_behind(card.assessment.indicators)
    asked = said.of(card.target)
    if card.counted and not anew:
        counted = {code: mark_of(one) for code, one in card.counted.items()}
    else:
        counted = count(card, asked, on=on, calendar=calendar)
    own, checked = marks_of(card.own), marks_of(card.checked)
    return [
        Line(
            one,
            said.group_of(one),
            counted.get(one.code, Mark(None)),
            own[one.code].score if one.code in own else None,
            checked[one.code].score if one.code in checked else None,
            checked[one.code].why if one.code in checked else "",
        )
        for one in asked
    ]


def count(card: Card, asked: Sequence[Indicator], *, on: date, calendar: Calendar) -> dict[str, Mark]:
    """What the ledgers give for a card now."""
    whom = card.unit or card.body
    assert whom is not None  # a constraint of the table
    assessment = card.assessment
    return facts.marks(facts.Subject(whom, assessment.first, assessment.last, on, calendar), asked)


def total_of(found: Sequence[Line]) -> Total:
    return total((one.indicator for one in found), {one.indicator.code: one.score for one in found})


def lacking(found: Sequence[Line]) -> list[Indicator]:
    """Of which indicators nothing is known."""
    return [one.indicator for one in found if one.score is None]


def ranking(assessment: Assessment) -> dict[int, int]:
    """名次 of the final cards by their keys, villages among villages; empty unless the county asks for it."""
    if not assessment.organ.ranks_units:
        return {}
    shares: dict[str, dict[int, Decimal]] = {}
    for card in cards(Scope.of(assessment.organ)).filter(assessment=assessment, out_of__gt=0):
        shares.setdefault(card.target, {})[card.pk] = (card.score or Decimal(0)) / (card.out_of or 1)
    return {pk: place for found in shares.values() for pk, place in places(found).items()}


def grades(assessment: Assessment) -> list[tuple[str, int]]:
    """How many of each grade among the final cards, the best first; unknown at the end."""
    final = assessment.cards.filter(state=Card.State.FINAL)
    found = Counter(final.values_list("grade", flat=True))
    order = [grade.zh for grade in set_behind(assessment.indicators).grades]
    return [(grade, found[grade]) for grade in (*order, "") if found[grade]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was answered to one question: how many of each grade."""

    question: str
    counts: Counter[Grade]

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def satisfied(self) -> float | None:
        """What per cent is satisfied at least in the main; None where nobody answered."""
        return round(100 - self.counts[Grade.POOR] * 100 / self.total, 1) if self.total else None


def surveys(scope: Scope) -> QuerySet[Survey]:
    return Survey.objects.within(scope).annotate(sheets=Sum("answers__sheets"))


def open_surveys(scope: Scope) -> QuerySet[Survey]:
    return Survey.objects.within(scope).filter(state=Survey.State.OPEN).order_by("closes_on", "pk")


def survey_behind(key: str) -> Survey | None:
    """The survey of a link."""
    return Survey.objects.select_related("organ").filter(key=key).exclude(state=Survey.State.DROPPED).first()


def outcomes(survey: Survey) -> list[Outcome]:
    """What was answered, question by question, however it came."""
    sums: list[Counter[Grade]] = [Counter() for _question in survey.questions]
    for counts in survey.answers.values_list("counts", flat=True):
        for place, graded in enumerate(counts):
            sums[place].update({Grade(int(grade)): number for grade, number in graded.items()})
    return [Outcome(question, counts) for question, counts in zip(survey.questions, sums, strict=True)]


def by_way(survey: Survey) -> list[tuple[str, int]]:
    """How many sheets came which way."""
    found = survey.answers.order_by().values_list("way").annotate(sheets=Sum("sheets"))
    sheets = dict(found)
    return [(zh, sheets[way]) for way, zh in WAY.items() if way in sheets]


def survey_results(scope: Scope, year: int) -> tuple[str, ...]:
    """What each survey came to that counts in a year: how many sheets, and the last question, which asks for
    the whole."""
    return tuple(_survey_result(row) for row in surveys(scope).filter(activity__on__year=year).order_by("pk"))


def _survey_result(row: Survey) -> str:
    last = outcomes(row)[-1]
    share = "" if last.satisfied is None else f"，“{last.question}”基本满意以上的占{last.satisfied:g}%"
    return f"{row.title}收到答卷{row.answers.aggregate(sheets=Sum('sheets'))['sheets']}份{share}"
