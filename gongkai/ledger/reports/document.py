"""The annual report as a document: six chapters, three official tables, prose with its sub-headings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from gongkai.law.annual_report import form
from gongkai.law.annual_report.form import Chapter, Role, Slot
from gongkai.law.annual_report.formats import FORMS
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, TOTAL
from gongkai.law.annual_report.identities import identities
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.papers.layout import digits, place, width
from gongkai.papers.model import (
    Align,
    Block,
    Cell,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
)

#: Printed width of a page of text in mm, and of a digit of table type.
PAGE, DIGIT = 156.0, 2.05

#: Sub-headings of prose, by their number: a line that ends without a stop is a heading of its own,
#: a first sentence a heading that runs in.
_NUMBERED = (
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）")),
    (3, re.compile(r"\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"（\d{1,2}）")),
)
_STOPS = "。；：，！？,;:"
_LONGEST_HEADING = 28  # one line of text


def build(
    report: ReportData,
    *,
    preamble: str = "",
    signed_on: date | None = None,
    note: str = "",
    amendments: Iterable[str] = (),
    stamp: str = "",
    code: str = "",
    tags: Mapping[str, str] | None = None,
    data: str = "",
) -> Document:
    """The report in the order and words of its official form.

    ``preamble`` stands before chapter 一; ``signed_on`` adds organ and date at the end, ``amendments`` a line
    for each, ``stamp`` the head of the ledger's log, by which a printed report can be held against it,
    ``code`` that of the public log, by which anybody can; ``tags`` and ``data`` go with the web page (meta
    tags, the report as JSON).
    """
    blocks: list[Block] = list(prose(preamble))
    for chapter in report.form.chapters:
        blocks += _chapter(report, chapter)
    if signed_on:
        blocks.append(Signature(report.organ, signed_on, note))
    blocks += (Note(line) for line in amendments)
    if stamp:
        blocks.append(Note(f"台账校验码：{stamp}"))
    if code:
        blocks.append(Note(f"公开存证码：{code}"))
    return Document(
        title=report.title,
        phrases=(report.organ, f"{report.year}年", "政府信息公开工作", "年度报告"),
        blocks=tuple(blocks),
        organ=report.organ,
        tags=tags or {},
        data=data,
    )


def _chapter(report: ReportData, chapter: Chapter) -> Iterator[Block]:
    yield Heading(chapter.heading)
    yield from prose(report.narrative.get(chapter.key, ""))
    for official in report.form.tables:
        if official.code == chapter.key:
            yield table(report, _as_divided(report, official))


def _as_divided(report: ReportData, official: form.Table) -> form.Table:
    """Table three with （六）其他处理 as the report has it: an undivided figure must not vanish."""
    if official.code != "requests":
        return official
    as_printed = next(f for f in (report.form, *FORMS) if f.result_keys == report.result_keys)
    return as_printed.table("requests")


def prose(text: str) -> Iterator[Block]:
    """Paragraphs and sub-headings of a chapter's text, one for each line that is not blank."""
    for line in (line.strip() for line in text.splitlines()):
        if line:
            yield _line(line)


def _line(line: str) -> Block:
    for level, number in _NUMBERED:
        if match := number.match(line):
            words = line[match.end() :]
            if words and not any(stop in words for stop in _STOPS) and width(line) <= _LONGEST_HEADING:
                return Heading(line, level)
            sentence = line[: line.find("。") + 1]
            if level == 2 and sentence != line and 0 < width(sentence) <= _LONGEST_HEADING:
                return Paragraph(line[len(sentence) :], lead=sentence)
    return Paragraph(line)


def table(report: ReportData, official: form.Table) -> Table:
    """An official table with the report's figures; a cell without a figure stays blank, never 0."""
    is_long = official.code == "requests"
    widths = _widths(report, official)
    blank = Table(
        rows=tuple(
            tuple(_box(slot, report.cells, centred=not is_long) for slot in row) for row in official.rows
        ),
        widths=widths,
        row_height=6.0 if is_long else 7.0,
        head_rows=official.head_rows,
        caption=official.title,
        whole=True,
        landscape=sum(widths) > PAGE + 1,
    )
    boxes = place(blank)
    placed = {
        slot.code: (box.row, box.column)
        for slots, line in zip(official.rows, boxes, strict=True)
        for slot, box in zip(slots, line, strict=True)
        if slot.code
    }
    sums = {
        placed[code]: tuple(placed[part] for part in parts)
        for code, parts in _sums(report).items()
        if code in placed
    }
    rows = tuple(
        tuple(replace(box.cell, sum_of=sums.get((box.row, box.column), ())) for box in line) for line in boxes
    )
    return replace(blank, rows=rows)


def _box(slot: Slot, cells: Mapping[str, Value], *, centred: bool) -> Cell:
    if slot.code:
        value = cells.get(slot.code)
        if isinstance(value, str):
            return Cell(value, slot.colspan, slot.rowspan, align=Align.CENTER)
        return Cell(digits(value), slot.colspan, slot.rowspan, align=Align.CENTER, number=value)
    head = Head.ROW if slot.role is Role.LABEL else Head.COLUMN
    is_group = slot.role is Role.LABEL and slot.rowspan > 1 and not slot.vertical
    text = slot.text.replace("）", "）\n", 1) if is_group else slot.text
    align = Align.CENTER if slot.role is not Role.LABEL or slot.rowspan > 1 or centred else Align.LEFT
    return Cell(text, slot.colspan, slot.rowspan, head, align, slot.vertical)


def _sums(report: ReportData) -> dict[str, tuple[str, ...]]:
    """The cells that are totals, each with its parts; 总计 of 总计 adds up its column, which comes first."""
    sums: dict[str, tuple[str, ...]] = {}
    for identity in identities(report.format, report.result_keys):
        if identity.is_total:
            sums.setdefault(identity.where, identity.adds)
    return sums


def _widths(report: ReportData, official: form.Table) -> tuple[float, ...]:
    """Column widths in mm. Each column holds its longest figure; heads break after two characters."""
    if official.code == "proactive":
        return (PAGE / official.columns,) * official.columns
    if official.code == "remedies":
        needed = [_figure(report, slot.code, 9.5) for slot in official.cells()]
        spare = max(0.0, PAGE - sum(needed)) / len(needed)
        return tuple(width + spare for width in needed)
    columns = [
        max(
            _figure(report, f"requests/{row.key}/{key}", 13.4 if key == "natural_person" else 11.2)
            for row in report.form.request_rows
        )
        for key in (*APPLICANT_KEYS, TOTAL)
    ]
    stub, group = 7.4, 17.2
    return (stub, group, max(40.0, PAGE - stub - group - sum(columns)), *columns)


def _figure(report: ReportData, code: str, least: float) -> float:
    value = report.cells.get(code)
    return max(least, len("" if value is None else str(value)) * DIGIT + 2.2)
