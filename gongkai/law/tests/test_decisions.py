"""Decision kinds: every row of table three has its kinds, every kind its letter, articles and writings."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import y2019, y2021
from gongkai.law.decisions import BY_CODE, DECISIONS, Remedy, by_code, for_row, row_from_label
from gongkai.law.exemptions import EXEMPTIONS
from gongkai.law.letters import BY_NUMBER, LETTERS, PART_BY_CODE, PARTS, SHARED_PARTS
from gongkai.law.text import key_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "decisions.toml").read_text("utf-8"))["case"]
WRITTEN = [(text, case["row"], case.get("kind")) for case in CASES for text in case["written"]]


@pytest.mark.parametrize(("text", "row", "kind"), WRITTEN)
def test_a_result_written_in_a_ledger_is_understood(text: str, row: str, kind: str | None) -> None:
    assert row_from_label(text) == ((row, kind) if row else None)


def test_every_result_row_of_the_form_has_at_least_one_kind_and_no_kind_another_row() -> None:
    assert {kind.row for kind in DECISIONS} - {""} == set(y2021.FORM.result_keys)
    assert all(for_row(key) for key in y2021.FORM.result_keys)


@pytest.mark.parametrize("form", [y2019.FORM, y2021.FORM], ids=lambda form: form.code)
def test_every_kind_counts_in_a_result_row_of_each_form_or_in_none(form: Form) -> None:
    assert {kind.row_on(form) for kind in DECISIONS} <= {*form.result_keys, ""}


def test_the_2019_form_has_one_row_for_all_other_handling() -> None:
    others = [kind for kind in DECISIONS if kind.row.startswith("other_")]
    assert {kind.row_on(y2019.FORM) for kind in others} == {"other_all"}


def test_a_kind_alone_in_its_row_has_the_code_of_the_row() -> None:
    alone = [for_row(key)[0] for key in y2021.FORM.result_keys if len(for_row(key)) == 1]
    assert len(alone) == 18
    assert all(kind.code == kind.row for kind in alone)


def test_only_what_is_withheld_under_articles_14_to_16_needs_review_first() -> None:
    withheld = {kind.code for kind in DECISIONS if kind.remedy is Remedy.REVIEW_FIRST}
    assert withheld == {"partial", *(f"refused_{key}" for key in (
        "secret", "law", "security", "third_party", "internal", "process", "enforcement"
    ))}  # fmt: skip
    assert withheld == {kind.code for kind in DECISIONS if kind.grounds}
    assert {ground for kind in DECISIONS for ground in kind.grounds} == {ground.code for ground in EXEMPTIONS}


def test_an_organ_may_move_only_what_no_rule_places() -> None:
    rows = {"other_archived": "unavailable_not_held", "granted_provided": "partial"}
    assert by_code("other_archived").row_on(y2021.FORM) == "other_other"
    assert by_code("other_archived").row_on(y2021.FORM, rows) == "unavailable_not_held"
    assert by_code("granted_provided").row_on(y2021.FORM, rows) == "granted"


def test_the_letter_of_a_decision_says_what_all_letters_say_and_its_own_parts() -> None:
    absent = [part.code for part in by_code("unavailable_absent").required_parts]
    assert absent == [*SHARED_PARTS[:9], "search", *SHARED_PARTS[9:]]
    secret = [part.code for part in by_code("refused_secret").required_parts]
    assert {"ground", "reasons", "secrecy_file", "remedies"} <= set(secret)


def test_a_withdrawal_decides_nothing_so_its_record_has_no_remedy_clause() -> None:
    assert "remedies" not in {part.code for part in by_code("other_withdrawn").required_parts}


def test_a_letter_offers_remedies_exactly_when_its_decision_does() -> None:
    for kind in DECISIONS:
        if kind.letter is not None:
            assert BY_NUMBER[kind.letter].has_remedy_clause == (kind.remedy is not Remedy.COMPLAINT_ONLY), (
                kind.code
            )


def test_notices_on_the_way_are_not_decisions() -> None:
    results = {kind.letter for kind in DECISIONS}
    assert results & set(range(1, 10)) == set()
    assert not any(letter.has_remedy_clause for letter in LETTERS if letter.code.endswith("_notice"))


def test_the_letters_are_numbered_1_to_26_and_every_part_is_used() -> None:
    assert [letter.number for letter in LETTERS] == list(range(1, 27))
    used = {*SHARED_PARTS, *(code for letter in LETTERS for code in letter.parts)}
    assert (
        used | {code for kind in DECISIONS for code in kind.parts}
        == set(PART_BY_CODE)
        == {p.code for p in PARTS}
    )


def test_codes_and_writings_belong_to_one_kind() -> None:
    assert len(BY_CODE) == len(DECISIONS)
    writings = {
        kind.code: {key_of(text) for text in (kind.code, kind.zh, *kind.aliases)} for kind in DECISIONS
    }
    assert not [(a, b) for a, b in combinations(writings, 2) if writings[a] & writings[b]]


def test_every_kind_names_its_source() -> None:
    assert all(kind.sources for kind in DECISIONS)
    unverified = {kind.code for kind in DECISIONS if not all(source.verified for source in kind.sources)}
    assert unverified == {"rejected_confirm", *(kind.code for kind in for_row("other_other"))}


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_labels(text: str) -> None:
    found = row_from_label(text)
    assert found is None or found[0] in y2021.FORM.result_keys


def test_a_long_hostile_label_is_read_at_once() -> None:
    assert row_from_label("（一）1." * 200_000) is None
