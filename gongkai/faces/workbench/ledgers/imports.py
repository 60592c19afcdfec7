"""导入台账: workbooks in, with the list of refused rows on screen; the empty workbook and the ledger out."""

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import progress
from gongkai.faces.ui.forms import FilesField, Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.ui.progress import Progress
from gongkai.faces.workbench import locked, pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.jobs import imports as jobs
from gongkai.jobs.imports import Asked
from gongkai.law.holidays import NoticeError
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.workbook import reading
from gongkai.ledger.workbook.exporting import Export, export
from gongkai.ledger.workbook.importing import Import, import_workbooks, rows_to_do
from gongkai.ledger.workbook.reading import Workbook
from gongkai.ledger.workbook.report import Report
from gongkai.ledger.workbook.sheets import SHEETS
from gongkai.ledger.workbook.template import template
from gongkai.lib import calendars
from gongkai.lib.language import retell
from gongkai.lib.today import today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FILES = 12
MOST_BYTES = 50 * 2**20
#: Rows that nobody waits for.
AT_ONCE = 300


class Workbooks(Form):
    """The files of a ledger."""

    workbooks = FilesField(
        label=gettext_lazy("台账文件"),
        help_text=gettext_lazy("按模板填的.xlsx，或以工作表命名的.csv，可以一次选几个。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def import_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take workbooks in whole or not at all; ``try`` only tells what would be, ``skip`` leaves bad rows.

    A short ledger is taken in at once, a long one beside the web server while its page tells how far it is.
    """
    form = Workbooks(request.POST, request.FILES) if request.method == "POST" else Workbooks()
    if not form.is_valid():
        return _page(request, visit, form, status=422 if form.is_bound else 200)
    files = form.cleaned_data["workbooks"]
    dry, skip, actor = "try" in request.POST, "skip" in request.POST, str(request.user)
    try:
        with _read(files) as books:
            steps = rows_to_do(books)
            if steps > 2 * AT_ONCE:
                before = list(locked.moved(visit.organ).items())
                asked = Asked(visit.organ.pk, actor, steps, skip, dry, before)
                key = jobs.begin(asked, ((file.name, file.chunks()) for file in files))
                return redirect(_address("outcome", visit, key, is_first="first" in request.GET))
            report = import_workbooks(books, _how(visit.organ, actor, skip=skip, dry=dry))
    except (reading.Unreadable, NoticeError) as error:
        form.add_error("workbooks", retell(str(error)))
        return _page(request, visit, form, status=422)
    return _told(request, visit, form, report, dry=dry)


@require_safe
@needs(Duty.RECORD)
def outcome(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """How far an import is; then what it did, or which rows have to be mended."""
    found = jobs.standing(key, visit.organ)
    if found is None:
        raise Http404
    asked, is_first = found.asked, "first" in request.GET
    done = found.outcome
    if done and not done.failed and "told" in request.GET:
        locked.tell(request, visit.organ, {year: tuple(cells) for year, cells in asked.note})
        return _told(request, visit, Workbooks(), done.report, dry=asked.dry)
    told = _address("outcome", visit, key, is_first=is_first, told=True)
    shown = Progress(
        _("试导入台账") if asked.dry else _("导入台账"),
        _address("outcome", visit, key, is_first=is_first),
        done=found.done,
        total=asked.steps if found.done else 0,
        result=told if done and not done.failed else "",
        label=_("看结果"),
        failed=done.failed if done else "",
        cancel=_address("cancel", visit, key, is_first=is_first),
    )
    return progress.answer(request, shown, frame=frame(request, visit), organ=visit.organ)


@require_POST
@needs(Duty.RECORD)
def cancel(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """End an import with nothing taken in."""
    if jobs.standing(key, visit.organ) is None:
        raise Http404
    jobs.cancel(key)
    return redirect(_address("outcome", visit, key, is_first="first" in request.GET))


def _address(what: str, visit: Visit, key: str, **asked: bool) -> str:
    words = "&".join(f"{name.removeprefix('is_')}=1" for name, wanted in asked.items() if wanted)
    place = reverse(f"workbench:import-{what}", args=(visit.organ.pk, key))
    return f"{place}?{words}" if words else place


def _told(request: HttpRequest, visit: Visit, form: Workbooks, report: Report, *, dry: bool) -> HttpResponse:
    context = {
        "report": report,
        "counts": _counts(report),
        "is_dry": dry,
        "is_in": all(became.is_in for became in report.files),
        "is_partly_in": not dry and any(became.is_in for became in report.files),
    }
    refused = report.refused and request.method == "POST"
    return _page(request, visit, form, status=422 if refused else 200, **context)


def _page(
    request: HttpRequest, visit: Visit, form: Workbooks, *, status: int, **more: object
) -> HttpResponse:
    context = {"is_first": "first" in request.GET, "form": form, **more}
    return pages.show(request, visit, "ledgers/import", context, status=status)


@contextmanager
def _read(files: Sequence[UploadedFile]) -> Iterator[list[Workbook]]:
    """The uploads as workbooks. They are files no longer than that: the reader takes paths."""
    if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_BYTES:
        raise reading.Unreadable(
            _("文件 — 超过{count}个或50兆字节，不像一年的台账 — 请分几次导入。").format(count=MOST_FILES)
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        yield reading.read([kept(Path(folder), file) for file in files])


def _how(organ: Organ, actor: str, *, skip: bool, dry: bool) -> Import:
    return Import(
        find_organ=lambda _written: organ,
        actor=actor,
        on=today(),
        calendar=calendars.load(settings.DATA),
        skip_bad=skip,
        dry_run=dry,
    )


def kept(folder: Path, file: UploadedFile) -> Path:
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


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.READ)
def export_(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The organ's whole ledger as a workbook; imported again it changes nothing. Personal data masked; the
    names too for whoever may not see them, and the others say what they need them for."""
    what, name = Export(visit.organ, str(request.user), with_names=False), f"{visit.organ.name}台账.xlsx"
    if not visit.may(Duty.UNMASK):
        return _file(export(what), name)
    form = Reason(request.POST or None, hint=_("例如做年报、移交工作"))
    if form.is_valid():
        requests.note_export(organ=visit.organ, actor=str(request.user), **form.cleaned_data)
        return _file(export(replace(what, with_names=True)), name)
    lead = _("里面有申请人的姓名；证件号码和联系方式不在里面。谁在什么时候为什么导出，记进操作日志。")
    back = reverse("workbench:import", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=_("导出全部台账"), verb=_("导出"), back=back, lead=lead)


def _file(content: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
