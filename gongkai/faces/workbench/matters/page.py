"""Trainings, meetings, notices, problems and accountability on screen: their lists, and a page for each."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.files import FORMS, attachment
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Table, Words
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import between, holding
from gongkai.faces.workbench.matters.forms import LABELS
from gongkai.faces.workbench.matters.ways import (
    TITLES,
    address,
    badge_of,
    deeds_of,
    find,
    find_file,
    kind_at,
    lines,
    tabs,
    trail,
    ways,
)
from gongkai.faces.workbench.words import choices, said
from gongkai.law.accountability import BY_CODE as GROUND
from gongkai.law.accountability import MEASURE
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision import files, queries
from gongkai.ledger.supervision.deeds import Deed
from gongkai.ledger.supervision.kinds import KINDS, Kind, kind_of
from gongkai.ledger.supervision.models import Matter
from gongkai.ledger.supervision.papers import of as papers_of
from gongkai.lib.kinds import BY_CODE as FILE_KIND
from gongkai.papers import poster
from gongkai.papers.layout import chinese_date
from gongkai.papers.poster import Line, Poster

_EMPTY: Mapping[str, tuple[Any, Any]] = {
    "training": (
        gettext_lazy("还没有培训"),
        gettext_lazy("半年一次。先安排，办完补上名单，自动进登记簿；没有就不用填。"),
    ),
    "meeting": (
        gettext_lazy("还没有推进会"),
        gettext_lazy("一季一次。议程按本季度的台账起草，会后写纪要、交办。"),
    ),
    "notice": (
        gettext_lazy("还没有要传达的通知"),
        gettext_lazy("上级有要求时登记一次，选传达给谁，谁没有办到期自动提醒。"),
    ),
    "rectification": (
        gettext_lazy("没有要整改的问题"),
        gettext_lazy("检查、审计、会上发现的问题登记在这里，整改、复核、办结；没有就不用填。"),
    ),
    "accountability": (
        gettext_lazy("没有责任追究"),
        gettext_lazy("有的才登记；没有的，年度报告写“没有发生责任追究”。"),
    ),
}


def _progress(row: Any) -> str:
    """How many of its tasks have ended."""
    return f"{row.ended}/{row.given}" if row.given else ""


def _of_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


def _table(kind: Kind) -> Table:
    labels = LABELS[kind.code]
    optional = {
        "notice": (Column("due", gettext_lazy("哪天以前办好"), order=("due",)),),
        "rectification": (
            Column("source", gettext_lazy("来源"), lambda row: said(row.get_source_display())),
        ),
        "accountability": (
            Column("target", gettext_lazy("对象"), lang="zh-CN"),
            Column("measure", gettext_lazy("处理"), lambda row: said(MEASURE.get(row.measure, ""))),
        ),
    }.get(kind.code, ())
    has_tasks = kind.code != "accountability"
    return Table(
        kind.code,
        TITLES[kind.code],
        (
            Column("title", labels["title"][0], order=("title",), href=address, lang="zh-CN"),
            Column("number", gettext_lazy("编号"), order=("on",), lang="zh-CN"),
            Column("on", labels["on"][0], order=("on",)),
            *optional,
            *((Column("tasks", gettext_lazy("任务办结"), _progress),) if has_tasks else ()),
            Column("state", gettext_lazy("状态"), badge_of, template="workbench/badge.html"),
        ),
        Empty(*_EMPTY[kind.code]),
        (
            Choice(
                "state",
                gettext_lazy("状态"),
                [("", gettext_lazy("全部")), *choices(Matter.State)],
                _of_state,
                in_line=True,
            ),
            Words("q", gettext_lazy("找"), holding("supervision.matter")),
            Dates("on", gettext_lazy("日期"), between("on")),
        ),
        order=("-on", "-pk"),
        order_words=gettext_lazy("新近的在前"),
    )


TABLES = {kind.code: _table(kind) for kind in KINDS}


@require_safe
@needs(Duty.READ)
def list_(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The list of one kind."""
    chosen = kind_at(kind)
    rows = queries.matters(visit.scope).filter(kind=chosen.code)
    context = {
        "kind": chosen,
        "title": TITLES[chosen.code],
        "open": rows.filter(state=Matter.State.OPEN).count(),
        "can_record": visit.may(Duty.RECORD),
        "tabs": tabs(visit, chosen.code),
    }
    file = tables.export(TABLES[chosen.code], request, rows)
    table = tables.show(TABLES[chosen.code], request, rows)
    return file or pages.show(request, visit, "matters/matters", {**context, "table": table})


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One matter: what it says, who does what, what proves it, what comes next."""
    row = find(visit, pk)
    offered, refused = ways(request, visit, row)
    context = {
        "row": row,
        "kind": kind_of(row),
        "trail": trail(row),
        "state": badge_of(row),
        "facts": list(_facts(row)),
        "text_label": LABELS[row.kind]["text"][0],
        "tasks": lines(row.tasks.select_related("unit", "person").order_by("due", "pk")),
        "papers": papers_of(row),
        "forms": FORMS,
        "files": [(one, files.name_of(one)) for one in queries.files_of(row)],
        "people": row.attendance.splitlines(),
        "has_address": bool(settings.SITE_URL),
        "can_sign_in": bool(row.sign_in_key) and row.organ.signs_in_by_code and visit.may(Duty.RECORD),
        "quiz": list(zip(row.quiz, row.quiz_tally.get("right", [0] * len(row.quiz)), strict=True)),
        "history": deeds_of(Deed, row.deeds),
        "ways": offered,
        "refused": refused,
        "followers": list(row.followers.all()),
    }
    return pages.show(request, visit, "matters/matter", context)


def _facts(row: Matter) -> Any:
    """What is filled in of the kind's fields, the running texts left out: label and value."""
    kind = kind_of(row)
    for name in (*kind.asks, *kind.optional):
        value = getattr(row, name)
        if name in {"title", "text"} or value in ("", None):
            continue
        label = LABELS[row.kind].get(name, (gettext_lazy("地点"),))[0]
        if name == "ground":
            ground = GROUND[value]
            value = f"{_(ground.zh)}（{ground.source}）"
        elif name == "source":
            value = said(row.get_source_display())
        elif name == "measure" and row.kind == "accountability":
            value = said(MEASURE[value])
        yield label, value
    if row.given_out_on:
        yield _("传达日期"), row.given_out_on
        yield _("传达给"), row.target


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    """A file of a matter."""
    return give(find_file(find(visit, pk), file_id))


@require_safe
@needs(Duty.RECORD)
def sign_in_sheet(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """签到码, to be put up at the door; 404 where the site does not know its own address: that of the browser
    opens on this machine alone."""
    row = find(visit, pk)
    if not settings.SITE_URL or not row.sign_in_key or queries.signing_in(row.sign_in_key) is None:
        raise Http404
    notice = Poster(
        word="签到",
        title=row.title,
        organ=row.organ.name,
        number=row.number,
        blocks=(Line(f"{chinese_date(row.on)}，当天有效。"), Line("不方便扫码的，在纸上签名。")),
        foot=("签到只写姓名和单位，用来登记参加人数。",),
        link=f"{settings.SITE_URL}{reverse('portal:sign-in', args=(row.sign_in_key,))}",
        link_words="扫码签到",
    )
    data = poster.sheet(notice, "a4", fonts_dir=settings.FONTS)
    return attachment(data, f"{row.number}签到码.pdf", "application/pdf")


@require_safe
@needs(Duty.READ)
def paper(request: HttpRequest, visit: Visit, pk: int, code: str, form: str) -> HttpResponse:
    """A paper of a matter as a file; 404 for one that there is not."""
    row = find(visit, pk)
    found = next((one for one in papers_of(row) if one.code == code), None)
    if found is None:
        raise Http404
    return handed_out(found.build(row), form, f"{row.number}{found.zh}")


def give(found: Any) -> HttpResponse:
    """A file that is kept, to be saved."""
    return attachment(files.VAULT.content(found), files.name_of(found), FILE_KIND[found.kind].content_type)
