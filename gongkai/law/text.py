"""How labels typed by people are compared: width, spaces, brackets, quotes and numbering do not matter."""

import re
import unicodedata

# A numeral opens a label only inside brackets or before a mark: 三安全一稳定 and 三类 are words, not numbers.
_NUMBERING = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)[、.]?|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:[、.)]|(?=[^\d年月日])))*"
)
#: Characters that turn the writing of what follows around: a name would read as another one.
TURNING = "\u202a-\u202e\u2066-\u2069"
_NOT_A_WORD = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Half-width form without any space: ``（七） 总计`` -> ``(七)总计``."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def without_numbering(text: str) -> str:
    """A plain text without the numbers it begins with: ``(三)1.属于国家秘密`` -> ``属于国家秘密``."""
    match = _NUMBERING.match(text)
    return text[match.end() :] if match else text


def key_of(text: str) -> str:
    """What two writings of one label have in common: no numbering, punctuation, space, width or case."""
    return _NOT_A_WORD.sub("", without_numbering(plain(text))).casefold()
