"""AR-N.8, AR-N.9: parts listed in a sentence against the total beside them."""

import re
from collections.abc import Iterator, Sequence

from gongkai.law.annual_report.checks import patterns
from gongkai.law.annual_report.checks.language import Sentence, number, value_of
from gongkai.law.annual_report.checks.statements import on_applications
from gongkai.law.annual_report.checks.subject import Subject
from gongkai.law.findings import Finding, Severity

_PUBLISHED = re.compile(
    "(?:公开|发布|公布|上传|更新)(?:或更新)?(?:的)?(?>各类|各种|政府|政务|动态|公开)*信息"
    f"(?>总条数|总数|条数|数量|数|共计|共|总计|合计|累计|计)*{number()}"
)
_NONE_PUBLISHED = re.compile("(?:没有|未)新增主动公开的?(?:政府)?信息[。;]?$")
_PART = re.compile(f"(?:^|[,、:]|其中)(?P<name>[^,、:;。\\d]{{2,20}}?)(?:共计|共|为|有|了)?{number()}")
#: Whatever is counted; shares are not.
_COUNTED = re.compile(r"\d[\d.]*(?![\d.%])")
_CHANNELS = re.compile(
    "网|公众号|微信|微博|视频号|抖音|客户端|APP|App|公报|公示栏|公开栏|大屏|广播|喇叭|新媒体|平台|云上"
)


def parts_of_published(subject: Subject) -> Iterator[Finding]:
    """AR-N.8: the listed kinds of published information against their total.

    Channels add up only where each posting is counted: the same item may stand on several channels.
    """
    items = subject.report.items_published
    unit = items.unit if items else subject.settings.count_unit
    for chapter in ("overview", "proactive"):
        for sentence in subject.sentences(chapter):
            if items and items.count and _NONE_PUBLISHED.search(sentence.plain):
                yield _not_as_counted(0, items.count, sentence, chapter)
            match = _PUBLISHED.search(sentence.plain)
            if match is None:
                continue
            total = value_of(match["n"])
            after = sentence.plain[match.end() :]
            if after.startswith((",其中", "、其中", ":其中")):
                parts = list(_PART.finditer(after))
                channels = any(_CHANNELS.search(part["name"]) for part in parts)
                if len(parts) > 1 and (unit == "posting" or not channels):
                    is_all = len(parts) == len(_COUNTED.findall(after)) and not after.endswith(";")
                    counts = [value_of(part["n"]) for part in parts]
                    yield from _parts_against("AR-N.8", total, counts, sentence, chapter, is_all=is_all)
            if items and items.count != total and not _CHANNELS.search(sentence.plain[: match.start()]):
                yield _not_as_counted(total, items.count, sentence, chapter)


def _not_as_counted(total: int, counted: int, sentence: Sentence, chapter: str) -> Finding:
    return Finding(
        "AR-N.8",
        Severity.WARNING,
        f"narrative/{chapter}",
        f"正文“{sentence.quote}” — 写的是{total}条，台账统计是{counted}条 — 请核对后改正。",
        expected=counted,
        actual=total,
    )


_COUNT = f"{number(unit='件')}{patterns.OF_WAY}*[。;]?"
_TOLD = re.compile(f"{patterns.OF_WAY}*{_COUNT}")
_RECEIVED = re.compile(f".*?(?:收到|接收|接到|受理|新收){patterns.OF_WAY}*{_COUNT}")
_ADDED_UP = re.compile(f"(?:共计|合计|总计|累计|共){patterns.OF_WAY}*{number(unit='件')}")
_CLAUSES = re.compile("[,、:;]|(?<=件)(?:和|及|以及)")
_COMPARED = re.compile("同?比|较|与上")
_COUNTED_CASES = re.compile(number(unit="件"))
_LIST = re.compile("(?P<before>[ts])?(?P<ways>w{2,})(?P<after>s)?")
_LONGEST = 200  # characters of a sentence; what is longer is no list


def parts_of_received(subject: Subject) -> Iterator[Finding]:
    """AR-N.9: the ways on which applications came against their total; each came on one way alone."""
    for chapter in ("overview", "requests"):
        for sentence in on_applications(subject.sentences(chapter)):
            if patterns.WAY.search(sentence.plain) and len(sentence.plain) <= _LONGEST:
                yield from _ways_against_total(sentence, chapter)


def _ways_against_total(sentence: Sentence, chapter: str) -> Iterator[Finding]:
    """Silent where a way has ways of its own (其中 twice), and where the list is not told in one go."""
    clauses = [
        clause
        for clause in _CLAUSES.split(sentence.plain)
        if _COUNTED_CASES.search(clause) and not _COMPARED.match(clause)
    ]
    lists = list(_LIST.finditer("".join(map(_told, clauses))))
    if len(lists) != 1 or sentence.plain.count("其中") > 1:
        return
    told = lists[0]
    counts = [value_of(found["n"]) for found in map(_COUNTED_CASES.search, clauses) if found]
    if told["after"] or told["before"]:
        total = counts[told.start("after") if told["after"] else told.start("before")]
        is_all = told.end() == len(clauses) and not sentence.plain.endswith(";")
        parts = counts[slice(*told.span("ways"))]
        yield from _parts_against("AR-N.9", total, parts, sentence, chapter, is_all=is_all)


def _told(clause: str) -> str:
    """What a clause counts: applications by one way (w), added up (s), all that came (t), or else (-)."""
    if len(_COUNTED_CASES.findall(clause)) > 1:
        return "-"
    if patterns.WAY.search(clause):
        return "w" if _TOLD.fullmatch(clause) else "-"
    if _ADDED_UP.match(clause):
        return "s"
    return "t" if _RECEIVED.fullmatch(clause) else "-"


def _parts_against(
    rule: str, total: int, parts: Sequence[int], sentence: Sentence, chapter: str, *, is_all: bool
) -> Iterator[Finding]:
    """``is_all``: the list ends here, and nothing in it is counted in units unknown to us."""
    added = sum(parts)
    if added == total or (added < total and not is_all):
        return
    # too much is a slip; too little may be a list of the main kinds only
    severity, mend = (
        (Severity.WARNING, "请核对后改正")
        if added > total
        else (Severity.INFO, "所列不全的不必改，列全了的请改正")
    )
    written = "＋".join(map(str, parts))
    yield Finding(
        rule,
        severity,
        f"narrative/{chapter}",
        f"正文“{sentence.quote}” — 所列各项{written}＝{added}，总数却是{total} — {mend}。",
        expected=added,
        actual=total,
    )
