"""Tables that became running text: read where limits are left, refused where they are not."""

import pytest

from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import read_bytes

BLOCKS = [key for key, _ in REMEDY_BLOCKS]
TITLE = "青山镇2023年政府信息公开工作年度报告"
HEAD = "申请人情况 自然人 法人或其他组织 总计 商业 企业 科研 机构 社会公益 组织 法律服务 机构 其他"


def read(*lines: str) -> ReportData:
    return read_bytes("\n".join([TITLE, *lines]).encode(), name="报告.txt")


def test_boxes_on_lines_of_their_own_are_read_even_with_labels_cut_in_two() -> None:
    data = read(
        "三、收到和处理政府信息公开申请情况",
        *HEAD.split(),
        *["一、本年新收政府信息公开申请数量", "3402", "99", "0", "4", "5", "1", "3511"],
        *[
            "三",
            "、",
            "本",
            "年",
            "度",
            "办",
            "理",
            "结",
            "果",
            "（一）予以公开",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "21",
        ],
        *["（三）", "不予", "公开", "2.其他法律行政法规禁止公", "开", "27", "0", "0", "0", "0", "0", "27"],
    )
    assert list(data.row("new")) == [3402, 99, 0, 4, 5, 1, 3511]
    assert list(data.row("granted")) == [1, 2, 3, 4, 5, 6, 21]
    assert list(data.row("refused_law")) == [27, 0, 0, 0, 0, 0, 27]


@pytest.mark.parametrize(
    "head",
    [
        "法人或其他组织 自然人 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "自然人 总计 法人或其他组织 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "自然人 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
    ],
)
def test_figures_below_heads_in_another_or_in_no_certain_order_are_not_read(head: str) -> None:
    data = read(head, "一、本年新收政府信息公开申请数量 1 2 3 4 5 6 21", "（一）予以公开 1 2 3 4 5 6 21")
    assert list(data.row("new")) == list(data.row("granted")) == [None] * 7


def test_a_row_with_a_figure_too_few_is_unread() -> None:
    data = read(HEAD, "一、本年新收政府信息公开申请数量 3402 99 0 4 5 3511", "（一）予以公开 1 2 3 4 5 6 21")
    assert list(data.row("new")) == [None] * 7
    assert list(data.row("granted")) == [1, 2, 3, 4, 5, 6, 21]


def test_fifteen_figures_in_one_line_below_their_heads_are_table_four() -> None:
    outcomes = "结果维持 结果纠正 其他结果 尚未审结 总计"
    data = read(
        "第二十条第（五）项 信息内容 本年处理决定数量 行政许可 8",
        f"行政复议 行政诉讼 {outcomes} 未经复议直接起诉 复议后起诉 {outcomes} {outcomes}",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    )
    assert data.cells["proactive/licensing"] == 8
    assert data.cells["remedies/reconsideration/total"] == 5
    assert data.cells["remedies/litigation_direct/upheld"] == 6
    assert data.cells["remedies/litigation_after_reconsideration/total"] == 15


OUTCOMES = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"


@pytest.mark.parametrize("between", ["\t", "\n", " ", "|"])
def test_lawsuits_printed_before_reconsideration_are_table_four_in_this_order(between: str) -> None:
    lines = [
        "行政诉讼\t行政复议",
        f"未经复议直接起诉\t复议后起诉\t{OUTCOMES}",
        f"{OUTCOMES}\t{OUTCOMES}",
        "1\t1\t0\t0\t2\t3\t0\t1\t0\t4\t2\t2\t2\t0\t6",
    ]
    data = read(*(line.replace("\t", between) for line in lines))
    totals = [data.cells[f"remedies/{block}/total"] for block in BLOCKS]
    assert totals == [6, 2, 4]


def test_blocks_of_table_four_without_the_band_that_orders_them_are_not_read() -> None:
    data = read(
        "行政复议",
        f"未经复议直接起诉\t复议后起诉\t{OUTCOMES}",
        f"{OUTCOMES}\t{OUTCOMES}",
        "1\t1\t0\t0\t2\t3\t0\t1\t0\t4\t2\t2\t2\t0\t6",
    )
    assert {data.cells[f"remedies/{block}/total"] for block in BLOCKS} == {None}


def test_figures_with_blanks_between_them_are_not_cut_again() -> None:
    data = read(
        "四、政府信息公开行政复议、行政诉讼情况",
        f"行政复议 行政诉讼 {OUTCOMES} 未经复议直接起诉 复议后起诉 {OUTCOMES} {OUTCOMES}",
        "0\u300022\u30000\u30000\u3000" + "\u3000".join("0" * 10),  # fourteen; 2, 2 for 22 were fifteen
        "五、存在的主要问题",
    )
    assert not any(code.startswith("remedies/") and value is not None for code, value in data.cells.items())


def test_figures_that_run_together_are_never_guessed() -> None:
    data = read(
        "二、主动公开政府信息情况 第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000"
        "行政规范性文件693665第二十条第（五）项信息内容本年处理决定数量行政许可2293三、收到和处理政府信息"
        "公开申请情况（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）申请人情况自然人"
        "法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他一、本年新收政府信息公开申请数量"
        "640020470二、上年结转政府信息公开申请数量0000000",
    )
    assert set(data.cells.values()) == {None}
    assert {finding.where for finding in data.findings} == set(data.cells)
    assert {finding.rule for finding in data.findings} == {"AR-unread"}


def test_zeros_that_run_together_are_not_one_zero() -> None:
    data = read(
        "第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数",
        "规章 000",
        "行政规范性文件 1 2 3",
    )
    assert data.cells["proactive/regulations/made"] is None
    assert data.cells["proactive/normative_documents/in_force"] == 3


def test_prose_beside_the_tables_adds_no_figure() -> None:
    data = read(
        "本镇作出 行政处罚 12 件， 其他 3 件， 重复申请 5 件。",
        "\t".join(["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]),
        "\t".join(["一、本年新收政府信息公开申请数量", *"1234567"]),
    )
    assert [value for value in data.cells.values() if value is not None] == [1, 2, 3, 4, 5, 6, 7]


def test_rows_shifted_by_a_tab_are_read_by_their_count() -> None:
    data = read(
        "\t".join(
            [
                "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
                "申请人情况",
                *[""] * 5,
                "总计",
            ]
        ),
        "\t".join(["", "自然人", "法人或其他组织", *[""] * 4]),
        "\t".join(["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]),
        "\t".join(["一、本年新收政府信息公开申请数量", *"1234567"]),
        "",
        "\t".join(["二、上年结转政府信息公开申请数量", "", *"3100127", ""]),
        "\t".join(["", "（三）不予公开", "1.属于国家秘密", *"1111117"]),
        "\t".join(["", "", "2.其他法律行政法规禁止公开", "14", *"310012", ""]),
        "\t".join(["（七）总计", "", "", "5", "", "", "", "", "5"]),
    )
    assert list(data.row("new")) == [1, 2, 3, 4, 5, 6, 7]
    assert list(data.row("carried_in")) == [3, 1, 0, 0, 1, 2, 7]
    assert list(data.row("refused_law")) == [None] * 7  # 14 is the row's number, its total was lost
    assert list(data.row("refused_secret")) == [1, 1, 1, 1, 1, 1, 7]
    assert list(data.row("total")) == [None] * 7  # blanks among shifted boxes: nobody can tell the columns
