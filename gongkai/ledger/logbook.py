"""The log of one organ, each entry with the name its record bears now. A record that is gone has no name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr

from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.assessment import surveys
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.people.models import Membership, Person
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.reports.models import ReportYear
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.supervision import queries as supervision


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose rows have a name. ``ledger`` is the register in which a row has a page of its own."""

    table: str
    of: Callable[[Scope], QuerySet[Any]]
    field: str
    ledger: str = ""


def _memberships(scope: Scope) -> QuerySet[Membership]:
    return Membership.objects.filter(organ__in=scope.organ_ids)


def _people(scope: Scope) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=_memberships(scope).order_by().values("person"))


NAMED: tuple[Named, ...] = (
    Named("requests.foirequest", requests.of, "number", "requests"),
    Named("disclosures.disclosure", disclosures.of, "title", "disclosures"),
    Named("disclosures.administrativeact", disclosures.acts_of, "on", "acts"),
    Named("remedies.remedycase", remedies.of, "case_no", "remedies"),
    Named("supervision.activity", supervision.of, "topic", "supervision"),
    Named("supervision.matter", supervision.matters, "number", "matters"),
    Named("supervision.task", supervision.tasks, "what", "tasks"),
    Named("assessment.assessment", assessment.assessments, "title", "assessments"),
    Named("assessment.card", assessment.cards, "assessment__title", "cards"),
    Named("assessment.consequence", assessment.consequences, "card__assessment__title"),
    Named("assessment.survey", surveys.of, "title", "surveys"),
    Named("reports.reportyear", ReportYear.objects.within, "year"),
    Named("organs.organ", lambda scope: Organ.objects.filter(pk__in=scope.organ_ids), "name"),
    Named("organs.unit", lambda scope: Unit.objects.filter(organ__in=scope.organ_ids), "name"),
    Named("people.person", _people, "name"),
    Named("people.membership", _memberships, "person__name"),
)
#: The register in which the rows of a table have their pages.
LEDGERS = {named.table: named.ledger for named in NAMED if named.ledger}


def of(organ: Organ) -> QuerySet[Entry]:
    """Every entry that tells of the organ, the newest first; ``name`` is None where the record is gone."""
    scope = Scope.of(organ)
    names = Case(*(_name(named, scope) for named in NAMED), default=Value(None), output_field=CharField())
    return audit.of(organ).order_by("-number").annotate(name=names)


def _name(named: Named, scope: Scope) -> When:
    key = Cast(Substr(OuterRef("subject"), len(named.table) + 2), BigIntegerField())
    rows = named.of(scope).filter(pk=key).order_by()
    name = Subquery(rows.values(said=Cast(F(named.field), CharField()))[:1])
    return When(subject__startswith=f"{named.table}:", then=name)


def between(rows: QuerySet[Entry], first: date | None, last: date | None) -> QuerySet[Entry]:
    """Entries from one day to another, both included. Instants are written alike, so they sort as texts."""
    if first:
        rows = rows.filter(at__gte=first.isoformat())
    return rows.filter(at__lt=(last + timedelta(days=1)).isoformat()) if last else rows
