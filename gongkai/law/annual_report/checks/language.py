"""Official prose made fit for matching: width, spaces, quotes and line breaks do not matter."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

#: Full-width ASCII to half-width; quotation marks vanish (“部分公开”3件).
_PLAIN = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN |= dict.fromkeys("“”\"'‘’「」＂＇", "")
_UNPLAIN = re.compile("[" + "".join(_PLAIN) + "]")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[(（][一二三四五六七八九十]{1,2}[)）])")
_SUBHEADING = re.compile(r"\s*[(（][一二三四五六七八九十]{1,2}[)）][^\n。，,；;：:\d]{1,20}\n")
_SENTENCE = re.compile("[^。；;！!？?]*[。；;！!？?]|[^。；;！!？?]+")
_CUT = "[…]"  # stands where a text was cut
_ASIDE = re.compile(r"[(（]([^()（）]*)[)）]")
_THOUSANDS = re.compile(r"[,，](?<=\d.)(?=\d{3}(?!\d))")
_WRITTEN_YEAR = re.compile("[二一三四五六七八九〇零○][二一三四五六七八九〇零○]{3}(?=年)")
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")

_DIGITS = (
    {char: value for value, char in enumerate("零一二三四五六七八九")}
    | {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
    | {"〇": 0, "两": 2}
)
_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_NOUGHTS = {"百": 2, "千": 3, "万": 4}

#: A figure. One rounded nobody knows how far (近, 余, 多, 万余) states nothing that a table could contradict.
NUMBER = (
    r"(?<![\d.,约近逾第万])(?<!超过)(?<!大约)"
    r"(?P<{name}>{rounded}\d+|[零〇一二两三四五六七八九十百千廿卅]+|(?<![登队大])[壹贰叁肆伍陆柒捌玖零拾佰仟]+)"
)
#: The beginning of a figure that may be rounded, and says how far.
_ROUNDED = r"\d+(?:\.\d+)?[百千万]|"
_UNITS = "件次 件 份 例 起 宗"
#: What applications and cases are counted in, and what else is counted.
CASE = f"(?:{_UNITS.replace(' ', '|')})"
UNIT = f"(?:{_UNITS.replace(' ', '|')}|条|项|个|封)"
DIGIT = r"[\d零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"


class Sentence(NamedTuple):
    """One sentence: ``plain`` for matching without what stands in brackets, ``asides`` those parts."""

    plain: str
    asides: tuple[str, ...]
    printed: str
    paragraph: int

    @property
    def quote(self) -> str:
        text = self.printed
        return text if len(text) <= 90 else text[:88] + "……"


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a chapter in order; a line broken in the middle of a sentence is joined again.

    A sub-heading on a line of its own counts as a sentence: it is no subject of what follows it.
    """
    for index, paragraph in enumerate(_PARAGRAPH.split(text)):
        heading = _SUBHEADING.match(paragraph)
        end = heading.end() if heading else 0
        for part in (paragraph[:end], paragraph[end:]):
            joined = _THOUSANDS.sub("", "".join(part.split()))
            for printed, plain in (pair for whole in joined.split(_CUT) for pair in _pairs(whole)):
                asides = tuple(_ASIDE.findall(plain)) if "(" in plain else ()
                yield Sentence(_ASIDE.sub("", plain) if asides else plain, asides, printed, index)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence as printed and made uniform. Both end where they ended before, so the text is made
    uniform in one go, unless its end was nothing but a quotation mark."""
    printed, plain = _SENTENCE.findall(text), _SENTENCE.findall(_uniform(text))
    if len(plain) < len(printed):
        plain.append("")
    return zip(printed, plain, strict=True)


def _uniform(printed: str) -> str:
    """Half width, no quotation marks, 2023年 for 二〇二三年, and 结转 where 转结 is printed."""
    comma = printed.replace("，", ",")  # most of what is wide, and sooner done at once
    flat = _UNPLAIN.sub(lambda found: _PLAIN[found[0]], comma).replace("转结", "结转")
    return _WRITTEN_YEAR.sub(lambda year: year[0].translate(_YEAR_DIGITS), flat)


def number(name: str = "n", unit: str = UNIT) -> str:
    """The pattern of an exact figure with its unit, as the group ``name``."""
    return NUMBER.format(name=name, rounded="") + unit


def amount(name: str = "n", unit: str = UNIT) -> str:
    """The pattern of a figure that may be rounded: 1.2万件."""
    return NUMBER.format(name=name, rounded=_ROUNDED) + unit


def amount_of(figure: str) -> int | Decimal:
    """The value of such a figure; the exponent says to what it is rounded: ``1.2万`` is 12E+3."""
    if figure[:1].isdecimal() and figure[-1] in _NOUGHTS:
        return Decimal(figure[:-1]).scaleb(_NOUGHTS[figure[-1]])
    return value_of(figure)


def value_of(figure: str) -> int:
    """``21``, ``一``, ``二十一``, ``廿一``, ``壹佰零伍`` as a number."""
    if figure.isdecimal():
        return int(figure)
    total = digit = 0
    for char in figure:
        if char in _SCALES:
            total += (digit or 1) * _SCALES[char]
            digit = 0
        elif char in _TENS:
            total += _TENS[char]
        else:
            digit = digit * 10 + _DIGITS[char] if digit else _DIGITS[char]
    return total + digit
