"""Cells: how each kind of cell is read as people type it, and shown again as Excel likes it.

A reader takes a cell as it stands in the file and gives a value, None for an empty cell. What it cannot read
is a Refusal: why, and how to mend it; whoever asked puts the column before it.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from gongkai.law.text import TURNING, key_of, plain
from gongkai.lib.language import _


class Blank(Enum):
    """A cell that shows something in Excel and has no value of its own in the file; ``words``: why — mend."""

    UNCOMPUTED = "uncomputed"
    MERGED = "merged"

    @property
    def words(self) -> str:
        return {
            "uncomputed": _("是公式，还没有算出值 — 请在Excel里打开后保存一次，或者粘贴为数值"),
            "merged": _("是合并单元格，只有左上角一格有值 — 请取消合并，逐行填写"),
        }[self.value]


Cell = str | float | int | bool | date | datetime | time | timedelta | Blank | None
Shown = str | int | float | date | None

#: What Excel shows where a formula has no value, in whatever language it runs.
ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!")
)
EARLIEST = date(1990, 1, 1)
#: Excel keeps 15 digits of a number; of a longer one the rest has become zeros.
EXACT_DIGITS = 15
LARGEST = 10**9
#: So many characters a text may have, in a workbook and in a form.
LONGEST = 20_000
_CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\ud800-\udfff{TURNING}]")
_TURNING = re.compile(f"[{TURNING}]")
_DASHES = str.maketrans("‐‑–—―", "-----")
#: What people put into a cell that has nothing to say.
_NOTHING = {"", "/", "-", "--", "无", "空"}
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?(\d{2,3})")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})")
_WHOLE = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?(?:件|条|人|人次|次|项|个|个工作日|工作日|日|天)?")
_DECIMAL = re.compile(r"[¥￥]?(-?)[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(万)?元?")
_FULL_WIDTH = {
    code: code - 0xFEE0 for span in ("０９", "ＡＺ", "ａｚ") for code in range(ord(span[0]), ord(span[1]) + 1)
}


class Refusal(Exception):
    """A cell cannot be taken: ``why — mend``, without the column and without a full stop.

    ``column`` is set where another column than the one being read is at fault.
    """

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell. ``show`` turns a stored value into what stands in an exported cell."""

    read: Callable[[Cell], Any]
    show: Callable[[Any], Shown] = lambda value: value
    style: str = "text"  # text, wrap, date, whole or money
    choices: tuple[str, ...] = field(default=())


def text_of(cell: Cell) -> str:
    """A cell as text: without control characters and outer spaces; a number without a needless ``.0``."""
    if cell is None or isinstance(cell, Blank):
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    return _CONTROL.sub("", str(cell).replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_empty(cell: Cell) -> bool:
    return cell is None or cell == "" or (cell is not Blank.UNCOMPUTED and text_of(cell) == "")


def _plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", text_of(cell)).translate(_DASHES).strip()


def _says_nothing(cell: Cell) -> bool:
    return _plain(cell) in _NOTHING


def _whole_digits(cell: Cell) -> None:
    if _has_lost_digits(cell):
        why = _("数字超过{digits}位，Excel已丢失位数，请按文本填写 — 请把单元格格式改为“文本”后重新填写")
        raise Refusal(why.format(digits=EXACT_DIGITS))


def _has_lost_digits(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return abs(cell) >= 10**EXACT_DIGITS
    # the same number as Excel writes it into a CSV file: 4.10526E+17
    written = _SCIENTIFIC.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return written is not None and int(written[1]) >= EXACT_DIGITS


def text(longest: int = LONGEST) -> Kind:
    """Free text of at most ``longest`` characters."""

    def read(cell: Cell) -> str | None:
        _whole_digits(cell)
        if isinstance(cell, str) and _TURNING.search(cell):
            raise Refusal(_("含有看不见的控制字符 — 请删去这一处，重新输入"))
        words = text_of(cell)
        if len(words) > longest:
            raise Refusal(
                _("有{count}个字，超过{longest}个字 — 请写短一些，其余写进备注").format(
                    count=len(words), longest=longest
                )
            )
        return words or None

    return Kind(read, style="text" if longest <= 200 else "wrap")


def number(longest: int = 100) -> Kind:
    """A register number: full-width digits and letters become ASCII, the rest stays as typed."""
    plain_text = text(longest)

    def read(cell: Cell) -> str | None:
        words = plain_text.read(cell)
        return " ".join(words.translate(_FULL_WIDTH).split()) if words else None

    return Kind(read)


def key(words: str) -> str:
    """By what two writings of one register number are the same: width, spaces and case do not matter."""
    return plain(words).casefold()


def read_day(cell: Cell) -> date | None:
    """A date as Excel keeps it or as people write it; not before 1990."""
    if isinstance(cell, datetime):
        return _not_too_early(cell.date())
    if isinstance(cell, date):
        return _not_too_early(cell)
    if _says_nothing(cell):
        return None
    words = _plain(cell)
    match = _DAY.fullmatch(words) or _COMPACT_DAY.fullmatch(words)
    if match is None:
        if isinstance(cell, int | float) and _serial_day(cell) >= EARLIEST:
            raise Refusal(
                _("像是Excel的日期序号，不敢当作日期 — 请把单元格格式改为日期，或请写成2022-01-05这样的日期")
            )
        raise Refusal(_("读不出日期 — 请写成2022-01-05这样的日期"))
    return _not_too_early(_real_day(int(match[1]), int(match[2]), int(match[3])))


def read_expiry(cell: Cell) -> date | None:
    """有效期至: a date, or 长期 for none."""
    return None if plain(text_of(cell)) in {"长期", "长期有效", "永久", "永久有效"} else read_day(cell)


def read_month(cell: Cell) -> date | None:
    """A month as its first day: ``2022-03``, ``2022年3月``, ``202203``, or any date in it."""
    if isinstance(cell, date):
        return _not_too_early(date(cell.year, cell.month, 1))
    if _says_nothing(cell):
        return None
    match = _MONTH.fullmatch(_plain(cell))
    if match:
        year, month = int(match[1] or match[3]), int(match[2] or match[4])
        if not (year and 1 <= month <= 12):
            raise Refusal(_("没有这个月 — 请写成2022-03这样的月份"))
        return _not_too_early(date(year, month, 1))
    try:
        day = read_day(cell)
    except Refusal as refusal:
        raise Refusal(_("读不出月份 — 请写成2022-03这样的月份")) from refusal
    return day.replace(day=1) if day else None


def _real_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refusal(_("没有这一天 — 请写成2022-01-05这样的日期")) from error


def _not_too_early(day: date) -> date:
    if day < EARLIEST:
        raise Refusal(_("早于1990年 — 请核对年份"))
    return day


def _serial_day(serial: float) -> date:
    """The day an Excel serial number would mean, within what a ledger can hold."""
    return date(1899, 12, 30) + timedelta(int(serial)) if 0 < serial < 100_000 else date.min


def whole(*, signed: bool) -> Kind:
    """A whole number; where ``signed``, one below 0 takes back what an earlier row said 冲减."""

    def read(cell: Cell) -> int | None:
        if _says_nothing(cell):
            return None
        match = _WHOLE.fullmatch("".join(_plain(cell).split()))
        if match is None or (match[1] and not signed):
            why = _("不是整数 — 请只写数字，如12") if signed else _("不是0以上的整数 — 请只写数字，如12")
            raise Refusal(why)
        value = int(match[1] + match[2].replace(",", ""))
        if abs(value) > LARGEST:
            raise Refusal(_("数字太大 — 请核对"))
        return value

    return Kind(read, style="whole")


def decimal(most: Decimal, *, signed: bool) -> Kind:
    """A number with at most two decimals, at most ``most``; 万 counts ten thousandfold."""

    def read(cell: Cell) -> Decimal | None:
        if _says_nothing(cell):
            return None
        _whole_digits(cell)
        match = _DECIMAL.fullmatch("".join(_plain(cell).split()))
        if match is None:
            raise Refusal(_("读不出数字 — 请只写数字，如380或380.50"))
        value = Decimal(match[1] + match[2].replace(",", "") + (match[3] or ""))
        value *= 10_000 if match[4] else 1
        if value < 0 and not signed:
            raise Refusal(_("小于0 — 请核对后填写0以上的数"))
        if abs(value) > most:
            raise Refusal(_("数字太大 — 请核对"))
        if value != value.quantize(Decimal("0.01")):
            raise Refusal(_("小数超过两位 — 请保留两位小数"))
        return value.quantize(Decimal("0.01"))

    return Kind(read, show_decimal, "money")


def show_decimal(value: Decimal | str) -> Shown:
    """A number cell where Excel keeps every digit, else text."""
    amount = Decimal(value)
    return float(amount) if len(amount.as_tuple().digits) <= EXACT_DIGITS else str(amount)


_YES = {"是", "有", "对", "√", "✓", "y", "yes", "true", "1"}
_NO = {"否", "不是", "没有", "×", "n", "no", "false", "0"}


def read_yes(cell: Cell) -> bool | None:
    """是 or 否 and what people write for them."""
    if _says_nothing(cell):
        return None
    word = _plain(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Refusal(_("不是“是”或“否” — 请填“是”，不是的留空"))


def label(*entries: tuple[Any, str] | tuple[Any, str, Sequence[str]]) -> Kind:
    """One of several labels: (stored code, official label, other words for it)."""
    by_word: dict[str, Any] = {}
    for code, zh, *others in entries:
        for word in (zh, str(code), *(others[0] if others else ())):
            by_word.setdefault(key_of(word), code)
    zh_of = {entry[0]: entry[1] for entry in entries}
    return found(lambda words: by_word.get(key_of(words)), zh_of.__getitem__, tuple(zh_of.values()))


def found(find: Callable[[str], Any], show: Callable[[Any], str], choices: tuple[str, ...]) -> Kind:
    """A label which ``find`` knows; None from it means that it is unknown."""

    def read(cell: Cell) -> Any:
        if _says_nothing(cell):
            return None
        value = find(text_of(cell))
        if value is None:
            raise Refusal(_("不认识这个写法 — 请改为下列之一：{choices}").format(choices="、".join(choices)))
        return value

    return Kind(read, show, choices=choices)


_SEPARATORS = re.compile(r"[;；、,，\n]+")


def read_list(cell: Cell) -> list[str] | None:
    """Several words parted by ; ； 、 , or ，, each once."""
    words = [part.strip() for part in _SEPARATORS.split(text_of(cell))]
    return list(dict.fromkeys(word for word in words if word)) or None


DAY = Kind(read_day, style="date")
EXPIRY = Kind(read_expiry, style="date")
MONTH = Kind(read_month, lambda day: f"{day:%Y-%m}")
WHOLE = whole(signed=False)
SIGNED_WHOLE = whole(signed=True)
MONEY = decimal(Decimal(10) ** 15, signed=False)
SIGNED_MONEY = decimal(Decimal(10) ** 15, signed=True)
POINTS = decimal(Decimal(999_999), signed=True)
#: 是 is said, 否 is the rule and left empty.
YES = Kind(read_yes, lambda value: "是" if value else None, choices=("是",))
YES_OR_NO = Kind(read_yes, lambda value: "是" if value else "否", choices=("是", "否"))
WORDS = Kind(read_list, "；".join)
