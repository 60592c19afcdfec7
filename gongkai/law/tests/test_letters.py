"""Letters: every kind has a text that says what the law asks, and rules that hold a draft against it."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.law import letter_numbers
from gongkai.law.decisions import DECISIONS, DecisionKind
from gongkai.law.exemptions import EXEMPTIONS
from gongkai.law.findings import Severity
from gongkai.law.letter_lint import CHECKS, Subject, check
from gongkai.law.letter_texts import (
    BOUND,
    FIELDS,
    Facts,
    citation,
    complaints,
    fill,
    letter_of,
    phrases_of,
    says,
    sources_of,
    template,
    values_of,
)
from gongkai.law.letters import LETTERS, PLAIN_ANSWER, Letter
from gongkai.law.tests.letter_lint_examples import FACTS, Example, examples, rules

ALL = (*LETTERS, PLAIN_ANSWER)
#: What frames a letter, what its own words say, and what stays in the register.
NOT_IN_THE_TEXT = {
    *("organ", "document_no", "addressee", "seal", "signed_on", "contact"),
    *("finding", "decision", "secrecy_file"),
}
BY_KIND = [pytest.param(kind, id=kind.code) for kind in DECISIONS]
BY_LETTER = [pytest.param(letter, id=letter.code) for letter in ALL]
EXAMPLES = [pytest.param(one, id=f"{rule.id} {one.what}") for rule in CHECKS for one in examples(rule.id)]


def written(code: str, facts: Facts) -> dict[str, str]:
    """Every field with something that a clerk may write."""
    return dict.fromkeys(template(code).written, "填好的内容") | dict(says(code, facts.kind))


def text_of(code: str, facts: Facts) -> str:
    return "\n".join(fill(template(code).text, values_of(code, facts, written(code, facts))))


@pytest.mark.parametrize("letter", BY_LETTER)
def test_every_letter_has_a_text_with_all_that_it_must_say(letter: Letter) -> None:
    text = template(letter.code)
    assert text.title
    assert set(letter.parts) - NOT_IN_THE_TEXT <= set(text.fields)
    assert ("remedies" in text.fields) == letter.has_remedy_clause
    assert set(text.fields) <= set(FIELDS)
    assert list(complaints(letter.code, text.text)) == []
    assert set(says(letter.code)) <= set(text.written)


@pytest.mark.parametrize("letter", BY_LETTER)
def test_a_title_is_cut_between_its_phrases(letter: Letter) -> None:
    title = template(letter.code).title
    assert "".join(phrases_of(title)) == title
    assert all(len(phrase) <= 15 for phrase in phrases_of(title))


def test_no_word_of_a_long_title_is_cut() -> None:
    assert phrases_of("政府信息公开申请不予处理告知书（信访、投诉、举报）") == (
        "政府信息公开申请",
        "不予处理告知书",
        "（信访、投诉、举报）",
    )


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_decision_says_its_parts_and_passes_every_rule_when_filled_in(kind: DecisionKind) -> None:
    code = letter_of(kind).code
    parts = {part.code for part in kind.required_parts} - NOT_IN_THE_TEXT
    assert parts <= set(template(code).fields)
    facts = replace(FACTS, kind=kind, chosen_ground=kind.grounds[0] if kind.grounds else "")
    text = text_of(code, facts)
    assert check(Subject(code, text, facts, written(code, facts))) == ()
    assert "【" not in text


@pytest.mark.parametrize("letter", BY_LETTER)
def test_a_letter_on_the_way_passes_every_rule_when_filled_in(letter: Letter) -> None:
    if any(letter_of(kind) is letter for kind in DECISIONS):
        return  # held above, with its decision
    facts = replace(FACTS, kind=None)
    said = written(letter.code, facts) | {"deadline": says(letter.code).get("deadline", "2026-11-10")}
    text = "\n".join(fill(template(letter.code).text, values_of(letter.code, facts, said)))
    assert check(Subject(letter.code, text, facts, said)) == ()


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_rule_says_of_an_example_exactly_what_it_should(example: Example) -> None:
    assert tuple(finding.message for finding in example.findings()) == example.says


def test_every_rule_has_an_example_that_fails_and_one_that_passes() -> None:
    assert rules() == {rule.id for rule in CHECKS}
    for rule in CHECKS:
        assert {bool(one.says) for one in examples(rule.id)} == {True, False}, rule.id


def test_only_what_a_verified_statute_asks_blocks() -> None:
    blocking = [rule for rule in CHECKS if rule.severity is Severity.ERROR]
    assert [rule.id for rule in blocking if not rule.source.verified] == []
    for rule in CHECKS:
        given = [finding.severity for one in examples(rule.id) for finding in one.findings()]
        assert Severity.ERROR in given if rule in blocking else Severity.ERROR not in given, rule.id


def test_a_finding_names_the_words_it_is_about() -> None:
    (example,) = (one for one in examples("LET-review-body") if "主管部门" in one.what)
    (finding,) = example.findings()
    start, end = map(int, finding.where.removeprefix("text/").split("-"))
    assert example.subject().text[start:end] == "或者上一级主管部门"


@pytest.mark.parametrize(
    ("kind", "ground", "basis"),
    [
        ("granted_provided", "", "第三十六条第（二）项"),
        ("partial", "process", "第三十七条、第十六条第二款"),
        ("partial", "", "第三十七条、第十四条、第十五条、第十六条"),
        ("refused_internal", "", "第三十六条第（三）项、第十六条第一款"),
        ("refused_third_party", "", "第三十六条第（三）项、第十五条、第三十二条"),
        ("rejected_petition", "", "第三十九条第一款"),
    ],
)
def test_a_decision_cites_its_articles(kind: str, ground: str, basis: str) -> None:
    chosen = next(one for one in DECISIONS if one.code == kind)
    assert citation(sources_of("", chosen, ground)) == f"《中华人民共和国政府信息公开条例》{basis}"


def test_what_custom_alone_vouches_for_is_cited_nowhere() -> None:
    facts = replace(FACTS, kind=next(one for one in DECISIONS if one.code == "other_consultation"))
    assert values_of("answer", facts, {})["basis"] == ""
    assert "根据" not in text_of("answer", facts).split("如对")[0]


def test_a_field_left_empty_shows_and_in_brackets_vanishes() -> None:
    assert fill("一、{reasons}。[二、{right_organ}。]\n三。", {}) == ("一、【理由】。", "三。")
    assert fill("一。[二、{right_organ}。]", {"right_organ": "县农业农村局。"}) == ("一。二、县农业农村局。",)


def test_a_notice_on_the_way_has_no_remedy_clause() -> None:
    for letter in LETTERS[:7]:
        assert "行政复议" not in text_of(letter.code, FACTS)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "正文 — 要有1至4000个字"),
        ("{place}{nonsense}", "正文 — 没有“{nonsense}”这个栏目 — 请照标准文本改正。"),
        ("{place", "正文 — 有不成对的花括号或者方括号"),
        ("[{place}", "正文 — 有不成对的花括号或者方括号"),
        ("您好。", "正文 — 缺少“获取该信息的网址或者地点” — 请补上{place}。"),
        ("{place}", "正文 — 缺少“行政复议、行政诉讼的途径和期限” — 请补上{remedies}。"),
    ],
)
def test_an_organs_own_text_is_refused_in_words(text: str, says: str) -> None:
    assert [one for one in complaints("published", text) if one.startswith(says)]


def test_an_organs_own_text_may_say_it_otherwise() -> None:
    own = (
        "{received_on}收到{you}的申请（编号：{application_no}）：{request}。依{basis}，见{place}。{remedies}"
    )
    assert list(complaints("published", own)) == []


def test_hostile_text_costs_no_more_than_prose() -> None:
    text = "向" * 20_000 + "（编号：" * 5_000 + "第三十六条第" * 5_000
    check(Subject("published", text, replace(FACTS, kind=DECISIONS[0])))


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{mark}公开告〔{year}〕{n}号", "四政公开告〔2026〕8号"),
        ("{mark}公复〔{year}〕{n}号", "四政公复〔2026〕8号"),
        ("{mark}依申请〔{year}〕第{n}号", "四政依申请〔2026〕第8号"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, number: str) -> None:
    assert letter_numbers.complaint(pattern) == ""
    assert letter_numbers.written(pattern, mark="四政", year=2026, n=8) == number
    assert letter_numbers.is_well_formed(number)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "公开告〔{year}〕号",
        "{mark}公开告[{year}]{n}号",
        "{mark}公开告〔{year}〕0{n}号",
        "{n}〔{year}〕{n}号",
    ],
)
def test_a_pattern_that_gives_no_good_number_is_refused(pattern: str) -> None:
    assert "请写成“{mark}公开告〔{year}〕{n}号”这样。" in letter_numbers.complaint(pattern)


def test_every_ground_has_words_for_a_letter() -> None:
    assert all(one.zh.endswith("信息") for one in EXEMPTIONS)
    assert "ground" in BOUND


def test_a_letter_of_2023_offers_the_choice() -> None:
    kind = next(one for one in DECISIONS if one.code == "refused_process")
    facts = replace(FACTS, kind=kind, signed_on=date(2023, 12, 29))
    assert "或者在6个月内向滑县人民法院提起行政诉讼" in text_of("refused", facts)
