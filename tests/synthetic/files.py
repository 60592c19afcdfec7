"""Annual reports as files, printed from the form's own grid with figures that are known.

A ``Draft`` is what will be printed: paragraphs and sheets of boxes. Variants (``variants/``) spoil it as
organs do; a writer makes a file of it. The tests compare what is read with ``Draft.truth``.
"""

import html
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import BytesIO

import docx
import typst
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pylopdf_fonts_zh_cn import serif_path

from gongkai.law.annual_report.form import Role, Table
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import CHAPTERS
from gongkai.law.annual_report.model import ReportData, Value
from tests.synthetic.figures import figures

PROSE = {
    "overview": "{year}年，本镇主动公开政府信息，更新及时。\n（一）主动公开。全年发布信息。",
    "problems": "一是人手少。二是培训少。下一步改进。",
    "other_matters": "本年没有收取信息处理费。",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A printed box. ``ghost`` is more text in it that does not count, and ``manner`` how that is printed."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    code: str = ""
    role: Role = Role.LABEL
    ghost: str = ""
    manner: str = ""  # struck | raised | hidden | white


@dataclass(slots=True)
class Sheet:
    """A table as its rows of boxes; ``hidden`` rows are in the file and not to be seen."""

    code: str
    rows: list[list[Box]]
    hidden: list[int] = field(default_factory=list)

    def head_rows(self) -> list[list[Box]]:
        """The rows before the first figure."""
        first = next((i for i, row in enumerate(self.rows) if any(box.code for box in row)), 0)
        return self.rows[:first]


@dataclass(slots=True)
class Draft:
    """A report about to be printed, and its true figures as a person would read them."""

    organ: str
    year: int
    form: str
    truth: dict[str, Value]
    blocks: list[str | Sheet]
    kind: str
    raw: list[Callable[[bytes], bytes]] = field(default_factory=list)  # what happens to the finished file
    ruled: bool = True
    spaced: bool = False  # letters and digits set apart
    also: dict[str, list[Value]] = field(
        default_factory=dict
    )  # what may be read as well, where nobody can tell

    @property
    def title(self) -> str:
        return ReportData(self.organ, self.year, self.form, {}).title

    def allow(self, codes: Sequence[str], values: Sequence[Value]) -> None:
        for code, value in zip(codes, values, strict=True):
            self.also.setdefault(code, []).append(value)

    def sheets(self, code: str = "") -> list[Sheet]:
        return [block for block in self.blocks if isinstance(block, Sheet) and block.code.startswith(code)]


def draft(seed: int, form: str, kind: str) -> Draft:
    """A report as the notice prints it, every figure from ``seed``."""
    truth = figures(seed, form)
    year = 2022 + seed % 4 if form == "2021" else 2019 + seed % 2
    blocks: list[str | Sheet] = []
    for chapter in CHAPTERS:
        blocks.append(chapter.heading)
        blocks += PROSE.get(chapter.key, "").format(year=year).splitlines()
        blocks += [sheet(table, truth) for table in BY_CODE[form].tables if table.code == chapter.key]
    page = Draft("某县青山镇人民政府", year, form, truth, blocks, kind)
    page.blocks.insert(0, page.title)
    return page


def sheet(table: Table, truth: dict[str, Value]) -> Sheet:
    rows = [
        [
            Box(
                shown(truth[slot.code]) if slot.code else slot.text,
                slot.colspan,
                slot.rowspan,
                slot.code,
                slot.role,
            )
            for slot in row
        ]
        for row in table.rows
    ]
    return Sheet(table.code, rows)


def shown(value: Value) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write(page: Draft) -> bytes:
    data = WRITERS[page.kind](page)
    for spoil in page.raw:
        data = spoil(data)
    return data


def placed(rows: list[list[Box]]) -> Iterator[tuple[int, int, Box]]:
    """Row, column and box, each box cut to the room that is free."""
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for box in row:
            while (top, left) in taken:
                left += 1
            across = next((n for n in range(1, box.colspan) if (top, left + n) in taken), box.colspan)
            down = min(box.rowspan, len(rows) - top)
            taken |= {(top + y, left + x) for y in range(down) for x in range(across)}
            ghost = box.ghost if box.text or box.manner != "raised" else ""  # no note without its figure
            yield top, left, replace(box, colspan=across, rowspan=down, ghost=ghost)
            left += across


def _html(page: Draft) -> bytes:
    parts = [f"<html><head><meta charset='utf-8'><title>{page.title}</title></head><body>"]
    for block in page.blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>\n")
            continue
        parts.append("<table border='1'><tbody>\n")
        for number, row in enumerate(block.rows):
            parts.append("<tr style='display:none'>" if number in block.hidden else "<tr>")
            parts += [_td(box) for box in row]
            parts.append("</tr>\n")
        parts.append("</tbody></table>\n")
    return "".join([*parts, "</body></html>"]).encode()


_TAGS = {
    "struck": ("<del>", "</del>"),
    "raised": ("<sup>", "</sup>"),
    "hidden": ('<span style="color:red; DISPLAY: none">', "</span>"),
    "white": ('<font color="#ffffff">', "</font>"),
}


def _td(box: Box) -> str:
    spans = "".join(
        f' {name}="{span}"' for name, span in (("colspan", box.colspan), ("rowspan", box.rowspan)) if span > 1
    )
    text = html.escape(box.text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")
    if box.ghost:
        before, after = _TAGS[box.manner]
        text = (
            f"{before}{box.ghost}{after}{text}"
            if box.manner != "raised"
            else f"{text}{before}{box.ghost}{after}"
        )
    return f'<td style="text-align: center"{spans}>{text}</td>'


def _docx(page: Draft) -> bytes:
    """Paragraphs by python-docx, tables as the XML that Word writes: python-docx merges boxes very slowly."""
    document = docx.Document()
    for block in page.blocks:
        paragraph = document.add_paragraph(block if isinstance(block, str) else "")
        if isinstance(block, Sheet):
            paragraph._p.addprevious(parse_xml(_tbl(block)))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _tbl(paper: Sheet) -> str:
    boxes = list(placed(paper.rows))
    width = max(left + box.colspan for _, left, box in boxes)
    over = {(top + y, left): (box, y) for top, left, box in boxes for y in range(box.rowspan)}
    rows = []
    for top in range(len(paper.rows)):
        cells = [over[top, left] for left in range(width) if (top, left) in over]
        rows.append(f"<w:tr>{''.join(_tc(box, y, top in paper.hidden) for box, y in cells)}</w:tr>")
    columns = '<w:gridCol w:w="800"/>' * width
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


_MANNERS = {
    "": "",
    "struck": "<w:strike/>",
    "raised": '<w:vertAlign w:val="superscript"/>',
    "hidden": "<w:vanish/>",
    "white": '<w:color w:val="FFFFFF"/>',
}


def _tc(box: Box, below: int, is_hidden: bool) -> str:
    """A box, or one of the empty ones that Word keeps below a box that goes over several rows."""
    merge = f'<w:vMerge w:val="{"continue" if below else "restart"}"/>' if box.rowspan > 1 else ""
    shape = f'<w:tcPr><w:gridSpan w:val="{box.colspan}"/>{merge}</w:tcPr>'
    if below:
        return f"<w:tc>{shape}<w:p/></w:tc>"
    seen = _run(box.text, _MANNERS["hidden" if is_hidden else ""])
    return f"<w:tc>{shape}<w:p>{seen}{_run(box.ghost, _MANNERS[box.manner])}</w:p></w:tc>"


def _run(text: str, manner: str) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r><w:rPr>{manner}</w:rPr>{lines}</w:r>" if text else ""


def _xlsx(page: Draft) -> bytes:
    """One sheet: prose in the first column, tables below their heading, plain figures as numbers."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        paper = book.add_worksheet("年报")
        line = 0
        for block in page.blocks:
            if isinstance(block, str):
                paper.write_string(line, 0, block)
                line += 1
                continue
            for top, left, box in placed(block.rows):
                value = int(box.text) if box.text.isdecimal() and box.text.isascii() else box.text
                y, x = line + top, left
                if box.rowspan > 1 or box.colspan > 1:
                    paper.merge_range(y, x, y + box.rowspan - 1, x + box.colspan - 1, value)
                else:
                    paper.write(y, x, value)
            for number in block.hidden:
                paper.set_row(line + number, None, None, {"hidden": True})
            line += len(block.rows)
    return file.getvalue()


_TYPST = """#set page(width: 210mm, height: {height}mm, margin: 16mm,
  footer: context align(center)[— #counter(page).display() —])
#set text(font: "Noto Serif SC", size: 8.5pt, tracking: {tracking})
#for block in json(bytes(sys.inputs.blocks)) {{
  if type(block) == str {{ par(first-line-indent: (amount: 2em, all: true), text(block)) }}
  else {{ table(columns: block.columns.map(n => n * 1fr), inset: 3pt, stroke: {stroke},
    ..block.cells.map(c => table.cell(x: c.at(0), y: c.at(1), colspan: c.at(2), rowspan: c.at(3),
      if c.at(5) == "" {{ text(c.at(4)) }} else if c.at(6) == "raised" {{ text(c.at(4)) + super(c.at(5)) }}
      else if c.at(6) == "white" {{ text(fill: white, c.at(5)) + text(c.at(4)) }}
      else {{ strike(c.at(5)) + text(c.at(4)) }}))) }}
}}"""


def _pdf(page: Draft) -> bytes:
    """Ruled tables on short pages, so that they go over several."""
    blocks: list[object] = []
    for block in page.blocks:
        if isinstance(block, str):
            blocks.append(block)
            continue
        boxes = list(placed(block.rows))
        cells = [
            [left, top, box.colspan, box.rowspan, box.text, box.ghost, box.manner] for top, left, box in boxes
        ]
        width = max(left + box.colspan for _, left, box in boxes)
        labels = {left for _, left, box in boxes if not box.code and box.colspan == 1 and len(box.text) > 5}
        columns = [3 if left in labels and width < 13 else 1 for left in range(width)]
        blocks.append({"columns": columns, "cells": cells})
    height = 200 + sum(map(len, page.title)) + page.year % 7 * 13
    source = _TYPST.format(
        height=height,
        stroke="0.5pt" if page.ruled else "none",
        tracking="3pt" if page.spaced else "0pt",
    )
    written: bytes = typst.compile(  # type: ignore[misc]
        source.encode(),
        sys_inputs={"blocks": json.dumps(blocks, ensure_ascii=False)},
        font_paths=[str(serif_path().parent)],
        ignore_system_fonts=True,
    )
    return written


def _ofd(page: Draft) -> bytes:
    """In the manner of one program or another."""
    from tests.synthetic import ofd  # it sets what is defined above

    manners = list(ofd.MANNERS.values())
    return ofd.written(page, manners[sum(map(len, map(str, page.truth.values()))) % len(manners)])


def _scan(page: Draft) -> bytes:
    """The PDF as a scanner gives it back."""
    from tests.synthetic import scans

    wear = scans.WORN[sum(map(len, map(str, page.truth.values()))) % len(scans.WORN)]
    return scans.as_pdf(scans.pages(_pdf(page), wear), wear.dpi)


def _text(between: str) -> Callable[[Draft], bytes]:
    def written(page: Draft) -> bytes:
        lines: list[str] = []
        for block in page.blocks:
            if isinstance(block, str):
                lines.append(block)
                continue
            for number, row in enumerate(block.rows):
                if number not in block.hidden:
                    lines.append(between.join(box.text.replace("\n", "") for box in row))
        return "\n".join(lines).encode()

    return written


def _markdown(page: Draft) -> bytes:
    """Tables as Markdown has them: bars at both ends, a rule below the first row, every column filled."""
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, str):
            lines += [block, ""]
            continue
        boxes = list(placed(block.rows))
        width = max(left + box.colspan for _, left, box in boxes)
        for top in range(len(block.rows)):
            texts = {left: box.text.replace("\n", "") for y, left, box in boxes if y == top}
            lines.append("| " + " | ".join(texts.get(x, "") for x in range(width)) + " |")
            if top == 0:
                lines.append("|" + " --- |" * width)
        lines.append("")
    return "\n".join(lines).encode()


def _glued(page: Draft) -> bytes:
    """All boxes in one line without any limit, as a page's text comes out of a careless crawler."""
    parts: list[str] = []
    for block in page.blocks:
        if isinstance(block, str):
            parts.append(block.replace("\n", ""))
        else:
            parts += [box.text.replace("\n", "") for row in block.rows for box in row]
    return f"标题: {page.title}\n来源：某县\n{''.join(parts[1:])}\n".encode()


SCAN = "scan.pdf"  # takes ten seconds to read
#: What a file is called after, and how it is written.
WRITERS: dict[str, Callable[[Draft], bytes]] = {
    "html": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "ofd": _ofd,
    SCAN: _scan,
    "tabs.txt": _text("\t"),
    "words.txt": _text(" "),
    "lines.txt": _text("\n"),
    "md": _markdown,
    "glued.txt": _glued,
}
