"""What people read, in their language. Chinese is the source; ``GONGKAI_LANG=en`` gives English, and a page
the language that its reader chose.

Two catalogues in ``gongkai/locale/en/LC_MESSAGES``, their msgids Chinese: ``django.po`` for what the command
line and the pages say, read here without starting Django; ``law.po`` for the sentences that come from the law
ready made, and that ``retell`` puts into the reader's language when they are shown.
"""

import gettext
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("zh", "en")


#: What the reader of this very page chose, where there is a page.
_chosen: ContextVar[str] = ContextVar("chosen", default="")


def language() -> str:
    """What the reader chose; else ``en`` when GONGKAI_LANG begins with en, and ``zh``."""
    return (
        "en"
        if (_chosen.get() or os.environ.get("GONGKAI_LANG", "")).strip().lower().startswith("en")
        else "zh"
    )


def listed(words: Iterable[object]) -> str:
    """Words one after the other, parted as the reader's language parts them."""
    return (", " if language() == "en" else "、").join(map(str, words))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """The language ``code`` while this lasts."""
    before = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(before)


@cache
def _catalogue(code: str, domain: str = "django") -> gettext.NullTranslations:
    # Chinese is the source and has no catalogue: the fallback gives every message back.
    return gettext.translation(domain, LOCALE, languages=[code], fallback=True)


def translate(message: str) -> str:
    """``message`` in the reader's language; as it stands where the catalogue lacks it."""
    # gettext gives its own header for the empty string
    return _catalogue(language()).gettext(message) if message else ""


def retell(sentence: str) -> str:
    """A sentence of the law in the reader's language, however long ago and by whichever process it was said.

    The law knows no languages, and what it says is kept, compared and passed on in Chinese. So a sentence is
    known again here by its pattern (``“{0}”一列 — …``), and what fills the pattern is retold in its turn;
    names, labels and quotations are in no catalogue and stay as they are.
    """
    code = language()
    return sentence if code == "zh" or not sentence else _retold(sentence, code)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with numbered blanks: what one filled in looks like, and its words in another language."""

    chinese: str
    other: str
    parts: tuple[str, ...]
    filled: re.Pattern[str]

    @property
    def weight(self) -> int:
        return sum(map(len, self.parts))


_BLANK = re.compile(r"\{(\d+)\}")
#: What one thing after the other is joined with; of lists within a list the outer one comes first.
_MARKS = {"；": "; ", "、": ", "}
#: Of figures only: 行政规范性文件 ends like 3件.
_COUNTS = {"{0}件", "{0}元", "{0}万元"}
#: One of several: “办理中”、“已送达” is two.
_QUOTED = "“{0}”"


@cache
def _patterns(code: str) -> tuple[_Pattern, ...]:
    """Those with the most words of their own first: the others fit too much."""
    known: dict[str, str] = getattr(
        _catalogue(code, "law"), "_catalog", {}
    )  # gettext has no way to list them
    found = [_pattern(chinese, other) for chinese, other in known.items() if _BLANK.search(chinese)]
    return tuple(sorted(found, key=lambda pattern: -pattern.weight))


def _pattern(chinese: str, other: str) -> _Pattern:
    parts = tuple(_BLANK.split(chinese)[::2])
    filling = r"([\d.]+)" if chinese in _COUNTS else "([^“”]*)" if chinese == _QUOTED else "(.*?)"
    return _Pattern(chinese, other, parts, re.compile(filling.join(map(re.escape, parts)), re.DOTALL))


def _retold(sentence: str, code: str) -> str:
    exact = _catalogue(code, "law").gettext(sentence) if sentence else ""
    if exact != sentence:
        return exact
    for pattern in _patterns(code):
        if all(part in sentence for part in pattern.parts) and (match := pattern.filled.fullmatch(sentence)):
            return _filled(pattern.other, tuple(_fillings(pattern, match, code)))
    return _list_retold(sentence, code)


def _filled(words: str, fillings: tuple[str, ...]) -> str:
    return _BLANK.sub(lambda blank: fillings[int(blank[1])], words)


def _fillings(pattern: _Pattern, match: re.Match[str], code: str) -> Iterator[str]:
    """What is quoted is a name, or the reader's own words: no pattern is looked for in it."""
    for before, filling in zip(pattern.parts, match.groups(), strict=False):
        is_quoted = before.endswith(("“", "《"))
        yield _catalogue(code, "law").gettext(filling) if is_quoted and filling else _retold(filling, code)


def _list_retold(sentence: str, code: str) -> str:
    """One thing after the other, where each is known; else as it stands."""
    for mark, other in _MARKS.items():
        pieces = sentence.split(mark)
        retold = [_retold(piece, code) for piece in pieces] if len(pieces) > 1 else pieces
        if all(new != old for new, old in zip(retold, pieces, strict=True)):
            return other.join(retold)
    return sentence


def tell_libraries() -> None:
    """Let the command-line libraries speak the reader's language too: they ask the domain ``messages``.

    To be called before they are imported, for they take some words at import.
    """
    gettext.bindtextdomain("messages", LOCALE)
    os.environ["LANGUAGE"] = language()


_ = translate
