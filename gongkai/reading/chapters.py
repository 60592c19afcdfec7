"""The prose of a report, chapter by chapter, found by its headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from gongkai.law.annual_report.formats.parts import CHAPTERS
from gongkai.reading.characters import clean, fold, squeeze
from gongkai.reading.page import Page
from gongkai.reading.titles import is_title

PROSE = ("overview", "problems", "other_matters")
_NUMBERS = "一二三四五六"
_WRAPPED = 15  # characters of a line that may go on in the next; menus and labels are shorter
_STARTS = frozenset(f"第{_NUMBERS}")
_LONGEST_HEADING = 100  # characters with blanks between them; what is longer is prose
_HEADING = re.compile(rf"^(?:第?([{_NUMBERS}])(?:部分)?[、.,:]|第([{_NUMBERS}])部分)(.{{2,40}})$")
_PRINTED = {heading: chapter.key for chapter in CHAPTERS for heading in (chapter.heading, *chapter.aliases)}
_EXACT = {squeeze(heading): key for heading, key in _PRINTED.items()}
_UNNUMBERED = {squeeze(heading)[2:]: key for heading, key in _PRINTED.items()}
_WORDS = {chapter.key: fold(chapter.heading) for chapter in CHAPTERS}
# A heading may stand inside a line that lost its ends; one followed by a comma is a list of the parts.
_INSIDE = re.compile("(" + "|".join(map(re.escape, _PRINTED)) + r")(?![，、；。”」』》）])")
_DATE = re.compile(r"^(?:20\d\d|二[〇○零O0Oo]二[一二三四五六七八九〇○零])年\S{1,3}月\S{1,3}日$")
_PUBLISH_NOTE = "(此件公开发布)"
_PAGE_TAIL = re.compile(
    r"^(?:(?:附件下载|打印|关闭|分享|扫一扫|上一篇|下一篇|相关附件|责任编辑).{0,20}$|(?:台账校验码|公开存证码)："
    r"|第\d+次更正（\d{4}-\d\d-\d\d）：|汇总未计入的机关（\d+个）：)"
)


@dataclass(frozen=True, slots=True)
class Prose:
    """Chapters 一, 五 and 六 by key, a paragraph a line, and what prose stands around the tables of the other
    three; all headings as printed and in that order."""

    narrative: dict[str, str]
    headings: tuple[str, ...]


def prose(page: Page, organ: str) -> Prose:
    """What is not found is left out.

    A list of contents names chapters too: the longest text under a heading is the chapter, and of a heading
    printed twice the last counts.
    """
    marked = list(_marked(page))
    chapters: dict[str, str] = {}
    for key, lines in _chapters(marked):
        if key not in PROSE:
            lines = list(_sentences(lines))
        text = "\n".join(_without_tail(lines, organ) if key == CHAPTERS[-1].key else lines)
        if (text or key in PROSE) and len(text) >= len(chapters.get(key, "")):
            chapters[key] = text
    headings: dict[str, str] = {}
    for line, key in marked:
        if key:
            headings.pop(key, None)
            headings[key] = line
    if headings and CHAPTERS[0].key not in headings:
        # the text of a first chapter whose heading was left out
        untitled = [line for line, _ in takewhile(lambda pair: not pair[1], marked)]
        if text := "\n".join(_sentences(untitled)):
            chapters[CHAPTERS[0].key] = text
    return Prose(chapters, tuple(headings.values()))


def lines_of(page: Page, key: str) -> list[str]:
    """The longest text under the heading of a chapter, as it stands there."""
    return max((lines for chapter, lines in _chapters(_marked(page)) if chapter == key), key=len, default=[])


def _tight(line: str) -> str:
    """A line without blanks where it may be a heading, "" for prose: how it begins tells them apart."""
    return squeeze(line) if clean(line[:1]) in _STARTS and len(line) <= _LONGEST_HEADING else ""


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    """The lines of prose among menus and labels: those with a full stop, and the wrapped ones before them."""
    is_prose = False
    kept: list[str] = []
    for line in reversed(lines):
        is_prose = "。" in line or (is_prose and len(line) >= _WRAPPED)
        if is_prose:
            kept.append(line)
    return reversed(kept)


def chapter_of(line: str) -> str:
    """Key of the chapter that this line is the heading of, or ""."""
    plain = _tight(line)
    return _chapter_of(plain) if plain else ""


@lru_cache(maxsize=20_000)
def _chapter_of(plain: str) -> str:
    if plain in _EXACT:
        return _EXACT[plain]
    found = _HEADING.match(plain)
    if not found:
        return ""
    number = _NUMBERS.index(found[1] or found[2])
    word = fold(found[3])
    likeness = {
        key: SequenceMatcher(None, word, label, autojunk=False).ratio() for key, label in _WORDS.items()
    }
    own = CHAPTERS[number].key
    if likeness[own] >= 0.6:
        return own
    best = max(likeness, key=lambda key: likeness[key])
    return best if likeness[best] >= 0.85 else ""


def _chapters(marked: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    chapter = ""
    lines: list[str] = []
    for line, key in marked:
        if key:
            if chapter:
                yield chapter, lines
            chapter, lines = key, []
        elif chapter:
            lines.append(line)
    if chapter:
        yield chapter, lines


def _marked(page: Page) -> Iterator[tuple[str, str]]:
    """Each line with the chapter that it is the heading of, or "".

    Where a chapter has its official heading, a line that resembles it is prose: 二、主动公开情况 may be
    a part of chapter one. So is one without its number: 总体情况 may head a list.
    """
    lines = [(line, _tight(line)) for line in _lines(page)]
    official = {_EXACT.get(plain, "") for _, plain in lines}
    for line, plain in lines:
        key = _chapter_of(plain) if plain else _UNNUMBERED.get(line, "")
        yield line, key if key not in official or plain in _EXACT else ""


def _lines(page: Page) -> Iterator[str]:
    """Lines of the page, those that lost their ends cut before and after a heading.

    A line that is the report's title is a sheet's or page's head, not prose.
    """
    for line in page.lines():
        if is_title(line):
            continue
        yield from (part.strip() for part in _INSIDE.split(line) if part.strip())


def _without_tail(lines: Sequence[str], organ: str) -> list[str]:
    """Chapter 六 without what follows it: organ and date, the note on publishing, the page's buttons."""
    end = next((i for i, line in enumerate(lines) if _PAGE_TAIL.match(line)), len(lines))
    kept = list(lines[:end])
    while kept:
        last = squeeze(kept[-1])
        is_tail = bool(_DATE.match(last)) or last == _PUBLISH_NOTE or (bool(organ) and last == squeeze(organ))
        if not is_tail:
            break
        kept.pop()
    return kept
