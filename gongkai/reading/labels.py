"""The printed labels of the official forms, found again in what organs print.

Labels come from the forms; only what organs print instead of them is listed here. Rows are found by their
label and columns by their head, never by position alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.law.annual_report.form import Kind, Role, Slot
from gongkai.law.annual_report.formats import BY_CODE, FORMS, y2019
from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.text import key_of
from gongkai.reading.characters import NOISE, fold, squeeze
from gongkai.reading.figures import is_blank, is_figure

#: From a label as printed to what it names, or "".
Meaning = Callable[[str], str]
#: Kind of every cell of every form.
KINDS: Mapping[str, Kind] = {code: slot.kind for form in FORMS for code, slot in form.slots.items()}

_REQUEST_ALIASES: tuple[tuple[str, str], ...] = (
    ("本年新收", "new"),
    ("本年新收申请数量", "new"),
    ("上年结转", "carried_in"),
    ("上年结转申请数量", "carried_in"),
    ("国家秘密", "refused_secret"),
    ("其他法律法规禁止公开", "refused_law"),
    ("法律行政法规禁止公开", "refused_law"),
    ("三安全一稳定", "refused_security"),
    ("第三方合法权益", "refused_third_party"),
    ("属于内部事务信息", "refused_internal"),
    ("属于过程性信息", "refused_process"),
    ("行政执法案卷", "refused_enforcement"),
    ("行政查询事项", "refused_query"),
    ("本机关不掌握", "unavailable_not_held"),
    ("需要另行制作", "unavailable_create"),
    ("补正后仍不明确", "unavailable_unclear"),
    ("信访举报投诉", "rejected_petition"),
    ("公开出版物", "rejected_publication"),
    ("大量反复申请", "rejected_excessive"),
    ("确认或重新出具", "rejected_confirm"),
    ("逾期不补正", "other_no_correction"),
    ("申请人无正当理由逾期不补正", "other_no_correction"),
    ("逾期不缴费", "other_no_payment"),
    ("申请人逾期未按收费通知要求缴纳费用", "other_no_payment"),
    ("结转下年度", "carried_out"),
)
_PROACTIVE_ALIASES: tuple[tuple[str, str], ...] = (
    ("行政规范性文件", "规范性文件"),
    ("规范性文件", "行政规范性文件"),
    ("其他对外管理服务事项", "对外管理服务事项"),
)

REQUEST_ROWS: Mapping[str, str] = {
    **{fold(alias): key for alias, key in _REQUEST_ALIASES},
    **{fold(row.label): key for form in FORMS for row in form.request_rows for key in (row.key,)},
}
#: Group labels of table three. They have no figures of their own but for an undivided （六）其他处理.
GROUPS = frozenset(fold(row.group) for form in FORMS for row in form.request_rows if row.group)
_ROWS_OF_GROUPS = {
    group: frozenset(row.key for form in FORMS for row in form.request_rows if fold(row.group) == group)
    for group in GROUPS
}
#: The group that is a row on the 2019 form.
UNDIVIDED = fold(y2019.OTHER_ALL.label)
APPLICANT_COLUMNS: Mapping[str, str] = {fold(label): key for key, label in APPLICANTS}
BLOCKS: Mapping[str, str] = {fold(label): key for key, label in REMEDY_BLOCKS}
OUTCOMES: Mapping[str, str] = {fold(label): key for key, label in REMEDY_COLUMNS}


def _proactive() -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
    """Label → head → code over all forms' chapter two, and head → codes of the forms that print it."""
    rows: dict[str, dict[str, str]] = {}
    heads: dict[str, set[str]] = {}
    for form in FORMS:
        over: tuple[Slot, ...] = ()
        for line in form.table("proactive").rows:
            if any(slot.role is Role.HEAD for slot in line):
                over = line
                for slot in over[1:]:
                    heads.setdefault(fold(slot.text), set()).add(form.code)
            elif any(slot.code for slot in line):
                columns = rows.setdefault(fold(line[0].text), {})
                columns |= {fold(head.text): slot.code for head, slot in zip(over[1:], line[1:], strict=True)}
    for printed, other in _PROACTIVE_ALIASES:
        merged = {**rows.get(fold(other), {}), **rows.get(fold(printed), {})}
        rows[fold(printed)] = rows[fold(other)] = merged
    return rows, {head: frozenset(codes) for head, codes in heads.items()}


PROACTIVE_ROWS, PROACTIVE_HEADS = _proactive()
_PROACTIVE_LABELS = {label: label for label in PROACTIVE_ROWS}
_PROACTIVE_HEAD_LABELS = {head: head for head in PROACTIVE_HEADS}
#: 现行有效件: heads of six characters that lost their last one.
_HEADS_CUT = {head[:-1]: head for head in PROACTIVE_HEADS if len(head) == 6}
_HEAD_TEXTS = {
    fold(slot.text): slot.text
    for form in FORMS
    for line in form.table("proactive").rows
    for slot in line
    if slot.role is Role.HEAD
}
_APPLICANT_TEXTS = dict(APPLICANTS)
#: What the forms print, in whatever type.
_OFFICIAL = frozenset(
    key_of(slot.text) for form in FORMS for table in form.tables for line in table.rows for slot in line
)
#: The one cell of a row of chapter two whose head is lost, on the form in force.
ONLY_CELL: Mapping[str, str] = {
    fold(line[0].text): line[1].code
    for line in BY_CODE["2021"].table("proactive").rows
    if len(line) == 2 and line[1].code
}


#: The band over a part of chapter two.
BAND = re.compile(r"第二十条第[(（]?[一二三四五六七八九十]+[)）]?项")
_UNIT = re.compile("亿元|万元|元")
_UNIT_NOTE = re.compile(r"\W*(?:金额)?单位\W*(亿元|万元|元)\W*")
_NUMBERED = re.compile(r"(\d)\D")
_YEAR = re.compile(r"20\d\d年度?")
#: A head that speaks of another year is never one of this year's columns, however alike.
_OTHER_YEARS = re.compile(r"上年|上一年|去年|同比|同期|增长|累计|历年")
_RULE = "本列数据的勾稽关系"
#: The bands over all columns of table three, and over the five between 自然人 and 总计.
ALL, LEGAL = "申请人情况", "法人或其他组织"
FIVE = "".join(label for _, label in APPLICANTS[1:-1])
#: Head of table three as running text in the official order. The band stands in the place of its five
#: columns: without it 自然人总计商业企业… may be another order, and behind it 自然人 is not the first column.
HEAD = re.compile(f"(?<!{LEGAL})自然人(?:{LEGAL}总计{FIVE}|(?:{LEGAL})?{FIVE}总计)")
_RULE_HEADS = frozenset({ALL, LEGAL})
#: The band over the two blocks of table four that are about lawsuits.
LITIGATION = "行政诉讼"
_LONGEST = 80


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a box is by itself, whatever its row: ``announces`` names the table that it heads.

    Compared by identity: boxes of one text share their look, and a row has few of them.
    """

    word: str  # folded; "" for what is no label: figures, blanks, figures that are broken
    is_figure: bool
    is_blank: bool
    announces: str

    @property
    def is_broken(self) -> bool:
        """Something like a figure that is none: 12①, l2, a picture."""
        return not (self.word or self.is_figure or self.is_blank)


_PLAIN_WORD = re.compile("(?:[(（《“]|(?![零无]))[\u4e00-\u9fff]")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_BROKEN = re.compile(f"[0-9A-Za-z{NOISE}]|[^\\W\\d_]")
_FIGURE = Look("", True, False, "")
_BLANK = Look("", False, True, "")
_JUNK = Look("", False, False, "")


def is_plain_word(text: str) -> bool:
    """A word by how it begins, as nearly all prose is: no figure, no blank, nothing broken."""
    return not text.isascii() and _PLAIN_WORD.match(text) is not None


@lru_cache(maxsize=20_000)
def look(text: str) -> Look:
    if is_blank(text):
        return _BLANK
    if is_figure(text):
        return _FIGURE
    if not _CHINESE.search(text) and _BROKEN.search(text):
        return _JUNK
    word = fold(text) or text
    plain = squeeze(text)
    announces = ""
    if word == "信息内容" or BAND.fullmatch(plain):
        announces = "proactive"
    elif word in _RULE_HEADS or _RULE in plain:
        announces = "requests"
    elif word in BLOCKS or word in (LITIGATION, "结果维持"):
        announces = "remedies"
    return Look(word, False, False, announces)


def unit_in(text: str) -> str:
    """The unit of money that a head or label names, "" for none."""
    found = _UNIT.search(text)
    return found[0] if found else ""


def unit_note(line: str) -> str:
    """The unit of money of a line that says nothing else, as it stands over a table: （单位：元）."""
    found = _UNIT_NOTE.fullmatch(line) if "单位" in line else None
    return found[1] if found else ""


def block(text: str) -> str:
    """Key of the block of table four that a label names, or ""."""
    return BLOCKS.get(fold(text), "")


def is_block(text: str) -> bool:
    word = fold(text)
    return word in BLOCKS or word == LITIGATION


@lru_cache(maxsize=20_000)
def request_row(label: str) -> str:
    """Key of the row of table three that a printed label names, or "" (also for a group's label)."""
    word = fold(label)
    if word in GROUPS or _ends_in_a_digit(word):
        return ""
    if key := _in_group(word):
        return key
    key = nearest(word, REQUEST_ROWS)
    return "" if key == "other_other" and (_is_own(squeeze(label)) or _is_sixth(label)) else key


def _in_group(word: str) -> str:
    """Key of a row whose label has its group's before it in one box: 不予公开：1.属于国家秘密."""
    for group, keys in _ROWS_OF_GROUPS.items():
        if word.startswith(group):
            rest = word.removeprefix(group)
            key = nearest(fold(rest), REQUEST_ROWS)
            return key if key in keys and not (key == "other_other" and _is_own(rest)) else ""
    return ""


def _is_own(label: str) -> bool:
    """Under （六）其他处理 a further row of the organ's own is another number than 3."""
    number = _NUMBERED.match(label)
    return number is not None and number[1] != "3"


@lru_cache(maxsize=20_000)
def proactive_row(label: str) -> str:
    """Folded label of the row of chapter two that a printed label names, or ""."""
    word = fold(label)
    return "" if _ends_in_a_digit(word) else nearest(word, _PROACTIVE_LABELS)


def forms_of(heads: Iterable[str]) -> Iterator[str]:
    """The forms that print these heads of chapter two, those of heads printed to the letter first."""
    for head in sorted(heads, key=lambda head: _head_word(head) not in PROACTIVE_HEADS):
        yield from sorted(PROACTIVE_HEADS[proactive_head(head)])


def _head_word(label: str) -> str:
    return fold(_YEAR.sub("本年", label))


@lru_cache(maxsize=20_000)
def proactive_head(label: str) -> str:
    """Folded column head of chapter two that a printed head names, or ""; years and units do not matter."""
    word = _head_word(label)
    if word not in PROACTIVE_HEADS and _OTHER_YEARS.search(word):
        return ""
    return _HEADS_CUT.get(word) or nearest(word, _PROACTIVE_HEAD_LABELS)


def is_undivided(label: str) -> bool:
    """The label of group six standing for a row of its own, as on the 2019 form; 处理 may be cut off."""
    return fold(label) == UNDIVIDED or (fold(label) == "其他" and _is_sixth(label))


def _is_sixth(label: str) -> bool:
    return squeeze(label).startswith(("(六)", "六、"))


def _ends_in_a_digit(word: str) -> bool:
    """A figure slipped into its label's box: the figures after it are no whole row."""
    return word[-1:].isdigit()


@lru_cache(maxsize=20_000)
def applicant(label: str) -> str:
    """Key of the column of table three that a printed head names, or ""; its band may stand in its box."""
    word = fold(label)
    return APPLICANT_COLUMNS.get(word.removeprefix(LEGAL), "") or nearest(word, APPLICANT_COLUMNS)


def head_text(key: str) -> str:
    """The official words of a head of chapter two or of table three."""
    return _HEAD_TEXTS.get(key) or _APPLICANT_TEXTS[key]


def as_printed(text: str, readings: Iterable[str]) -> str:
    """The label of which ``text`` is enough to know it: the longest official one that more boxes give."""
    return max(filter(is_official, readings), key=len, default=text)


@lru_cache(maxsize=20_000)
def is_official(text: str) -> bool:
    return key_of(squeeze(text)) in _OFFICIAL


@lru_cache(maxsize=20_000)
def whole(text: str) -> str:
    """A label, or "" where it is a beginning or end: the rest may stand over a page's or a line's end."""
    word = key_of(squeeze(text))
    is_part = word not in _OFFICIAL and any(o.startswith(word) or o.endswith(word) for o in _OFFICIAL)
    return "" if is_part else text


def nearest(word: str, known: Mapping[str, str]) -> str:
    """What the label means that ``word`` is: itself, cut at a page's end, or with characters lost; else "".

    Short labels must be whole: 予以公开 and 不予公开 differ in one character.
    """
    if word in known:
        return known[word]
    if not 6 <= len(word) <= _LONGEST:
        return ""
    longer = {meaning for label, meaning in known.items() if label.startswith(word)}
    if len(longer) == 1:
        return longer.pop()
    matcher = SequenceMatcher(None, "", word, autojunk=False)
    likeness: dict[str, float] = {}
    for label, meaning in known.items():
        matcher.set_seq1(label)
        # The quick bounds spare the full comparison for nearly every pair.
        if matcher.real_quick_ratio() >= 0.74 and matcher.quick_ratio() >= 0.74:
            likeness[meaning] = max(matcher.ratio(), likeness.get(meaning, 0.0))
    if not likeness:
        return ""
    (first, *rest) = sorted(likeness.items(), key=lambda item: item[1], reverse=True)
    is_clear = not rest or first[1] - rest[0][1] >= 0.08
    return first[0] if first[1] >= 0.82 and is_clear else ""
