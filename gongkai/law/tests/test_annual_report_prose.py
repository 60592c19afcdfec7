"""Figures in prose: what published reports say is read, and what says nothing is left alone."""

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.checks.language import sentences, value_of
from gongkai.law.annual_report.checks.prose import FIGURES
from gongkai.law.annual_report.checks.statements import extract
from gongkai.law.annual_report.model import FeeNotices, ItemsPublished, ReportData
from gongkai.law.annual_report.narrative import OUTLINES, NarrativeFacts, draft, render
from gongkai.law.findings import Finding, Severity
from gongkai.law.tests.annual_reports import SOUND, a_report, cases, cells_of

TEXTS = cases("annual_report_prose.toml", "text")


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: f"{case['organ']}{case['year']}")
def test_the_figures_of_published_prose_are_read(case: dict[str, Any]) -> None:
    found = extract(sentences(case["text"]), case["year"], case["organ"])
    assert {statement.figure: statement.value for statement in found} == case["states"]
    assert case["states"].keys() <= FIGURES.keys()


@pytest.mark.parametrize("case", cases("annual_report_prose.toml", "quiet"), ids=lambda case: case["name"])
def test_what_is_not_said_of_the_whole_organ_and_year_is_left_alone(case: dict[str, Any]) -> None:
    assert extract(sentences(case["text"]), 2022, case["organ"]) == ()


REVIEWED = cases("annual_report_reviewed.toml", "report")


def reviewed(case: dict[str, Any]) -> ReportData:
    """The report of a case: a row given as one number has it under 自然人, and 总计 is added up."""
    rows = {
        key: row if isinstance(row, list) else [row, 0, 0, 0, 0, 0, row]
        for key, row in case.get("requests", {}).items()
    }
    results = [row for key, row in rows.items() if key not in ("new", "carried_in", "carried_out")]
    rows["total"] = [sum(column) for column in zip([0] * 7, *results, strict=True)]
    return a_report(
        cells_of(case | {"requests": rows}),
        organ=case.get("organ", "某县青山镇人民政府"),
        year=2023,
        narrative={"overview": case["text"]},
    )


@pytest.mark.parametrize("case", REVIEWED, ids=lambda case: case["text"][:30])
def test_prose_is_held_against_the_tables_as_a_reviewer_would(case: dict[str, Any]) -> None:
    found = [f for f in check(reviewed(case)) if f.rule[:4] in ("AR-N", "AR-2", "AR-3", "AR-4")]
    told = [f"{f.rule} {f.expected} {f.actual}" for f in found if f.severity is not Severity.INFO]
    assert sorted(told) == sorted(case.get("found", []))
    assert not [f for f in found if f.severity is Severity.INFO and f.rule.startswith("AR-N")]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", 0),
        ("21", 21),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("〇", 0),
        ("廿", 20),
        ("一百廿三", 123),
        ("壹拾贰", 12),
        ("贰佰零伍", 205),
    ],
)
def test_chinese_numerals_are_figures_too(words: str, value: int) -> None:
    assert value_of(words) == value


def contradictions(overview: str, cells: dict[str, Any] | None = None, **others: Any) -> list[Finding]:
    report = a_report(SOUND | (cells or {}), narrative={"overview": overview}, **others)
    return [finding for finding in check(report) if finding.rule.startswith("AR-N")]


@pytest.mark.parametrize(
    ("overview", "rule", "expected", "actual"),
    [
        ("我镇收到政府信息公开申请9件。", "AR-N.1", 10, 9),
        ("全年未收到政府信息公开申请。", "AR-N.1", 10, 0),
        ("收到政府信息公开申请十件，上年结转3件。", "AR-N.2", 2, 3),
        ("收到政府信息公开申请10件，结转下年度办理1件。", "AR-N.2", 2, 1),
        ("收到政府信息公开申请10件，已办结11件。", "AR-N.3", 10, 11),
        ("收到政府信息公开申请10件。其中，予以公开6件，部分公开2件。", "AR-N.4", 7, 6),
        ("收到政府信息公开申请10件，其中自然人7件。", "AR-N.5", 8, 7),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", "AR-N.6", 4, 0),
        ("因政府信息公开被申请行政复议五起。", "AR-N.6", 4, 5),
        ("政府信息公开行政复议4件，其中结果维持3件。", "AR-N.6", 2, 3),
        ("制发行政规范性文件5件。", "AR-N.7", 0, 5),
        ("作出行政许可决定62件。", "AR-N.7", 0, 62),
        ("2022年，我镇共办理行政许可13件。", "AR-N.7", 0, 13),
        ("我镇做出行政处罚共计3起，均已公示。", "AR-N.7", 0, 3),
        ("收到政府信息公开申请壹拾贰件，上年结转廿件。", "AR-N.2", 2, 20),
    ],
)
def test_a_figure_that_the_table_contradicts_is_quoted_with_both_values(
    overview: str, rule: str, expected: int, actual: int
) -> None:
    (finding,) = contradictions(overview)
    assert (finding.rule, finding.severity, finding.where) == (rule, Severity.WARNING, "narrative/overview")
    assert (finding.expected, finding.actual) == (expected, actual)
    assert finding.message.startswith("正文“")


@pytest.mark.parametrize(
    ("overview", "table", "stated"),
    [
        ("收取行政事业性收费6000元。", "0.5", "0.6"),
        ("2022年，我镇收取的行政事业性收费0.6万元。", "0.5", "0.6"),
        ("行政事业性收费金额共计6,000元。", "0.6001", "0.6"),
        ("全年行政事业性收费12万元。", "0", "12"),
        ("全年行政事业性收费0元。", "12", "0"),
    ],
)
def test_fees_in_the_prose_must_be_those_of_table_two(overview: str, table: str, stated: str) -> None:
    (finding,) = contradictions(overview, {"proactive/fees_10k_yuan": Decimal(table)})
    assert (finding.rule, finding.expected, finding.actual) == ("AR-N.7", Decimal(table), Decimal(stated))
    assert f"写的是{stated}万元，表格“行政事业性收费·本年收费金额”是{table}万元" in finding.message


@pytest.mark.parametrize(
    ("overview", "table"),
    [
        ("收取行政事业性收费5000元。", "0.5"),
        ("收取行政事业性收费5943元。", "0.59"),
        ("收取行政事业性收费0.6万元。", "0.5943"),
        ("收取行政事业性收费59237.24万元。", "59237.2449"),
        ("收取行政事业性收费6000余元，减免行政事业性收费700元。", "0.5"),
        ("上半年收取行政事业性收费6000元；2021年行政事业性收费7000元。", "0.5"),
        (
            "县自然资源局收取行政事业性收费7000元，行政事业性收费标准为60元/件，行政事业性收费600元以上的公示。",
            "0.5",
        ),
    ],
)
def test_rounded_fees_and_those_of_others_are_no_contradiction(overview: str, table: str) -> None:
    assert contradictions(overview, {"proactive/fees_10k_yuan": Decimal(table)}) == []


@pytest.mark.parametrize(
    ("overview", "cell", "rule"),
    [
        ("没有制发和废止行政规范性文件。", "proactive/normative_documents/made", "AR-N.7"),
        ("没有制发和废止行政规范性文件。", "proactive/normative_documents/repealed", "AR-N.7"),
        ("2022年，我镇未制定行政规范性文件，现行有效0件。", "proactive/normative_documents/made", "AR-N.7"),
        ("没有作出行政许可、行政处罚和行政强制决定。", "proactive/licensing", "AR-N.7"),
        ("没有作出行政许可、行政处罚和行政强制决定。", "proactive/penalties", "AR-N.7"),
        ("全年未作出行政许可、处罚、强制决定。", "proactive/coercion", "AR-N.7"),
    ],
)
def test_what_the_prose_says_was_not_done_the_table_must_not_count(
    overview: str, cell: str, rule: str
) -> None:
    assert contradictions(overview) == []
    (finding,) = contradictions(overview, {cell: 3})
    assert (finding.rule, finding.expected, finding.actual) == (rule, 3, 0)


def test_a_kept_draft_of_an_empty_year_is_held_against_whatever_the_ledger_counts_later() -> None:
    zero = dict(a_report().cells)
    facts = NarrativeFacts(
        organ="示例镇人民政府",
        year=2022,
        cells=zero,
        items=ItemsPublished(0),
        fee_notices=FeeNotices(0, Decimal(0), Decimal(0)),
    )
    for outline in OUTLINES:
        kept = {key: render(text, facts) for key, text in draft(facts, outline).items()}
        figures = ("made", "repealed", "in_force")
        for cell in (
            *(f"proactive/normative_documents/{figure}" for figure in figures),
            *(f"proactive/{kind}" for kind in ("licensing", "penalties", "coercion")),
            "requests/new/total",
            "requests/carried_in/total",
            "remedies/reconsideration/total",
            "remedies/litigation_direct/total",
        ):
            later = a_report({cell: 2}, narrative=kept)
            assert [f for f in check(later) if f.rule.startswith("AR-N")], (outline.code, cell)
        later = a_report(
            narrative=kept,
            items_published=ItemsPublished(2),
            fee_notices=FeeNotices(1, Decimal(380), Decimal(380)),
        )
        assert {f.rule for f in check(later) if f.severity is Severity.WARNING} >= {"AR-N.8", "AR-6.1"}


def test_the_sentence_is_quoted_as_printed() -> None:
    (finding,) = contradictions("工作平稳。２０２２年，我镇共收到政府信息公开申请 9 件。其他照常。")
    assert finding.message == (
        "正文“２０２２年，我镇共收到政府信息公开申请9件。” — 写的是9，表格“本年新收申请·总计”是10"
        " — 请核对后改正正文或表格。"
    )


@pytest.mark.parametrize(
    "overview",
    [
        "共收到政府信息公开申请12件。",  # 新收10 and 上年结转2
        "共受理政府信息公开申请10件，答复10件（含上年度结转申请2件，另有2件顺延到下年度答复）。",
        "全年收到政府信息公开申请10件，其中党政办收到6件。我镇收到政府信息公开申请6件已公开。",
        "未经复议直接起诉0件，复议后起诉0件。",
    ],
)
def test_usual_ways_of_counting_are_no_contradiction(overview: str) -> None:
    assert contradictions(overview) == []


def test_cases_pending_from_last_year_need_not_be_in_what_this_year_brought() -> None:
    report = a_report(SOUND, narrative={"overview": "本年因政府信息公开被申请行政复议3件。"})
    last = a_report({"remedies/reconsideration": [0, 0, 0, 1, 1]}, year=2021)
    rules = [[f.rule for f in check(report, previous=p) if f.rule == "AR-N.6"] for p in (None, last)]
    assert rules == [["AR-N.6"], []]


def test_an_unknown_cell_contradicts_nothing() -> None:
    assert contradictions("收到政府信息公开申请9件。", {"requests/new/total": None}) == []


@pytest.mark.parametrize(
    ("overview", "unit", "found"),
    [
        ("主动公开政府信息26条，其中政策文件20条、财政信息6条。", "item", []),
        ("主动公开政府信息26条，其中政策文件20条、财政信息8条。", "item", ["warning"]),
        ("主动公开政府信息26条，其中政策文件20条、财政信息2条。", "item", ["info"]),
        ("主动公开政府信息444条，其中网站118条、公众号294条、视频号50条。", "item", []),
        ("主动公开政府信息444条，其中网站118条、公众号294条、视频号50条。", "posting", ["warning"]),
        ("主动公开政府信息444条，其中网站118条、公众号294条、视频号32条。", "posting", []),
    ],
)
def test_listed_kinds_add_up_and_channels_only_where_postings_are_counted(
    overview: str, unit: str, found: list[str]
) -> None:
    total = 26 if "26" in overview else 444
    findings = contradictions(overview, items_published=ItemsPublished(total, unit))
    assert [finding.severity.value for finding in findings] == found


def test_the_number_published_must_be_that_of_the_ledger() -> None:
    (finding,) = contradictions("我镇主动公开政府信息32条。", items_published=ItemsPublished(31))
    assert (finding.rule, finding.expected, finding.actual) == ("AR-N.8", 31, 32)


@given(st.text("收到申请未公开信息政府依件12一两，。；（）、其中行政复议诉讼结转年度\n", max_size=400))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for statement in extract(sentences(text), 2022, "示例镇人民政府"):
        assert statement.figure in FIGURES


OPENINGS = (
    "",
    "政府信息公开申请",
    "收到",
    "行政复议",
    "公开信息",
    "办结",
    "现行有效的规范性文件",
    "未发生因",
)


@pytest.mark.parametrize("piece", ["案件", "共计", "件件", "政府信息公开", "（", "1，", "\n "])
def test_hostile_text_is_read_at_once(piece: str) -> None:
    began = time.process_time()
    for opening in OPENINGS:
        contradictions(opening + piece * 60)
        contradictions(opening + piece * 1500)
    assert time.process_time() - began < 4
