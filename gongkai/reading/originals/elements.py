"""公文要素 read from an original: each value with where it was read, so that it can be checked."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from gongkai.law.proactive import DOCUMENT_KINDS
from gongkai.law.text import plain
from gongkai.reading.originals.model import Original, Table, Text

_HEAD, _TAIL = 14, 16  # paragraphs in which title and signature are looked for
_LONGEST = 60  # characters of a line of a title
_TITLE_LINES = 4
_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z]{1,16}[〔\[（(【]\s*((?:19|20)\d{2})\s*[〕\]）)】]\s*第?\s*(\d{1,5})\s*号"
)
#: The same where it stands for itself: not in the midst of a sentence that speaks of another document.
_OWN_NUMBER = re.compile(rf"(?:^|[\s：:（(]){_NUMBER.pattern}(?=[）)]?(?:$|\s|签发人))")
_MARK = re.compile(r"^(?P<organ>[\u4e00-\u9fff（）]{2,40}?)(?:文件|令|公报)?$")
_SKIPPED = re.compile(r"^(?:签发人|紧急程度|特急|加急|发文字号|附件\d*[:：]?$|[-—\s\d]+$)")
_ADDRESSEE = re.compile(r"[：:]$")
_ENDS = re.compile(
    f"(?:{'|'.join(kind.zh.partition('（')[0] for kind in DOCUMENT_KINDS)}"
    "|公示|方案|办法|规定|细则|规则|制度|规划|计划|预案|名单|指南|目录|明细|预算|决算|简报|说明"
    "|(?:报|一览|汇总|统计)表)$"
)
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_SPOKEN = "[一二三四五六七八九十]{1,3}"
_CHINESE_DAY = re.compile(rf"([〇零○一二三四五六七八九]{{4}})年({_SPOKEN})月({_SPOKEN})日")
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff（）、 ]{2,40}?"
    "(?:政府|局|委员会|办公室|办事处|厅|部|院|所|站|中心|大队|支队|委|指挥部|领导小组)$"
)
_ANNEX = re.compile(r"^附件\s*\d{0,2}\s*[:：]\s*(?P<first>.+)$")
_ANNEX_LINE = re.compile(r"^\d{1,2}\s*[.．、]\s*(?P<name>.{2,80})$")
_NORMATIVE_TITLE = re.compile(r"(?:办法|规定|细则|规则|实施意见|管理制度)(?:（[^）]{1,8}）)?(?:的通知)?$")
#: What a notice issues: 关于印发《……办法》的通知.
_ISSUED = re.compile(r"(?:印发|发布|公布|修订)[《〈]([^》〉]+)[》〉]")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,4}条(?!第)")
_FROM = re.compile(r"自(?:(\d{4}年\d{1,2}月\d{1,2}日)|(发布|印发|公布)之日)起(?:施行|实施|执行)")
_UNTIL = re.compile(r"有效期(?:限)?(?:至|到|截至)(\d{4}年\d{1,2}月\d{1,2}日)")
_YEARS = re.compile(r"有效期(?:限)?(?:为|是)?([一二三四五1-5])年")
_NOTICE = re.compile(r"公示(?:时间|期|期限)?[^。]{0,20}?(?:至|到|—|-)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_SAID = {"公开发布": "proactive", "公开": "proactive", "主动公开": "proactive", "依申请公开": "on_request"}
_CLASS = re.compile(r"[（(]此件(公开发布|主动公开|依申请公开|公开)[）)]")


@dataclass(frozen=True, slots=True)
class Element:
    """A value that was read, as text or in ISO form, and where: 取自落款."""

    field: str
    value: str
    where: str


def elements(original: Original, file_name: str) -> tuple[Element, ...]:
    """What the document says of itself; what it does not say is not there."""
    lines = [block.text for block in original.blocks if isinstance(block, Text)]
    lines = [line.strip() for text in lines for line in text.split("\n") if line.strip()]
    lines = lines or _of_tables(original)
    found = [element for read in _READERS for element in read(lines)]
    known = {element.field for element in found}
    if "title" not in known and (title := _outside(original, file_name)):
        found.append(title)
    return tuple(found)


def _of_tables(original: Original) -> list[str]:
    """A sheet's title stands in its first row."""
    rows = (row for block in original.blocks if isinstance(block, Table) for row in block.rows)
    alone = ([box.text for box in row if box.text] for row in rows)
    return [texts[0] for texts in takewhile(lambda texts: len(texts) <= 1, alone) if texts]


def _outside(original: Original, file_name: str) -> Element | None:
    title = next(iter(original.titles), "")
    return (
        Element("title", title, "取自文档属性")
        if title
        else Element("title", stem, "取自文件名")
        if (stem := file_name.rpartition(".")[0].strip())
        else None
    )


def _number(lines: Sequence[str]) -> Iterator[Element]:
    for line in lines[:_HEAD]:
        if len(line) <= _LONGEST and (found := _OWN_NUMBER.search(line)):
            yield Element("document_no", _written(found, found[0].lstrip(" \t\u3000：:（(")), "取自文号行")
            return


def number_in(text: str) -> str:
    """The first 文号 in a text, as it is kept; words of the sentence may stand before it."""
    found = _NUMBER.search(text)
    return _written(found, found[0]) if found else ""


def _written(found: re.Match[str], said: str) -> str:
    mark = re.split(r"[〔\[（(【]", said)[0]
    return f"{mark}〔{found[1]}〕{int(found[2])}号"


def _title(lines: Sequence[str]) -> Iterator[Element]:
    parts: list[str] = []
    for line, below in zip(lines[:_HEAD], (*lines[1:], ""), strict=False):
        is_above = _SKIPPED.match(line) or _OWN_NUMBER.search(line) or _is_mark(line)
        if not parts and is_above and not below.startswith("关于"):
            continue
        if len(line) > _LONGEST or line.endswith(("。", "；", ";")) or _ADDRESSEE.search(line):
            break
        if parts and (
            _OWN_NUMBER.search(line) or _DAY.fullmatch(plain(line)) or line.startswith(("（", "("))
        ):
            break
        parts.append(line)
        if _ends_title("".join(parts)) or len(parts) == _TITLE_LINES:
            break
    title = "".join(parts)
    if _ends_title(title) or len(parts) == 1:
        yield Element("title", title, "取自首行")


def _ends_title(title: str) -> bool:
    return bool(_ENDS.search(re.sub(r"[（(][^（()）]{1,12}[）)]$", "", title)))


def _is_mark(line: str) -> bool:
    """发文机关标志: an organ's name above everything, with 文件 or alone."""
    bare = "".join(line.split())
    return (bare.endswith("文件") and len(bare) <= 40) or bool(_ORGAN.match(bare))


def _signature(lines: Sequence[str]) -> Iterator[Element]:
    """落款: the last day that stands alone, and the organ above it."""
    tail = list(enumerate(lines))[-_TAIL:]
    for index, line in reversed(tail):
        if day := _alone(line):
            yield Element("formed_on", day.isoformat(), "取自落款")
            above = "".join(lines[index - 1].split()) if index else ""
            if organ := _organ(above):
                yield Element("issuer", organ, "取自落款")
            return


def _alone(line: str) -> date | None:
    bare = plain(line)
    return _day(bare) if _DAY.fullmatch(bare) or _CHINESE_DAY.fullmatch(bare) else None


def _organ(bare: str) -> str:
    return bare if _ORGAN.match(bare) else ""


def _mark(lines: Sequence[str]) -> Iterator[Element]:
    """The organ of the head, where nobody signed."""
    if any(element.field == "issuer" for element in _signature(lines)):
        return
    for line in lines[:3]:
        bare = "".join(line.split())
        if bare.endswith("文件") and _organ(bare.removesuffix("文件")):
            yield Element("issuer", bare.removesuffix("文件"), "取自发文机关标志")
            return


def _kind(lines: Sequence[str]) -> Iterator[Element]:
    for element in _title(lines):
        bare = re.sub(r"[（(][^（()）]{1,12}[）)]$", "", element.value)
        for kind in DOCUMENT_KINDS:
            if bare.endswith(kind.zh.partition("（")[0]):
                yield Element("document_kind", kind.code, f"标题以“{kind.zh}”结尾")
                return


def _category(lines: Sequence[str]) -> Iterator[Element]:
    title = next((element.value for element in _title(lines)), "")
    in_force = any(_FROM.search(plain(line)) for line in lines)
    issued = _ISSUED.search(title)
    has_articles = sum(bool(_ARTICLE.match(line)) for line in lines) > 1
    if in_force and (_NORMATIVE_TITLE.search(title) or (issued and _NORMATIVE_TITLE.search(issued[1]))):
        yield Element("category", "normative_documents", "标题是办法、规定一类，正文写了施行日期")
    elif in_force and has_articles:
        yield Element("category", "normative_documents", "正文分条，写了施行日期")


def _force(lines: Sequence[str]) -> Iterator[Element]:
    """生效日期 and 有效期至, as the text says them or as they follow from it."""
    text = plain("".join(lines))
    begins = next((_day(match[1]) for match in _FROM.finditer(text) if match[1]), None)
    if begins:
        yield Element("effective_on", begins.isoformat(), "正文写明施行日期")
    if (found := _UNTIL.search(text)) and (until := _day(found[1])):
        yield Element("expires_on", until.isoformat(), "正文写明有效期")
    elif begins and (found := _YEARS.search(text)):
        years = int(found[1]) if found[1].isdigit() else int(_DIGITS[found[1]])
        last = date(begins.year + years, begins.month, min(begins.day, 28)).toordinal() - 1
        last += begins.day - min(begins.day, 28)
        yield Element("expires_on", date.fromordinal(last).isoformat(), f"施行之日起{years}年")


def _notice(lines: Sequence[str]) -> Iterator[Element]:
    """公示截止."""
    text = plain("".join(lines))
    if found := _NOTICE.search(text):
        signed = next((element.value[:4] for element in _signature(lines)), "")
        year = found[1] or signed
        if year and (day := _day(f"{year}年{found[2]}月{found[3]}日")):
            yield Element("notice_until", day.isoformat(), "正文写明公示期")


def _annexes(lines: Sequence[str]) -> Iterator[Element]:
    """What the text lists as 附件."""
    names: list[str] = []
    for line in lines:
        first = _ANNEX.match(line)
        numbered = _ANNEX_LINE.match(first["first"] if first else line)
        if first:
            names.append(numbered["name"] if numbered else first["first"])
        elif names and numbered:
            names.append(numbered["name"])
        elif names:
            break
    if names:
        yield Element("annexes", "\n".join(name.strip() for name in names), "取自附件说明")


def _attribute(lines: Sequence[str]) -> Iterator[Element]:
    """公开属性, where it is printed below the signature."""
    for line in reversed(lines[-_TAIL:]):
        if found := _CLASS.search(line):
            yield Element("attribute", _SAID[found[1]], f"文末写明“{found[0]}”")
            return


def _day(text: str) -> date | None:
    if found := _DAY.search(text):
        parts = [int(part) for part in found.groups()]
    elif found := _CHINESE_DAY.search(text):
        parts = [int("".join(_DIGITS[char] for char in found[1])), *map(_spoken, found.groups()[1:])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _spoken(text: str) -> int:
    """二十一 -> 21."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_DIGITS[text])
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)


_READERS: tuple[Callable[[Sequence[str]], Iterator[Element]], ...] = (
    _number,
    _title,
    _signature,
    _mark,
    _kind,
    _category,
    _force,
    _notice,
    _annexes,
    _attribute,
)
