"""A document before it has a form: what is said, not how Word, PDF, HTML or Excel say it.

Lives here: the neutral blocks of an official document 公文 and nothing else; no request, no report.
A newline inside a text is a line break.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Align(StrEnum):
    """How text stands in its line or cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Head(StrEnum):
    """Which figures a head cell names: those below it or those right of it."""

    COLUMN = "column"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4: 一、 （一） 1. （1）. The text carries its own number."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"heading level {self.level}: an official document has levels 1 to 4")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``indent`` is the first line's in characters; ``lead`` a heading that runs in; what is
    ``sticky`` stands on the page of what follows it."""

    text: str
    align: Align = Align.JUSTIFY
    indent: int = 2
    lead: str = ""
    sticky: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a table.

    ``number`` is the value behind ``text`` for Excel. ``sum_of`` lists the boxes (row, column), counted
    from 0 over the whole grid, whose sum this one shows.
    """

    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    head: Head | None = None
    align: Align = Align.LEFT
    vertical: bool = False
    number: int | Decimal | None = None
    sum_of: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of boxes. ``rows`` leave out the boxes that a span covers.

    ``widths`` are relative, one for each column; no row is lower than ``row_height`` mm; the first
    ``head_rows`` are repeated on every page. ``caption`` names the table to assistive technology; it is
    not printed, official forms stand below their heading. ``whole`` asks for one page where one page can
    hold it. ``landscape`` gives the table pages of its own, turned.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head_rows: int = 0
    row_height: float = 6.0
    caption: str = ""
    whole: bool = False
    landscape: bool = False

    @property
    def columns(self) -> int:
        return len(self.widths)


@dataclass(frozen=True, slots=True)
class Attachments:
    """The list of attachments 附件说明 that closes a text."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Organ and date 落款, with room for the seal; ``note`` is the remark below, such as 此件公开发布."""

    organ: str
    date: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line in small type below everything, for whoever proves the document 校验."""

    text: str


#: How the name of an organ ends at which one only practises, and what its papers say first.
PRACTICE, MARK = "（练习）", "练习件，没有效力"

Block = Heading | Paragraph | Table | Attachments | Signature | Note


@dataclass(frozen=True)
class Document:
    """One document.

    ``phrases`` cut the title where sense allows a new line; joined they are the title. ``tags`` are the
    official meta tags of its page (SiteName, ColumnName, …). ``data`` is its content for machines as
    JSON text, which the page carries along.
    """

    title: str
    blocks: tuple[Block, ...]
    phrases: tuple[str, ...] = ()
    organ: str = ""
    lang: str = "zh-CN"
    tags: Mapping[str, str] = field(default_factory=dict)
    data: str = ""

    def __post_init__(self) -> None:
        if self.phrases and "".join(self.phrases) != self.title:
            raise ValueError(f"the phrases {self.phrases} are not the title {self.title!r}")
        if self.organ.endswith(PRACTICE) and Paragraph(MARK, Align.CENTER, 0) not in self.blocks[:1]:
            marked = (Paragraph(MARK, Align.CENTER, 0), *self.blocks)
            object.__setattr__(self, "blocks", marked)  # nobody who builds one can forget it
