"""Tables as organs really print them: shifted, padded, cut, broken, mixed. Read right or not at all."""

import re

import pytest

from gongkai.law.annual_report.model import ReportData
from gongkai.reading import compare, read_bytes
from gongkai.reading.tests import printed

HEAD = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
BAND = ["第二十条第（一）项|4"]
DOCUMENTS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def read(*tables: list[list[str]]) -> ReportData:
    return read_bytes(printed.page(*tables), name="报告.html")


def row(data: ReportData, key: str) -> list[object]:
    return list(data.row(key))


def unread(data: ReportData) -> set[str]:
    return {finding.where for finding in data.findings if finding.rule == "AR-unread"}


@pytest.mark.parametrize(
    ("printed_label", "key"),
    [
        ("2.其他法律法规禁止公开", "refused_law"),
        ("2.其他法律行政止公开", "refused_law"),
        ("１、属于国家秘密", "refused_secret"),
        ("⼀、本年新收政府信息公开申请数量", "new"),
        ("3.危及&quot;三安全一稳定&quot;", "refused_security"),
        ("(二) 部分公开(区分处理的,只计这一情形,不计其他情形)", "partial"),
        ("（二）部分公开", "partial"),
        ("属<br>于<br>行<br>政<br>执<br>法<br>案<br>卷", "refused_enforcement"),
        ("1.申请人无正当理由逾期不补正、行政机", "other_no_correction"),
        ("2.逾期不缴费", "other_no_payment"),
        ("四、结转下年度继续办理", "carried_out"),
    ],
)
def test_a_row_is_known_by_its_label_however_it_is_printed(printed_label: str, key: str) -> None:
    data = read([HEAD, [printed_label, "1", "2", "3", "4", "5", "6", "21"]])
    assert row(data, key) == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize("label", ["（三）不予公开", "公开", "4.本机关自行增加的一行", "其他信息"])
def test_a_label_that_is_no_row_of_the_form_gives_nothing(label: str) -> None:
    data = read([HEAD, ["一、本年新收政府信息公开申请数量", *"1234567"], [label, *"9999999"]])
    assert [value for value in data.cells.values() if value is not None] == [1, 2, 3, 4, 5, 6, 7]


def test_a_label_cut_into_boxes_is_put_together() -> None:
    data = read([["", *HEAD], ["一、本年新收政府信息", "公开申请数量", *"1234567"]])
    assert row(data, "new") == [1, 2, 3, 4, 5, 6, 7]


def test_columns_follow_their_heads_where_an_empty_column_stands_between() -> None:
    head = [*HEAD[:3], "", *HEAD[3:]]
    data = read([head, ["（一）予以公开", "1", "2", "", "3", "4", "5", "6", "21"]])
    assert row(data, "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_a_row_shifted_by_one_box_is_read_by_its_seven_figures() -> None:
    data = read([HEAD, ["（一）予以公开", "", *"123456", "21"]])
    assert row(data, "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_a_row_shifted_by_one_box_that_does_not_add_up_is_unread() -> None:
    data = read([HEAD, ["（一）予以公开", "", *"1234567"]])
    assert row(data, "granted") == [None] * 7


def test_a_row_with_too_few_figures_is_unread_and_says_what_stands_there() -> None:
    data = read([HEAD, ["（一）予以公开", "", "", "12", "3", "4"]])
    assert row(data, "granted") == [None] * 7
    assert {f"requests/granted/{key}" for key in ("natural_person", "total")} <= unread(data)
    message = next(f.message for f in data.findings if f.where == "requests/granted/total")
    assert message == "（一）予以公开·总计没有读出 — 原文写作“12 3 4”，认不出是哪一个数 — 请对照原文补填。"


def test_rows_without_any_head_are_not_read_by_position() -> None:
    data = read([["一、本年新收政府信息公开申请数量", *"1234567"]])
    assert row(data, "new") == [None] * 7


RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
FIVE = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
FIRST_ROW = "一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    ("head", "figures"),
    [
        (["法人或其他组织|5", "自然人", "总计"], ["2", "3", "4", "5", "6", "1", "21"]),
        (["自然人", "总计", "法人或其他组织|5"], ["1", "21", "2", "3", "4", "5", "6"]),
        (["总计", "自然人", "法人或其他组织|5"], ["21", "1", "2", "3", "4", "5", "6"]),
        (["法人或其他组织", "自然人", "总计"], ["2", "3", "4", "5", "6", "1", "21"]),  # spans nothing
    ],
)
def test_columns_beside_their_band_are_read_in_the_order_in_which_it_is_printed(
    head: list[str], figures: list[str]
) -> None:
    data = read([[RULE, "申请人情况|7"], ["", *head], ["", *FIVE], [FIRST_ROW, *figures]])
    assert row(data, "new") == [1, 2, 3, 4, 5, 6, 21]


def test_a_head_in_one_row_is_read_in_its_order_with_the_band_before_each_name() -> None:
    head = ["项目", *(f"法人或其他组织：{name}" for name in FIVE), "自然人", "总计"]
    data = read([head, ["（一）予以公开", "2", "3", "4", "5", "6", "1", "21"]])
    assert row(data, "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_columns_that_change_places_with_their_heads_are_read_below_these() -> None:
    head = ["", "自然人", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert row(read([head, ["（一）予以公开", *"1324567"]]), "granted") == [1, 2, 3, 4, 5, 6, 7]


def test_a_head_whose_band_and_places_say_different_things_is_read_in_no_order() -> None:
    head = [[RULE, "申请人情况|7"], ["", "法人或其他组织", "自然人", "总计"], ["", "", "", "", *FIVE]]
    data = read([*head, ["（一）予以公开", *"1234567"]])
    assert row(data, "granted") == [None] * 7
    message = next(f.message for f in data.findings if f.where == "requests/granted/total")
    assert "表头各栏的顺序与官方表格不同，分不清哪一个数属于哪一栏" in message


def test_a_table_goes_on_without_its_head_after_a_page_break() -> None:
    first = [HEAD, ["一、本年新收政府信息公开申请数量", *"1234567"]]
    data = read(first, [["", "四、结转下年度继续办理", *"7654321"]])
    assert row(data, "carried_out") == [7, 6, 5, 4, 3, 2, 1]


def test_a_head_printed_again_after_a_page_break_is_no_row() -> None:
    first = [HEAD, ["一、本年新收政府信息公开申请数量", *"1234567"]]
    data = read(first, [["", *HEAD], ["（五）不予处理", "2.重复申请", *"7654321"]])
    assert row(data, "rejected_repeat") == [7, 6, 5, 4, 3, 2, 1]


def test_a_row_printed_twice_and_differently_is_unread() -> None:
    data = read([HEAD, ["（一）予以公开", *"1234567"], ["（一）予以公开", *"1234568"]])
    assert row(data, "granted") == [1, 2, 3, 4, 5, 6, None]
    assert "requests/granted/total" in unread(data)


@pytest.mark.parametrize(
    "box", ["<script>document.write(7)</script>", "1<svg><text>7</text></svg>", "<button>7</button>"]
)
def test_a_box_that_shows_what_no_text_of_it_says_is_unread(box: str) -> None:
    data = read([HEAD, ["（一）予以公开", box, *"234567"]])
    assert row(data, "granted") == [None, 2, 3, 4, 5, 6, 7]
    assert "requests/granted/natural_person" in unread(data)


def test_a_page_may_have_scripts_and_buttons_beside_its_figures() -> None:
    data = read(
        [HEAD, ["（一）予以公开<script>var seen = 1</script>", *"1234567"], ["<button>打印</button>"]]
    )
    assert row(data, "granted") == [1, 2, 3, 4, 5, 6, 7]


def test_one_box_over_several_columns_belongs_to_none() -> None:
    data = read([HEAD, ["（一）予以公开", "12|6", "12"]])
    assert row(data, "granted") == [None] * 7


def test_other_results_in_one_row_stand_as_one_row_on_either_form() -> None:
    rows = [HEAD, ["一、本年新收政府信息公开申请数量", *"1234567"], ["（六）其他处理", *"7654321"]]
    data = read([BAND, DOCUMENTS, ["规章", *"000"]], rows)
    assert data.format == "2021"
    assert row(data, "other_all") == [7, 6, 5, 4, 3, 2, 1]
    assert not any(code.startswith("requests/other_other/") for code in data.cells)


def test_a_further_row_called_other_in_another_group_is_not_the_sixth_groups() -> None:
    rows = [["", *HEAD], ["", "（七）总计", *"1111111"], ["（五）不予处理", "6.其他", *"1234567"]]
    assert row(read(rows), "other_other") == [None] * 7
    assert row(read([*rows, ["（六）其他处理", "3.其他", *"7654321"]]), "other_other") == [
        7,
        6,
        5,
        4,
        3,
        2,
        1,
    ]


def test_a_remark_beside_the_columns_does_not_hide_the_figures() -> None:
    data = read(
        [[*HEAD, "备注"], ["（一）予以公开", *"1234567", "含上年结转"], ["（七）总计", *"7654321", "9"]]
    )
    assert row(data, "granted") == [1, 2, 3, 4, 5, 6, 7]
    assert row(data, "total") == [None] * 7


def test_a_group_subtotal_is_not_taken_for_the_undivided_row() -> None:
    head = ["", *HEAD]
    rows = [head, ["（六）其他处理", "3.其他", *"7654321"]]
    assert row(read(rows), "other_other") == [7, 6, 5, 4, 3, 2, 1]
    assert not any("other_all" in code for code in read(rows).cells)


@pytest.mark.parametrize(
    ("head", "cell", "value"),
    [
        ("本年收费金额（单位：万元，保留4位小数）", "59237.2449", "59237.2449"),
        ("本年收费金额（单位：万元）", "976.81万元", "976.81"),
        ("本年收费金额（单位：万元）", "380元", "0.0380"),
        ("本年收费金额（单位：元）", "380", "0.0380"),
        ("本年收费金额（单位：万元）", "1,234.5", "1234.5"),
    ],
)
def test_money_is_read_in_the_unit_that_is_printed(head: str, cell: str, value: str) -> None:
    data = read([["第二十条第（八）项|2"], ["信息内容", head], ["行政事业性收费", cell]])
    assert str(data.cells["proactive/fees_10k_yuan"]) == value


def test_catalogue_sizes_of_the_2019_form_never_become_money() -> None:
    head = ["信息内容", "上一年项目数量", "本年增/减|2"]
    data = read([["第二十条第（八）项|4"], head, ["行政事业性收费", "35", "-15|2"]])
    assert data.format == "2019"
    assert data.cells["proactive/legacy/fees/items_last_year"] == 35
    assert data.cells["proactive/legacy/fees/change"] == -15
    assert "proactive/fees_10k_yuan" not in data.cells


def test_years_in_the_heads_do_not_matter() -> None:
    head = ["信息内容", "本年(2023)制发件数", "2023年废止件数", "现行有效 件数"]
    data = read([BAND, head, ["规范性文件", "0", "1", "/"]])
    codes = [f"proactive/normative_documents/{key}" for key in ("made", "repealed", "in_force")]
    assert [data.cells[code] for code in codes] == [0, 1, None]
    assert not unread(data) & set(codes)


def test_chapter_two_with_heads_of_both_forms_is_marked() -> None:
    old = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    data = read([BAND, DOCUMENTS, ["规章", *"123"], ["第二十条第（五）项|4"], old, ["行政许可", *"456"]])
    assert data.format == "2021"
    assert data.cells["proactive/licensing"] == 6
    assert "AR-format-mixed" in {finding.rule for finding in data.findings}


OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_table_four_with_heads_that_span_nothing_is_read_in_printed_order() -> None:
    data = read(
        [
            ["行政复议", "行政诉讼"],
            [*OUTCOMES, "未经复议直接起诉", "复议后起诉"],
            [*OUTCOMES, *OUTCOMES],
            [str(n) for n in range(1, 16)],
        ]
    )
    remedies = {code: value for code, value in data.cells.items() if code.startswith("remedies/")}
    assert list(remedies.values()) == list(range(1, 16))


@pytest.mark.parametrize("count", [15, 18])
def test_a_column_that_the_organ_adds_to_table_four_counts_among_its_heads(count: int) -> None:
    six = [*OUTCOMES[:4], "小计", "总计"]
    data = read(
        [
            ["行政复议|6", "行政诉讼|12"],
            [*[""] * 6, "未经复议直接起诉|6", "复议后起诉|6"],
            [*six, *six, *six],
            [*("1", "0", "0", "1", "2", "2") * 3][:count],
        ]
    )
    total = data.cells["remedies/litigation_after_reconsideration/total"]
    assert total == (2 if count == 18 else None)
    assert data.cells["remedies/reconsideration/upheld"] == (1 if count == 18 else None)


def test_three_tables_for_chapter_four_are_one() -> None:
    tables = [
        [["行政复议|5"], OUTCOMES, ["1", "2", "3", "4", "10"]],
        [["未经复议直接起诉|5"], OUTCOMES, ["5", "0", "0", "0", "5"]],
        [["复议后起诉|5"], OUTCOMES, ["0", "6", "0", "0", "6"]],
    ]
    data = read(*tables)
    assert data.cells["remedies/reconsideration/total"] == 10
    assert data.cells["remedies/litigation_direct/upheld"] == 5
    assert data.cells["remedies/litigation_after_reconsideration/corrected"] == 6


def test_a_block_named_above_its_table_is_that_block() -> None:
    data = read_bytes(
        printed.page([OUTCOMES, ["1", "2", "3", "4", "10"]], heading="（一）行政复议"), name="报告.html"
    )
    assert data.cells["remedies/reconsideration/pending"] == 4


def test_outcomes_without_the_name_of_a_block_are_not_read() -> None:
    data = read([HEAD, ["（一）予以公开", *"1234567"]], [OUTCOMES, ["1", "2", "3", "4", "10"]])
    assert data.cells["remedies/reconsideration/upheld"] is None


def test_layout_tables_around_the_report_do_not_hide_it() -> None:
    page = printed.html(printed.report()).decode()
    body = re.sub(
        r"<body>", "<body><table><tr><td>索引号</td><td>001</td></tr><tr><td colspan=2>", page, count=1
    )
    assert compare(printed.report(), read_bytes(body.encode(), name="报告.html")) == ()


def test_what_is_hidden_on_the_page_is_not_read() -> None:
    page = printed.page([HEAD, ["（一）予以公开", *"1234567"]])
    hidden = page.replace(b"<td colspan='1'>1<", b"<td colspan='1'><span style='display: none'>9</span>1<")
    assert row(read_bytes(hidden, name="报告.html"), "granted") == [1, 2, 3, 4, 5, 6, 7]
