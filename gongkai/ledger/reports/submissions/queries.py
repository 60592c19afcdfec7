"""What was sent and what came: the latest of each organ, what was accepted of it, and the receipts."""

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from gongkai.law.annual_report.contract import from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import State
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.audit.actions import keys as ring
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import Material, Received, SenderKey, Sent
from gongkai.ledger.reports.submissions import VAULT, keys, packages
from gongkai.lib.language import _


def sent(organ: Organ, year: int) -> list[Sent]:
    """The packages that an organ made of a year, the latest first."""
    return list(Sent.objects.within(Scope.of(organ)).filter(year=year).order_by("-revision"))


def received(scope: Scope, year: int) -> QuerySet[Received]:
    """What came of a year, the latest last; what each report says is not read along."""
    rows = Received.objects.within(scope).filter(year=year).order_by("pk")
    return rows.select_related("organ").defer("content")


def latest(scope: Scope, year: int) -> dict[int, Received]:
    """What came last of each organ."""
    return {row.organ_id: row for row in received(scope, year)}


def accepted(scope: Scope, year: int) -> dict[int, Received]:
    """What was last accepted of each organ, whatever came after it."""
    return {row.organ_id: row for row in received(scope, year).filter(state=State.PASSED)}


def report_of(row: Received) -> ReportData:
    """The report as it came, with the findings on its arrival."""
    return from_json(json.loads(row.content))


def content(row: Sent | Received | Material) -> bytes:
    return VAULT.content(row)


def name_of(row: Sent | Received | Material) -> str:
    """What the file is called."""
    return ring().open(row.name_sealed)


def receipt(row: Received, by: Organ) -> bytes:
    """The receipt for a package, as it stands now: the same bytes as long as nobody judges it anew."""
    return packages.receipt_for(
        row,
        by=by.name,
        findings=report_of(row).findings,
        at=row.judged_at or row.received_at,
        key=keys.own(),
    )


def to_mend(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each weight somebody has to look at."""
    found = list(findings)
    return {
        weight: sum(finding.severity is weight for finding in found)
        for weight in (Severity.ERROR, Severity.WARNING)
    }


def members(organ: Organ, year: int) -> list[Organ]:
    """Whose reports of a year an organ receives: all below it as that year ended, and those placed there by
    the time that reports are due."""
    below = {member.pk: member for member in organs.below(organ, year)}
    below |= {member.pk: member for member in organs.directly_below(organ, date(year + 1, 1, 1))}
    return sorted(below.values(), key=lambda member: member.sort_key)


def member_named(organ: Organ, name: str, year: int) -> Organ:
    """The organ below that is called so; Refused where it is none of this organ's."""
    try:
        member = organs.named(name)
    except organs.UnknownOrgan:
        member = None
    if member is None or member not in members(organ, year):
        raise Refused(
            _("“{name}” — 不是{organ}的下级机关 — 请核对是不是送错了地方，或者先登记它的上级。").format(
                name=name, organ=organ.name
            )
        )
    return member


def registered_keys(organ: Organ) -> dict[int, SenderKey]:
    """The keys in force of the organs below."""
    rows = SenderKey.objects.within(Scope.of(organ)).filter(ended_at=None, member__isnull=False)
    return {row.member_id: row for row in rows if row.member_id}
