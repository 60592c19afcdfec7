"""Personal data on the page of a report outside its chapters: before the first, between tables, in boxes."""

import re
from collections.abc import Iterator, Mapping
from itertools import dropwhile, takewhile

from gongkai.law.annual_report.checks.personal import personal_data_in
from gongkai.law.findings import Finding
from gongkai.reading.chapters import Prose
from gongkai.reading.page import Page
from gongkai.reading.titles import is_title

#: No number of a person, telephone or account is shorter.
_SHORTEST = 10
_LONG = re.compile(r"[0-9０-９](?:[ -]?[0-9０-９]){9}")


def personal_data(page: Page, prose: Prose, unread: Mapping[str, str]) -> Iterator[Finding]:
    """AR-P.1 over what ``prose`` left out, from the report's title to its last heading, and over all tables.

    Above the title and behind the last chapter stand the page's own menus and contacts. ``unread`` is what is
    printed in boxes that could not be read, by cell.
    """
    for text in _boxes(page):
        codes = (code for code, printed in unread.items() if printed and text.startswith(printed))
        yield from personal_data_in(text, next(codes, "report"), "表格里")
    if lines := list(_lines(page, prose.headings[-1] if prose.headings else "")):
        told = {line for chapter in prose.narrative.values() for line in chapter.split("\n")}
        for line in lines:
            if line not in told:
                yield from personal_data_in(line, "report", "各部分之外的文字")


def _boxes(page: Page) -> Iterator[str]:
    """Boxes with a long number; nearly every page has none, and is looked at no further."""
    for grid in page.grids:
        for index, row in enumerate(grid.rows):
            for cell in row:
                if len(cell.text) >= _SHORTEST and cell.row == index and _LONG.search(cell.text):
                    yield cell.text


def _lines(page: Page, last: str) -> Iterator[str]:
    """Lines with a long number behind the title, where there is one, up to the last heading."""
    lines = [line for block in page.blocks if isinstance(block, str) for line in block.split("\n")]
    if not any(len(line) >= _SHORTEST and _LONG.search(line) for line in lines):
        return
    behind = dropwhile(lambda line: not is_title(line), lines) if any(map(is_title, lines)) else lines
    yield from filter(_LONG.search, takewhile(lambda line: line != last, behind))
