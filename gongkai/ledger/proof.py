"""Holding the ledgers against the log: every row must be what its last log row says it became, and every log
row must begin with what the one before it left.

The chain proves that nobody touched the log; this proves that nobody passed it by.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db import models

from gongkai.ledger import witness
from gongkai.ledger.archive.models import ArchiveBox, ArchivedCase, Destruction, UnfiledArrival
from gongkai.ledger.assessment.models import Answers, Assessment, Card, Consequence, Indicators, Survey
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.audit.actions import digest, goes_on, in_words, subject, words
from gongkai.ledger.audit.queries import Break
from gongkai.ledger.base import state_of
from gongkai.ledger.deliveries.models import Delivery, Outlet, Photo, Posting
from gongkai.ledger.disclosures.models import (
    AdministrativeAct,
    CatalogueLine,
    ChannelCount,
    Coordination,
    Disclosure,
    IndexNumber,
    Link,
    Original,
    PublishedFile,
    Record,
    Version,
)
from gongkai.ledger.organs.models import FormerName, Organ, Superior, Unit
from gongkai.ledger.outbox.models import Preference, Way
from gongkai.ledger.people.models import Charge, Delegation, Handover, Membership, Person
from gongkai.ledger.remedies.models import RemedyCase, RemedyFile
from gongkai.ledger.reports.models import (
    Chase,
    Edition,
    KeptReport,
    Material,
    Received,
    ReportYear,
    SenderKey,
    Sent,
    YearNotice,
)
from gongkai.ledger.requests.actions import state
from gongkai.ledger.requests.models import (
    Arrival,
    Attachment,
    FoiRequest,
    Lesson,
    Letter,
    LetterNumber,
    LetterTemplate,
    PublicAnswer,
    Redaction,
    RedactionBox,
)
from gongkai.ledger.supervision.models import Activity, Discharge, Enclosure, Matter, Task
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.transparency import queries as transparency
from gongkai.ledger.transparency.models import Head
from gongkai.lib.language import _

#: Every table whose rows are logged. A row of a table that is missing here could be changed unseen.
LOGGED: tuple[type[models.Model], ...] = (
    Organ,
    Superior,
    Unit,
    FormerName,
    Person,
    Membership,
    Delegation,
    Handover,
    Charge,
    Way,
    Preference,
    Token,
    FoiRequest,
    Letter,
    LetterTemplate,
    LetterNumber,
    Lesson,
    Arrival,
    Attachment,
    Redaction,
    RedactionBox,
    PublicAnswer,
    Disclosure,
    ChannelCount,
    AdministrativeAct,
    Record,
    Original,
    Coordination,
    Version,
    PublishedFile,
    Link,
    IndexNumber,
    CatalogueLine,
    Outlet,
    Delivery,
    Posting,
    Photo,
    RemedyCase,
    RemedyFile,
    ArchiveBox,
    ArchivedCase,
    Destruction,
    UnfiledArrival,
    Activity,
    Discharge,
    Matter,
    Task,
    Enclosure,
    Indicators,
    Assessment,
    Card,
    Consequence,
    Survey,
    Answers,
    ReportYear,
    Edition,
    YearNotice,
    KeptReport,
    Material,
    Chase,
    SenderKey,
    Sent,
    Received,
    Head,
)


def verify() -> Break | None:
    """The first break of the chain, else the first row that is not what the log says, else the first place
    where the public log is not whole; None when all holds."""
    return audit.verify() or next(chain(differences(), transparency.breaks(), witness.differences()), None)


def differences() -> Iterator[Break]:
    """Every row that is not what the log says, or was not when it was changed."""
    for table in LOGGED:
        told: dict[str, tuple[int, str]] = {}
        yield from _covered_up(table, told)
        for row, now in states(table._default_manager.order_by("pk")):
            number, after = told.pop(subject(row), (0, ""))
            if not after:
                yield Break(
                    number,
                    _("{row} — 台账里有，操作日志里没有登记：是绕过程序写入的").format(row=words(row)),
                )
            elif digest(now) != after:
                yield Break(
                    number,
                    _("{row} — 与操作日志第{number}条不符：台账被绕过程序改动过").format(
                        row=words(row), number=number
                    ),
                )
        for name, (number, after) in told.items():
            if after:
                yield Break(
                    number,
                    _("{name} — 操作日志第{number}条登记过，台账里不在了：是绕过程序删除的").format(
                        name=name, number=number
                    ),
                )


def _covered_up(table: type[models.Model], told: dict[str, tuple[int, str]]) -> Iterator[Break]:
    """Where a logged change went out from a state that the log does not know. ``told`` is filled with the
    last state of each row and its number in the log."""
    for name, number, before, after in audit.states(table._meta.label_lower):
        last, left = told.get(name, (0, ""))
        if not goes_on(left, before, after):
            yield Break(
                number,
                _(
                    "{name} — 操作日志第{number}条改动之前，已与第{last}条记下的不符：台账被绕过程序改动过，"
                    "又被后来的更正盖住"
                ).format(name=in_words(name), number=number, last=last),
            )
        told[name] = number, after


def states(rows: models.QuerySet[Any]) -> Iterator[tuple[Any, dict[str, object]]]:
    """Rows of a table, each with the state by which the log knows it."""
    if rows.model is FoiRequest:
        for application in rows.prefetch_related("events").iterator(chunk_size=1000):
            yield application, state(application, application.events.all())
        return
    for row in rows.iterator(chunk_size=2000):
        yield row, state_of(row)
