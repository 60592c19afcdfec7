"""One file per case: the package of an application with its catalogue line and its place in the archive."""

from datetime import date
from pathlib import Path

from django.db import transaction

from gongkai.law.workdays import Calendar
from gongkai.ledger.archive import papers, queries
from gongkai.ledger.archive.models import ArchivedCase
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.requests.dossier import contents, package
from gongkai.ledger.requests.dossier.document import Place
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.files import safe_name
from gongkai.lib.language import _
from gongkai.papers import xlsx


def name_of(row: FoiRequest) -> str:
    return safe_name(f"{row.number}.zip")


def build(row: FoiRequest, *, calendar: Calendar, on: date, fonts_dir: Path | None) -> bytes:
    """The package; the same bytes as long as nothing of the application changes."""
    if row.erased_on:
        raise Refused(_("{number} — 档案已经销毁 — 没有档案包。").format(number=row.number))
    file = queries.of_request(row)
    line = xlsx.write(papers.line_of(row, file))
    dossier = contents.of(row, calendar, on)
    return package.write(dossier, _place(file), line, fonts_dir=fonts_dir)


@transaction.atomic
def take(
    row: FoiRequest, *, calendar: Calendar, on: date, fonts_dir: Path | None, actor: str, reason: str
) -> bytes:
    """The package for somebody who may see who asked. That it was taken, by whom and why, is a row of the log
    about the package, and not about the application, which stays as it was."""
    data = build(row, calendar=calendar, on=on, fonts_dir=fonts_dir)
    change = audit.Change(row.organ, "request.unmask.package", f"archive.package:{row.pk}", reason=reason)
    audit.record([change], actor=actor)
    return data


def _place(file: ArchivedCase | None) -> Place:
    if file is None:
        return Place()
    return Place(file.archive_no, file.box.period.zh, str(file.box.number), file.archived_on)
