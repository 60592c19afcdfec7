"""Adding to the tree, always inside the transaction of the act it tells of, and signing its head."""

import json
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.transparency import queries
from gongkai.ledger.transparency.models import Head, Leaf, Node
from gongkai.lib import heads, merkle
from gongkai.lib.proofs import Kind, digest
from gongkai.lib.signing import own_key
from gongkai.lib.today import now

BATCH = 2000
#: Who signs by the clock.
BY_ITSELF = "系统"


class Statement(NamedTuple):
    """What is to be told of an act: ``subject`` as the audit log names its row, ``content`` as anybody can
    read it."""

    kind: Kind
    subject: str
    content: str


def in_one_writing(said: dict[str, Any]) -> str:
    """What was made public as the text whose digest is kept."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def append(statements: Sequence[Statement]) -> None:
    """Add a leaf for each act. One writer at a time, in the order of the audit log."""
    if not statements:
        return
    audit.alone()
    first, at = queries.size(), now().isoformat()
    kept = queries.hashes(merkle.complete(merkle.Span(0, first)))
    known, leaves = dict(kept), []
    for index, said in enumerate(statements, first):
        salt = secrets.token_hex(16)
        leaf = Leaf(
            index=index,
            kind=said.kind,
            subject=said.subject,
            at=at,
            digest=digest(said.content, salt),
            salt=salt,
        )
        leaves.append(leaf)
        _close(known, index, merkle.leaf_hash(queries.entry(leaf).data))
    Leaf.objects.bulk_create(leaves, batch_size=BATCH)
    nodes = [Node(place=node.place, hash=known[node]) for node in known if node not in kept]
    Node.objects.bulk_create(nodes, batch_size=BATCH)


def _close(known: dict[merkle.Node, bytes], index: int, leaf: bytes) -> None:
    """Put a leaf into the tree, with whatever becomes complete by it."""
    first, *others = merkle.closed_by(index)
    known[first] = leaf
    for node in others:
        left, right = (known[merkle.Node(node.level - 1, 2 * node.number + side)] for side in (0, 1))
        known[node] = merkle.node_hash(left, right)


def forget(subjects: Iterable[str]) -> None:
    """Drop the salts of what was erased for good: the tree stays as it is, and tells nothing of it."""
    Leaf.objects.filter(subject__in=list(subjects)).update(salt="")


@transaction.atomic
def sign() -> Head | None:
    """Sign the head where the tree has grown or a day has begun; None where it is signed as it is."""
    audit.alone()
    if not queries.is_due():
        return None
    size = queries.size()
    made = heads.sign(size, queries.root(size), now(), own_key(Path(settings.DATA) / "keys"))
    said = heads.to_json(made)
    row = Head(**{name: said[name] for name in Head.SAID})
    row.save()
    change = audit.Change(None, "transparency.sign", audit.subject(row), after=state_of(row))
    audit.record([change], actor=BY_ITSELF)
    return row
