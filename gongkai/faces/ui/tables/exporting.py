"""What a table shows as a file: all its pages, in its order, with its columns."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.tables.definition import Column, Table, printed
from gongkai.faces.ui.tables.filters import Rows
from gongkai.faces.ui.tables.state import State
from gongkai.lib.today import today

#: A file of more rows would hold the page for too long, and Excel takes no more than a million.
LARGEST = 200_000
#: A spreadsheet takes a text that begins so for a formula, and would run what somebody else typed.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(table: Table, request: HttpRequest, rows: Rows) -> HttpResponse | None:
    """The file that ``?export=`` asks for, None where it asks for none."""
    write = _WRITERS.get(request.GET.get("export", ""))
    if write is None:
        return None
    state = State.of(table, request)
    found = state.rows(rows)
    if (found.count() if isinstance(found, QuerySet) else len(found)) > LARGEST:
        words = _("{title} — 超过{largest}行，导出太久 — 请先筛选，例如按年度分次导出。")
        return HttpResponse(
            words.format(title=table.title, largest=LARGEST), status=413, content_type="text/plain"
        )
    each = found.iterator(chunk_size=2000) if isinstance(found, QuerySet) else iter(found)
    return write(str(table.title), state.columns, each)


def _csv(title: str, columns: tuple[Column, ...], rows: Iterable[Any]) -> HttpResponse:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(str(column.head) for column in columns)
    writer.writerows([_plain(value) for value in line] for line in _values(columns, rows))
    # the mark tells Excel that it is UTF-8
    return attachment(f"\ufeff{text.getvalue()}".encode(), f"{title}{today()}.csv", "text/csv; charset=utf-8")


def _plain(value: Any) -> str:
    text = printed(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _xlsx(title: str, columns: tuple[Column, ...], rows: Iterable[Any]) -> HttpResponse:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold, day = (
            book.add_format({"bold": True, "bottom": 2}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(columns) - 1, 18)
        sheet.write_row(0, 0, [str(column.head) for column in columns], bold)
        for number, line in enumerate(_values(columns, rows), 1):
            for place, value in enumerate(line):
                if isinstance(value, datetime):
                    sheet.write_string(number, place, printed(value))
                elif isinstance(value, date):
                    sheet.write_datetime(number, place, datetime.combine(value, datetime.min.time()), day)
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(number, place, value)
                else:
                    sheet.write_string(number, place, printed(value))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(file.getvalue(), f"{title}{today()}.xlsx", kind)


def _values(columns: tuple[Column, ...], rows: Iterable[Any]) -> Iterator[list[Any]]:
    for row in rows:
        yield [column.of(row) for column in columns]


_WRITERS = {"csv": _csv, "xlsx": _xlsx}
