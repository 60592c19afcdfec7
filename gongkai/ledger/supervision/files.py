"""Files of matters and proofs of tasks: looked at and encrypted like every file that is handed in."""

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision.models import Enclosure
from gongkai.ledger.vault import MEGABYTE, Barred, Kept, Vault, reseal_rows
from gongkai.lib import kinds
from gongkai.lib.language import _

FOLDER = "enclosures"
LARGEST = 20 * MEGABYTE
VAULT = Vault(FOLDER, kinds.DOCUMENTS, LARGEST, lambda: _("文件可以不传，写清办理情况"))


def keep(organ: Organ, name: str, data: bytes, actor: str) -> Kept:
    """Look at a file and store it; of one that bears a secrecy mark only that it came is kept."""
    try:
        return VAULT.keep(name, data)
    except Barred:
        with transaction.atomic():
            audit.record([audit.Change(organ, "matter.barred", "supervision.enclosure:")], actor=actor)
        raise


def row_of(kept: Kept) -> Enclosure:
    """The row of a stored file, without its matter."""
    return Enclosure(**kept.columns)


def name_of(file: Enclosure) -> str:
    return audit.keys().open(file.name_sealed)


def reseal() -> int:
    """Seal names and keys anew under the newest key; the number of rows."""
    rows = Enclosure.objects.only("id", "name_sealed", "key_sealed")
    return reseal_rows(rows, ["name_sealed", "key_sealed"])


def sweep() -> int:
    """Drop the files that no row names; how many."""
    return VAULT.sweep(set(Enclosure.objects.values_list("place", flat=True)))
