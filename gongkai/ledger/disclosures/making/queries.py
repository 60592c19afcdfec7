"""Reading records in work, always within a scope."""

import json
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.making import files
from gongkai.ledger.disclosures.models import Disclosure, Original, Record
from gongkai.ledger.disclosures.public import packages
from gongkai.lib.signing import own_key
from gongkai.reading.originals.elements import Element
from gongkai.reading.originals.model import Original as Read

_MOST_DOUBLES = 3


def of(scope: Scope) -> QuerySet[Record]:
    return Record.objects.within(scope).select_related("organ", "disclosure", "intake")


def read_elements(record: Record) -> Mapping[str, Element]:
    """What was read of the elements, by field."""
    said = json.loads(keys().open(record.read_sealed) or "[]")
    return {one["field"]: Element(**one) for one in said}


def title_of(record: Record) -> str:
    """How a record is called: as in the register, before that as it was read."""
    if record.disclosure:
        return record.disclosure.title
    found = read_elements(record).get("title")
    return found.value if found else str(record)


def originals_of(record: Record) -> list[Original]:
    """The files in use, the body first."""
    return list(record.originals.filter(is_current=True))


def twins(record: Record) -> list[Record]:
    """Other records of the organ with a file in use that is byte for byte one of this one's."""
    own = Original.objects.filter(record=record, is_current=True).values("sha256")
    same = Original.objects.filter(sha256__in=own, is_current=True).exclude(record=record)
    return list(Record.objects.filter(organ=record.organ, pk__in=same.values("record")).order_by("pk"))


def doubles(record: Record) -> list[Disclosure]:
    """Other rows of the register with the same 文号 or title; what was taken back is none."""
    row, read = record.disclosure, read_elements(record)
    number = row.document_no if row else read["document_no"].value if "document_no" in read else ""
    same = Q(title=title_of(record))
    if number:
        same |= Q(document_no=number)
    rows = Disclosure.objects.within(Scope.of(record.organ)).filter(same).exclude(record=record)
    return list(rows.exclude(record__state=Record.State.WITHDRAWN).order_by("pk")[:_MOST_DOUBLES])


def read_files(record: Record) -> list[tuple[Original, str, Read]]:
    """Each file in use with its name and what was read of it."""
    return [(one, files.name_of(one), files.read_of(one)) for one in originals_of(record)]


def package(record: Record, on: date) -> bytes:
    """A released record as a signed package for the county's site; of a withdrawn one only its number."""
    assert record.disclosure is not None  # whatever was released has its register row
    key = own_key(settings.DATA / "keys")
    return packages.build(record.organ, record.disclosure.index_no, on, key)
