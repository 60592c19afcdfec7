"""Masks put over words of an original: which words, and what stands there instead.

Words are known again however they are spaced and broken: a reader of files evens blanks, a file does not.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

Covers = Mapping[str, str]
_BLANK = r"[\s\u200b-\u200d\u2060\ufeff\u00ad]*"


def covered(text: str, covers: Covers) -> str:
    """The text with its words covered."""
    return over_runs([text], covers)[0]


def over_runs(texts: Sequence[str], covers: Covers) -> list[str]:
    """The same over a text that is cut into runs anywhere: a cover stands in the run where it begins."""
    hidden = _spans("".join(texts), covers)
    if not hidden:
        return list(texts)
    begins = {start: cover for start, _end, cover in hidden}
    within = {place for start, end, _cover in hidden for place in range(start, end)}
    made, place = [], 0
    for text in texts:
        seen = enumerate(text, place)
        made.append("".join(begins.get(at, "") if at in within else char for at, char in seen))
        place += len(text)
    return made


def _spans(text: str, covers: Covers) -> list[tuple[int, int, str]]:
    """Where words to be covered stand, and what covers each; of those that begin together the longest."""
    by_words = {_squeezed(words): cover for words, cover in covers.items() if _squeezed(words)}
    if not by_words:
        return []
    found = _pattern(tuple(sorted(by_words, key=len, reverse=True))).finditer(text)
    return [(*match.span(), by_words[_squeezed(match[0])]) for match in found]


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_BLANK.join(map(re.escape, one)) for one in words))


def _squeezed(text: str) -> str:
    return re.sub(_BLANK, "", text)
