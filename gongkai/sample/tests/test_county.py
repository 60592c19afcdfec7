"""示例县: every year compiles without an error, sums are sums, and the figures show all that can happen."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pytest

from gongkai.law import clocks
from gongkai.law.annual_report.formats import y2021
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.tally import sum_reports
from gongkai.law.findings import Severity
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.queries import compile_report, rollup, years
from gongkai.ledger.requests import facts
from gongkai.ledger.requests.models import EventKind, FoiRequest, RequestEvent
from gongkai.sample.county import COUNTY, HOUSING, LAND, MERGED, MERGED_ON, ORGANS, SILENT_TOWN, YEARS

pytestmark = pytest.mark.django_db

NAMES = [sample.name for sample in ORGANS]


@pytest.fixture
def whole(samples: Mapping[str, Organ]) -> Scope:
    return Scope.of(*samples.values())


def own_years(organ: Organ) -> list[int]:
    return [year for year in YEARS if year in years(Scope.of(organ))]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_year_compiles_without_an_error_or_a_warning(
    samples: Mapping[str, Organ], whole: Scope, name: str
) -> None:
    organ = samples[name]
    for year in own_years(organ):
        report = compile_report(organ, year, scope=whole)
        said = [finding for finding in report.findings if finding.severity is not Severity.INFO]
        assert said == [], f"{name}{year}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_a_year_carries_out_the_next_carries_in(
    samples: Mapping[str, Organ], whole: Scope, name: str
) -> None:
    held = own_years(samples[name])
    reports = [compile_report(samples[name], year, scope=whole) for year in held]
    for before, after in pairwise(reports):
        assert before.row("carried_out") == after.row("carried_in")
    if held[-1] < YEARS[-1]:
        assert reports[-1].row("carried_out") == (0, 0, 0, 0, 0, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "outside", "missing"),
    [(2023, (), ()), (2024, (MERGED,), ()), (2025, (MERGED,), (SILENT_TOWN,))],
)
def test_the_county_is_the_sum_of_its_organs(
    samples: Mapping[str, Organ], whole: Scope, year: int, outside: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    summed = rollup(samples[COUNTY], year, scope=whole)
    parts = [name for name in NAMES if name not in (*outside, *missing)]
    reports = [compile_report(samples[name], year, scope=whole) for name in parts]
    assert summed.cells == sum_reports(reports)
    assert summed.scope is not None
    assert sorted(summed.scope.included) == sorted(parts)
    assert summed.scope.missing == missing
    assert [finding for finding in summed.findings if finding.severity is not Severity.INFO] == []


def all_years(samples: Mapping[str, Organ], whole: Scope) -> list[ReportData]:
    return [rollup(samples[COUNTY], year, scope=whole) for year in YEARS]


def test_every_result_applicant_and_outcome_occurs(samples: Mapping[str, Organ], whole: Scope) -> None:
    reports = all_years(samples, whole)
    codes = [f"requests/{row}/total" for row in y2021.FORM.result_keys]
    codes += [f"requests/new/{kind}" for kind in APPLICANT_KEYS]
    codes += ["requests/carried_in/total", "requests/carried_out/total"]
    codes += [f"remedies/{block}/{column}" for block, _ in REMEDY_BLOCKS for column, _ in REMEDY_COLUMNS]
    codes += [f"proactive/normative_documents/{part}" for part in ("made", "repealed", "in_force")]
    codes += [f"proactive/{kind}" for kind in ("licensing", "penalties", "coercion", "fees_10k_yuan")]
    never = [code for code in codes if not any(report.cells[code] for report in reports)]
    assert never == []


def test_every_event_of_a_ledger_occurs() -> None:
    entries = [entry for sample in ORGANS for entry in sample.ledger().requests]
    occurring = {event.kind for entry in entries for event in entry.events}
    # an Art 35 delay needs an applicant of hundreds; corrections of the record are made by hand, and the
    # workbook has no column for a reason given or a file closed
    by_hand = {EventKind.DELAYED, EventKind.VOIDED, EventKind.REASON_GIVEN, EventKind.ARCHIVED}
    assert occurring == set(EventKind) - by_hand


def test_the_law_finds_nothing_but_some_late_answers(samples: Mapping[str, Organ]) -> None:
    rows = FoiRequest.objects.filter(organ__in=samples.values()).prefetch_related("events")
    courses = [clocks.run(facts.history(row.events.all()), on=date(2026, 12, 31)) for row in rows]
    assert {finding.rule for course in courses for finding in course.findings} == {"CLK-reply"}
    late = sum(bool(course.overdue) for course in courses)
    assert 0.02 < late / len(courses) < 0.10
    assert not any(course.remaining for course in courses), "nothing is left open"


def test_redone_answers_are_kept_as_each_organ_counts_them(samples: Mapping[str, Organ]) -> None:
    apart = FoiRequest.objects.filter(is_redo=True)
    within = RequestEvent.objects.filter(kind=EventKind.REDO_ORDERED)
    assert {row.organ.name for row in apart} == {LAND}
    assert within.exists()
    assert LAND not in {event.foi_request.organ.name for event in within}
    assert samples[LAND].option("redo_counting") == "new"


def test_the_merged_department_has_a_successor(samples: Mapping[str, Organ]) -> None:
    merged = samples[MERGED]
    assert (merged.abolished_on, merged.successor) == (MERGED_ON, samples[HOUSING])
    assert years(Scope.of(merged)) == {2023}


@pytest.mark.slow
def test_processing_fees_are_among_the_fees_of_table_two(samples: Mapping[str, Organ], whole: Scope) -> None:
    collected = 0
    for name in NAMES:
        for year in own_years(samples[name]):
            report = compile_report(samples[name], year, scope=whole)
            fee = report.cells["proactive/fees_10k_yuan"]
            assert report.fee_notices is not None
            assert not isinstance(fee, str | None)
            assert report.fee_notices.collected_yuan <= fee * 10_000
            collected += report.fee_notices.collected_yuan > 0
    assert collected


@pytest.mark.slow
def test_no_answer_shares_its_document_number() -> None:
    for sample in ORGANS:
        numbers = [
            event.data["document_no"]
            for entry in sample.ledger().requests
            for event in entry.events
            if event.data.get("document_no")
        ]
        assert numbers
        assert len(numbers) == len(set(numbers))
