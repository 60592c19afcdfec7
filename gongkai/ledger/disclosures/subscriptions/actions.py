"""Asking for mail, confirming it, ending it. Nobody is told whether an address is known; whoever ends it, or
never confirms, leaves no row. An address is no record of an organ, so it stands in no log."""

import json
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.disclosures.models import Subscription
from gongkai.ledger.disclosures.public.queries import Asked
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.vault import reseal_rows

#: Subscriptions to one address; so long a question whether it is meant stands, and until it is put again.
MOST = 20
#: As much of a search is kept.
LONGEST = 1000
UNCONFIRMED, AGAIN = timedelta(days=7), timedelta(days=1)


@transaction.atomic
def subscribe(*, organ: Organ, email: str, asked: Asked, at: datetime) -> None:
    """Have the address asked whether it is meant; nothing where it is known, was just asked, or has many.
    The search is not ``is_long``."""
    print_ = keys().fingerprint(f"subscription:{email.strip().lower()}")
    Organ.objects.select_for_update().get(pk=organ.pk)  # two that ask at once would both be taken
    known = Subscription.objects.filter(organ=organ, email_print=print_)
    said = written(asked)
    row = known.filter(asked=said).first()
    if row is None and known.count() < MOST:
        sealed = keys().seal(email.strip())
        Subscription(organ=organ, asked=said, email_sealed=sealed, email_print=print_, asked_at=at).save()
    elif row and row.confirmed_on is None and row.asked_at < at - AGAIN:
        Subscription.objects.filter(pk=row.pk).update(asked_at=at, mailed_at=None)


def confirm(*, pk: int, print_: str, on: date) -> bool:
    """The address says that it is meant; from that day on it is written to. Whether there is such a one."""
    rows = Subscription.objects.filter(pk=pk, email_print__startswith=print_)
    rows.filter(confirmed_on=None).update(confirmed_on=on, told_on=on - timedelta(1))
    return rows.exists()


def end(*, pk: int, print_: str) -> None:
    """退订, at once and without a trace."""
    Subscription.objects.filter(pk=pk, email_print__startswith=print_).delete()


def sweep(at: datetime) -> None:
    """Forget whoever was asked and never confirmed."""
    Subscription.objects.filter(confirmed_on=None, asked_at__lt=at - UNCONFIRMED).delete()


def reseal() -> int:
    return reseal_rows(Subscription.objects.only("id", "email_sealed"), ["email_sealed"])


def written(asked: Asked) -> str:
    """A search as it is kept; the same one is written the same."""
    said = {"words": sorted(asked.words), "facets": dict(asked.facets)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def is_long(asked: Asked) -> bool:
    return len(written(asked)) > LONGEST


def read(said: str) -> Asked:
    known = json.loads(said)
    return Asked(tuple(known["words"]), known["facets"])
