"""Asking what an organ has published: by words and facets, newest or best first. Whatever the index names is
held against the register once more, so that nothing is shown that is not public today."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from gongkai.law.proactive import CLAUSES, DOCUMENT_KINDS, FIELDS
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.models import (
    Category,
    Disclosure,
    Link,
    PublishedFile,
    Record,
    Validity,
    Version,
)
from gongkai.ledger.disclosures.public import rows as public
from gongkai.ledger.disclosures.public.actions import INDEX
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.disclosures.queries import Published, content_of, record_of
from gongkai.ledger.disclosures.statements import end_of, is_over
from gongkai.ledger.likeness import likest
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.words import grams
from gongkai.ledger.words.queries import LONGEST, MOST_WORDS

#: Beyond this a count is told as "and more"; so many of the newest hits are ranked.
MOST_COUNTED, MOST_RANKED, ALL = 1000, 5000, 2**31
#: The categories of what stands on the page of what is in force.
HAS_FORCE = (Category.REGULATION, Category.NORMATIVE)
KEPT = 24 * 60 * 60
State = Record.State
_WORD = re.compile('[“"]([^“”"]+)[”"]|([^\\s“”"]+)')


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words that must all stand there, values of facets, and in which order."""

    words: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    best_first: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of it; ``count`` ends at MOST_COUNTED, and ``has_more`` says that it does."""

    rows: tuple[Disclosure, ...]
    count: int
    has_more: bool


def words_of(text: str) -> tuple[str, ...]:
    """What is typed as words: parted by spaces, what stands in quotation marks as one."""
    found = (" ".join((quoted or plain).split()) for quoted, plain in _WORD.findall(text[:LONGEST]))
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_WORDS]


def published(scope: Scope, on: date) -> Any:
    """The rows of the register that anyone may see on a day."""
    return public.public(Disclosure.objects.within(scope).filter(published_on__lte=on))


def record(organ: Organ, pk: int, on: date) -> Disclosure | None:
    """What an organ has published under this key."""
    found: Disclosure | None = published(Scope.of(organ), on).filter(pk=pk).first()
    return public.named(found) if found else None


def released(row: Disclosure) -> Published | None:
    """The versions of a record and its files; None of a row that was typed or imported."""
    return record_of(row)


def versions_of(rows: Sequence[Disclosure]) -> dict[int, Version]:
    """What was released last of each of these rows, without its body; rows without a record have none."""
    found = Version.objects.filter(record__disclosure__in=[row.pk for row in rows]).order_by("number")
    found = found.select_related("record").defer("html", "record__read_sealed")
    return {version.record.disclosure_id: version for version in found if version.record.disclosure_id}


#: So much of a text is looked through for a word that is written otherwise; so much stands around one.
_LOOKED, _BEFORE, _PASSAGE = 20_000, 24, 80


def passages(rows: Sequence[Disclosure], words: Sequence[str], on: date) -> dict[int, str]:
    """What stands around the first of the words in the body of each of these rows, else in one of its files,
    as everybody may read it. Of a list whose days are over nothing is told but its name."""
    shown = {row.pk for row in rows if words and not (row.notice_until and row.notice_until < on)}
    found = Version.objects.filter(record__disclosure__in=shown).order_by("number")
    latest = {
        one.record.disclosure_id: one for one in found.select_related("record").prefetch_related("files")
    }
    told = {pk: _passage(version, words) for pk, version in latest.items() if pk}
    return {pk: passage for pk, passage in told.items() if passage}


def _passage(version: Version, words: Sequence[str]) -> str:
    texts = [("", version.text), *((f"{file.name}：", file.text) for file in version.files.all())]
    for where, text in texts:
        if (at := _place(text, words)) >= 0:
            begin = max(0, at - _BEFORE)
            part = " ".join(text[begin : begin + _PASSAGE].split())
            return f"{where}{'…' if begin else ''}{part}{'…' if begin + _PASSAGE < len(text) else ''}"
    return ""


def _place(text: str, words: Sequence[str]) -> int:
    """Where the first of the words stands in a text, as the index finds them; below 0 where none does."""
    evened = [grams.even(word) for word in words]
    for said, looked in ((text, words), (grams.even(text[:_LOOKED]), evened)):
        if places := [at for word in looked if (at := said.find(word)) >= 0]:
            return min(places)
    return -1


def every(organ: Organ, on: date, *, start: int = 0, most: int = ALL) -> Iterator[Disclosure]:
    """All that an organ has published, the newest first, some at a time; or a part of it."""
    rows = published(Scope.of(organ), on).defer("record__read_sealed", "record__deeds", "record__verdicts")
    part = rows.order_by("-published_on", "-pk")[start : start + most]
    return map(public.named, part.iterator(500))


def keys(organ: Organ, on: date) -> set[int]:
    """The keys of all that an organ has published."""
    return set(published(Scope.of(organ), on).values_list("pk", flat=True))


def in_order(organ: Organ, on: date) -> list[int]:
    """The same, the oldest first."""
    rows = published(Scope.of(organ), on).order_by("published_on", "pk")
    return list(rows.values_list("pk", flat=True))


def rows(organ: Organ, pks: Sequence[int], on: date) -> list[Disclosure]:
    """Those of these rows that an organ has published."""
    return [public.named(row) for row in published(Scope.of(organ), on).filter(pk__in=pks).order_by("pk")]


def released_of(rows: Sequence[Disclosure]) -> dict[int, Published]:
    """The versions of several rows with their files; rows without a record have none."""
    found = Record.objects.filter(disclosure__in=[row.pk for row in rows], versions__isnull=False)
    return {
        record.disclosure_id: Published(record, tuple(record.versions.all()))
        for record in found.distinct().prefetch_related("versions__files")
        if record.disclosure_id
    }


def texts_of(rows: Sequence[Disclosure]) -> dict[int, str]:
    """What the index holds of several rows."""
    found = Disclosure.objects.filter(pk__in=[row.pk for row in rows])
    return {public.record_of(entry.id): entry.text for entry in public.entries(found)}


def touched(organ: Organ, after: int) -> set[int]:
    """The keys of the rows of which anything was written since a link of the log, by its number."""
    subjects = [subject.partition(":")[::2] for subject in audit.subjects(organ, after)]
    of = {table: [int(key) for name, key in subjects if name == table and key] for table in _OF_RECORDS}
    records = Record.objects.filter(pk__in=of["disclosures.record"]).values_list("disclosure_id", flat=True)
    found = {*of["disclosures.disclosure"], *(pk for pk in records if pk)}
    return found | _linked(found)


def _linked(keys: set[int]) -> set[int]:
    """What names one of these rows on its page, or is named on theirs."""
    ways = (("target", _NAMES), (_NAMES, "target"))
    return {
        pk for of, to in ways for pk in Link.objects.filter(**{f"{of}__in": keys}).values_list(to, flat=True)
    }


Linked = tuple[str, bool, Disclosure]


def links(row: Disclosure, on: date) -> list[Linked]:
    """What the last version of a public row is to others, and others to it: the kind, whether it is they who
    name it, the other one. Only what is public itself is told."""
    return links_of(row.organ, [row], on)[row.pk]


def links_of(organ: Organ, rows: Sequence[Disclosure], on: date) -> dict[int, list[Linked]]:
    """The same of several rows of an organ."""
    latest = Version.objects.filter(record=OuterRef("version__record")).order_by("-number").values("pk")[:1]
    known = Link.objects.filter(version=Subquery(latest)).order_by("pk")
    pks = [row.pk for row in rows]
    there = known.filter(version__record__disclosure__in=pks)
    told = [(here, kind, False, other) for here, kind, other in there.values_list(_NAMES, "kind", "target")]
    back = known.filter(target__in=pks)
    told += [(here, kind, True, other) for here, kind, other in back.values_list("target", "kind", _NAMES)]
    named = {other for *_said, other in told}
    others = published(Scope.of(organ), on).filter(pk__in=named) if named else ()
    by_key = {one.pk: public.named(one) for one in others}
    return {
        pk: [
            (kind, is_back, by_key[other])
            for here, kind, is_back, other in told
            if here == pk and other in by_key
        ]
        for pk in pks
    }


#: From a link to the row that names another.
_NAMES = "version__record__disclosure"
#: Whatever is written of a record is also written with it or with its row of the register.
_OF_RECORDS = ("disclosures.disclosure", "disclosures.record")


def withdrawn_keys(organ: Organ, on: date) -> list[int]:
    """The keys of what was published and taken back."""
    rows = Disclosure.objects.within(Scope.of(organ)).filter(published_on__lte=on)
    return list(rows.filter(record__state=State.WITHDRAWN).values_list("pk", flat=True))


def changed(organ: Organ, on: date) -> Any:
    """Every public row's key with the day on which what is seen of it changed last, the newest first."""
    released = Max("record__versions__released_at__date")
    rows = published(Scope.of(organ), on).annotate(changed_on=Coalesce(released, "published_on"))
    return rows.order_by("-published_on", "-pk").values_list("pk", "changed_on")


def file_of(organ: Organ, pk: int, number: int, on: date) -> tuple[PublishedFile, bytes] | None:
    """A file that stands with what an organ has published under this key. The address that it had in an
    earlier version leads to it as it is now, unless it was taken out."""
    row = record(organ, pk, on)
    told = record_of(row) if row and not (row.notice_until and row.notice_until < on) else None
    named = {file.pk: file.original_id for one in told.versions for file in one.files.all()} if told else {}
    found = (
        next((file for file in told.files if file.original_id == named.get(number)), None) if told else None
    )
    return (found, content_of(found)) if found else None


@dataclass(frozen=True, slots=True)
class Stub:
    """What is left of something that was taken back: its number, and why. Of a list 公示 whose time is over
    the name stays; another title may be what was taken back."""

    index_no: str
    why: str
    title: str = ""


def stub(organ: Organ, pk: int, on: date) -> Stub | None:
    """What stands where something stood; None where nothing was taken back."""
    record = taken_back(organ, pk, on)
    if record is None or record.disclosure is None:
        return None
    last = record.versions.first()
    title = last.title if last and is_over(record) else ""
    return Stub(record.disclosure.index_no, end_of(record)["reason"], title)


def withdrawn(organ: Organ, pk: int, on: date) -> str:
    """Why nothing stands any more where something stood; "" where nothing was taken back."""
    record = taken_back(organ, pk, on)
    return end_of(record)["reason"] if record else ""


def taken_back(organ: Organ, pk: int, on: date) -> Record | None:
    """The record that stood under a key and was taken back."""
    rows = Record.objects.within(Scope.of(organ)).filter(state=State.WITHDRAWN)
    return rows.filter(disclosure__pk=pk, disclosure__published_on__lte=on).first()


def find(organ: Organ, asked: Asked, on: date, *, start: int = 0, most: int = 20) -> Found:
    """A page of what was looked for."""
    count = _count(organ, asked, on)
    keys = (_best if asked.best_first else _newest)(organ, asked, on, start, most)
    return Found(tuple(_rows(organ, keys, on)), min(count, MOST_COUNTED), count > MOST_COUNTED)


def _rows(organ: Organ, keys: list[int], on: date) -> Iterator[Disclosure]:
    """The rows behind keys that are public. They are asked for by their keys alone: beside an organ and a day
    SQLite walks over all that the organ has published."""
    asked = [public.record_of(key) for key in keys]
    found = public.public(Disclosure.objects.all()).in_bulk(asked)
    for row in (found[pk] for pk in asked if pk in found):
        if row.organ_id == organ.pk and row.published_on and row.published_on <= on:
            yield public.named(row)


def like(organs: Iterable[Organ], text: str, on: date, most: int = 5) -> list[Disclosure]:
    """What is nearest where nothing holds the words."""
    rows = likest(published(Scope.of(*organs), on), "released_title", text)
    return [public.named(row) for row in rows[:most]]


def validity(row: Disclosure, on: date) -> str:
    """有效性 on a day; "" of what has none, such as a list or a hint."""
    if row.validity == Validity.REPEALED or (row.repealed_on and row.repealed_on <= on):
        return Validity.REPEALED
    if row.validity == Validity.LAPSED or (row.expires_on and row.expires_on < on):
        return Validity.LAPSED
    has_force = row.validity or row.category in HAS_FORCE
    return Validity.IN_FORCE if has_force else ""


Counts = dict[str, dict[str, int]]


def counts(organ: Organ, on: date) -> Counts:
    """How many there are of each value of each facet, up to one more than is told: reckoned once for a state
    of the organ's ledgers and a day, for every change makes a new link of the log."""
    key = f"public:{organ.pk}:{audit.last_of(organ)}:{on}"
    found: Counts | None = cache.get(key)
    if found is None:
        found = {facet.code: _counts(organ, facet.code, on) for facet in FACETS}
        cache.set(key, found, KEPT)
    return found


def total(organ: Organ, on: date) -> int:
    """How many there are at all, as far as ``counts`` count."""
    return _count(organ, Asked(), on)


def _counts(organ: Organ, code: str, on: date) -> dict[str, int]:
    """Asked of the index value by value, so that it takes no longer the more there is."""
    asked = ((value, Asked(facets={code: value})) for value in _VALUES[code](organ, on))
    return {value: count for value, one in asked if (count := _count(organ, one, on))}


def _years(organ: Organ, on: date) -> list[str]:
    days = Disclosure.objects.within(Scope.of(organ)).filter(published_on__lte=on).order_by("published_on")
    first = days.values_list("published_on", flat=True).first()
    return [str(year) for year in range(first.year, on.year + 1)] if first else []


def _topics(organ: Organ, on: date) -> set[str]:
    """Each one that a record has, and those which it has for everybody while a change is in work."""
    rows = Record.objects.within(Scope.of(organ)).filter(state__in=(State.DRAFT, State.REVIEW))
    versions = Version.objects.filter(record__in=rows).values_list("said__topic", flat=True)
    return {*_topics_at_work(organ), *filter(None, versions)}


def _topics_at_work(organ: Organ) -> Iterator[str]:
    """Found by stepping over all of the same."""
    rows, last = Record.objects.within(Scope.of(organ)).order_by("topic"), ""
    while last := rows.filter(topic__gt=last).values_list("topic", flat=True).first() or "":
        yield last


def _listed(values: Iterable[str]) -> Callable[[Organ, date], Iterable[str]]:
    known = tuple(values)
    return lambda organ, on: known


#: The values that a facet may have; those of the law's lists are looked up one and all.
_VALUES: Mapping[str, Callable[[Organ, date], Iterable[str]]] = {
    "clause": _listed(one.code for one in CLAUSES),
    "topic": _topics,
    "field": _listed(one.code for one in FIELDS),
    "category": _listed(Category.values),
    "kind": _listed(one.code for one in DOCUMENT_KINDS),
    "year": _years,
}


def in_force(organ: Organ, on: date) -> list[Disclosure]:
    """规章 and 行政规范性文件 in force on a day, the newest first."""
    keys = (_newest(organ, Asked(facets={"category": kind}), on) for kind in HAS_FORCE)
    rows = (row for row in _rows(organ, list(chain(*keys)), on) if validity(row, on) == Validity.IN_FORCE)
    return sorted(rows, key=lambda row: (row.formed_on, row.pk), reverse=True)


def _newest(organ: Organ, asked: Asked, on: date, start: int = 0, most: int = ALL) -> list[int]:
    sql, values = _matching(organ, asked, on)
    return _keys(f"SELECT {_key()} {sql} ORDER BY {_key()} DESC LIMIT %s OFFSET %s", [*values, most, start])


def _best(organ: Organ, asked: Asked, on: date, start: int, most: int) -> list[int]:
    """Of the newest hits those first whose words stand nearest to the beginning, where the title is."""
    sql, values = _matching(organ, asked, on)
    place = " + ".join([INDEX.tables.where] * len(asked.words)) or "0"
    newest = f"SELECT {_key()} AS id, {place} AS place {sql} ORDER BY {_key()} DESC LIMIT {MOST_RANKED}"
    ranked = f"SELECT id FROM ({newest}) newest ORDER BY place, id DESC LIMIT %s OFFSET %s"
    return _keys(ranked, [*map(grams.even, asked.words), *values, most, start])


def _count(organ: Organ, asked: Asked, on: date) -> int:
    """How many there are, up to one more than is told."""
    sql, values = _matching(organ, asked, on)
    counted = f"SELECT count(*) FROM (SELECT 1 {sql} LIMIT {MOST_COUNTED + 1}) found"
    return _keys(counted, values)[0]


def _matching(organ: Organ, asked: Asked, on: date) -> tuple[str, list[Any]]:
    """``FROM … WHERE …`` for all that was published by a day and is asked for."""
    evened = [grams.even(word) for word in asked.words]
    pairs = sorted(set().union(*map(grams.of_word, evened)))
    tokens = [public.word(organ.pk, pair) for pair in pairs]
    tokens += [public.facet(organ.pk, code, value) for code, value in sorted(asked.facets.items())]
    query = INDEX.tables.query([token] for token in tokens or [public.every(organ.pk)])
    long = [word for word in evened if len(word) > 2]  # its pairs may stand in a text apart from each other
    sql = " AND ".join([INDEX.tables.rows, *[INDEX.tables.holds] * len(long), f"{_key()} < %s"])
    return sql, [query, *long, public.after(on)]


def _keys(sql: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [int(key) for (key,) in cursor.fetchall()]


def _key() -> str:
    return INDEX.tables.key
