"""How far a sheet of a workbook reaches, told from its XML before a parser lays it out.

One cell far out has a parser reserve the whole rectangle up to there, and one that gets no memory takes the
process along.
"""

import re

#: A cell by its place, and how letters and digits may be written that some parser takes.
PLACED = rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,9})(\d{1,12})"""
_PLACED = re.compile(PLACED)
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?![\w:])(?:(?!\sr\s*=)[^>])*>")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["']\s*(\d{1,12})""")


def column(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def lowest_row(xml: bytes) -> int:
    """The greatest number of a row where a cell leaves its place to its row; 0 where none does."""
    return max(map(int, _ROW.findall(xml)), default=0) if _UNPLACED.search(xml) else 0


def extent(xml: bytes) -> tuple[int, int]:
    """Columns and rows up to the last cell."""
    right, bottom = 0, lowest_row(xml)
    for letters, row in _PLACED.findall(xml):
        right, bottom = max(right, column(letters)), max(bottom, int(row))
    return max(right, 1), bottom
