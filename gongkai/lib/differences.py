"""What differs between two texts, line by line, and within a line that was rewritten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Beyond so many lines what stands on many of them is not looked for; beyond so many characters a line is
#: told whole. So the time stays in proportion, whatever the texts are.
MANY, LONG = 2_000, 1_000
#: A line was rewritten, and not replaced, where so much of it stayed; it is looked for in so many lines.
_ALIKE, _NEAR = 0.5, 8


class How(StrEnum):
    """What became of a piece of a line."""

    STAYED = "stayed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line before and after; None where there was, or is, none."""

    before: str | None
    after: str | None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The line as one, with what went and what came."""
        if self.before is None and self.after is None:
            return ()
        if self.before is None or self.after is None:
            how = How.NEW if self.before is None else How.GONE
            return (Piece(how, self.after or self.before or ""),)
        return tuple(_pieces(self.before, self.after))


def differences(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """The lines that are in one text alone, and those that were rewritten, in order."""
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    a, b = old[first : len(old) - last], new[first : len(new) - last]
    is_long = max(len(a), len(b)) > MANY
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=is_long).get_opcodes():
        if kind != "equal":
            yield from _rewritten(a[i:j], b[k:m])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """In how many lines both begin alike."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _rewritten(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Each old line with the next new one that is like it, the others by themselves."""
    at = 0
    for line in old:
        near = range(at, min(at + _NEAR, len(new)))
        like = next((place for place in near if _is_like(line, new[place])), None)
        if like is None:
            yield Line(line, None)
            continue
        yield from (Line(None, other) for other in new[at:like])
        yield Line(line, new[like])
        at = like + 1
    yield from (Line(None, other) for other in new[at:])


def _is_like(one: str, other: str) -> bool:
    if not one.strip() or not other.strip() or max(len(one), len(other)) > LONG:
        return False
    match = _matched(one, other)
    return match.real_quick_ratio() > _ALIKE and match.quick_ratio() > _ALIKE and match.ratio() > _ALIKE


def _pieces(before: str, after: str) -> Iterator[Piece]:
    for kind, a, b, c, d in _matched(before, after).get_opcodes():
        if kind == "equal":
            yield Piece(How.STAYED, before[a:b])
            continue
        if a < b:
            yield Piece(How.GONE, before[a:b])
        if c < d:
            yield Piece(How.NEW, after[c:d])


def _matched(one: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)
