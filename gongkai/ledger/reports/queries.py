"""Compiling the annual report from the ledger, rolling it up, and finding the cases behind a cell."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Subquery

import gongkai
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.contract import from_json
from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import BY_CODE, FORMS, form_for
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.annual_report.model import Scope as ReportScope
from gongkai.law.annual_report.narrative import NarrativeFacts
from gongkai.law.annual_report.stages import BY_CODE as BY_STEP
from gongkai.law.annual_report.stages import State, Step
from gongkai.law.annual_report.tally import Drill, Period, YearFacts, drill, tally
from gongkai.law.findings import Finding
from gongkai.ledger.base import Scope, number_of
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.reports import document, editions, progress, prose, remarks
from gongkai.ledger.reports.facts import two_years
from gongkai.ledger.reports.models import Chase, Material, ProseDraft, ReportYear, YearNotice
from gongkai.ledger.reports.progress import Progress
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.supervision import queries as supervision
from gongkai.lib.language import _
from gongkai.lib.today import today
from gongkai.papers.model import Document

GENERATOR = f"gongkai {gongkai.__version__}"
FIRST_YEAR = FORMS[0].years[0]
YEARS = range(1990, 2101)  # what a calendar year may be; a ledger begins in 1990


#: Where no step is waited for: nobody has begun, or the report is public.
_AT_REST = (State.DRAFT, State.PUBLISHED, State.FILED)


#: Handed in: what the report says may be summed up.
HANDED_IN = frozenset({State.SUBMITTED, State.PASSED, State.PUBLISHED, State.FILED})


class NoSuchYear(Exception):
    """The ledger holds nothing for this year, or no form is in force for it."""


def compile_report(organ: Organ, year: int, *, scope: Scope, form_code: str = "") -> ReportData:
    """The annual report of one organ: every figure a sum over its ledger, with the findings of the checks.

    NoSuchYear where the ledger tells of nothing in the year: a report of zeros would be a guess, unless it
    was begun on purpose.
    """
    own = Scope(scope.organ_ids & {organ.pk})
    refuse_future(year)
    if year not in YEARS or not active_organs(own, year):
        raise NoSuchYear(
            _("{nothing}{year}年确实没有可登记的，加 --begin 编出数字为0的报告。").format(
                nothing=_nothing(organ.name, year, years(own)), year=year
            )
        )
    return _compile(organ, [organ], year, form_code, ReportScope("own"))


def rollup(organ: Organ, year: int, *, scope: Scope, form_code: str = "") -> ReportData:
    """The report of an organ with all organs below it that count in its sum on the year's last day.

    Organs whose ledger tells of nothing in the year are listed as missing, never counted as zero.
    """
    refuse_future(year)
    chain = [organ, *organs.below(organ, year)] if year in YEARS else []
    chain = [member for member in chain if member in scope]
    active = active_organs(Scope.of(*chain), year)
    present = [member for member in chain if member.pk in active]
    if not present:
        name = _("{organ}及其下级机关").format(organ=organ.name)
        raise NoSuchYear(_nothing(name, year, years(Scope.of(*chain))))
    last = date(year, 12, 31)
    silent = (member for member in chain[1:] if member not in present and member.exists_on(last))
    missing = tuple(member.name for member in silent)
    names = tuple(member.name for member in present)
    return _compile(organ, present, year, form_code, ReportScope("rollup", names, missing))


def refuse_future(year: int) -> None:
    """NoSuchYear for a year that has not begun."""
    if year > today().year:
        raise NoSuchYear(_("{year}年 — 还没有到 — 请核对年度。").format(year=year))


def active_organs(scope: Scope, year: int) -> set[int]:
    """The organs of a scope whose ledgers hold any figure of the year, be it of a case or document that
    merely stood open or in force through it, or whose report was begun."""
    found = busy_organs(scope, year)
    for ledger in (requests, disclosures, remedies):
        if found < scope.organ_ids:
            found |= ledger.standing_organs(scope, year)
    return found


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs of a scope in whose ledgers anything happened in the year, or whose report was begun."""
    begun = ReportYear.objects.within(scope).filter(year=year).values_list("organ_id", flat=True)
    found = set(begun)
    for ledger in (requests, disclosures, remedies, supervision):
        if found < scope.organ_ids:
            found |= ledger.busy_organs(scope, year)
    return found


def published_or_due(organ: Organ, year: int) -> tuple[date | None, date | None]:
    """The day on which the report of a year was published, and the day that the organ above asks it by."""
    public = ReportYear.objects.filter(organ=organ, year=year).values("published_on")[:1]
    above = organs.superiors_of(organ, date(year + 1, 1, 1))
    asked = YearNotice.objects.filter(organ__in=above, year=year).values("due_on")[:1]
    asking = Organ.objects.filter(pk=organ.pk).annotate(public_on=Subquery(public), asked_by=Subquery(asked))
    found: tuple[date | None, date | None] = asking.values_list("public_on", "asked_by").get()
    return found


def reportable_years(scope: Scope) -> list[int]:
    """The years for which a report can be compiled, latest first."""
    return sorted((year for year in years(scope) if FIRST_YEAR <= year <= today().year), reverse=True)


def years(scope: Scope) -> set[int]:
    """The years in which anything happened in the ledgers of a scope or a report was begun, and those
    between them through which something stood open or in force."""
    found = (
        requests.years(scope) | disclosures.years(scope) | remedies.years(scope) | supervision.years(scope)
    )
    found |= set(ReportYear.objects.within(scope).values_list("year", flat=True))
    found = {year for year in found if year <= today().year}
    gaps = set(range(max(FIRST_YEAR, min(found)), max(found))) - found if found else set()
    return found | {year for year in gaps if active_organs(scope, year)}


def figures(organ: Organ, year: int, *, scope: Scope) -> dict[str, Value]:
    """The figures alone of a year; none where the ledger tells of nothing in it."""
    own = Scope(scope.organ_ids & {organ.pk})
    if year < FIRST_YEAR or year not in YEARS or not active_organs(own, year):
        return {}
    facts, _last = two_years(own, year, name=organ.name, count_unit=str(organ.option("count_unit")))
    return _sum(facts, {organ.pk: str(organ.option("redo_counting"))}, form_for(year))


@dataclass(frozen=True, slots=True)
class SoFar:
    """Table three's sums of a year as they stand, what is unfinished among them, and what was published.

    ``came_then`` and ``published_then``: the week from Monday to Sunday that lies a year before.
    """

    received: Value
    carried_in: Value
    answered: Value
    open: Value
    published: int
    came_then: int
    published_then: int


def so_far(organ: Organ, on: date, *, scope: Scope) -> SoFar:
    """The year as its report would have it on a day, for two queries instead of a whole report."""
    own = Scope(scope.organ_ids & {organ.pk})
    form = form_for(max(on.year, FIRST_YEAR))
    facts = YearFacts(organ.name, on.year, requests=requests.groups(own, on.year))
    cells = _sum(facts, {organ.pk: str(organ.option("redo_counting"))}, form)
    monday = on - timedelta(weeks=52, days=on.weekday())
    week = (monday, monday + timedelta(days=6))
    counted = (
        disclosures.published_between(own, date(on.year, 1, 1), on),
        disclosures.published_between(own, *week),
        requests.received_between(own, *week),
    )
    numbers = Organ.objects.filter(pk=organ.pk).values_list(*map(number_of, counted))
    published, published_then, came_then = numbers.get()
    return SoFar(
        received=cells["requests/new/total"],
        carried_in=cells["requests/carried_in/total"],
        answered=cells["requests/total/total"],
        open=cells["requests/carried_out/total"],
        published=published,
        came_then=came_then,
        published_then=published_then,
    )


def progress_of(organ: Organ, year: int, *, scope: Scope) -> Progress:
    """Where the year's report stands on its way to publication."""
    return progress.of(organ, ReportYear.objects.within(scope).filter(organ=organ, year=year).first())


def under_way(organ: Organ, scope: Scope) -> dict[int, Step]:
    """Per year whose report is on its way and not public yet: the step that it waits for."""
    rows = ReportYear.objects.within(scope).filter(organ=organ).exclude(state__in=_AT_REST)
    found = {row.year: (at := progress.of(organ, row)).order.next(at.state) for row in rows}
    return {year: step for year, step in found.items() if step}


def chased(scope: Scope, year: int) -> dict[int, Chase]:
    """The last time that each organ of a scope was asked for its late report of a year."""
    return {row.organ_id: row for row in Chase.objects.within(scope).filter(year=year).order_by("pk")}


def open_chases(organ: Organ, scope: Scope) -> list[Chase]:
    """The last demand for each year whose report is still not handed in."""
    rows = Chase.objects.within(scope).filter(organ=organ).order_by("pk")
    states = (
        dict(ReportYear.objects.within(scope).filter(organ=organ).values_list("year", "state"))
        if rows
        else {}
    )
    return [row for row in {row.year: row for row in rows}.values() if states.get(row.year) not in HANDED_IN]


def is_judged_above(organ: Organ) -> bool:
    """Whether somebody at the organ above works with this program, who passes or returns its reports."""
    superior = organs.superior_of(organ, today())
    return superior is not None and bool(people.who_may(Duty.SUPERVISE, superior, today()))


def states_below(
    organ: Organ, year: int, stood: Iterable[tuple[Organ, int]]
) -> list[tuple[Organ, ReportYear | None]]:
    """The organs directly below that count in the sum of a year, or were placed there by the time that
    reports are due, each with its year's report where that was begun. Of those that were abolished on the
    way nobody waits for a report where their ledgers tell of nothing. ``stood``: as ``organs.branches`` has
    it."""
    summed = [member for member, above in stood if above == organ.pk]
    placed = organs.directly_below(organ, date(year + 1, 1, 1), counted=True)
    members = {member.pk: member for member in (*summed, *placed)}
    gone = [member for member in summed if is_gone(member, year)]
    silent = {member.pk for member in gone} - (active_organs(Scope.of(*gone), year) if gone else set())
    rows = ReportYear.objects.within(Scope.of(*members.values())).filter(year=year)
    begun = {row.organ_id: row for row in rows}
    found = [(member, begun.get(pk)) for pk, member in members.items() if pk not in silent]
    return sorted(found, key=lambda one: one[0].sort_key)


def is_gone(organ: Organ, year: int) -> bool:
    """Whether an organ that stood below in a year was abolished by its end."""
    return organ.abolished_on is not None and organ.abolished_on.year <= year


def passed_report(row: ReportYear) -> ReportData | None:
    """The report as it was last passed; None where it was not kept, or is not what was vouched for."""
    if not row.passed:
        return None
    found = from_json(json.loads(row.passed))
    vouched = [step["digest"] for step in row.steps if BY_STEP[step["step"]].to is State.PASSED]
    return found if vouched and progress.digest(found) == vouched[-1] else None


def public_report(organ: Organ, year: int, *, scope: Scope) -> ReportData:
    """What leaves the house: the version that is public, else the report as ``compile_report`` has it."""
    published = editions.latest(organ, year, scope=scope)
    return published.report if published else compile_report(organ, year, scope=scope)


def published_paper(organ: Organ, year: int, *, scope: Scope) -> Document | None:
    """The report as it is public now, on paper; None where its text was not published from here."""
    found = editions.latest(organ, year, scope=scope)
    return document.build(found.report, signed_on=found.on) if found else None


def drafts_of(organ: Organ, year: int, *, scope: Scope) -> list[ProseDraft]:
    """What people are typing into the year's prose, the latest first."""
    rows = ProseDraft.objects.filter(organ_id__in=scope.organ_ids, organ=organ, year=year)
    return list(rows.order_by("-at"))


def materials(scope: Scope, year: int) -> list[Material]:
    """The papers that were handed in besides the report of a year, as far as they were not given up."""
    return list(Material.objects.within(scope).filter(year=year).exclude(key_sealed=""))


def notice_by(organ: Organ, year: int) -> YearNotice | None:
    """What an organ asks of those below it for a year."""
    return YearNotice.objects.filter(organ=organ, year=year).first()


def notices_by(scope: Scope, year: int) -> dict[int, YearNotice]:
    """What each organ of a scope asks of those below it for a year."""
    return {row.organ_id: row for row in YearNotice.objects.within(scope).filter(year=year)}


def notice_for(organ: Organ, year: int) -> YearNotice | None:
    """What the organ above asks for a year, as the tree stood when reports fall due."""
    above = organs.superiors_of(organ, date(year + 1, 1, 1))
    return YearNotice.objects.filter(organ__in=above, year=year).select_related("organ").first()


def text_of(organ: Organ, year: int, *, scope: Scope) -> dict[str, str]:
    """The year's prose as kept, with its bound fields; chapters not yet written are missing."""
    row = ReportYear.objects.within(scope).filter(organ=organ, year=year).first()
    return dict(row.texts) if row else {}


def editable_text(organ: Organ, year: int, *, scope: Scope) -> dict[str, str]:
    """The prose with its bound fields as it may be edited: as written, else as drafted.

    NoSuchYear where the ledger tells of nothing in the year and no report was begun.
    """
    own = Scope(scope.organ_ids & {organ.pk})
    if not active_organs(own, year):
        raise NoSuchYear(_nothing(organ.name, year, years(own)))
    return {**drafted_text(organ, year, scope=own), **text_of(organ, year, scope=own)}


def prose_facts(organ: Organ, year: int, *, scope: Scope) -> NarrativeFacts:
    """What the bound fields of the year's prose say now."""
    own = Scope(scope.organ_ids & {organ.pk})
    made = compile_report(organ, year, scope=own)
    last = figures(organ, year - 1, scope=own)
    previous = replace(made, year=year - 1, cells=last) if last else None
    return prose.narrative_facts(organ, made, previous, scope=own)


def drafted_text(organ: Organ, year: int, *, scope: Scope) -> dict[str, str]:
    """The draft alone as the ledger now has it, whatever was written by hand.

    Also of a year of which the ledger tells nothing: writing its prose begins a report of zeros.
    """
    own = Scope(scope.organ_ids & {organ.pk})
    made = _compile(organ, [organ] if organ in own else [], year, "", ReportScope("own"))
    return prose.texts(organ, prose.narrative_facts(organ, made, None, scope=own), {})


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a cell: which ledger, and the rows."""

    ledger: str
    rows: QuerySet[Any]


def behind(organ: Organ, year: int, code: str, *, scope: Scope) -> Behind:
    """The records that the cell ``code`` counts; LookupError for a cell no ledger fills."""
    own = Scope(scope.organ_ids & {organ.pk})
    wanted = drill(code)
    return Behind(wanted.ledger, _ROWS[wanted.ledger](own, organ, year, wanted))


def _compile(organ: Organ, members: list[Organ], year: int, form_code: str, kind: ReportScope) -> ReportData:
    form, whole = _form(year, form_code), Scope.of(*members)
    name = organ.name_on(date(year, 12, 31))  # a later renaming does not reach back
    this, last = two_years(whole, year, name=name, count_unit=str(organ.option("count_unit")))
    redo = {member.pk: str(member.option("redo_counting")) for member in members}
    report = replace(_report(organ, _sum(this, redo, form), this, form), scope=kind)
    previous = None
    published = editions.latest(organ, year - 1, scope=whole) if kind.kind == "own" else None
    if published:
        previous = published.report  # this year follows on what everybody could read
    elif year > FIRST_YEAR and active_organs(whole, year - 1):
        form = form_for(year - 1)
        previous = _report(organ, _sum(last, redo, form), last, form)
    written = text_of(organ, year, scope=whole) if kind.kind == "own" else {}
    report = replace(report, narrative=prose.narrative(organ, report, previous, written, scope=whole))
    busy = busy_organs(whole, year)
    asleep = [member.name for member in members if member.pk not in busy]
    told = remarks.of_ledgers(organ, year, scope=whole, asleep=asleep)
    asked: list[Finding] = []
    if kind.kind == "own" and (notice := notice_for(organ, year)):
        papers = len(materials(whole, year)) if notice.attachments.strip() else None
        asked = [*remarks.of_notice(report, notice), *remarks.of_attachments(notice, papers)]
    return replace(report, findings=(*check(report, previous=previous, own=True), *told, *asked))


def _sum(facts: YearFacts, redo: dict[int, str], form: Form) -> dict[str, Value]:
    """The cells. Where organs of a sum count redo cases differently, those who do are counted apart."""
    rules = set(redo.values())
    if rules == {"new"}:
        return tally(facts, form, redo_counting="new")
    if rules == {"exclude"}:
        return tally(facts, form, redo_counting="exclude")
    counting = Scope(frozenset(pk for pk, rule in redo.items() if rule == "new"))
    again = [group for group in requests.groups(counting, facts.year) if group.redo]
    once = [group for group in facts.requests if not group.redo]
    return tally(replace(facts, requests=[*once, *again]), form, redo_counting="new")


def _report(organ: Organ, cells: dict[str, Value], facts: YearFacts, form: Form) -> ReportData:
    return ReportData(
        organ=facts.organ,
        year=facts.year,
        format=form.code,
        cells=cells,
        level=organ.level,
        fee_notices=facts.fee_notices,
        items_published=facts.items_published,
        generator=GENERATOR,
    )


def _form(year: int, code: str) -> Form:
    if code:
        return BY_CODE[code]
    try:
        return form_for(year)
    except LookupError as error:
        raise NoSuchYear(
            _("{year}年没有统一的年度报告格式（统一格式自{first}年度起） — 可用 --form 2019 指定。").format(
                year=year, first=FIRST_YEAR
            )
        ) from error


def _nothing(name: str, year: int, known: set[int]) -> str:
    if known:
        held = _("台账里有的年度：{years}").format(years="、".join(map(str, sorted(known))))
    else:
        held = _("台账还是空的")
    return _("{name}{year}年 — 台账里没有这一年的任何记录 — {held}；请先导入{year}年的台账。").format(
        name=name, year=year, held=held
    )


def _span(field: str, period: Period | None, year: int) -> Q:
    """A period as a condition on a column of years."""
    match period:
        case None:
            return Q()
        case Period.IN:
            return Q(**{field: year})
        case Period.BEFORE:
            return Q(**{f"{field}__lt": year})
        case Period.UNTIL:
            return Q(**{f"{field}__lte": year})
        case Period.NOT_BEFORE:
            return Q(**{f"{field}__gte": year}) | Q(**{f"{field}__isnull": True})
        case Period.AFTER:
            return Q(**{f"{field}__gt": year}) | Q(**{f"{field}__isnull": True})


def _dates(field: str, period: Period | None, year: int) -> Q:
    """The same on a column of dates, without a function over it, so that an index serves."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    match period:
        case None:
            return Q()
        case Period.IN:
            return Q(**{f"{field}__range": (first, last)})
        case Period.BEFORE:
            return Q(**{f"{field}__lt": first})
        case Period.UNTIL:
            return Q(**{f"{field}__lte": last})
        case Period.NOT_BEFORE:
            return Q(**{f"{field}__gte": first}) | Q(**{f"{field}__isnull": True})
        case Period.AFTER:
            return Q(**{f"{field}__gt": last}) | Q(**{f"{field}__isnull": True})


def _requests(scope: Scope, organ: Organ, year: int, wanted: Drill) -> QuerySet[Any]:
    rows = requests.of(scope).filter(
        _span("received_year", wanted.begun, year), _span("answered_year", wanted.ended, year)
    )
    if organ.option("redo_counting") == "exclude":
        rows = rows.filter(is_redo=False)
    if wanted.applicants:
        rows = rows.filter(applicant_kind__in=wanted.applicants)
    return rows.filter(result__in=wanted.results) if wanted.results else rows


def _documents(scope: Scope, organ: Organ, year: int, wanted: Drill) -> QuerySet[Any]:
    rows = disclosures.with_repeal(disclosures.of(scope))
    return rows.filter(
        _dates("formed_on", wanted.begun, year),
        _dates("gone_on", wanted.ended, year),
        category__in=wanted.kinds,
    )


def _acts(scope: Scope, organ: Organ, year: int, wanted: Drill) -> QuerySet[Any]:
    return disclosures.acts_of(scope).filter(
        _dates("on", wanted.begun, year), kind__in=wanted.kinds or ("fees",)
    )


def _remedies(scope: Scope, organ: Organ, year: int, wanted: Drill) -> QuerySet[Any]:
    rows = remedies.open_in(scope, year).filter(
        _dates("received_on", wanted.begun, year),
        _dates("ended_on", wanted.ended, year),
        kind__in=wanted.kinds,
    )
    return rows.filter(result__in=wanted.results) if wanted.results else rows


_ROWS = {"requests": _requests, "documents": _documents, "acts": _acts, "fees": _acts, "remedies": _remedies}
