"""What was made public, held against the public log: every version, report and withdrawal has its leaf there,
and says what it said then."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import models, transaction

from gongkai.ledger.audit.actions import subject, words
from gongkai.ledger.audit.queries import Break
from gongkai.ledger.disclosures import statements as disclosures
from gongkai.ledger.disclosures.models import Record, Version
from gongkai.ledger.reports import statements as reports
from gongkai.ledger.reports.models import Edition
from gongkai.ledger.transparency import actions, queries
from gongkai.ledger.transparency.actions import Statement
from gongkai.ledger.transparency.models import Leaf
from gongkai.lib.language import _
from gongkai.lib.proofs import digest

BATCH = 200


class Told(NamedTuple):
    """Rows of which the log was told, each with what it was told."""

    rows: models.QuerySet[Any]
    statement: Callable[[Any], Statement]


def _told() -> tuple[Told, ...]:
    """Of what was erased for good nothing is left to be told but that it was taken back."""
    return (
        Told(Version.objects.exclude(html="", said={}), disclosures.of_version),
        Told(Record.objects.filter(state=Record.State.WITHDRAWN), disclosures.of_withdrawal),
        Told(Edition.objects.all(), reports.of_edition),
    )


class Held(NamedTuple):
    """A row, and the leaf that tells of it, if there is one."""

    row: Any
    statement: Callable[[Any], Statement]
    leaf: Leaf | None


def is_behind() -> bool:
    """Whether something was made public and the log was told of nothing yet: it came with an upgrade."""
    return not queries.size() and any(told.rows.exists() for told in _told())


@transaction.atomic
def complete() -> int:
    """Tell the log of what was made public before there was one, all or nothing; of how much."""
    missing, count = (held for held in _held() if held.leaf is None), 0
    while batch := list(islice(missing, BATCH)):
        actions.append([held.statement(held.row) for held in batch])
        count += len(batch)
    return count


def differences() -> Iterator[Break]:
    """Every row that the log was not told of, or that says something else than it was told."""
    for row, statement, leaf in _held():
        if leaf is None:
            yield Break(0, _("{row} — 公开日志里没有登记：是绕过程序公开的").format(row=words(row)))
        elif leaf.salt and digest(statement(row).content, leaf.salt) != leaf.digest:
            number = leaf.index + 1
            changed = _("{row} — 与公开日志第{number}条不符：公开后被绕过程序改动过")
            yield Break(number, changed.format(row=words(row), number=number))


def _held() -> Iterator[Held]:
    for told in _told():
        rows = told.rows.order_by("pk").iterator(BATCH)
        while batch := list(islice(rows, BATCH)):
            leaves = queries.leaves(map(subject, batch))
            yield from (Held(row, told.statement, leaves.get(subject(row))) for row in batch)
