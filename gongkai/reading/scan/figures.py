"""What stands in the boxes of a table on a sheet: words as they are read once, figures only beyond doubt.

A figure is read as it is, and again enlarged and hardened. Both readings must agree and be certain of every
character, its digits must be as many shapes of one height on one line, and each must look like the table's
other digits of its name. Else it carries a mark that makes it no figure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from gongkai.reading.characters import NOISE, clean, halve
from gongkai.reading.figures import is_blank, is_figure
from gongkai.reading.found import DISPUTED
from gongkai.reading.ruled import Box
from gongkai.reading.scan.eyes import Eyes, Seen
from gongkai.reading.scan.glyphs import Digit, strange
from gongkai.reading.scan.sheet import Pixels, Sheet
from gongkai.reading.scan.strips import Mark, Strip, strips

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_CERTAIN = 0.9  # of 1: the least certain character of a figure
_LOWEST = 10  # pixels of the picture: no digit less high is believed
_TALL, _SMALL = 0.8, 0.6  # of the highest shape: a digit is taller, a point or a sign is lower
_LEVEL = 0.15  # of it: how far the feet of digits may differ
_APART = 0.6  # of it: two figures in one box stand further from one another than two digits
_SINKS = 0.1  # of it: a comma goes further below, a point does not
_DARKNESS = (0.5, 0.4, 0.6, 0.3, 0.75)  # of a stroke's: where shapes that touch may come apart
_FLAT = 0.3  # of a character: a dash is wider, and not as high
_ONE_OR_DASH = "一"
_LEAN = 0.3  # sideways for one upwards: a slash leans more, a 1 less


@dataclass(frozen=True, slots=True)
class _Figure:
    """A box that may hold a figure: its lines, and both readings of them."""

    box: Box
    lines: Sequence[Strip]
    seen: Sequence[Seen]
    again: Sequence[Seen]

    @property
    def text(self) -> str:
        return _plain(self.seen)


def texts(eyes: Eyes, sheet: Sheet, boxes: Sequence[Box]) -> list[str]:
    """What each box says."""
    lines = [strips(sheet, box) for box in boxes]
    seen = _read(eyes, lines, lambda strip: strip.pixels)
    said = [_joined(each) for each in seen]
    asked = [index for index, text in enumerate(said) if lines[index] and _may_be_figure(text)]
    again = _read(eyes, [lines[index] for index in asked], lambda strip: _hardened(strip.pixels, sheet.depth))
    figures = [
        _Figure(boxes[index], lines[index], seen[index], second)
        for index, second in zip(asked, again, strict=True)
    ]
    for index, text in zip(asked, _judged(figures, sheet), strict=True):
        said[index] = text
    return [text or ("" if box.is_sound else NOISE) for text, box in zip(said, boxes, strict=True)]


def _read(eyes: Eyes, boxes: Sequence[Sequence[Strip]], view: Callable[[Strip], Pixels]) -> list[list[Seen]]:
    seen = iter(eyes.read([view(strip) for lines in boxes for strip in lines]))
    return [[next(seen) for _ in lines] for lines in boxes]


def _joined(seen: Sequence[Seen]) -> str:
    return clean("\n".join(line.text for line in seen))


def _plain(seen: Sequence[Seen]) -> str:
    return "".join(halve(_joined(seen)).split())


def _may_be_figure(text: str) -> bool:
    return not _CHINESE.search(text) or is_figure(text) or is_blank(text) or text == _ONE_OR_DASH


def _hardened(pixels: Pixels, depth: float) -> Pixels:
    """A strip twice as large, nearly black on white, with more white around."""
    large = cv2.resize(pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    black = np.clip(((255.0 - large) / depth - 0.15) * 2, 0, 1) * 255
    soft = cv2.GaussianBlur(255 - black.astype(np.uint8), (0, 0), 1)
    margin = len(large) // 5
    return np.pad(soft, margin, constant_values=255)


def _judged(figures: Sequence[_Figure], sheet: Sheet) -> Iterator[str]:
    shapes = [_shapes(figure, sheet) for figure in figures]
    digits = [digit for shape in shapes for digit in shape or ()]
    is_strange = iter(strange(digits))
    for figure, shape in zip(figures, shapes, strict=True):
        doubts = [next(is_strange) for _ in shape or ()]
        if _is_dash(figure, sheet):
            yield "-"
        elif shape is None or any(doubts):
            yield _disputed(figure)
        else:
            yield figure.text


def _disputed(figure: _Figure) -> str:
    other = _plain(figure.again)
    return f"{figure.text}{'' if other == figure.text else DISPUTED + other}{NOISE}"


def _shapes(figure: _Figure, sheet: Sheet) -> list[Digit] | None:
    """A figure's digits with their shapes, none where words are beside them; None where it is in doubt."""
    if len(figure.lines) != 1 or not _is_read(figure):
        return None
    (line,) = figure.lines
    if line.is_cut or not figure.box.is_sound or line.height / sheet.scale < _LOWEST:
        return None
    if _CHINESE.search(figure.text):
        return []
    for share in _DARKNESS:
        marks = line.marks(share * sheet.depth)
        if _fit(figure.text, marks):
            return [
                Digit(character, mark.shape)
                for character, mark in zip(figure.text, marks, strict=True)
                if character.isdigit()
            ]
    return None


def _is_read(figure: _Figure) -> bool:
    certainty = min(seen.certainty for seen in (*figure.seen, *figure.again))
    return figure.text == _plain(figure.again) and certainty >= _CERTAIN


def _fit(text: str, marks: Sequence[Mark]) -> bool:
    """Whether each character has its shape: digits tall and on one line, signs small and in their place."""
    if len(text) != len(marks):
        return False
    height = max(mark.height for mark in marks)
    foot = max(mark.bottom for mark in marks if mark.height >= _TALL * height)
    if any(right.left - left.right > _APART * height for left, right in pairwise(marks)):
        return False
    return all(
        (_is_digit if character.isdigit() else _is_sign)(character, mark, height, foot)
        for character, mark in zip(text, marks, strict=True)
    )


def _is_digit(character: str, mark: Mark, height: int, foot: int) -> bool:
    is_level = mark.height >= _TALL * height and abs(mark.bottom - foot) <= _LEVEL * height
    return is_level and (character != "1" or _lean(mark) < _LEAN)


def _is_sign(character: str, mark: Mark, height: int, foot: int) -> bool:
    if character == "/":
        return _lean(mark) > _LEAN
    sinks = mark.bottom - foot > _SINKS * height
    is_right = {".": not sinks, ",": sinks, "-": mark.width > mark.height}.get(character, True)
    return mark.height < _SMALL * height and is_right


def _lean(mark: Mark) -> float:
    """How far a shape goes to the right on its way up, for one upwards."""
    y, x = np.nonzero(mark.shape)
    return float(-np.cov(x, y)[0, 1] / max(np.var(y), 0.5))


def _is_dash(figure: _Figure, sheet: Sheet) -> bool:
    """A dash alone, which the recogniser takes for many things."""
    line, *others = figure.lines
    if others or line.is_cut or not figure.box.is_sound or line.height > _FLAT * sheet.unit:
        return False
    marks = line.marks(_DARKNESS[0] * sheet.depth)
    return len(marks) == 1 and marks[0].width > max(2 * marks[0].height, _FLAT * sheet.unit)
