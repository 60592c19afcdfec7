"""What is to be said of the ledgers behind a report, which the report alone does not show.

The checks of the law see a report as a stranger would. These see where its figures come from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Protocol

from django.conf import settings

from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.findings import Finding, Severity
from gongkai.law.text import key_of
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.reports.models import YearNotice
from gongkai.ledger.reports.timing import Timing
from gongkai.lib import calendars
from gongkai.lib.today import today


def of_ledgers(organ: Organ, year: int, *, scope: Scope, asleep: Sequence[str]) -> Iterator[Finding]:
    """Every remark on the ledgers of a scope that are summed for ``organ``. ``asleep`` are the organs in
    whose ledgers nothing happened in the year."""
    if today() <= date(year, 12, 31):
        yield _info("AR-L.1", f"{year}年还没有结束 — 数字只到今天（{today()}） — 年度终了后请重新编制。")
    if asleep:
        yield _warning(
            "AR-L.2",
            f"{'、'.join(asleep)} — 台账里{year}年没有新的记录，数字都是以前年度延续下来的 — "
            "请核对这一年的台账是否已经导入。",
        )
    yield from told_twice(scope, year)
    if open_ones := remedies.unsettled(scope, year, today(), calendars.load(settings.DATA)):
        yield _warning(
            "AR-L.14",
            f"{'、'.join(open_ones)} — 上诉期限在{year}年已满，没有登记上诉，也没有登记生效，按尚未审结计 — "
            "没有人上诉的，照上诉期满的次日登记裁判生效；有人上诉的，登记上诉。",
        )
    if organ not in scope:
        yield _info("AR-L.4", f"{organ.name} — 本机关自己的台账没有这一年的记录 — 汇总只有下级机关的数字。")


def told_twice(scope: Scope, year: int) -> Iterator[Finding]:
    """The cases that a sum counts more than once, as far as the ledgers of its organs tell."""
    if len(scope.organ_ids) > 1:
        for number, names in remedies.told_twice(scope, year):
            yield _warning(
                "AR-L.3",
                f"案号{number} — {'、'.join(names)}的台账里都有，汇总时计了{len(names)}次 — "
                "如是同一案件，请只留在被申请人（被告）的台账里。",
            )


class Part(Protocol):
    """One report of a sum, and whose it is."""

    @property
    def organ(self) -> Organ: ...

    @property
    def report(self) -> ReportData: ...

    @property
    def arrival(self) -> int | None: ...


def of_sum(
    summed: Sequence[Part], missing: Sequence[str], gone: Sequence[Organ], cells: Mapping[str, Value]
) -> Iterator[Finding]:
    """What is to be said of a sum of reports: who is not in it, who may be counted twice or not at all (the
    organs that are ``gone`` were abolished on the way), what is unknown."""
    if missing:
        yield _warning(
            "AR-L.9", f"{'、'.join(missing)} — 共{len(missing)}个机关没有计入汇总 — 请催报、审核以后再看。"
        )
    reporting = {part.organ.pk for part in summed}
    for organ in gone:
        after = organ.successor.name if organ.successor else "接收机关"
        yield _warning(
            "AR-L.10",
            f"{organ.name} — {organ.abolished_on}撤并，它有自己的报告 — 请核对{after}没有把它的数再计一遍。"
            if organ.pk in reporting
            else f"{organ.name} — {organ.abolished_on}撤并，它没有自己的报告 — 请核对{after}计入了它的数。",
        )
    for one, other in combinations(summed, 2):
        if any(one.report.cells.values()) and one.report.cells == other.report.cells:
            yield _warning(
                "AR-L.11",
                f"{one.organ.name}、{other.organ.name} — 两家的数每一格都一样 — "
                "请核对是不是同一份报告报了两次。",
            )
    yield from _not_compared(summed)
    for code, value in cells.items():
        blank = [part.organ.name for part in summed if part.report.cells.get(code) is None]
        if value is None and blank:
            yield Finding(
                "AR-L.12",
                Severity.WARNING,
                code,
                f"{'、'.join(blank[:5])} — 这一格空着，合计不知道是多少 — 请退回补填，没有的填0。",
            )


class Timed(Protocol):
    """An organ of a sum, and when its report was to be handed in and was."""

    @property
    def organ(self) -> Organ: ...

    @property
    def timing(self) -> Timing: ...


def late(leaves: Sequence[Timed]) -> Iterator[Finding]:
    """Who handed in late, or has not though the day has passed."""
    if leaves:
        told = "、".join(
            f"{leaf.organ.name}（{leaf.timing.due_on}前，{leaf.timing.on}报）"
            if leaf.timing.on
            else f"{leaf.organ.name}（{leaf.timing.due_on}前，还没有报）"
            for leaf in leaves
        )
        yield _info("AR-L.16", f"{told} — 过了报送期限 — 通报、考核时照实写。")


def _not_compared(summed: Sequence[Part]) -> Iterator[Finding]:
    """A report that came from elsewhere says how many cases there were and not which: whether another organ
    counts one of them too cannot be told from here."""
    with_cases = [part for part in summed if _has_cases(part.report)]
    untold = [part.organ.name for part in with_cases if part.arrival]
    if untold and len(with_cases) > 1:
        yield _warning(
            "AR-L.13",
            f"{'、'.join(untold)} — 报来的只有复议诉讼的件数，没有案号，有没有和别的机关计了同一案件，"
            "这里对不出来 — 请要一份只有案号、收到日期、审理机关的清单核对。",
        )


def _has_cases(report: ReportData) -> bool:
    return any(value for code, value in report.cells.items() if code.startswith("remedies/"))


#: What the organ above asks of the year's prose, and was not met. It binds nobody: 年报通知 is no statute.
TOO_LONG, NOT_WRITTEN = OF_NOTICE = ("AR-L.6", "AR-L.7")
#: The same of a report that came from elsewhere, with its papers.
NOT_ATTACHED = "AR-L.8"
#: Ends that a notice gives its items and prose does without: 政务公开培训情况 is told by 政务公开培训.
_ENDS = re.compile("(?:的?(?:有关|相关|工作|主要)?(?:情况|内容|结果|进展|等))+$")


def of_notice(report: ReportData, notice: YearNotice | None) -> Iterator[Finding]:
    """What the notice of the organ above asks of the prose that it does not have."""
    if notice is None:
        return
    prose = "".join(report.narrative.values())
    length = len("".join(prose.split()))
    if notice.longest and length > notice.longest:
        yield _asked(
            TOO_LONG,
            notice,
            f"正文 — 共{length}字，{notice.organ.name}的通知要求不超过{notice.longest}字 — 请删减后再报。",
            expected=notice.longest,
            actual=length,
        )
    written = key_of(prose)
    for item in filter(None, map(str.strip, notice.items.splitlines())):
        if key_of(_ENDS.sub("", item)) not in written:
            wanted = f"{notice.organ.name}的通知要求写的“{item}”"
            yield _asked(NOT_WRITTEN, notice, f"正文 — 没有找到{wanted} — 请补写，换了说法写过的可以不改。")


def of_attachments(notice: YearNotice | None, count: int | None) -> Iterator[Finding]:
    """How many of the papers that the notice asks for are missing; ``count`` None: they come another way."""
    asked = notice.papers if notice else []
    if notice and count is not None and count < len(asked):
        yield _asked(
            NOT_ATTACHED,
            notice,
            f"要报的材料 — 通知要{len(asked)}样（{'、'.join(asked)}），附件只有{count}个 — 请补齐再报。",
            expected=len(asked),
            actual=count,
        )


def _asked(rule: str, notice: YearNotice, message: str, **figures: int) -> Finding:
    source = f"{notice.organ.name}{notice.year}年年报通知{notice.document_no}"
    return Finding(rule, Severity.WARNING, "report", message, source, **figures)


def _info(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.INFO, "report", message)


def _warning(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.WARNING, "report", message)
