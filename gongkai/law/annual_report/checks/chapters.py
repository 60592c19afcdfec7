"""Chapters: the six of the form in their order, and what 第五十条 wants said in them."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from gongkai.law.annual_report.checks.subject import Subject, cite, written
from gongkai.law.annual_report.form import Chapter
from gongkai.law.annual_report.model import FeeNotices
from gongkai.law.findings import Finding, Severity
from gongkai.law.sources import FEE_RULES, REGULATION, REPORT_FORM_2021
from gongkai.law.text import key_of

PROSE = ("overview", "problems", "other_matters")
_NUMBER = re.compile(r"^\s*[一二三四五六七八九十]{1,2}\s*[、.．]\s*")
#: Words by which a renamed heading is still known; 复议 before 申请, which stands in both.
_KNOWN_BY = (
    ("remedies", re.compile("复议|诉讼")),
    ("requests", re.compile("申请")),
    ("proactive", re.compile("主动公开")),
    ("problems", re.compile("问题|不足|改进")),
    ("other_matters", re.compile("其他|需要报告")),
    ("overview", re.compile("总体|概述|概况|基本情况")),
)


@lru_cache(maxsize=1_000)
def _chapter_of(heading: str) -> str:
    return next((key for key, words in _KNOWN_BY if words.search(heading)), "")


def chapters_present(subject: Subject) -> Iterator[Finding]:
    """AR-S.1: none of the six chapters missing or empty; prose that was not handed in is said, not passed."""
    if not subject.own and not subject.report.headings:
        yield from _not_handed_in(subject)
    printed = _printed(subject)
    narrative = subject.report.narrative
    for chapter in subject.form.chapters:
        where, severity = f"narrative/{chapter.key}", Severity.ERROR
        if subject.report.headings and chapter.key not in printed:
            has_text = bool(narrative.get(chapter.key, "").strip())
            why = "文字有，标题没有 — 请补上标题" if has_text else "没有这一部分 — 请按统一格式补上"
        elif chapter.key in PROSE and chapter.key in narrative and not narrative[chapter.key].strip():
            severity = Severity.ERROR if subject.own else Severity.WARNING
            why = "只有标题没有内容 — 请补写，没有需要说明的请写“无”"
        elif chapter.key in PROSE and subject.own and chapter.key not in narrative:
            why = "还没有写 — 请补上"
        else:
            continue
        yield Finding("AR-S.1", severity, where, f"“{chapter.heading}” — {why}。", cite(subject.form.source))


def _printed(subject: Subject) -> frozenset[str]:
    """Keys of the chapters whose headings stand in the report."""
    return frozenset(map(_chapter_of, subject.report.headings))


def _not_handed_in(subject: Subject) -> Iterator[Finding]:
    """Figures may come without their text, as in JSON: what the text would have shown is then not known."""
    missing = [c for c in subject.form.chapters if c.key in PROSE and c.key not in subject.report.narrative]
    if missing:
        listed = "".join(f"“{chapter.heading}”" for chapter in missing)
        yield Finding(
            "AR-S.1",
            Severity.INFO,
            "report" if len(missing) == len(PROSE) else f"narrative/{missing[0].key}",
            f"正文{listed} — 没有提供，未查 — 请连同正文一起再查。",
            cite(subject.form.source),
        )


def chapters_named(subject: Subject) -> Iterator[Finding]:
    """AR-S.2: headings as the form has them."""
    chapters = {chapter.key: chapter for chapter in subject.form.chapters}
    for heading in subject.report.headings:
        chapter = chapters.get(_chapter_of(heading))
        if chapter and _bare(heading) != _bare(chapter.heading):
            yield Finding(
                "AR-S.2",
                Severity.WARNING,
                f"narrative/{chapter.key}",
                f"标题“{heading.strip()}” — 统一格式是“{chapter.heading}” — 请改成统一的标题。",
                cite(subject.form.source),
                expected=chapter.heading,
                actual=heading.strip(),
            )


def chapters_in_order(subject: Subject) -> Iterator[Finding]:
    """AR-S.3: the six chapters in the order of the form."""
    order = {chapter.key: index for index, chapter in enumerate(subject.form.chapters)}
    seen: Chapter | None = None
    for key in filter(None, map(_chapter_of, subject.report.headings)):
        chapter = subject.form.chapters[order[key]]
        if seen and order[key] < order[seen.key]:
            yield Finding(
                "AR-S.3",
                Severity.WARNING,
                f"narrative/{key}",
                f"“{chapter.heading}” — 排在“{seen.heading}”之后 — 请按统一格式的次序排列。",
                cite(subject.form.source),
            )
        else:
            seen = chapter


@lru_cache(maxsize=1_000)
def _bare(heading: str) -> str:
    """What counts of a heading: not its number, blanks, width or punctuation."""
    return key_of(_NUMBER.sub("", heading))


#: 第五十条第（四）项: what every government reports of its own work; any of the words will do.
DUTIES = (
    ("工作考核", re.compile("考核|考评|绩效")),
    ("社会评议", re.compile("评议|满意[度率]|第三方.{0,4}(?:评估|测评|评价)|(?:社会|公众|群众)评价")),
    ("责任追究", re.compile("责任追究|追责|问责|追究.{0,6}责任")),
)
#: The five aspects of chapter one, each with the words a sub-heading or, without any, the text has for it.
_ASPECTS = (
    ("主动公开", re.compile("主动公开")),
    ("依申请公开", re.compile("依申请|申请公开|公开申请")),
    ("政府信息管理", re.compile("信息.{0,4}管理|管理.{0,6}信息")),
    ("政府信息公开平台建设", re.compile("平台|网站|载体|渠道")),
    ("监督保障", re.compile("监督|保障|考核|监管")),
)
#: 工作考核情况未作统计 names the duty and reports nothing of it.
NOT_TOLD = re.compile("[^。；;，,\n]{0,30}未(?:作|做|予|进行)?统计")
_SUBHEADING = re.compile(
    r"^[ \t\u3000]*[(（][一二三四五六七八九十]{1,2}[)）][ \u3000]*([^。：:\n]{2,30})", re.MULTILINE
)


def aspects_reported(subject: Subject) -> Iterator[Finding]:
    """AR-1.1: chapter one says what 第五十条第（四）项 asks of governments; other aspects are hints."""
    text = subject.report.narrative.get("overview", "")
    is_missing = bool(subject.report.headings) and "overview" not in _printed(subject)  # said by AR-S.1
    if is_missing or not text.strip():
        return
    if subject.is_government:
        told = NOT_TOLD.sub("", text) if "统计" in text else text
        for name, words in DUTIES:
            if not words.search(told):
                yield Finding(
                    "AR-1.1",
                    Severity.WARNING,
                    "narrative/overview",
                    f"总体情况 — 没有写{name}结果，各级人民政府应当报告 — 请补写一句，没有发生的也请写明。",
                    cite(REGULATION.at("第五十条第一款第（四）项")),
                    expected=name,
                )
    headings = " ".join(_SUBHEADING.findall(text))
    for name, words in _ASPECTS:
        if not words.search(headings or text):
            yield Finding(
                "AR-1.1",
                Severity.INFO,
                "narrative/overview",
                f"总体情况 — 没有单列“{name}”，统一格式要求概述这一方面 — 请补写，写在别处的可以不改。",
                cite(REPORT_FORM_2021.at("第一部分")),
                expected=name,
            )


def problems_rewritten(subject: Subject) -> Iterator[Finding]:
    """AR-5.1: chapter five is not last year's again."""
    if subject.previous is None:
        return
    now, before = (
        re.sub(r"[\d\s]", "", report.narrative.get("problems", ""))
        for report in (subject.report, subject.previous)
    )
    if len(now) >= 20 and now == before:
        yield Finding(
            "AR-5.1",
            Severity.WARNING,
            "narrative/problems",
            "“存在的主要问题及改进情况” — 与上年年报一字不差 — 请写今年的问题，并写上年所列问题改得怎样。",
            cite(REGULATION.at("第五十条第一款第（五）项")),
        )


_FEE = re.compile(
    "信息(?:公开)?处理费|[收缴]费通知|处理费用|收取.{0,12}费|[收缴]费.{0,4}减免|^(?:收费|费用)情况"
    "|(?:信息公开|依申请).{0,12}?(?:收费|费用)"
)
_COLLECTED = (
    re.compile(r"实际?收(?:取|缴|到)?[^。；;\d]{0,15}(?P<n>\d+(?:\.\d+)?)(?P<wan>万?)元"),
    re.compile(
        r"(?<![应减免])收(?:取|缴|到)[^。；;\d]{0,25}?处理费[^。；;\d]{0,8}(?P<n>\d+(?:\.\d+)?)(?P<wan>万?)元"
    ),
    re.compile(r"处理费[^。；;,\d]{0,8}(?P<n>\d+(?:\.\d+)?)(?P<wan>万?)元"),
    re.compile(r"处理费\d{1,6}[件笔次份][,、](?:合计|共计|总计|共|计)?(?P<n>\d+(?:\.\d+)?)(?P<wan>万?)元"),
)
_NO_NOTICE = re.compile(r"(?:未|没有|无)[^。；;,按依照]{0,8}[收缴]费通知|[收缴]费通知[^。；;,\d]{0,4}0[件份]")
_NOTICES = re.compile(r"[收缴]费通知书?(?:共计|共|为)?(?P<n>\d+)[件份]")
_NOTICED = re.compile(
    r"[收缴]费通知书?(?:共计|共|为)?\d+[件份][,、]?(?:通知|收费|应收|涉及)?(?:的?总?金额|合计|共计)"
    r"(?:为|共|计)?(?P<n>\d+(?:\.\d+)?)(?P<wan>万?)元"
)
_SUM = re.compile(r"总金额(?:为|共|计|共计|合计)?(?P<n>\d+(?:\.\d+)?)(?P<wan>万?)元")
_NONE_COLLECTED = re.compile(r"(?:未|没有|无)(?:实际)?(?:收取|征收|收)[^。；;,\d]{0,8}处理费")


def fees_reported(subject: Subject) -> Iterator[Finding]:
    """AR-6.1: chapter six says what 信息处理费 was asked and collected, as chapters two and three have it."""
    text = subject.report.narrative.get("other_matters")
    if text is None or not FEE_RULES.holds_in(subject.report.year):
        return
    if not _FEE.search(text):
        yield _silent(subject)
        return
    plain = "".join(sentence.plain for sentence in subject.sentences("other_matters"))
    source = cite(FEE_RULES.at())
    notices = subject.report.fee_notices
    unpaid = subject.count("requests/other_no_payment/total")
    none_sent = _NO_NOTICE.search(plain) is not None
    if none_sent and notices is not None and notices.count:
        yield Finding(
            "AR-6.1",
            Severity.WARNING,
            "narrative/other_matters",
            f"收费通知 — 正文写没有发出，台账是{notices.count}件 — 请核对后改正。",
            source,
            expected=notices.count,
            actual=0,
        )
    elif unpaid and (none_sent or (notices is not None and notices.count == 0)):
        yield Finding(
            "AR-6.1",
            Severity.WARNING,
            "narrative/other_matters",
            f"收费通知 — 表三有{unpaid}件因逾期不缴费不再处理，这里却没有收费通知 — 请核对收费通知件数。",
            source,
            expected=unpaid,
            actual=0,
        )
    fees = subject.report.cells.get("proactive/fees_10k_yuan")
    fees_yuan = Decimal(fees * 10000) if isinstance(fees, int | Decimal) else None
    if notices is not None:
        yield from _notices_as_told(plain, notices, fees_yuan, source)
    stated = _collected(plain)
    collected = max(stated, default=Decimal(0))
    if fees_yuan is not None and collected > fees_yuan:
        yield Finding(
            "AR-6.1",
            Severity.WARNING,
            "narrative/other_matters",
            f"信息处理费 — 实收{written(collected)}元，多于表二行政事业性收费{written(fees_yuan / 10000)}万元"
            " — 它是其中的一部分，请核对两处金额。",
            source,
            actual=collected,
        )
    if notices is not None:
        yield from _collected_as_told(stated, notices.collected_yuan, source)


def _collected_as_told(stated: Iterable[Decimal], right: Decimal, source: str) -> Iterator[Finding]:
    for wrong in _contradicting(stated, right):
        yield Finding(
            "AR-6.1",
            Severity.WARNING,
            "narrative/other_matters",
            f"信息处理费 — 正文写实收{written(wrong)}元，台账是{written(right)}元 — 请核对后改正。",
            source,
            expected=right,
            actual=wrong,
        )


def _notices_as_told(plain: str, known: FeeNotices, fees: Decimal | None, source: str) -> Iterator[Finding]:
    """How many notices, and over what sum, as the prose has it. A sum of nothing named is of notices too,
    unless it is what was collected, or all the fees of table two."""
    counts = [Decimal(match["n"]) for match in _NOTICES.finditer(plain)]
    noticed = _sums(plain, _NOTICED)
    others = {
        place: sum_ for place, sum_ in _sums(plain, _SUM).items() if sum_ not in {known.collected_yuan, fees}
    }
    told = (
        (filter(None, counts), known.count, "件"),  # that none was sent is told already
        ((others | noticed).values(), known.amount_yuan, "元"),
    )
    for stated, right, unit in told:
        for wrong in _contradicting(stated, right):
            yield Finding(
                "AR-6.1",
                Severity.WARNING,
                "narrative/other_matters",
                f"收费通知 — 正文写{written(wrong)}{unit}，台账是{written(right)}{unit} — 请核对后改正。",
                source,
                expected=right,
                actual=wrong,
            )


def _contradicting(stated: Iterable[Decimal], right: int | Decimal) -> list[Decimal]:
    """The stated figures that are not right, be a right one beside them; parts that add up are."""
    figures = list(stated)
    return [] if sum(figures) == right else [one for one in dict.fromkeys(figures) if one != right]


def _sums(plain: str, *patterns: re.Pattern[str]) -> dict[int, Decimal]:
    """元 by the place where they stand, each once."""
    matches = (match for pattern in patterns for match in pattern.finditer(plain))
    return {match.start("n"): _yuan(match) for match in matches}


def _yuan(match: re.Match[str]) -> Decimal:
    return Decimal(match["n"]).scaleb(4 if match["wan"] else 0)


def _collected(plain: str) -> list[Decimal]:
    """元 collected as the prose has it; empty where it names no sum. The vaguer wordings count only where
    there are no plainer ones: 减免信息处理费350元，实际收取0元."""
    plainly, vaguely = _COLLECTED[:2], _COLLECTED[2:]
    found = _sums(plain, *plainly) or _sums(plain, *vaguely)
    return list(found.values()) or [Decimal(0)] * bool(_NONE_COLLECTED.search(plain))


def _silent(subject: Subject) -> Finding:
    fees = subject.report.fee_notices
    handled = subject.count("requests/total/total")
    nothing = handled == 0 and (fees is None or (fees.count == 0 and not fees.collected_yuan))
    return Finding(
        "AR-6.1",
        Severity.INFO if nothing else Severity.WARNING,
        "narrative/other_matters",
        "第六部分 — 没有写信息处理费 — 请写明发出收费通知的件数、总金额和实际收取的总金额，没有的也请写明。",
        cite(FEE_RULES.at()),
    )
