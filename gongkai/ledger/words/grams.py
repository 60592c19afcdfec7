"""A text as what an index can hold of a language without spaces: its pairs of neighbouring characters.

Every character is evened for itself, so that a part of a text stays a part of it whatever stands around it.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: 文号 are typed with any brackets.
_BRACKETS = str.maketrans("〔﹝[【〖〘{〕﹞]】〗〙}", "(((((((" + ")))))))")
#: Follows the last character of a text, which would else begin no pair.
_END = "\n"


def even(text: str) -> str:
    """The text with full-width forms, capitals and brackets made alike."""
    return "".join(map(_even, text))


@lru_cache(maxsize=20_000)
def _even(character: str) -> str:
    return unicodedata.normalize("NFKC", character).upper().casefold().translate(_BRACKETS)


def of_texts(texts: Iterable[str]) -> set[str]:
    """The pairs of evened texts, as tokens of plain letters: a pair begins with the token of its first."""
    ended = (f"{text}{_END}" for text in texts)
    return {token(text[at : at + 2]) for text in ended for at in range(len(text) - 1)}


def of_word(word: str) -> set[str]:
    """What must stand in a text for an evened word to stand in it; a star where a token may go on."""
    if len(word) == 1:
        return {f"{token(word)}*"}
    return {token(word[at : at + 2]) for at in range(len(word) - 1)}


def token(characters: str) -> str:
    return characters.encode().hex()
