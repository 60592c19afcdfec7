"""Which of the figures that were recognised in a picture are taken: the report's sums decide.

What a picture shows may be mistaken. A figure that a sum contradicts is not taken, nor one for which none
speaks though it is part of some. One that was not seen for certain is taken where a sum of certain ones
demands just that. Words in a figure's place are not taken: nothing proves them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.identities import Identity, Relation, identities
from gongkai.law.annual_report.model import Value
from gongkai.reading.characters import NOISE
from gongkai.reading.figures import Unreadable, figure, is_figure
from gongkai.reading.found import DISPUTED, Found

_BETWEEN = re.compile(f"[{NOISE}{DISPUTED}]")
_CONTRADICTED = "图片上看作{shown}，但它所在的行、列或组加不起来"
_WORDS = "图片上看作{shown}，不是数，不能核对"
_UNPROVED = "图片上看作{shown}，但它所在的行、列或组里有认不清的数，不能核对"

#: A sum as cells with the signs that make it 0.
_Terms = Mapping[str, int]


def settle(found: Found, form_code: str, result_keys: tuple[str, ...]) -> None:
    """Take, keep or give up what was seen."""
    sums = [_terms(each) for each in identities(form_code, result_keys) if _is_sum(each)]
    _take_demanded(found, sums)
    proved, contradicted = set[str](), set[str]()
    for terms in sums:
        if not _missing(terms, found.values):
            (contradicted if _total(terms, found.values) else proved).update(terms)
    for code in dict.fromkeys(code for terms in sums for code in terms if code in found.values):
        if code in contradicted or code not in proved:
            found.give_up(code, _CONTRADICTED if code in contradicted else _UNPROVED)
    for code, value in list(found.values.items()):
        if isinstance(value, str) and not is_figure(value):
            found.give_up(code, _WORDS)


def _is_sum(identity: Identity) -> bool:
    return identity.relation is Relation.EQUAL and not identity.last_year


def _terms(identity: Identity) -> _Terms:
    left, right = identity.sides
    return dict.fromkeys(left, 1) | dict.fromkeys(right, -1)


def _missing(terms: _Terms, values: Mapping[str, Value]) -> list[str]:
    return [code for code in terms if code not in values]


def _total(terms: _Terms, values: Mapping[str, Value]) -> int:
    """0 where the sum holds; a blank counts as 0."""
    return sum(
        sign * (value if isinstance(value := values.get(code), int) else 0) for code, sign in terms.items()
    )


def _take_demanded(found: Found, sums: Sequence[_Terms]) -> None:
    """Take what a sum demands of its one uncertain cell, if that is what the cell looks like."""
    waiting = True
    while waiting:
        waiting = False
        for terms in sums:
            missing = _missing(terms, found.values)
            if len(missing) != 1:
                continue
            (code,) = missing
            demanded = -terms[code] * _total(terms, found.values)
            if demanded in _looks_like(found.unread.get(code, "")):
                found.accept(code, demanded)
                waiting = True


def _looks_like(printed: str) -> Iterator[Value]:
    for part in filter(None, _BETWEEN.split(printed)):
        try:
            yield figure(part, Kind.COUNT)
        except Unreadable:
            continue
