"""From facts to cells: which year and row an application, a document or a case counts in."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, REMEDY_BLOCKS
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.annual_report.tally import (
    ActGroup,
    DocumentGroup,
    Drill,
    RemedyGroup,
    RequestGroup,
    YearFacts,
    drill,
    in_10k_yuan,
    sum_reports,
    tally,
)
from gongkai.law.findings import Severity
from gongkai.law.tests.annual_reports import SOUND, a_report

FORM = BY_CODE["2021"]
RESULTS = FORM.result_keys
YEARS = st.integers(2020, 2024)


def counted(year: int, *groups: RequestGroup, **options: Any) -> dict[str, Value]:
    """The cells of table three that are not 0."""
    cells = tally(YearFacts("示例镇", year, requests=groups), FORM, **options)
    return {code.removeprefix("requests/"): count for code, count in cells.items() if count}


def test_an_application_answered_in_its_year_counts_as_new_and_in_its_result_row() -> None:
    assert counted(2022, RequestGroup(2022, 2022, "business", "granted", 3)) == {
        "new/business": 3, "new/total": 3, "granted/business": 3, "granted/total": 3, "total/business": 3,
        "total/total": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "rows"),
    [
        (2020, {"new", "carried_out"}),
        (2021, {"carried_in", "carried_out"}),
        (2022, {"carried_in", "total", "partial"}),
        (2023, set()),
        (2019, set()),
    ],
)
def test_an_application_open_over_two_new_years_is_carried_until_its_answer(
    year: int, rows: set[str]
) -> None:
    case = RequestGroup(2020, 2022, "natural_person", "partial", 1)
    assert {code.split("/")[0] for code in counted(year, case)} == rows


def test_an_answer_without_a_result_counts_in_no_result_row_and_the_check_says_so() -> None:
    cells = tally(YearFacts("示例镇", 2022, [RequestGroup(2022, 2022, "research", "", 2)]), FORM)
    assert cells["requests/total/total"] == 2
    assert sum(int(cells[f"requests/{key}/total"] or 0) for key in RESULTS) == 0
    rules = {f.rule for f in check(ReportData("示例镇", 2022, "2021", cells)) if f.severity is Severity.ERROR}
    assert rules == {"AR-3.2"}


def test_a_redo_is_left_out_unless_the_setting_counts_it_as_new() -> None:
    redo = RequestGroup(2022, 2022, "natural_person", "granted", 1, redo=True)
    assert counted(2022, redo) == {}
    assert counted(2022, redo, redo_counting="new")["new/total"] == 1


def test_the_2019_form_folds_the_other_results_and_leaves_its_legacy_unknown() -> None:
    facts = YearFacts(
        "示例镇",
        2020,
        [
            RequestGroup(2020, 2020, "other", "other_no_payment", 1),
            RequestGroup(2020, 2020, "other", "other_other", 2),
        ],
        [DocumentGroup("normative_documents", 2020, 2020, 4)],
    )
    cells = tally(facts, BY_CODE["2019"])
    assert cells["requests/other_all/other"] == 3
    assert cells["proactive/normative_documents/made"] == 4
    assert cells["proactive/legacy/normative_documents/published_total"] is None
    assert cells["proactive/legacy/fees/change"] is None
    assert "proactive/fees_10k_yuan" not in cells


@pytest.mark.parametrize(
    ("made", "repealed", "year", "counts"),
    [
        (2022, None, 2022, (1, 0, 1)),
        (2021, None, 2022, (0, 0, 1)),
        (2021, 2022, 2022, (0, 1, 0)),
        (2022, 2022, 2022, (1, 1, 0)),
        (2021, 2023, 2022, (0, 0, 1)),
        (2023, None, 2022, (0, 0, 0)),
    ],
)
def test_a_document_counts_by_the_years_it_was_made_and_repealed(
    made: int, repealed: int | None, year: int, counts: tuple[int, int, int]
) -> None:
    cells = tally(
        YearFacts("示例县", year, documents=[DocumentGroup("regulations", made, repealed, 1)]), FORM
    )
    assert tuple(cells[f"proactive/regulations/{key}"] for key in ("made", "repealed", "in_force")) == counts


def test_a_case_counts_in_every_year_in_which_it_was_open() -> None:
    case = RemedyGroup("litigation_direct", 2021, 2023, "corrected", 1)

    def block(year: int) -> list[Value]:
        cells = tally(YearFacts("示例县", year, remedies=[case]), FORM)
        return [cells[f"remedies/litigation_direct/{key}"] for key in ("corrected", "pending", "total")]

    assert [block(year) for year in (2020, 2021, 2022, 2023, 2024)] == [
        [0, 0, 0], [0, 1, 1], [0, 1, 1], [1, 0, 1], [0, 0, 0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("yuan", "in_10k"),
    [("0", "0"), ("380", "0.038"), ("100000", "10"), ("59491088.67", "5949.108867"), ("1200.50", "0.12005")],
)
def test_money_is_exact_in_10k_yuan_without_trailing_zeros(yuan: str, in_10k: str) -> None:
    assert str(in_10k_yuan(Decimal(yuan))) == in_10k


def test_a_fraction_of_a_cent_is_refused() -> None:
    with pytest.raises(ValueError, match="小数超过两位"):
        in_10k_yuan(Decimal("1.234"))


@pytest.mark.parametrize(
    "facts",
    [
        YearFacts("示例镇", 2022, [RequestGroup(2022, None, "company", "", 1)]),
        YearFacts("示例镇", 2022, [RequestGroup(2022, 2022, "business", "grant", 1)]),
        YearFacts("示例镇", 2022, remedies=[RemedyGroup("appeal", 2022, None, "", 1)]),
        YearFacts("示例镇", 2022, remedies=[RemedyGroup("litigation_direct", 2022, 2022, "won", 1)]),
    ],
)
def test_a_fact_that_no_cell_takes_is_an_error_and_not_lost(facts: YearFacts) -> None:
    with pytest.raises(ValueError, match="no such"):
        tally(facts, FORM)


REQUESTS = st.builds(
    RequestGroup,
    YEARS,
    st.none() | YEARS,
    st.sampled_from(APPLICANT_KEYS),
    st.sampled_from(RESULTS),
    st.integers(1, 9),
).filter(lambda group: group.answered_year is None or group.answered_year >= group.received_year)
DOCUMENTS = st.builds(
    DocumentGroup, st.just("normative_documents"), YEARS, st.none() | YEARS, st.integers(1, 9)
).filter(lambda group: group.repealed_year is None or group.repealed_year >= group.made_year)
REMEDIES = st.builds(
    RemedyGroup,
    st.sampled_from([key for key, _ in REMEDY_BLOCKS]),
    YEARS,
    st.none() | YEARS,
    st.sampled_from(["upheld", "corrected", "other"]),
    st.integers(1, 9),
).filter(lambda group: group.concluded_year is None or group.concluded_year >= group.received_year)
FACTS = st.builds(
    YearFacts,
    st.just("示例县人民政府"),
    st.just(2022),
    st.lists(REQUESTS, max_size=12),
    st.lists(DOCUMENTS, max_size=5),
    st.lists(st.builds(ActGroup, st.just("licensing"), st.integers(0, 9)), max_size=2),
    st.just(Decimal(0)),
    st.lists(REMEDIES, max_size=6),
)


@given(FACTS)
def test_whatever_the_ledger_holds_the_printed_identities_hold_and_years_join(facts: YearFacts) -> None:
    last = YearFacts(facts.organ, 2021, facts.requests, facts.documents, (), Decimal(0), facts.remedies)
    this_year, last_year = (ReportData(f.organ, f.year, "2021", tally(f, FORM)) for f in (facts, last))
    tables = ("AR-2.", "AR-3.", "AR-4.")
    wrong = [f for f in check(this_year, previous=last_year, own=True) if f.rule.startswith(tables)]
    assert wrong == []


def behind(where: Drill, facts: YearFacts) -> int:
    """What the drill finds among the facts."""

    def holds(period: Any, year: int | None) -> bool:
        return period is None or period.holds(year, facts.year)

    if where.ledger == "requests":
        return sum(
            g.count
            for g in facts.requests
            if holds(where.begun, g.received_year)
            and holds(where.ended, g.answered_year)
            and (not where.applicants or g.applicant in where.applicants)
            and (not where.results or g.result in where.results)
        )
    if where.ledger == "documents":
        return sum(
            d.count
            for d in facts.documents
            if d.category in where.kinds
            and holds(where.begun, d.made_year)
            and holds(where.ended, d.repealed_year)
        )
    if where.ledger == "remedies":
        return sum(
            r.count
            for r in facts.remedies
            if r.block in where.kinds
            and holds(where.begun, r.received_year)
            and holds(where.ended, r.concluded_year)
            and (not where.results or r.result in where.results)
        )
    return sum(act.count for act in facts.acts if act.kind in where.kinds)


@pytest.mark.parametrize("form", ["2019", "2021"])
@given(facts=FACTS)
def test_the_records_behind_every_cell_are_as_many_as_the_cell_says(form: str, facts: YearFacts) -> None:
    for code, value in tally(facts, BY_CODE[form]).items():
        if value is not None and not code.endswith("fees_10k_yuan"):
            assert behind(drill(code), facts) == value, code


def test_no_ledger_stands_behind_a_legacy_cell() -> None:
    with pytest.raises(LookupError):
        drill("proactive/legacy/fees/change")


def test_a_rollup_adds_cell_by_cell_and_money_exactly() -> None:
    fees = "proactive/fees_10k_yuan"
    parts = [a_report(SOUND | {fees: Decimal("0.1")}), a_report(SOUND | {fees: Decimal("0.2")})]
    cells = sum_reports(parts)
    assert cells["requests/new/total"] == 20
    assert cells["remedies/reconsideration/pending"] == 2
    assert cells[fees] == Decimal("0.3")


def test_one_unknown_part_makes_the_sum_unknown() -> None:
    cells = sum_reports([a_report(), a_report({"requests/new/business": None})])
    assert cells["requests/new/business"] is None
    assert cells["requests/new/research"] == 0


def test_a_rollup_over_an_undivided_report_is_undivided() -> None:
    whole = a_report({"requests/other_all": [4, 0, 0, 0, 0, 0, 4]}, undivided_other=True)
    divided = a_report(
        {"requests/other_other": [1, 0, 0, 0, 0, 0, 1], "requests/other_no_payment": [2, 0, 0, 0, 0, 0, 2]}
    )
    cells = sum_reports([whole, divided])
    assert cells["requests/other_all/total"] == 7
    assert "requests/other_other/total" not in cells
