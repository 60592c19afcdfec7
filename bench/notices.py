"""Pictures of notices as people hand them in: fonts, sizes, tables, and the wear of scanners and cameras."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from gongkai import papers
from gongkai.papers.model import Document, Paragraph
from tests.synthetic.scans import Wear, as_png, pages, worn

_SIZES = (12, 40)  # pixels of a character
_WIDTHS = (24, 44)  # characters of a line
_LEADING, _FOOT, _MARGIN = 1.7, 1.25, 2  # of a character: a line, where its feet stand, the white around

#: A row of words of a table, or a line.
Part = str | Sequence[str]


def notice(parts: Sequence[Part], chance: random.Random) -> bytes:
    """A notice of lines and rows of a table, as a PNG of what came out of a camera, scanner or screen."""
    wear = _wear(chance)
    page = _Page(chance)
    for part in parts:
        if isinstance(part, str):
            page.line(part)
        else:
            page.row(part)
    return as_png(worn(page.picture(), wear, np.random.default_rng(wear.seed)))


def printed(lines: Sequence[str], chance: random.Random) -> bytes:
    """A page printed by this system, as a PNG of what came out of a camera or scanner."""
    head, *rest = (line for words in lines for line in words.split("\n"))
    paper = papers.write(Document(head, tuple(map(Paragraph, rest))), "pdf")
    return as_png(pages(paper, _wear(chance))[0])


class _Page:
    """What is drawn, top to bottom."""

    def __init__(self, chance: random.Random) -> None:
        self._size = chance.randint(*_SIZES)
        self._width = self._size * chance.randint(*_WIDTHS)
        face = chance.choice((serif_path(), sans_path()))
        self._chinese = ImageFont.truetype(str(face), self._size)
        self._latin = chance.choice((self._chinese, ImageFont.load_default(self._size)))
        self._weight = chance.choice((0, 0, self._size // 24))
        self._top = self._margin = _MARGIN * self._size
        self._sheet = Image.new("L", (self._width + 2 * self._margin, 60 * self._size), 255)
        self._pen = ImageDraw.Draw(self._sheet)

    def line(self, words: str) -> None:
        """A paragraph, broken where the line is full."""
        for part in words.replace("\u200b", "").split("\n"):
            for line in self._broken(part):
                self._write(line, self._margin)
                self._top += round(_LEADING * self._size)

    def row(self, boxes: Sequence[str]) -> None:
        """The boxes of a table's row: the middle one is as wide as the rest."""
        edges = [self._margin + round(share * self._width) for share in (0, 0.2, 0.8, 1)]
        lines = [box.replace("\u200b", "").split("\n") for box in boxes]
        bottom = self._top + round(_LEADING * self._size * max(map(len, lines)))
        begun = self._top
        for left, right, box in zip(edges, edges[1:], lines, strict=False):
            self._pen.rectangle((left, begun, right, bottom), outline=0, width=max(1, self._size // 16))
            for number, line in enumerate(box):
                self._top = begun + round(number * _LEADING * self._size)
                self._write(line, left + self._size // 3)
        self._top = bottom

    def picture(self) -> Image.Image:
        return self._sheet.crop((0, 0, self._sheet.width, self._top + self._margin))

    def _write(self, words: str, left: float) -> None:
        for char in words:
            font = self._font(char)
            at = (left, self._top + _FOOT * self._size)
            self._pen.text(at, char, fill=0, font=font, anchor="ls", stroke_width=self._weight)
            left += font.getlength(char)

    def _font(self, char: str) -> ImageFont.FreeTypeFont:
        return self._latin if char.isascii() else self._chinese  # type: ignore[return-value]

    def _broken(self, words: str) -> Iterator[str]:
        line, width = "", 0.0
        for char in words:
            length = self._font(char).getlength(char)
            if line and width + length > self._width:
                yield line
                line, width = "", 0.0
            line, width = line + char, width + length
        yield line


def _wear(chance: random.Random) -> Wear:
    return Wear(
        dpi=chance.choice((100, 144, 200)),  # of a print; what is drawn has a size of its own
        tilt=chance.uniform(-2, 2),
        slant=chance.choice((0, 0, 0.02)),
        paper=chance.randint(215, 255),
        ink=chance.randint(0, 90),
        shadow=chance.choice((0, 0, 0.2)),
        blur=chance.choice((0, 0, 0.4)),
        noise=chance.choice((0, 2, 5)),
        quality=chance.choice((0, 60, 70, 80, 95)),
        seed=chance.randrange(1_000_000),
    )
