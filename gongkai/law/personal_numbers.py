"""Which number is whose: identity, bank card, mobile. Length, build, check digit and the words before it.

A credit code 统一社会信用代码 has the length of an identity number and is nobody's: it is told apart first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from gongkai.law.identifiers import (
    REGIONS,
    is_date,
    is_old_resident_id,
    is_org_code,
    is_resident_id,
    is_uscc,
    luhn,
)
from gongkai.law.written_numbers import Number, Writing, numbers


class Confidence(IntEnum):
    """How sure a hit is. HIGH: build and check agree. MEDIUM: probably. LOW: worth a look."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def zh(self) -> str:
        return {1: "供参考", 2: "很可能", 3: "可以确定"}[self.value]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something personal at ``text[start:end]``; ``value`` is it without width, spaces and breaks.

    ``kind`` is a code of ``masks.KINDS``; ``why`` says in Chinese what gave it away.
    """

    kind: str
    start: int
    end: int
    value: str
    confidence: Confidence
    why: str


_LOW, _MEDIUM, _HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
#: What a reading of a number yields: kind, confidence, why.
_Reading = tuple[str, Confidence, str]

_ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Its first character goes before what must not stand there: so it is searched for far quicker.
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY](?<![0-9A-Z].)[0-9A-HJ-NPQRTUWXY]{17}(?![0-9A-Z])")
#: More digits in a row than any number has: several of them, without what stood between.
_GLUED = re.compile(r"[0-9X]{22,2000}")
_URL = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}")

_ACCOUNT_WORD = re.compile(r"账号|帐号|卡号|开户|存折|一卡通|账户|帐户|社保卡|银行卡")
_ID_WORD = re.compile(r"身份证|证件|身份号码")
_CREDIT_WORD = re.compile(r"信用代码|机构代码")
_PHONE_WORD = re.compile(r"电话|手机|联系|号码|致电|Tel|TEL|tel")
_DISABILITY_WORD = re.compile(r"残疾")
_UNIT = re.compile(
    r"[ ]?(?:\.[0-9]{1,2}(?![0-9])|元|万|亿|%|平方|公顷|亩|吨|公斤|千克|人次?|件|户|立方|千瓦)"
)

_ID_GROUPS = {
    (6, 12),
    (6, 8, 4),
    (6, 4, 4, 4),
    (6, 4, 2, 2, 4),
    (4, 4, 4, 4, 2),
    (3, 3, 4, 4, 4),
    (14, 4),
    (1,) * 18,
}
_MOBILE_GROUPS = {(3, 4, 4), (3, 3, 5), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3)}
_SPELT_OUT = (1,) * 11
_CARD_GROUPS = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13), (6, 10)}

_SIZES = tuple(range(11, 22))
_COUNTRY = {"86", "0086"}
_DIALLED_FIRST = {"", "0", "86", "086", "0086"}


def _worth(digits: str, pieces: int) -> bool:
    """Whether joined pieces can be anything: most windows of a table of figures end here."""
    if pieces == 1:
        return True
    if len(digits) == 11:
        return digits[0] == "1" and (pieces <= 4 or pieces == 11)
    if len(digits) in {18, 20} and digits[6:8] in {"18", "19", "20"}:
        return True
    return pieces <= 5


def near(text: str, start: int, word: re.Pattern[str], reach: int = 30) -> bool:
    """Whether a word stands within ``reach`` characters before ``start``."""
    return word.search(text, max(0, start - reach), start) is not None


def number_hits(text: str) -> Iterator[Hit]:
    """Readings of the numbers in a narrowed text; they may overlap."""
    codes = {match.span(): match[0] for match in _CREDIT.finditer(text) if _is_credit_code(match[0])}
    addresses = [match.span() for match in _URL.finditer(text)] if "://" in text or "www." in text else []
    for (start, end), code in codes.items():
        # The only code of a person: 92 stands for a sole trader 个体工商户.
        if code.startswith("92"):
            yield Hit("sole_trader_code", start, end, code, _LOW, "个体工商户的统一社会信用代码")
    for number in numbers(text, _SIZES, _worth):
        if (number.start, number.end) in codes and not _is_identity(text, number):
            continue
        in_address = any(start <= number.start < end for start, end in addresses)
        for kind, confidence, why in _readings(text, number):
            if in_address and kind not in {"resident_id", "permanent_resident_id"}:
                confidence = _LOW
            yield Hit(kind, number.start, number.end, number.digits, confidence, why)
    for match in _GLUED.finditer(text):
        yield from _glued(match[0], match.start())


def _glued(run: str, start: int) -> Iterator[Hit]:
    """Numbers in a run of digits: those of identity by their check digit, mobiles where all of it is such."""
    why, at = "几个号码连在一起", 0
    while at < len(run):
        found = _ID.match(run, at)
        if found and is_resident_id(found[0]):
            yield Hit("resident_id", start + at, start + found.end(), found[0], _HIGH, why)
        at += 18 if found and is_resident_id(found[0]) else 1
    parts = [run[at : at + 11] for at in range(0, len(run), 11)]
    if all(_MOBILE.fullmatch(part) for part in parts):
        for number, part in enumerate(parts):
            yield Hit("mobile", start + 11 * number, start + 11 * number + 11, part, _MEDIUM, why)


def _is_credit_code(text: str) -> bool:
    # One in 31 numbers passes the code's own check; the organisation code inside has a second one.
    return is_uscc(text) and is_org_code(text[8:17])


def _is_identity(text: str, number: Number) -> bool:
    return is_resident_id(number.digits) and not near(text, number.start, _CREDIT_WORD)


def _readings(text: str, number: Number) -> Iterator[_Reading]:
    size = len(number.digits)
    if size == 18:
        yield from _identity(text, number)
    if size == 20:
        yield from _disability(text, number)
    if size >= 19:
        yield from _identity_run_together(text, number)
    if not number.digits.isdigit():
        return
    if size <= 15 and _MOBILE.fullmatch(number.digits[-11:]) and number.digits[:-11] in _DIALLED_FIRST:
        yield from _mobile(text, number)
    if size == 15:
        yield from _old_identity(text, number)
    if size >= 12:
        yield from _account(text, number)


def _identity(text: str, number: Number) -> Iterator[_Reading]:
    value = number.digits
    if not _ID.fullmatch(value):
        return
    kind, name = (
        ("permanent_resident_id", "永久居留身份证号码") if value[0] == "9" else ("resident_id", "身份证号码")
    )
    known_region = value[0] == "9" or value[:2] in REGIONS
    firm = number.writing is Writing.WHOLE or (
        number.writing is Writing.PARTED and number.groups in _ID_GROUPS
    )
    if is_resident_id(value):
        if firm or number.writing is Writing.WRAPPED:
            yield kind, _HIGH if known_region else _MEDIUM, f"{name}，日期和校验码相符"
        elif known_region:
            # Of 4000 windows in a table of figures one passes every check by chance.
            told = near(text, number.start, _ID_WORD)
            yield kind, _MEDIUM if told else _LOW, f"分开书写的{name}，日期和校验码相符"
    elif (firm or near(text, number.start, _ID_WORD)) and not _is_account(text, number):
        real = is_date(value[6:10], value[10:12], value[12:14]) and known_region
        yield kind, _MEDIUM if real else _LOW, f"形似{name}但校验不符，录入有误同样会泄露"


def _old_identity(text: str, number: Number) -> Iterator[_Reading]:
    if number.writing is Writing.WHOLE and is_old_resident_id(number.digits):
        told = near(text, number.start, _ID_WORD)
        yield "old_resident_id", _MEDIUM if told else _LOW, "形似15位旧身份证号码，没有校验码"


def _disability(text: str, number: Number) -> Iterator[_Reading]:
    value = number.digits
    if _ID.fullmatch(value[:18]) and value[18] in "1234567" and value[19] in "1234":
        if is_resident_id(value[:18]) and (number.writing is Writing.WHOLE or number.groups == (18, 2)):
            yield "disability_card", _HIGH, "残疾人证号，前18位是身份证号码"
        elif near(text, number.start, _DISABILITY_WORD):
            yield "disability_card", _MEDIUM, "前文写明残疾人证，前18位形似身份证号码"


def _is_account(text: str, number: Number) -> bool:
    """Whether the words before a number say that it is a bank's, whatever it looks like."""
    told = near(text, number.start, _ACCOUNT_WORD)
    return told and not near(text, number.start, _ID_WORD)


def _identity_run_together(text: str, number: Number) -> Iterator[_Reading]:
    if number.writing is not Writing.WHOLE or _is_account(text, number):
        return
    # 19 digits from 62 on are a card of 银联 sooner than an identity of 甘肃 with a digit too many.
    is_card = len(number.digits) == 19 and number.digits.startswith("62")
    if is_card and not near(text, number.start, _ID_WORD):
        return
    for part in (number.digits[:18], number.digits[-18:]):
        if is_resident_id(part) and part[:2] in REGIONS and not luhn(number.digits):
            yield "resident_id", _MEDIUM, "紧接其他数字的身份证号码，日期和校验码相符"
            return


def _mobile(text: str, number: Number) -> Iterator[_Reading]:
    told = near(text, number.start, _PHONE_WORD, 20)
    is_quantity = _UNIT.match(text, number.end) is not None
    previous = text[number.start - 1 : number.start]
    is_in_word = previous.isascii() and previous.isalpha()
    # Between other figures three cells of a table look just the same.
    is_crowded = bool(number.after or (number.before and number.before not in _COUNTRY))
    sure = _HIGH if told else _LOW
    if number.writing is Writing.WHOLE:
        spoken = told or not (is_quantity or is_in_word)
        sure = _HIGH if spoken and (len(number.digits) == 11 or previous == "+") else sure
        sure = max(sure, _MEDIUM) if spoken else sure
    elif number.writing is Writing.PARTED and number.groups in _MOBILE_GROUPS:
        sure = _HIGH if told or not is_crowded else _LOW
    elif number.groups == _SPELT_OUT and not is_crowded:
        sure = _MEDIUM
    elif number.writing is not Writing.WRAPPED:
        return
    yield "mobile", sure, "手机号码"


def _account(text: str, number: Number) -> Iterator[_Reading]:
    value, told = number.digits, near(text, number.start, _ACCOUNT_WORD)
    firm = number.writing is Writing.WHOLE or (
        number.writing is Writing.PARTED
        and number.groups in _CARD_GROUPS
        and (told or not (number.before or number.after))
    )
    if 16 <= len(value) <= 19 and value[0] in "3456" and luhn(value):
        union_pay = value.startswith("62")
        if firm:
            yield "bank_card", _HIGH if told or union_pay else _MEDIUM, "银行卡号，校验码相符"
        elif number.writing is Writing.WRAPPED and (told or union_pay):
            yield "bank_card", _MEDIUM, "跨行书写的银行卡号，校验码相符"
    elif told and firm:
        yield "bank_account", _MEDIUM, "前文写明账号、卡号或者存折"
    elif firm and len(value) == 19 and value.startswith("62"):
        yield "bank_account", _LOW, "形似银行卡号但校验不符"
