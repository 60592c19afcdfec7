"""Drafts and bound figures: the prose follows the ledger and says nothing that the ledger does not."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.model import FeeNotices, ItemsPublished, ReportData
from gongkai.law.annual_report.narrative import (
    FIGURES,
    OUTLINES,
    NarrativeError,
    NarrativeFacts,
    Outline,
    check_fields,
    draft,
    fields,
    render,
    unknown,
)
from gongkai.law.annual_report.tally import YearFacts, tally
from gongkai.law.findings import Severity
from gongkai.law.tests.annual_reports import SOUND, a_report
from gongkai.law.tests.test_annual_report_tally import FACTS

STATUTORY, TOWN = OUTLINES
NO_FEE = FeeNotices(0, Decimal(0), Decimal(0))
#: A town in whose year nothing happened, all of it known.
QUIET = NarrativeFacts(
    "示例镇人民政府",
    2022,
    a_report().cells,
    items=ItemsPublished(0),
    trainings=0,
    trained_people=0,
    meetings=0,
    notices=0,
    assessments=0,
    praises=0,
    criticisms=0,
    deductions=0,
    social_reviews=0,
    accountability=0,
    rectifications=(),
    fee_notices=NO_FEE,
)
BUSY = replace(
    QUIET,
    cells=a_report(SOUND | {"proactive/licensing": 3, "proactive/fees_10k_yuan": Decimal("0.04")}).cells,
    items=ItemsPublished(32, "item", {"云上滑州": 12, "微信公众号": 30}),
    categories={"政策文件": 12, "财政信息": 20},
    trainings=2,
    trained_people=80,
    meetings=4,
    praises=3,
    deductions=1,
    rectifications=("公开栏更新不及时", "目录缺项。"),
    fee_notices=FeeNotices(1, Decimal("380"), Decimal("380.00")),
)


def written(facts: NarrativeFacts, outline: Outline = STATUTORY) -> dict[str, str]:
    return {chapter: render(text, facts) for chapter, text in draft(facts, outline).items()}


def test_what_is_still_to_be_mended_is_told_with_what_was_left_over() -> None:
    facts = replace(
        QUIET,
        rectifications=("公开栏更新不及时",),
        left_over=2,
        left_over_mended=1,
        unmended=("目录缺项，整改措施是补齐目录",),
    )
    assert written(facts)["problems"] == (
        "上年遗留的政府信息公开问题2项，本年整改完成1项。2022年整改政府信息公开问题1项：一是公开栏更新不及时。"
        "到2022年底还没有整改完成1项：一是目录缺项，整改措施是补齐目录。"
        "下一步，我镇将把没有整改完成的逐项改到位，继续改进上述工作。"
    )
    only_open = written(replace(QUIET, unmended=("目录缺项，整改措施是补齐目录",)))["problems"]
    assert only_open.startswith("到2022年底还没有整改完成1项：一是目录缺项")
    assert "遗留" not in only_open


def test_a_year_with_nothing_reads_naturally() -> None:
    text = written(QUIET)
    assert text["overview"].splitlines()[:4] == [
        "（一）主动公开",
        "2022年，我镇没有新增主动公开的政府信息。没有作出行政许可、行政处罚和行政强制决定。",
        "（二）依申请公开",
        "2022年，我镇未收到政府信息公开申请，没有上年结转的申请。未发生因政府信息公开引起的行政复议和行政诉讼。",
    ]
    assert "没有开展政府信息公开工作考核；没有开展社会评议；没有发生责任追究。" in text["overview"]
    assert text["other_matters"] == "2022年，我镇未发出收费通知，未收取信息处理费。没有其他需要报告的事项。"


def test_a_busy_year_tells_its_figures() -> None:
    text = written(BUSY)
    assert (
        "主动公开政府信息32条。按类别分：财政信息20条、政策文件12条。按渠道分：微信公众号30条、云上滑州12条。"
        in text["overview"]
    )
    assert "新收政府信息公开申请10件，上年结转2件；办结10件，结转下年度继续办理2件。" in text["overview"]
    assert "办结的申请中，予以公开7件，部分公开2件，无法提供1件。" in text["overview"]
    assert "政府信息公开行政复议4件，其中结果维持2件，结果纠正1件，尚未审结1件；" in text["overview"]
    assert "全年组织政府信息公开培训2次，参加80人次。" in text["overview"]
    assert "工作考核结果：表扬3次，绩效扣分1次" in text["overview"]
    assert text["problems"].startswith("2022年整改政府信息公开问题2项：一是公开栏更新不及时；二是目录缺项。")
    assert "发出收费通知1件，总金额380元，实际收取信息处理费380元。" in text["other_matters"]


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_a_report_names_no_rule_that_came_after_its_year(year: int) -> None:
    text = written(replace(BUSY, year=year))["other_matters"]
    begins = f"{year}年，我镇发出收费通知1件，总金额380元，"
    assert text.startswith(f"依据《政府信息公开信息处理费管理办法》，{begins}" if year >= 2021 else begins)


def test_the_towns_own_outline_has_its_six_headings() -> None:
    lines = draft(BUSY, TOWN)["overview"].splitlines()
    assert [line for line in lines if line.startswith("（")] == [
        "（一）强化组织领导",
        "（二）建立工作机制",
        "（三）主动公开政府信息情况",
        "（四）依申请公开政府信息情况",
        "（五）建设政府信息公开平台",
        "（六）全面推进基层政务公开",
    ]


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.code)
@pytest.mark.parametrize("facts", [QUIET, BUSY], ids=["quiet", "busy"])
def test_a_draft_meets_every_rule_that_it_can_meet(facts: NarrativeFacts, outline: Outline) -> None:
    report = ReportData(
        facts.organ,
        facts.year,
        "2021",
        facts.cells,
        narrative=written(facts, outline),
        level="town",
        fee_notices=facts.fee_notices,
        items_published=facts.items,
    )
    assert [f for f in check(report, own=True) if f.severity is not Severity.INFO] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["2019", "2021"])
@given(facts=FACTS)
def test_no_draft_contradicts_its_own_tables(form: str, facts: YearFacts) -> None:
    cells = tally(facts, BY_CODE[form])
    prose = NarrativeFacts(facts.organ, facts.year, cells, fee_notices=NO_FEE)
    for outline in OUTLINES:
        report = ReportData(facts.organ, facts.year, form, cells, narrative=written(prose, outline))
        assert [f for f in check(report) if f.rule.startswith("AR-N")] == []


def test_figures_follow_the_ledger_after_the_text_is_written() -> None:
    text = "收到申请{新收件数}件，{自称}办结{ 办结件数 }件，收费{行政事业性收费}万元。"
    assert render(text, BUSY) == "收到申请10件，我镇办结10件，收费0.04万元。"
    assert render(text, QUIET) == "收到申请0件，我镇办结0件，收费0万元。"


def test_a_wording_that_no_longer_fits_is_found_by_the_check() -> None:
    stale = render(draft(QUIET, STATUTORY)["overview"], BUSY)
    report = ReportData(BUSY.organ, 2022, "2021", BUSY.cells, narrative={"overview": stale})
    assert {f.rule for f in check(report) if f.rule.startswith("AR-N")} >= {"AR-N.1", "AR-N.2", "AR-N.6"}


def test_an_unknown_figure_prints_so_and_is_reported() -> None:
    facts = NarrativeFacts("示例局", 2022, {})
    text = "{自称}收到申请{新收件数}件，培训{培训次数}次，{年份}年。"
    assert render(text, facts) == "我局收到申请未统计件，培训未统计次，2022年。"
    assert unknown(text, facts) == ("新收件数", "培训次数")


def test_what_is_unknown_is_never_written_as_none() -> None:
    text = written(NarrativeFacts("示例局", 2022, {}))
    said = "".join(text.values())
    assert not any(
        word in said for word in ("未收到", "未发生", "没有作出", "没有发生", "没有开展", "未发出")
    )


def test_a_field_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(NarrativeError, match=r"正文里的\{新收的件数\} — 没有这个字段 — 可能是\{新收件数\}"):
        check_fields("收到{新收的件数}件。")


def test_fields_are_listed_once_in_their_order_and_other_braces_are_left() -> None:
    assert fields("{办结件数}{新收件数}{办结件数}{}{\n}") == ("办结件数", "新收件数")
    assert render("集合{}不是字段。", QUIET) == "集合{}不是字段。"


def test_a_topic_with_braces_is_text_and_not_a_field() -> None:
    facts = replace(QUIET, rectifications=("{新收件数}未核对",))
    assert "一是（新收件数）未核对" in written(facts)["problems"]


@pytest.mark.parametrize(
    ("before", "words"), [(4, "增加6件"), (12, "减少2件"), (10, "持平"), (None, "未统计")]
)
def test_the_change_from_last_year_is_said_in_words(before: Any, words: str) -> None:
    facts = replace(BUSY, previous={"requests/new/total": before})
    assert render("{新收较上年}", facts) == words


@pytest.mark.parametrize(
    ("organ", "own_name"),
    [
        ("四间房镇人民政府", "我镇"),
        ("滑县人民政府", "我县"),
        ("东湖街道办事处", "我街道"),
        ("滑县教育局", "我局"),
        ("滑县发展和改革委员会", "我委"),
        ("滑县人民政府办公室", "我办"),
        ("平潭综合实验区管理委员会", "本机关"),
    ],
)
def test_an_organ_calls_itself_as_officials_do(organ: str, own_name: str) -> None:
    assert replace(QUIET, organ=organ).calls_itself == own_name


def test_every_field_has_its_own_name_and_a_description() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(names) == len(set(names))
    assert all(figure.description for figure in FIGURES)
    for figure in FIGURES:
        figure.value(QUIET)
        figure.value(NarrativeFacts("示例局", 2022, {}))


def test_what_assessments_and_evaluations_came_to_stands_beside_their_number() -> None:
    facts = replace(
        QUIET,
        assessments=1,
        social_reviews=1,
        assessment_results=("第四季度考核优秀3个，良好5个",),
        social_review_results=("社会评议收到答卷120份，“总的来说”基本满意以上的占96.5%",),
    )
    assert (
        "开展政府信息公开工作考核1次，考核结果为第四季度考核优秀3个，良好5个；开展社会评议1次，"
        "社会评议收到答卷120份，“总的来说”基本满意以上的占96.5%；没有发生责任追究。"
    ) in written(facts)["overview"]
