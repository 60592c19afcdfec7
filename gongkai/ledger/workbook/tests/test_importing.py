"""What the import promises: what becomes of a row, who is refused, and what only warns."""

from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from gongkai.ledger.audit import queries as audit
from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.supervision.models import Activity
from gongkai.ledger.workbook.parsing import parse
from gongkai.ledger.workbook.sheets import sheet_named
from gongkai.ledger.workbook.tests.books import (
    ANSWERED,
    APPLICATION,
    CASE,
    DOCUMENT,
    TODAY,
    events_of,
    table,
    take,
    take_rows,
    where,
    xlsx,
)
from gongkai.ledger.workbook.typed import typed

pytestmark = pytest.mark.django_db


def test_a_row_becomes_an_application_with_its_events(tmp_path, organ):
    report = take_rows(
        tmp_path,
        organ,
        "依申请公开",
        {
            **ANSWERED,
            "收到方式": "EMS",
            "补正通知日期": "2022-03-02",
            "补正期限": "2022-03-10",
            "补正收到日期": "2022-03-08",
            "延期日期": "2022-03-15",
            "延期工作日": 10,
            "收费通知日期": "2022-03-16",
            "收费金额": "380元",
            "缴费日期": "2022-03-17",
            "答复文号": "青政公开〔2022〕1号",
            "送达方式": "电子",
            "送达日期": "2022-03-22",
        },
    )
    assert (report.added["依申请公开"], report.refused) == (1, [])
    assert events_of("2022-1") == [
        ("received", date(2022, 3, 1), {"channel": "registered_mail", "applicant_kind": "natural_person"}),
        ("correction_requested", date(2022, 3, 2), {"due": "2022-03-10"}),
        ("corrected", date(2022, 3, 8), {}),
        ("extended", date(2022, 3, 15), {"days": 10}),
        ("fee_noticed", date(2022, 3, 16), {"amount": "380.00"}),
        ("paid", date(2022, 3, 17), {}),
        ("answered", date(2022, 3, 21), {"row": "granted", "document_no": "青政公开〔2022〕1号"}),
        ("served", date(2022, 3, 22), {"way": "electronic"}),
    ]
    row = FoiRequest.objects.get()
    assert (row.received_year, row.answered_year, row.result) == (2022, 2022, "granted")


def test_the_other_sheets_become_rows_of_their_ledgers(tmp_path, organ):
    sheets = {
        "主动公开": table(
            {**DOCUMENT, "条例条款": "7", "公开渠道": "网站、微信", "信息类别": "行政规范性文件"}
        ),
        "渠道发布": table({"月份": "2022-03", "渠道": "微信", "条数": 12}),
        "行政行为": table(
            {"日期": "2022-03-04", "类别": "行政许可", "数量": 3},
            {"月份": "2022-04", "类别": "行政事业性收费", "金额": 1200.5},
        ),
        "复议诉讼": table({**CASE, "类型": "申诉", "仅作复议机关": "是"}),
        "工作推进": table({"日期": "2022-06-01", "类别": "培训", "人数": 46, "分值": -1.5}),
        "机关信息": [["机关名称", organ.name], ["联系电话", "0372-8000000"], ["邮政编码", 456400]],
    }
    report = take(xlsx(tmp_path / "a.xlsx", sheets), organ)
    assert report.refused == []
    assert dict(report.added) == {
        "主动公开": 1,
        "渠道发布": 1,
        "行政行为": 2,
        "复议诉讼": 1,
        "工作推进": 1,
        "机关信息": 2,
    }
    document = Disclosure.objects.get()
    assert (document.clause, document.channels, document.category) == (
        "art20_7",
        ["网站", "微信"],
        "normative_documents",
    )
    assert ChannelCount.objects.get().month == date(2022, 3, 1)
    licence, fee = AdministrativeAct.objects.order_by("on")
    assert (licence.quantity, licence.whole_month) == (3, False)
    assert (fee.on, fee.whole_month, fee.amount) == (date(2022, 4, 1), True, Decimal("1200.50"))
    case = RemedyCase.objects.get()
    assert (case.kind, case.as_reviewer_only) == ("complaint", True)
    assert Activity.objects.get().points == Decimal("-1.50")
    organ.refresh_from_db()
    assert (organ.phone, organ.postcode) == ("0372-8000000", "456400")


BAD_ROWS = [
    (
        "主动公开",
        {**DOCUMENT, "标题": "欧阳娜身份证410526195910101637救助公示", "公开日期": "2022-02-11"},
        "标题",
        "标题里有个人信息",
    ),
    ("依申请公开", {**APPLICATION, "申请编号": None}, "申请编号", "必填"),
    ("依申请公开", {**APPLICATION, "收到日期": "昨天"}, "收到日期", "读不出日期"),
    ("依申请公开", {**APPLICATION, "收到日期": "1989-12-31"}, "收到日期", "早于1990年"),
    ("依申请公开", {**APPLICATION, "收到日期": "2026-11-24"}, "收到日期", "晚于今天"),
    ("依申请公开", {**APPLICATION, "收到方式": "信鸽"}, "收到方式", "不认识"),
    ("依申请公开", {**APPLICATION, "申请人类型": "法人或其他组织"}, "申请人类型", "不认识"),
    ("依申请公开", {**APPLICATION, "答复日期": "2022-03-21"}, "答复类型", "填了答复日期就要填"),
    ("依申请公开", {**ANSWERED, "答复日期": "2022-02-28"}, "答复日期", "早于收到日期"),
    ("依申请公开", {**ANSWERED, "答复类型": "不予公开"}, "答复类型", "不认识"),
    ("依申请公开", {**APPLICATION, "申请内容": "路" * 20_001}, "申请内容", "超过20000个字"),
    ("依申请公开", {**APPLICATION, "申请人": "\u202e三张"}, "申请人", "看不见的控制字符"),
    ("依申请公开", {**APPLICATION, "延期工作日": "两周"}, "延期工作日", "整数"),
    (
        "依申请公开",
        {**APPLICATION, "证件号码": 411111111111111111},
        "证件号码",
        "Excel已丢失位数，请按文本填写",
    ),
    ("征求意见", {"申请编号": "没有的", "发出日期": "2022-03-02"}, "申请编号", "没有这件申请"),
    ("主动公开", {**DOCUMENT, "标题": " "}, "标题", "必填"),
    ("主动公开", {**DOCUMENT, "索引号": "甲" * 101}, "索引号", "超过100个字"),
    ("主动公开", {**DOCUMENT, "有效性": "废止"}, "有效性", "废止日期或者有效期至"),
    ("主动公开", {**DOCUMENT, "公开日期": "2026-12-01"}, "公开日期", "晚于今天"),
    ("渠道发布", {"月份": "2026-12", "渠道": "微信", "条数": 1}, "月份", "晚于今天"),
    ("渠道发布", {"月份": "2022-13", "渠道": "微信", "条数": 1}, "月份", "没有这个月 — 请写成2022-03"),
    ("渠道发布", {"月份": "202200", "渠道": "微信", "条数": 1}, "月份", "没有这个月 — 请写成2022-03"),
    ("渠道发布", {"月份": "三月", "渠道": "微信", "条数": 1}, "月份", "读不出月份 — 请写成2022-03"),
    ("渠道发布", {"月份": "2022-03", "渠道": "微信", "条数": "若干"}, "条数", "整数"),
    ("行政行为", {"日期": None, "类别": "行政许可", "数量": 1}, "日期", "日期和月份要填一个"),
    ("行政行为", {"日期": "2022-03-01", "类别": "行政许可"}, "数量", "没有填写"),
    ("行政行为", {"日期": "2022-03-01", "类别": "行政事业性收费", "数量": 2}, "金额", "没有填写"),
    ("复议诉讼", {**CASE, "结果": "胜诉"}, "结果", "不认识"),
    ("工作推进", {"日期": "2022-03-01", "类别": "团建"}, "类别", "不认识"),
]


DOUBTFUL_ROWS = [
    ("依申请公开", {**ANSWERED, "送达日期": "2022-03-18"}, "送达日期", "早于答复日期2022-03-21"),
    ("依申请公开", {**APPLICATION, "延期工作日": 40}, "延期工作日", "只能是1至20"),
    ("主动公开", {**DOCUMENT, "公开日期": "2022-02-09"}, "公开日期", "早于形成日期2022-02-10"),
    ("主动公开", {**DOCUMENT, "废止日期": "2022-01-10"}, "废止日期", "早于形成日期2022-02-10"),
    ("复议诉讼", {**CASE, "审结日期": "2022-05-08"}, "审结日期", "早于收到日期2022-05-09"),
    (
        "行政行为",
        {"日期": "2022-03-04", "月份": "2022-04", "类别": "行政许可", "数量": 3},
        "月份",
        "填的是2022-04，日期却是2022-03-04",
    ),
]


@pytest.mark.parametrize(("sheet", "row", "column", "says"), DOUBTFUL_ROWS)
def test_what_can_hardly_be_is_told_of_a_file_and_refused_where_somebody_types_it(
    tmp_path, organ, sheet, row, column, says
):
    if column == "延期工作日":
        row = {**row, "延期日期": "2022-03-20"}
    report = take_rows(tmp_path, organ, sheet, row)
    assert report.refused == []
    assert any(says in one.message for one in report.warnings if one.column == column)
    known = sheet_named(sheet)
    assert known is not None
    (refused,) = parse(typed(known, {name: str(cell) for name, cell in row.items()}), TODAY).refused
    assert (refused.column, says in refused.message) == (column, True)


def test_a_day_outside_the_month_beside_it_is_counted_by_its_day_and_asked_about(tmp_path, organ):
    act = {"日期": "2022-03-04", "类别": "行政许可", "数量": 3}
    report = take_rows(
        tmp_path, organ, "行政行为", {**act, "月份": "2022-04"}, {**act, "月份": "2022-03", "数量": 1}
    )
    assert (report.refused, where(report.warnings)) == ([], [("行政行为", 2, "月份")])
    assert "填的是2022-04，日期却是2022-03-04，已按日期计入" in report.warnings[0].message
    assert [act.on for act in AdministrativeAct.objects.all()] == [date(2022, 3, 4)] * 2


@pytest.mark.parametrize(("sheet", "row", "column", "says"), BAD_ROWS)
def test_a_bad_row_is_refused_with_its_place_and_the_mend(tmp_path, organ, sheet, row, column, says):
    report = take_rows(tmp_path, organ, sheet, row)
    (refused,) = report.refused
    assert (refused.sheet, refused.row) == (sheet, 2)
    if column in row:
        assert refused.column == column
    assert says in refused.message
    assert refused.message.count(" — ") == 2
    assert refused.message.endswith("。")
    assert sum(report.added.values()) == 0


@pytest.mark.parametrize(
    ("sheet", "row", "column", "other"),
    [
        ("行政行为", {"日期": "2022-03-04", "类别": "行政许可"}, "数量", {"类别": "行政处罚"}),
        ("行政行为", {"月份": "2022-03", "类别": "行政事业性收费"}, "金额", {"月份": "2022-04"}),
        ("渠道发布", {"月份": "2022-03", "渠道": "微信"}, "条数", {"渠道": "网站"}),
    ],
)
def test_a_corrected_row_without_a_number_is_asked_about_and_can_be_taken_back(
    tmp_path, organ, sheet, row, column, other
):
    def total() -> int:
        acts = AdministrativeAct.objects.all()
        figures = [int(act.quantity or act.amount or 0) for act in acts]
        return sum(figures) + sum(count.count for count in ChannelCount.objects.all())

    def take_figures(*figures: int) -> list[str]:
        rows = [{**row, column: figure} for figure in figures]
        return [remark.message for remark in take_rows(tmp_path, organ, sheet, *rows).warnings]

    assert take_figures(50, 70) == []
    beside = take_rows(tmp_path, organ, sheet, {**row, **other, column: 1})
    assert (beside.warnings, beside.added[sheet]) == ([], 1)
    (asked,) = take_figures(50, 7)
    assert "的已有一行70，这张表里没有那一行，这一行另外计入" in asked
    assert asked.endswith(f"{column}填-70。")
    assert total() == 50 + 70 + 7 + 1
    assert take_figures(50, 7, -70) == []
    assert total() == 50 + 7 + 1
    assert take_figures(50, 7, 9) == []  # the row taken back is no longer missed


def test_one_refused_row_stops_the_workbook_and_skip_bad_does_not(tmp_path, organ):
    rows = [
        APPLICATION,
        {**APPLICATION, "申请编号": "2022-2", "收到日期": "?"},
        {**APPLICATION, "申请编号": "2022-3"},
    ]
    stopped = take_rows(tmp_path, organ, "依申请公开", *rows)
    assert (where(stopped.refused), FoiRequest.objects.count()) == ([("依申请公开", 3, "收到日期")], 0)
    skipped = take_rows(tmp_path, organ, "依申请公开", *rows, skip_bad=True)
    assert (where(skipped.refused), skipped.added["依申请公开"]) == ([("依申请公开", 3, "收到日期")], 2)
    assert FoiRequest.objects.count() == 2


def test_every_bad_cell_of_every_row_is_listed_at_once(tmp_path, organ):
    rows: list[dict[str, str | None]] = [
        {**APPLICATION, "收到日期": "?", "申请人类型": "?"},
        {**APPLICATION, "申请编号": "2", "申请人": None},
    ]
    report = take_rows(tmp_path, organ, "依申请公开", *rows)
    assert where(report.refused) == [
        ("依申请公开", 2, "收到日期"),
        ("依申请公开", 2, "申请人类型"),
        ("依申请公开", 3, "申请人"),
    ]


def test_a_number_used_twice_is_refused_whatever_its_width(tmp_path, organ):
    rows = [{**APPLICATION, "申请编号": "(2022)1号"}, {**APPLICATION, "申请编号": "（２０２２） 1号"}]
    report = take_rows(tmp_path, organ, "依申请公开", *rows)
    assert where(report.refused) == [("依申请公开", 3, "申请编号")]
    assert "与第2行重复" in report.refused[0].message


def test_a_missing_column_that_must_be_there_is_said_once(tmp_path, organ):
    row = {name: value for name, value in APPLICATION.items() if name != "收到日期"}
    report = take_rows(tmp_path, organ, "依申请公开", row, {**row, "申请编号": "2"})
    assert where(report.refused) == [("依申请公开", 1, "收到日期")]


def test_dates_that_lie_ahead_by_nature_are_taken(tmp_path, organ):
    later = TODAY + timedelta(400)
    sheets = {
        "依申请公开": table({**APPLICATION, "补正通知日期": "2022-03-02", "补正期限": later}),
        "主动公开": table({**DOCUMENT, "有效期至": later, "废止日期": later, "公示截止": later}),
        "复议诉讼": table({**CASE, "是否责令重作": "是", "重作期限": later}),
    }
    assert take(xlsx(tmp_path / "a.xlsx", sheets), organ).refused == []


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ({**ANSWERED, "答复日期": "2022-04-20"}, "答复日期", "答复超过期限"),
        ({**ANSWERED, "答复日期": "2022-04-20"}, "延期日期", "没有延期的记录"),
        ({**ANSWERED, "答复类型": "逾期不补正"}, "答复日期", "请补上补正通知日期"),
        ({**APPLICATION, "送达方式": "电子"}, "送达方式", "没有填写送达日期"),
        ({**APPLICATION, "答复类型": "予以公开"}, "答复类型", "没有填写答复日期"),
        ({**APPLICATION, "补正收到日期": "2022-02-01"}, "补正收到日期", "早于收到申请之日"),
        ({**APPLICATION, "证件号码": "4105**********1234"}, "证件号码", "打了星号"),
        ({**APPLICATION, "序号": "1"}, "序号", "模板里没有这一列"),
        (APPLICATION, "答复日期", "尚未答复，已超过期限"),
    ],
)
def test_an_unlawful_or_incomplete_course_is_kept_and_warned_of(tmp_path, organ, row, column, says):
    report = take_rows(tmp_path, organ, "依申请公开", row)
    assert (report.added["依申请公开"], report.refused) == (1, [])
    assert any(w.column == column and says in w.message for w in report.warnings), report.warnings


def test_an_answer_in_time_warns_of_nothing(tmp_path, organ):
    assert take_rows(tmp_path, organ, "依申请公开", ANSWERED).warnings == []


def test_rules_at_an_organ_that_makes_none_are_a_warning(tmp_path, organ):
    report = take_rows(tmp_path, organ, "主动公开", {**DOCUMENT, "信息类别": "规章"})
    assert (where(report.warnings), report.added["主动公开"]) == ([("主动公开", 2, "信息类别")], 1)
    assert "没有规章制定权" in report.warnings[0].message


def test_a_fee_larger_than_all_fees_is_a_warning_and_never_added(tmp_path, organ):
    fee = {**ANSWERED, "收费通知日期": "2022-03-04", "收费金额": 380, "缴费日期": "2022-03-08"}
    report = take_rows(tmp_path, organ, "依申请公开", fee)
    assert any("信息处理费380.00元" in warning.message for warning in report.warnings)
    assert AdministrativeAct.objects.count() == 0


def test_personal_data_are_sealed_and_never_printed(tmp_path, organ):
    identity = "11010519491231002X"
    row = {**APPLICATION, "证件号码": identity, "联系方式": "13812345678", "收到日期": "?"}
    report = take_rows(tmp_path, organ, "依申请公开", row, {**row, "申请编号": "2", "证件号码": 10**16})
    assert all(identity not in str(r) and "13812345678" not in str(r) for r in report.refused)
    assert "1000000" not in str(report.refused[-1])
    take_rows(tmp_path, organ, "依申请公开", {**row, "收到日期": "2022-03-01"})
    stored = FoiRequest.objects.get()
    assert identity not in str(vars(stored))
    assert stored.id_number_masked.endswith("X") or "*" in stored.id_number_masked


def test_unknown_columns_are_kept_with_the_row(tmp_path, organ):
    report = take_rows(tmp_path, organ, "主动公开", {**DOCUMENT, "责任科室": "党政办"})
    assert Disclosure.objects.get().extra == {"责任科室": "党政办"}
    assert where(report.warnings) == [("主动公开", 1, "责任科室")]


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path, organ):
    head = audit.head()
    tried = take_rows(tmp_path, organ, "依申请公开", ANSWERED, dry_run=True)
    assert (FoiRequest.objects.count(), audit.head()) == (0, head)
    done = take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    assert tried.as_json() == done.as_json()


def test_a_label_with_another_labels_number_is_refused(tmp_path, organ):
    for label, right in (("2.属于国家秘密", "1"), ("8.属于国家秘密", "1"), ("1.其他", "3")):
        (remark,) = take_rows(tmp_path, organ, "依申请公开", {**ANSWERED, "答复类型": label}).refused
        assert (remark.column, remark.value) == ("答复类型", label)
        said = f"编号{label[0]}与文字不符，统一格式里“{label[2:]}”的编号是{right} — 请改正编号或文字"
        assert said in remark.message
    for number, label in enumerate(("1.属于国家秘密", "（六）其他处理3.其他", "（一）予以公开")):
        row = {**ANSWERED, "申请编号": str(number), "答复类型": label}
        assert take_rows(tmp_path, organ, "依申请公开", row).refused == []


def test_a_number_below_zero_that_takes_nothing_back_is_told(tmp_path, organ):
    act = {"月份": "2022-03", "类别": "行政许可"}
    report = take_rows(tmp_path, organ, "行政行为", {**act, "数量": -5})
    assert [(remark.column, remark.value) for remark in report.warnings] == [("数量", "-5")]
    assert "没有可以冲减的" in report.warnings[0].message
    again = {"月份": "2022-04", "类别": "行政许可"}
    rows = ({**again, "数量": 5}, {**again, "数量": -5})
    assert take_rows(tmp_path, organ, "行政行为", *rows).warnings == []


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_of_excel_is_refused_by_its_name_and_never_read_as_empty(error, tmp_path, organ):
    book = openpyxl.Workbook()
    page = book.create_sheet("依申请公开", 0)
    for line in table({**ANSWERED, "联合申请人数": 3, "备注": "甲"}):
        page.append(line)
    for place in "FGHI":  # answered on, result, joint applicants, remarks
        page[f"{place}2"] = error
        assert page[f"{place}2"].data_type == "e"
    book.save(tmp_path / "台账.xlsx")
    report = take(tmp_path / "台账.xlsx", organ)
    assert [(remark.column, remark.value) for remark in report.refused] == [
        (name, error) for name in ("联合申请人数", "答复日期", "答复类型", "备注")
    ]
    assert f"是Excel的错误值{error}" in report.refused[0].message
    assert not FoiRequest.objects.exists()


def test_an_error_that_a_formula_gave_is_refused_too(tmp_path, organ):
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("依申请公开")
        for number, line in enumerate(table({**APPLICATION, "收费金额": 1})):
            page.write_row(number, 0, line)
        page.write_formula(1, 5, "=1/0", None, "#DIV/0!")
    (remark,) = take(path, organ).refused
    assert (remark.column, remark.value) == ("收费金额", "#DIV/0!")
