"""档案: what can be archived, the boxes with their catalogues, and one package for each case."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import papers
from gongkai.faces.ui import tables, toasts
from gongkai.faces.ui.addresses import keys
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.ui.tables import Choice, Column, Empty, Table, Words
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.law.retention import RETENTIONS
from gongkai.ledger.archive import actions, package, queries
from gongkai.ledger.archive import papers as archive_papers
from gongkai.ledger.archive.models import ArchiveBox, ArchivedCase, UnfiledArrival
from gongkai.ledger.archive.papers import matter_of
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.models import Arrival, FoiRequest
from gongkai.ledger.requests.steps import Refused
from gongkai.lib import calendars
from gongkai.lib.today import today
from gongkai.papers.model import Document

#: So many are archived at once: each is set on paper once, to count its pages.
MOST = 50
FORMS = ("xlsx", "docx", "pdf")


class FilingForm(Form):
    new_box = forms.BooleanField(
        label=gettext_lazy("另起一盒"),
        required=False,
        help_text=gettext_lazy("不勾就接着放进同一年、同一保管期限的最后一盒"),
    )


class HoldForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么不能销毁"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如审计、信访正在用；不填，就是可以销毁了"),
    )


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _ready_page(request, visit, FilingForm())


@require_POST
@needs(Duty.RECORD)
@once
def file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Archive what was picked, all or none of it."""
    form = FilingForm(request.POST)
    rows = picked(request, queries.closed(visit.scope))
    if form.is_valid():
        try:
            filed = actions.archive(organ=visit.organ, rows=rows, filing=_filing(request, form))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{count}件已归档。").format(count=len(filed)))
            return redirect("workbench:archive-boxes", visit.organ.pk)
    return _ready_page(request, visit, form)


def _filing(request: HttpRequest, form: FilingForm) -> actions.Filing:
    return actions.Filing(
        actor=str(request.user),
        on=today(),
        calendar=calendars.load(settings.DATA),
        fonts_dir=settings.FONTS,
        new_box=form.cleaned_data["new_box"],
    )


def _ready_page(request: HttpRequest, visit: Visit, form: FilingForm) -> HttpResponse:
    served = queries.served(visit.scope)
    unserved = queries.unserved(visit.scope)
    shows_unserved = "unserved" in request.GET
    rows = (unserved if shows_unserved else served)[:MOST]
    found = queries.ready(visit.organ, rows, calendars.load(settings.DATA), today())
    context = {
        "ready": [(one, matter_of(one.row)) for one in found],
        "count": served.count(),
        "unserved": unserved.count(),
        "shows_unserved": shows_unserved,
        "most": MOST,
        "form": form,
        "can_record": visit.may(Duty.RECORD),
        "tabs": tabs(visit, "archive"),
    }
    return pages.show(request, visit, "archive/archive", context, status=422 if form.is_bound else 200)


def tabs(visit: Visit, here: str) -> list[tuple[str, str, bool]]:
    """The pages of the archive: words, address, whether it is this one."""
    listed = (
        ("archive", _("待归档")),
        ("archive-boxes", _("档案盒")),
        ("archive-due", _("到期鉴定和销毁")),
    )
    place = (visit.organ.pk,)
    return [(words, reverse(f"workbench:{name}", args=place), name == here) for name, words in listed]


def _box_href(row: ArchiveBox) -> str:
    return reverse("workbench:archive-box", args=(row.organ_id, row.pk))


_PERIODS = {one.code: one.zh for one in RETENTIONS}
BOXES = Table(
    "boxes",
    gettext_lazy("档案盒"),
    (
        Column(
            "box",
            gettext_lazy("档案盒"),
            lambda row: _("{year}年第{number}盒").format(year=row.year, number=row.number),
            order=("year", "retention", "number"),
            href=_box_href,
        ),
        Column("retention", gettext_lazy("保管期限"), lambda row: _(row.period.zh), order=("retention",)),
        Column("count", gettext_lazy("件数"), number=True),
        Column("items", gettext_lazy("起止件号"), lambda row: f"{row.first}—{row.last}" if row.count else ""),
        Column("sheets", gettext_lazy("页数"), lambda row: row.sheets or 0, number=True),
    ),
    Empty(gettext_lazy("还没有档案盒"), gettext_lazy("在“待归档”里选办完的件归档，自动放进盒里。")),
    (
        Choice(
            "retention",
            gettext_lazy("保管期限"),
            [("", gettext_lazy("全部")), *((code, gettext_lazy(zh)) for code, zh in _PERIODS.items())],
            lambda rows, code: rows.filter(retention=code),
        ),
    ),
    order=("-year", "retention", "number"),
    order_words=gettext_lazy("新的年度在前"),
)


@require_safe
@needs(Duty.READ)
def boxes(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = queries.boxes(visit.scope)
    context = {
        "table": tables.show(BOXES, request, rows),
        "years": queries.years(visit.scope),
        "forms": [papers.BY_NAME[name] for name in FORMS],
        "tabs": tabs(visit, "archive-boxes"),
    }
    return tables.export(BOXES, request, rows) or pages.show(request, visit, "archive/boxes", context)


def _state(row: ArchivedCase) -> str:
    if row.foi_request.erased_on:
        return _("{day}已销毁").format(day=row.foi_request.erased_on)
    if row.destruction_id:
        return _("已列入销毁清册")
    if row.held_because:
        return _("停止销毁：{why}").format(why=row.held_because)
    return _("缺{count}样").format(count=len(row.missing)) if row.missing else _("齐全")


FILES = Table(
    "files",
    gettext_lazy("归档文件目录"),
    (
        Column("number", gettext_lazy("档号"), lambda row: row.archive_no, order=("item",)),
        Column(
            "application",
            gettext_lazy("申请编号"),
            lambda row: row.foi_request.number,
            href=lambda row: reverse("workbench:case", args=(row.organ_id, row.foi_request_id)),
            lang="zh-CN",
        ),
        Column(
            "title", gettext_lazy("题名"), lambda row: archive_papers.matter_of(row.foi_request), lang="zh-CN"
        ),
        Column("closed_on", gettext_lazy("办结日期"), order=("closed_on",)),
        Column("pages", gettext_lazy("页数"), number=True),
        Column("state", gettext_lazy("状态"), lambda row: _state(row)),
    ),
    Empty(gettext_lazy("盒里没有档案"), gettext_lazy("都已取出。")),
    (Words("q", gettext_lazy("找"), lambda rows, words: rows.filter(foi_request__number__icontains=words)),),
    order=("item",),
    order_words=gettext_lazy("按件号"),
    does="workbench/archive/does.html",
)


@require_safe
@needs(Duty.READ)
def box(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One box: what lies in it, and what is printed for it."""
    found = _box(visit, pk)
    rows = queries.files(visit.scope).filter(box=found)
    context = {
        "box": found,
        "table": tables.show(FILES, request, rows),
        "forms": [papers.BY_NAME[name] for name in FORMS],
        "can_record": visit.may(Duty.RECORD),
        "can_unmask": visit.may(Duty.UNMASK),
        "trail": [
            (_("档案盒"), reverse("workbench:archive-boxes", args=(visit.organ.pk,))),
            (str(found), ""),
        ],
    }
    return pages.show(request, visit, "archive/box", context)


@require_safe
@needs(Duty.READ)
def catalogue(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    found = _box(visit, pk)
    listed = list(queries.listed(visit.scope).filter(box=found))
    return paper(archive_papers.catalogue(visit.organ, listed, str(found)), form, str(found))


@require_safe
@needs(Duty.READ)
def spine(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    found = _box(visit, pk)
    listed = list(queries.listed(visit.scope).filter(box=found))
    return paper(archive_papers.spine(visit.organ, found, listed), form, str(found))


@require_safe
@needs(Duty.READ)
def year_catalogue(request: HttpRequest, visit: Visit, year: int, form: str) -> HttpResponse:
    """归档文件目录 of a whole year."""
    listed = list(queries.listed(visit.scope).filter(box__year=year))
    if not listed:
        raise Http404
    return paper(
        archive_papers.catalogue(visit.organ, listed, _("{year}年").format(year=year)), form, str(year)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def take_out(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """撤销归档."""
    row = _find(visit, pk)
    form = Reason(request.POST or None)
    if form.is_valid():
        try:
            actions.take_out(file=row, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已取出，原因记进操作日志。"))
            return redirect("workbench:archive-box", visit.organ.pk, row.box_id)
    title = _("{file}：取出，撤销归档").format(file=row)
    return pages.ask(request, visit, form, title=title, verb=_("取出"), back=_box_href(row.box))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def hold(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """停止销毁, or the end of it."""
    row = _find(visit, pk)
    return _hold(request, visit, row, partial(actions.hold, file=row), _box_href(row.box))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def hold_unfiled(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The same of an arrival that never became an application."""
    arrival: Arrival | None = requests.ended(visit.scope).select_related("organ").filter(pk=pk).first()
    if arrival is None:
        raise Http404
    back = reverse("workbench:arrival", args=(visit.organ.pk, pk))
    row = queries.unfiled(arrival)
    return _hold(request, visit, row, partial(actions.hold_unfiled, arrival=arrival), back)


def _hold(
    request: HttpRequest,
    visit: Visit,
    row: ArchivedCase | UnfiledArrival,
    hold: Callable[..., object],
    back: str,
) -> HttpResponse:
    form = HoldForm(request.POST if request.method == "POST" else None, initial={"reason": row.held_because})
    if form.is_valid():
        try:
            hold(actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已记下。"))
            return redirect(back)
    name = row if isinstance(row, ArchivedCase) else row.arrival.number
    title = _("{file}：停止销毁").format(file=name)
    lead = _("复议、诉讼没有审结的，自动不能销毁，不用在这里登记。")
    return pages.ask(request, visit, form, title=title, verb=_("记下"), back=back, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
def take_package(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The whole file of one application, names in full, once a reason is given."""
    row: FoiRequest = find_record(visit, "requests", pk)
    form = Reason(request.POST or None, hint=_("例如法院调卷、移交档案馆"))
    if form.is_valid():
        try:
            data = package.take(
                row,
                calendar=calendars.load(settings.DATA),
                on=today(),
                fonts_dir=settings.FONTS,
                actor=str(request.user),
                reason=form.cleaned_data["reason"],
            )
            return attachment(data, package.name_of(row), "application/zip")
        except Refused as error:
            form.add_error(None, str(error))
    back = reverse("workbench:case", args=(visit.organ.pk, pk))
    title = _("{number}：下载档案包").format(number=row.number)
    lead = _("里面有姓名、证件号码和附件原件；谁在什么时候为什么下载，记进操作日志。")
    return pages.ask(request, visit, form, title=title, verb=_("下载"), back=back, lead=lead)


def paper(document: Document, form: str, name: str) -> HttpResponse:
    """A paper of the archive as a file; 404 for a form that there is not."""
    return handed_out(document, form, f"{document.title}（{name}）", forms=FORMS)


def picked(request: HttpRequest, rows: Any, name: str = "pick") -> Sequence[Any]:
    """What was picked of these rows; of what is not among them, nothing."""
    return list(rows.filter(pk__in=keys(request.POST.getlist(name)[:MOST])))


def _box(visit: Visit, pk: int) -> ArchiveBox:
    found: ArchiveBox | None = queries.boxes(visit.scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _find(visit: Visit, pk: int) -> ArchivedCase:
    found = queries.files(visit.scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
