"""How a letter will look, names masked, the findings on their words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.faces.ui.findings import Shown
from gongkai.faces.workbench.requests.steps import counts_in
from gongkai.law import letter_texts
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.letters.drafting import Draft, contact_of
from gongkai.ledger.requests.models import FoiRequest


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a letter, with the finding that is about them."""

    words: str
    finding: Shown | None = None


def paper(row: FoiRequest, draft: Draft, shown: Sequence[Shown]) -> dict[str, Any]:
    """The letter as it will be printed, names masked, its findings on their words."""
    lines = [
        [replace(piece, words=veiled(row, draft, piece.words)) for piece in line]
        for line in pieces(draft, shown)
    ]
    return {
        "draft": draft,
        "letter_title": draft.plan.template.title,
        "phrases": letter_texts.phrases_of(draft.plan.template.title),
        "to": shown_to(draft),
        "lines": lines,
        "attached": [veiled(row, draft, title) for title in draft.annexes],
        "contact": contact_of(draft.organ),
        "signed_on": draft.facts.signed_on,
        "counts_in": _counts_in(draft),
    }


def _counts_in(draft: Draft) -> str:
    """表三 row and column in which what the letter leads to will count."""
    kind = draft.plan.kind
    return counts_in(kind, draft.row) if draft.plan.step and kind and kind.row else ""


def shown_to(draft: Draft) -> str:
    """The addressee as the page shows it: an organ in full, anybody else masked."""
    is_person = draft.plan.template.to != letter_texts.ORGAN and not draft.is_unaddressed
    return privacy.shown_name(draft.to) if is_person else draft.to


def veiled(row: FoiRequest, draft: Draft, words: str) -> str:
    for name in filter(None, (draft.addressee, *draft.others)):
        words = words.replace(name, privacy.shown_name(name))
    return privacy.masked(row, words)


def pieces(draft: Draft, shown: Sequence[Shown]) -> Iterator[list[Piece]]:
    """The paragraphs of a letter, cut where a finding begins or ends; of two that overlap, one is marked."""
    spans = sorted(
        ((start, end, one) for one in shown for start, end in _span(draft.findings[int(one.where)].where)),
        key=lambda span: span[:2],
    )
    begin = 0
    for line in draft.paragraphs:
        after = begin + len(line)
        within = [(a - begin, min(b, after) - begin, one) for a, b, one in spans if begin <= a < after]
        yield list(_cut(line, within))
        begin = after + 1


def _span(where: str) -> Iterator[tuple[int, int]]:
    if where.startswith("text/"):
        start, _dash, end = where.removeprefix("text/").partition("-")
        yield int(start), int(end)


def _cut(line: str, spans: Sequence[tuple[int, int, Shown]]) -> Iterator[Piece]:
    place = 0
    for start, end, finding in spans:
        if start < place:
            continue
        if start > place:
            yield Piece(line[place:start])
        yield Piece(line[start:end], finding)
        place = end
    if place < len(line):
        yield Piece(line[place:])
