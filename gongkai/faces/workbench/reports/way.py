"""The report's way on screen: its one next step, why others cannot be taken, what was done, the amendment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.forms import DateField, Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench.access import View, Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import STEPS, State, Step
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import actions, editions, progress, queries, tree
from gongkai.ledger.reports.editions import Published
from gongkai.ledger.reports.progress import DUTIES, Progress, Refused
from gongkai.ledger.reports.remembered import Years
from gongkai.lib.today import today
from gongkai.reading.compare import Difference


@dataclass(frozen=True, slots=True)
class Way:
    """One step offered: where it is taken, whether by a click alone; or ``why`` it cannot be taken."""

    label: object
    href: str = ""
    asks: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done on the way: when, by whom, in which words, and why; of an amendment what it changed, and
    where the version before it is read."""

    at: str
    by: str
    what: object
    reason: str = ""
    cells: tuple[Difference, ...] = ()
    chapters: tuple["Lines", ...] = ()
    before: str = ""


#: What each step brings about, said before it is taken.
WORDS = {
    "check": gettext_lazy("核对人担保数字和文字属实；之后台账或正文再变，要重新核对。"),
    "approve": gettext_lazy("审定的就是这一稿；之后台账或正文再变，要重新核对。"),
    "submit": gettext_lazy("上级审核期间，正文不能改；要改可以收回。"),
    "pass": gettext_lazy("通过以后，由该机关公布。"),
    "note-pass": gettext_lazy("上级没有用本系统，由本机关登记上级的意见。"),
    "return": gettext_lazy("退回以后，该机关修改，重新核对、送审。"),
    "note-return": gettext_lazy("退回以后，修改好再重新核对、送审。"),
    "publish": gettext_lazy("公布以后，这一年的报告就定下来了；以后只能用编号的更正来改，更正和原因都公开。"),
    "file": gettext_lazy("登记这份报告已经报上级备案。"),
    "send-back": gettext_lazy("退回给编制的人修改。"),
    "reopen": gettext_lazy("回到编制，已有的核对和审定都要重来。"),
}


class Publication(Form):
    day = DateField(label=gettext_lazy("公开日期"), help_text=gettext_lazy("网页上写的那一天"))
    url = forms.CharField(
        label=gettext_lazy("网址"),
        max_length=500,
        help_text=gettext_lazy("报告所在的网页，从浏览器地址栏复制"),
    )


class Filing(Form):
    """备案: when, and by what it can be proved."""

    day = DateField(label=gettext_lazy("备案日期"))
    reason = forms.CharField(
        label=gettext_lazy("备案号或网址"),
        max_length=200,
        help_text=gettext_lazy("没有编号的，写报给哪个单位、谁收的"),
    )


class Amendment(Form):
    reason = forms.CharField(
        label=gettext_lazy("更正原因"),
        max_length=200,
        help_text=gettext_lazy("和更正一起公开，例如：漏登一件12月收到的申请"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = DateField(label=gettext_lazy("更正日期"), help_text=gettext_lazy("更正后的报告公开的那一天"))


def shown(
    request: HttpRequest, visit: Visit, at: Progress, now: ReportData, versions: tuple[Published, ...]
) -> dict[str, Any]:
    """What the report's page says of its way. ``now`` is the report as the ledger has it."""
    is_judged_above = at.state is State.SUBMITTED and queries.is_judged_above(visit.organ)
    seen = progress.digest(now)

    def way(step: Step) -> Way:
        why = progress.why_not(step, at, now, actor=str(request.user), has_superior=is_judged_above)
        if not why and not visit.may(DUTIES[step.hand]):
            why = _("{step} — 由有“{duty}”职责的人办理 — 您的角色没有这一项。").format(
                step=_(step.zh), duty=_(DUTIES[step.hand].zh)
            )
        href = reverse(f"workbench:step-{step.code}", args=(visit.organ.pk, now.year))
        asks = bool(step.asks) or (step.to is State.PASSED and bool(progress.suggestions(now, at)))
        return Way(_(step.zh), "" if why else f"{href}?seen={seen}", asks, why)

    known = [step for step in STEPS if _belongs(step, at, is_judged_above)]
    forward = next((step for step in at.order.possible(at.state) if not step.is_back and step in known), None)
    moved = editions.moved(versions[-1].report, now) if versions else ()
    return {
        "stages": [(_(state.zh), state is at.state) for state in _stages(at)],
        "behind": _stages(at).index(at.state),
        "forward": way(forward) if forward else None,
        "others": [way(step) for step in known if step is not forward],
        "history": _history(visit, at, versions),
        "state": at.state,
        "moved": moved,
        "public": versions[-1] if versions else None,
        "amend": reverse("workbench:amend", args=(visit.organ.pk, now.year))
        if moved and visit.may(Duty.SIGN)
        else "",
        "may_write": visit.may(Duty.REPORT) and at.may_write,
    }


def _belongs(step: Step, at: Progress, is_judged_above: bool) -> bool:
    """Whether a step is one of this organ's at all; the superior's are noted here only while they wait."""
    if step.stands_for:
        return step.stands_for in {*at.order.steps, "return"} and at.state is State.SUBMITTED
    if at.state is State.SUBMITTED and not is_judged_above and step.code in {"pass", "return"}:
        return False
    return step.is_back or step.code in at.order.steps


def _stages(at: Progress) -> tuple[State, ...]:
    """The states in a line; that a report was sent back stands where it will be passed."""
    line = at.order.states()
    if at.state is State.RETURNED:
        return tuple(State.RETURNED if state is State.PASSED else state for state in line)
    return line if at.state in line else (at.state, *line)


def _history(visit: Visit, at: Progress, versions: tuple[Published, ...]) -> list[Deed]:
    """The latest first."""
    steps = [
        Deed(moment(taken.at), taken.by, _(taken.step.zh), f"{taken.day} {taken.reason}".strip())
        for taken in at.taken
    ]
    amended = [_amended(visit, before, one) for before, one in pairwise(versions)]
    # of one minute the later stays above: sorting keeps the order of what is equal
    return sorted((*amended[::-1], *steps[::-1]), key=lambda deed: deed.at[:10], reverse=True)


def _amended(visit: Visit, before: Published, one: Published) -> Deed:
    changed = editions.moved(before.report, one.report)
    return Deed(
        str(one.on),
        one.by,
        _("第{number}次更正").format(number=one.version),
        one.reason,
        _cells(changed),
        _chapters(changed),
        reverse("workbench:report-version", args=(visit.organ.pk, one.report.year, before.version)),
    )


def _cells(changed: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(one for one in changed if not one.code.startswith("narrative/"))


def _chapters(changed: Iterable[Difference]) -> tuple["Lines", ...]:
    return tuple(_lines_of(one) for one in changed if one.code.startswith("narrative/"))


class Explained(Reason):
    """A word on the suggestions that stay; none is asked where there are none."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["reason"].required = False
        self.fields["reason"].label = _("说明")
        self.fields["reason"].help_text = _("有建议没有改的，写明为什么可以")


#: What each step asks, and the form that asks it; the others need a click alone.
FORMS: Mapping[tuple[str, ...], type[Form]] = {
    ("reason",): Reason,
    ("day", "url"): Publication,
    ("day", "reason"): Filing,
}


def page_of(step: Step) -> View:
    """The page on which a step is asked and taken."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(DUTIES[step.hand])
    @once
    def page(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
        return _take(request, visit, year, step)

    return page


def _take(request: HttpRequest, visit: Visit, year: int, step: Step) -> HttpResponse:
    form_of = Explained if step.code == "pass" else FORMS.get(step.asks, Form)
    form = form_of(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.take(
                organ=visit.organ,
                year=year,
                step=step.code,
                actor=str(request.user),
                seen=request.GET.get("seen", ""),
                **form.cleaned_data,
            )
        except queries.NoSuchYear:
            raise Http404 from None
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{year}年年报：{step}。").format(year=year, step=_(step.zh)))
            return redirect("workbench:report", visit.organ.pk, year)
    question = Question(
        _("{year}年年报：{step}？").format(year=year, step=_(step.zh)),
        WORDS[step.code],
        _(step.zh),
        _("先不办"),
        reverse("workbench:report", args=(visit.organ.pk, year)),
        request.get_full_path(),  # with what was seen
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@once
def begin(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Somebody says that the year has nothing to be entered: only then is there a report of noughts."""
    if not queries.FIRST_YEAR <= year < today().year or tree.is_of_figures(visit.organ, year):
        raise Http404
    page = reverse("workbench:report", args=(visit.organ.pk, year))
    if request.method == "POST":
        actions.begin(organ=visit.organ, year=year, actor=str(request.user))
        toasts.say(request, _("{year}年年报：已开始编制。").format(year=year))
        return redirect(page)
    question = Question(
        _("{year}年确实没有可以登记的，按0编报告？").format(year=year),
        _("数字都是0，由您担保属实；以后登记了这一年的，数字跟着变。"),
        _("按0编报告"),
        _("先不编"),
        page,
        request.path,
    )
    return confirming.ask(request, question, frame=frame(request, visit))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a chapter that differ, as they were published and as they are now."""

    name: str
    published: str
    now: str


def _lines_of(chapter: Difference) -> Lines:
    published, now = str(chapter.left or "").splitlines(), str(chapter.right or "").splitlines()
    return Lines(
        chapter.name,
        "\n".join(line for line in published if line not in now),
        "\n".join(line for line in now if line not in published),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def amend(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """更正: what the ledger says otherwise than was published, what that changes next year, and why."""
    years = Years(visit.organ, visit.scope)
    versions = years.editions(year)
    if not versions:
        raise Http404
    form = Amendment(request.POST if request.method == "POST" else None, initial={"day": today()})
    if form.is_valid():
        try:
            made = actions.amend(
                organ=visit.organ,
                year=year,
                actor=str(request.user),
                seen=request.GET.get("seen", ""),
                **form.cleaned_data,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            words = _("第{number}次更正已公布，原来的版本留在历史里。")
            toasts.say(request, words.format(number=made.version))
            return redirect("workbench:report", visit.organ.pk, year)
    now = years.report(year)
    moved = editions.moved(versions[-1].report, now)
    following = years.public(year + 1) if year + 1 in years.reportable() else None
    context = {
        "frame": frame(request, visit),
        "trail": [
            (_("年度报告"), reverse("workbench:report", args=(visit.organ.pk, year))),
            (_("{year}年").format(year=year), reverse("workbench:report", args=(visit.organ.pk, year))),
            (_("更正"), ""),
        ],
        "organ": visit.organ,
        "year": year,
        "number": versions[-1].version + 1,
        "cells": _cells(moved),
        "chapters": _chapters(moved),
        "carried": editions.carried(moved, following),
        "next_is_public": bool(years.editions(year + 1)),
        "why_not": actions.why_not_amended(
            years.progress(year), versions[-1].report, now, actor=str(request.user)
        ),
        "form": form,
        "seen": progress.digest(now),
    }
    return render(request, "workbench/reports/amend.html", context, status=422 if form.is_bound else 200)
