"""From tables of cells to rows of values: all that can be said of a workbook without the ledger."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.law.masks import BY_CODE as KIND_OF
from gongkai.law.masks import mask
from gongkai.law.personal_data import Confidence, scan
from gongkai.ledger.workbook import cells
from gongkai.ledger.workbook.cells import Blank, Cell, Kind, Refusal, is_empty, text_of
from gongkai.ledger.workbook.reading import CSV, Table, Workbook
from gongkai.ledger.workbook.report import Remark, shown
from gongkai.ledger.workbook.sheets import (
    ACTS,
    APPLICATIONS,
    CONSULTATIONS,
    DISCLOSURES,
    ORGAN,
    REMEDIES,
    Column,
    Sheet,
)
from gongkai.lib.language import _

#: Heads of columns that nobody keeps for anything but what points to a person.
_PERSONAL_HEAD = re.compile(
    r"身份|证件|护照|电话|手机|座机|联系|地址|住址|住所|住处|户籍|出生|邮箱|邮件|微信|账号|帐号|账户|银行|存折|卡号|e-?mail|qq",
    re.IGNORECASE,
)


_LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")


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

    def taken(self) -> Remark:
        """The ledger has a row of this number, and this one was to be new."""
        column = self.sheet.number
        message = _("{column} — 已经登记过 — 请核对编号；要改那一行，请打开它更正。").format(column=column)
        return Remark(self.sheet.name, self.number, column, "", message)


@dataclass(slots=True)
class Plan:
    """A workbook as understood: the good rows per sheet, and the remarks. ``is_typed``: on a page."""

    is_typed: bool = False
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
    plan = Plan(book.is_typed)
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
    missing = [column for column in sheet.columns if column.required and column.field not in known]
    for column in missing:
        message = _("{column} — 表头缺少这一列，每一行都要填 — 请从模板补上这一列。").format(
            column=column.name
        )
        plan.refused.append(Remark(sheet.name, table.header_row, column.name, "", message))
    if missing:
        return []
    readers = [(column, known[column.field]) for column in sheet.columns if column.field in known]
    good: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in table.rows:
        row, refused = _row(sheet, number, line, readers, unknown, today)
        doubts: list[Remark] = []
        if not refused:
            doubts = list(_doubts(row))
            refused = _contradictions(row) + (doubts if plan.is_typed else [])
        refused += _used_before(row, seen)
        plan.refused += refused
        if not refused:
            good.append(row)
            plan.warnings += doubts
            _warn_of_personal(row, plan)
        tick(1)
    return good


#: A column of the file: its head and where it stands.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A column nobody knows that holds something; ``private`` where that is somebody's own business."""

    name: str
    place: int
    private: bool


def _places(table: Table, plan: Plan) -> tuple[dict[str, list[Place]], list[Unknown]]:
    """Where each known field stands, and the unknown columns that hold anything."""
    sheet = table.sheet
    known: dict[str, list[Place]] = {}
    unknown: list[Unknown] = []
    width = max((len(line) for _number, line in table.rows), default=0)
    for place in range(max(len(table.header), width)):
        name = table.header[place] if place < len(table.header) else ""
        column = sheet.headed(name)
        if column and (column.private or column.field not in known):
            known.setdefault(column.field, []).append((name, place))
            continue
        held = [
            line[place] for _number, line in table.rows if place < len(line) and not is_empty(line[place])
        ]
        if not held:
            continue
        if column:
            message = _("“{name}”列 — 出现了两次 — 只读了第一列；请删去或改名。").format(name=name)
        else:
            name = name or f"第{place + 1}列"
            private = sheet in (APPLICATIONS, REMEDIES) and _is_personal(name, held)
            unknown.append(Unknown(name, place, private))
            message = _unknown(sheet, name, private=private)
        plan.warnings.append(Remark(sheet.name, table.header_row, name, "", message))
    return known, unknown


def _is_personal(head: str, held: Sequence[Cell]) -> bool:
    return bool(_PERSONAL_HEAD.search(head)) or any(scan(f"{head} {text_of(cell)}") for cell in held)


def _unknown(sheet: Sheet, name: str, *, private: bool) -> str:
    if private and sheet is REMEDIES:
        return _(
            "“{name}”列 — 模板里没有这一列，内容像是个人信息 — "
            "其中的号码、住址只保存打星号的写法，原文请留在原来的文件里。"
        ).format(name=name)
    if private:
        return _(
            "“{name}”列 — 模板里没有这一列，内容像是个人信息 — 已加密保存到“其他个人信息”，不参加统计。"
        ).format(name=name)
    return _("“{name}”列 — 模板里没有这一列 — 内容已作为备注随各行保存，不参加统计。").format(name=name)


def _row(
    sheet: Sheet,
    number: int,
    line: Sequence[Cell],
    readers: Sequence[tuple[Column, Sequence[Place]]],
    unknown: Sequence[Unknown],
    today: date,
) -> tuple[Row, list[Remark]]:
    row = Row(sheet, number, {})
    refused: list[Remark] = []
    for column, places in readers:
        held = [line[place] if place < len(line) else None for _name, place in places]
        try:
            value = _value(column, held, today)
        except Refusal as refusal:
            name = places[0][0] if len(places) == 1 else column.name
            said = "；".join(filter(None, (shown(column, cell) for cell in held)))
            refused.append(Remark(sheet.name, number, name, said, _said(name, refusal)))
        else:
            if value is not None:
                row.values[column.field] = value
    for other in unknown:
        words = text_of(line[other.place]) if other.place < len(line) else ""
        if words and other.private and sheet is REMEDIES:
            row.extra[other.name] = _starred(other.name, words)
        elif words and other.private:
            _keep_private(row, other.name, words)
        elif words:
            row.extra[other.name] = words
    return row, refused


def _keep_private(row: Row, name: str, words: str) -> None:
    """What is private and has no column of its own, one line each: sealed with the application."""
    lines = [row.values.get("other_personal", ""), f"{name.rstrip(':')}:{' '.join(words.split())}"]
    row.values["other_personal"] = "\n".join(filter(None, lines))


def _starred(name: str, words: str) -> str:
    """What a party's number or address may show of itself; nothing of a long number that is of no known kind,
    a mistyped one."""
    shown = words
    for hit in scan(f"{name} {words}", least=Confidence.MEDIUM):
        shown = shown.replace(hit.value, mask(hit.kind, hit.value))
    return _LONG_NUMBER.sub("***", shown)


def _warn_of_personal(row: Row, plan: Plan) -> None:
    """Numbers that point to a person, in cells that are kept and shown as they are."""
    for name, words in _texts(row):
        kinds = dict.fromkeys(KIND_OF[hit.kind].zh for hit in scan(words, least=Confidence.MEDIUM))
        if kinds:
            message = _(
                "{column} — 里面像有{kinds}，这一格不加密、导出时不打星号 — "
                "请移到“证件号码”“联系方式”或“其他个人信息”，或者删去。"
            ).format(column=name, kinds="、".join(kinds))
            plan.warnings.append(Remark(row.sheet.name, row.number, name, _("（已隐去）"), message))


def _texts(row: Row) -> Iterator[tuple[str, str]]:
    for column in row.sheet.columns:
        value = row.values.get(column.field)
        if isinstance(value, str) and not column.private and not column.kind.choices:
            yield column.name, value
    yield from row.extra.items()


def _said(column: str, refusal: Refusal) -> str:
    return _("{column} — {why}。").format(column=column, why=refusal)


def _value(column: Column, held: Sequence[Cell], today: date) -> Any:
    values = [value for cell in held if (value := _read(column.kind, cell)) is not None]
    value = next(iter(values), None)
    if len(values) > 1:  # only private columns stand several times, and theirs are texts
        value = column.kind.read("；".join(dict.fromkeys(values)))
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
    if isinstance(cell, str) and cell.strip() in cells.ERRORS:
        raise Refusal(
            _("是Excel的错误值{value}，不是内容 — 请改正公式后保存，或者粘贴为数值").format(
                value=cell.strip()
            )
        )
    return None if cell is None or cell == "" else kind.read(cell)


def _contradictions(row: Row) -> list[Remark]:
    """What cells of one row say against each other."""
    try:
        if check := _CHECKS.get(row.sheet.name):
            check(row)
    except Refusal as refusal:
        name = row.sheet.column(refusal.column).name
        return [row.remark(refusal.column, _said(name, refusal))]
    return []


#: Days of one row that cannot stand the other way round, the earlier first; of whatever else is out of order
#: the law's clock speaks.
_IN_ORDER: Mapping[str, Sequence[tuple[str, str]]] = {
    APPLICATIONS.name: (("answered.on", "served.on"),),
    DISCLOSURES.name: (("formed_on", "published_on"), ("formed_on", "repealed_on")),
    REMEDIES.name: (("received_on", "concluded_on"),),
}
MOST_EXTENDED = 20


def _doubts(row: Row) -> Iterator[Remark]:
    """What can hardly be so, though it can be counted: a file of the past is taken with a warning; whoever
    types it is there to mend it and is asked to."""
    values = row.values
    for first, then in _IN_ORDER.get(row.sheet.name, ()):
        earlier, later = values.get(first), values.get(then)
        if earlier and later and later < earlier:
            yield row.remark(
                then,
                _("{column} — 早于{first}{day} — 请核对这两个日期。").format(
                    column=row.sheet.column(then).name, first=row.sheet.column(first).name, day=earlier
                ),
            )
    day, month = values.get("on"), values.get("whole_month")
    if day and month and month != day.replace(day=1):
        words = _("月份 — 填的是{month}，日期却是{day}，已按日期计入 — 请核对，两格只填一格。")
        yield row.remark("whole_month", words.format(month=f"{month:%Y-%m}", day=day))
    days = values.get("extended.days")
    if days is not None and not 1 <= days <= MOST_EXTENDED:
        words = _("延期工作日 — 只能是1至{most} — 请核对。")
        yield row.remark("extended.days", words.format(most=MOST_EXTENDED))


def _check_application(row: Row) -> None:
    answered, received = row.values.get("answered.on"), row.values["received.on"]
    if answered is None:
        return
    if "answered.result" not in row.values:
        raise Refusal(_("没有填写，填了答复日期就要填 — 请补填答复类型"), "answered.result")
    if answered < received:
        raise Refusal(_("早于收到日期{day} — 请核对这两个日期").format(day=received), "answered.on")


def _check_act(row: Row) -> None:
    values = row.values
    day, month = values.get("on"), values.get("whole_month")
    if day is None and month is None:
        raise Refusal(_("没有填写，日期和月份要填一个 — 请补填"), "on")
    values |= {"on": day or month, "whole_month": day is None}
    needed = "amount" if values["kind"] == "fees" else "quantity"
    if needed not in values:
        if needed == "amount":
            raise Refusal(_("没有填写，收费要有这个数 — 请补填"), needed)
        raise Refusal(_("没有填写，行政决定要有这个数 — 请补填"), needed)


#: Checks of a whole row: a Refusal where it leaves no count.
_CHECKS: dict[str, Callable[[Row], None]] = {
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
