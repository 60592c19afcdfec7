from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.formats import FORMS, y2021
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.ledger.reports.document import build, prose
from gongkai.papers import pdf
from gongkai.papers.layout import cover, place, stays_whole
from gongkai.papers.model import Cell, Document, Head, Heading, Paragraph, Signature, Table


def report(cells: dict[str, Value], form: str = "2021", **narrative: str) -> ReportData:
    return ReportData("示例镇人民政府", 2022, form, cells, narrative)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def figures(document: Document) -> dict[str, Cell]:
    """The printed cells by their code, found by walking the official grid beside the printed one."""
    found: dict[str, Cell] = {}
    officials = {len(official.rows): official for form in FORMS for official in form.tables}
    for table in tables(document):
        for slots, line in zip(officials[len(table.rows)].rows, place(table), strict=True):
            found |= {slot.code: box.cell for slot, box in zip(slots, line, strict=True) if slot.code}
    return found


def test_the_report_has_its_official_title_cut_by_sense():
    document = build(report({}))
    assert document.title == "示例镇人民政府2022年政府信息公开工作年度报告"
    assert document.phrases == ("示例镇人民政府", "2022年", "政府信息公开工作", "年度报告")


def test_six_chapters_stand_in_order_with_the_tables_in_two_three_and_four():
    document = build(
        report({}, overview="概述。", problems="问题。", other_matters="无。"), preamble="根据条例编制。"
    )
    assert [block.caption if isinstance(block, Table) else block.text for block in document.blocks] == [  # type: ignore[union-attr]
        "根据条例编制。",
        "一、总体情况",
        "概述。",
        "二、主动公开政府信息情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "问题。",
        "六、其他需要报告的事项",
        "无。",
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_label_of_the_form_is_printed_character_for_character(form):
    for official, printed in zip(form.tables, tables(build(report({}, form.code))), strict=True):
        assert (len(printed.rows), printed.columns, printed.head_rows) == (
            len(official.rows),
            official.columns,
            official.head_rows,
        )
        labels = [[slot.text for slot in row if not slot.code] for row in official.rows]
        words = [
            [cell.text.replace("\n", "") for cell, slot in zip(row, slots, strict=True) if not slot.code]
            for row, slots in zip(printed.rows, official.rows, strict=True)
        ]
        assert words == labels


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_figure_stands_in_its_cell(form):
    cells: dict[str, Value] = {code: number for number, code in enumerate(form.slots, 1000)}
    printed = figures(build(report(cells, form.code)))
    assert {code: int(cell.text) for code, cell in printed.items()} == cells
    assert {code: cell.number for code, cell in printed.items()} == cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (None, ""),
        (Decimal("12.5000"), "12.5"),
        (Decimal("0.0"), "0"),
        (Decimal("316441"), "316441"),
    ],
)
def test_money_has_no_trailing_zeros_and_an_unknown_figure_is_blank(value, text):
    printed = figures(build(report({"proactive/fees_10k_yuan": value})))
    assert printed["proactive/fees_10k_yuan"].text == text
    assert printed["proactive/licensing"].text == ""


def test_a_change_of_the_2019_form_is_printed_as_it_was_written():
    printed = figures(build(report({"proactive/legacy/licensing/change": "+4"}, "2019")))
    assert printed["proactive/legacy/licensing/change"] == Cell(
        "+4", align=printed["proactive/licensing"].align
    )


def test_a_report_that_leaves_other_results_undivided_keeps_its_figure():
    cells: dict[str, Value] = {f"requests/other_all/{key}": 7 for key, _ in APPLICANTS}
    three = tables(build(report(cells)))[1]
    (row,) = [row for row in three.rows if row[0].text == "（六）其他处理"]
    assert [cell.text for cell in row[1:]] == ["7"] * 7


def test_a_report_that_divides_other_results_on_the_undivided_form_keeps_its_figures_in_the_sum():
    cells: dict[str, Value] = {f"requests/other_other/{key}": 7 for key, _ in APPLICANTS}
    three = tables(build(report(cells, "2019")))[1]
    (row,) = [row for row in three.rows if row[0].text == "3.其他"]
    (total,) = [row for row in three.rows if row[0].text == "（七）总计"]
    assert [cell.text for cell in row[1:]] == ["7"] * 7
    assert len(total[-1].sum_of) == len(y2021.FORM.result_keys)


@pytest.mark.slow
@given(st.data())
def test_sums_name_the_cells_that_the_notice_adds_up(data):
    cells: dict[str, Value] = {code: data.draw(st.integers(0, 9)) for code in y2021.FORM.slots}
    _, requests, remedies = tables(build(report(cells)))
    codes = {
        (box.row, box.column): slot.code
        for slots, line in zip(y2021.FORM.table("requests").rows, place(requests), strict=True)
        for slot, box in zip(slots, line, strict=True)
    }
    results = [f"requests/{key}" for key in y2021.FORM.result_keys]
    for box, placed in cover(requests).items():
        parts = {codes[part] for part in placed.cell.sum_of}
        _, row, column = codes.get(box, "").split("/") if codes.get(box) else ("", "", "")
        if row == "total":
            assert parts == {f"{result}/{column}" for result in results}
        elif column == "total":
            assert parts == {f"requests/{row}/{key}" for key, _ in APPLICANTS[:-1]}
        else:
            assert not parts
    assert [cell.sum_of for cell in remedies.rows[3] if cell.sum_of] == [
        tuple((3, start + n) for n in range(4)) for start in (0, 5, 10)
    ]


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("（一）主动公开", Heading("（一）主动公开", 2)),
        ("（十一）其他", Heading("（十一）其他", 2)),
        ("（一）主动公开。全年公开32条。", Paragraph("全年公开32条。", lead="（一）主动公开。")),
        ("（一）主动公开方面，全年公开32条。", Paragraph("（一）主动公开方面，全年公开32条。")),
        ("（一）" + "长" * 40, Paragraph("（一）" + "长" * 40)),
        ("1.加强培训", Heading("1.加强培训", 3)),
        ("1.加强培训，全年2次。", Paragraph("1.加强培训，全年2次。")),
        ("1.5万元", Paragraph("1.5万元")),
        ("（1）政务网站", Heading("（1）政务网站", 4)),
        ("（2022年数据）", Paragraph("（2022年数据）")),
        ("  一是公开不够及时。", Paragraph("一是公开不够及时。")),
    ],
)
def test_sub_headings_are_known_by_their_number_and_their_end(line, block):
    assert list(prose(line)) == [block]


def test_blank_lines_of_prose_are_not_printed():
    assert list(prose("甲。\n\n \r\n乙。\n")) == [Paragraph("甲。"), Paragraph("乙。")]


@given(st.text("（一）1.。，乙\n ", max_size=40))
def test_no_word_of_the_prose_is_lost(text):
    words = "".join(
        (block.lead if isinstance(block, Paragraph) else "") + block.text  # type: ignore[union-attr]
        for block in prose(text)
    )
    assert words.replace(" ", "") == "".join(text.split())


def test_organ_and_date_close_the_report_when_it_is_signed():
    signed = build(report({}), signed_on=date(2023, 1, 16), note="此件公开发布")
    assert signed.blocks[-1] == Signature("示例镇人民政府", date(2023, 1, 16), "此件公开发布")
    assert not any(isinstance(block, Signature) for block in build(report({})).blocks)


def test_table_three_of_an_ordinary_report_is_on_one_upright_page():
    cells: dict[str, Value] = dict.fromkeys(y2021.FORM.slots, 9999)
    three = tables(build(report(cells)))[1]
    assert stays_whole(three)
    pages = [
        page.get_textpage().get_text_bounded()
        for page in pypdfium2.PdfDocument(BytesIO(pdf.write(build(report(cells)))))
    ]
    (page,) = [page for page in pages if "申请人情况" in page]
    assert "结转下年度继续办理" in page


def test_a_column_is_as_wide_as_its_longest_figure_and_very_long_ones_turn_the_page():
    narrow = tables(build(report({"requests/new/total": 9_999})))[1]
    wide = tables(build(report({"requests/new/total": 9_999_999})))[1]
    assert wide.widths[-1] > narrow.widths[-1]
    assert wide.widths[:2] == narrow.widths[:2]
    assert not wide.landscape
    everywhere: dict[str, Value] = dict.fromkeys(y2021.FORM.slots, 9_999_999)
    assert [table.landscape for table in tables(build(report(everywhere)))] == [False, True, True]


def test_group_labels_break_after_their_number():
    three = tables(build(report({})))[1]
    groups = [
        cell.text for row in three.rows for cell in row if cell.head is Head.ROW and cell.rowspan in (3, 5, 8)
    ]
    assert groups == ["（三）\n不予公开", "（四）\n无法提供", "（五）\n不予处理", "（六）\n其他处理"]


def test_the_label_of_the_results_runs_from_top_to_bottom():
    (vertical,) = [cell for row in tables(build(report({})))[1].rows for cell in row if cell.vertical]
    assert (vertical.text, vertical.rowspan) == ("三、本年度办理结果", 22)


def test_tags_and_figures_for_machines_go_with_the_document():
    document = build(report({}), tags={"SiteName": "示例县人民政府"}, data="{}")
    assert (document.tags, document.data) == ({"SiteName": "示例县人民政府"}, "{}")
