"""Numbers as people write them: full-width, spaced, hyphenated or broken over a line, joined again.

Positions stay those of the original text: width is changed one character for one. Pieces are joined only
to the sizes asked for, so the work grows with the text and not with its malice.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import accumulate, pairwise

_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\r\t\v\f"
)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_NARROW = (
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_INVISIBLE, "\u200b")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("\u0085\u2028\u2029", "\n")
)
_WIDE = re.compile("[" + "".join(_NARROW) + "]")

# x or X ends an identity number (two more figures follow on a disability card); inside a word it is a letter.
_PIECE = re.compile(
    r"[0-9]+(?:[Xx](?:(?<=[0-9]{17}[Xx])[0-9]{2})?(?![0-9A-Za-z]))?|(?<![0-9A-Za-z])[Xx](?![0-9A-Za-z])"
)
_GAP = re.compile(r"[ \u200b-]{0,8}\n?[ \u200b-]{0,8}")


class Writing(Enum):
    """How a number stands in the text."""

    WHOLE = "whole"
    PARTED = "parted"  # in groups with one and the same single mark between them: 138-0013-8000
    WRAPPED = "wrapped"  # in two pieces, at the end of a line and the beginning of the next
    LOOSE = "loose"  # pieces that may as well be several numbers


@dataclass(frozen=True, slots=True)
class Number:
    """A run of digits (perhaps with an X) and where it stands: ``text[start:end]``.

    ``groups`` are the lengths of its pieces; ``before`` and ``after`` the numbers beside it on the same line.
    """

    digits: str
    start: int
    end: int
    writing: Writing
    groups: tuple[int, ...]
    before: str
    after: str


#: Whether digits in so many pieces are worth a look: asked before anything is built.
Filter = Callable[[str, int], bool]


def narrow(text: str) -> str:
    """Half-width digits, letters, marks and spaces, each in the place of the original."""
    text = text.replace("，", ",")  # most of what is wide in prose, and sooner done at once
    return _WIDE.sub(lambda found: _NARROW[found[0]], text)


def numbers(narrowed: str, sizes: tuple[int, ...], worth: Filter) -> Iterator[Number]:
    """Every number of one of the ``sizes`` in a narrowed text, whole or joined from neighbouring pieces."""
    if not _digits(sizes[0]).search(narrowed):
        return  # nothing in it is long enough, as in nearly all prose
    for cluster in _clusters(narrowed):
        digits = "".join(narrowed[start:end] for start, end in cluster).upper()
        if len(digits) < sizes[0]:
            continue
        offsets = (0, *accumulate(end - start for start, end in cluster))
        piece_at = {offset: index for index, offset in enumerate(offsets)}
        for first, offset in enumerate(offsets):
            for size in sizes:
                behind = piece_at.get(offset + size)
                if behind is not None and worth(digits[offset : offset + size], behind - first):
                    yield _number(narrowed, cluster, first, behind, digits[offset : offset + size])


@cache
def _digits(count: int) -> re.Pattern[str]:
    """So many digits with nothing but gaps between them."""
    return re.compile(rf"[0-9Xx](?:[ \u200b\n-]{{0,17}}[0-9Xx]){{{count - 1}}}")


def _clusters(text: str) -> Iterator[list[tuple[int, int]]]:
    """Pieces that only spaces, dashes or one line break part."""
    cluster: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text):
        if cluster and not _GAP.fullmatch(text, cluster[-1][1], match.start()):
            yield cluster
            cluster = []
        cluster.append(match.span())
    if cluster:
        yield cluster


def _number(text: str, cluster: list[tuple[int, int]], first: int, behind: int, digits: str) -> Number:
    pieces = cluster[first:behind]
    gaps = {text[a[1] : b[0]].replace("\u200b", "") for a, b in pairwise(pieces)}
    if gaps <= {""}:
        writing = Writing.WHOLE
    elif len(pieces) == 2 and any("\n" in gap for gap in gaps):
        writing = Writing.WRAPPED
    elif len(gaps) == 1 and gaps <= {" ", "-"}:
        writing = Writing.PARTED
    else:
        writing = Writing.LOOSE
    start, end = pieces[0][0], pieces[-1][1]
    left, right = (
        (cluster[first - 1] if first else None),
        (cluster[behind] if behind < len(cluster) else None),
    )
    return Number(
        digits,
        start,
        end,
        writing,
        tuple(stop - begin for begin, stop in pieces),
        text[slice(*left)] if left and "\n" not in text[left[1] : start] else "",
        text[slice(*right)] if right and "\n" not in text[end : right[0]] else "",
    )
