"""Proactive disclosure: clauses as written in ledgers, lists complete, limits by their dates."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.proactive import (
    ATTRIBUTES,
    BY_CODE,
    CLAUSES,
    COUNTY_TOPICS,
    DOCUMENT_KINDS,
    FIELDS,
    LIMIT,
    LIMITS,
    TOWN_TOPICS,
    VALIDITIES,
    Clause,
    parse,
    publish_by,
    topics_for,
)
from gongkai.law.tests.test_clocks import read_cases
from gongkai.law.workdays import OFFICIAL


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("第二十条第（七）项", "art20_7"),
        ("第二十条第(七)项", "art20_7"),
        ("第二十条（七）", "art20_7"),
        ("二十条七项", "art20_7"),
        ("条例第二十条第（七）项", "art20_7"),
        ("《政府信息公开条例》第20条第7项", "art20_7"),
        ("第20条（7）", "art20_7"),
        ("20(7)", "art20_7"),
        ("art20_7", "art20_7"),
        ("7", "art20_7"),
        (" ７ ", "art20_7"),
        ("（十五）", "art20_15"),
        ("第二十条第（十）项", "art20_10"),
        ("第二十一条", "art21"),
        ("第21条", "art21"),
        ("第二十一条（社会救助）", "art21"),
        ("21", "art21"),
    ],
)
def test_a_clause_written_in_a_ledger_is_understood(written: str, code: str) -> None:
    assert parse(written) == code


@pytest.mark.parametrize(
    "written", ["", "第二十条", "20", "16", "0", "第十九条", "第二十条第（十六）项", "财政", "第二十二条"]
)
def test_what_names_no_clause_is_not_guessed(written: str) -> None:
    assert parse(written) is None


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.code)
def test_a_clause_is_read_back_from_its_own_label_and_code(clause: Clause) -> None:
    assert parse(clause.label) == parse(clause.code) == clause.code


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_clauses(text: str) -> None:
    assert parse(text) is None or parse(text) in BY_CODE


def test_the_lists_are_complete_and_name_nothing_twice() -> None:
    assert [len(listed) for listed in (CLAUSES, FIELDS, DOCUMENT_KINDS, ATTRIBUTES, VALIDITIES)] == [
        16,
        26,
        15,
        3,
        3,
    ]
    for listed in (CLAUSES, FIELDS, DOCUMENT_KINDS, COUNTY_TOPICS, TOWN_TOPICS):
        assert len({term.code for term in listed}) == len({term.zh for term in listed}) == len(listed)


def test_article_21_adds_other_topics_for_a_town_than_for_a_county() -> None:
    assert "筹资筹劳" in {topic.zh for topic in topics_for("town")}
    assert "市政建设" in {topic.zh for topic in topics_for("county")}
    assert topics_for("department") == topics_for("county")
    assert topics_for("other") == ()


def test_information_is_public_within_20_working_days_unless_another_law_says_otherwise() -> None:
    lengths = {limit.code: limit.length.on(date(2026, 1, 1)).zh for limit in LIMITS}
    assert lengths == {
        "general": "20个工作日",
        "budget": "20日",
        "licence": "7个工作日",
        "penalty": "7个工作日",
        "enforcement": "20个工作日",
        "penalty_withdrawal": "3个工作日",
    }


@pytest.mark.parametrize("case", read_cases("publication.toml", "case"), ids=str)
def test_the_last_day_of_a_publication(case: dict[str, Any]) -> None:
    assert publish_by(case["formed"], case.get("limit", ""), OFFICIAL) == case["last"]


def test_a_limit_is_not_known_before_its_law() -> None:
    with pytest.raises(LookupError):
        LIMIT["penalty_withdrawal"].length.on(date(2021, 7, 14))
    assert LIMIT["general"].length.version_on(date(2018, 1, 1)).source.article == "第十八条"
