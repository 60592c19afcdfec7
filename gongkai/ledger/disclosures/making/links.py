"""关联: what a record is to others of the organ's register. Read from its text as a proposal, confirmed with
its elements, in force when a version is released: what it repeals is marked then, and stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from gongkai.ledger import records
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures.making import proposals, queries
from gongkai.ledger.disclosures.models import Disclosure, Link, Record, Validity, Version
from gongkai.ledger.disclosures.public import actions as public
from gongkai.ledger.organs.models import Organ
from gongkai.lib.language import _
from gongkai.reading.originals.mentions import Mention, mentions

_MOST = 12


@dataclass(frozen=True, slots=True)
class Linked:
    """Another row of the register; ``kind`` as it was confirmed or is proposed, ``why`` of a proposal."""

    row: Disclosure
    kind: str
    why: str = ""


def confirmed(record: Record) -> list[Linked]:
    """What somebody has said, in the order in which it was said."""
    rows = Disclosure.objects.in_bulk([one["to"] for one in record.links])
    return [Linked(rows[one["to"]], one["kind"]) for one in record.links if one["to"] in rows]


def offered(record: Record) -> list[Linked]:
    """What is to be looked at: what was confirmed, and before that what the text says."""
    if record.disclosure:
        return confirmed(record)
    text = proposals.text_of(record).split("\n")
    found: dict[int, Linked] = {}
    for one in mentions(queries.title_of(record), text):
        for row in _meant(record.organ, one):
            found.setdefault(row.pk, Linked(row, one.kind, _("写明“{words}”").format(words=one.because)))
    return list(found.values())[:_MOST]


def found(organ: Organ, said: str) -> list[Disclosure]:
    """The rows of the register with this 文号 or 索引号."""
    return list(_of(organ).filter(Q(document_no=said) | Q(index_no=said))[:2])


def _meant(organ: Organ, one: Mention) -> list[Disclosure]:
    """By its number where it has one that is known, else by its name: its own, or of what a notice issues."""
    rows = _of(organ)
    ends = f"〔{one.number.partition('〔')[2]}"
    by_number = rows.filter(document_no__endswith=ends) if one.number else rows.none()
    meant = [row for row in by_number[:_MOST] if one.number.endswith(row.document_no)]
    if meant or not one.name:
        return meant[:1]
    issued = Q(title__contains=f"印发《{one.name}》") | Q(title__contains=f"发布《{one.name}》")
    return list(rows.filter(Q(title=one.name) | issued)[:1])


def _of(organ: Organ) -> Any:
    return Disclosure.objects.within(Scope.of(organ)).order_by("-formed_on", "-pk")


def kept(record: Record, said: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """As the record keeps them; Refused where one is itself, or not of the organ's register."""
    wanted = {pk: kind for kind, pk in said}
    known = set(_of(record.organ).filter(pk__in=wanted).values_list("pk", flat=True))
    if set(wanted) - known or record.disclosure_id in wanted:
        raise Refused(_("关联 — 登记簿里没有这一件，或者就是这一件自己 — 请核对文号或索引号。"))
    return [{"kind": kind, "to": pk} for pk, kind in wanted.items()]


def differ(version: Version, record: Record) -> bool:
    """Whether other links are confirmed than are in force with a version."""
    in_force = set(version.links.values_list("target", "kind"))
    return in_force != {(one.row.pk, one.kind) for one in confirmed(record)}


def release(version: Version, on: date, actor: str) -> None:
    """They are in force with a version; what is repealed says so from the day on which it is."""
    record = version.record
    made = [Link(version=version, target=one.row, kind=one.kind) for one in confirmed(record)]
    Link.objects.bulk_create(made)
    audit.created(made, actor=actor, organ=record.organ)
    for link in made:
        if link.kind == Link.Kind.REPEALS and link.target.repealed_on is None:
            _repeal(link.target, version, on, actor)


def _repeal(row: Disclosure, version: Version, on: date, actor: str) -> None:
    day = version.record.disclosure.effective_on or on  # type: ignore[union-attr]  # released ones have their row
    values: Mapping[str, Any] = {"repealed_on": day} | ({"validity": Validity.REPEALED} if day <= on else {})
    reason = _("由《{title}》废止").format(title=version.title[:100])
    records.amend([(row, values)], organ=row.organ, actor=actor, reason=reason)
    public.follow([row])
