"""A text with the words marked that were looked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``marked`` where it is a word that was looked for."""

    text: str
    marked: bool


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """The text cut at the words, which stand from where to where in order."""
    at = 0
    for begin, end in spans:
        if begin < at:  # one character that is evened into several
            continue
        if begin > at:
            yield Piece(text[at:begin], False)
        yield Piece(text[begin:end], True)
        at = end
    if at < len(text):
        yield Piece(text[at:], False)
