"""Reading and proving the log."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import OperationalError, connection
from django.db.models import Max, OuterRef, QuerySet, Subquery

from gongkai.ledger.audit.actions import head_file
from gongkai.ledger.audit.chain import HASHED, Break, Head, first_break
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.lib.language import _

#: No key is greater; SQLite takes no greater number at all.
MOST = 2**63 - 1
_LAST = "SELECT hash, at FROM audit_entry WHERE organ_id = %s ORDER BY number DESC LIMIT 1"


def head() -> Head | None:
    """The last link of the chain; None while nothing has been logged."""
    row = Entry.objects.order_by("-number").values("number", "hash", "at").first()
    return Head(**row) if row else None


def of(organ: Organ) -> QuerySet[Entry]:
    """Every link that tells of an organ."""
    return Entry.objects.filter(organ=organ)


def subjects(organ: Organ, after: int) -> list[str]:
    """What was written of an organ since a link of the chain, by its number."""
    return list(of(organ).filter(number__gt=after).order_by("number").values_list("subject", flat=True))


def touches(prefix: str, after: int) -> bool:
    """Whether anything with such a name was written since a link of the chain."""
    return Entry.objects.filter(number__gt=after, subject__startswith=prefix).exists()


def about(subjects: Iterable[str]) -> Iterator[dict[str, object]]:
    """Every link that tells of one of these rows, in the order of the chain, in full."""
    rows = Entry.objects.filter(subject__in=list(subjects)).order_by("number")
    return rows.values(*HASHED, "hash").iterator(5000)


def last_of(organ: Organ) -> str:
    """The hash of the last link that tells of an organ: another one whenever anything of it has changed."""
    link = last_link(organ.pk)
    return link.hash if link else ""


class Link(NamedTuple):
    """A link of the chain: its hash, and when it was written (ISO 8601 with zone)."""

    hash: str
    at: str


def last_link(organ_id: int) -> Link | None:
    """The last link that tells of an organ, with its instant."""
    if organ_id > MOST:
        return None
    with connection.cursor() as cursor:  # every page of a portal asks for it first
        cursor.execute(_LAST, [organ_id])
        row = cursor.fetchone()
    return Link(*row) if row else None


def last_links(scope: Scope) -> dict[int, Link]:
    """The last link that tells of each organ of a scope, however long the log is."""
    newest = Entry.objects.filter(organ=OuterRef("pk")).order_by("-number").values("number")[:1]
    organs = Organ.objects.filter(pk__in=scope.organ_ids).values(last=Subquery(newest))
    rows = Entry.objects.filter(number__in=organs).values_list("organ", "hash", "at")
    return {organ: Link(hash, at) for organ, hash, at in rows}


def states(label: str) -> Iterator[tuple[str, int, str, str]]:
    """Every log row of a table that tells of a state, in order: subject, number, digests before and after.

    An empty digest after it says that the row was taken away.
    """
    rows = Entry.objects.filter(subject__startswith=f"{label}:").exclude(before="", after="")
    return rows.order_by("number").values_list("subject", "number", "before", "after").iterator(5000)


def last_states(label: str) -> dict[str, tuple[int, str]]:
    """Per subject of a table: the number of its last log row with a state, and the digest it left."""
    return {subject: (number, after) for subject, number, _before, after in states(label)}


def holds(printed: Head) -> Break | None:
    """What is wrong with a head that was printed on a paper; None when the log still has it."""
    row = Entry.objects.filter(number=printed.number).values("hash").first()
    if row is None:
        return Break(
            printed.number, _("操作日志没有第{number}条，纸面上的校验码却有").format(number=printed.number)
        )
    if row["hash"] != printed.hash:
        return Break(
            printed.number, _("操作日志第{number}条与纸面上的校验码不符").format(number=printed.number)
        )
    return None


def has_done(action: str, subject: str, actor: str, on: date) -> bool:
    """Whether somebody has done this to a subject on a day."""
    rows = Entry.objects.filter(subject=subject, action=action, actor=actor)
    return rows.filter(at__startswith=on.isoformat()).exists()


def when(action: str, subject: str) -> str:
    """The instant at which an action on a subject was last logged; empty where it never was."""
    logged = Entry.objects.filter(subject=subject, action=action).order_by("-number")
    return logged.values_list("at", flat=True).first() or ""


def noted_heads() -> list[Head]:
    """The heads noted outside the database; a line cut short by a crash is passed over."""
    path = head_file()
    if not path.exists():
        return []
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return [head for head in map(_parsed, lines) if head is not None]


def _parsed(line: str) -> Head | None:
    try:
        return Head.parse(line)
    except ValueError:
        return None


def verify() -> Break | None:
    """The first break of the chain, or None when the log is whole."""
    heads = noted_heads()
    if not heads and Entry.objects.exists():
        return Break(
            1, _("库外记录的链头不见了（{file}），日志尾部是否被截断无从证明").format(file=head_file())
        )
    rows = Entry.objects.order_by("number").values(*HASHED, "hash")
    try:
        return first_break(rows.iterator(chunk_size=5000), heads)
    except OperationalError as error:
        if "decode" not in str(error):  # the database itself
            raise
    return first_break(_one_by_one(rows), heads)


def _one_by_one(rows: QuerySet[Entry, dict[str, object]]) -> Iterator[dict[str, object]]:
    """Every row up to the first that holds bytes which are no text, as SQLite lets somebody put them in."""
    for number in range(1, (rows.aggregate(last=Max("number"))["last"] or 0) + 1):
        try:
            yield from rows.filter(number=number)
        except OperationalError:
            yield {"number": number, **dict.fromkeys((*HASHED[1:], "hash"), b"")}
            return
