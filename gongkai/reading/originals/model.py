"""What was read of an original: blocks as they are seen, in order, and pieces that stand beside or behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongkai.reading.characters import NOISE
from gongkai.reading.found import DISPUTED
from gongkai.reading.page import Grid, Page


class Box(NamedTuple):
    """A box of a table."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: for each row the boxes that begin in it. ``name`` is a sheet's."""

    rows: tuple[tuple[Box, ...], ...]
    name: str = ""


Block = Text | Table

#: Where a piece stands, in words; and whether nobody sees it who reads the print.
PLACES: Mapping[str, tuple[str, bool]] = {
    "margin": ("页眉页脚和脚注", False),
    "alt": ("图片的文字说明", False),
    "drawn": ("图形、编号和链接中的文字", False),
    "properties": ("文档属性", True),
    "comment": ("批注", True),
    "deleted": ("修订中删去的内容", True),
    "inserted": ("修订中添加的内容", False),
    "invisible": ("隐藏文字", True),
    "sheet": ("隐藏的工作表", True),
    "row": ("隐藏的行", True),
    "column": ("隐藏的列", True),
    "formula": ("公式", True),
    "name": ("定义的名称", True),
    "embedded": ("嵌入的文件", True),
    "data": ("附带的数据", True),
    "picture": ("图片中的文字", False),
}

#: Places beside the body in which a copy covers words as in the body.
REWRITTEN = frozenset({"margin", "alt", "drawn", "inserted"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words outside the body. ``place`` is a code of ``PLACES``, ``at`` says where more closely."""

    place: str
    text: str
    at: str = ""

    @property
    def is_hidden(self) -> bool:
        return PLACES[self.place][1]


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was read. ``is_pictures``: there is nothing but pictures in it; ``pictures``: how many
    stand within its text; ``unread``: how many were to be looked at and could not."""

    blocks: tuple[Block, ...] = ()
    pieces: tuple[Piece, ...] = ()
    titles: tuple[str, ...] = field(default=())
    is_pictures: bool = False
    pictures: int = 0
    unread: int = 0

    @property
    def is_unseen(self) -> bool:
        """Whether there are pictures in which nobody has looked for words."""
        looked_at = any(piece.place == "picture" for piece in self.pieces)
        return self.unread > 0 or ((self.is_pictures or self.pictures > 0) and not looked_at)

    @property
    def hidden(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.is_hidden)

    def texts(self) -> Iterator[str]:
        """Every paragraph and box, as they are seen."""
        for block in self.blocks:
            if isinstance(block, Text):
                yield block.text
            else:
                yield from (box.text for row in block.rows for box in row if box.text)


def original(page: Page, pieces: Sequence[Piece] = ()) -> Original:
    """A page of ``reading`` as an original."""
    blocks = tuple(Text(plain(one)) if isinstance(one, str) else table(one) for one in page.blocks)
    return Original(
        tuple(one for one in blocks if isinstance(one, Table) or one.text), tuple(pieces), page.titles
    )


def table(grid: Grid) -> Table:
    return Table(
        tuple(
            tuple(Box(plain(cell.text), cell.rowspan, cell.colspan) for cell in row if cell.row == index)
            for index, row in enumerate(grid.rows)
        )
    )


def plain(text: str) -> str:
    """A text without the marks that only reading figures needs."""
    return text.partition(DISPUTED)[0].replace(NOISE, "")


def as_json(one: Original) -> dict[str, Any]:
    return {
        "blocks": blocks_as_json(one.blocks),
        "pieces": [[piece.place, piece.text, piece.at] for piece in one.pieces],
        "titles": list(one.titles),
        "is_pictures": one.is_pictures,
        "pictures": one.pictures,
        "unread": one.unread,
    }


def from_json(said: Mapping[str, Any]) -> Original:
    return Original(
        blocks_from_json(said["blocks"]),
        tuple(Piece(*piece) for piece in said["pieces"]),
        tuple(said["titles"]),
        said["is_pictures"],
        said["pictures"],
        said.get("unread", 0),  # what was read before has none
    )


def blocks_as_json(blocks: Sequence[Block]) -> list[Any]:
    return [
        {"text": block.text} if isinstance(block, Text) else {"rows": block.rows, "name": block.name}
        for block in blocks
    ]


def blocks_from_json(said: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Text(one["text"])
        if "text" in one
        else Table(tuple(tuple(Box(*box) for box in row) for row in one["rows"]), one["name"])
        for one in said
    )
