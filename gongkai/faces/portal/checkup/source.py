"""The tables of a strange report as they stand in its file, and where in them each cell was looked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.faces.ui import official
from gongkai.faces.ui.findings import Shown
from gongkai.reading.printed import Box, Part

#: Names of places in the source on the page.
SOURCE = "source-"


@dataclass(frozen=True, slots=True)
class Printed:
    """A box of the source; ``anchors`` are the cells that lead here, ``mark`` is what was found on them."""

    text: str
    colspan: int
    rowspan: int
    anchors: tuple[str, ...]
    mark: Shown | None


@dataclass(frozen=True, slots=True)
class Original:
    """A part of a table of the source, ready to be drawn."""

    caption: str
    rows: tuple[tuple[Printed, ...], ...]
    lines: tuple[str, ...]
    is_cut: bool


def originals(parts: Sequence[Part], table: str, marks: Sequence[Shown]) -> tuple[Original, ...]:
    """The parts of one table."""
    found = {mark.where: mark for mark in reversed(marks)}
    return tuple(
        Original(
            stands_in(part),
            tuple(tuple(_printed(box, found) for box in row) for row in part.rows),
            part.lines,
            part.is_cut,
        )
        for part in parts
        if part.table == table
    )


def stands_in(part: Part) -> str:
    """Where a part stands in the file: its page or sheet, and which of the file's tables it is."""
    places = [
        _("第{page}页").format(page=part.page) if part.page else "",
        _("工作表“{sheet}”").format(sheet=part.sheet) if part.sheet else "",
        _("第{number}张表").format(number=part.number) if part.number else _("没有画成表格的文字"),
    ]
    return _("，").join(filter(None, places))


def places(parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    """For each cell and each table, the name on the page of its place in the source, and where that is."""
    found: dict[str, tuple[str, str]] = {}
    for part in parts:
        where = stands_in(part)
        found.setdefault(part.table, (f"{SOURCE}{part.table}", where))
        found |= {code: (_anchor(code), where) for code in _codes(part)}
    return found


def wordings(parts: Sequence[Part]) -> dict[str, str]:
    """What is printed in the box of each cell that has one of its own."""
    return {
        box.codes[0]: box.text for part in parts for row in part.rows for box in row if len(box.codes) == 1
    }


def _printed(box: Box, found: Mapping[str, Shown]) -> Printed:
    marks = [found[code] for code in box.codes if code in found]
    anchors = tuple(_anchor(code) for code in box.codes)
    return Printed(
        box.text, box.colspan, box.rowspan, anchors, min(marks, key=lambda m: m.number, default=None)
    )


def _codes(part: Part) -> Iterator[str]:
    return (code for row in part.rows for box in row for code in box.codes)


def _anchor(code: str) -> str:
    return f"{SOURCE}{official.anchor(code)}"
