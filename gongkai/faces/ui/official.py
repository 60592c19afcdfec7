"""The official form on screen: the printed grid of the law with figures, findings and links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.law.annual_report.form import Form, Role, Slot, Table
from gongkai.law.annual_report.formats.parts import TOTAL
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as people read it, with the number that stands beside it and in its cell."""

    number: int
    rule: str
    severity: str
    word: str
    where: str
    place: str
    message: str
    source: str
    expected: object
    actual: object

    @property
    def shows_sum(self) -> bool:
        return self.expected is not None and self.actual is not None


@dataclass(frozen=True, slots=True)
class Box:
    """One slot of the grid, ready to be drawn."""

    text: str = ""
    code: str = ""
    colspan: int = 1
    rowspan: int = 1
    classes: str = ""
    scope: str = "row"
    shown: str = ""
    zero: bool = False
    href: str = ""
    anchor: str = ""
    selected: bool = False
    mark: Shown | None = None
    last_year: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    slots: tuple[Box, ...]
    band: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be drawn: its head rows and its body."""

    code: str
    title: str
    head: tuple[tuple[Box, ...], ...]
    body: tuple[Row, ...]


def shown(findings: Sequence[Finding], form: Form) -> tuple[Shown, ...]:
    """Findings numbered in the order in which they weigh."""
    order = list(Severity)
    listed = sorted(findings, key=lambda finding: order.index(finding.severity))
    return tuple(
        Shown(
            number,
            finding.rule,
            finding.severity.value,
            finding.severity.zh,
            finding.where,
            form.name_of(finding.where),
            finding.message,
            finding.source,
            finding.expected,
            finding.actual,
        )
        for number, finding in enumerate(listed, 1)
    )


def figure(value: Value) -> str:
    """A figure as printed; blank where it is unknown."""
    return "" if value is None else str(value)


def grid(
    report: ReportData,
    table: Table,
    *,
    findings: Sequence[Shown],
    link: Callable[[str], str],
    selected: str = "",
    last_year: Mapping[str, Value] | None = None,
) -> Grid:
    """The table as the notice prints it."""
    draw = _Drawing(report, findings, link, selected, last_year or {})
    head = tuple(tuple(draw.label(slot) for slot in row) for row in table.rows[: table.head_rows])
    body = tuple(
        Row(tuple(draw.box(slot) for slot in row), band=row[0].role in {Role.BAND, Role.HEAD})
        for row in table.rows[table.head_rows :]
    )
    return Grid(table.code, table.title, head, body)


def narrow_grid(
    report: ReportData,
    table: Table,
    *,
    findings: Sequence[Shown],
    link: Callable[[str], str],
    selected: str = "",
    last_year: Mapping[str, Value] | None = None,
) -> Grid:
    """Table three for a phone: its label columns folded into one, so that figures scroll beside it."""
    draw = _Drawing(report, findings, link, selected, last_year or {}, prefix="n-")
    columns = [slot for slot in table.rows[1] if slot.colspan == 1] + list(table.rows[2])
    names = [columns[0], *columns[2:], columns[1]]  # 自然人, the five kinds of 法人或其他组织, 总计
    head = (Box(""), *(Box(slot.text, classes="sum" if slot.text == "总计" else "") for slot in names))
    body = []
    for row in table.rows[table.head_rows :]:
        cells = [slot for slot in row if slot.code]
        label = cells[0].name.rpartition("·")[0]
        body.append(Row((Box(label, classes="strong" if _is_main(cells[0]) else ""), *map(draw.box, cells))))
    return Grid(table.code, table.title, (head,), tuple(body))


@dataclass(frozen=True, slots=True)
class _Drawing:
    report: ReportData
    findings: Sequence[Shown]
    link: Callable[[str], str]
    selected: str
    last_year: Mapping[str, Value]
    prefix: str = ""

    def box(self, slot: Slot) -> Box:
        return self.cell(slot) if slot.code else self.label(slot)

    def label(self, slot: Slot) -> Box:
        classes = [
            "vertical" if slot.vertical else "",
            "group" if slot.rowspan > 1 and slot.role is Role.LABEL and not slot.vertical else "",
            "strong" if (slot.role is Role.LABEL and slot.colspan == 3) or slot.text == "（七）总计" else "",
        ]
        scope = "rowgroup" if slot.rowspan > 1 else "row"
        if slot.role in {Role.BAND, Role.HEAD}:
            scope = "colgroup" if slot.colspan > 1 else "col"
        text = slot.text.replace("）", "）\n", 1) if "group" in classes else slot.text
        return Box(text, "", slot.colspan, slot.rowspan, " ".join(filter(None, classes)), scope)

    def cell(self, slot: Slot) -> Box:
        value = self.report.cells.get(slot.code)
        mark = next((f for f in self.findings if f.where == slot.code and f.severity != "info"), None)
        is_sum = slot.code.endswith(f"/{TOTAL}") or f"/{TOTAL}/" in slot.code
        classes = ["sum" if is_sum else "", mark.severity if mark else ""]
        if slot.code == self.selected:
            classes.append("selected")
        before = self.last_year.get(slot.code)
        return Box(
            code=slot.code,
            colspan=slot.colspan,
            classes=" ".join(filter(None, classes)),
            shown=figure(value),
            zero=value == 0 or value is None,
            href=self.link(slot.code),
            anchor=self.prefix + slot.code.replace("/", "-"),
            selected=slot.code == self.selected,
            mark=mark,
            last_year=f"上年{before}" if before is not None else "",
        )


def _is_main(slot: Slot) -> bool:
    return slot.code.split("/")[1] in {"new", "carried_in", "total", "carried_out"}
