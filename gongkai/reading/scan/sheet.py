"""A picture of a page made fit for reading: dark on white, straight, its ruled lines found."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.reading.ruled import Rule

#: A byte a pixel: shades of grey, or 1 for what is black.
Pixels = NDArray[Any]

_SIDE = 2_800  # pixels of the longer side: A4 at 240 dots an inch
_WIDEST_TILT, _STEP, _FINE_STEP = 3.0, 0.1, 0.02  # degrees
_THICKEST = 14  # pixels of a rule
_GREY = 40  # of 255: paper is never darker
_DARK = 0.4  # of a stroke's darkness: what is ink beyond doubt
_SMALLEST, _LARGEST = 8, 150  # pixels: how high a character may be
_HEADING = 4.0  # characters: no character is larger
_ROW = 25.0  # characters: wide as a table, not as a heading whose characters ran together
_THIN = 0.5  # characters: thin as a rule
_LONG = 1.5  # characters: what goes straight on for longer is a rule
NEAR = 9.0  # pixels: rules nearer than this are one


class _Shapes(NamedTuple):
    """The separate shapes on a page: which a pixel is of, 0 being the paper; their widths and heights."""

    named: Pixels
    sizes: Pixels


@dataclass(frozen=True)
class Sheet:
    """A straightened page. ``scale`` is how many of its pixels were one of the picture's."""

    gray: Pixels
    scale: float

    @cached_property
    def depth(self) -> float:
        """How dark a stroke is."""
        dark = 255 - self.gray
        threshold, _ = cv2.threshold(dark, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        strokes = dark[dark > max(threshold, _GREY)]
        return float(np.median(strokes)) if strokes.size else 255.0

    @cached_property
    def across(self) -> list[Rule]:
        return _rules(self.across_mask)

    @cached_property
    def down(self) -> list[Rule]:
        return _rules(self.down_mask.T)

    @cached_property
    def across_mask(self) -> Pixels:
        return _long_strokes(self._large, round(_LONG * self.unit))

    @cached_property
    def down_mask(self) -> Pixels:
        return _long_strokes(self._large.T, round(_LONG * self.unit)).T

    @cached_property
    def unit(self) -> float:
        """How high a character is."""
        heights = self._shapes.sizes[1:, 1]
        characters = heights[(heights > _SMALLEST) & (heights < _LARGEST)]
        return float(np.median(characters)) if characters.size else float(_LARGEST)

    @cached_property
    def _shapes(self) -> _Shapes:
        black = ((255 - self.gray) > _DARK * self.depth).astype(np.uint8)
        _, named, found, _ = cv2.connectedComponentsWithStats(black)
        return _Shapes(named, found[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]])

    @cached_property
    def _large(self) -> Pixels:
        """The shapes that are tables and rules, and neither characters nor words run together."""
        sizes = self._shapes.sizes / self.unit
        least, most = sizes.min(axis=1), sizes.max(axis=1)
        is_large = (least > _HEADING) | (most > _ROW) | ((least < _THIN) & (most > _HEADING))
        is_large[0] = False
        large: Pixels = is_large[self._shapes.named].astype(np.uint8)
        return large


def straightened(picture: Pixels, most: float = math.inf) -> Sheet:
    """The page of a picture in shades of grey, enlarged ``most`` so many times."""
    scale = min(most, _SIDE / max(picture.shape))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    page = _evened(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=method))
    return Sheet(_turned(page, _tilt(page)), scale)


def _evened(page: Pixels) -> Pixels:
    """The page on white: shades that change slowly, a grey background and a shadow, are no ink."""
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (21, 21)))
    paper = cv2.GaussianBlur(paper, (0, 0), 5)
    paper = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(page, np.maximum(paper, 1), scale=255)


def _tilt(page: Pixels) -> float:
    """By how many degrees the page must be turned for its lines to lie level: then rows differ most."""
    small = cv2.resize(255 - page, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    coarse = max(np.arange(-_WIDEST_TILT, _WIDEST_TILT + _STEP, _STEP), key=lambda a: _contrast(small, a))
    near = np.arange(coarse - _STEP, coarse + _STEP, _FINE_STEP)
    return float(max(near, key=lambda angle: _contrast(small, angle)))


def _contrast(page: Pixels, angle: float) -> float:
    rows = _turned(page, angle, background=0).mean(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _turned(page: Pixels, angle: float, background: int = 255) -> Pixels:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    return cv2.warpAffine(
        page,
        turn,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=background,
    )


def _long_strokes(ink: Pixels, shortest: int) -> Pixels:
    """What of the ink goes on across for long: rules, and no part of a character."""
    thick = cv2.dilate(
        np.ascontiguousarray(ink), np.ones((3, 1), np.uint8)
    )  # not quite level, it is a staircase
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))


def _rules(mask: Pixels) -> list[Rule]:
    _, _, found, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask))
    return [
        Rule(float(y), float(x), float(x + width))
        for (x, _, width, _, area), (_, y) in zip(found[1:], centres[1:], strict=True)
        if area / width <= _THICKEST
    ]
