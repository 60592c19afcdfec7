"""Keeping a report that was checked, and giving it up again; each with its row in the log."""

from functools import partial

from django.db import transaction

from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import kept
from gongkai.ledger.reports.models import KeptReport
from gongkai.ledger.vault import reseal_rows
from gongkai.lib.language import _
from gongkai.lib.today import now


def keep(*, organ: Organ, name: str, data: bytes, report: ReportData, actor: str) -> KeptReport:
    """Keep a file that ``report`` was read from. Nothing is kept for a sample, which anybody may open."""
    if organ.is_sample:
        raise Refused(_("这份年报 — 示例机关不保存文件 — 只检查，不保存。"))
    stored = kept.store(name, data)
    with kept.VAULT.unless_named([stored.place]), transaction.atomic():
        row = KeptReport(
            organ=organ,
            of_organ=report.organ[:100],
            year=report.year,
            kept_by=actor,
            kept_at=now(),
            **stored.columns,
        )
        return audit.put(row, None, "report.keep", actor=actor)


@transaction.atomic
def drop(row: KeptReport, *, actor: str) -> None:
    """Give up the file and its key; that it was kept, and by whom it was given up, stays in the log."""
    row.name_sealed = row.key_sealed = ""
    row.save(update_fields=["name_sealed", "key_sealed"])
    audit.record([audit.Change(row.organ, "report.drop_kept", audit.subject(row))], actor=actor)
    transaction.on_commit(partial(kept.VAULT.drop, row.place))


@transaction.atomic
def reseal() -> int:
    """Seal names and keys anew under the newest key; the number of rows."""
    rows = KeptReport.objects.exclude(key_sealed="").only("id", "name_sealed", "key_sealed")
    return reseal_rows(rows, ["name_sealed", "key_sealed"])


def sweep() -> int:
    """Drop the files that no row names; how many."""
    return kept.VAULT.sweep(set(KeptReport.objects.values_list("place", flat=True)))
