"""The text of a holiday notice as published, read sentence by sentence.

“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。” A weekday in brackets that
contradicts its date, and a number of days that contradicts its range, are errors: one slip would move every
deadline.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.law.holidays import HOLIDAYS, WEEKDAYS, Notice, NoticeError, Span, title_of, zh_date

# Written for text after NFKC without spaces: digits, brackets, colons, commas and semicolons are half-width.
_DATE = r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?"
_TO = r"(?:至|到|-|—|–|~)+"
_RANGE = rf"{_DATE}(?:{_TO}{_DATE})?"
# 10月9日(周六)均调整为工作日; 不上班 and 公休日调至… are not among the words: they stay unread.
_ADVERB = r"(?:照常|正常|均|都|也|仍|须|需|应|要|作?为|是|按|调休|调整|改|[两三四\d]天|当[天日])"
_VERB = r"放假|补休|上班|补班|(?<=[为作是按常])工作日?"
_CLAUSE = re.compile(rf"({_RANGE}(?:[、,和及与]{_RANGE})*),?{_ADVERB}{{0,6}}({_VERB})")
#: A remark in brackets, unless what is arranged is the date within: 周日(1月4日)上班.
_ASIDE = re.compile(rf"\((?![^()]*\d日[^()]*\),?{_ADVERB}{{0,6}}(?:放假|补休|上班|补班))[^()]*\)")
_OFF = ("放假", "补休")
_ONE_DATE = re.compile(r"(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_HEADING = re.compile(r"(?:^|(?<=[。;]))(?:\(?[一二三四五六七八九十\d]{1,3}\)?[、.]?)?([^。;:\d]{2,40}):")
_LINE_START = re.compile(rf"\n[ \t　]*(?=[^\n:：]{{0,6}}(?:{'|'.join(HOLIDAYS)})[^\n:：\d]{{0,8}}[:：])")
_COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_YEAR = re.compile(r"(?:关于|现将)(\d{4})年")
_NUMBER = re.compile(r"(国办发(?:明电)?)[〔\[(](\d{4})[〕\])](\d+)号")
_ISSUED = re.compile(r"国务院办公厅(\d{4}年\d{1,2}月\d{1,2}日)")
_SIGNED = re.compile(rf"{_ISSUED.pattern}|^\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?:$|(?=[(印发]))")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_INLINE = {"a", "b", "em", "font", "i", "o", "small", "span", "strong", "sub", "sup", "u"}


def read(text: str, year: int | None = None) -> Notice:
    """The notice written in ``text``, not yet checked as a whole; NoticeError for an unclear sentence."""
    lines = _LINE_START.sub("\n。", _without_markup(text))
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", lines))
    year = _year(plain, year)
    off: list[Span] = []
    work: list[date] = []
    for heading, end in _until_next(_HEADING, plain):
        body = plain[heading.end() : end]
        for sentence in re.split(r"[。;]", body):
            spans, days = _sentence(sentence, heading[1], year)
            off += spans
            work += days
    if not off:
        raise NoticeError("文中没有放假安排 — 应有“元旦：1月1日至3日放假”这样的句子 — 请粘贴通知全文。")
    number = _NUMBER.search(plain)
    issued = _ISSUED.search(plain)
    return Notice(
        year=year,
        title=title_of(year),
        off=tuple(off),
        work=tuple(sorted(work)),
        number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        issued_on=_dates(issued[1], year, "")[0] if issued else None,
    )


def _without_markup(text: str) -> str:
    """What a page shows of ``text`` copied with its HTML: tags that part lines become line breaks."""

    def break_of(tag: re.Match[str]) -> str:
        return "" if tag[1].lower().lstrip("/") in _INLINE else "\n"

    return _TAG.sub(break_of, _UNSEEN.sub("", html.unescape(text)))


def _year(plain: str, given: int | None) -> int:
    named = _YEAR.search(plain)
    if named is None and given is None:
        raise NoticeError(
            "不知道是哪一年的通知 — 文中没有“关于××××年部分节假日安排的通知” — 请连同标题一起粘贴。"
        )
    if named and given and int(named[1]) != given:
        raise NoticeError(f"通知是{named[1]}年的 — 不是所选的{given}年 — 请核对年份或换一份通知。")
    return int(named[1]) if named else int(given or 0)


def _sentence(sentence: str, name: str, year: int) -> tuple[list[Span], list[date]]:
    off: list[Span] = []
    work: list[date] = []
    left_over = _ASIDE.sub("", _CLAUSE.sub("", _SIGNED.sub("", sentence)))
    arranges = any(holiday in name for holiday in HOLIDAYS) or re.search(r"放假|补休|上班|工作日", sentence)
    if arranges and re.search(r"\d日|\d月\d", left_over):  # passed over, it would move deadlines in silence
        raise NoticeError(f"“{sentence}”读不懂 — 日期应紧接在放假或上班之前 — 请对照通知原文改正这一句。")
    for clause, end in _until_next(_CLAUSE, sentence):
        ranges = _ranges(clause[1], year, name)
        if clause[2] not in _OFF:
            work += [day for span in ranges for day in span.days()]
            continue
        tail = sentence[clause.start(2) : end]
        _check_count(tail, ranges, sentence)
        off += [_with_weekend(span) for span in ranges] if "周末连休" in tail else ranges
    return off, work


def _until_next(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Every match, with the position at which the next one begins or the text ends."""
    found = list(pattern.finditer(text))
    return zip(found, [*(match.start() for match in found[1:]), len(text)], strict=False)


def _ranges(text: str, year: int, name: str) -> list[Span]:
    """The ranges of one list of dates; a year or month left out is the one before it."""
    days = _dates(text, year, name)
    spans: list[Span] = []
    for piece in re.findall(_RANGE, text):
        count = len(_ONE_DATE.findall(piece))
        spans.append(Span(days[0], days[count - 1], name))
        days = days[count:]
    return spans


def _dates(text: str, year: int, name: str) -> list[date]:
    found: list[date] = []
    for match in _ONE_DATE.finditer(text):
        before = found[-1] if found else None
        if before is None and match[2] is None:
            raise NoticeError(f"“{text}”缺少月份 — 只写了几日 — 请对照通知原文补上月份。")
        month = int(match[2] or (before.month if before else 0))
        if match[1]:
            its_year = int(match[1])
        elif before:
            its_year = before.year + (month < before.month)
        else:  # New Year's Day of 2019 began in December 2018
            its_year = year - 1 if month == 12 and "元旦" in name else year
        try:
            day = date(its_year, month, int(match[3]))
        except ValueError:
            raise NoticeError(f"“{match[0]}”不是有效日期 — 没有这一天 — 请对照通知原文改正。") from None
        weekday = _WEEKDAY.search(match[4] or "")
        if weekday and WEEKDAYS[day.weekday()] != weekday[1].replace("天", "日"):
            raise NoticeError(
                f"“{match[0]}”的星期不对 — {zh_date(day)}是周{WEEKDAYS[day.weekday()]} — 请核对日期和年份。"
            )
        found.append(day)
    return found


def _check_count(tail: str, ranges: list[Span], sentence: str) -> None:
    stated = _COUNT.search(tail)
    actual = sum(len(span.days()) for span in ranges)
    if stated and "周末连休" not in tail and int(stated[1]) != actual:
        raise NoticeError(
            f"“{sentence}”的天数不对 — 写明{stated[1]}天，起止日期却是{actual}天 — 请对照通知原文改正。"
        )


def _with_weekend(span: Span) -> Span:
    """The range with the weekend that touches it 与周末连休."""
    first, last = span.first, span.last
    while (first - timedelta(1)).weekday() >= 5:
        first -= timedelta(1)
    while (last + timedelta(1)).weekday() >= 5:
        last += timedelta(1)
    return Span(first, last, span.name)
