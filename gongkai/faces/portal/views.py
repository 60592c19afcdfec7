"""The first page: what there is in this data folder, and the two ways to begin."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.reports import queries as reports
from gongkai.sample.load import load_all


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    samples = [(organ, reports.reportable_years(Scope.of(organ))) for organ in organs.sample_organs()]
    context = {
        "samples": [(organ, years) for organ, years in samples if years],
        "real": organs.real_organs(),
        "folder": settings.DATA,
    }
    return render(request, "portal/home.html", context)


@require_POST
def load_sample(request: HttpRequest) -> HttpResponse:
    """看示例. Samples are for a folder without a real organ; with one they are not loaded."""
    if not organs.real_organs():
        load_all()
    return redirect("portal:home")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the server and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
