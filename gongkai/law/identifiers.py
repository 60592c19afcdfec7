"""Check digits of the identifiers that appear in public business: identity, credit, organisation, bank card.

Every function takes the bare identifier in half-width characters, capital or small x, and raises nothing.
"""

import re
from datetime import date

_ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dX]", re.ASCII)
_OLD_ID = re.compile(r"[1-9]\d{14}", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

#: Letters that look like figures (I O S V Z) are left out of the code's alphabet.
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {char: value for value, char in enumerate(_CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

_ORG = re.compile(r"[0-9A-Z]{8}[0-9X]")
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

#: The first two digits of GB/T 2260 that exist.
REGIONS = frozenset(
    str(region)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for region in range(first, last + 1)
)


def is_date(year: str, month: str, day: str) -> bool:
    """Whether the figures name a day of the calendar."""
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def resident_id_check(first17: str) -> str:
    """The last character of a resident identity number 公民身份号码 (GB 11643-1999, MOD 11-2)."""
    total = sum(int(char) * weight for char, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def is_resident_id(text: str) -> bool:
    """Whether 18 characters are an identity number with a real date of birth and a right check digit.

    A foreigner's permanent residence card 外国人永久居留身份证 (2023 form, first digit 9) is built alike.
    """
    value = text.upper()
    return (
        _ID.fullmatch(value) is not None
        and is_date(value[6:10], value[10:12], value[12:14])
        and value[17] == resident_id_check(value[:17])
    )


def is_old_resident_id(text: str) -> bool:
    """Whether 15 digits may be an identity number of before 1999: region and date only, there is no check."""
    return (
        _OLD_ID.fullmatch(text) is not None
        and text[:2] in REGIONS
        and is_date(f"19{text[6:8]}", text[8:10], text[10:12])
    )


def uscc_check_digit(first17: str) -> str:
    """The last character of a unified social credit code 统一社会信用代码 (GB 32100-2015).

    ValueError where the 17 characters are not of its alphabet.
    """
    if len(first17) != 17 or not set(first17) <= _CREDIT_VALUES.keys():
        raise ValueError(f"not 17 characters of the code's alphabet: {first17!r}")
    total = sum(_CREDIT_VALUES[char] * weight for char, weight in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def is_uscc(text: str) -> bool:
    """Whether 18 characters are a unified social credit code with a right check character."""
    if len(text) != 18 or not set(text) <= _CREDIT_VALUES.keys():
        return False
    return text[17] == uscc_check_digit(text[:17])


def is_org_code(text: str) -> bool:
    """Whether a text is an organisation code 组织机构代码 (GB 11714), with or without its hyphen."""
    value = text.upper().replace("-", "", 1) if text[8:9] == "-" else text.upper()
    if not _ORG.fullmatch(value):
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(value, _ORG_WEIGHTS, strict=False))
    return value[8] == "0123456789X0"[11 - total % 11]


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others by the Luhn rule, as on bank cards 银行卡."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (int(char) * (1 + index % 2) for index, char in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
