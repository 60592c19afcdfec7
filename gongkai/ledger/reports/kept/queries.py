"""The reports that an organ keeps."""

from django.db.models import QuerySet

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.reports import kept
from gongkai.ledger.reports.models import KeptReport


def of(scope: Scope) -> QuerySet[KeptReport]:
    """Those that were not given up, the newest first."""
    return KeptReport.objects.within(scope).exclude(key_sealed="").order_by("-pk")


def name_of(row: KeptReport) -> str:
    """What the file was called."""
    return keys().open(row.name_sealed)


def content(row: KeptReport) -> bytes:
    return kept.content(row)
