"""报送: an annual report on its way between two installations, and as a file of an organ that has none.

``packages`` is the shape on the wire; ``actions`` makes and takes packages and receipts, ``queries`` reads.
"""

from gongkai.ledger.reports import kept
from gongkai.ledger.vault import MEGABYTE, Vault
from gongkai.lib import kinds
from gongkai.lib.language import _

FOLDER = "submissions"
LARGEST = 40 * MEGABYTE  # of a whole package
LARGEST_FILE = 20 * MEGABYTE
MOST_MATERIALS = 20
VAULT = Vault(FOLDER, (*kept.VAULT.takes, kinds.PACKAGE), LARGEST_FILE, lambda: _("附件可以少放几个"))
