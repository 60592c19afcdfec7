"""Plain text and Markdown: tabs or bars make grids, everything else is lines."""

import re

from gongkai.reading.characters import NOISE, clean
from gongkai.reading.charset import decode
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_CHARACTERS
from gongkai.reading.page import Grid, Page, lay_out

_MARKED = re.compile(r'(\*{1,3}|_{1,3}|`|")([^*_`"]*)\1')
_SHORT = 60  # a longer line with one bar is prose


def read(data: bytes, name: str) -> Page:
    """A page of ``data``. Columns parted by tabs or bars are not aligned: exports shift rows by a tab."""
    text = decode(data, name=name)
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"《{name}》文字过多，不像年度报告，请只保留年度报告正文后再试。")
    blocks: list[str | Grid] = []
    rows: list[list[tuple[str, int, int]]] = []
    for line in text.splitlines():
        boxes = _boxes(line)
        if len(boxes) > 1:
            if not _is_rule(boxes):
                rows.append([(_unmarked(clean(box)), 1, 1) for box in boxes])
        elif line.strip():
            if rows:
                if rows[-1][-1][0].isdigit() and line.strip().isdigit():
                    rows[-1][-1] = (rows[-1][-1][0] + NOISE, 1, 1)  # a figure that goes on in the next line?
                blocks.append(lay_out(rows, aligned=False))
                rows = []
            if paragraph := clean(line):
                blocks.append(paragraph)
    if rows:
        blocks.append(lay_out(rows, aligned=False))
    return Page(tuple(blocks))


def _boxes(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    if line.count("|") > 1 or ("|" in line and len(line) <= _SHORT):
        return line.strip().removeprefix("|").removesuffix("|").split("|")
    return [line]


def _unmarked(box: str) -> str:
    """A box without Markdown's emphasis or a spreadsheet's quotes; what is struck out is no plain text."""
    found = _MARKED.fullmatch(box)
    return found[2] if found else box.replace("~~", NOISE)


def _is_rule(boxes: list[str]) -> bool:
    """The line under a Markdown table's head."""
    return all(box.strip() and not box.strip(" :-") for box in boxes)
