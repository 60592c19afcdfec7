"""Reading disclosures, channel counts and acts, always within a scope."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear, Least
from django.utils.timezone import localtime

from gongkai.law.annual_report.tally import ActGroup, DocumentGroup
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import statements
from gongkai.ledger.disclosures.making import files
from gongkai.ledger.disclosures.models import (
    AdministrativeAct,
    Attribute,
    Category,
    ChannelCount,
    Disclosure,
    IndexNumber,
    PublishedFile,
    Record,
    Validity,
    Version,
)
from gongkai.ledger.numbering import following


def of(scope: Scope) -> QuerySet[Disclosure]:
    return Disclosure.objects.within(scope)


def next_number(scope: Scope, year: int) -> str:
    """The index number after the year's highest that no record ever had; empty where there is none: patterns
    differ."""
    rows = of(scope).filter(formed_on__year=year).order_by("-pk")
    number = following(rows.values_list("index_no", flat=True)[:200])
    while IndexNumber.objects.within(scope).filter(index_no=number).exists():
        number = following([number])
    return number


#: So long what has no class yet is somebody's task.
UNCLASSIFIED = timedelta(days=365)


def to_publish(since: date) -> Q:
    """What is to be published and is not yet; what has no class only where it was formed since a day."""
    return Q(published_on=None) & (Q(attribute=Attribute.PROACTIVE) | Q(attribute="", formed_on__gte=since))


def is_to_publish(row: Disclosure, since: date) -> bool:
    """The same of one row."""
    lately = not row.attribute and row.formed_on >= since
    return row.published_on is None and (row.attribute == Attribute.PROACTIVE or lately)


def unfinished(scope: Scope, first: date, last: date, *, review_through: date, most: int) -> QuerySet[Any]:
    """What is to be published and is not yet, lists 公示 that end between two days and still stand, what
    is withheld and to be weighed again by a third, as ``review_on``, and what ``still_stands``; at most so
    many of each, the oldest first. What was not classified within a year is nobody's task."""
    waiting = of(scope).filter(to_publish(first - UNCLASSIFIED)).order_by("formed_on", "pk")
    ending = of(scope).filter(published_on__isnull=False, notice_until__range=(first, last))
    ending = ending.exclude(record__state=Record.State.WITHDRAWN).order_by("notice_until", "pk")
    withheld = Q(record__state=Record.State.WITHHELD, record__review_on__lte=review_through)
    reviews = of(scope).filter(withheld).order_by("record__review_on", "pk")
    overturned = of(scope).filter(still_stands()).order_by("overturned_on", "pk")
    found = [Q(pk__in=rows.values("pk")[:most]) for rows in (waiting, ending, reviews, overturned)]
    return Disclosure.objects.filter(reduce(or_, found)).annotate(
        review_on=Case(When(withheld, then=F("record__review_on")))
    )


def still_stands() -> Q:
    """A penalty that was overturned and is still public: neither taken back nor marked as out of force."""
    return Q(
        overturned_on__isnull=False, published_on__isnull=False, validity__in=("", Validity.IN_FORCE)
    ) & ~Q(record__state=Record.State.WITHDRAWN)


def due_from(scope: Scope, first: date, last: date) -> QuerySet[Disclosure]:
    """What was formed between two days and is published or to be."""
    rows = of(scope).filter(formed_on__range=(first, last))
    return rows.filter(to_publish(first) | Q(published_on__isnull=False)).order_by("formed_on", "pk")


def formed_and_published(scope: Scope, first: date, last: date) -> QuerySet[Any]:
    """How many were formed and published on which days (None where they are not yet) and within which limit,
    of what was formed between two days and is published or to be."""
    rows = due_from(scope, first, last).order_by()
    return rows.values_list("formed_on", "limit", "published_on").annotate(count=Count("pk"))


def reviews(scope: Scope, year: int) -> QuerySet[Any]:
    """How many withheld records are to be weighed again on which days of a year."""
    rows = Record.objects.within(scope).filter(state=Record.State.WITHHELD, review_on__year=year).order_by()
    return rows.values_list("review_on").annotate(count=Count("pk"))


def published_between(scope: Scope, first: date, last: date) -> QuerySet[Disclosure]:
    """What was published from one day to another, both included."""
    return of(scope).filter(published_on__range=(first, last))


def published(scope: Scope, on: date) -> QuerySet[Disclosure]:
    """What everybody may see on a day, the newest first: rows whose record was released, and rows that were
    published before there were records. A withdrawn record leaves its row, whose ``record`` says so."""
    rows = of(scope).filter(attribute__in=("", Attribute.PROACTIVE), published_on__lte=on)
    return rows.select_related("record").order_by("-published_on", "-pk")


@dataclass(frozen=True, slots=True)
class Published:
    """A record as everybody sees it: its last version first. Of a withdrawn one there is but why."""

    record: Record
    versions: tuple[Version, ...]
    withdrawn_because: str = ""
    withdrawn_at: datetime | None = None

    @property
    def latest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def html(self) -> str:
        return self.latest.html if self.latest else ""

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """What can be downloaded: ``content_of`` gives each."""
        return tuple(self.latest.files.all()) if self.latest else ()


def record_of(disclosure: Disclosure) -> Published | None:
    """What was made public of a register row; None where it has no record, or none that was released."""
    record = making_of(disclosure)
    if record and record.state == Record.State.WITHDRAWN:
        last = statements.end_of(record)
        return Published(record, (), last["reason"], localtime(datetime.fromisoformat(last["at"])))
    if record is None or not record.versions.exists():
        return None
    return Published(record, tuple(versions_of(record)))


#: The states of a record on its way.
IN_MAKING = (Record.State.INBOX, Record.State.DRAFT, Record.State.REVIEW)


def making_of(disclosure: Disclosure) -> Record | None:
    """The record behind a register row; None where the row was typed or imported."""
    return Record.objects.filter(disclosure=disclosure).first()


def in_making(scope: Scope) -> QuerySet[Record]:
    """The records that are not published yet and not put away, the oldest first."""
    rows = Record.objects.within(scope).select_related("organ", "disclosure", "intake")
    return rows.filter(state__in=IN_MAKING).order_by("arrived_at", "pk")


def versions_of(record: Record) -> QuerySet[Version]:
    """Every published wording, the latest first."""
    return record.versions.order_by("-number").prefetch_related("files")


def content_of(file: PublishedFile) -> bytes:
    """A published file; UnknownKey where it was taken out of the world."""
    return files.content(file)


def counts_of(scope: Scope) -> QuerySet[ChannelCount]:
    return ChannelCount.objects.within(scope)


def acts_of(scope: Scope) -> QuerySet[AdministrativeAct]:
    return AdministrativeAct.objects.within(scope)


def document_groups(scope: Scope, year: int) -> tuple[DocumentGroup, ...]:
    """规章 and 行政规范性文件 formed by the end of the year, by year of making and of repeal; they serve the
    sums of earlier years as well."""
    rows = (
        with_repeal(of(scope))
        .filter(category__in=(Category.REGULATION, Category.NORMATIVE), formed_on__lte=date(year, 12, 31))
        .order_by()
        .values_list("category", ExtractYear("formed_on"), ExtractYear("gone_on"))
        .annotate(count=Count("pk"))
    )
    return tuple(
        DocumentGroup(category=category, made_year=made, repealed_year=repealed, count=count)
        for category, made, repealed, count in rows
    )


def with_repeal(rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    """Adds ``gone_on``, the first day out of force: 废止日期 or the day after 有效期至, whichever is first;
    null while in force without end."""
    # what is valid until 31 December is in force on that day, and lapses in the new year
    lapsed_on = Cast(ExpressionWrapper(F("expires_on") + timedelta(1), DateTimeField()), DateField())
    return rows.annotate(
        gone_on=Least(Coalesce("repealed_on", lapsed_on), Coalesce(lapsed_on, "repealed_on"))
    )


def stock(scope: Scope, year: int) -> QuerySet[Disclosure]:
    """规章 and 行政规范性文件 in force on some day of the year."""
    return (
        with_repeal(of(scope))
        .filter(category__in=(Category.REGULATION, Category.NORMATIVE), formed_on__lte=date(year, 12, 31))
        .filter(Q(gone_on__isnull=True) | Q(gone_on__gte=date(year, 1, 1)))
    )


def act_groups(scope: Scope, year: int) -> tuple[ActGroup, ...]:
    """Decisions of the year by kind."""
    rows = (
        acts_of(scope)
        .filter(on__year=year)
        .exclude(kind=AdministrativeAct.Kind.FEES)
        .order_by()
        .values_list("kind")
        .annotate(total=Sum("quantity"))
    )
    return tuple(ActGroup(kind=kind, count=total or 0) for kind, total in rows)


def fees_yuan(scope: Scope, year: int) -> Decimal:
    """行政事业性收费 really collected in the year, in 元."""
    rows = acts_of(scope).filter(on__year=year, kind=AdministrativeAct.Kind.FEES)
    # SQLite sums decimals with a long tail
    return Decimal(rows.aggregate(total=Sum("amount"))["total"] or 0).quantize(Decimal("0.01"))


def published_in(scope: Scope, year: int) -> QuerySet[Disclosure]:
    return of(scope).filter(published_on__year=year)


def items_per_channel(scope: Scope, year: int) -> Counter[str]:
    """Items published one by one, per channel; an item on several channels counts in each."""
    tally: Counter[str] = Counter()
    for channels in published_in(scope, year).values_list("channels", flat=True).iterator():
        tally.update(set(channels))
    return tally


def posted_per_channel(scope: Scope, year: int) -> Counter[str]:
    """渠道发布: items a channel carried that are not entered one by one."""
    rows = (
        counts_of(scope)
        .filter(month__year=year)
        .order_by()
        .values_list("channel")
        .annotate(total=Sum("count"))
    )
    return Counter(dict(rows))


def items_per_clause(scope: Scope, year: int) -> Counter[str]:
    """Items published in the year by their 条例 clause; empty where none was named."""
    rows = published_in(scope, year).order_by().values_list("clause").annotate(total=Count("pk"))
    return Counter(dict(rows))


def standing_organs(scope: Scope, year: int) -> set[int]:
    """The organs of whose 规章 or 行政规范性文件 one was in force in the year."""
    return set(stock(scope, year).order_by().values_list("organ_id", flat=True).distinct())


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs that formed, published, repealed, counted or decided anything in the year."""
    days = ("formed_on", "published_on", "repealed_on", "expires_on")
    found: set[int] = set()
    for rows in (
        of(scope).filter(Q(*((f"{day}__year", year) for day in days), _connector=Q.OR)),
        counts_of(scope).filter(month__year=year),
        acts_of(scope).filter(on__year=year),
    ):
        found.update(rows.order_by().values_list("organ_id", flat=True).distinct())
    return found


def years(scope: Scope) -> set[int]:
    """The years in which anything was formed, published, repealed, counted or decided."""
    found: set[int] = set()
    for rows, name in (
        (of(scope), "formed_on"),
        (of(scope), "published_on"),
        (with_repeal(of(scope)), "gone_on"),
        (counts_of(scope), "month"),
        (acts_of(scope), "on"),
    ):
        found.update(day.year for day in rows.exclude(**{name: None}).dates(name, "year"))
    return found
