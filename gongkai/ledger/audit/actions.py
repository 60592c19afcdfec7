"""Writing the log: always inside the transaction of the change it tells of."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, models, transaction

from gongkai.ledger.audit.chain import GENESIS, Head, link
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import state_of
from gongkai.ledger.organs.models import Organ
from gongkai.lib.crypto import Keyring, UnknownKey, has_keys, keyring, make_keys
from gongkai.lib.files import append_line
from gongkai.lib.language import _
from gongkai.lib.today import now

HEAD_FILE = "audit-head.log"
logger = logging.getLogger(__name__)
_LOCK = 7_110_711  # PostgreSQL advisory lock: one writer at a time may extend the chain


@dataclass(frozen=True, slots=True)
class Change:
    """One change to be logged. States are plain values; only their keyed digests are kept."""

    organ: Organ | None
    action: str
    subject: str
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    reason: str = ""


def record(changes: Iterable[Change], *, actor: str) -> None:
    """Append the changes to the chain in their order, and note the new head outside the database."""
    if not connection.in_atomic_block:
        raise RuntimeError("a change and its log row belong into one transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Entry.objects.order_by("-number").values("number", "hash").first()
    number, previous = (last["number"], last["hash"]) if last else (0, GENESIS)
    at = now().isoformat()
    rows: list[Entry] = []
    head_file().parent.mkdir(parents=True, exist_ok=True)
    head_file().open("ab").close()  # a change whose head could not be noted is not made
    for change in changes:
        number += 1
        values: dict[str, object] = {
            "number": number,
            "at": at,
            "actor": actor,
            "organ_id": change.organ.pk if change.organ else None,
            "action": change.action,
            "subject": change.subject,
            "reason": change.reason,
            "before": digest(change.before),
            "after": digest(change.after),
            "previous": previous,
        }
        previous = link(values)
        rows.append(Entry(**values, hash=previous))
    if not rows:
        return
    Entry.objects.bulk_create(rows, batch_size=2000)
    head = Head(number, previous, at)
    transaction.on_commit(lambda: _note(head))


def created(instances: Sequence[models.Model], *, actor: str, organ: Organ | None, reason: str = "") -> None:
    """Log rows that were just created."""
    record(
        [
            Change(organ, f"{name_of(row)}.create", subject(row), after=state_of(row), reason=reason)
            for row in instances
        ],
        actor=actor,
    )


def changed(
    pairs: Sequence[tuple[Mapping[str, object], models.Model]],
    *,
    actor: str,
    organ: Organ | None,
    reason: str = "",
) -> None:
    """Log rows that were just changed, each with its state before."""
    record(
        [
            Change(organ, f"{name_of(row)}.change", subject(row), before, state_of(row), reason)
            for before, row in pairs
        ],
        actor=actor,
    )


def _note(head: Head) -> None:
    """Note the head outside the database. The change stands already, so a failure is told, not raised."""
    try:
        append_line(head_file(), str(head))
    except OSError as error:
        logger.error("已写入台账，但链头没有记到%s（%s），请检查磁盘。", head_file(), error.strerror)


def head_file() -> Path:
    return Path(settings.DATA) / HEAD_FILE


def name_of(row: models.Model) -> str:
    return str(row._meta.label_lower)


def subject(row: models.Model) -> str:
    """How the log names a row: app.model:key."""
    return f"{name_of(row)}:{row.pk}"


def digest(state: Mapping[str, object] | None) -> str:
    """The keyed digest of a row's state; empty where there is no row."""
    if state is None:
        return ""
    text = json.dumps(state, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return keys().fingerprint(text)


def keys() -> Keyring:
    """The keys of this ledger: made with its first row, and never silently made again."""
    folder = Path(settings.DATA) / "keys"
    if not has_keys(folder):
        if Entry.objects.exists():
            raise UnknownKey(
                _("密钥文件夹{folder} — 密钥不见了 — 请放回备份的密钥文件，不要另建。").format(folder=folder)
            )
        make_keys(folder)
    return keyring(folder)
