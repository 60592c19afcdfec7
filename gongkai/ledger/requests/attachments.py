"""Files that people hand in with what they ask: where they lie, and how large and many they may be."""

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Refused as Refused
from gongkai.ledger.requests.models import Attachment
from gongkai.ledger.vault import MEGABYTE, Kept, Vault
from gongkai.ledger.vault import WAITS as WAITS
from gongkai.ledger.vault import Barred as Barred
from gongkai.lib import kinds
from gongkai.lib.language import _

FOLDER = "attachments"
LARGEST, MOST = 10 * MEGABYTE, 5
VAULT = Vault(FOLDER, kinds.KINDS, LARGEST, lambda: _("也可以当面或者邮寄提交"))

keep, path_of = VAULT.keep, VAULT.path_of


def name_of(kept: Kept | Attachment) -> str:
    return keys().open(kept.name_sealed)


def content(kept: Kept | Attachment) -> bytes:
    """What was handed in; UnknownKey where the file is gone or is not the one that was stored."""
    return VAULT.content(kept)


def drop(kept: Kept) -> None:
    """Take a file back that no row names."""
    VAULT.drop(kept.place)


def sweep() -> int:
    """Drop the files whose form was never sent; how many."""
    return VAULT.sweep(set(Attachment.objects.values_list("place", flat=True)))
