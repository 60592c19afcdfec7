"""What is to be said of the ledgers behind a report, which the report alone does not show.

The checks of the law see a report as a stranger would. These see where its figures come from.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.law.findings import Finding, Severity
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
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


def _info(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.INFO, "report", message)


def _warning(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.WARNING, "report", message)
