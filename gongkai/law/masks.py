"""Kinds of personal data and how each is shown masked 去标识化.

How many figures stay is custom, not statute; what is set here keeps date of birth and middle hidden.
"""

import re
from dataclasses import dataclass

from gongkai.law.sources import (
    BANK_CARD_STANDARD,
    CREDIT_CODE_STANDARD,
    PERSONAL_INFORMATION_LAW,
    RESIDENT_ID_STANDARD,
    Source,
)
from gongkai.law.written_numbers import narrow


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data. A mask keeps ``head`` characters in front and ``tail`` behind."""

    code: str
    en: str
    zh: str
    source: Source
    head: int = 0
    tail: int = 0


_SENSITIVE = PERSONAL_INFORMATION_LAW.at("第二十八条")
_PERSONAL = PERSONAL_INFORMATION_LAW.at("第四条")

#: Where two kinds read one place equally well, the first wins.
KINDS: tuple[Kind, ...] = (
    Kind("disability_card", "disability card number", "残疾人证号", _SENSITIVE, 3, 4),
    Kind("resident_id", "resident identity number", "公民身份号码", RESIDENT_ID_STANDARD.at(), 3, 4),
    Kind(
        "permanent_resident_id",
        "foreigner's permanent residence card",
        "外国人永久居留身份证号码",
        _SENSITIVE,
        3,
        4,
    ),
    Kind("bank_card", "bank card number", "银行卡号", BANK_CARD_STANDARD.at(), 0, 4),
    Kind("mobile", "mobile number", "手机号码", _PERSONAL, 3, 4),
    Kind("bank_account", "bank or passbook account", "银行账号", _SENSITIVE, 0, 4),
    Kind(
        "old_resident_id", "identity number of 15 digits", "15位公民身份号码", RESIDENT_ID_STANDARD.at(), 3, 3
    ),
    Kind("passport", "passport or travel permit", "护照、通行证号码", _SENSITIVE, 1, 3),
    Kind("plate", "vehicle plate", "机动车号牌", _PERSONAL, 2, 1),
    Kind("email", "e-mail address", "电子邮箱", _PERSONAL),
    Kind("address", "home address", "住址", _PERSONAL),
    Kind("health", "state of health", "患病情况", _SENSITIVE),
    Kind("landline", "landline number", "固定电话", _PERSONAL, 4, 3),
    Kind(
        "sole_trader_code",
        "credit code of a sole trader",
        "个体工商户统一社会信用代码",
        CREDIT_CODE_STANDARD.at(),
        2,
        4,
    ),
    Kind("profile", "name, birth and home together", "姓名、出生日期、住址同时出现", _PERSONAL),
)
#: Surnames of two characters 复姓: those of 《百家姓》, without the pairs of single ones that end it.
COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "万俟司马上官欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐"
        "钟离宇文长孙慕容鲜于闾丘司徒司空亓官司寇子车颛孙端木巫马公西漆雕乐正壤驷公良拓跋夹谷宰父谷梁段干"
        "百里东郭南门呼延羊舌微生梁丘左丘东门西门南宫第五",
    )
)
LONGEST_LABEL = 20  # a longer one is no label but a sentence
BY_CODE = {kind.code: kind for kind in KINDS}

# An address is shown down to the town: the last of these marks, else the first that is larger.
_DOWN_TO_TOWN = re.compile(r".{0,40}?(?:乡|镇|街道(?:办事处)?)(?!\S{0,2}政府)")
_DOWN_TO_COUNTY = re.compile(r".{0,30}(?:县|区|市)")
_BETWEEN = re.compile(r"([,;/、，；\s]+)")


def mask(kind: str, value: str) -> str:
    """``value`` with all hidden but what its kind may show; masking it again changes nothing.

    KeyError for a code that is no kind.
    """
    shown = BY_CODE[kind]
    if kind == "email":
        name, at, domain = value.partition("@")
        first = name[0] if len(name) > 1 and name[0] != "*" else ""
        return f"{first}***{at}{domain}"
    if kind == "address":
        place = _DOWN_TO_TOWN.match(value) or _DOWN_TO_COUNTY.match(value)
        return f"{place[0]}***" if place else "***"
    return _ends(_bare(value), shown.head, shown.tail)


def _bare(value: str) -> str:
    return "".join(char for char in narrow(value) if char not in " -\n\u200b()")


def _ends(value: str, head: int, tail: int) -> str:
    # A mask that hides fewer than four characters hides nothing.
    if len(value) < head + tail + 4:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def mask_identity(value: str) -> str:
    """An applicant's document number 证件号码 of whatever kind, masked."""
    return mask("resident_id" if len(_bare(value)) >= 15 else "passport", value)


def mask_contact(value: str) -> str:
    """An applicant's contact 联系方式 masked: telephone, mail, address, or several parted by a mark."""
    parts = _BETWEEN.split(value)
    if len(parts) > 1 and not value.replace(" ", "").replace("-", "").isdigit():
        return "".join(part if _BETWEEN.fullmatch(part) else mask_contact(part) for part in parts if part)
    if "@" in value:
        return mask("email", value)
    if any("\u4e00" <= char <= "\u9fff" for char in value):
        return mask("address", value)
    bare = _bare(value)
    if not all(char.isdecimal() or char in "+*" for char in bare):
        return "*" * len(value)
    return mask("mobile" if bare.startswith("1") else "landline", value)


def mask_name(name: str) -> str:
    """王某某, 诸葛某: a person's name, of which the surname may be seen."""
    shown = name[: 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1]
    return shown + "某" * min(max(len(name) - len(shown), 1), 2) if name else ""


def mask_labelled(value: str) -> str:
    """Lines of ``label:value``: what the value is may be seen, nothing of the value itself."""
    return "\n".join(_masked_line(line) for line in value.splitlines() if line.strip())


def _masked_line(line: str) -> str:
    label, colon, _value = line.partition(":")
    is_label = colon and len(label) <= LONGEST_LABEL and not any(char.isdecimal() for char in label)
    return f"{label}:***" if is_label else "***"
