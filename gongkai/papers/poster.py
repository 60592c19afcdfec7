"""A text for a notice board or to be handed out: large type, the largest that fits, and a QR code.

Sheets 张贴件 of A4, A3, A2 and a leaflet 折页 of A4, folded once. What does not fit a sheet in its smallest
type goes on to the next; what does not fit the leaflet is left to the QR code, and it says so.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path

import qrcode
import typst
from qrcode.image.svg import SvgPathImage

from gongkai.papers.layout import clean, width
from gongkai.papers.pdf import fonts_of

WIDEST = 14  # characters
A_LINE = 60  # characters of the smallest type
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; ``kind`` is text, section or signed, what closes the text on the right."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; ``head``: whether its first row is one."""

    rows: tuple[tuple[str, ...], ...]
    head: bool = False
    kind: str = "table"

    @property
    def widths(self) -> tuple[float, ...]:
        """How wide each column is beside the others: as its longest box, within reason."""
        count = max(map(len, self.rows), default=0)
        columns = ([row[at] for row in self.rows if at < len(row)] for at in range(count))
        return tuple(min(WIDEST, max(map(width, column))) + 1.6 for column in columns)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on a sheet. ``word`` is the kind of notice in one word, ``facts`` pairs a name and a value,
    ``foot`` closes the sheet; ``link`` is what the QR code opens, empty for none."""

    word: str
    title: str
    organ: str
    number: str
    blocks: tuple[Line | Rows, ...]
    facts: tuple[tuple[str, str], ...] = ()
    foot: tuple[str, ...] = ()
    link: str = ""
    link_words: str = ""
    more: str = ""  # stands where something was left out


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper, its margin in mm and the sizes of type in points, the largest first."""

    paper: str
    margin: int
    sizes: tuple[float, ...]


SHEETS = (
    Sheet("a4", 18, (26, 24, 22, 20, 18, 16, 15, 14)),
    Sheet("a3", 24, (38, 36, 34, 32, 30, 28, 26, 24, 22, 20)),
    Sheet("a2", 34, (54, 50, 46, 42, 38, 35, 32, 30, 28)),
)
BY_PAPER = {sheet.paper: sheet for sheet in SHEETS}
#: No sheet holds more lines than these in its smallest type; what has more is not even tried on one.
LINES = 90
FOLDED = Sheet("a4", 14, (17, 16, 15, 14, 13, 12, 11))


def sheet(poster: Poster, paper: str, *, fonts_dir: Path | None = None) -> bytes:
    """The notice on sheets of a size, as PDF."""
    is_long = len(_first(poster.blocks)) < len(poster.blocks)
    return _set("poster.typ", poster, BY_PAPER[paper], fonts_dir, is_long=is_long)


def leaflet(poster: Poster, *, fonts_dir: Path | None = None) -> bytes:
    """The notice as two sides of A4 to be folded once, as PDF."""
    kept = _first(poster.blocks)
    shown = replace(poster, blocks=kept)
    return _set("leaflet.typ", shown, FOLDED, fonts_dir, is_long=len(kept) < len(poster.blocks))


def _first(blocks: tuple[Line | Rows, ...]) -> tuple[Line | Rows, ...]:
    """As many blocks as a sheet could hold at all."""
    room, kept = LINES, []
    for block in blocks:
        room -= len(block.rows) if isinstance(block, Rows) else 1 + len(block.text) // A_LINE
        if room < 0:
            break
        kept.append(block)
    return tuple(kept)


def _set(template: str, poster: Poster, on: Sheet, fonts_dir: Path | None, *, is_long: bool) -> bytes:
    fonts, faces = fonts_of(fonts_dir if fonts_dir and fonts_dir.is_dir() else None)
    said = asdict(replace(poster, title=_whole_dates(clean(poster.title)))) | asdict(on)
    said["blocks"] = [
        asdict(block) | ({"widths": block.widths} if isinstance(block, Rows) else {})
        for block in poster.blocks
    ]
    said["is_long"] = is_long
    said["qr"] = code(poster.link) if poster.link else ""
    inputs = {"poster": json.dumps(said, ensure_ascii=False), "fonts": faces}
    pdf = typst.compile(str(TEMPLATES / template), format="pdf", font_paths=fonts, sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return pdf


def _whole_dates(title: str) -> str:
    """No line of a title ends between a figure and its 年月日."""
    return re.sub(r"(\d)(?=[年月日号])", "\\1\u2060", title)


def code(address: str) -> str:
    """A QR code that is read with a quarter of it torn off, as SVG."""
    made = BytesIO()
    picture = qrcode.make(
        address,
        image_factory=SvgPathImage,
        border=2,
        error_correction=qrcode.constants.ERROR_CORRECT_Q,
    )
    picture.save(made)
    return made.getvalue().decode()
