"""Reports printed for the tests, each as a plain web page, Word file, Excel file, PDF or text.

They are made from the form's own grid, so that reading is tested against the law and not against our writers.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

import docx
import typst
import xlsxwriter
from pylopdf_fonts_zh_cn import serif_path

from gongkai.law.annual_report.form import Kind, Slot, Table
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import CHAPTERS
from gongkai.law.annual_report.model import ReportData, Value

ORGAN = "某县青山镇人民政府"
PROSE = {
    "overview": "2024年，本镇主动公开政府信息32条。\n（一）主动公开。更新及时。",
    "problems": "一是人手少。二是培训少。",
    "other_matters": "本年没有收取信息处理费。",
}


def report(form: str = "2021", **cells: Value) -> ReportData:
    """A report in which every figure is another one, so that a swapped row or column is seen.

    A keyword replaces a cell: ``requests__new__total=None``.
    """
    values: dict[str, Value] = {}
    for number, slot in enumerate(BY_CODE[form].slots.values(), start=101):
        values[slot.code] = f"{number}元" if slot.kind is Kind.TEXT else number
    values |= {name.replace("__", "/"): value for name, value in cells.items()}
    return ReportData(ORGAN, 2024 if form == "2021" else 2020, form, values, PROSE)


def printed(data: ReportData, slot: Slot) -> str:
    value = data.cells[slot.code] if slot.code else slot.text
    return "" if value is None else str(value)


def html(data: ReportData, tables: Callable[[ReportData, Table], str] | None = None) -> bytes:
    """The report as a web page; ``tables`` prints a table in another way."""
    parts = [f"<html><head><meta charset='utf-8'><title>{data.title}</title></head><body>"]
    for chapter in CHAPTERS:
        parts.append(f"<p>{chapter.heading}</p>")
        parts += [f"<p>{line}</p>" for line in data.narrative.get(chapter.key, "").splitlines()]
        parts += [(tables or html_table)(data, t) for t in data.form.tables if t.code == chapter.key]
    return "".join([*parts, "</body></html>"]).encode()


def html_table(data: ReportData, table: Table) -> str:
    return "<table>" + "".join(html_row(data, row) for row in table.rows) + "</table>"


def html_row(data: ReportData, row: Iterable[Slot]) -> str:
    cells = (
        f"<td colspan='{slot.colspan}' rowspan='{slot.rowspan}'>{printed(data, slot)}</td>" for slot in row
    )
    return f"<tr>{''.join(cells)}</tr>"


def text(data: ReportData, *, between: str) -> bytes:
    """The report as text: ``between`` parts the boxes of a row (tab, bar or line end)."""
    lines = [data.title]
    for chapter in CHAPTERS:
        lines += [chapter.heading, *data.narrative.get(chapter.key, "").splitlines()]
        for table in data.form.tables:
            if table.code == chapter.key:
                lines += [between.join(printed(data, slot) for slot in row) for row in table.rows]
    return "\n".join(lines).encode()


def word(data: ReportData) -> bytes:
    document = docx.Document()
    document.add_paragraph(data.title)
    for chapter in CHAPTERS:
        document.add_paragraph(chapter.heading)
        for line in data.narrative.get(chapter.key, "").splitlines():
            document.add_paragraph(line)
        for table in data.form.tables:
            if table.code == chapter.key:
                grid = document.add_table(len(table.rows), table.columns)
                for top, left, slot in placed(table):
                    box = grid.cell(top, left)
                    if slot.rowspan > 1 or slot.colspan > 1:
                        box = box.merge(grid.cell(top + slot.rowspan - 1, left + slot.colspan - 1))
                    box.text = printed(data, slot)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def excel(data: ReportData) -> bytes:
    """One sheet: prose in the first column, tables below their heading, figures as numbers."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("年报")
        sheet.write_string(0, 0, data.title)
        line = 1
        for chapter in CHAPTERS:
            for words in (chapter.heading, *data.narrative.get(chapter.key, "").splitlines()):
                sheet.write_string(line, 0, words)
                line += 1
            for table in data.form.tables:
                if table.code == chapter.key:
                    for top, left, slot in placed(table):
                        value = data.cells[slot.code] if slot.code else slot.text
                        place = (line + top, left, line + top + slot.rowspan - 1, left + slot.colspan - 1)
                        if slot.rowspan * slot.colspan > 1:
                            sheet.merge_range(*place, value)
                        else:
                            sheet.write(place[0], place[1], value)
                    line += len(table.rows)
    return file.getvalue()


def pdf(data: ReportData) -> bytes:
    """A PDF with ruled tables, long enough that table three goes over a page's end."""
    blocks: list[object] = [data.title]
    for chapter in CHAPTERS:
        blocks += [chapter.heading, *data.narrative.get(chapter.key, "").splitlines()]
        for table in data.form.tables:
            if table.code == chapter.key:
                cells = [[printed(data, s), s.colspan, s.rowspan] for row in table.rows for s in row]
                blocks.append({"columns": table.columns, "cells": cells})
    source = """#set page(
      width: 210mm, height: 260mm, footer: context align(center)[— #counter(page).display() —]
    )
    #set text(font: "Noto Serif SC", size: 10pt)
    #for block in json(bytes(sys.inputs.blocks)) {
      if type(block) == str { par(first-line-indent: (amount: 2em, all: true), text(block)) }
      else { table(columns: (1fr,) * block.columns,
        ..block.cells.map(c => table.cell(colspan: c.at(1), rowspan: c.at(2), text(c.at(0))))) }
    }"""
    written: bytes = typst.compile(  # type: ignore[misc]
        source.encode(),
        sys_inputs={"blocks": json.dumps(blocks, ensure_ascii=False)},
        font_paths=[str(serif_path().parent)],
        ignore_system_fonts=True,
    )
    return written


def placed(table: Table) -> list[tuple[int, int, Slot]]:
    """Row, column and slot of every printed box."""
    taken: set[tuple[int, int]] = set()
    found = []
    for top, row in enumerate(table.rows):
        left = 0
        for slot in row:
            while (top, left) in taken:
                left += 1
            found.append((top, left, slot))
            taken |= {(top + y, left + x) for y in range(slot.rowspan) for x in range(slot.colspan)}
            left += slot.colspan
    return found


def page(*tables: Sequence[Sequence[str]], heading: str = "") -> bytes:
    """A web page of 2024 with small tables; a box may end in ``|3`` for its colspan."""
    parts = [f"<title>{ORGAN}2024年政府信息公开工作年度报告</title><p>{heading}</p>"]
    for rows in tables:
        parts.append("<table>")
        for row in rows:
            boxes = (box.partition("|") for box in row)
            parts.append("<tr>" + "".join(f"<td colspan='{s or 1}'>{t}</td>" for t, _, s in boxes))
        parts.append("</table>")
    return f"<html><meta charset=utf-8>{''.join(parts)}</html>".encode()
