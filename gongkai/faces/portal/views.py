"""The first page: what there is in this data folder, and the two ways to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.roles import BY_CODE
from gongkai.ledger.reports import queries as reports
from gongkai.lib.today import today
from gongkai.sample import town
from gongkai.sample.load import SAMPLES, load_all

_PLACES = {sample.name: place for place, sample in enumerate(SAMPLES)}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    portals = [organ for organ in organs.with_portal(today()) if not organ.is_sample]
    if portals:
        return _portals(request, portals)
    samples = _samples()
    first = next((organ for organ, _years in samples if organ.name == town.TOWN), None)
    context = {
        "first": first,
        "first_year": town.YEAR,
        "samples": [(organ, years) for organ, years in samples if organ != first],
        "real": organs.real_organs(),
        "people": _sample_people(),
        "is_set_up": people.is_set_up(),
        "running": today().year,
        "last_year": today().year - 1,
    }
    return render(request, "portal/home.html", context)


def _portals(request: HttpRequest, portals: list[Organ]) -> HttpResponse:
    """The organ whose portal is open, or which of them."""
    if len(portals) == 1:
        return redirect("portal:site-home", portals[0].pk)
    return render(request, "portal/portals.html", {"organs": portals})


def _samples() -> list[tuple[Organ, list[int]]]:
    """Sample organs with the years of their reports, latest first; asked year by year, not organ by organ."""
    found = sorted(organs.sample_organs(), key=lambda organ: _PLACES.get(organ.name, len(_PLACES)))
    scope = Scope.of(*found)
    active = {year: reports.active_organs(scope, year) for year in reports.reportable_years(scope)}
    listed = [(organ, [year for year, pks in active.items() if organ.pk in pks]) for organ in found]
    return [(organ, years) for organ, years in listed if years]


def _sample_people() -> list[tuple[Organ, list[tuple[Person, str]]]]:
    """Whom a visitor may be: the people of each sample organ, with what they are."""
    found: dict[Organ, list[tuple[Person, str]]] = {}
    for person in people.sample_people():
        for held in person.memberships.all():
            found.setdefault(held.organ, []).append((person, _(BY_CODE[held.role].zh)))
    return sorted(found.items(), key=lambda item: _PLACES.get(item[0].name, len(_PLACES)))


@require_POST
def load_sample(request: HttpRequest) -> HttpResponse:
    """看示例. Samples are for a folder without a real organ; with one they are not loaded."""
    if not organs.real_organs():
        load_all(today())
    return redirect("portal:home")
