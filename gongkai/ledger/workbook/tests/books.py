"""Small workbooks for tests: what stands in the sheet is what stands in the test."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.organs import actions as organ_actions
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import RequestEvent
from gongkai.ledger.workbook import reading
from gongkai.ledger.workbook.importing import Import, import_workbooks
from gongkai.ledger.workbook.report import Remark, Report

TODAY = date(2026, 11, 23)
TOWN = "青石镇人民政府"

#: The least a row of 依申请公开 must say.
APPLICATION = {
    "申请编号": "2022-1",
    "收到日期": "2022-03-01",
    "申请人类型": "自然人",
    "申请人": "张三",
    "申请内容": "道路养护资金",
}
ANSWERED = {**APPLICATION, "答复日期": "2022-03-21", "答复类型": "予以公开"}
DOCUMENT = {"索引号": "QS-1", "标题": "办法", "形成日期": "2022-02-10"}
CASE = {"案号": "（2022）行复1号", "类型": "行政复议", "收到日期": "2022-05-09"}


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these rows; dates and numbers become cells of their kind."""
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    page.write_datetime(number, place, cell, as_date)
                elif isinstance(cell, str):
                    page.write_string(number, place, cell)
                elif cell is not None:
                    page.write(number, place, cell)
    book.close()
    return path


def table(*rows: Mapping[str, Any]) -> list[list[Any]]:
    """Rows by column name as a sheet with its header."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    return [header, *([row.get(name) for name in header] for row in rows)]


def town() -> Organ:
    return organ_actions.create(name=TOWN, actor="测试")


def take(
    path: Path,
    organ: Organ,
    *,
    skip_bad: bool = False,
    dry_run: bool = False,
    may_link: bool = False,
    on: date = TODAY,
) -> Report:
    """Import a file."""
    how = Import(
        lambda _name: organ, "测试", on, OFFICIAL, skip_bad=skip_bad, dry_run=dry_run, may_link=may_link
    )
    return import_workbooks(reading.read([path]), how)


def take_rows(folder: Path, organ: Organ, sheet: str, *rows: Mapping[str, Any], **how: Any) -> Report:
    """Import one sheet of rows."""
    return take(xlsx(folder / "台账.xlsx", {sheet: table(*rows)}), organ, **how)


def where(remarks: Sequence[Remark]) -> list[tuple[str, int, str]]:
    return [(remark.sheet, remark.row, remark.column) for remark in remarks]


def events_of(number: str) -> list[tuple[str, date, dict[str, object]]]:
    rows = RequestEvent.objects.filter(foi_request__number=number, replaced_by=None).order_by("on", "id")
    return [(row.kind, row.on, row.data) for row in rows]
