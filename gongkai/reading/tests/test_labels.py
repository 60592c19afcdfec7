"""Labels as they are printed: other words are kept for the rule about them, other type is not."""

import pytest

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import read_bytes
from gongkai.reading.tests import printed

HEAD = ["", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
SEVEN = list("1234567")
DOCUMENTS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def read(*tables: list[list[str]]) -> ReportData:
    return read_bytes(printed.page(*tables), name="报告.html")


def row(label: str) -> ReportData:
    """A report that prints one row under this label, and others around it."""
    return read(
        [
            HEAD,
            ["", "一、本年新收政府信息公开申请数量", *SEVEN],
            ["", label, *SEVEN],
            ["", "（七）总计", *SEVEN],
        ]
    )


@pytest.mark.parametrize(
    ("label", "official"),
    [
        ("2.其他法律法规禁止公开", "2.其他法律行政法规禁止公开"),
        ("2.其他法律行政止公开", "2.其他法律行政法规禁止公开"),
        ("5.属于三类内容事务信息", "5.属于三类内部事务信息"),
        ("（二）部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        (
            "（二）部分公开（区分处理的，只计这一情况，不计其他情形）",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        ),
        ("1.逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ],
)
def test_an_altered_row_label_is_read_and_told(label: str, official: str) -> None:
    report = row(label)
    assert report.labels == {official: label}
    assert [value for value in report.cells.values() if value is not None] == [1, 2, 3, 4, 5, 6, 7] * 3
    (finding,) = [f for f in check(report) if f.rule == "AR-S.6"]
    assert (finding.expected, finding.actual) == (official, label)
    assert f"原文“{label}”，应为“{official}”" in finding.message


@pytest.mark.parametrize(
    "label",
    [
        "2、其他法律行政法规禁止公开",
        "２．其他法律 行政法规禁止公开",
        "其他法律行政法规<br>禁止公开",
        "2.其他法律⾏政法规禁⽌公开",
        "3.危及&quot;三安全一稳定&quot;",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
        "1.申请人无正当理由逾期不补正,行政机关不再处理其政府信息公开申请",
        "四、结转下年度继续办理：",
        "8.属于行政查询事项（件）",
    ],
)
def test_other_type_is_no_other_label(label: str) -> None:
    assert row(label).labels == {}


def test_old_and_cut_labels_of_table_two_are_kept_and_the_year_is_no_alteration() -> None:
    head = ["信息内容", "2024年制发件数", "本年(2024)废止件数", "现行有效件"]
    report = read([["第二十条第（一）项|4"], head, ["规章", "0", "0", "0"], ["规范性文件", "1", "2", "3"]])
    assert report.labels == {"行政规范性文件": "规范性文件", "现行有效件数": "现行有效件"}
    assert report.cells["proactive/normative_documents/in_force"] == 3


def test_on_the_older_form_its_own_label_is_right() -> None:
    head = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    report = read([["第二十条第（一）项|4"], head, ["规章", "0", "0", "0"], ["规范性文件", "1", "2", "3"]])
    assert (report.format, report.labels) == ("2019", {})


def test_the_unit_in_a_head_is_one_of_its_words() -> None:
    rows = [["第二十条第（八）项|2"], ["信息内容", "本年收费金额（单位：元）"], ["行政事业性收费", "380"]]
    assert read(rows).labels == {"本年收费金额（单位：万元）": "本年收费金额（单位：元）"}
    rows[1][1] = "本年收费金额（单位：万元，保留4位小数）"
    assert read(rows).labels == {}


@pytest.mark.parametrize("rest", ["关不再处理其政府信息公开申请", ""])
def test_a_label_cut_at_the_end_of_a_page_is_no_shortened_label(rest: str) -> None:
    first = [HEAD, ["", "1.申请人无正当理由逾期不补正、行政机", *SEVEN]]
    second = [*([["", rest, *[""] * 7]] if rest else []), ["", "（七）总计", *SEVEN]]
    report = read(first, second)
    assert report.labels == {}
    assert report.cells["requests/other_no_correction/total"] == 7


def test_a_label_in_two_boxes_is_the_label_that_they_make_together() -> None:
    rows = [["", *HEAD], ["", "1.申请人无正当理由", "逾期不补正、行政机关不再处理其政府信息公开申请", *SEVEN]]
    documents = [["第二十条第（一）项|4"], ["", *DOCUMENTS], ["行政", "规范性文件", "1", "2", "3"]]
    assert read(rows, documents).labels == {}


def test_a_figure_in_the_box_of_a_label_is_no_word_of_it() -> None:
    assert row("8.属于行政查询事项O").labels == {}


def test_an_altered_label_in_running_text_is_kept_and_a_wrapped_one_is_not() -> None:
    head = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
    text = (
        "某县青山镇人民政府2024年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
        f"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况\n{head}"
        "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1\n"
        "2.其他法律法规禁止公开 1 0 0 0 0 0 1\n4.保护第三方合法 0 0 0 0 0 0 0\n权益\n"
        "（七）总计 1 0 0 0 0 0 1\n"
    )
    report = read_bytes(text.encode(), name="报告.txt")
    assert report.labels == {"2.其他法律行政法规禁止公开": "2.其他法律法规禁止公开"}
    assert report.cells["requests/refused_law/total"] == 1


@pytest.mark.parametrize("label", ["（六）其他处理3.其他", "其他处理其他", "六、其他处理 3、其他"])
def test_a_group_and_its_last_row_in_one_box_are_that_row(label: str) -> None:
    assert row(label).cells["requests/other_other/total"] == 7


@pytest.mark.parametrize("label", ["（六）其他处理4.其他", "其他处理 4、其他", "4.其他"])
def test_a_further_row_of_the_organs_own_is_none_of_the_form(label: str) -> None:
    assert row(label).cells["requests/other_other/total"] is None
