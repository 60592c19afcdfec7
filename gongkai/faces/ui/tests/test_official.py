"""The official form as it is drawn: the printed grid, once as it is and once for a phone."""

import pytest

from gongkai.faces.ui.findings import Shown, elsewhere, shown
from gongkai.faces.ui.official import Box, Drawing, Grid
from gongkai.law.annual_report.form import Table
from gongkai.law.annual_report.formats import FORMS, y2021
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.findings import Finding, Severity

FORM = y2021.FORM
TABLES = [pytest.param(table, id=f"{form.code}-{table.code}") for form in FORMS for table in form.tables]


def report(**cells: Value) -> ReportData:
    return ReportData("某镇人民政府", 2025, "2021", dict.fromkeys(FORM.slots, 0) | cells)


def numbered(*findings: Finding) -> tuple[Shown, ...]:
    return shown(findings, FORM, link=lambda where, number: f"?{where}#{number}")


def drawing(
    made: ReportData, findings: tuple[Shown, ...] = (), *, selected: str = "", prefix: str = ""
) -> Drawing:
    return Drawing(made, findings, lambda code: f"?cell={code}", selected, {}, prefix)


def boxes(grid: Grid) -> list[Box]:
    return [box for body in grid.bodies for row in body for box in row.slots]


def cell(made: ReportData, code: str, findings: tuple[Shown, ...] = (), selected: str = "") -> Box:
    table = FORM.table(code.split("/")[0])
    drawn = drawing(made, findings, selected=selected).grid(table)
    return next(box for box in boxes(drawn) if box.code == code)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_fills_the_width_of_the_form(table: Table) -> None:
    grid = drawing(report()).grid(table)
    covered: dict[int, int] = {}  # boxes of earlier rows that reach down into this one
    for number, row in enumerate([*grid.head, *(row.slots for body in grid.bodies for row in body)]):
        for box in row:
            for below in range(number, number + box.rowspan):
                covered[below] = covered.get(below, 0) + box.colspan
        assert covered[number] == table.columns


def test_a_phone_shows_every_figure_of_table_three_in_eight_columns() -> None:
    table = FORM.table("requests")
    folded = drawing(report(), prefix="n-").narrow_grid(table)
    assert [box.text for box in folded.head[0]] == [
        "申请人情况",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert {sum(box.colspan for box in row.slots) for body in folded.bodies for row in body} == {8}
    assert [box.code for box in boxes(folded) if box.code] == [slot.code for slot in table.cells()]


def test_on_a_phone_a_group_heads_exactly_its_rows() -> None:
    folded = drawing(report()).narrow_grid(FORM.table("requests"))
    groups = {
        body[0].slots[0].text: [row.slots[0].text for row in body[1:]]
        for body in folded.bodies
        if body[0].band
    }
    assert list(groups) == [
        "三、本年度办理结果",
        "（三）不予公开",
        "（四）无法提供",
        "（五）不予处理",
        "（六）其他处理",
    ]
    assert groups["（四）无法提供"] == [
        "1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确",
    ]
    assert [row.slots[0].text for row in folded.bodies[-1]] == ["（七）总计", "四、结转下年度继续办理"]


def test_zero_is_printed_and_what_is_unknown_is_blank() -> None:
    made = report(**{"requests/new/total": 3, "requests/new/business": None})
    assert cell(made, "requests/new/total").shown == "3"
    assert cell(made, "requests/new/research").shown == "0"
    assert cell(made, "requests/new/business").shown == ""


def test_a_cell_leads_to_itself_opened_at_the_place_where_it_stands() -> None:
    box = cell(report(), "requests/total/business", selected="requests/total/business")
    assert box.href == "?cell=requests/total/business#requests-total-business"
    assert box.anchor == "requests-total-business"
    assert box.selected
    assert "selected" in box.classes


def test_the_weightiest_finding_marks_the_cell_and_a_note_marks_none() -> None:
    where = "requests/total/business"
    findings = numbered(
        Finding("AR-1", Severity.INFO, "requests/new/business", "只是说明"),
        Finding("AR-2", Severity.WARNING, where, "看一眼"),
        Finding("AR-3", Severity.ERROR, where, "这一格 — 不对 — 请改。"),
    )
    mark = cell(report(), where, findings).mark
    assert mark is not None
    assert (mark.number, mark.rule, mark.word) == (1, "AR-3", "要改")
    assert cell(report(), "requests/new/business", findings).mark is None


def test_a_finding_says_why_and_how_apart() -> None:
    (finding,) = numbered(
        Finding("AR-3", Severity.ERROR, "requests/total/business", "总计 — 少1件 — 请登记。")
    )
    assert (finding.why, finding.remedy) == ("总计 — 少1件", "请登记。")
    assert finding.place == "（七）总计·商业企业"


@pytest.mark.parametrize(
    ("where", "chapter"),
    [
        ("requests/total/business", "requests"),
        ("narrative/overview", "overview"),
        ("proactive/licensing", "proactive"),
        ("report", ""),
    ],
)
def test_a_finding_belongs_to_the_chapter_of_its_place(where: str, chapter: str) -> None:
    (finding,) = numbered(Finding("AR-3", Severity.ERROR, where, "不对"))
    assert finding.chapter == chapter


def test_other_chapters_are_listed_with_what_waits_there() -> None:
    findings = numbered(
        Finding("AR-1", Severity.WARNING, "narrative/overview", "看一眼"),
        Finding("AR-2", Severity.ERROR, "narrative/overview", "要改"),
        Finding("AR-3", Severity.ERROR, "requests/total/business", "要改"),
        Finding("AR-4", Severity.INFO, "remedies/litigation_direct/total", "说明"),
    )
    (other,) = elsewhere(findings, FORM, "requests")
    assert (other.heading, other.errors, other.warnings) == ("一、总体情况", 1, 1)
    assert other.href == "?narrative/overview#1"
