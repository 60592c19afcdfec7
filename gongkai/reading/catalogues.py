"""标准目录 read from the tables of a file: Excel, Word or PDF, as the fields' standards print them.

The heads stand in one row or two; what one box says of several lines holds for each of them; a tick says what
its head says.
"""

import re
from collections.abc import Iterator, Sequence

from gongkai.law.catalogue import Entry, column_of, field_in
from gongkai.reading.originals.model import Block, Box, Table, Text

_SPACE = re.compile(r"\s+")
_TICK = re.compile(r"[√✓✔☑■●▲★〇○]|是|有|1")
_MUST = {"item", "content"}
Grid = list[list[str]]


def entries(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """The lines of all tables that are such catalogues, in their order; none where no table is one."""
    found: list[Entry] = []
    said = ""
    for block in blocks:
        if isinstance(block, Text):
            said = block.text
            continue
        field = field_in(said) or field_in(block.name)
        found += _of_table(block, field.code if field else "")
    return tuple(found)


def _of_table(table: Table, field: str) -> Iterator[Entry]:
    grid = _grid(table)
    for at in range(len(grid)):
        deep = _depth(table.rows[at])
        columns = _columns(grid[at : at + deep])
        if {name for name, _head in columns.values()} >= _MUST:
            title = field_in("".join(dict.fromkeys(text for row in grid[:at] for text in row)))
            yield from _lines(grid[at + deep :], columns, title.code if title else field)
            return


def _depth(row: Sequence[Box]) -> int:
    """Over how many rows the heads go."""
    return max((box.rowspan for box in row if box.text.strip()), default=1)


def _grid(table: Table) -> Grid:
    """Every box in all the places over which it goes."""
    rows: list[dict[int, str]] = [{} for _row in table.rows]
    for at, row in enumerate(table.rows):
        place = 0
        for box in row:
            while place in rows[at]:
                place += 1
            for below in rows[at : at + box.rowspan]:
                below |= dict.fromkeys(range(place, place + box.colspan), _SPACE.sub(" ", box.text).strip())
            place += box.colspan
    width = max((max(row, default=-1) for row in rows), default=-1) + 1
    return [[row.get(place, "") for place in range(width)] for row in rows]


def _columns(heads: Grid) -> dict[int, tuple[str, str]]:
    """By place: the part of a line, and the last word of its head, for which a tick stands."""
    found = {}
    for place in range(len(heads[0]) if heads else 0):
        words = list(dict.fromkeys(row[place].replace(" ", "") for row in heads if row[place]))
        if words and (name := next(filter(None, map(column_of, reversed(words))), "")):
            found[place] = name, words[-1] if len(words) > 1 else ""
    return found


def _lines(rows: Grid, columns: dict[int, tuple[str, str]], field: str) -> Iterator[Entry]:
    before = Entry()
    for row in rows:
        if len({text for text in row if text}) < 2:
            continue  # empty, or a title within the table
        said = {
            name: _said(row, columns, name) for name in dict.fromkeys(name for name, _h in columns.values())
        }
        said |= {name: said.get(name, "").replace(" ", "") for name in ("item", "sub_item")}
        line = Entry(field=field, **said | {"item": said["item"] or before.item})
        if line.name and (line.content or line.sub_item):
            yield line
            before = line


def _said(row: Sequence[str], columns: dict[int, tuple[str, str]], name: str) -> str:
    """What a line says in all columns of one part: ticks as their heads, the same words once."""
    words = []
    for place, (of, head) in columns.items():
        text = row[place]
        if of == name and text:
            words.append(head if head and _TICK.fullmatch(text) else text)
    return "、".join(dict.fromkeys(words))
