"""Personal data on the page of a report outside its chapters: before the first, between tables, in boxes."""

import re
from collections.abc import Iterator, Mapping
from itertools import dropwhile

from gongkai.law.annual_report.checks.personal import personal_data_in
from gongkai.law.findings import Finding
from gongkai.reading.chapters import Prose
from gongkai.reading.page import Grid, Page
from gongkai.reading.titles import is_title

#: No number of a person, telephone or account is shorter, and nearly every page has none.
_LONG = re.compile(r"(?:[0-9０-９][ -]?){10}")


def personal_data(page: Page, prose: Prose, unread: Mapping[str, str]) -> Iterator[Finding]:
    """AR-P.1 over what ``prose`` left out, from the report's title to its last heading, and over all tables.

    Above the title and behind the last chapter stand the page's own menus and contacts. ``unread`` is what is
    printed in boxes that could not be read, by cell.
    """
    if not _LONG.search(page.text):
        return
    codes = {printed: code for code, printed in unread.items() if printed}
    for block in page.blocks:
        if isinstance(block, Grid):
            boxes = (cell.text for index, row in enumerate(block.rows) for cell in row if cell.row == index)
            for text in filter(_LONG.search, boxes):
                where = codes.get(text.replace("\n", "")[:40], "report")
                yield from personal_data_in(text, where, "表格里")
    told = {line for chapter in prose.narrative.values() for line in chapter.split("\n")}
    for line in _between(page, prose.headings[-1] if prose.headings else ""):
        if line not in told:
            yield from personal_data_in(line, "report", "各部分之外的文字")


def _between(page: Page, last: str) -> Iterator[str]:
    """Lines behind the title, where there is one, up to the last heading."""
    lines = [line for block in page.blocks if isinstance(block, str) for line in block.split("\n")]
    behind = list(dropwhile(lambda line: not is_title(line), lines)) or lines
    for line in behind:
        if line == last:
            return
        if _LONG.search(line):
            yield line
