"""What is asked for among published records, and how a value of a facet is called."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gongkai.law import proactive
from gongkai.ledger.disclosures.models import Category
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.disclosures.public.queries import Asked
from gongkai.ledger.words import queries as index

TERMS = {"field": proactive.FIELDS, "kind": proactive.DOCUMENT_KINDS}


def typed(asked: Mapping[str, str]) -> str:
    return asked.get("q", "").strip()[: index.LONGEST]


def asked_for(asked: Mapping[str, str]) -> Asked:
    """What an address asks for; a value that no facet has is passed over."""
    chosen = {facet.code: asked.get(facet.code, "") for facet in FACETS}
    words = queries.words_of(typed(asked))
    facets = {code: value for code, value in chosen.items() if value and value_name(code, value)}
    return Asked(words, facets, best_first=bool(words) and asked.get("order") == "best")


def clause_name(code: str) -> str:
    """How lists call an item of Art 20, or Art 21."""
    clause = proactive.BY_CODE.get(code)
    return "" if clause is None else _(clause.short)


def value_name(code: str, value: str) -> str:
    """How a value of a facet is called; "" where there is no such value."""
    if code == "clause":
        return clause_name(value)
    if code == "year":
        return _("{year}年").format(year=value) if value.isdecimal() else ""
    if code == "category":
        return _(Category(value).label) if value in Category.values else ""
    if code == "topic":
        return _(value)
    term = next((one for one in TERMS[code] if one.code == value), None)
    return "" if term is None else _(term.zh)
