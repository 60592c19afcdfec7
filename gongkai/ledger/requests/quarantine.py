"""Files that the virus scanner has not spoken of yet 隔离: kept, for no submission is lost over a scanner
that is down, opened by nobody, and looked at again until there is a verdict."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.models import Attachment
from gongkai.lib import clamd

#: What stands in the log as whoever looked again.
SCANNER = "病毒扫描"
State = Attachment.Quarantine


def waiting() -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(quarantine=State.WAITING)
    return rows.select_related("arrival__organ")


def look_again() -> int:
    """Ask the scanner once more of all that waits; how many files it has spoken of."""
    count = 0
    for row in waiting():
        try:
            count += look_at(row)
        except clamd.Silent:  # nor will it answer for the next
            break
    return count


def look_at(row: Attachment) -> bool:
    """Ask the scanner of one file: whether there is a verdict now. Where no scanner is set any more, the file
    is as any other that nobody scanned."""
    found = ""
    if settings.CLAMD:
        try:
            found = clamd.found_in(attachments.content(row), settings.CLAMD)
        except clamd.Silent:
            raise
        except clamd.NotScanned:  # too large for it: that of the others says nothing
            return False
    _note(row, State.INFECTED if found else State.NONE)
    return True


@transaction.atomic
def _note(row: Attachment, state: State) -> None:
    before = state_of(row)
    row.quarantine, row.is_scanned = state, bool(settings.CLAMD)
    row.save(update_fields=["quarantine", "is_scanned"])
    audit.changed([(before, row)], actor=SCANNER, organ=row.arrival.organ if row.arrival else None)
