"""The indicators of an assessment on screen: the versions, the set that ships, another out of Excel."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import FileDrop, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.assessments.ways import TITLE, indicators_address, list_address
from gongkai.faces.workbench.ledgers.imports import XLSX, kept
from gongkai.faces.workbench.words import said
from gongkai.law.assessment import METHOD, Indicator, IndicatorSet, shipped
from gongkai.ledger.assessment import actions, queries
from gongkai.ledger.assessment.models import Indicators
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.workbook import indicators as workbook
from gongkai.ledger.workbook.reading import Unreadable
from gongkai.ledger.workbook.report import Remark
from gongkai.lib.language import listed
from gongkai.lib.today import today

#: So many refused rows are named at once.
MOST = 20
LARGEST = 2 * uploads.MEGABYTE
uploading = uploads.in_memory(largest=LARGEST, body=LARGEST + uploads.MEGABYTE)


class AdoptForm(Form):
    """Which workbook holds the indicators of which year, and on what document they rest."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2019, max_value=2100)
    document_no = forms.CharField(
        label=gettext_lazy("依据的文件"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("考核办法的名称和文号"),
    )
    file = forms.FileField(
        label=gettext_lazy("指标的Excel文件"),
        widget=FileDrop({"accept": ".xlsx"}),
        help_text=gettext_lazy("先下载模板，里面是本产品的指标，照着改；不超过2兆字节"),
    )


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The indicators in use, version by version; the set that ships where there is none."""
    versions = list(queries.indicators(visit.scope))
    chosen = _chosen(request, versions)
    shown = queries.set_behind(chosen) if chosen else shipped()
    context = {
        "versions": versions,
        "chosen": chosen,
        "is_shipped": shown == shipped(),
        "title": shown.title,
        "lines": [_indicator(one) for one in shown.indicators],
        "grades": shown.grades,
        "trail": [(TITLE, list_address(visit.organ.pk)), (_("指标"), "")],
        "points": visit.organ.gives_points,
        "can_record": visit.may(Duty.RECORD),
    }
    return pages.show(request, visit, "assessments/indicators", context)


def _chosen(request: HttpRequest, versions: list[Indicators]) -> Indicators | None:
    key = request.GET.get("version", "")
    return next((row for row in versions if str(row.pk) == key), versions[0] if versions else None)


def _indicator(one: Indicator) -> tuple[Indicator, str, str, str]:
    """An indicator with what is counted, how, and of whom, in words."""
    counted = said(METHOD[one.method].zh) if one.method else ""
    rule = said(one.rule.zh) if one.rule else ""
    return one, counted, rule, listed(said(target.zh) for target in one.targets)


@require_safe
@needs(Duty.READ)
def template(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A version as a workbook, or the set that ships: to be read, changed and taken in again."""
    chosen = _chosen(request, list(queries.indicators(visit.scope)))
    found = queries.set_behind(chosen) if chosen and "version" in request.GET else shipped()
    return attachment(workbook.write(found), f"{found.title}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@uploading
@once
def adopt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """采用另一套指标: one more version; whole or not at all."""
    form = AdoptForm(request.POST or None, request.FILES or None, initial={"year": today().year})
    if uploads.is_over(request):
        form.add_error("file", _("文件 — 超过2兆字节，不像指标 — 请用下载的模板填写。"))
    found = _read(form) if form.is_valid() else None
    if found:
        told = {name: form.cleaned_data[name] for name in ("year", "document_no")}
        row = actions.adopt(organ=visit.organ, said=found, actor=str(request.user), **told)
        toasts.say(request, _("已采用：{set}。").format(set=row))
        return redirect(f"{indicators_address(visit.organ.pk)}?version={row.pk}")
    lead = _("采用以后开始的考核可以选它；已经开始的不变。")
    back = indicators_address(visit.organ.pk)
    title = _("采用另一套指标")
    return pages.ask(request, visit, form, title=title, verb=_("采用"), back=back, lead=lead)


def _read(form: AdoptForm) -> IndicatorSet | None:
    """The set of the file; None where it is refused, which is said beside the field."""
    said: dict[str, Any] = form.cleaned_data
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        try:
            found, refused = workbook.read(kept(Path(folder), said["file"]), said["title"])
        except Unreadable as error:
            form.add_error("file", str(error))
            return None
    for remark in refused[:MOST]:
        form.add_error("file", _told(remark))
    if len(refused) > MOST:
        form.add_error("file", _("还有{count}处，改完这些再传。").format(count=len(refused) - MOST))
    return found


def _told(remark: Remark) -> str:
    if not remark.row:
        return remark.message
    return _("“{sheet}”第{row}行：{why}").format(sheet=remark.sheet, row=remark.row, why=remark.message)
