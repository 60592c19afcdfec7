"""Every file that a row names, over all ledgers, held against where files lie."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from django.db.models import Model

from gongkai.ledger.deliveries import photos
from gongkai.ledger.deliveries.models import Photo
from gongkai.ledger.disclosures.making import files as originals
from gongkai.ledger.disclosures.models import Coordination, Original, PublishedFile
from gongkai.ledger.remedies import files as of_remedies
from gongkai.ledger.remedies.models import RemedyFile
from gongkai.ledger.reports import kept, submissions
from gongkai.ledger.reports.models import KeptReport, Material, Received, Sent
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.models import Attachment
from gongkai.ledger.supervision import files as of_matters
from gongkai.ledger.supervision.models import Enclosure
from gongkai.ledger.vault import Vault, bucket

#: Which rows name a file, and where theirs lie.
HOLDINGS: tuple[tuple[type[Model], Vault], ...] = (
    (Attachment, attachments.VAULT),
    (RemedyFile, of_remedies.VAULT),
    (Photo, photos.VAULT),
    (Enclosure, of_matters.VAULT),
    (Original, originals.VAULT),
    (PublishedFile, originals.VAULT),
    (Coordination, originals.VAULT),
    (KeptReport, kept.VAULT),
    (Material, submissions.VAULT),
    (Sent, submissions.VAULT),
    (Received, submissions.VAULT),
)


class Lost(NamedTuple):
    """A row whose file is gone: its table in words, and which row of it."""

    table: str
    row: str


def lost() -> Iterator[Lost]:
    """What is named and is not there; OSError where that cannot be found out. A row that was emptied of its
    key names nothing any more."""
    for table, vault in HOLDINGS:
        there = vault.places()
        rows = table._default_manager.exclude(key_sealed="").order_by("pk")
        for row in rows.only("pk", "place").iterator(5000):
            if row.place not in there:  # type: ignore[attr-defined]
                yield Lost(str(table._meta.label_lower), str(row.pk))


def in_bucket() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files that lie outside of the data folder, each by its name, with what reads it."""
    if found := bucket():
        for folder in sorted({vault.folder for _table, vault in HOLDINGS}):
            for name, _at in found.inside(folder):
                yield name, partial(found.get, name)
