"""要报的材料: the papers that the notice asks for besides the report, of an organ whose ledger is here.

They are added until the report is handed in: the organ above judges what it was given.
"""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from gongkai.law.annual_report.stages import State
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries
from gongkai.ledger.reports.models import Material
from gongkai.ledger.reports.progress import Progress
from gongkai.ledger.reports.submissions import MOST_MATERIALS, VAULT
from gongkai.ledger.vault import Kept
from gongkai.lib.language import _
from gongkai.lib.today import now

#: Where the report is with somebody who judges it, or was.
_WITH_ABOVE = frozenset({State.SUBMITTED, State.PASSED, State.PUBLISHED, State.FILED})


def is_with_above(at: Progress) -> bool:
    """Whether what was handed in stays as it is."""
    return at.state in _WITH_ABOVE


def add(*, organ: Organ, year: int, files: Sequence[tuple[str, bytes]], actor: str) -> list[Material]:
    """Look at the files and keep them, all or none; Refused where one may not be kept."""
    _refuse(organ, year)
    if not files:
        raise Refused(_("要报的材料 — 还没有选文件 — 请选通知要的材料。"))
    if len(queries.materials(Scope.of(organ), year)) + len(files) > MOST_MATERIALS:
        raise Refused(_("附件 — 最多{count}个 — 请合并以后再放。").format(count=MOST_MATERIALS))
    for name, data in files:
        VAULT.looked_at(name, data)
    stored: list[Kept] = []
    with VAULT.unless_named(one.place for one in stored):
        stored += [VAULT.keep(name, data) for name, data in files]
        with transaction.atomic():
            _hold(organ)
            _refuse(organ, year)
            rows = [
                Material(organ=organ, year=year, added_by=actor, added_at=now(), **one.columns)
                for one in stored
            ]
            return [audit.put(row, None, "report.material", actor=actor) for row in rows]


@transaction.atomic
def drop(*, row: Material, actor: str) -> None:
    """Give up the file and its key; that it was added and given up stays in the log."""
    _hold(row.organ)
    _refuse(row.organ, row.year)
    row.name_sealed = row.key_sealed = ""
    row.save(update_fields=["name_sealed", "key_sealed"])
    audit.record([audit.Change(row.organ, "report.material_drop", audit.subject(row))], actor=actor)
    transaction.on_commit(partial(VAULT.drop, row.place))


def _hold(organ: Organ) -> None:
    """Whoever hands the report in meanwhile comes before or after."""
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)


def _refuse(organ: Organ, year: int) -> None:
    if organ.is_sample:
        raise Refused(_("要报的材料 — 示例机关不收文件 — 请在真实机关里办。"))
    if is_with_above(queries.progress_of(organ, year, scope=Scope.of(organ))):
        raise Refused(_("要报的材料 — 报告已经送审 — 要换先收回修改。"))
