"""年报体检: a published report comes in, the verdict goes out, and nothing stays on the server."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai import papers
from gongkai.faces.portal.checkup import paper as checkup_paper
from gongkai.faces.portal.checkup.findings import Items, items
from gongkai.faces.portal.checkup.keep import Outcome, keep, keepers
from gongkai.faces.portal.checkup.kept import Checked, pack, unpack
from gongkai.faces.portal.checkup.sections import sections
from gongkai.faces.portal.checkup.source import places
from gongkai.faces.portal.checkup.tables import figures, form_as_printed, small, unread
from gongkai.faces.portal.checkup.verdict import RULES, verdict
from gongkai.faces.public.intake import (
    LARGEST_FILE,
    LARGEST_PASTE,
    TURNSTILE,
    HandedIn,
    Refused,
    handed_in,
    parse,
    read,
    read_previous,
)
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.uploads import InMemory
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.reports import document
from gongkai.lib.language import speaking
from gongkai.lib.today import today
from gongkai.reading import PICTURES, SUFFIXES, has_eyes
from gongkai.reading.printed import Reading

FILES = frozenset({"docx", "pdf", "xlsx", "json"})


def in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose form is read by a handler of our own, passed on to it: no upload may touch the disk.

    The token is a field of that form, so Django must not look for it before, and does look for it after.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def wrapper(request: HttpRequest, **words: str) -> HttpResponse:
        try:
            handler = parse(request)
        except Refused as refused:
            return _question(request, refused)
        return protected(request, handler, **words)

    return csrf_exempt(wrapper)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory
def checkup(request: HttpRequest, handler: InMemory) -> HttpResponse:
    """The question; posted to, the verdict on what was handed in, or why there is none."""
    if request.method != "POST":
        return _question(request)
    try:
        form = handed_in(request, handler)
        with TURNSTILE.place():
            checked = _checked(form)
            return _result(request, checked, tuple(keep(request, form, checked.report)))
    except Refused as refused:
        return _question(request, refused)


@require_POST
@in_memory
def checkup_file(request: HttpRequest, handler: InMemory, form: str) -> HttpResponse:
    """What the result page carries, as a file: figures (json, xlsx) or findings report (docx, pdf)."""
    if form not in FILES:
        raise Http404
    try:
        checked = unpack(request.POST.get("kept", ""))
        with TURNSTILE.place():
            name, content_type, data = _file(checked, form)
    except Refused as refused:
        return _question(request, refused)
    return attachment(data, name, content_type)


def _checked(form: HandedIn) -> Checked:
    """The report and the rules' findings. A file goes before a text, and both before an earlier result."""
    reading = read(form)
    if reading is None:
        if not form.kept:
            raise Refused(_("年报文件 — 还没有选，也没有粘贴文字 — 请选一个文件，或粘贴年报的全文。"))
        kept = unpack(form.kept)
        reading = Reading(kept.report, kept.parts)
    report = reading.report
    previous = read_previous(form)
    passed_over = _passed_over(report, previous) if previous else ""
    used = None if passed_over else previous
    found = check(report, previous=used)
    return Checked(replace(report, findings=found), used, passed_over, reading.parts)


def _passed_over(report: ReportData, previous: ReportData) -> str:
    """Why a report is not the year before of another; empty where it is."""
    if previous.year != report.year - 1:
        return _("给的上年年报是{given}年的，应是{wanted}年的，没有用来核对。").format(
            given=previous.year, wanted=report.year - 1
        )
    names = [other.organ.replace("人民政府", "") for other in (report, previous)]
    if names[0].endswith(names[1]) or names[1].endswith(names[0]):
        return ""
    return _("给的上年年报是“{given}”的，与“{organ}”不同名，没有用来核对。").format(
        given=previous.organ, organ=report.organ
    )


def _question(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    context = {
        "refused": refused,
        "pasted": request.POST.get("pasted", ""),
        "rules": RULES,
        "has_eyes": has_eyes(),
        "suffixes": ",".join(_suffixes()),
        "largest": LARGEST_FILE,
        "longest": LARGEST_PASTE,
        "keepers": keepers(request),
    }
    response = render(request, "portal/checkup.html", context, status=refused.status if refused else 200)
    if refused and refused.status == 503:
        response["Retry-After"] = "60"
    return response


def _suffixes() -> list[str]:
    """What the file dialogue offers."""
    return sorted(SUFFIXES | PICTURES) if has_eyes() else sorted(SUFFIXES)


def _result(request: HttpRequest, checked: Checked, kept: Sequence[Outcome]) -> HttpResponse:
    report, previous = checked.report, checked.previous
    form = form_as_printed(report)
    found = _items(checked)
    marks, lost = found.marks, unread(report, form)
    context = {
        "report": report,
        "previous": previous,
        "checked": checked,
        "verdict": verdict(checked, found),
        "items": found,
        "kept": pack(checked),
        "outcomes": kept,
        "largest": LARGEST_FILE,
        "suffixes": ",".join(_suffixes()),
        "figures": list(figures(report, previous)),
        "maps": [small(table, marks, lost) for table in form.tables],
        "sections": list(sections(checked, form, found)),
    }
    return render(request, "portal/checkup_result.html", context)


def _items(checked: Checked) -> Items:
    report = checked.report
    return items(report.findings, form_as_printed(report), report.narrative, places(checked.parts))


def _file(checked: Checked, form: str) -> tuple[str, str, bytes]:
    """Name, content type and content. Papers speak Chinese whatever the page speaks."""
    report = checked.report
    if form == "json":
        return f"{report.title}.json", "application/json", f"{dumps(report)}\n".encode()
    paper = papers.BY_NAME[form]
    if form == "xlsx":
        content = document.build(report, data=dumps(report))
    else:
        with override("zh-hans"), speaking("zh-hans"):
            found = _items(checked)
            content = checkup_paper.document(report, found, verdict(checked, found), on=today())
    return (
        f"{content.title}.{form}",
        paper.content_type,
        papers.write(content, form, fonts_dir=settings.FONTS),
    )
