"""The rules of the report, one by one: what breaks them, what they say, and where."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from gongkai.law.annual_report.checks import CHECKS, Settings, check
from gongkai.law.annual_report.model import FeeNotices, ReportData
from gongkai.law.findings import Finding, Severity
from gongkai.law.tests.annual_reports import SOUND, a_report, cases, published

PROSE = {
    "overview": "（一）主动公开。（二）依申请公开。（三）政府信息管理。（四）平台建设。（五）监督保障。"
    "工作考核、社会评议均已开展，未发生责任追究。",
    "problems": "一是公开内容不够及时，已改正。",
    "other_matters": "本年度未发出收费通知，未收取信息处理费。",
}
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def of_rule(rule: str, report: ReportData, **options: Any) -> list[Finding]:
    return [finding for finding in check(report, **options) if finding.rule == rule]


def in_tables(report: ReportData) -> list[str]:
    """Errors and warnings of the tables, as ``rule where``."""
    return [
        f"{f.rule} {f.where}"
        for f in check(report)
        if f.rule.startswith(("AR-2", "AR-3", "AR-4")) and f.severity is not Severity.INFO
    ]


@pytest.mark.parametrize(
    "case", cases("annual_report_identities.toml", "case"), ids=lambda case: case["name"]
)
def test_one_slip_is_found_where_it_is_and_nowhere_else(case: dict[str, Any]) -> None:
    assert sorted(in_tables(a_report(SOUND | case["set"]))) == sorted(case["found"])


@pytest.mark.parametrize(
    ("report", "violated"), published(), ids=[f"{report.organ}{report.year}" for report, _ in published()]
)
def test_of_published_reports_exactly_the_broken_identities_are_found(
    report: ReportData, violated: list[str]
) -> None:
    assert sorted(in_tables(report)) == sorted(violated)


def test_a_finding_writes_its_sum_out_with_both_sides() -> None:
    (finding,) = of_rule("AR-3.1", a_report(SOUND | {"requests/new": [8, 2, 0, 0, 0, 0, 11]}))
    assert finding.message == (
        "“总计”一列 — 新收11＋上年结转2＝13，办理结果总计10＋结转下年度2＝12，两边应当相等 — 请核对这四个数。"
    )
    assert (finding.expected, finding.actual) == (11, 10)
    assert finding.source == "国办公开办函〔2021〕30号 表三"


def test_a_2019_report_is_held_to_its_own_notice() -> None:
    wrong = a_report({"requests/new": [1, 0, 0, 0, 0, 0, 2]}, form="2019", year=2020, undivided_other=True)
    assert of_rule("AR-3.3", wrong)[0].source == "国办公开办函〔2019〕60号 表三"


# -- AR-3.4 blanks and what is not a count


def test_a_blank_is_an_error_in_an_own_draft_and_a_warning_in_a_published_report() -> None:
    report = a_report(SOUND | {"requests/carried_out/total": None})
    (published_one,), (own,) = of_rule("AR-3.4", report), of_rule("AR-3.4", report, own=True)
    assert (published_one.severity, own.severity) == (Severity.WARNING, Severity.ERROR)
    assert own.where == "requests/carried_out/total"
    assert own.message == "“四、结转下年度继续办理·总计” — 空着没有数 — 没有发生的请填0。"


def test_what_only_the_2019_form_asks_for_is_not_to_be_filled_with_zeros_in_an_own_draft() -> None:
    report = a_report(form="2019", year=2020, undivided_other=True)
    report = replace(report, cells={c: None if "/legacy/" in c else v for c, v in report.cells.items()})
    (finding,) = of_rule("AR-3.4", report, own=True)
    assert finding.severity is Severity.WARNING
    assert "格 — 2019年格式独有，台账不登记 — 请查明后在写出的文件里补填，不能当作0。" in finding.message
    assert "填0" in of_rule("AR-3.4", report)[0].message


def test_an_identity_with_a_blank_cell_is_not_evaluated() -> None:
    assert in_tables(a_report(SOUND | {"requests/total/total": None})) == ["AR-3.4 requests/total/total"]


def test_a_column_left_blank_is_one_finding() -> None:
    report = a_report()
    blank = {code: None for code in report.cells if code.endswith("/research")}
    (finding,) = of_rule("AR-3.4", replace(report, cells={**report.cells, **blank}))
    assert "等25格 — 空着没有数" in finding.message


def test_a_cell_that_the_reader_could_not_read_is_not_called_blank() -> None:
    unread = Finding("AR-unread", Severity.WARNING, "requests/new/total", "没有读出")
    report = replace(a_report({"requests/new/total": None}), findings=(unread,))
    assert of_rule("AR-3.4", report) == []
    assert of_rule("AR-unread", report) == [unread]


def test_the_identities_propose_what_an_unread_cell_must_be() -> None:
    unread = Finding("AR-unread", Severity.WARNING, "requests/total/business", "没有读出")
    report = replace(a_report(SOUND | {"requests/total/business": None}), findings=(unread,))
    (proposal,) = of_rule("AR-derived", report)
    assert (proposal.where, proposal.expected, proposal.severity) == (
        "requests/total/business",
        1,
        Severity.INFO,
    )
    assert in_tables(report) == []


def test_two_unread_cells_that_the_identities_leave_open_are_not_guessed() -> None:
    # 予以公开 and 部分公开 of one applicant trade against each other in column and row alike
    codes = [
        f"requests/{row}/{column}"
        for row in ("granted", "partial")
        for column in ("business", "natural_person")
    ]
    unread = tuple(Finding("AR-unread", Severity.WARNING, code, "没有读出") for code in codes)
    report = replace(a_report(SOUND | dict.fromkeys(codes)), findings=unread)
    assert of_rule("AR-derived", report) == []


def test_a_fraction_in_a_count_is_an_error() -> None:
    (finding,) = of_rule("AR-3.4", a_report({"proactive/penalties": Decimal("1.5")}))
    assert (finding.severity, finding.where) == (Severity.ERROR, "proactive/penalties")


# -- against last year's report


def test_without_last_years_report_the_rules_that_need_it_say_so() -> None:
    found = check(a_report())
    assert {f.rule for f in found if "没有2021年的年报" in f.message} == {"AR-2.1", "AR-3.5", "AR-4.2"}
    assert all(f.severity is Severity.INFO for f in found)


def test_the_report_of_another_year_does_not_stand_in_for_last_years() -> None:
    (finding,) = of_rule("AR-3.5", a_report(), previous=a_report(year=2020))
    assert "没有2021年的年报（给出的是2020年的）" in finding.message


def test_carried_in_must_be_what_last_year_carried_out_in_every_column() -> None:
    last = a_report({"requests/carried_out": [1, 1, 0, 0, 0, 0, 2]}, year=2021)
    found = of_rule("AR-3.5", a_report(SOUND), previous=last)
    assert [(f.where, f.expected, f.actual) for f in found] == [
        ("requests/carried_in/natural_person", 1, 2),
        ("requests/carried_in/business", 1, 0),
    ]


def test_the_carry_over_joins_a_2019_form_to_a_2021_form() -> None:
    last = a_report(
        {"requests/carried_out": [2, 0, 0, 0, 0, 0, 2]}, year=2020, form="2019", undivided_other=True
    )
    assert of_rule("AR-3.5", a_report(SOUND, year=2021), previous=last) == []


def test_a_written_explanation_turns_a_break_with_last_year_into_information() -> None:
    where = "requests/carried_in/total"
    settings = Settings(explanations={("AR-3.5", where): "2021年机构合并。"})
    found = of_rule("AR-3.5", a_report({where: 3}), previous=a_report(year=2021), settings=settings)
    assert [(f.severity, f.message.endswith("本机关说明：2021年机构合并。")) for f in found] == [
        (Severity.INFO, True)
    ]


def test_pending_cases_of_last_year_must_be_in_this_years_total() -> None:
    last = a_report({"remedies/reconsideration": [0, 0, 0, 5, 5]}, year=2021)
    (finding,) = of_rule("AR-4.2", a_report(SOUND), previous=last)
    assert (finding.severity, finding.expected, finding.actual) == (Severity.WARNING, 5, 4)


def test_stock_of_documents_that_does_not_follow_from_last_year_is_a_warning() -> None:
    stock = {"proactive/normative_documents/in_force": 470, "proactive/normative_documents/made": 77}
    last = a_report({"proactive/normative_documents/in_force": 400}, year=2021)
    (finding,) = of_rule("AR-2.1", a_report(stock), previous=last)
    assert (finding.severity, finding.expected, finding.actual) == (Severity.WARNING, 477, 470)


def test_more_repealed_than_there_was_is_a_warning() -> None:
    last = a_report({"proactive/normative_documents/in_force": 3}, year=2021)
    found = of_rule("AR-2.2", a_report({"proactive/normative_documents/repealed": 5}), previous=last)
    assert [f.severity for f in found] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("organ", "fees", "before", "warned"),
    [
        ("示例镇人民政府", "1000", None, False),
        ("示例镇人民政府", "1000.01", None, True),
        ("示例市人民政府", "59237.2449", None, False),
        ("示例市人民政府", "5100", "100", True),
        ("示例市人民政府", "5000", "100", False),
    ],
)
def test_yuan_typed_for_10k_yuan_is_guessed_from_size_and_last_year(
    organ: str, fees: str, before: str | None, warned: bool
) -> None:
    where = "proactive/fees_10k_yuan"
    last = a_report({where: Decimal(before)}, year=2021) if before else None
    found = of_rule("AR-2.3", a_report({where: Decimal(fees)}, organ=organ), previous=last)
    assert [f.severity for f in found] == [Severity.WARNING] * warned


# -- structure


def structure(report: ReportData, **options: Any) -> list[tuple[str, str, str]]:
    """Errors and warnings of the structure."""
    found = (f for f in check(report, **options) if f.rule.startswith("AR-S"))
    return [(f.rule, f.severity.value, f.where) for f in found if f.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("narrative", "where", "missing"),
    [
        ({}, "report", 3),
        ({"overview": PROSE["overview"]}, "narrative/problems", 2),
        (PROSE, "", 0),
    ],
)
def test_prose_that_was_not_handed_in_is_said_to_be_unchecked(
    narrative: dict[str, str], where: str, missing: int
) -> None:
    found = of_rule("AR-S.1", a_report(narrative=narrative))
    assert [(f.severity, f.where, f.message.count("”")) for f in found] == [
        (Severity.INFO, where, missing) for _ in range(min(missing, 1))
    ]
    assert all("没有提供，未查" in f.message for f in found)


def test_six_chapters_in_order_are_sound() -> None:
    assert structure(a_report(narrative=PROSE, headings=HEADINGS), own=True) == []


def test_a_missing_chapter_is_an_error() -> None:
    report = a_report(narrative=PROSE, headings=HEADINGS[:5])
    assert structure(report) == [("AR-S.1", "error", "narrative/other_matters")]


def test_a_renamed_chapter_is_a_warning_with_its_right_name() -> None:
    headings = (*HEADINGS[:3], "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", *HEADINGS[4:])
    (finding,) = of_rule("AR-S.2", a_report(narrative=PROSE, headings=headings))
    assert (finding.severity, finding.expected) == (Severity.WARNING, HEADINGS[3])


def test_chapters_out_of_order_are_a_warning() -> None:
    headings = (*HEADINGS[:4], HEADINGS[5], HEADINGS[4])
    assert structure(a_report(narrative=PROSE, headings=headings)) == [
        ("AR-S.3", "warning", "narrative/problems")
    ]


def test_a_draft_without_chapter_five_is_not_ready() -> None:
    report = a_report(narrative={**PROSE, "problems": " "})
    assert structure(report, own=True) == [("AR-S.1", "error", "narrative/problems")]


def test_a_table_without_a_figure_is_missing() -> None:
    report = a_report()
    blank = {code: None for code in report.cells if code.startswith("remedies/")}
    found = [
        f for f in check(replace(report, cells={**report.cells, **blank})) if f.severity is not Severity.INFO
    ]
    assert [(f.rule, f.severity, f.where) for f in found] == [
        ("AR-S.5", Severity.ERROR, "remedies/reconsideration/upheld")
    ]


def test_the_form_of_earlier_years_is_a_warning() -> None:
    assert structure(a_report(form="2019", year=2022, undivided_other=True)) == [
        ("AR-S.4", "warning", "report")
    ]


def test_tables_of_both_forms_in_one_report_are_a_warning() -> None:
    (finding,) = of_rule("AR-format-mixed", a_report(undivided_other=True))
    assert (finding.severity, finding.where) == (Severity.WARNING, "requests/other_all/total")


# -- what the chapters must say


@pytest.mark.parametrize(
    ("organ", "overview", "missing"),
    [
        ("示例镇人民政府", "全年考核两次，开展社会评议，未发生责任追究。", []),
        ("示例镇人民政府", "对不能按期完成的村通报批评和绩效扣分。", ["社会评议", "责任追究"]),
        ("示例镇人民政府", "纳入目标考评，委托第三方机构测评，没有需要追究责任的情形。", []),
        ("示例县人民政府", "工作平稳。", ["工作考核", "社会评议", "责任追究"]),
        ("示例县教育局", "工作平稳。", []),
        ("示例市东湖街道办事处", "工作平稳。", []),
    ],
)
def test_a_government_reports_its_assessment_review_and_accountability(
    organ: str, overview: str, missing: list[str]
) -> None:
    found = of_rule("AR-1.1", a_report(organ=organ, narrative={"overview": overview}))
    assert [f.expected for f in found if f.severity is Severity.WARNING] == missing


def test_what_a_missing_first_chapter_lacks_is_not_said_again() -> None:
    text = {"overview": "全年收到政府信息公开申请9件。"}
    report = a_report(narrative=text, headings=HEADINGS[1:])
    assert of_rule("AR-1.1", report) == []
    assert [f.where for f in of_rule("AR-S.1", report) if f.severity is Severity.ERROR] == [
        "narrative/overview"
    ]


def test_headings_without_management_and_supervision_are_hints() -> None:
    overview = "（一）强化组织领导\n考核评议追责\n（二）主动公开\n（三）依申请公开\n（四）建设公开平台\n"
    found = of_rule("AR-1.1", a_report(narrative={"overview": overview}))
    assert [f.expected for f in found if f.severity is Severity.INFO] == ["政府信息管理", "监督保障"]


@pytest.mark.parametrize(
    ("cells", "text", "severity"),
    [
        ({}, "无", "info"),
        (SOUND, "无", "warning"),
        (SOUND, "全年收取信息处理费0元。", None),
        (SOUND, "2022年，无收取信息处理费情况。", None),
        (SOUND, "全年收取政府信息公开信息处理费3940元。", "warning"),
        (
            SOUND | {"proactive/fees_10k_yuan": Decimal("0.394")},
            "全年收取政府信息公开信息处理费3940元。",
            None,
        ),
        (
            {"requests/other_no_payment": [1, 0, 0, 0, 0, 0, 1], "requests/total": [1, 0, 0, 0, 0, 0, 1]},
            "未发出收费通知，未收取信息处理费。",
            "warning",
        ),
    ],
)
def test_chapter_six_speaks_of_the_fee_as_the_tables_do(
    cells: dict[str, Any], text: str, severity: str | None
) -> None:
    found = of_rule("AR-6.1", a_report(cells, narrative={"other_matters": text}))
    assert [f.severity.value for f in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "silent", "collected"),
    [
        ("无其他需要报告的事项。", True, None),
        ("规范涉企收费，公开收费目录清单。", True, None),
        ("本年度依申请公开未收费。", False, None),
        ("收费情况：我镇2022年未产生政府信息公开收费。", False, None),
        ("（一）收费及减免情况：无。（二）其他：无。", False, None),
        ("本机关未向申请人收取任何检索、复制、邮寄等费用。", False, None),
        ("本年度无政府信息公开收费、减免情况。", False, None),
        ("全年未因政府信息公开产生费用。", False, None),
        ("发出信息公开处理费缴费通知2份，其中1份申请人逾期未缴纳。", False, None),
        ("依据《政府信息公开信息处理费管理办法》，收取的信息处理费为零。", False, None),
        ("共发出收费通知3件，总金额1260元，实际收取880元。", False, 880),
        ("全市共对12件申请收取信息处理费1.2万元。", False, 12000),
        ("共收取政府信息公开信息处理费2笔，合计560元。", False, 560),
        ("全年减免信息处理费350元，实际收取0元。", False, None),
        ("2022年度行政事业性收费12.5万元，信息处理费0元。", False, None),
    ],
)
def test_the_fee_is_spoken_of_in_many_words(text: str, silent: bool, collected: int | None) -> None:
    found = of_rule("AR-6.1", a_report(SOUND, narrative={"other_matters": text}))
    assert [f.actual for f in found if "没有写" in f.message] == [None] * silent
    assert [f.actual for f in found if "没有写" not in f.message] == ([collected] if collected else [])
    if collected:
        assert f"实收{collected}元，多于表二行政事业性收费0万元" in found[0].message


@pytest.mark.parametrize(
    "heading",
    [
        "四、政府信息公开行政复议,行政诉讼情况",
        "四．政府信息公开行政复议、行政诉讼情况：",
        "四、 政府信息公开 行政复议、行政诉讼情况。",
    ],
)
def test_a_heading_may_be_set_in_other_type(heading: str) -> None:
    assert (
        of_rule("AR-S.2", a_report(narrative=PROSE, headings=(*HEADINGS[:3], heading, *HEADINGS[4:]))) == []
    )


def test_the_fee_in_the_prose_must_be_the_fee_in_the_ledger() -> None:
    report = a_report(
        {"proactive/fees_10k_yuan": Decimal(1)},
        narrative={"other_matters": "发出收费通知2件，总金额480元，实际收取信息处理费380元。"},
        fee_notices=FeeNotices(2, Decimal(480), Decimal(400)),
    )
    assert [(f.expected, f.actual) for f in of_rule("AR-6.1", report)] == [(Decimal(400), Decimal(380))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("未发出收费通知，未收取信息处理费。", [(10, 0)]),
        ("发出收费通知0件，未收取信息处理费。", [(10, 0)]),
        ("发出收费通知10件，另有1件因申请人未按收费通知缴纳信息处理费不再处理。", []),
    ],
)
def test_fee_notices_that_the_ledger_holds_cannot_be_denied(text: str, found: list[tuple[int, int]]) -> None:
    notices = FeeNotices(10, Decimal(0), Decimal(0))
    report = a_report(narrative={"other_matters": text}, fee_notices=notices)
    assert [(f.expected, f.actual) for f in of_rule("AR-6.1", report)] == found


@pytest.mark.parametrize(
    ("added", "found"),
    [
        ("发出收费通知2件，总金额500元。", [(0, 500)]),
        ("总金额500元。", [(0, 500)]),
        ("发出收费通知3件，总金额0元。", [(2, 3)]),
        ("实际收取信息处理费500元。", [(1200, 500)]),
        ("收取信息处理费500元。", [(1200, 500)]),
        ("行政事业性收费总金额12000元。", []),
        ("其中应收取信息处理费500元的1件已减免。", []),
    ],
)
def test_a_true_sentence_about_the_fee_shields_no_false_one(added: str, found: list[tuple[int, int]]) -> None:
    true = "发出收费通知2件，总金额0元，实际收取信息处理费1200元。"
    report = a_report(
        {"proactive/fees_10k_yuan": Decimal("1.2")},
        narrative={"other_matters": true + added},
        fee_notices=FeeNotices(2, Decimal(0), Decimal(1200)),
    )
    assert [(f.expected, f.actual) for f in of_rule("AR-6.1", report)] == found


def test_notices_told_one_by_one_are_added_up() -> None:
    text = "发出收费通知1件，总金额100元；又发出收费通知1件，总金额280元。未收取信息处理费。"
    notices = FeeNotices(2, Decimal(380), Decimal(0))
    report = a_report(narrative={"other_matters": text}, fee_notices=notices)
    assert of_rule("AR-6.1", report) == []


def test_reports_of_years_before_the_fee_rules_need_not_speak_of_the_fee() -> None:
    report = a_report(SOUND, year=2020, narrative={"other_matters": "无"})
    assert of_rule("AR-6.1", report) == []


def test_last_years_problems_word_for_word_are_a_warning() -> None:
    problems = "一是公开不够及时；二是人员兼职较多。下一步加强培训，及时更新公开内容。"
    report, last = (a_report(year=year, narrative={"problems": problems}) for year in (2022, 2021))
    assert [f.where for f in of_rule("AR-5.1", report, previous=last)] == ["narrative/problems"]


def test_personal_data_is_an_error_that_does_not_repeat_the_number() -> None:
    text = "联系人手机13800138000，身份证11010519491231002X。"
    found = of_rule("AR-P.1", a_report(narrative={"overview": text}))
    assert [f.severity for f in found] == [Severity.ERROR] * 2
    assert not any("13800138000" in f.message or "11010519491231002X" in f.message for f in found)


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("证件110105 19491231002X，已办结。", Severity.ERROR, "有居民身份证号"),
        ("证件912345197001010014，已办结。", Severity.ERROR, "有外国人永久居留身份证号"),
        ("旧身份证110105491231002，已办结。", Severity.ERROR, "有15位居民身份证号"),
        ("登记为1101 0519 49123 1002X的一件。", Severity.WARNING, "像是居民身份证号"),
    ],
)
def test_identity_numbers_of_every_build_are_found_and_doubtful_ones_asked_about(
    text: str, severity: Severity, said: str
) -> None:
    (finding,) = of_rule("AR-P.1", a_report(narrative={"overview": text}))
    assert (finding.severity, said in finding.message) == (severity, True)


def test_what_is_quoted_before_a_number_shows_no_other_number() -> None:
    text = "身份证11010519491231002X，13800138000"
    found = of_rule("AR-P.1", a_report(narrative={"overview": text}))
    assert found[1].message.startswith("正文“*******，”之后 — 有手机号码（尾号8000）")


def test_an_office_mobile_that_the_organ_published_may_stand() -> None:
    report = a_report(narrative={"overview": "值班手机13800138000。"})
    settings = Settings(public_phones=frozenset({"13800138000"}))
    assert of_rule("AR-P.1", report, settings=settings) == []


# -- the list


def test_errors_come_first_then_the_order_of_the_form() -> None:
    report = a_report({"requests/total/total": 3, "proactive/licensing": -1, "proactive/regulations/made": 1})
    found = [(f.severity.value, f.where) for f in check(report) if f.severity is not Severity.INFO]
    assert found == [
        ("error", "proactive/licensing"),
        ("error", "requests/total/total"),
        ("error", "requests/total/total"),
        ("error", "requests/total/total"),
        ("warning", "proactive/regulations/made"),
    ]


def test_every_check_has_its_own_id_and_a_sentence_and_a_source() -> None:
    ids = [rule.id for rule in CHECKS]
    assert len(ids) == len(set(ids))
    assert all(rule.title and str(rule.source) for rule in CHECKS)


def test_findings_of_an_earlier_check_are_not_carried_on() -> None:
    stale = Finding("AR-3.1", Severity.ERROR, "requests/total/total", "旧的")
    assert of_rule("AR-3.1", replace(a_report(SOUND), findings=(stale,))) == []


# -- AR-O.1 sentences of another report

OWN_WORDS = "".join(f"本年度第{n}项重点工作按照计划如期完成并向社会公布。" for n in "一二三四五六七八九十")
OTHERS = "".join(f"另一机关第{n}项重点工作有关进展情况已经登载于网站。" for n in "一二三四五六七八九十")


def half_of(text: str, rest: str, sentences: int) -> str:
    """``sentences`` of one text, then the last of the other, ten in all."""
    return "".join(part + "。" for part in (text.split("。")[:sentences] + rest.split("。")[sentences:10]))


@pytest.mark.parametrize(
    ("taken", "severity"), [(4, None), (5, Severity.INFO), (7, Severity.INFO), (8, Severity.WARNING)]
)
def test_sentences_of_another_organ_are_counted_word_for_word(taken: int, severity: Severity | None) -> None:
    other = a_report(organ="别的镇人民政府", narrative={"overview": OTHERS})
    report = a_report(narrative={"overview": half_of(OTHERS, OWN_WORDS, taken)})
    found = of_rule("AR-O.1", report, alike=other)
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    for finding in found:
        assert f"10句中有{taken}句与另一机关的年报（别的镇人民政府2022年）一字不差" in finding.message
        assert finding.actual == taken * 10


def test_a_text_copied_under_another_name_is_known_again() -> None:
    other = a_report(organ="别的镇人民政府", narrative={"overview": OTHERS.replace("另一机关", "别的镇")})
    report = a_report(organ="示例镇", narrative={"overview": OTHERS.replace("另一机关", "示例镇")})
    assert len(of_rule("AR-O.1", report, alike=other)) == 1


def test_last_years_sentences_are_counted_too_but_not_those_with_new_figures() -> None:
    before = a_report(year=2021, narrative={"overview": OWN_WORDS})
    copied = a_report(narrative={"overview": OWN_WORDS})
    written_anew = a_report(narrative={"overview": OWN_WORDS.replace("项", "项（3件）共办结3件")})
    assert "上年年报（示例镇人民政府2021年）" in of_rule("AR-O.1", copied, previous=before)[0].message
    assert of_rule("AR-O.1", written_anew, previous=before) == []


def test_a_short_report_of_set_phrases_is_nobodys_copy() -> None:
    few = "".join(OTHERS.split("。")[n] + "。" for n in range(9)) + "没有其他需要报告的事项。" * 5
    report = a_report(narrative={"overview": few})
    assert of_rule("AR-O.1", report, alike=a_report(organ="别的镇", narrative={"overview": few})) == []
