"""From tables of cells to rows of values: all that can be said of a workbook without the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.ledger.workbook import cells
from gongkai.ledger.workbook.cells import Blank, Cell, Kind, Refusal, is_empty, text_of
from gongkai.ledger.workbook.reading import CSV, Table, Workbook
from gongkai.ledger.workbook.report import Remark, shown
from gongkai.ledger.workbook.sheets import ACTS, APPLICATIONS, CONSULTATIONS, ORGAN, Column, Sheet
from gongkai.lib.language import _


@dataclass(slots=True)
class Row:
    """One good row: its values by field (empty cells are absent), and the columns nobody knows."""

    sheet: Sheet
    number: int  # in the file
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """By what the row is known again."""
        column = self.sheet.number_column
        return cells.key(self.values[column.field]) if column else ""

    def remark(self, field: str, message: str) -> Remark:
        """A remark on this row, shown beside the column of ``field``."""
        column = self.sheet.column(field)
        value = self.values.get(field)
        return Remark(self.sheet.name, self.number, column.name, _shown_value(column, value), message)


@dataclass(slots=True)
class Plan:
    """A workbook as understood: the good rows per sheet, and the remarks."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def of(self, sheet: Sheet) -> list[Row]:
        return self.rows.get(sheet.name, [])

    @property
    def organ_name(self) -> str:
        return next((row.values["name"] for row in self.of(ORGAN) if "name" in row.values), "")


def parse(book: Workbook, today: date, tick: Callable[[int], None] = lambda _rows: None) -> Plan:
    """Understand a workbook as of ``today``. ``tick`` is told how many rows are done."""
    plan = Plan()
    for name in book.ignored:
        message = _("工作表“{name}” — 模板里没有这张表 — 没有读取；需要的内容请移到模板的表里。")
        plan.warnings.append(Remark(name, 0, "", "", message.format(name=name)))
    for table in book.tables:
        rows = _organ_rows(table, plan) if table.sheet is ORGAN else _rows(table, today, plan, tick)
        plan.rows.setdefault(table.sheet.name, []).extend(rows)
    for name in _without_rows(book, plan):
        message = _("{name} — 没有数据行 — 没有可以导入的内容；请在表头下面逐行填写。").format(name=name)
        plan.warnings.append(Remark(name, 0, "", "", message))
    return plan


def _without_rows(book: Workbook, plan: Plan) -> list[str]:
    """The files in which nothing was filled in; sheets left empty in a workbook are no news."""
    if book.name == CSV:
        return [f"{table.sheet.name}.csv" for table in book.tables if not table.rows]
    return [] if plan.refused or any(plan.rows.values()) else [book.name]


def _rows(table: Table, today: date, plan: Plan, tick: Callable[[int], None]) -> list[Row]:
    sheet = table.sheet
    known, unknown = _places(table, plan)
    missing = [column for column in sheet.columns if column.required and column.name not in known]
    for column in missing:
        message = _("{column} — 表头缺少这一列，每一行都要填 — 请从模板补上这一列。").format(
            column=column.name
        )
        plan.refused.append(Remark(sheet.name, table.header_row, column.name, "", message))
    if missing:
        return []
    readers = [(column, known[column.name]) for column in sheet.columns if column.name in known]
    good: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in table.rows:
        row, refused = _row(sheet, number, line, readers, unknown, today)
        if not refused:
            refused = _contradictions(row, plan)
        refused += _used_before(row, seen)
        plan.refused += refused
        if not refused:
            good.append(row)
        tick(1)
    return good


def _places(table: Table, plan: Plan) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """Where each known column stands, and the unknown ones that hold anything."""
    names = {column.name for column in table.sheet.columns}
    known: dict[str, int] = {}
    unknown: list[tuple[str, int]] = []
    width = max((len(line) for _number, line in table.rows), default=0)
    for place in range(max(len(table.header), width)):
        name = table.header[place] if place < len(table.header) else ""
        if name in names and name not in known:
            known[name] = place
            continue
        if not any(place < len(line) and not is_empty(line[place]) for _number, line in table.rows):
            continue
        if name in names:
            message = _("“{name}”列 — 出现了两次 — 只读了第一列；请删去或改名。").format(name=name)
        else:
            name = name or f"第{place + 1}列"
            unknown.append((name, place))
            message = _("“{name}”列 — 模板里没有这一列 — 内容已作为备注随各行保存，不参加统计。").format(
                name=name
            )
        plan.warnings.append(Remark(table.sheet.name, table.header_row, name, "", message))
    return known, unknown


def _row(
    sheet: Sheet,
    number: int,
    line: Sequence[Cell],
    readers: Sequence[tuple[Column, int]],
    unknown: Sequence[tuple[str, int]],
    today: date,
) -> tuple[Row, list[Remark]]:
    row = Row(sheet, number, {})
    refused: list[Remark] = []
    for column, place in readers:
        cell = line[place] if place < len(line) else None
        try:
            value = _value(column, cell, today)
        except Refusal as refusal:
            message = _said(column.name, refusal)
            refused.append(Remark(sheet.name, number, column.name, shown(column, cell), message))
        else:
            if value is not None:
                row.values[column.field] = value
    for name, place in unknown:
        if place < len(line) and (words := text_of(line[place])):
            row.extra[name] = words
    return row, refused


def _said(column: str, refusal: Refusal) -> str:
    return _("{column} — {why}。").format(column=column, why=refusal)


def _value(column: Column, cell: Cell, today: date) -> Any:
    value = _read(column.kind, cell)
    if value is None:
        if column.required:
            raise Refusal(_("没有填写，这一格必填 — 请补填"))
        return None
    if isinstance(value, date) and value > today and not column.may_be_later:
        raise Refusal(_("晚于今天（{today}） — 请核对日期").format(today=today))
    return value


def _read(kind: Kind, cell: Cell) -> Any:
    if isinstance(cell, Blank):
        raise Refusal(cell.words)
    return None if cell is None or cell == "" else kind.read(cell)


def _contradictions(row: Row, plan: Plan) -> list[Remark]:
    """What cells of one row say against each other, where it leaves no count; where it does, plan warns."""
    try:
        check = _CHECKS.get(row.sheet.name)
        if check:
            plan.warnings += check(row)
    except Refusal as refusal:
        name = row.sheet.column(refusal.column).name
        return [row.remark(refusal.column, _said(name, refusal))]
    return []


def _check_application(row: Row) -> list[Remark]:
    answered = row.values.get("answered.on")
    if answered is None:
        return []
    if "answered.result" not in row.values:
        raise Refusal(_("没有填写，填了答复日期就要填 — 请补填答复类型"), "answered.result")
    if answered < row.values["received.on"]:
        raise Refusal(
            _("早于收到日期{day} — 请核对这两个日期").format(day=row.values["received.on"]), "answered.on"
        )
    return []


def _check_act(row: Row) -> list[Remark]:
    values = row.values
    month = values.pop("whole_month", None)
    values["whole_month"] = "on" not in values
    if month is None and "on" not in values:
        raise Refusal(_("没有填写，日期和月份要填一个 — 请补填"), "on")
    values.setdefault("on", month)
    needed = "amount" if values["kind"] == "fees" else "quantity"
    if needed not in values:
        if needed == "amount":
            raise Refusal(_("没有填写，收费要有这个数 — 请补填"), needed)
        raise Refusal(_("没有填写，行政决定要有这个数 — 请补填"), needed)
    if month is None or month == values["on"].replace(day=1):
        return []
    written = f"{month:%Y-%m}"
    message = _("月份 — 填的是{month}，日期却是{day}，已按日期计入 — 请核对，两格只填一格。").format(
        month=written, day=values["on"]
    )
    return [Remark(row.sheet.name, row.number, "月份", written, message)]


#: Checks of a whole row: a Refusal where nothing can be counted, else warnings.
_CHECKS: dict[str, Callable[[Row], list[Remark]]] = {
    APPLICATIONS.name: _check_application,
    ACTS.name: _check_act,
}


def _used_before(row: Row, seen: dict[str, int]) -> list[Remark]:
    column = row.sheet.number_column
    if column is None or row.sheet is CONSULTATIONS or column.field not in row.values:
        return []
    first = seen.setdefault(row.key, row.number)
    if first == row.number:
        return []
    return [
        row.remark(
            column.field,
            _("{column} — 与第{first}行重复 — 请改成不同的编号，或者删去其中一行。").format(
                column=column.name, first=first
            ),
        )
    ]


def _organ_rows(table: Table, plan: Plan) -> list[Row]:
    """机关信息: a key and its value in each row; all of them make one record."""
    columns = {column.name: column for column in ORGAN.columns}
    row = Row(ORGAN, 0, {})
    for number, line in table.rows:
        name = text_of(line[0])
        cell = line[1] if len(line) > 1 else None
        column = columns.get("".join(name.split()))
        if column is None:
            if name != "项目" and not is_empty(cell):
                message = _("“{name}” — 模板里没有这一项 — 没有读取。").format(name=name)
                plan.warnings.append(Remark(ORGAN.name, number, name, "", message))
            continue
        try:
            value = _read(column.kind, cell)
        except Refusal as refusal:
            plan.refused.append(Remark(ORGAN.name, number, name, shown(column, cell), _said(name, refusal)))
            continue
        if value is not None:
            row.values[column.field] = value
    return [row] if row.values else []


def _shown_value(column: Column, value: Any) -> str:
    return "" if value is None else shown(column, column.kind.show(value))
