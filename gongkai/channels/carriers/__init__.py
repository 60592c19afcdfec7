"""载体, carriers: where a released record is published. One contract, one module each in ``CARRIERS``.

Carriers know no ledger: they get a ``Publication`` and say what came of it.
"""

from gongkai.channels.carriers import board, county, folder, group, mail, speaker, webhook, wechat
from gongkai.channels.carriers.base import Carrier, File, Outcome, Paper, Parcel, Point, Preview, Publication

CARRIERS: tuple[Carrier, ...] = (
    wechat.CARRIER,
    county.CARRIER,
    board.CARRIER,
    speaker.CARRIER,
    group.WECOM,
    group.DINGTALK,
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
