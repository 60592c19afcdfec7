"""A published version of the report, read as it was. Its figures lead nowhere: the ledger has moved on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.reports import chapters
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.editions import Published
from gongkai.ledger.reports.remembered import Years


@require_safe
@needs(Duty.READ_REPORT)
def version(request: HttpRequest, visit: Visit, year: int, number: int) -> HttpResponse:
    """The whole of one version, every chapter below the other."""
    known = {one.version: one for one in Years(visit.organ, visit.scope).editions(year)}
    if number not in known:
        raise Http404
    one = known[number]
    page = reverse("workbench:report", args=(visit.organ.pk, year))
    name = name_of(one)
    context = {
        "frame": frame(request, visit),
        "trail": [(_("年度报告"), page), (_("{year}年").format(year=year), page), (name, "")],
        "organ": visit.organ,
        "year": year,
        "version": one,
        "name": name,
        "is_last": number == max(known),
        "page": page,
        "chapters": [chapters.drawn(one.report, chapter.key) for chapter in one.report.form.chapters],
    }
    return render(request, "workbench/reports/version.html", context)


def name_of(one: Published) -> str:
    return _("第{number}次更正后的版本").format(number=one.version) if one.version else _("最初公布的版本")
