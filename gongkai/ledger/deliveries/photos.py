"""Photos of what was posted: looked at and encrypted like every file that is handed in.

What is shown of them says nothing of where, when and by what it was taken; the photo as it came does, and may
be evidence: it is opened with a reason.
"""

from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries.models import Photo
from gongkai.ledger.vault import MEGABYTE, Kept, Vault
from gongkai.lib import kinds
from gongkai.lib.language import _
from gongkai.reading import ReadError
from gongkai.reading.originals import safely

FOLDER = "photos"
LARGEST = 10 * MEGABYTE
VAULT = Vault(FOLDER, kinds.PICTURES, LARGEST, lambda: _("照片可以不传"))


def row_of(kept: Kept) -> Photo:
    """The row of a stored photo, without its posting."""
    return Photo(**kept.columns)


def content(photo: Photo) -> bytes:
    """The photo as it came."""
    return VAULT.content(photo)


def shown(photo: Photo) -> bytes:
    """The photo upright, and nothing that the camera wrote behind it; Refused where it cannot be read."""
    try:
        made, _read = safely.copied(content(photo), photo.kind, name=str(photo), covers={})
    except ReadError as error:
        raise Refused(_("照片 — 读不出来，不能显示 — 请打开原片看。")) from error
    return made
