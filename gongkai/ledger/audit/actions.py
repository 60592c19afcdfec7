"""Writing the log: always inside the transaction of the change it tells of."""

import json
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from gongkai.ledger.audit.chain import GENESIS, Head, goes_on, link
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import OrganRecord, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.lib.crypto import Keyring, UnknownKey, has_keys, keyring, make_keys
from gongkai.lib.files import append_line
from gongkai.lib.language import _
from gongkai.lib.signing import own_key
from gongkai.lib.today import now

HEAD_FILE = "audit-head.log"
BATCH = 2000
logger = logging.getLogger(__name__)
R = TypeVar("R", bound=OrganRecord)
_LOCK = 7_110_711  # PostgreSQL advisory lock: one writer at a time may extend the chain


class Strayed(PermissionDenied):
    """A row to be changed is not what the log says: the faces show the sentence as a refusal."""


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
    """Append the changes to the chain in their order, and note the new head outside the database.

    Strayed where one would cover up what was done to its row past the program.
    """
    alone()
    last = Entry.objects.order_by("-number").values("number", "hash").first()
    number, previous = (last["number"], last["hash"]) if last else (0, GENESIS)
    at = now().isoformat()
    rows: list[Entry] = []
    head_file().parent.mkdir(parents=True, exist_ok=True)
    head_file().open("ab").close()  # a change whose head could not be noted is not made
    for change, before, after in _following(list(changes)):
        number += 1
        values: dict[str, object] = {
            "number": number,
            "at": at,
            "actor": actor,
            "organ_id": change.organ.pk if change.organ else None,
            "action": change.action,
            "subject": change.subject,
            "reason": change.reason,
            "before": before,
            "after": after,
            "previous": previous,
        }
        previous = link(values)
        rows.append(Entry(**values, hash=previous))
    if not rows:
        return
    Entry.objects.bulk_create(rows, batch_size=BATCH)
    head = Head(number, previous, at)
    transaction.on_commit(lambda: _note(head))


def alone() -> None:
    """Until the transaction ends nobody else adds to the log, nor to what is written in its order."""
    if not connection.in_atomic_block:
        raise RuntimeError("a change and its log row belong into one transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _following(changes: Sequence[Change]) -> Iterator[tuple[Change, str, str]]:
    """The changes with their digests, each held against the state that the log left of its row."""
    left = _left({change.subject for change in changes if change.before is not None and _is_row(change)})
    for change in changes:
        before, after = digest(change.before), digest(change.after)
        if change.subject in left:
            if not goes_on(left[change.subject], before, after):
                raise Strayed(_strayed(change.subject))
            left[change.subject] = after
        yield change, before, after


def _is_row(change: Change) -> bool:
    """A notice of working days is logged with its state too, but is a file and no row of a ledger."""
    return "." in change.subject


def _strayed(subject: str) -> str:
    return _(
        "{row} — 与操作日志最后一次记下的不符（可能刚有人改过，也可能被绕过程序改动过），没有写入 — "
        "请重新打开再试；还是不行，请运行 gongkai verify，从备份恢复。"
    ).format(row=in_words(subject))


def _left(subjects: Collection[str]) -> dict[str, str]:
    """The digest that the last log row of each subject left; empty where there is none."""
    names = sorted(subjects)
    left = dict.fromkeys(names, "")
    for start in range(0, len(names), BATCH):
        rows = Entry.objects.filter(subject__in=names[start : start + BATCH]).exclude(before="", after="")
        left.update(rows.order_by("number").values_list("subject", "after"))
    return left


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


def put(row: R, before: Mapping[str, object] | None, done: str, *, actor: str, reason: str = "") -> R:
    """Save a row, with its row of the log under the name of what was done. ``before``: None for a new row."""
    row.save()
    record([Change(row.organ, done, subject(row), before, state_of(row), reason)], actor=actor)
    return row


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


def in_words(subject: str) -> str:
    """A logged row as people know it; the log's own name for it where it is no more."""
    label, _colon, key = subject.partition(":")
    row = apps.get_model(label)._default_manager.filter(pk=key).first()
    return words(row) if row else subject


def words(row: models.Model) -> str:
    organ = getattr(row, "organ", None)
    return "·".join(filter(None, (organ.name if organ else "", str(row))))


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
        own_key(folder)  # now, so that whoever saves a copy of the keys has it too
    return keyring(folder)
