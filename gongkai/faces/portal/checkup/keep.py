"""Who may keep what was checked: staff who compile an organ's report, there, and only when they say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from gongkai.faces.public.intake import HandedIn, given
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.base import Refused
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.queries import standing
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.kept import actions
from gongkai.lib.today import today

FIELD = "keep"


@dataclass(frozen=True, slots=True)
class Outcome:
    """That a file was kept at an organ, or why it was not."""

    organ: Organ
    refused: str = ""


def keepers(request: HttpRequest) -> list[Organ]:
    """The organs for which whoever asks may keep a report. Of samples none: anybody may open those."""
    if not request.user.is_authenticated:
        return []
    found = standing(request.user, today())
    return [organ for organ in found.roles if found.may(Duty.REPORT, organ) and not organ.is_sample]


def keep(request: HttpRequest, form: HandedIn, report: ReportData) -> Iterator[Outcome]:
    """Keep the file, or the pasted text, at each organ that was ticked."""
    file, ticked = given(form), set(request.POST.getlist(FIELD))
    if file is None or not ticked:
        return
    for organ in keepers(request):
        if str(organ.pk) not in ticked:
            continue
        try:
            actions.keep(organ=organ, name=file.name, data=file.data, report=report, actor=str(request.user))
        except Refused as error:
            yield Outcome(organ, str(error))
        else:
            yield Outcome(organ)
