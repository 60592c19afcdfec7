"""What came by itself becomes a draft, once, or is refused with a sentence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.making import actions as making
from gongkai.ledger.disclosures.making.files import Barred
from gongkai.ledger.disclosures.models import Intake, Record
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.vault import NotScanned
from gongkai.lib.today import now

Way = Intake.Way


def is_known(organ: Organ, key: str) -> Intake | None:
    """What became of what came under this key; None where it is new."""
    return Intake.objects.filter(organ=organ, print=keys().fingerprint(key)).first()


def receive(
    *, organ: Organ, way: Way, key: str, handed: Sequence[tuple[str, bytes]], sender: str = ""
) -> tuple[str, bool]:
    """Make one draft of the files. Why not, and whether nothing may be kept of them; empty where it was done.

    ``NotScanned`` where the virus scanner gives no verdict: to be tried again. ``key`` names what came: the
    same is taken once, whatever is cut off.
    """
    note = partial(_note, organ=organ, way=way, key=key, sender=sender)
    try:
        making.take_in(
            organ=organ,
            actor=str(way.label),
            handed=handed,
            together=True,
            beside=lambda records: note(record=records[0]),
        )
    except NotScanned:
        raise
    except IntegrityError:  # another process has taken it in meanwhile
        return "", False
    except Barred as error:
        note(said=str(error))
        return str(error), True
    except Refused as error:
        note(said=str(error))
        return str(error), False
    return "", False


def refuse(*, organ: Organ, way: Way, key: str, said: str, sender: str = "") -> None:
    """Note that something was not taken, and why."""
    _note(organ=organ, way=way, key=key, sender=sender, said=said)


#: Who sent something and why it was refused is known for so many days, as who logged in is.
KEPT = 200


def forget(at: datetime) -> int:
    """Drop who sent what came long ago and what was said of it (个人信息保护法 第十九条), how many; that it
    came stays, so that it is not taken twice."""
    old = Intake.objects.filter(at__lt=at - timedelta(days=KEPT)).exclude(sender_sealed="", said_sealed="")
    return old.update(sender_sealed="", said_sealed="")


def _note(
    *, organ: Organ, way: Way, key: str, sender: str, said: str = "", record: Record | None = None
) -> None:
    with transaction.atomic():
        Intake.objects.create(
            organ=organ,
            way=way,
            print=keys().fingerprint(key),
            record=record,
            said_sealed=keys().seal(said) if said else "",
            sender_sealed=keys().seal(sender) if sender else "",
            at=now(),
        )
