"""The colours as the style sheets have them, with the contrast that each keeps on paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.contrib.staticfiles import finders

from gongkai.faces.ui import styles

_TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")


@dataclass(frozen=True, slots=True)
class Colour:
    name: str
    value: str
    contrast: float


@cache
def palette(sheet: str) -> tuple[Colour, ...]:
    """The colours of a style sheet in its order."""
    found = finders.find(sheet)
    assert isinstance(found, str)
    with open(found, encoding="utf-8") as file:
        values = dict(_TOKEN.findall(file.read()))
    paper = values["paper"]
    return tuple(Colour(name, value, contrast(value, paper)) for name, value in values.items())


def palettes() -> dict[str, tuple[Colour, ...]]:
    return {"light": palette("ui/tokens.css"), "dark": palette(styles.DARK)}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, between 1 and 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    red, green, blue = _channels(value)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(value: str) -> Iterator[float]:
    digits = value.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    for pair in pairs:
        part = int(pair, 16) / 255
        yield part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
