"""索引号 given one by one: never twice, whatever becomes of the record that had one."""

import re
from datetime import date

from django.db.models import Max

from gongkai.law import index_numbers
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.disclosures.models import Disclosure, IndexNumber
from gongkai.ledger.organs.models import Organ


def give(*, organ: Organ, on: date, actor: str) -> str:
    """The next number of the organ, within the caller's transaction.

    The organ's row is the lock: two at once wait for each other. What the register has already, typed or
    imported, counts as given.
    """
    locked = Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    pattern = str(locked.option("index_pattern"))
    series = index_numbers.series(
        pattern, uscc=locked.uscc, mark=mark_of(locked), year=on.year, month=on.month
    )
    given = IndexNumber.objects.filter(organ=locked, series=series)
    n = max(given.aggregate(last=Max("n"))["last"] or 0, _last_in_register(locked, series)) + 1
    row = IndexNumber(organ=locked, series=series, n=n, index_no=index_numbers.written(series, n))
    row.save()
    audit.created([row], actor=actor, organ=locked)
    return row.index_no


def _last_in_register(organ: Organ, series: str) -> int:
    before, _n, after = series.partition(index_numbers.N)
    known = Disclosure.objects.filter(organ=organ, index_no__startswith=before, index_no__endswith=after)
    shape = re.compile(rf"{re.escape(before)}(\d{{1,9}}){re.escape(after)}")
    numbers = map(shape.fullmatch, known.values_list("index_no", flat=True))
    return max((int(found[1]) for found in numbers if found), default=0)


def mark_of(organ: Organ) -> str:
    """What stands for an organ without a credit code."""
    return str(organ.option("letter_mark")) or organ.name.removesuffix("人民政府")
