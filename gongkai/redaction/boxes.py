"""Boxes on a page, in millimetres from its upper left corner as it is seen: turned and cropped."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from gongkai.reading.readers.pdf_characters import POINTS as POINTS
from gongkai.reading.readers.pdf_characters import Edges as Edges
from gongkai.reading.readers.pdf_characters import around as around

_STEP = 10  # of a millimetre: how finely a box is kept
#: What is smaller hides nothing, and is a slip of the mouse.
SMALLEST = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """What is hidden on a page, counted from 1, and the words printed in it: the ground."""

    page: int
    left: float
    top: float
    width: float
    height: float
    label: str = ""

    @classmethod
    def over(cls, page: int, edges: Edges, label: str = "") -> Self:
        """The box that covers these edges, rounded outward so that nothing of them looks out."""
        left, top = (math.floor(round(value * _STEP, 3)) / _STEP for value in edges[:2])
        right, bottom = (math.ceil(round(value * _STEP, 3)) / _STEP for value in edges[2:])
        return cls(page, left, top, round(right - left, 1), round(bottom - top, 1), label)

    @property
    def edges(self) -> Edges:
        return Edges(self.left, self.top, self.left + self.width, self.top + self.height)


class Pixels(NamedTuple):
    """Edges on a picture, the right and lower ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        return self.right <= self.left or self.bottom <= self.top


def pixels(edges: Edges, scale: float, size: Sequence[int]) -> Pixels:
    """The edges on a picture of ``size`` with ``scale`` pixels a millimetre, rounded outward."""
    return Pixels(
        min(max(math.floor(edges.left * scale), 0), size[0]),
        min(max(math.floor(edges.top * scale), 0), size[1]),
        max(min(math.ceil(edges.right * scale), size[0]), 0),
        max(min(math.ceil(edges.bottom * scale), size[1]), 0),
    )
