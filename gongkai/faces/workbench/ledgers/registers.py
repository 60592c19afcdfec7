"""The ledgers on screen: a list and a page for each record, whatever the ledger.

``LEDGERS`` is the one place that says what a ledger's list shows and by what it is narrowed. The columns of a
record's page are those of its sheet in the workbook.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Picks, Table, Words
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers import deadlines
from gongkai.faces.workbench.matters import ways as matter_ways
from gongkai.faces.workbench.words import choices, said
from gongkai.law.remedies import Bodies
from gongkai.law.remedy_results import type_from_label
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.making import typed
from gongkai.ledger.disclosures.models import AdministrativeAct, Attribute
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import bodies_of
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.requests.privacy import masked, shown_applicant
from gongkai.ledger.requests.wording import RESULTS
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.ledger.words import queries as index
from gongkai.ledger.workbook.cells import MONEY, Kind
from gongkai.ledger.workbook.exporting import cells_of, sheet_of
from gongkai.ledger.workbook.history import corrections_of
from gongkai.ledger.workbook.sheets import ACTIVITIES, ACTS, APPLICATIONS, DISCLOSURES, REMEDIES, Sheet


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger as a place of the workbench. ``name`` of a row heads its page; ``next_number`` proposes
    that of a new one where the organ counts its rows itself. ``brings`` is what the rows of its list read
    besides their own columns. ``proposes`` is what a new row most likely says, by column, seeing the
    application that it is about; ``completes`` fills in what was left open and follows from the rest."""

    code: str
    sheet: Sheet
    of: Callable[[Scope], Any]
    table: Table
    name: Callable[[Any], str]
    next_number: Callable[[Scope, int], str] | None = None
    brings: tuple[str, ...] = ()
    proposes: Callable[[Organ, str], Mapping[str, str]] = lambda organ, number: {}
    completes: Callable[[Organ, Mapping[str, str]], Mapping[str, str]] = lambda organ, cells: cells


def _proposed_case(organ: Organ, number: str) -> Mapping[str, str]:
    return {"关联申请编号": number, "被申请人或被告": organ.name}


def _completed_case(organ: Organ, cells: Mapping[str, str]) -> Mapping[str, str]:
    """With the body that hears cases of its kind against the organ."""
    kind = type_from_label(cells["类型"])
    bodies = bodies_of(organ, Bodies("", ""))
    usual = {"reconsideration": bodies.review_organ, "complaint": ""}.get(kind or "complaint", bodies.court)
    return {**cells, "审理机关": cells["审理机关"] or usual}


def _page(code: str) -> Callable[[Any], str]:
    return lambda row: reverse("workbench:record", args=(row.organ_id, code, row.pk))


def holding(table: str) -> Callable[[Any, str], Any]:
    """Rows in which every word stands, wherever the search looks for it."""

    def narrow(rows: Any, text: str) -> Any:
        words = index.words_of(text)
        return rows.filter(index.hold(table, rows.scope, words)) if words else rows

    return narrow


def between(field: str) -> Callable[[Any, Any], Any]:
    """Rows whose day lies between two, both included; either may be open."""

    def narrow(rows: Any, days: Any) -> Any:
        first, last = days
        if first:
            rows = rows.filter(**{f"{field}__gte": first})
        return rows.filter(**{f"{field}__lte": last}) if last else rows

    return narrow


def _equal(field: str) -> Callable[[Any, str], Any]:
    return lambda rows, value: rows.filter(**{field: value})


def _open(field: str) -> Callable[[Any, str], Any]:
    return lambda rows, state: rows.filter(**{f"{field}__isnull": state == "open"})


_STATES = (("", gettext_lazy("全部")), ("open", gettext_lazy("在办")), ("closed", gettext_lazy("办结")))

LEDGERS: tuple[Ledger, ...] = (
    Ledger(
        "requests",
        APPLICATIONS,
        requests.of,
        Table(
            "requests",
            gettext_lazy("依申请公开"),
            (
                Column("number", gettext_lazy("申请编号"), order=("number",), href=_page("requests")),
                Column("content", gettext_lazy("申请内容"), lambda row: masked(row, row.content)),
                Column("applicant", gettext_lazy("申请人"), shown_applicant),
                Column("received_on", gettext_lazy("收到日期"), order=("received_on",)),
                deadlines.APPLICATIONS[0],
                Column("answered_on", gettext_lazy("答复日期"), order=("answered_on",)),
                Column("result", gettext_lazy("结果"), lambda row: said(RESULTS.get(row.result, ""))),
            ),
            Empty(gettext_lazy("还没有申请"), gettext_lazy("收到后登记，期限自动计算；没有就不用填。")),
            (
                Choice("state", gettext_lazy("状态"), _STATES, _open("answered_on"), in_line=True),
                deadlines.APPLICATIONS[1],
                Words("q", gettext_lazy("找"), holding("requests.foirequest")),
                Dates("received", gettext_lazy("收到日期"), between("received_on")),
            ),
            order_words=gettext_lazy("在办的在前，先收到的先列；办结的在后，新收到的先列"),
            in_turn=requests.by_urgency,
        ),
        lambda row: row.number,
        requests.next_number,
        brings=("events", "organ"),
    ),
    Ledger(
        "disclosures",
        DISCLOSURES,
        disclosures.of,
        Table(
            "disclosures",
            gettext_lazy("主动公开"),
            (
                Column("title", gettext_lazy("标题"), order=("title",), href=_page("disclosures")),
                Column("document_no", gettext_lazy("文号")),
                Column("formed_on", gettext_lazy("形成日期"), order=("formed_on",)),
                deadlines.DISCLOSURES[0],
                Column("published_on", gettext_lazy("公开日期"), order=("published_on",)),
                Column("attribute", gettext_lazy("公开属性"), lambda row: said(row.get_attribute_display())),
                Column(
                    "category",
                    gettext_lazy("信息类别"),
                    lambda row: said(row.get_category_display()),
                    shown=False,
                ),
            ),
            Empty(
                gettext_lazy("还没有公开信息"), gettext_lazy("形成后登记，20个工作日内公开；没有就不用填。")
            ),
            (
                Choice(
                    "attribute",
                    gettext_lazy("公开属性"),
                    [("", gettext_lazy("全部")), *choices(Attribute)],
                    _equal("attribute"),
                ),
                deadlines.DISCLOSURES[1],
                Words("q", gettext_lazy("找"), holding("disclosures.disclosure")),
                Dates("formed", gettext_lazy("形成日期"), between("formed_on")),
            ),
            order=("-formed_on", "-pk"),
            order_words=gettext_lazy("新形成的在前"),
        ),
        lambda row: row.title,
        disclosures.next_number,
    ),
    Ledger(
        "acts",
        ACTS,
        disclosures.acts_of,
        Table(
            "acts",
            gettext_lazy("行政行为"),
            (
                Column(
                    "on",
                    gettext_lazy("日期"),
                    lambda row: f"{row.on:%Y-%m}" if row.whole_month else row.on,
                    ("on",),
                    href=_page("acts"),
                ),
                Column("kind", gettext_lazy("类别"), lambda row: said(row.get_kind_display()), ("kind",)),
                Column("quantity", gettext_lazy("数量"), order=("quantity",), number=True),
                Column("amount", gettext_lazy("金额（元）"), order=("amount",), number=True),
                Column("note", gettext_lazy("说明")),
            ),
            Empty(
                gettext_lazy("还没有行政行为"),
                gettext_lazy("许可、处罚、强制和收费按件或按月登记；没有就不用填。"),
            ),
            (
                Choice(
                    "kind",
                    gettext_lazy("类别"),
                    [("", gettext_lazy("全部")), *choices(AdministrativeAct.Kind)],
                    _equal("kind"),
                    in_line=True,
                ),
                Dates("on", gettext_lazy("日期"), between("on")),
            ),
            order=("-on", "-pk"),
            order_words=gettext_lazy("新近的在前"),
        ),
        lambda row: said(row.get_kind_display()),
    ),
    Ledger(
        "remedies",
        REMEDIES,
        remedies.of,
        Table(
            "remedies",
            gettext_lazy("复议诉讼"),
            (
                Column("case_no", gettext_lazy("案号"), order=("case_no",), href=_page("remedies")),
                Column("kind", gettext_lazy("类型"), lambda row: said(row.get_kind_display())),
                Column("claimant", gettext_lazy("申请人或原告"), remedies.shown_claimant),
                Column("body", gettext_lazy("审理机关")),
                Column("received_on", gettext_lazy("收到日期"), order=("received_on",)),
                deadlines.REMEDIES[0],
                Column("state", gettext_lazy("办到哪里"), deadlines.state_of_remedy),
                Column("concluded_on", gettext_lazy("审结日期"), order=("concluded_on",)),
                Column("result", gettext_lazy("结果"), lambda row: said(row.get_result_display())),
            ),
            Empty(
                gettext_lazy("没有复议、诉讼案件"),
                gettext_lazy("收到复议答复通知或起诉状副本后登记；没有就不用填。"),
            ),
            (
                Choice("state", gettext_lazy("状态"), _STATES, _open("concluded_on"), in_line=True),
                Choice(
                    "kind",
                    gettext_lazy("类型"),
                    [("", gettext_lazy("全部")), *choices(RemedyCase.Kind)],
                    _equal("kind"),
                ),
                deadlines.REMEDIES[1],
                Words("q", gettext_lazy("找"), holding("remedies.remedycase")),
                Dates("received", gettext_lazy("收到日期"), between("received_on")),
            ),
            order=("-received_on", "-pk"),
            order_words=gettext_lazy("新收到的在前"),
        ),
        lambda row: row.case_no,
        brings=(remedies.EVENTS,),
        proposes=_proposed_case,
        completes=_completed_case,
    ),
    Ledger(
        "supervision",
        ACTIVITIES,
        supervision.of,
        Table(
            "supervision",
            gettext_lazy("监督保障"),
            (
                Column(
                    "topic",
                    gettext_lazy("主题"),
                    lambda row: row.topic or said(row.get_kind_display()),
                    href=_page("supervision"),
                ),
                Column("kind", gettext_lazy("类别"), lambda row: said(row.get_kind_display()), ("kind",)),
                Column("on", gettext_lazy("日期"), order=("on",)),
                Column("target", gettext_lazy("对象")),
                Column("people", gettext_lazy("人数"), order=("people",), number=True),
            ),
            Empty(
                gettext_lazy("还没有培训、会议等记录"),
                gettext_lazy("开完会、办完培训后记一行；没有就不用填。"),
            ),
            (
                Choice(
                    "kind",
                    gettext_lazy("类别"),
                    [("", gettext_lazy("全部")), *choices(Activity.Kind)],
                    _equal("kind"),
                ),
                Words("q", gettext_lazy("找"), holding("supervision.activity")),
                Dates("on", gettext_lazy("日期"), between("on")),
            ),
            order=("-on", "-pk"),
            order_words=gettext_lazy("新近的在前"),
        ),
        lambda row: row.topic or said(row.get_kind_display()),
    ),
)
BY_CODE = {ledger.code: ledger for ledger in LEDGERS}


@require_safe
@needs(Duty.READ)
def ledger(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The list of one ledger."""
    chosen = find_ledger(code)
    rows = chosen.of(visit.scope).prefetch_related(*chosen.brings)
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "ledger": chosen,
        "can_record": visit.may(Duty.RECORD),
        "tabs": matter_ways.tabs(visit, "register") if code == "supervision" else [],
    }
    picks = _picks(visit, code)
    return tables.export(chosen.table, request, rows) or render(
        request,
        "workbench/ledgers/ledger.html",
        {**context, "table": tables.show(chosen.table, request, rows, picks=picks)},
    )


def _picks(visit: Visit, code: str) -> Picks | None:
    """Several applications are chosen to be handled alike."""
    if code != "requests" or not visit.may(Duty.RECORD):
        return None
    return Picks(_("选中的一起办"), reverse("workbench:together", args=(visit.organ.pk,)))


@require_safe
@needs(Duty.READ)
def record(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """One record: what its sheet says of it. An application has a page of its own: ``case``."""
    chosen, row = find_ledger(code), find_record(visit, code, pk)
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "ledger": chosen,
        "row": row,
        "name": chosen.name(row),
        "trail": [
            (chosen.table.title, reverse("workbench:ledger", args=(visit.organ.pk, code))),
            (chosen.name(row), ""),
        ],
        "facts": facts_of(row),
        "corrections": corrections_of(row),
        "can_record": visit.may(Duty.RECORD),
        "making": disclosures.making_of(row) if code == "disclosures" else None,
        "can_withdraw": code == "disclosures" and visit.may(Duty.RELEASE) and typed.may_be_withdrawn(row),
        "matter": supervision.matter_of(row) if code == "supervision" else None,
    }
    return render(request, "workbench/ledgers/record.html", context)


def facts_of(row: Any) -> list[tuple[str, Any]]:
    """What the record's sheet says of it; of an application without who asked, wherever that is written."""
    kinds = {column.name: column.kind for column in sheet_of(row).columns}
    cells = [(said(head), _as_read(cell, kinds.get(head))) for head, cell in cells_of(row).items()]
    if isinstance(row, FoiRequest):
        return [(head, masked(row, cell) if isinstance(cell, str) else cell) for head, cell in cells]
    return cells


def _as_read(cell: Any, kind: Kind | None) -> Any:
    """An official word in the reader's language, a sum of money with its two decimals, all else as it is."""
    if kind is MONEY:
        return f"{cell:.2f}" if isinstance(cell, float | int | Decimal) else cell
    return said(str(cell)) if kind and kind.choices else cell


def find_ledger(code: str) -> Ledger:
    """The ledger of an address; 404 for none."""
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def find_record(visit: Visit, code: str, pk: int) -> Any:
    """The record of an address, within the visit's organ; 404 for none."""
    row = find_ledger(code).of(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
