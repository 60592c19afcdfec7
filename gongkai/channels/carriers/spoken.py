"""A written text as people say it: numbers, dates, document numbers, telephones and sums in words, sentences
short enough for one breath."""

import re
from collections.abc import Callable
from decimal import Decimal

#: Characters that a village loudspeaker reads in a minute, pauses included.
A_MINUTE = 145
#: So many characters are said in one breath.
BREATH = 24

_DIGITS = "零一二三四五六七八九"
_ONE_BY_ONE = "零幺二三四五六七八九"  # of telephones
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
#: Before what is counted two is 两.
_MEASURES = "个件条户人名次处家份亩万千天位元场部辆棵吨斤米里所座项批口块"


def number(text: str) -> str:
    """12,500.5 as 一万二千五百点五."""
    plain = text.replace(",", "").replace("，", "")
    whole, _point, part = plain.partition(".")
    said = re.sub("^二(?=[千万亿])", "两", _whole(int(whole)))
    part = part.rstrip("0")
    return said + ("点" + "".join(_DIGITS[int(one)] for one in part) if part else "")


def _whole(value: int) -> str:
    if value == 0:
        return "零"
    groups = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        if said and group < 1000:
            said += "零"
        said += _group(group) + _GROUPS[place]
    return re.sub("^一十", "十", said)


def _group(value: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _DIGITS[digit] + _UNITS[place]
        gap = False
    return said


def digits(text: str, names: str = _DIGITS) -> str:
    """2022 as 二零二二."""
    return "".join(names[int(one)] for one in text if one.isascii() and one.isdigit())


def _date(found: re.Match[str]) -> str:
    year, month, day = found.group("year", "month", "day")
    said = f"{digits(year)}年{number(month)}月"
    return said + (f"{number(day)}日" if day else "")


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found["hour"]), int(found["minute"])
    said = f"{'两' if hour == 2 else number(str(hour))}点"
    if minute == 30:
        return f"{said}半"
    return said + (f"{'零' if minute < 10 else ''}{number(str(minute))}分" if minute else "")


def _money(found: re.Match[str]) -> str:
    """640.00元 as 六百四十元, 12.5元 as 十二元五角; of 万元 the point is said."""
    if found["unit"] != "元" or "." not in found["sum"]:
        return _counted_two(number(found["sum"]), found["unit"]) + found["unit"]
    value = Decimal(found["sum"].replace(",", "")).quantize(Decimal("0.01"))
    yuan, cents = divmod(int(value * 100), 100)
    jiao, fen = divmod(cents, 10)
    said = f"{_whole(yuan)}元" if yuan or not cents else ""
    if jiao:
        said += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        said += "零"
    return said + (f"{_DIGITS[fen]}分" if fen else "")


def _counted(found: re.Match[str]) -> str:
    return _counted_two(number(found["count"]), found["what"]) + found["what"]


def _counted_two(said: str, what: str) -> str:
    return "两" if said == "二" and what[:1] in _MEASURES else said


Rule = tuple[str, Callable[[re.Match[str]], str]]
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: The first that finds something reads it; what is longer and clearer stands before what is short.
RULES: tuple[Rule, ...] = (
    (r"https?://\S+|www\.\S+", lambda found: "公示栏上的网址"),
    (r"[A-Za-z0-9*]*\*{3,}[A-Za-z0-9*]*", lambda found: "号码略"),
    (
        r"[〔\[（(](?P<year>(?:19|20)\d{2})[〕\]）)]\s*第?(?P<n>\d+)号",
        lambda found: f"，{digits(found['year'])}，{number(found['n'])}号",
    ),
    (r"(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?", _date),
    (r"(?<!\d)(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _date),
    (r"(?P<year>(?:19|20)\d{2})(?=年|至(?:19|20)\d{2}年)", lambda found: digits(found["year"])),
    (r"(?<!\d)(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?!\d)", _clock),
    (r"(?<!\d)0\d{2,3}[-－—– ]?\d{7,8}(?!\d)", lambda found: _telephone(found[0])),
    (r"(?<!\d)(?:1[3-9]\d{9}|1[12]\d{3})(?!\d)", lambda found: _telephone(found[0])),
    (r"(?<!\d)\d{7,8}(?!\d)(?=[。，；、）)\s]|$)", lambda found: _telephone(found[0])),
    (rf"(?P<sum>{_NUMBER})(?P<unit>万元|亿元|元)", _money),
    (rf"(?P<n>{_NUMBER})[%％]", lambda found: f"百分之{number(found['n'])}"),
    (r"(?m:^)(?P<n>\d{1,2})[.．、](?!\d)", lambda found: f"{number(found['n'])}，"),
    (r"第(?P<n>\d+)", lambda found: f"第{number(found['n'])}"),
    (rf"(?P<count>{_NUMBER})(?P<what>[一-鿿])", _counted),
    (_NUMBER, lambda found: number(found[0])),
)
_BETWEEN = re.compile(r"(?<=[\d月日点元%年:：])\s*[-－—–~～]+\s*(?=\d)")
_TELEPHONE = re.compile(r"(?<!\d)0\d{2,3}[-－—–]\d{7,8}(?!\d)|(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)")
_WHOLE = re.compile(
    "|".join(f"(?P<r{at}>{re.sub(r'[?]P<[a-z]+>', '?:', rule)})" for at, (rule, _) in enumerate(RULES))
)


def _telephone(text: str) -> str:
    """Digit by digit, in groups of three and four."""
    parts = [part for part in re.split(r"\D+", text) if part]
    return " ".join(_in_groups(part) for part in parts)


def _in_groups(part: str) -> str:
    if len(part) == 11:
        parts = [part[:3], part[3:7], part[7:]]
    elif len(part) == 8:
        parts = [part[:4], part[4:]]
    elif len(part) == 7:
        parts = [part[:3], part[3:]]
    else:
        parts = [part]
    return " ".join(digits(one, _ONE_BY_ONE) for one in parts)


def said(text: str) -> str:
    """One line as it is said."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue000{chr(0xE100 + len(kept) - 1)}"

    # a dash between two figures is 至, but within a telephone and a day it is none
    dashed = _BETWEEN.sub("至", _TELEPHONE.sub(keep, text))
    dashed = re.sub("\ue000([\ue100-\uf8ff])", lambda found: kept[ord(found[1]) - 0xE100], dashed)
    read = _WHOLE.sub(_read, dashed)
    read = re.sub(r"[“”‘’《》〈〉【】\[\]〔〕*_#]", "", read)
    read = re.sub(r"[（(][^（）()]{0,3}[）)]", "", read)
    return re.sub(r"，+(?=[，。；：、！？])|(?<=[，。；：、！？])，+", "", read).strip("， ")


def _read(found: re.Match[str]) -> str:
    at = int(str(found.lastgroup)[1:])
    rule, read = RULES[at]
    again = re.compile(rule).match(found.string, found.start())
    assert again
    return read(again)


def sentences(text: str) -> list[str]:
    """A text as lines of one breath each; where a sentence goes on, the line ends with a comma."""
    lines: list[str] = []
    for line in text.splitlines():
        for sentence in re.split(r"(?<=[。！？；：])", said(line)):
            *before, last = _breaths(sentence.strip("；：。，、 "))
            lines += [f"{breath}，" for breath in before]
            lines += [f"{last}。"] if last else []
    return lines


def _breaths(sentence: str) -> list[str]:
    """Parted at commas, as many parts together as one breath holds."""
    lines = [""]
    for part in re.split(r"(?<=[，、])", sentence):
        if len(lines[-1]) + len(part) > BREATH and lines[-1]:
            lines.append("")
        lines[-1] += part
    return [line.strip("，、 ") for line in lines]


def minutes(lines: list[str]) -> float:
    """How long it takes to read them aloud once."""
    return sum(len(line) for line in lines) / A_MINUTE
