"""今日: what is due at an organ, by day, with the one next step of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.ledger.people.roles import Duty


@require_safe
@needs(Duty.READ)
def today_(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "workbench/today.html", {"organ": visit.organ, "frame": frame(request, visit)})
