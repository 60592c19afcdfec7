"""A second look at the figures of a PDF's tables: PDFium's text of the same place, and how they are drawn.

pdfplumber and PDFium read fonts and places on their own. Where they differ over a figure, neither is taken.
"""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType
from typing import Any

import pypdfium2
from pdfplumber.page import Page as PdfPage

from gongkai.reading.characters import COVERED, NOISE, clean, halve
from gongkai.reading.errors import ReadError
from gongkai.reading.figures import is_blank, is_figure
from gongkai.reading.found import DISPUTED
from gongkai.reading.limits import MAX_PAGES, damaged, too_complex
from gongkai.reading.readers.pdf_sight import Box, Sight, may_hide

PDFIUM = threading.Lock()  # PDFium serves one thread at a time
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_MAX_OBJECTS = 30_000
_EDGE = 1.0  # points: what stands on a box's rule may be its neighbour's
_TOUCHING = 0.8  # points between two digits of one figure, besides what the figure is spaced out
_APART = 0.5  # of a digit's size: what stands further apart is not spaced out, but has words between
_WHITE = 0.9  # of the light of paper: what is printed so lightly is not seen
_GAP = 0.2  # of a digit's size: a gap that is seen, so that two figures may stand there
_UNEVEN = 0.04  # of a digit's size: by how much the gaps of a figure that is spaced out may differ
UNSEEN = "□"  # stands for a digit of the prose that is not seen
_RAISED = 0.87  # a digit this much smaller than another in its box is no digit of the figure

Thing = dict[str, Any]  # a character or an edge as pdfplumber has it


class Witness:
    """PDFium's reading of one document, page by page. To be used as a context.

    Raises ReadError for what cannot be opened, and for what would take beyond all measure to read.
    """

    def __init__(self, data: bytes, name: str) -> None:
        try:
            with PDFIUM:
                self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
                raise ReadError(f"《{name}》设有密码，无法读取，请去掉密码后再试。") from error
            raise damaged(name) from error
        self._name = name
        self._number = 0
        self._page: Any = None
        self._ink: _Ink | None = None
        self._sight: Sight | None = None

    def __enter__(self) -> "Witness":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with PDFIUM:
            self._document.close()

    def has_characters(self, fewest: int) -> bool:
        """Whether the document has so many characters. Where it has not, every page was turned to."""
        if len(self._document) > MAX_PAGES:
            raise ReadError(f"《{self._name}》超过{MAX_PAGES}页，不像年度报告，请只保留年度报告正文后再试。")
        for number in range(1, len(self._document) + 1):
            self.turn_to(number)
            with PDFIUM:
                fewest -= self._page.get_textpage().count_chars()
            if fewest <= 0:
                return True
        return False

    def turn_to(self, number: int) -> None:
        """The page that is read next; one with too many objects is not."""
        if self._number == number:
            return
        with PDFIUM:
            if self._page:
                self._page.close()
            try:
                self._number, self._page = number, self._document[number - 1]
                self._ink = self._sight = None
            except pypdfium2.PdfiumError as error:
                raise damaged(self._name) from error
            count = pypdfium2.raw.FPDFPage_CountObjects(self._page)
        if count > _MAX_OBJECTS:
            raise too_complex(self._name)

    def agree(self, page: PdfPage, boxes: Sequence[tuple[Box, str]]) -> list[str]:
        """The texts of the boxes; a figure that is read in two ways, marked or not seen is made no figure."""
        self.turn_to(page.page_number)
        if self._ink is None:  # once for all tables of the page
            self._ink = _Ink.of(page)
            with PDFIUM:
                self._text = self._page.get_textpage()
        ink, sight = self._ink, self._look()
        texts = self._compared(page, boxes, ink)
        origin = page.cropbox[:2]  # what is seen of a page begins there
        return [
            text if _is_seen(text, box, ink.by_middle, sight, origin) else text + NOISE + COVERED
            for (box, _), text in zip(boxes, texts, strict=True)
        ]

    def unseen(self, page: PdfPage, lines: Iterable[Thing]) -> list[Thing]:
        """The digits that are not seen in printed lines of which the rest is: text that is not seen at all
        lies below a picture which shows it. A page is painted for it where it may hide some."""
        self.turn_to(page.page_number)
        told = [line["chars"] for line in lines if any(char["text"].isdigit() for char in line["chars"])]
        if not told or (self._sight is None and not self._may_hide(page)):
            return []
        sight, origin = self._look(), page.cropbox[:2]
        return [char for line in told for char in _unseen_digits(line, sight, origin)]

    def _may_hide(self, page: PdfPage) -> bool:
        if page.images or any(shape["fill"] for shape in (*page.rects, *page.curves)):
            return True
        with PDFIUM:
            return may_hide(self._page)

    def _look(self) -> Sight:
        if self._sight is None:
            with PDFIUM:
                self._sight = Sight(self._page, self._name)
        return self._sight

    def _compared(self, page: PdfPage, boxes: Sequence[tuple[Box, str]], ink: "_Ink") -> list[str]:
        told = [(index, box) for index, (box, text) in enumerate(boxes) if any(map(str.isdigit, text))]
        texts = [text for _, text in boxes]
        if not told or not page.chars or page.rotation:
            return texts
        first = page.chars[0]
        height = first["y1"] + first["top"]  # PDF counts from below
        with PDFIUM:
            for index, box in told:
                left, top, right, bottom = box
                is_marked = _is_marked(box, texts[index].isdigit(), ink)
                seen = self._text.get_text_bounded(
                    left + _EDGE, height - bottom + _EDGE, right - _EDGE, height - top - _EDGE
                )
                texts[index] = _judged(texts[index], seen, is_marked)
        return texts


def _is_seen(text: str, box: Box, digits: "_Band", sight: Sight, origin: Sequence[float]) -> bool:
    if not (is_blank(text) or is_figure(text)):
        return True
    x, y = origin
    left, top, right, bottom = box
    return not sight.adds((left - x, top - y, right - x, bottom - y)) and all(
        sight.shows(_place(char, origin)) for char in _within(box, digits)
    )


def _unseen_digits(line: Sequence[Thing], sight: Sight, origin: Sequence[float]) -> list[Thing]:
    shown = [sight.shows(_place(char, origin)) for char in line]
    if not any(shown):
        return []
    return [
        char for char, is_shown in zip(line, shown, strict=True) if not is_shown and char["text"].isdigit()
    ]


def _place(char: Thing, origin: Sequence[float]) -> Box:
    x, y = origin
    return char["x0"] - x, char["top"] - y, char["x1"] - x, char["bottom"] - y


def _judged(text: str, seen: str, is_marked: bool) -> str:
    if is_marked:
        return text + NOISE
    mine, theirs = _plain(text), _plain(seen)
    # Labels differ by fonts that name radicals; only what may be a figure is compared.
    if not mine.isascii() or mine == theirs:
        return text
    return f"{mine}{DISPUTED}{theirs}"


def _plain(text: str) -> str:
    return "".join(halve(clean(text)).split())


class _Band:
    """Things of a page by how far down they stand: each box meets those at its height only."""

    def __init__(self, things: Iterable[Thing], height: Callable[[Thing], float]) -> None:
        self._things = sorted(things, key=height)
        self._heights = [height(thing) for thing in self._things]

    def between(self, top: float, bottom: float) -> list[Thing]:
        """Strictly between, as the rules of a box are its neighbour's too."""
        return self._things[bisect_right(self._heights, top) : bisect_left(self._heights, bottom)]

    def at(self, top: float) -> list[Thing]:
        return self._things[bisect_left(self._heights, top) : bisect_right(self._heights, top)]


@dataclass(frozen=True, slots=True)
class _Ink:
    """A page's digits and what may cross them."""

    by_middle: _Band
    in_lines: _Band
    strokes: _Band

    @classmethod
    def of(cls, page: PdfPage) -> "_Ink":
        digits = [char for char in page.chars if char["text"].isdigit()]
        return cls(_Band(digits, _middle), _Band(digits, _top), _strokes(page.edges))


def _strokes(edges: Iterable[Thing]) -> _Band:
    return _Band([edge for edge in edges if edge["orientation"] == "h"], _top)


def _is_marked(box: Box, is_plain: bool, ink: _Ink) -> bool:
    """Whether a box's digits are struck out, turned, differ in size or colour, or go on in the next box; of
    one that holds nothing but digits also whether they stand apart."""
    left, top, right, bottom = box
    inside = _within(box, ink.by_middle)
    if not inside or _runs_over(inside, ink.in_lines):
        return bool(inside)
    if any(abs(char["matrix"][1]) > abs(char["matrix"][0]) for char in inside) or (
        is_plain and _are_apart(inside)
    ):
        return True
    if _are_unlike(inside) or _is_white(inside[0]["non_stroking_color"]):
        return True
    return any(
        left <= stroke["x0"] and stroke["x1"] <= right and _crosses(stroke, char)
        for stroke in ink.strokes.between(top + _EDGE, bottom - _EDGE)
        for char in inside
    )


def _top(thing: Thing) -> float:
    return float(thing["top"])


def _middle(thing: Thing) -> float:
    return float(thing["top"] + thing["bottom"]) / 2


def _within(box: Box, by_middle: _Band) -> list[Thing]:
    left, top, right, bottom = box
    return [char for char in by_middle.between(top, bottom) if left < (char["x0"] + char["x1"]) / 2 < right]


def _are_apart(digits: Sequence[Thing]) -> bool:
    """Whether digits of a line have a gap between them that is seen, and is not that of all of them."""
    size = digits[0]["size"]
    for top in {char["top"] for char in digits}:
        line = sorted((char["x0"], char["x1"]) for char in digits if char["top"] == top)
        gaps = [after[0] - before[1] for before, after in pairwise(line)]
        if gaps and (max(gaps) > _GAP * size or max(gaps) - min(gaps) > _UNEVEN * size):
            return True
    return False


def _are_unlike(digits: Sequence[Thing]) -> bool:
    sizes = [char["size"] for char in digits]
    colours = [char["non_stroking_color"] for char in digits]
    return min(sizes) < _RAISED * max(sizes) or any(colour != colours[0] for colour in colours)


def _is_white(colour: object) -> bool:
    """Of grey, RGB or CMYK; a pattern's name is none."""
    shares = colour if isinstance(colour, tuple) else (colour,)
    if not all(isinstance(share, int | float) for share in shares):
        return False
    return max(shares) < 1 - _WHITE if len(shares) == 4 else min(shares, default=0) > _WHITE


def _runs_over(inside: Sequence[Thing], in_lines: _Band) -> bool:
    """Whether a figure was too long for its box: it goes on over the box's rule, or stands on another one."""
    for top in {char["top"] for char in inside}:
        line = sorted((char["x0"], char["x1"]) for char in inside if char["top"] == top)
        left, right = line[0][0], line[-1][1]
        gaps = [after[0] - before[1] for before, after in pairwise(line)]
        spaced = max((gap for gap in gaps if 0 < gap < _APART * inside[0]["size"]), default=0.0)
        others = in_lines.at(top)
        if min(gaps, default=0.0) < -_TOUCHING or any(
            min(abs(left - char["x1"]), abs(char["x0"] - right)) < _TOUCHING + spaced for char in others
        ):
            return True
    return False


def _crosses(stroke: Thing, char: Thing) -> bool:
    quarter = (char["bottom"] - char["top"]) / 4
    across: bool = stroke["x0"] < char["x1"] and char["x0"] < stroke["x1"]
    return across and char["top"] + quarter < stroke["top"] < char["bottom"] - quarter


def blot(lines: Sequence[Thing], edges: Iterable[Thing], unseen: Sequence[Thing]) -> bool:
    """Make the marked digits of printed lines no digits, the unseen ones blanks; whether there were any."""
    strokes = _strokes(edges)
    marked = [char for line in lines for run in _runs(line) if _is_odd(run, line, strokes) for char in run]
    for char in unseen:
        char["text"] = f"{UNSEEN}{NOISE}"
    for char in marked:
        char["text"] += NOISE
    return bool(marked or unseen)


def _runs(line: Thing) -> Iterator[list[Thing]]:
    """The digits of a line that may be one figure."""
    run: list[Thing] = []
    for char in line["chars"]:
        if run and not (char["text"].isdigit() and char["x0"] - run[-1]["x1"] < _APART * char["size"]):
            yield run
            run = []
        if char["text"].isdigit():
            run.append(char)
    if run:
        yield run


def _is_odd(run: Sequence[Thing], line: Thing, strokes: _Band) -> bool:
    """White on a coloured ground is a whole line, and one of words: a title."""
    is_hidden = _is_white(run[0]["non_stroking_color"]) and (
        line["text"].replace(" ", "").isdigit()
        or not all(_is_white(char["non_stroking_color"]) for char in line["chars"])
    )
    crossing = strokes.between(line["top"], line["bottom"])
    return is_hidden or _are_unlike(run) or any(_crosses(stroke, char) for stroke in crossing for char in run)
