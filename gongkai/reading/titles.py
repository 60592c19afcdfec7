"""Whose report it is and of which year, from what the document calls itself."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from gongkai.reading.characters import clean, squeeze
from gongkai.reading.page import Page

# A name has no blank inside: what stands before it on a page's path (首页 政务公开 …) is not part of it.
_NAME = r"(?P<organ>[\w()（）·、“”\"]{2,40}?)"
_YEAR = r"(?P<year>20[1-3]\d)年度?"
_REPORT = r"(?:政府|政务)信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报)"
_PATTERNS = (
    re.compile(rf"{_NAME}(?:关于)?{_YEAR}{_REPORT}"),
    re.compile(rf"(?:关于)?{_YEAR}{_NAME}{_REPORT}"),
)
_BARE = re.compile(rf"{_YEAR}{_REPORT}")
_LOOSE_YEAR = re.compile(r"\s*(20[1-3]\d)\s*年\s*(度?)\s*")
_PERIOD = re.compile(r"(20[1-3]\d)年1月1日(?:起)?(?:至|到|-|—)+(?:\1年)?12月31日")
_FILE = re.compile(r"^(?:\d+[-_ ])?(?P<organ>[^-]{2,40})-(?P<year>20[1-3]\d)$")
_ABOUT, _CENTURY, _ENDINGS = "信息公开", "20", ("报告", "年报")
# Digits only: the brackets of a name stay as printed.
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_NOT_A_NAME = re.compile(r"^(?:当前位置|首页|来源|标题|题目|关于|现将|现公布)+[::]?")
_FIRST_WORDS = re.compile(r"一、总体情况(20[1-3]\d)年度?[,，]")
_LINES = 12
_LONGEST_LINE = 60  # of a title; what is longer is prose


def organ_and_year(page: Page, name: str) -> tuple[str, int]:
    """("", 0) for what the document does not say.

    The document's title goes first; the file's name (``机关名称-年份``, or the official title) fills what is
    missing, and gives the full name where the title shortens it: 四间房镇 to 四间房镇人民政府.
    """
    organ, year = next(_titles([*_openings(page), *page.titles]), ("", 0))
    stem = "".join(re.sub(r"\.[A-Za-z]{2,5}$", "", name).split())
    by_file = _FILE.match(stem)
    named = (by_file["organ"], int(by_file["year"])) if by_file else None
    file_organ, file_year = named or next(_titles([stem]), ("", 0))
    if organ in file_organ and year in (0, file_year):
        organ = file_organ
    return organ, year or file_year or _year_of_text(page)


def is_title(line: str) -> bool:
    """Whether a line is a report's title and nothing else."""
    return named_in(line) is not None


def named_in(title: str) -> tuple[str, int] | None:
    """Organ and year of a line that is a report's title and nothing else."""
    if not title.endswith(_ENDINGS):  # nearly every line of a page
        return None
    plain = _tight(title)
    found = next(filter(None, (pattern.fullmatch(plain) for pattern in _PATTERNS)), None)
    return (found["organ"], int(found["year"])) if found else None


def _titles(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    for text in texts:
        plain = _tight(text)
        for pattern in _PATTERNS:
            if found := pattern.search(plain):
                organ = _NOT_A_NAME.sub("", found["organ"])
                if len(organ) >= 2:
                    yield organ, int(found["year"])


def _tight(text: str) -> str:
    """A title without the blanks around its year: 淮安市人民政府 2024 年政府信息公开…; "" for prose."""
    plain = clean(text[:300])
    if _ABOUT not in plain:
        return ""
    plain = " ".join(plain.translate(_HALF).split())
    return _LOOSE_YEAR.sub(r"\1年\2", plain) if _CENTURY in plain else ""


def _openings(page: Page) -> Iterator[str]:
    """The first lines, each alone, then with the one or two after it: a title is often broken."""
    lines = list(islice(page.lines(), _LINES))
    for length in (1, 2, 3):
        for index, line in enumerate(lines):
            if len(line) <= _LONGEST_LINE:
                yield "".join(lines[index : index + length])


def _year_of_text(page: Page) -> int:
    """The statistical period, a title without a name, or the year with which chapter one begins."""
    plain = squeeze(page.text)[:20_000]
    found = _PERIOD.search(plain) or _BARE.search(plain) or _FIRST_WORDS.search(plain)
    return int(found[1]) if found else 0
