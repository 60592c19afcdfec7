"""收存的年报: reports that were checked and kept on purpose, encrypted like every file that is handed in."""

from gongkai.ledger.base import Refused
from gongkai.ledger.reports.models import KeptReport
from gongkai.ledger.vault import MEGABYTE, Kept, Vault
from gongkai.lib import kinds
from gongkai.lib.kinds import Kind
from gongkai.lib.language import _
from gongkai.reading import ReadError
from gongkai.reading.readers import reader_for

FOLDER = "kept-reports"
LARGEST = 20 * MEGABYTE
#: What a published report may be besides a document; content tells, as it does for its readers.
_TEXTS = {"html": kinds.WEB_PAGE, "text": kinds.TEXT, "json": kinds.JSON}
VAULT = Vault(FOLDER, (*kinds.KINDS, kinds.EXCEL, *_TEXTS.values()), LARGEST, lambda: _("只检查，不保存"))


def store(name: str, data: bytes) -> Kept:
    """Look at a file once more, now as one that stays, and encrypt it; Refused where it may not be kept."""
    return VAULT.keep(name, data, kind=kind_of(name, data))


def content(row: KeptReport) -> bytes:
    return VAULT.content(row)


def kind_of(name: str, data: bytes) -> Kind | None:
    """What kind of file a report stands in; Refused where no reader knows it."""
    if kind := kinds.kind_of(data):
        return kind
    try:
        return _TEXTS.get(reader_for(data, name).kind)
    except ReadError as error:
        raise Refused(str(error)) from error
