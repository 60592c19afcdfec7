"""Tables whose boxes ran together into one line of text: their digits row by row, solved by their sums.

Only where every row of the form is found, by its label and in its order, are the digits between them the
figures of that row. Chapter two has no sums: it is never solved.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.reading import heads, labels, solve
from gongkai.reading.characters import clean
from gongkai.reading.found import Found
from gongkai.reading.page import Cell, Page
from gongkai.reading.solve import Unsolved

_REMARK = r"[^\w(]*(?:\([^()]*\))?[^\w(]*"
_NUMBERED = re.compile(r"(\d)\.")
_POINT = re.compile(r"[.、,]$")
_AFTER = re.compile(r"四、|行政复议|$")
_REMEDY_WORDS = re.compile(
    "|".join(label for _, label in (*REMEDY_BLOCKS, *REMEDY_COLUMNS)) + "|行政诉讼|[0-9]+|."
)
_CHAPTER_FOUR = re.compile(r"四、[^五]{0,12}行政复议[^五]{0,16}?情况")
_FIRST_ROW = "本年新收政府信息公开申请数量"
_NEXT_CHAPTER = re.compile(r"五、|$")
_FIRST_OUTCOME = REMEDY_COLUMNS[0][1]
_FIGURES = len(REMEDY_BLOCKS) * len(REMEDY_COLUMNS)
_THOUSANDS = 3
_ACTS_GLUED = re.compile(r"行政(?:许可|处罚|强制)\d")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text without blanks, and the places in it where blanks stood."""

    plain: str
    parted: frozenset[int]

    def pieces(self, start: int, end: int) -> tuple[str, ...]:
        """The digits from ``start`` to ``end``, parted where the source has a blank."""
        pieces = self.parts(start, end)
        # A blank before three digits may stand inside a figure: 1 234.
        is_open = any(len(piece) == _THOUSANDS for piece in pieces[1:])
        return ("".join(pieces),) if is_open else pieces

    def parts(self, start: int, end: int) -> tuple[str, ...]:
        cuts = [start, *(at for at in range(start + 1, end) if at in self.parted), end]
        return tuple(self.plain[a:b] for a, b in pairwise(cuts))


def read_glued(document: Page, found: Found, in_grids: Collection[str]) -> None:
    """Solve tables three and four where nothing of them was read; say why where that fails.

    Of what stands ``in_grids`` (cell codes) text has no say.
    """
    unknown = [
        (name, solved)
        for name, solved in (("requests", _requests), ("remedies", _remedies))
        if not _any(in_grids, f"{name}/") and not _any(found.values, f"{name}/")
    ]
    page = _text(document.text) if unknown else _Text("", frozenset())
    for name, solved in unknown:
        try:
            for code, value in solved(page).items():
                found.derive(code, value)
        except Unsolved as why:
            found.reasons[name] = str(why)
    if unknown and _ACTS_GLUED.search(page.plain) and not _any(found.values, "proactive/"):
        found.reasons["proactive"] = "数字和栏目名连在一起，这张表又没有合计可以核对"


def _any(codes: Iterable[str], table: str) -> bool:
    return any(code.startswith(table) for code in codes)


def _text(text: str) -> _Text:
    plain: list[str] = []
    parted: set[int] = set()
    for character in unicodedata.normalize("NFKC", clean(text)):
        if character.isspace():
            parted.add(len(plain))
        else:
            plain.append(character)
    return _Text("".join(plain), frozenset(parted))


def _requests(page: _Text) -> dict[str, int]:
    head = list(labels.HEAD.finditer(page.plain))
    if len(head) != 1 or page.plain.count(_FIRST_ROW) != 1:
        raise Unsolved("没有找到唯一的表头")
    is_divided = re.search(_label("other_no_correction"), page.plain[head[0].end() :]) is not None
    form = BY_CODE["2021" if is_divided else "2019"]
    keys = ("new", "carried_in", *form.result_keys, "total", "carried_out")
    official = {row.key: row.label for row in form.request_rows}
    digits: dict[str, Sequence[str]] = {}
    before = ""
    end = head[0].end()
    for key in keys:
        label = re.compile(_label(key)).search(page.plain, end)
        if label is None:
            raise Unsolved(f"没有找到“{official[key]}”一行")
        if not before and label.start() - end > len("一、"):
            raise Unsolved("表头之后不是第一行")
        if before:
            digits[before] = _between(page, end, label.start(), official[before], official[key])
        before, end = key, label.end()
    stop = end + len(_leading_digits(page.plain[end:]))
    if not _AFTER.match(page.plain, stop):
        raise Unsolved(f"“{official[before]}”一行的数字后面不知到哪里为止")
    digits[before] = page.pieces(end, stop)
    return {
        f"requests/{key}/{column}": value
        for key, figures in solve.requests(digits, form.result_keys).items()
        for (column, _), value in zip(APPLICANTS, figures, strict=True)
    }


def _between(page: _Text, start: int, end: int, label: str, following: str) -> tuple[str, ...]:
    """The digits of a row, without the number of the next row's label that may be glued to them: 00000002."""
    gap = page.plain[start:end]
    numbered = _NUMBERED.match(following)
    if numbered:
        if not (_POINT.search(gap) and gap[:-1].endswith(numbered[1])):
            raise Unsolved(f"“{following}”一行的序号分不清")
        gap = gap[:-2]
    digits = _leading_digits(gap)
    if not digits or any(character.isdigit() for character in gap[len(digits) :]):
        raise Unsolved(f"“{label}”一行的数字分不清")
    return page.pieces(start, start + len(digits))


def _leading_digits(text: str) -> str:
    found = re.match(r"[0-9]*", text)
    return found[0] if found else ""


@cache
def _label(key: str) -> str:
    """A row's label in any of its wordings, whatever signs stand between its characters."""
    words = sorted(
        (word for word, means in labels.REQUEST_ROWS.items() if means == key), key=len, reverse=True
    )
    if key == "other_all":
        words = [labels.UNDIVIDED]
    if key == "total":
        return r"\(七\)总计"
    if key == "other_other":
        return r"(?<=3[.、,])其他"
    return "|".join(r"\W*".join(map(re.escape, word)) + _REMARK for word in words)


def _remedies(page: _Text) -> dict[str, int]:
    chapter = list(_CHAPTER_FOUR.finditer(page.plain))
    if not chapter or page.plain.count(_FIRST_OUTCOME) != len(REMEDY_BLOCKS):
        raise Unsolved("没有找到唯一的第四部分表头")
    words: list[Cell] = []
    for start, end, word in _words(page.plain, chapter[-1].end()):
        if not word[0].isdigit():
            words.append(Cell(word, 0, 0))
            continue
        named = heads.remedies(words)
        if len(named) != _FIGURES:
            break
        if not _NEXT_CHAPTER.match(page.plain, end):
            raise Unsolved("第四部分的数字后面不知到哪里为止")
        if _FIGURES // 2 < len(page.parts(start, end)) != _FIGURES:  # no run of digits: a figure is missing
            raise Unsolved(f"数字之间有空格，却不是{_FIGURES}个")
        figures = solve.remedies(page.pieces(start, end))
        return {head.key: value for head, value in zip(named, figures, strict=True)}
    raise Unsolved("第四部分的表头不完整")


def _words(plain: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Head words and figures of table four from ``start`` on, as long as nothing else stands between."""
    for found in _REMEDY_WORDS.finditer(plain, start):
        if len(found[0]) == 1 and not found[0].isdigit():
            return
        yield found.start(), found.end(), found[0]
