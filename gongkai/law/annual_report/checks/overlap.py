"""Prose that is another's, or last year's: how many of a report's sentences stand there word for word."""

import re
from collections.abc import Iterator

from gongkai.law.annual_report.checks.language import sentences
from gongkai.law.annual_report.checks.subject import Settings, Subject, cite
from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Finding, Severity
from gongkai.law.sources import REGULATION

_SHORTEST = 15  # characters; shorter sentences (没有其他需要报告的事项) are everybody's
#: What every report says, because the form asks for it or nothing happened: alike in a short one by nature.
_SET_PHRASE = re.compile(
    "统计期限|《.{0,12}政府信息公开条例》|年度报告格式|信息处理费|收费通知|其他需要(?:报告|说明)"
    "|(?:未|没有|无)(?:收到|发生|受理|产生|制定|制发|出现)|(?:未|没有)被.{0,8}(?:复议|诉讼|追责)"
)


def comparable_sentences(report: ReportData) -> frozenset[str]:
    """The sentences of all chapters that can be told from set phrases: brackets, blanks, widths and the
    organ's own name apart, so that a text copied under another name is known again."""
    name = report.organ.removesuffix("人民政府")
    text = "\n\n".join(report.narrative.values())
    plain = (sentence.plain.replace(name, "") if name else sentence.plain for sentence in sentences(text))
    return frozenset(
        sentence for sentence in plain if len(sentence) >= _SHORTEST and not _SET_PHRASE.search(sentence)
    )


def is_comparable(report: ReportData, settings: Settings) -> bool:
    """Whether a report says enough of its own for its prose to be compared."""
    return len(comparable_sentences(report)) >= settings.overlap_least


def copied(subject: Subject) -> Iterator[Finding]:
    """AR-O.1: the share of sentences that last year's report, or another organ's, has word for word."""
    sources = [
        ("上年年报", subject.previous),
        ("另一机关的年报", subject.alike),
    ]
    own = comparable_sentences(subject.report) if subject.previous or subject.alike else frozenset()
    if len(own) < subject.settings.overlap_least:
        return
    for what, other in sources:
        same = len(own & comparable_sentences(other)) if other else 0
        share = same * 100 // len(own)
        if other is None or share < subject.settings.overlap_informs:
            continue
        whose = f"{what}（{other.organ}{other.year}年）"
        yield Finding(
            "AR-O.1",
            Severity.WARNING if share >= subject.settings.overlap_warns else Severity.INFO,
            "report",
            f"正文 — {len(own)}句中有{same}句与{whose}一字不差，占{share}%"
            " — 年报应写本机关当年的情况，请改写照抄的句子，确属相同的可以不改。",
            cite(REGULATION.at("第四十七条")),
            actual=share,
        )
