"""收存的年报: files that were checked at 年报体检 and kept for this organ; taken out again, or deleted."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.ui.files import attachment
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.kept import actions, queries
from gongkai.ledger.reports.models import KeptReport
from gongkai.lib.kinds import BY_CODE


@require_safe
@needs(Duty.REPORT)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = [(row, queries.name_of(row)) for row in queries.of(visit.scope)]
    return pages.show(request, visit, "reports/kept", {"rows": rows})


@require_safe
@needs(Duty.REPORT)
def file(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The file as it came in, never shown inside a page."""
    row = _find(visit, pk)
    return attachment(queries.content(row), queries.name_of(row), BY_CODE[row.kind].content_type)


@require_POST
@needs(Duty.REPORT)
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    actions.drop(_find(visit, pk), actor=str(request.user))
    return redirect("workbench:kept-reports", visit.organ.pk)


def _find(visit: Visit, pk: int) -> KeptReport:
    row = queries.of(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
