"""Figures out of running text, where a table came out as one box a line or as words between blanks.

A figure counts only when it stands alone between blanks, and a row only when exactly as many figures follow
its label as its heads demand. Text in which figures run together without a limit gives nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_COLUMNS
from gongkai.reading import heads, labels
from gongkai.reading.characters import fold, squeeze
from gongkai.reading.figures import is_figure
from gongkai.reading.found import Found
from gongkai.reading.heads import Head
from gongkai.reading.limits import Deadline
from gongkai.reading.page import Cell
from gongkai.reading.tables import is_block, is_of_group, read_proactive, take

_DASHES = frozenset({"-", "--", "—", "——", "/", "//"})
_LONGEST_LABEL = 12  # words; a label cut one character a line has more, and is not tried
_OFFICIAL_ORDER = "".join(label for _, label in APPLICANTS[1:-1])


@dataclass(frozen=True, slots=True)
class Run:
    """Words, then the figures that follow them."""

    words: tuple[str, ...]
    figures: tuple[str, ...]


def read_flow(text: str, deadline: Deadline) -> Found:
    """What running text says of the three tables."""
    found = Found()
    columns: tuple[Head, ...] = ()
    seen = ""  # all words so far: table three's head stands somewhere among them
    for run in _runs(text):
        deadline.check()
        joined = squeeze("".join(run.words))
        seen = (seen + joined)[-4000:]
        if label := _label(run.words, labels.request_row) or _undivided(run.words):
            _read_request(found, label, run.figures, seen)
        if labels.BAND.search(joined) or "信息内容" in joined:
            columns = tuple(_proactive_heads(run.words))
            for head in columns:
                found.heads |= labels.PROACTIVE_HEADS[head.key]
        if columns and (label := _label(run.words, labels.proactive_row)):
            read_proactive(found, label, _boxes(run.figures), columns)
        if run.figures:
            named = heads.remedies(_remedy_words(run.words))
            if len(named) >= len(REMEDY_COLUMNS) and len(named) == len(run.figures):
                take(found, "", _boxes(run.figures), named, [head.key for head in named])
    return found


def _read_request(found: Found, label: str, figures: Sequence[str], seen: str) -> None:
    """Seven figures, under a head that named the columns in the official order."""
    is_headed = "自然人" in seen.rpartition(_OFFICIAL_ORDER)[0] and "总计" in seen
    group = max(
        (seen.rfind(group) if group else -1, group) for group in ("", *labels.GROUPS) if group in seen
    )[1]
    if is_headed and is_of_group(label, group):
        columns = [Head(key) for key, _ in APPLICANTS]
        take(found, f"requests/{label}/", _boxes(figures), columns, [head.key for head in columns])


def _runs(text: str) -> Iterator[Run]:
    words: list[str] = []
    figures: list[str] = []
    for word in text.split():
        if is_figure(word) or ((figures or words) and word in _DASHES):
            figures.append(word)
            continue
        if figures:
            yield Run(tuple(words), tuple(figures))
            words, figures = [], []
        words.append(word)
    yield Run(tuple(words), tuple(figures))


def _label(words: Sequence[str], meaning: labels.Meaning) -> str:
    """What the last words before the figures name, taking as few of them as do."""
    text = ""
    for word in reversed(words[-_LONGEST_LABEL:]):
        text = word + text
        if len(text) > 60:
            return ""
        if named := meaning(text):
            return named
    return ""


def _undivided(words: Sequence[str]) -> str:
    return _label(words, lambda text: "other_all" if fold(text) == labels.UNDIVIDED else "")


def _proactive_heads(words: Sequence[str]) -> Iterator[Head]:
    """Heads after 信息内容 in these words; a head may be cut in two."""
    starts = [index + 1 for index, word in enumerate(words) if fold(word).endswith("信息内容")]
    cut = ""
    for word in words[starts[-1] :] if starts else ():
        whole = next((text for text in (word, cut + word) if fold(text) in labels.PROACTIVE_HEADS), "")
        if head := fold(whole) if whole else labels.proactive_head(word):
            yield Head(head, whole or word)
        cut = "" if head else word


def _remedy_words(words: Sequence[str]) -> list[Cell]:
    """Block and column labels of table four as boxes without any place; a label may be cut in two."""
    cells: list[Cell] = []
    pending = ""
    for word in words:
        texts = (word, pending + word)
        whole = next((text for text in texts if is_block(text) or fold(text) in labels.OUTCOMES), "")
        if whole:
            cells.append(Cell(whole, 0, 0))
        pending = "" if whole else word
    return cells


def _boxes(figures: Sequence[str]) -> list[Cell]:
    return [Cell(text, 0, column) for column, text in enumerate(figures)]
