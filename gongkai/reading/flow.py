"""Figures out of running text, where a table came out as one box a line or as words between blanks.

A figure counts only when it stands alone between blanks, and a row only when exactly as many figures follow
its label as its heads demand. Text in which figures run together without a limit gives nothing here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_COLUMNS
from gongkai.law.annual_report.model import Value
from gongkai.reading import heads, labels, proof
from gongkai.reading.characters import fold
from gongkai.reading.figures import is_figure, plain
from gongkai.reading.filling import is_complete, read_proactive, take, take_in_order
from gongkai.reading.found import Found
from gongkai.reading.heads import Head
from gongkai.reading.labels import is_block
from gongkai.reading.limits import Deadline
from gongkai.reading.page import Cell
from gongkai.reading.rows import group_of, is_of_group, request_label

_CONTENT = "信息内容"
_SHORT = 200  # characters between two rows of figures
_LONGEST_LABEL = 12  # words; a label cut one character a line has more, and is not tried
_LONGEST_TEXT = 60
_ANNOUNCES = (
    ("proactive", re.compile(rf"{labels.BAND.pattern}|{_CONTENT}")),
    ("requests", re.compile(f"申请人情况|勾稽关系|本年新收|{labels.FIVE}")),
    ("remedies", re.compile("结果维持|行政诉讼|复议后起诉")),
)
_OUTCOMES = [key for key, _ in REMEDY_COLUMNS]
_KEYS = tuple(key for key, _ in APPLICANTS)
_THREE = tuple(map(Head, _KEYS))


@dataclass(slots=True)
class Run:
    """Words, then the figures that follow them.

    ``is_broken``: something stands before or after them that is neither word nor figure. ``may_be_fewer``:
    two of them may be one, as in 1 234.
    """

    words: tuple[str, ...]
    figures: tuple[str, ...]
    is_broken: bool
    may_be_fewer: bool

    @property
    def values(self) -> list[Value]:
        return [int(text) if text.isascii() and text.isdigit() else None for text in self.figures]


@dataclass(slots=True)
class _Flow:
    found: Found
    section: str = ""
    columns: tuple[Head, ...] = ()
    is_headed: bool = False  # whether table three's columns were named in the official order
    group: str = ""
    has_unit: bool = False  # whether a unit of money stands somewhere above the tables
    #: with the label's key, is_headed, and the label as printed
    rows: list[tuple[Run, str, bool, str]] = field(default_factory=list)


def read_flow(texts: Iterable[str], deadline: Deadline) -> Found:
    """What paragraphs and boxes say of the three tables when read as one text."""
    flow = _Flow(Found())
    for run in _runs(texts):
        deadline.check()
        _read(flow, run)
    # Where every row has its seven figures, one that does not add up is the organ's own mistake.
    is_regular = all(
        len(run.figures) == len(_THREE) and not (run.is_broken or run.may_be_fewer) for run, *_ in flow.rows
    )
    for run, label, is_headed, printed in flow.rows:
        is_certain = is_headed and not run.is_broken and (is_regular or proof.adds_up(run.values))
        prefix = f"requests/{label}/"
        if is_certain and len(run.figures) == len(_KEYS) and None not in map(plain, run.figures):
            take_in_order(flow.found, prefix, run.figures, _KEYS, printed)
            continue
        columns = _THREE if is_certain else ()
        take(flow.found, prefix, _boxes(run.figures), columns, _KEYS, None, printed)
    flow.found.close()
    return flow.found


def _read(flow: _Flow, run: Run) -> None:
    joined = "".join(run.words)
    section, group = (_announced_shortly if len(joined) <= _SHORT else _announced)(joined)
    flow.section = section or flow.section
    flow.group = group or flow.group
    if flow.section == "proactive":
        flow.has_unit = flow.has_unit or ("单位" in joined and any(map(labels.unit_note, run.words)))
        _read_proactive(flow, run, names_heads=bool(section))
    elif flow.section == "requests":
        _read_request(flow, run, joined)
    elif flow.section == "remedies":
        _read_remedies(flow, run)


def _announced(joined: str) -> tuple[str, str]:
    """The table and the group of table three that these words name last, "" for none."""
    places = [(found.end(), name) for name, mark in _ANNOUNCES for found in mark.finditer(joined)]
    at, group = max((joined.rfind(group), group) for group in labels.GROUPS)
    return (max(places)[1] if places else ""), (group if at >= 0 else "")


_announced_shortly = lru_cache(maxsize=5_000)(_announced)  # labels come again, prose does not


def _read_proactive(flow: _Flow, run: Run, *, names_heads: bool) -> None:
    if names_heads:
        flow.columns = tuple(_proactive_heads(run.words))
        flow.found.heads |= dict.fromkeys(labels.forms_of(head.text for head in flow.columns))
    label, printed = _label(run.words, labels.proactive_row)
    if not label:
        return
    if is_complete(flow.columns, label) and not (run.is_broken or run.may_be_fewer):
        unit = None if flow.has_unit else "万元"
        read_proactive(flow.found, label, _boxes(run.figures), flow.columns, printed, unit)
    else:
        for code in labels.PROACTIVE_ROWS[label].values():
            flow.found.doubt(code, " ".join(run.figures))


def _read_request(flow: _Flow, run: Run, joined: str) -> None:
    if labels.FIVE in joined or "自然人" in joined:
        flow.is_headed = bool(labels.HEAD.search(re.sub(r"\W", "", joined)))
        if joined.endswith((labels.FIVE, f"{labels.FIVE}总计")):
            return  # the row's own label is lost, and the head's last word is none
    label, printed = _label(run.words, request_label)
    flow.group = group_of(label, flow.group)
    if label and run.figures and is_of_group(label, flow.group):
        flow.rows.append((run, label, flow.is_headed, printed))


def _read_remedies(flow: _Flow, run: Run) -> None:
    """As many figures as heads of whole blocks; other figures below the heads settle that none is read."""
    named = heads.remedies(_remedy_words(run.words)) if run.figures else ()
    if len(named) < len(REMEDY_COLUMNS):
        return
    is_whole = len(named) == len(run.figures) and not run.is_broken and _are_whole(named, run)
    if run.may_be_fewer:
        is_whole = is_whole and proof.blocks_add_up(run.values)
    keys = [head.key for head in named]
    take(flow.found, "", _boxes(run.figures), named if is_whole else (), keys, None)


def _are_whole(named: Sequence[Head], run: Run) -> bool:
    """Whether heads and figures come in whole blocks. Where the text was cut, the last block is a beginning;
    then the sums before it must show that nothing was lost earlier."""
    outcomes = [head.key.rpartition("/")[2] for head in named]
    whole = len(outcomes) - len(outcomes) % len(_OUTCOMES)
    blocks = [outcomes[at : at + len(_OUTCOMES)] for at in range(0, whole, len(_OUTCOMES))]
    rest = outcomes[whole:]
    if rest and (rest != _OUTCOMES[: len(rest)] or not proof.blocks_add_up(run.values[:whole])):
        return False
    return all(set(block) == set(_OUTCOMES) for block in blocks)


def _runs(texts: Iterable[str]) -> Iterator[Run]:
    words: list[str] = []
    figures: list[str] = []
    is_broken = may_be_fewer = False
    for line in "\n".join(texts).split("\n"):
        before = ""
        for word in line.split():
            kind = (_kind_shortly if len(word) <= _SHORT else _kind)(word)
            if kind is _FIGURE or (kind is _BLANK and (figures or words)):
                may_be_fewer = may_be_fewer or (before != "" and _may_be_one(before, word))
                figures.append(word)
                before = word
                continue
            is_junk = kind is _JUNK
            if figures:
                yield Run(tuple(words), tuple(figures), is_broken or is_junk, may_be_fewer)
                words, figures, may_be_fewer = [], [], False
            is_broken = is_junk
            words.append(word)
            before = ""
    yield Run(tuple(words), tuple(figures), is_broken, may_be_fewer)


class _Kind(Enum):
    WORD, FIGURE, BLANK, JUNK = range(4)


_FIGURE, _BLANK, _JUNK = _Kind.FIGURE, _Kind.BLANK, _Kind.JUNK


def _kind(word: str) -> _Kind:
    if labels.is_plain_word(word):
        return _Kind.WORD
    if is_figure(word):
        return _Kind.FIGURE
    look = labels.look(word)
    return _Kind.BLANK if look.is_blank else _Kind.JUNK if look.is_broken else _Kind.WORD


_kind_shortly = lru_cache(maxsize=20_000)(_kind)


def _may_be_one(left: str, right: str) -> bool:
    """Whether two figures in one line may be one with a blank between its thousands."""
    return left.isdigit() and 1 <= len(left) <= 3 and left != "0" and right.isdigit() and len(right) == 3


def _label(words: tuple[str, ...], meaning: labels.Meaning) -> tuple[str, str]:
    """What the last words before the figures name, taking as few of them as do, and the label as printed:
    "" where the rest of it may stand on another line."""
    last = words[-_LONGEST_LABEL:]
    return (_named_shortly if sum(map(len, last)) <= _SHORT else _named)(last, meaning)


def _named(words: tuple[str, ...], meaning: labels.Meaning) -> tuple[str, str]:
    for text in _endings(words):
        if named := meaning(text):
            return named, labels.whole(labels.as_printed(text, _endings(words)))
    return "", ""


_named_shortly = lru_cache(maxsize=5_000)(_named)


def _endings(words: Sequence[str]) -> Iterator[str]:
    """The last word, then with ever more words before it."""
    text = ""
    for word in reversed(words):
        text = word + text
        if len(text) > _LONGEST_TEXT:
            return
        yield text


def _proactive_heads(words: Sequence[str]) -> Iterator[Head]:
    """Heads after 信息内容 in these words; a head may be cut in two."""
    starts = [
        index for index, word in enumerate(words, 1) if _CONTENT in word and fold(word).endswith(_CONTENT)
    ]
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
        whole = next(filter(_is_remedy_head, texts), "")
        if whole:
            cells.append(Cell(whole, 0, 0))
        pending = "" if whole else word
    return cells


def _is_remedy_head(text: str) -> bool:
    return is_block(text) or fold(text) in labels.OUTCOMES or fold(text) in heads.SUMS


def _boxes(figures: Sequence[str]) -> list[Cell]:
    return [Cell(text, 0, column) for column, text in enumerate(figures)]
