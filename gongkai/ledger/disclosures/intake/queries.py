"""From where what is in the box came, and what was not let in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.models import Intake, Record
from gongkai.ledger.organs.models import Organ
from gongkai.lib.files import safe_name
from gongkai.lib.language import _
from gongkai.lib.today import now

#: What was refused is shown for so long, the latest of it.
SHOWN, MOST = timedelta(days=14), 10


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What was not let in: when, by which way, from whom, and why."""

    at: datetime
    way: str
    sender: str
    why: str


def not_taken(scope: Scope) -> list[NotTaken]:
    rows = Intake.objects.within(scope).filter(record=None, at__gt=now() - SHOWN)
    return [
        NotTaken(row.at, _way(row), sender_of(row), _opened(row.said_sealed))
        for row in rows.order_by("-at")[:MOST]
    ]


def came_by(record: Record) -> str:
    """From where a record came, in words; empty where it was dropped on screen."""
    row = getattr(record, "intake", None)
    return " ".join(filter(None, (_way(row), sender_of(row)))) if row else ""


def _way(row: Intake) -> str:
    return _("投放文件夹") if row.way == Intake.Way.FOLDER else _("收件邮箱")


def sender_of(row: Intake) -> str:
    return _opened(row.sender_sealed)


def takes_by_folder(organ: Organ) -> bool:
    return bool(organ.option("drop_folder") == "on")


def folder_of(organ: Organ) -> Path:
    """The organ's folder: its number first, so that a new name leads to no other one."""
    base = Path(settings.DROP)
    found = sorted(base.glob(f"{organ.pk}-*")) if base.is_dir() else []
    return found[0] if found else base / f"{organ.pk}-{safe_name(organ.name)[:60]}"


def takes_by_mail(organ: Organ) -> bool:
    return bool(settings.IMAP_HOST and senders_of(organ))


def senders_of(organ: Organ) -> list[str]:
    """From whom mail is taken, in small letters."""
    return [one for one in str(organ.option("mail_senders")).lower().split("、") if one]


def _opened(sealed: str) -> str:
    return keys().open(sealed) if sealed else ""
