"""标准目录 on screen: its lines with what stands public of each, and taking another over from a file."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import tables, toasts, uploads
from gongkai.faces.ui.forms import FileDrop, Form
from gongkai.faces.ui.once import once
from gongkai.faces.ui.tables import Choice, Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.making.ways import trail
from gongkai.law.proactive import FIELDS
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.catalogue import actions, queries
from gongkai.ledger.people.roles import Duty

LARGEST = 10 * uploads.MEGABYTE
uploading = uploads.in_memory(largest=LARGEST, body=LARGEST + uploads.MEGABYTE)
_FIELDS = {term.code: gettext_lazy(term.zh) for term in FIELDS}


def _of_field(rows: Any, field: str) -> Any:
    return rows.filter(field="" if field == "none" else field)


def _of_state(rows: Any, state: str) -> Any:
    rows = queries.counted(rows)
    return rows.filter(published=0) if state == "empty" else rows.filter(published__gt=0)


CATALOGUE = Table(
    "catalogue",
    gettext_lazy("标准目录"),
    (
        Column("name", gettext_lazy("公开事项"), order=("field", "place"), lang="zh-CN"),
        Column("field", gettext_lazy("领域"), lambda row: _FIELDS.get(row.field, "")),
        Column(
            "published", gettext_lazy("已公开"), number=True, order=("published",), prepare=queries.counted
        ),
        Column("content", gettext_lazy("公开内容"), lang="zh-CN"),
        Column("limit", gettext_lazy("公开时限"), lang="zh-CN"),
        Column("audience", gettext_lazy("公开对象"), lang="zh-CN"),
        Column("way", gettext_lazy("公开方式"), lang="zh-CN"),
        Column("by", gettext_lazy("公开主体"), lang="zh-CN", shown=False),
        Column("basis", gettext_lazy("公开依据"), lang="zh-CN", shown=False),
        Column("channels", gettext_lazy("公开渠道和载体"), lang="zh-CN", shown=False),
        Column("level", gettext_lazy("公开层级"), lang="zh-CN", shown=False),
    ),
    Empty(
        gettext_lazy("还没有标准目录"),
        gettext_lazy("收入印发的目录，定公开属性时就能选事项，也看得出哪些还没有公开过。"),
    ),
    (
        Choice(
            "field",
            gettext_lazy("领域"),
            [("", gettext_lazy("全部")), *_FIELDS.items(), ("none", gettext_lazy("没有写明领域"))],
            _of_field,
        ),
        Choice(
            "state",
            gettext_lazy("公开情况"),
            [
                ("", gettext_lazy("全部")),
                ("empty", gettext_lazy("还没有公开过")),
                ("some", gettext_lazy("公开过")),
            ],
            _of_state,
        ),
    ),
    order=("field", "place", "pk"),
    order_words=gettext_lazy("照目录的次序"),
)


class AdoptForm(Form):
    """The file with the tables."""

    dropped = forms.FileField(
        label=gettext_lazy("标准目录的文件"),
        widget=FileDrop({"accept": ".xlsx,.docx,.pdf"}),
        help_text=gettext_lazy("Excel、Word或者PDF，印发的原表，可以一个文件几个领域；不超过10兆字节"),
    )


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The lines in force."""
    rows = queries.counted(queries.of(visit.scope))
    if file := tables.export(CATALOGUE, request, rows):
        return file
    context = {
        "table": tables.show(CATALOGUE, request, rows),
        "trail": [*trail(visit)[:-1], (CATALOGUE.title, "")],
        "can_draft": visit.may(Duty.DRAFT),
    }
    return pages.show(request, visit, "making/catalogue", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def adopt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """收入标准目录: the fields that the file has take the place of what was there; the others stay."""
    form = AdoptForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if uploads.is_over(request):
        form.errors.pop("dropped", None)  # it was filled in
        form.add_error("dropped", _("文件 — 超过10兆字节 — 请按领域分几次。"))
    elif form.is_valid():
        try:
            (name, data), *_more = uploads.handed_in(request, "dropped")
            done = actions.adopt(organ=visit.organ, said=actions.read(name, data), actor=str(request.user))
        except Refused as error:
            form.add_error("dropped", str(error))
        else:
            words = _("标准目录已收入：新增{added}项，改动{changed}项，不再有的{gone}项。")
            toasts.say(request, words.format(**done._asdict()))
            return redirect("workbench:catalogue", visit.organ.pk)
    lead = _("文件里有的领域整个换成新的，没有的领域不动；文件不留存。已经公开的信息照旧。")
    back = reverse("workbench:catalogue", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=_("收入标准目录"), verb=_("收入"), back=back, lead=lead)
