"""What is to be said of the ledgers behind a report, which the report alone does not show.

The checks of the law see a report as a stranger would. These see where its figures come from.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.law.findings import Finding, Severity
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
from gongkai.lib.language import _
from gongkai.lib.today import today


def of_ledgers(organ: Organ, year: int, *, scope: Scope, asleep: Sequence[str]) -> Iterator[Finding]:
    """Every remark on the ledgers of a scope that are summed for ``organ``. ``asleep`` are the organs in
    whose ledgers nothing happened in the year."""
    if today() <= date(year, 12, 31):
        yield _info(
            "AR-L.1",
            _("{year}年还没有结束 — 数字只到今天（{today}） — 年度终了后请重新编制。").format(
                year=year, today=today()
            ),
        )
    if asleep:
        yield _warning(
            "AR-L.2",
            _(
                "{names} — 台账里{year}年没有新的记录，数字都是以前年度延续下来的 — "
                "请核对这一年的台账是否已经导入。"
            ).format(names="、".join(asleep), year=year),
        )
    if len(scope.organ_ids) > 1:
        for number, names in remedies.told_twice(scope, year):
            yield _warning(
                "AR-L.3",
                _(
                    "案号{number} — {names}的台账里都有，汇总时计了{count}次 — "
                    "如是同一案件，请只留在被申请人（被告）的台账里。"
                ).format(number=number, names="、".join(names), count=len(names)),
            )
    if organ not in scope:
        yield _info(
            "AR-L.4",
            _("{organ} — 本机关自己的台账没有这一年的记录 — 汇总只有下级机关的数字。").format(
                organ=organ.name
            ),
        )


def _info(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.INFO, "report", message)


def _warning(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.WARNING, "report", message)
