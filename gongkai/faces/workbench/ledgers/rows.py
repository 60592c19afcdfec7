"""Rows of a ledger typed, pasted and corrected on screen, with the columns and refusals of the workbook."""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import DateInput, Form
from gongkai.faces.ui.once import once
from gongkai.faces.ui.standing import Standing
from gongkai.faces.workbench import presence
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers.registers import Ledger, find_ledger, find_record
from gongkai.faces.workbench.meanwhile import read_anew
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import editions
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.workbook import typed
from gongkai.ledger.workbook.cells import LONGEST
from gongkai.ledger.workbook.importing import Import, import_workbooks
from gongkai.ledger.workbook.reading import Workbook
from gongkai.ledger.workbook.report import Remark, Report
from gongkai.ledger.workbook.sheets import Column, Sheet
from gongkai.lib import calendars
from gongkai.lib.language import listed
from gongkai.lib.today import today

#: Columns that a row usually begins with, besides those that must be filled; the others are folded away.
FIRST = {
    "requests": ("收到方式",),
    "disclosures": ("文号", "公开日期", "公开属性", "公开渠道"),
    "acts": ("日期", "月份", "数量", "金额（元）"),
    "remedies": ("审理机关", "关联申请编号"),
    "supervision": ("主题", "对象", "人数"),
}


class RowForm(Form):
    """One row of a sheet. What the cells mean is for the workbook to say; here they are only text.

    ``first`` names the columns in view, besides those that must be filled.
    """

    sheet: Sheet

    def __init__(self, *args: Any, first: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.first = frozenset(first)

    @property
    def usual(self) -> list[Any]:
        """The fields that are always in view."""
        return [self[name] for name, column in self._columns() if self._is_usual(column)]

    @property
    def folded(self) -> list[Any]:
        return [self[name] for name, column in self._columns() if not self._is_usual(column)]

    @property
    def folded_errors(self) -> bool:
        """Whether something is wrong where it is folded away, and must be seen."""
        return any(field.errors for field in self.folded)

    @property
    def cells(self) -> dict[str, str]:
        """What was typed, by column."""
        return {column.name: self.cleaned_data.get(name) or "" for name, column in self._columns()}

    def refuse(self, remarks: Sequence[Remark]) -> None:
        """Put each remark beside its field, with the columns called as the fields are."""
        names = {column.name: name for name, column in self._columns()}
        for remark in remarks:
            self.add_error(names.get(remark.column), self.called(remark.message))

    def called(self, message: str) -> str:
        """What is quoted in the message stays as it was typed."""
        names = sorted((column.name for column in self.sheet.columns), key=len, reverse=True)
        return re.sub(
            "“[^”]*”|" + "|".join(map(re.escape, names)),
            lambda found: found[0] if found[0].startswith("“") else _(found[0]),
            message,
        )

    def _columns(self) -> Iterable[tuple[str, Column]]:
        return ((_name(place), column) for place, column in enumerate(self.sheet.columns))

    def _is_usual(self, column: Column) -> bool:
        return column.required or column.name in self.first


def _reason(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("更正的原因"),
        max_length=200,
        help_text=gettext_lazy("记入历史，例如录入时看错日期"),
        **more,
    )


class CorrectionForm(RowForm, Standing):
    """A row as it stands, and why it is changed."""

    reason = _reason()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, column in self._columns():
            if column.name == self.sheet.number:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("编号不能改")
            self._keep(self.fields[name], self.initial.get(name))

    def _keep(self, field: forms.Field, stands: Any) -> None:
        """A cell may hold more than its drop-down offers, such as a kind of answer finer than table three."""
        if isinstance(field, forms.ChoiceField) and stands and not field.valid_value(stands):
            offered: Any = field.choices
            field.choices = [*offered, (stands, _(stands))]


def form_of(kind: type[RowForm], sheet: Sheet) -> type[Any]:
    """A form of this kind with the columns of a sheet as its fields."""
    columns = {_name(place): _field(column) for place, column in enumerate(sheet.columns)}
    return type(kind.__name__, (kind,), {"sheet": sheet, **columns})


def _name(place: int) -> str:
    return f"c{place}"


def _field(column: Column) -> forms.Field:
    shared: dict[str, Any] = {
        "label": gettext_lazy(column.name),
        "help_text": column.note and gettext_lazy(column.note),
        "required": column.required,
    }
    if column.kind.choices:
        nothing = _("请选择") if column.required else _("（不填）")
        choices = [("", nothing), *((word, gettext_lazy(word)) for word in column.kind.choices)]
        return forms.ChoiceField(choices=choices, **shared)
    widget: Any = forms.TextInput
    if column.kind.style == "date":
        widget = DateInput
    elif column.kind.style == "wrap":
        widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(widget=widget, max_length=LONGEST, **shared)


class PasteForm(Form):
    """Rows copied out of a spreadsheet."""

    rows = forms.CharField(
        label=gettext_lazy("从Excel复制的行"),
        help_text=gettext_lazy("连表头一起复制最稳妥；不带表头的，列的次序要和模板一样。一次最多2000行。"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=2_000_000,
    )
    reason = _reason(required=False)  # asked for once it is known that rows are corrected

    def ask_why(self, *, insist: bool) -> None:
        """Rows are corrected: the reason may no longer be left open, and where one insists it is there."""
        reason = self.fields["reason"]
        reason.required = True
        if insist and not self.cleaned_data["reason"]:
            self.add_error("reason", reason.error_messages["required"])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def add(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """A new row. A number that the ledger has already is refused: that record has a page of its own."""
    ledger = find_ledger(code)
    form = form_of(RowForm, ledger.sheet)(
        request.POST if request.method == "POST" else None,
        first=FIRST[code],
        initial=_proposed(ledger, visit, request.GET.get("request", "")),
    )
    form.usual[0].field.widget.attrs["autofocus"] = not form.is_bound
    number, warned = "", list[str]()
    if form.is_valid():
        number = form.cells.get(ledger.sheet.number, "").strip()
        book = typed.typed(ledger.sheet, ledger.completes(visit.organ, form.cells))
        report = _import(visit, book, str(request.user), anew=True)
        warned = [form.called(remark.message) for remark in report.warnings]
        form.refuse(report.refused)
    if form.is_bound and not form.errors:
        toasts.say(request, _("{number}已登记。").format(number=number) if number else _("已登记。"))
        for words in warned:
            toasts.say(request, words)
        again = "again" in request.POST
        row = ledger.of(visit.scope).filter(case_no=number).last() if code == "remedies" else None
        if row and not again:  # its steps are on its page, and the first is due soon
            return redirect("workbench:record", visit.organ.pk, code, row.pk)
        return redirect("workbench:row-new" if again else "workbench:ledger", visit.organ.pk, code)
    return _form(request, visit, ledger, form, "ledgers/row_new")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
@read_anew
def correct(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Correct a record, with a reason. Whoever corrected it meanwhile is not overwritten unseen.

    Who asked is masked here too; left so, it stays as it is. To see it there is 显示全名, which is logged.
    """
    ledger, row = find_ledger(code), find_record(visit, code, pk)
    stands = typed.shown_cells(row)
    initial = {_name(place): stands.get(column.name, "") for place, column in enumerate(ledger.sheet.columns)}
    form = form_of(CorrectionForm, ledger.sheet)(
        request.POST if request.method == "POST" else None,
        first=[*FIRST[code], *stands],
        initial=initial,
    )
    if form.is_valid():
        remarks = typed.correct(
            row,
            form.cells,
            organ=visit.organ,
            actor=str(request.user),
            reason=form.cleaned_data["reason"],
            on=today(),
            over=stands,
        )
        form.refuse(remarks)
    if form.is_bound and not form.errors:
        presence.leave(request, visit, code, pk)
        toasts.say(request, _corrected(visit))
        return redirect("workbench:record", visit.organ.pk, code, pk)
    public = _years(editions.years(visit.organ, scope=visit.scope))
    more = {
        "row": row,
        "others": presence.others(request, visit, code, pk),
        "name": ledger.name(row),
        "public": public,
        "hides": code == "requests",
        "can_unmask": visit.may(Duty.UNMASK),
    }
    return _form(request, visit, ledger, form, "ledgers/row_correct", **more)


def _corrected(visit: Visit) -> str:
    """What was done, and the public reports that it parts from: they change by an amendment alone."""
    if moved := Years(visit.organ, visit.scope).moved():
        return _("已更正。{years}年报告公布的数字和台账不一样了，请签发人在“年度报告”里办更正。").format(
            years=_years(moved)
        )
    return _("已更正，原来的内容留在历史里。")


def _years(years: Iterable[int]) -> str:
    return listed(sorted(years))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def paste(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Rows out of a spreadsheet: shown first with what would be refused, and with what would change in rows
    that the ledger has; taken once that was agreed to."""
    ledger = find_ledger(code)
    form = PasteForm(request.POST if request.method == "POST" else None)
    report = None
    if form.is_valid():
        book, reason = typed.pasted(ledger.sheet, form.cleaned_data["rows"]), form.cleaned_data["reason"]
        with transaction.atomic():
            report = _import(visit, book, str(request.user), tells=True, correction=reason)
            is_agreed = not report.refused and request.POST.get("take") == _agreement(report)
            if report.altered:
                form.ask_why(insist=is_agreed)
            is_taken = is_agreed and not form.errors
            if not is_taken:
                transaction.set_rollback(True)
        if is_taken:
            toasts.say(request, _taken(report, ledger))
            return redirect("workbench:ledger", visit.organ.pk, code)
    count = report.added[ledger.sheet.name] if report else 0
    more = {"report": report, "count": count, "agreement": _agreement(report) if report else ""}
    return _form(request, visit, ledger, form, "ledgers/row_paste", **more)


def _agreement(report: Report) -> str:
    """What the button sends: a print of the changes that were shown, so that no other ones are agreed to."""
    return sha256(repr(report.altered).encode()).hexdigest()[:16] if report.altered else "1"


def _taken(report: Report, ledger: Ledger) -> str:
    added, changed = report.added[ledger.sheet.name], report.changed[ledger.sheet.name]
    if changed:
        return _("{added}行已登记，{changed}行已改动。").format(added=added, changed=changed)
    return _("{count}行已登记。").format(count=added)


def _import(
    visit: Visit, book: Workbook, actor: str, *, anew: bool = False, tells: bool = False, correction: str = ""
) -> Report:
    how = Import(
        find_organ=lambda _written: visit.organ,
        actor=actor,
        on=today(),
        calendar=calendars.load(settings.DATA),
        anew=anew,
        tells=tells,
        reason=_("登记"),
        correction=correction,
    )
    return import_workbooks([book], how)


def _proposed(ledger: Ledger, visit: Visit, about: str) -> Mapping[str, str]:
    """What a new row most likely says: the next number of the organ's own row, received or made today;
    ``about``: the application from which one came."""
    columns = list(enumerate(ledger.sheet.columns))
    days = [place for place, column in columns if column.kind.style == "date" and column.required]
    proposed = {_name(place): today().isoformat() for place in days[:1]}
    if ledger.next_number:
        number = ledger.next_number(visit.scope, today().year)
        proposed |= {_name(place): number for place, column in columns if column.name == ledger.sheet.number}
    said = ledger.proposes(visit.organ, about[:LONGEST])
    return proposed | {_name(place): said[column.name] for place, column in columns if said.get(column.name)}


def _form(
    request: HttpRequest, visit: Visit, ledger: Ledger, form: Form, template: str, **more: object
) -> HttpResponse:
    back = reverse("workbench:ledger", args=(visit.organ.pk, ledger.code))
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "ledger": ledger,
        "form": form,
        "trail": [(ledger.table.title, back), (more.get("name") or _("新登记"), "")],
        "back": back,
        **more,
    }
    refused = form.is_bound and bool(form.errors)
    return render(request, f"workbench/{template}.html", context, status=422 if refused else 200)
