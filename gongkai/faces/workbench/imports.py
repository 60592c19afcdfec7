"""导入台账: workbooks in, with the list of refused rows on screen; the empty workbook and the ledger out."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui.forms import FilesField, Form
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.law.holidays import NoticeError
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.workbook import reading
from gongkai.ledger.workbook.exporting import Export, export
from gongkai.ledger.workbook.importing import Import, import_workbooks
from gongkai.ledger.workbook.report import Report
from gongkai.ledger.workbook.sheets import SHEETS
from gongkai.ledger.workbook.template import template
from gongkai.lib import calendars
from gongkai.lib.today import today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FILES = 12
MOST_BYTES = 50 * 2**20


class Workbooks(Form):
    """The files of a ledger."""

    workbooks = FilesField(
        label=gettext_lazy("台账文件"),
        help_text=gettext_lazy("按模板填的.xlsx，或以工作表命名的.csv，可以一次选几个。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
def import_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take workbooks in whole or not at all; ``try`` only tells what would be, ``skip`` leaves bad rows."""
    form = Workbooks(request.POST, request.FILES) if request.method == "POST" else Workbooks()
    context: dict[str, object] = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "is_first": "first" in request.GET,
        "form": form,
    }
    if not form.is_valid():
        return render(request, "workbench/import.html", context, status=422 if form.is_bound else 200)
    files = form.cleaned_data["workbooks"]
    is_dry, skip = "try" in request.POST, "skip" in request.POST
    try:
        report = _import(visit, files, str(request.user), skip=skip, dry=is_dry)
    except (reading.Unreadable, NoticeError) as error:
        form.add_error("workbooks", str(error))
        return render(request, "workbench/import.html", context, status=422)
    context |= {
        "report": report,
        "counts": _counts(report),
        "is_dry": is_dry,
        "is_in": not report.refused or skip,
        "names": [file.name for file in files],
    }
    return render(request, "workbench/import.html", context, status=422 if report.refused else 200)


def _import(visit: Visit, files: Sequence[UploadedFile], actor: str, *, skip: bool, dry: bool) -> Report:
    if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_BYTES:
        raise reading.Unreadable(
            _("文件 — 超过{count}个或50兆字节，不像一年的台账 — 请分几次导入。").format(count=MOST_FILES)
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        paths = [_kept(Path(folder), file) for file in files]
        how = Import(
            find_organ=lambda _written: visit.organ,
            actor=actor,
            on=today(),
            calendar=calendars.load(settings.DATA),
            skip_bad=skip,
            dry_run=dry,
        )
        return import_workbooks(reading.read(paths), how)


def _kept(folder: Path, file: UploadedFile) -> Path:
    """The upload as a file, gone after the import: the reader takes paths, and tells a sheet by its name."""
    path = folder / Path(file.name or "台账.xlsx").name
    with path.open("wb") as target:
        target.writelines(file.chunks())
    return path


def _counts(report: Report) -> list[tuple[str, int, int, int]]:
    """Per sheet that held anything: its name, how many rows are new, changed, and as they were."""
    rows = (
        (sheet.name, report.added[sheet.name], report.changed[sheet.name], report.unchanged[sheet.name])
        for sheet in SHEETS
    )
    return [row for row in rows if any(row[1:])]


@require_safe
@needs(Duty.RECORD)
def empty_workbook(request: HttpRequest, visit: Visit) -> FileResponse:
    """The year workbook to fill in."""
    return _file(template(), "台账.xlsx")


@require_safe
@needs(Duty.READ)
def export_(request: HttpRequest, visit: Visit) -> FileResponse:
    """The organ's whole ledger as a workbook; imported again it changes nothing. Personal data masked, and
    the names too for whoever may not see them."""
    content = export(Export(visit.organ, str(request.user), with_names=visit.may(Duty.UNMASK)))
    return _file(content, f"{visit.organ.name}台账.xlsx")


def _file(content: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
