"""Asking the index. A word of one or two characters is known by its pair; of a longer one the pairs say which
rows may hold it, and their texts say which do."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from gongkai.ledger.base import Scope
from gongkai.ledger.words import grams
from gongkai.ledger.words.engines import tables
from gongkai.ledger.words.rows import FIELDS, NUMBERS, STRIDE, mark

#: So much of what is typed is looked for.
MOST_WORDS, LONGEST = 5, 100


def words_of(text: str) -> tuple[str, ...]:
    """What is looked for: the words between spaces, each once."""
    return tuple(dict.fromkeys(text[:LONGEST].split()))[:MOST_WORDS]


def newest(scope: Scope, words: Sequence[str], most: int) -> dict[str, list[int]]:
    """By table, the keys of the newest rows in which every word stands; one query for all tables."""
    if not scope.organ_ids:
        return {}
    asked = [_matching(table, scope, words) for table in FIELDS]
    parts = (f"SELECT id FROM ({sql} ORDER BY id DESC LIMIT {most}) found" for sql, _values in asked)
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for _sql, values in asked for value in values])
        for (key,) in cursor.fetchall():
            found[key % STRIDE].append(key // STRIDE)
    return {table: found[number] for table, number in NUMBERS.items() if number in found}


def hold(table: str, scope: Scope, words: Sequence[str]) -> Q:
    """The rows of a table in which every word stands."""
    if not scope.organ_ids:
        return Q(pk=None)
    sql, values = _matching(table, scope, words)
    return Q(pk__in=RawSQL(f"SELECT id / {STRIDE} FROM ({sql}) found", values))


def _matching(table: str, scope: Scope, words: Sequence[str]) -> tuple[str, list[Any]]:
    evened = [grams.even(word) for word in words]
    marks = [mark(NUMBERS[table], organ) for organ in sorted(scope.organ_ids)]
    pairs = sorted(set().union(*map(grams.of_word, evened)))
    long = [word for word in evened if len(word) > 2]  # its pairs may stand in a text apart from each other
    index = tables("words")
    sql = " AND ".join([index.matching, *[index.holds] * len(long)])
    return sql, [index.query([[mark + pair for mark in marks] for pair in pairs]), *long]


def spans(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """From where to where the words stand in a text as it is written, found as the index finds them."""
    written = [place for place, character in enumerate(text) for _each in grams.even(character)]
    longest_first = sorted(map(grams.even, words), key=len, reverse=True)
    found = re.finditer("|".join(map(re.escape, longest_first)), grams.even(text))
    return [(written[each.start()], written[each.end() - 1] + 1) for each in found]
