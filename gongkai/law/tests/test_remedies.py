"""Remedies: what a letter says and when, before whom, within which periods; where a result counts."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.decisions import DECISIONS, Remedy, by_code
from gongkai.law.remedies import (
    PERIOD,
    PERIODS,
    Bodies,
    SuitWhenSilent,
    propose,
    remedy_on,
    remedy_sentence,
    silence_sentence,
)
from gongkai.law.remedy_results import (
    CASE_TYPES,
    COLUMNS,
    OUTCOMES,
    column_from_label,
    outcome_from_label,
    type_from_label,
)

CASES = tomllib.loads((Path(__file__).parent / "cases" / "remedies.toml").read_text("utf-8"))
BODIES = Bodies("滑县人民政府", "滑县人民法院")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("case", CASES["clause"], ids=lambda case: case["title"])
def test_a_letter_tells_the_remedies_of_its_decision(case: dict[str, Any]) -> None:
    sentence = remedy_sentence(by_code(case["kind"]), case["on"], BODIES)
    assert [words for words in case["must"] if words not in sentence] == []
    assert [words for words in case["never"] if words in sentence] == []


def test_every_decision_but_a_withdrawal_names_both_bodies_and_no_other() -> None:
    for kind in DECISIONS:
        sentence = remedy_sentence(kind, TODAY, BODIES)
        assert (BODIES.review_organ in sentence and BODIES.court in sentence) == (
            kind.code != "other_withdrawn"
        )
        assert "主管部门" not in sentence


def test_review_comes_first_for_eight_kinds_since_2024() -> None:
    before, since = (
        [kind.code for kind in DECISIONS if remedy_on(kind, day) is Remedy.REVIEW_FIRST]
        for day in (date(2023, 12, 31), date(2024, 1, 1))
    )
    assert (len(before), len(since)) == (0, 8)


@pytest.mark.parametrize("case", CASES["body"], ids=lambda case: f"{case['level']} {case['superior']}")
def test_a_review_organ_is_proposed_from_the_tree(case: dict[str, str]) -> None:
    proposal = propose(case["level"], case["superior"])
    assert proposal.review_organ == case.get("review_organ")
    assert proposal.court_level == case.get("court")
    assert case.get("note", "") in proposal.note
    assert bool(proposal.note) == (proposal.review_organ is None)


@pytest.mark.parametrize(
    ("code", "length"),
    [
        ("review_application", "60日"),
        ("review_application_untold", "1年"),
        ("review_application_longest", "5年"),
        ("review_acceptance", "5个工作日"),
        ("review_completion_notice", "5个工作日"),
        ("review_completion", "10个工作日"),
        ("review_answer", "10个工作日"),
        ("review_answer_simplified", "5个工作日"),
        ("review_decision", "60日"),
        ("review_decision_extension", "30日"),
        ("review_decision_simplified", "30日"),
        ("review_opinion_reply", "60日"),
        ("suit_direct", "6个月"),
        ("suit_after_review", "15日"),
        ("suit_answer", "15日"),
        ("appeal_judgment", "15日"),
        ("appeal_ruling", "10日"),
        ("appeal_answer", "15日"),
    ],
)
def test_periods_in_force_today(code: str, length: str) -> None:
    assert PERIOD[code].length.on(TODAY).zh == length


def test_every_period_has_its_length_stated_here_and_a_source() -> None:
    assert len(PERIODS) == 18
    assert all(version.source.article for period in PERIODS for version in period.length)


def test_ten_days_to_answer_a_review_were_calendar_days_before_2024() -> None:
    assert PERIOD["review_answer"].length.on(date(2023, 12, 31)).zh == "10日"
    assert PERIOD["review_answer"].length.on(date(2024, 1, 1)).zh == "10个工作日"


def test_silence_always_names_complaint_and_says_that_courts_differ() -> None:
    sentence = silence_sentence("滑县人民政府", "滑县人民政府办公室")
    assert "向滑县人民政府办公室投诉、举报" in sentence
    assert "能否直接提起行政诉讼各地掌握不一" in sentence
    assert "也可以直接提起行政诉讼" in silence_sentence("甲", "乙", suit=SuitWhenSilent.ALLOWED)
    assert "应当先申请行政复议" in silence_sentence("甲", "乙", suit=SuitWhenSilent.REVIEW_FIRST)


RESULTS = [
    (case["type"], column, text)
    for case in CASES["result"]
    for column in ("upheld", "corrected", "other", "pending", "unknown")
    for text in case[column]
]


@pytest.mark.parametrize(("case_type", "column", "text"), RESULTS)
def test_a_result_counts_in_its_column(case_type: str, column: str, text: str) -> None:
    assert column_from_label(text, case_type) == (None if column == "unknown" else column)


def test_every_outcome_is_read_from_its_own_words_and_counts_in_a_column_of_the_form() -> None:
    assert {outcome.column for outcome in OUTCOMES} == {code for code, _ in COLUMNS}
    assert [code for code, _ in COLUMNS] == [code for code, _ in REMEDY_COLUMNS[:-1]]
    for outcome in OUTCOMES:
        case_type = "reconsideration" if outcome.of == "review" else "litigation_direct"
        assert outcome_from_label(outcome.zh, case_type) is outcome
        assert outcome_from_label(outcome.code, case_type) is outcome


def test_case_types_are_the_blocks_of_table_four_and_complaints() -> None:
    assert tuple((kind.code, kind.zh) for kind in CASE_TYPES if kind.is_counted) == REMEDY_BLOCKS
    assert type_from_label("申诉") == type_from_label("投诉举报") == "complaint"
    assert type_from_label("复议后起诉") == "litigation_after_reconsideration"
    assert type_from_label("行政诉讼") is None
