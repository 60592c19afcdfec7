"""A ledger stays open after its report is public: whoever moves a published figure is told at once."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.faces.ui import toasts
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.remembered import Years
from gongkai.lib.language import listed

#: So many cells are named; the others are a number.
NAMED = 3
Moved = dict[int, tuple[str, ...]]


def moved(organ: Organ) -> Moved:
    """The public years from which the ledger differs, each with the names of the cells."""
    return Years(organ, Scope.of(organ)).moved()


def tell(request: HttpRequest, organ: Organ, before: Moved) -> None:
    """Tell of the public years that have moved since ``before``."""
    for year, cells in moved(organ).items():
        if cells != before.get(year):
            toasts.say(request, _words(year, cells))


def _words(year: int, cells: tuple[str, ...]) -> str:
    named = listed(cells[:NAMED])
    if len(cells) > NAMED:
        named = _("{cells}等{count}格").format(cells=named, count=len(cells))
    return _("{year}年年报已经公布，台账和它不同了：{cells}。公布的报告不变，要改请办更正。").format(
        year=year, cells=named
    )
