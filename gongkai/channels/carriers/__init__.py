"""载体, carriers: where a released record is published. One contract, one module each in ``CARRIERS``.

Carriers know no ledger: they get a ``Publication`` and say what came of it.
"""

from gongkai.channels.carriers import county, folder, mail, webhook, wechat
from gongkai.channels.carriers.base import Carrier, File, Outcome, Paper, Parcel, Point, Preview, Publication

CARRIERS: tuple[Carrier, ...] = (
    wechat.CARRIER,
    county.CARRIER,
    webhook.CARRIER,
    mail.CARRIER,
    folder.CARRIER,
)
BY_CODE = {carrier.code: carrier for carrier in CARRIERS}

__all__ = [
    "BY_CODE",
    "CARRIERS",
    "Carrier",
    "File",
    "Outcome",
    "Paper",
    "Parcel",
    "Point",
    "Preview",
    "Publication",
]
