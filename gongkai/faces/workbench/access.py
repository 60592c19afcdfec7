"""Who may open which page: asked in one place by every view of an organ."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from gongkai.faces.workbench import locked, resumed
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.queries import Standing, standing
from gongkai.ledger.people.roles import FROM_ABOVE, VISITOR, Duty
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Visit:
    """A page of one organ being opened: by whom, and what they may do there.

    ``scope`` holds this organ alone; ``standing`` is the person's at every organ.
    """

    organ: Organ
    standing: Standing
    duties: frozenset[Duty]

    @property
    def scope(self) -> Scope:
        return Scope.of(self.organ)

    def may(self, duty: Duty) -> bool:
        return duty in self.duties


View = Callable[..., HttpResponseBase]


def needs(duty: Duty) -> Callable[[View], View]:
    """Open a view ``view(request, visit, …)`` at ``organ_id`` to whoever has this duty there.

    An organ at which a person stands in no role, nor above it, answers 404, as one that does not exist; a
    duty that is missing answers 403 and names it. Whoever has not logged in sees sample organs, and is
    asked to log in for every other, whether it exists or not.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def permitted(request: HttpRequest, organ_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
            visit = visit_to(request, organ_id)
            if visit is None:
                if not request.user.is_authenticated:
                    return resumed.to_login(request)
                raise Http404
            if not visit.may(duty):
                if not request.user.is_authenticated:
                    return resumed.to_login(request)
                raise PermissionDenied(_("{duty} — 您在本机关的角色没有这一项").format(duty=_(duty.zh)))
            if request.method != "POST":
                return view(request, visit, *args, **kwargs)
            before = locked.moved(visit.organ)  # here, so that no page that writes can pass it by
            answer = view(request, visit, *args, **kwargs)
            locked.tell(request, visit.organ, before)
            return answer

        permitted.duty = duty  # type: ignore[attr-defined]  # the table of addresses is held against it
        return login_not_required(permitted)

    return decorate


def standing_of(request: HttpRequest) -> Standing:
    """What whoever asks may do where, today; looked up once for the page, whatever is drawn around it."""
    known = request.__dict__.setdefault("_standings", {})
    of = (request.user.pk, today())
    if of not in known:
        known[of] = standing(request.user, today())
    found: Standing = known[of]
    return found


def visit_to(request: HttpRequest, organ_id: int) -> Visit | None:
    """What whoever asks may do at an organ; None where it is not there for them."""
    found = standing_of(request)
    organ = found.organ(organ_id)
    if organ:
        return Visit(organ, found, found.duties(organ))
    organ = organs.at(organ_id)
    duties = _from_outside(request.user, found, organ) if organ else frozenset()
    return Visit(organ, found, duties) if organ and duties else None


def _from_outside(person: Any, found: Standing, organ: Organ) -> frozenset[Duty]:
    """What may be done by whoever stands in no role here: supervise from the organ above, visit a sample.

    Whoever is somebody of a sample sees what that person would see, and no more: it is what a sample shows.
    """
    above = organs.superior_of(organ, today()) if found.roles else None
    from_above = FROM_ABOVE if above and found.may(Duty.SUPERVISE, above) else frozenset()
    visits = organ.is_for_show and not getattr(person, "is_sample", False)
    return from_above | (VISITOR if visits else frozenset())
