"""Which part of a page is the report. Another year's may stand below it, or another year's table beside it:
figures that the report lacks must not be taken from those.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.reading.page import Grid, Page
from gongkai.reading.titles import named_in

_IN_TABLES = re.compile("结转下年度|结果维持")
_YEARS = re.compile(r"(20[1-3]\d)年")
_CAPTION = re.compile(r"(?:20[1-3]\d年|上年|上一年|去年).{0,16}(?:数据|表|情况)")
_CHAPTER = re.compile("[一二三四五六]、")
_LONGEST_CAPTION = 30


def first_report(page: Page) -> tuple[Page, tuple[str, int] | None]:
    """The page up to the title of another report that stands below the tables of the first.

    With that report's organ and year, where its tables follow: links to other reports do not count.
    """
    titles = list(_titles(page))
    if not titles:
        return page, None
    names = [*filter(None, map(named_in, page.titles)), *(name for _, _, name in titles)]
    for block, row, name in titles:
        if _is_other(name, names[0]):
            above = _cut(page, block, row)
            if any(map(_IN_TABLES.search, above.texts())):
                is_whole = any(map(_IN_TABLES.search, replace(page, blocks=page.blocks[block:]).texts()))
                return above, name if is_whole else None
    return page, None


def _titles(page: Page) -> Iterator[tuple[int, int, tuple[str, int]]]:
    """Block, row, organ and year of each line that is a title; a sheet prints its lines as rows of a grid."""
    is_sheet = all(isinstance(block, Grid) for block in page.blocks)
    for index, block in enumerate(page.blocks):
        if isinstance(block, str):
            lines = [block]
        else:
            lines = ["".join(cell.text for cell in row) for row in block.rows] if is_sheet else []
        for number, line in enumerate(lines):
            if name := named_in(line):
                yield index, number, name


def _is_other(name: tuple[str, int], first: tuple[str, int]) -> bool:
    is_alike = name[0] in first[0] or first[0] in name[0]
    return name[1] != first[1] or not is_alike


def _cut(page: Page, block: int, row: int) -> Page:
    last = page.blocks[block]
    rest = (replace(last, rows=last.rows[:row]),) if isinstance(last, Grid) else ()
    return replace(page, blocks=(*page.blocks[:block], *rest))


def own_tables(page: Page, year: int) -> Page:
    """The page without what an earlier year's caption stands over: 附：2022年数据.

    A table ends with itself; where a table came out as lines, nobody can tell which are its last.
    """
    kept: list[str | Grid] = []
    is_earlier = False
    for block in page.blocks:
        if isinstance(block, str) and (not is_earlier or _CHAPTER.match(block)):
            is_earlier = _is_earlier(block, year)
        if not is_earlier:
            kept.append(block)
        is_earlier = is_earlier and isinstance(block, str)
    return replace(page, blocks=tuple(kept)) if len(kept) < len(page.blocks) else page


def _is_earlier(caption: str, year: int) -> bool:
    if len(caption) > _LONGEST_CAPTION or not _CAPTION.search(caption) or re.search("[。，,]", caption):
        return False
    return all(int(named) < year for named in _YEARS.findall(caption))
