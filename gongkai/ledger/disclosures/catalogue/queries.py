"""Reading the standard catalogue, always within a scope."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.law.proactive import FIELDS
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.models import CatalogueLine, Record
from gongkai.ledger.likeness import share

_FIELD = {term.code: term.zh for term in FIELDS}


def of(scope: Scope) -> QuerySet[CatalogueLine]:
    """The lines in force."""
    return CatalogueLine.objects.within(scope).filter(is_current=True)


def counted(rows: QuerySet[CatalogueLine]) -> QuerySet[CatalogueLine]:
    """With ``published``: how many records stand public under the line's name."""
    public = Record.objects.filter(
        organ=OuterRef("organ"), catalogue_line=OuterRef("name"), state=Record.State.PUBLISHED
    )
    count = public.order_by().values("catalogue_line").annotate(n=Count("pk")).values("n")
    return rows.annotate(published=Coalesce(Subquery(count), 0))


def grouped(scope: Scope) -> list[tuple[str, list[str]]]:
    """The names of the lines by the Chinese name of their field, empty where they have none."""
    found: dict[str, dict[str, None]] = {}
    for field, name in of(scope).values_list("field", "name"):
        found.setdefault(_FIELD.get(field, ""), {})[name] = None
    return [(field, list(names)) for field, names in found.items()]


def likeliest(scope: Scope, title: str) -> tuple[CatalogueLine, str] | None:
    """The line that a title speaks for, and the word that does: one whose matter stands in it; of several the
    one that has most in common with it, none where two have as much."""
    spoken = [row for row in of(scope) if _word(row, title)]
    best_first = sorted(spoken, key=lambda row: share(row.name, title), reverse=True)
    if not best_first or (
        len(best_first) > 1 and share(best_first[0].name, title) == share(best_first[1].name, title)
    ):
        return None
    return best_first[0], _word(best_first[0], title)


def _word(row: CatalogueLine, title: str) -> str:
    return next((word for word in (row.sub_item, row.item) if len(word) > 2 and word in title), "")
