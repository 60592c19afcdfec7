"""社会评议 of the answers: how many of each grade a year, and nothing of who gave it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.ledger.base import Scope
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.models import Arrival, Grade, Rating
from gongkai.lib.today import BEIJING


@dataclass(frozen=True, slots=True)
class YearRated:
    """The ratings that came in a year."""

    year: int
    counts: Counter[Grade]

    @property
    def total(self) -> int:
        return self.counts.total()


def by_year(scope: Scope) -> list[YearRated]:
    """Every rating counts, whatever became of its message: the organ rates nothing away."""
    came = Arrival.objects.within(scope).filter(kind=Arrival.Kind.RATING)
    years: dict[int, Counter[Grade]] = {}
    for rating in (*_read(came.iterator()), *Rating.objects.filter(organ__in=scope.organ_ids)):
        years.setdefault(rating.year, Counter())[Grade(rating.grade)] += 1
    return [YearRated(year, years[year]) for year in sorted(years, reverse=True)]


def keep(arrivals: Iterable[Arrival]) -> None:
    """Before arrivals are erased: what they rated goes on counting."""
    Rating.objects.bulk_create(_read(one for one in arrivals if one.kind == Arrival.Kind.RATING))


def _read(arrivals: Iterable[Arrival]) -> Iterator[Rating]:
    for one in arrivals:
        if grade := privacy.opened(one).rating:
            yield Rating(organ_id=one.organ_id, year=one.arrived_at.astimezone(BEIJING).year, grade=grade)
