"""操作日志: what was done at this organ, by whom and why; and whether the chain of the log holds."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.ui import progress, tables
from gongkai.faces.ui.progress import Progress
from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Table, Words
from gongkai.faces.workbench import pages, whereabouts
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.organ import log_words
from gongkai.faces.workbench.words import said
from gongkai.jobs import queries as jobs
from gongkai.jobs.tasks import verify_log
from gongkai.jobs.tick import ask
from gongkai.ledger import logbook
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.people.roles import Duty


def _of_kind(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    if kind == log_words.UNMASKING:
        return rows.filter(action__startswith=kind)
    return rows.filter(subject__startswith=f"{kind}.")


def _between(rows: QuerySet[Any], days: tuple[date | None, date | None]) -> QuerySet[Any]:
    return logbook.between(rows, *days)


def _record(row: Any) -> str:
    """The record's kind and name; its kind alone where it is gone."""
    return f"{log_words.thing(row.subject)} {said(row.name or '')}".strip()


#: Typed, or a word of ours where the program itself did it, or gave the reason.
_SAID = "workbench/organ/log_said.html"
LOG = Table(
    "log",
    gettext_lazy("操作日志"),
    (
        Column("number", gettext_lazy("条"), order=("number",), number=True),
        Column("at", gettext_lazy("时间"), lambda row: datetime.fromisoformat(row.at)),
        Column("actor", gettext_lazy("经办人"), lambda row: said(row.actor), template=_SAID),
        Column("action", gettext_lazy("做了什么"), lambda row: log_words.action(row.action)),
        Column("subject", gettext_lazy("哪一件"), _record, template="workbench/organ/log_record.html"),
        Column("reason", gettext_lazy("原因"), lambda row: said(row.reason), template=_SAID),
        Column("hash", gettext_lazy("校验码"), shown=False),
    ),
    Empty(gettext_lazy("还没有记录"), gettext_lazy("登记、更正、查看个人信息都会自动记下，不用填。")),
    (
        Choice("kind", gettext_lazy("类别"), [("", gettext_lazy("全部")), *log_words.KINDS], _of_kind),
        Words("actor", gettext_lazy("经办人"), lambda rows, words: rows.filter(actor__icontains=words)),
        Dates("at", gettext_lazy("日期"), _between),
    ),
    order=("-number",),
    order_words=gettext_lazy("新近的在前"),
)


@require_safe
@needs(Duty.AUDIT)
def log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The log of this organ; the state of the chain, which is one for the whole data folder."""
    rows = logbook.of(visit.organ)
    if file := tables.export(LOG, request, rows):
        return file
    shown = tables.show(LOG, request, rows)
    for row in shown.page:
        row.href = _href(visit, row)
    context = {"table": shown, "head": audit.head(), "proof": jobs.last_round("verify_log")}
    return pages.show(request, visit, "organ/log", context)


@require_POST
@needs(Duty.AUDIT)
def prove(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Have the chain and every row of the ledgers proved now; a long log takes a while."""
    ask("verify_log")
    return redirect("workbench:log-proof", visit.organ.pk)


@require_safe
@needs(Duty.AUDIT)
def proof(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whether the proof is still under way."""
    running = jobs.is_on_its_way(verify_log)
    shown = Progress(
        _("核对操作日志和台账"),
        reverse("workbench:log-proof", args=(visit.organ.pk,)),
        result="" if running else reverse("workbench:log", args=(visit.organ.pk,)),
        label=_("看结果"),
    )
    return progress.answer(request, shown, frame=frame(request, visit), organ=visit.organ)


def _href(visit: Visit, row: Any) -> str:
    """The page of an entry's record, where it still exists and this person may open it."""
    table, _colon, key = row.subject.partition(":")
    if row.name is None or not visit.may(Duty.READ):
        return ""
    if table in logbook.LEDGERS:
        return whereabouts.of_row(visit.organ.pk, logbook.LEDGERS[table], int(key))
    if table == "reports.reportyear":
        return reverse("workbench:report", args=(visit.organ.pk, row.name))
    return ""
