"""The official form on screen: the printed grid of the law with figures, findings and links."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.faces.ui.findings import Shown
from gongkai.law.annual_report.checks.labels import BETWEEN
from gongkai.law.annual_report.form import Role, Slot, Table
from gongkai.law.annual_report.formats.parts import TOTAL
from gongkai.law.annual_report.model import ReportData, Value

#: Rows of table three that are sums or carry over; the others divide （七）总计.
_MAIN_ROWS = {"new", "carried_in", TOTAL, "carried_out"}


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
    printed: str = ""  # what the file has where the figure could not be read


@dataclass(frozen=True, slots=True)
class Row:
    slots: tuple[Box, ...]
    band: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be drawn. ``columns`` are (class, how many); a band heads the rows of its body."""

    code: str
    title: str
    columns: tuple[tuple[str, int], ...]
    head: tuple[tuple[Box, ...], ...]
    bodies: tuple[tuple[Row, ...], ...]


def figure(value: Value) -> str:
    """A figure as printed; blank where it is unknown."""
    return "" if value is None else str(value)


def anchor(code: str) -> str:
    """The id of a cell on the page."""
    return code.replace("/", "-")


#: The address that opens a cell, by its code.
Link = Callable[[str], str]


def nowhere(_code: str) -> str:
    """No address: a cell is a mere figure."""
    return ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a table is drawn with. Figures of the year before are left out where they are not known."""

    report: ReportData
    findings: Sequence[Shown]
    link: Link
    selected: str
    last_year: Mapping[str, Value]
    prefix: str = ""

    def grid(self, table: Table) -> Grid:
        """The table as the notice prints it."""
        head = tuple(tuple(self._label(slot) for slot in row) for row in table.rows[: table.head_rows])
        rows = tuple(
            Row(tuple(map(self._box, row)), band=row[0].role in {Role.BAND, Role.HEAD})
            for row in table.rows[table.head_rows :]
        )
        columns = (("stub", 1), ("group", 1), ("label", 1), ("figure", 7)) if table.columns == 10 else ()
        return Grid(table.code, table.title, columns, head, (rows,))

    def narrow_grid(self, table: Table) -> Grid:
        """Table three for a phone: one column of labels, beside which the figures scroll."""
        over, inside = table.rows[1:3]
        first, last = (slot for slot in over if slot.colspan == 1)
        names = [first, *inside, last]  # 自然人, the five kinds of 法人或其他组织, 总计
        head = (
            Box(table.rows[0][1].text, scope="col"),
            *(Box(slot.text, scope="col", classes="sum" if slot is last else "") for slot in names),
        )
        columns = (("label", 1), ("figure", len(names)))
        return Grid(table.code, table.title, columns, (head,), tuple(self._folded(table, len(names) + 1)))

    def _folded(self, table: Table, width: int) -> Iterator[tuple[Row, ...]]:
        """The rows with their groups as bands above them; each band heads a body of its own."""
        body: list[Row] = []
        left = -1  # rows that the group still has; negative outside one
        for row in table.rows[table.head_rows :]:
            labels, cells = [s for s in row if not s.code], [s for s in row if s.code]
            groups = [slot for slot in labels[:-1] if slot.rowspan > 1]
            if body and (groups or left == 0):
                yield tuple(body)
                body = []
            left = max((s.rowspan for s in groups if not s.vertical), default=left or -1) - 1
            body += [Row((Box(s.text, colspan=width, scope="rowgroup"),), band=True) for s in groups]
            name = labels[-1].text
            label = Box(name, classes="strong" * _is_main(cells[0]), mark=self._mark_of(name))
            body.append(Row((label, *map(self._cell, cells))))
        yield tuple(body)

    def _box(self, slot: Slot) -> Box:
        return self._cell(slot) if slot.code else self._label(slot)

    def _label(self, slot: Slot) -> Box:
        is_group = slot.rowspan > 1 and slot.role is Role.LABEL and not slot.vertical
        is_main = slot.role is Role.LABEL and (slot.colspan == 3 or slot.text == "（七）总计")
        classes = ["vertical" * slot.vertical, "group" * is_group, "strong" * is_main]
        # A head names the rows or columns that it spans; scope="rowgroup" would name all that follow.
        scope = "row" if slot.role is Role.LABEL else "col"
        text = slot.text.replace("）", "）\n", 1) if is_group else slot.text
        looks = " ".join(filter(None, classes))
        return Box(text, "", slot.colspan, slot.rowspan, looks, scope, mark=self._mark_of(slot.text))

    def _mark_of(self, label: str) -> Shown | None:
        """What was found about the words of a label."""
        return next(
            (
                finding
                for finding in self.findings
                if finding.rule == "AR-S.6" and label in str(finding.expected).split(BETWEEN)
            ),
            None,
        )

    def _cell(self, slot: Slot) -> Box:
        value = self.report.cells.get(slot.code)
        mark = next((f for f in self.findings if f.where == slot.code and f.is_open), None)
        is_sum = slot.code.endswith(f"/{TOTAL}") or f"/{TOTAL}/" in slot.code
        is_selected = slot.code == self.selected
        classes = ["sum" * is_sum, mark.severity if mark else "", "selected" * is_selected]
        name, link = self.prefix + anchor(slot.code), self.link(slot.code)
        return Box(
            code=slot.code,
            colspan=slot.colspan,
            classes=" ".join(filter(None, classes)),
            shown=figure(value),
            zero=not value,
            href=f"{link}#{name}" if link else "",
            anchor=name,
            selected=is_selected,
            mark=mark,
            last_year=figure(self.last_year.get(slot.code)),
        )


def _is_main(slot: Slot) -> bool:
    return slot.code.split("/")[1] in _MAIN_ROWS
