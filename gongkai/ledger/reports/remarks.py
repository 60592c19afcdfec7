"""What is to be said of the ledgers behind a report, which the report alone does not show.

The checks of the law see a report as a stranger would. These see where its figures come from.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Finding, Severity
from gongkai.law.text import key_of
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.reports.models import YearNotice
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
    if len(scope.organ_ids) > 1:
        for number, names in remedies.told_twice(scope, year):
            yield _warning(
                "AR-L.3",
                f"案号{number} — {'、'.join(names)}的台账里都有，汇总时计了{len(names)}次 — "
                "如是同一案件，请只留在被申请人（被告）的台账里。",
            )
    if organ not in scope:
        yield _info("AR-L.4", f"{organ.name} — 本机关自己的台账没有这一年的记录 — 汇总只有下级机关的数字。")


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
    asked = [line.strip() for line in notice.attachments.splitlines() if line.strip()] if notice else []
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
