"""社会评议 at the desk: opened, typed in from paper, closed by the leader, published by choice, printed."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import confirming, tables
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.files import FORMS, attachment
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form, Radios, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.ui.tables import Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.assessments.ways import done
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.matters.forms import DayField, LimitField
from gongkai.faces.workbench.matters.ways import Badge, deeds_of, tabs
from gongkai.law.evaluation import QUESTIONS, WAYS
from gongkai.ledger.assessment import papers as documents
from gongkai.ledger.assessment import queries, surveys
from gongkai.ledger.assessment.deeds import SurveyDeed
from gongkai.ledger.assessment.models import Survey
from gongkai.ledger.assessment.queries import Outcome
from gongkai.ledger.assessment.surveys import Opening
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests.models import Grade
from gongkai.lib.today import today
from gongkai.papers.poster import sheet

TITLE = gettext_lazy("社会评议")
_BADGES = {Survey.State.OPEN: "others", Survey.State.CLOSED: "done", Survey.State.DROPPED: "not-begun"}


def _badge(row: Survey) -> Badge:
    return Badge(_BADGES[Survey.State(row.state)], _(row.get_state_display()))


def address(row: Survey) -> str:
    return reverse("workbench:survey", args=(row.organ_id, row.pk))


def list_address(organ_id: int) -> str:
    return reverse("workbench:surveys", args=(organ_id,))


def link_of(row: Survey) -> str:
    """What everybody opens; the whole address where the site knows its own."""
    return f"{settings.SITE_URL}{reverse('portal:evaluate', args=(row.key,))}"


SURVEYS = Table(
    "surveys",
    TITLE,
    (
        Column("title", gettext_lazy("名称"), order=("title",), href=address, lang="zh-CN"),
        Column("year", gettext_lazy("评议哪一年"), order=("year",)),
        Column("closes_on", gettext_lazy("截止日期"), order=("closes_on",)),
        Column("sheets", gettext_lazy("答卷份数"), lambda row: row.sheets or 0, number=True),
        Column("state", gettext_lazy("状态"), _badge, template="workbench/badge.html"),
        Column("published_on", gettext_lazy("公布日期")),
    ),
    Empty(
        gettext_lazy("还没有社会评议"),
        gettext_lazy("一年一次，第二年3月底以前评上一年：网上问卷、纸质问卷、代表评议都可以。"),
    ),
    order=("-year", "-pk"),
)
OUTCOMES = Table(
    "outcomes",
    gettext_lazy("评议结果"),
    (
        Column("question", gettext_lazy("问题"), lang="zh-CN"),
        *(
            Column(
                grade.name.lower(),
                gettext_lazy(grade.label),
                lambda row, grade=grade: row.counts[grade],  # type: ignore[misc]
                number=True,
            )
            for grade in Grade
        ),
        Column("total", gettext_lazy("合计"), number=True),
        Column("satisfied", gettext_lazy("基本满意以上"), lambda row: _share(row), number=True),
    ),
    Empty(gettext_lazy("还没有答卷")),
)


def _share(row: Outcome) -> str:
    return "" if row.satisfied is None else f"{row.satisfied:g}%"


class OpenForm(Form):
    """What is asked, about which year, over which days."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("评议哪一年"), min_value=2008, max_value=2100)
    questions = forms.CharField(
        label=gettext_lazy("问题"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("一行一题，每题四个等次：优秀、满意、基本满意、不满意；最后一题写总的评价"),
    )
    opens_on = DayField(label=gettext_lazy("开始日期"))
    closes_on = LimitField(label=gettext_lazy("截止日期"))
    is_online = forms.BooleanField(label=gettext_lazy("网上可以填（有网址的人都可以）"), required=False)

    def clean_questions(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        found = list(dict.fromkeys(filter(None, lines)))
        if len(found) > 20 or any(len(line) > 100 for line in found):
            raise forms.ValidationError(_("问题 — 多于20题，或者一题超过100个字 — 请写短一些。"))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("opens_on"), said.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("截止日期 — 早于开始日期 — 请核对两个日期。"))
        return said


class EnterForm(Form):
    """So many sheets of paper, and how many of each grade they have for each question."""

    way = forms.ChoiceField(
        label=gettext_lazy("方式"),
        widget=Radios,
        choices=[(code, gettext_lazy(zh)) for code, zh in WAYS if code != "online"],
    )
    sheets = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, survey: Survey, **more: Any) -> None:
        self.survey = survey
        super().__init__(*args, fields=dict(self._asked()), **more)

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        for place, question in enumerate(self.survey.questions):
            for grade in Grade:
                label = f"{place + 1}. {question}：{_(grade.label)}"
                yield (
                    f"q{place}-{grade.value}",
                    forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False),
                )

    def counts(self) -> list[dict[Grade, int]]:
        said = self.cleaned_data
        return [
            {grade: said[f"q{place}-{grade.value}"] or 0 for grade in Grade}
            for place in range(len(self.survey.questions))
        ]


class CloseForm(Form):
    conclusion = forms.CharField(
        label=gettext_lazy("结论"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("一两句话：大家满意的、要改的；公布结果时一起公布"),
    )


@require_safe
@needs(Duty.READ)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = queries.surveys(visit.scope)
    context = {
        "can_record": visit.may(Duty.RECORD),
        "tabs": tabs(visit, "surveys"),
        "open": rows.filter(state=Survey.State.OPEN).count(),
    }
    file = tables.export(SURVEYS, request, rows)
    table = tables.show(SURVEYS, request, rows)
    return file or pages.show(request, visit, "assessments/surveys", {**context, "table": table})


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """A survey: its link and papers, what was answered, what comes next."""
    row = _find(visit, pk)
    found = queries.outcomes(row)
    if file := tables.export(OUTCOMES, request, found):
        return file
    is_open = row.state == Survey.State.OPEN
    context = {
        "row": row,
        "state": _badge(row),
        "trail": [(TITLE, list_address(visit.organ.pk)), (row.title, "")],
        "table": tables.show(OUTCOMES, request, found),
        "ways": queries.by_way(row),
        "link": link_of(row),
        "has_code": bool(settings.SITE_URL) and row.is_online,
        "forms": FORMS,
        "history": deeds_of(SurveyDeed, row.deeds),
        "can_enter": is_open and visit.may(Duty.RECORD),
        "can_close": is_open and visit.may(Duty.SIGN),
        "can_publish": row.state == Survey.State.CLOSED and not row.published_on and visit.may(Duty.SIGN),
    }
    return pages.show(request, visit, "assessments/survey", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """开始评议: of the year before until the end of March, else of this one."""
    on = today()
    year = on.year - 1 if on.month <= 3 else on.year
    initial = {
        "title": _("{year}年政府信息公开工作社会评议").format(year=year),
        "year": year,
        "questions": "\n".join(QUESTIONS),
        "opens_on": on,
        "is_online": True,
    }
    form = OpenForm(request.POST or None, initial=initial)
    made: list[Survey] = []

    def do() -> None:
        opening = Opening(**form.cleaned_data)
        made.append(surveys.begin(organ=visit.organ, opening=opening, actor=str(request.user)))

    if done(request, form, _("已开始，网址和问卷在这一页。"), do):
        return redirect(address(made[0]))
    back = list_address(visit.organ.pk)
    return pages.ask(request, visit, form, title=_("开始社会评议"), verb=_("开始"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def enter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """录入答卷."""
    row = _find(visit, pk)
    form = EnterForm(request.POST or None, survey=row)

    def do() -> None:
        said = form.cleaned_data
        surveys.enter(
            survey=row, way=said["way"], sheets=said["sheets"], counts=form.counts(), actor=str(request.user)
        )

    lead = _("把收回的纸质问卷按题数一遍再录，没有选的不用填。")
    return _ask(request, visit, row, form, _("录入答卷"), lead, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def close(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """结束评议."""
    row = _find(visit, pk)
    form = CloseForm(request.POST if request.method == "POST" else None)

    def do() -> None:
        surveys.close(survey=row, actor=str(request.user), **form.cleaned_data)

    lead = _("不再收答卷，登记簿里记一行，年度报告按它计数；公布不公布另外定。")
    return _ask(request, visit, row, form, _("结束评议"), lead, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _find(visit, pk)
    form = Reason(request.POST or None)

    def do() -> None:
        surveys.drop(survey=row, actor=str(request.user), **form.cleaned_data)

    return _ask(request, visit, row, form, _("不办了"), _("写明原因，不计数，网址不再打得开。"), do)


def _ask(
    request: HttpRequest, visit: Visit, row: Survey, form: Form, verb: str, lead: str, do: Callable[[], None]
) -> HttpResponse:
    """Ask, do, and go back to the survey."""
    if done(request, form, f"{row.title}：{verb}。", do):
        return redirect(address(row))
    title = f"{row.title}：{verb}"
    return pages.ask(request, visit, form, title=title, verb=verb, back=address(row), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def publish(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """公布结果, which cannot be undone."""
    row = _find(visit, pk)
    form = Form(request.POST if request.method == "POST" else None)

    def do() -> None:
        surveys.publish(survey=row, actor=str(request.user))

    if done(request, form, _("已公布，打开网址的人都看得到。"), do):
        return redirect(address(row))
    words = _("打开网址的人都看得到各题各等次多少份和结论，不能收回。")
    question = Question(_("公布评议结果？"), words, _("公布结果"), _("先不公布"), address(row), request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


@require_safe
@needs(Duty.READ)
def questionnaire(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    """纸质问卷."""
    document = documents.questionnaire(_find(visit, pk))
    return handed_out(document, form, f"{document.title}问卷")


@require_safe
@needs(Duty.READ)
def poster(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """What is put up with the code; 404 where the site does not know its own address."""
    row = _find(visit, pk)
    if not settings.SITE_URL or not row.is_online:
        raise Http404
    data = sheet(documents.poster(row, link_of(row)), "a4", fonts_dir=settings.FONTS)
    return attachment(data, f"{row.title}张贴件.pdf", "application/pdf")


def _find(visit: Visit, pk: int) -> Survey:
    row = queries.surveys(visit.scope).select_related("organ", "activity").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
