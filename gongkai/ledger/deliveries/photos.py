"""Photos of what was posted: looked at and encrypted like every file that is handed in."""

from gongkai.ledger.deliveries.models import Photo
from gongkai.ledger.vault import MEGABYTE, Kept, Vault
from gongkai.lib import kinds
from gongkai.lib.language import _

FOLDER = "photos"
LARGEST = 10 * MEGABYTE
VAULT = Vault(FOLDER, kinds.PICTURES, LARGEST, lambda: _("照片可以不传"))


def row_of(kept: Kept) -> Photo:
    """The row of a stored photo, without its posting."""
    return Photo(
        place=kept.place,
        name_sealed=kept.name_sealed,
        key_sealed=kept.key_sealed,
        kind=kept.kind,
        size=kept.size,
        sha256=kept.sha256,
    )


def content(photo: Photo) -> bytes:
    return VAULT.content(photo)
