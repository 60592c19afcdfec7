"""A chapter's prose on screen, the sentences that findings quote marked with their number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.faces.ui.findings import Shown
from gongkai.papers.model import Block, Heading, Paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``mark`` is the finding that quotes it."""

    text: str
    mark: Shown | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sub-heading or a paragraph, with the heading that runs into it."""

    pieces: tuple[Piece, ...]
    heading: bool = False
    lead: str = ""


def lines(blocks: Iterable[Block], findings: Sequence[Shown]) -> Iterator[Line]:
    """The blocks of a chapter. A finding marks the first paragraph that holds its quotation."""
    open_findings = [finding for finding in findings if finding.quote and finding.handled is None]
    for block in blocks:
        if isinstance(block, Heading):
            yield Line((Piece(block.text),), heading=True)
        elif isinstance(block, Paragraph):
            pieces = tuple(_pieces(block.text, open_findings))
            marked = [piece.mark for piece in pieces if piece.mark]
            open_findings = [finding for finding in open_findings if finding not in marked]
            yield Line(pieces, lead=block.lead)


def _pieces(text: str, findings: Sequence[Shown]) -> Iterator[Piece]:
    placed = sorted((text.index(f.quote), f.number, f) for f in findings if f.quote in text)
    done = 0
    for start, _, finding in placed:
        if start < done:
            continue  # a sentence that two findings quote carries the weightier one's number
        if start > done:
            yield Piece(text[done:start])
        done = start + len(finding.quote)
        yield Piece(text[start:done], finding)
    if done < len(text):
        yield Piece(text[done:])
