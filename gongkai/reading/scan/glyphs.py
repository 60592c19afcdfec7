"""A witness that knows no font: the digits of a table look like those of their name, and unlike all others.

It judges by shape alone what the recogniser said, and catches what that reads wrong however often it looks.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.reading.scan.sheet import Pixels

_HEIGHT, _WIDTH, _EDGE = 24, 30, 2  # pixels of the field on which shapes are compared
_SOFT = 1.2
_ALIKE = 0.88  # of 1: how much a digit must resemble the others of its name
_LEAD = 0.02  # how much more than those of any other
_STRANGER = 0.93  # a digit that is the only one of its name must resemble no other as much

_Shape = NDArray[np.float64]


class Digit(NamedTuple):
    """A digit as it was read, and its shape."""

    name: str
    mark: Pixels


def strange(digits: Sequence[Digit]) -> list[bool]:
    """For each digit of one table whether it looks like something else than it was read."""
    shapes = [_shape(digit.mark) for digit in digits]
    sums: dict[str, _Shape] = {}
    for digit, shape in zip(digits, shapes, strict=True):
        sums[digit.name] = sums.get(digit.name, np.zeros_like(shape)) + shape
    return [_is_strange(digit.name, shape, sums) for digit, shape in zip(digits, shapes, strict=True)]


def _is_strange(name: str, shape: _Shape, sums: dict[str, _Shape]) -> bool:
    foreign = max((_likeness(shape, total) for other, total in sums.items() if other != name), default=0.0)
    fellows = sums[name] - shape
    if np.linalg.norm(fellows) < 0.5:  # there are none; each has a length of 1
        return foreign > _STRANGER
    own = _likeness(shape, fellows)
    return own < _ALIKE or own - foreign < _LEAD


def _likeness(shape: _Shape, total: _Shape) -> float:
    return float(shape @ total / np.linalg.norm(total))


def _shape(mark: Pixels) -> _Shape:
    """The shape at one height, whatever its size, as a direction: what remains when darkness is left out."""
    height, width = mark.shape
    across = min(_WIDTH, max(1, round(width * _HEIGHT / height)))
    scaled = cv2.resize(mark * 255, (across, _HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float64)
    field = np.zeros((_HEIGHT + 2 * _EDGE, _WIDTH))
    left = (_WIDTH - across) // 2
    field[_EDGE : _EDGE + _HEIGHT, left : left + across] = scaled
    soft = cv2.GaussianBlur(field, (0, 0), _SOFT).ravel()
    soft -= soft.mean()
    shape: _Shape = soft / np.linalg.norm(soft)
    return shape
