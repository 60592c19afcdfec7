"""Who else has a record open to write in it: told when it is opened, and again while something is typed.

It is kept in the cache that all processes share. Where that has dropped it nobody is told, and nothing else
is lost: what was changed meanwhile is told when it is saved.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.faces.ui import dates
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import now

#: How long ago somebody must have opened it, or typed, to be told of.
LATELY = timedelta(minutes=30)


def others(request: HttpRequest, visit: Visit, code: str, pk: int) -> str:
    """Note that whoever asks has the record open; who else has, in words."""
    me, here = str(request.user), _open(visit, code, pk)
    _keep(visit, code, pk, {**here, me: now()})
    told = _("{person}{time}也打开了这一件，还没有保存")
    return "；".join(
        told.format(person=person, time=dates.clock(at)) for person, at in here.items() if person != me
    )


def leave(request: HttpRequest, visit: Visit, code: str, pk: int) -> None:
    """Whoever has saved has it open no longer."""
    here = _open(visit, code, pk)
    here.pop(str(request.user), None)
    _keep(visit, code, pk, here)


@require_POST
@needs(Duty.RECORD)
def typing(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Whoever types says so, and hears who else is at it."""
    find_record(visit, code, pk)
    return HttpResponse(escape(others(request, visit, code, pk)), content_type="text/html; charset=utf-8")


def _name(visit: Visit, code: str, pk: int) -> str:
    return f"open:{visit.organ.pk}:{code}:{pk}"


def _open(visit: Visit, code: str, pk: int) -> dict[str, datetime]:
    known: dict[str, datetime] = cache.get(_name(visit, code, pk), {})
    return {person: at for person, at in known.items() if now() - at < LATELY}


def _keep(visit: Visit, code: str, pk: int, here: dict[str, datetime]) -> None:
    cache.set(_name(visit, code, pk), here, LATELY.total_seconds())
