"""What can be taken up as a problem: what the report's check found, and last year's chapter five."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.matters.ways import TITLES, list_address
from gongkai.law.findings import Severity
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.queries import NoSuchYear
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.supervision import queries
from gongkai.ledger.supervision.models import Matter
from gongkai.lib.today import today

#: Where a sentence ends or the next of several things begins: 一是…；二是….
_BETWEEN = re.compile("[。；\n]|[一二三四五六七八九十]是")
#: Shorter is a heading or what is left over of a sentence.
SHORTEST, LONGEST = 6, 200
_SOURCE = Matter.Source


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that may be a problem; ``href`` takes it up, empty where it is taken up already."""

    words: str
    href: str


@require_safe
@needs(Duty.RECORD)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The report in hand, and chapter five of the year before as it was published."""
    year, years = today().year, Years(visit.organ, visit.scope)
    known = set(queries.problems(visit.scope).values_list("title", flat=True))
    told, checked = _("{year}年报告第五部分"), _("{year}年报告的检查")
    groups = [
        (told.format(year=year - 1), _SOURCE.CHAPTER_FIVE, list(_chapter(years, year - 1))),
        (checked.format(year=year - 1), _SOURCE.FINDING, list(_found(years, year - 1))),
        (checked.format(year=year), _SOURCE.FINDING, list(_found(years, year))),
    ]
    context = {
        "groups": [
            (title, [_proposal(visit, words, source, known) for words in found])
            for title, source, found in groups
            if found
        ],
        "trail": [
            (TITLES["rectification"], list_address(visit.organ.pk, "rectification")),
            (_("从年度报告里取"), ""),
        ],
    }
    return pages.show(request, visit, "matters/problems", context)


def _chapter(years: Years, year: int) -> Iterator[str]:
    """The sentences of chapter five, each once."""
    published = years.editions(year)
    text = published[-1].report.narrative.get("problems", "") if published else _compiled(years, year)
    yield from dict.fromkeys(_sentences(text))


def _compiled(years: Years, year: int) -> str:
    report = _report(years, year)
    return report.narrative.get("problems", "") if report else ""


def _found(years: Years, year: int) -> Iterator[str]:
    report = _report(years, year)
    for finding in report.findings if report else ():
        if finding.severity in {Severity.ERROR, Severity.WARNING}:
            yield finding.message[:LONGEST]


def _report(years: Years, year: int) -> Any:
    try:
        return years.report(year)
    except NoSuchYear:
        return None


def _sentences(text: str) -> Iterator[str]:
    for piece in _BETWEEN.split(text):
        words = piece.strip("，：:、 　")
        if SHORTEST <= len(words) <= LONGEST:
            yield words


def _proposal(visit: Visit, words: str, source: str, known: set[str]) -> Proposal:
    if words in known:
        return Proposal(words, "")
    new = reverse("workbench:matter-new", args=(visit.organ.pk, "rectification"))
    return Proposal(words, f"{new}?{urlencode({'title': words, 'source': source})}")
