"""The page of one review, suit or complaint: by when what is to be done, day by day; the lawful next steps,
what happened, and the application that it is about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import clock, dates
from gongkai.faces.ui.clock import Clock, Says
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers.registers import facts_of, find_ledger, find_record
from gongkai.law.length import Unit
from gongkai.law.remedy_course import COMPLAINT, Limit, Standing
from gongkai.law.remedy_papers import Paper, papers_of
from gongkai.law.remedy_procedure import STEP, STEPS, Step
from gongkai.law.remedy_results import COLUMNS
from gongkai.law.sources import Source
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import files, queries, signing
from gongkai.ledger.remedies.facts import Entry, in_force
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.remedies.steps import Weighed, last_decision, told
from gongkai.ledger.workbook.history import corrections_of
from gongkai.lib import calendars
from gongkai.lib.today import today

#: What each step means, said before it is taken.
WORDS = {
    "accept": gettext_lazy("看答复通知书写的是普通程序还是简易程序，答复的期限不同。"),
    "demand": gettext_lazy("上级或者主管部门来查，要求在哪一天前说明情况；每次要求各登记一次，各有期限。"),
    "answer": gettext_lazy("把答复书或答辩状连同证据一次交齐，登记交出的日期。"),
    "schedule": gettext_lazy("登记以后到期会提醒；改期的再登记一次，以后一次为准。"),
    "hear": gettext_lazy("记下谁出庭；负责人没有出庭的，写明原因。"),
    "extend": gettext_lazy("情况复杂的，复议机关可以延长一次，最多30日。"),
    "suspend": gettext_lazy("复议期限停下；本机关答复的期限不停，照常提交。"),
    "resume": gettext_lazy("中止的那些天不计，复议期限接着算。"),
    "decide": gettext_lazy("按结果提出计入表四哪一栏；一审裁判要等生效，才算审结。"),
    "close": gettext_lazy("登记处理结果；投诉举报不计入表四。"),
    "appeal": gettext_lazy("上诉的这一案还是一件，没有审结；结果以二审为准。"),
    "take_effect": gettext_lazy("上诉期满没有人上诉，裁判生效，这一案审结。"),
    "redo_done": gettext_lazy("没有关联申请的，重作以后在这里登记。"),
    "receive_opinion": gettext_lazy("意见书60日内报送纠正情况；到期会提醒。"),
    "answer_opinion": gettext_lazy("怎样纠正、改进的，已经报送。"),
    "retry": gettext_lazy("再审的结果替换原来的结果，不另计一件。"),
}
#: What is to be done by the last day of each limit, as it stands behind 前.
BY_THEN = {
    "review_answer": gettext_lazy("提交书面答复和证据"),
    "review_answer_simplified": gettext_lazy("提交书面答复和证据"),
    "suit_answer": gettext_lazy("提交答辩状和证据"),
    "appeal_answer": gettext_lazy("对上诉提出答辩"),
    "account": gettext_lazy("说明情况"),
    "hearing": gettext_lazy("出席听证、开庭"),
    "review_acceptance": gettext_lazy("决定是否受理"),
    "review_decision": gettext_lazy("作出复议决定"),
    "review_decision_simplified": gettext_lazy("作出复议决定"),
    "appeal_judgment": gettext_lazy("决定是否上诉"),
    "appeal_ruling": gettext_lazy("决定是否上诉"),
    "review_opinion_reply": gettext_lazy("报送纠正情况"),
    "advice": gettext_lazy("回复司法建议"),
    "redo": gettext_lazy("重新作出处理"),
}
_STAGES = {
    COMPLAINT: (gettext_lazy("收到"), gettext_lazy("办理"), gettext_lazy("办结")),
    "": (
        gettext_lazy("收到"),
        gettext_lazy("答复"),
        gettext_lazy("审理"),
        gettext_lazy("裁决"),
        gettext_lazy("审结"),
    ),
}
_PLACE = {"awaiting_answer": 1, "to_decide": 2, "in_hand": 2, "suspended": 2, "judged": 3, "on_appeal": 3}
#: What moves a case on comes first; what others seldom bring comes last.
_ORDER = ("accept", "demand", "answer", "answer_opinion", "redo_done", "take_effect", "decide", "close")


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that is lawful now; ``is_usual`` where it is what moves the case on."""

    verb: str
    words: Any
    source: Source
    href: str
    is_usual: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A limit as the list of them tells it."""

    zh: str
    bound: str
    how: str
    due: str
    kind: str
    state: str
    source: Source


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the history. ``late`` is the day of entry where that was later."""

    day: str
    what: str
    details: list[tuple[str, str]]
    by: str
    late: str
    void: str
    reason: str
    stands: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper of the case: drafted or not, how it was signed, and those that are void."""

    paper: Paper
    title: str
    is_written: bool
    signed: signing.Signed | None
    void: tuple[signing.Signed, ...]


def _paper(row: RemedyCase, paper: Paper) -> PaperLine:
    is_written, void = bool(row.papers.get(paper.code)), tuple(signing.void_ones(row, paper.code))
    return PaperLine(paper, _(paper.zh), is_written, signing.in_force(row, paper.code), void)


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row: RemedyCase = find_record(visit, "remedies", pk)
    weighed = weighed_of(row)
    standing, is_redone = weighed.on(today()), queries.is_redone_there(row)
    can_record = visit.may(Duty.RECORD)
    steps = [(step, weighed.why_not(step, today(), today())) for step in _steps_of(row)]
    shown = next(queries.to_do(row, today(), weighed.calendar), None)
    context = {
        **framed(request, visit, row),
        "stages": list(_stages(standing)),
        "state": _(standing.state.zh),
        "clock": clock.limited(shown, today()) if shown else None,
        "sentence": sentence(shown) if shown else _quiet(standing),
        "limit": shown,
        "rolled": dates.short(shown.rolled_from, today()) if shown and shown.rolled_from else "",
        "findings": [*standing.findings, *queries.hints(row, weighed.calendar)],
        "offers": list(_offers(row, [step for step, why in steps if not why])) if can_record else [],
        "refused": [why for _step, why in steps if why],
        "limits": [_line(limit, standing, row) for limit in standing.limits],
        "history": list(_history(row, can_record)),
        "facts": [*_parties(row), *((head, queries.shown(row, str(cell))) for head, cell in facts_of(row))],
        "papers": [_paper(row, paper) for paper in papers_of(row.kind)],
        "can_sign": visit.may(Duty.SIGN),
        "lesson": queries.shown(row, row.lessons),
        "files": files.of(row),
        "can_draft": visit.may(Duty.DRAFT),
        "column": _column(row),
        "corrections": corrections_of(row),
        "waits_to_reopen": bool(
            row.redo_ordered and last_decision(row) and row.foi_request and not is_redone
        ),
        "is_reopened": is_redone,
        "can_record": can_record,
        "can_unmask": visit.may(Duty.UNMASK),
    }
    return render(request, "workbench/remedies/case.html", context)


def weighed_of(row: RemedyCase) -> Weighed:
    return Weighed(row, calendars.load(settings.DATA))


def framed(request: HttpRequest, visit: Visit, row: RemedyCase, heading: str = "") -> dict[str, Any]:
    """What every page of a case stands in."""
    ledger = find_ledger("remedies")
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", row.pk))
    trail = [(ledger.table.title, reverse("workbench:ledger", args=(visit.organ.pk, ledger.code)))]
    trail += [(row.case_no, back), (heading, "")] if heading else [(row.case_no, "")]
    around = {"frame": frame(request, visit), "organ": visit.organ, "row": row}
    return {**around, "heading": heading, "back": back, "trail": trail}


def sentence(limit: Limit) -> str:
    """How long there is, and for what."""
    found = clock.limited(limit, today())
    what = str(BY_THEN[limit.code])
    if found.says is Says.OVERDUE:
        words = _("{since}起逾期，已{n}个工作日；应在{due}前{what}")
        return words.format(since=found.late_since, n=found.overdue, due=found.due_full, what=what)
    if found.says is Says.LAST_DAY:
        return _("今天是最后一日：{what}").format(what=what)
    if limit.due and limit.due < today():
        return _("{due}已经期满：{what}").format(due=found.due_full, what=what)
    words = _("还剩{n}个工作日，{due}前{what}")
    return words.format(n=found.remaining, due=found.due_full, what=what)


def _quiet(standing: Standing) -> str:
    """Where nothing is to be done."""
    if standing.state.is_open:
        return _("{state}，现在没有本机关要办的期限").format(state=_(standing.state.zh))
    day = standing.concluded_on
    return _("{state}：{day}").format(state=_(standing.state.zh), day=dates.full(day, today()) if day else "")


def _stages(standing: Standing) -> Iterator[tuple[Any, bool, bool]]:
    """The line above: its words, whether it is there, whether it is past that."""
    words = _STAGES.get(standing.kind, _STAGES[""])
    closed = not standing.state.is_open
    here = len(words) if closed else min(_PLACE[standing.state.code], len(words) - 2)
    yield from ((word, place == here, place < here) for place, word in enumerate(words))


def _steps_of(row: RemedyCase) -> list[Step]:
    """The steps of its kind; that an application was redone is entered there."""
    is_elsewhere = {"redo_done"} if queries.is_redone_there(row) else set()
    return [step for step in STEPS if row.kind in step.of and step.code not in is_elsewhere]


def _offers(row: RemedyCase, lawful: Sequence[Step]) -> Iterator[Offer]:
    """The lawful steps, the one that moves the case on first; what was taken already comes last."""
    rank = {code: place for place, code in enumerate(_ORDER)}
    taken = {one["step"] for one in in_force(row.events)} - {"answer"}
    for step in sorted(lawful, key=lambda one: (one.code in taken, rank.get(one.code, len(rank)))):
        href = reverse("workbench:remedy-step", args=(row.organ_id, row.pk, step.code))
        yield Offer(
            _(step.zh_of(row.kind)), WORDS[step.code], step.source_of(row.kind), href, step.code in rank
        )


def _line(limit: Limit, standing: Standing, row: RemedyCase) -> Line:
    due = limit.due.isoformat() if limit.due else ""
    state = _badge(limit, standing.on)
    if limit.code == "redo" and queries.is_redone_there(row):
        state = "others", _("在申请里办")
    return Line(_(limit.zh), _(limit.bound), _how(limit), due, *state, limit.source)


def _badge(limit: Limit, on: date) -> tuple[str, str]:
    """Where a limit stands, as the kind of its badge and in words."""
    found: Clock = clock.limited(limit, on)
    if limit.fell_away:
        return "not-begun", _("不用办了")
    if found.is_done:
        late = found.says is Says.DONE_LATE
        return ("warning", _("办了，超过期限")) if late else ("done", _("已办"))
    if limit.due is None:
        return "others", _("停着")
    if found.says is Says.OVERDUE:
        return "error", _("逾期{n}个工作日").format(n=found.overdue)
    if limit.due < on:
        return "others", _("已经期满")
    return "mine" if limit.is_ours else "others", _("还剩{n}个工作日").format(n=found.remaining)


def _how(limit: Limit) -> str:
    """How the last day comes about, in one line."""
    if limit.length is None:
        return _("{day}的通知定的日子").format(day=limit.begun)
    unit = {Unit.WORKDAY: _("{n}个工作日"), Unit.DAY: _("{n}日"), Unit.MONTH: _("{n}个月")}
    length = unit.get(limit.length.unit, _("{n}年")).format(n=limit.length.number)
    said = _("{begun}（{runs_from}）起{length}，当日不计").format(
        begun=limit.begun, runs_from=_(limit.runs_from), length=length
    )
    if stopped := sum((pause.through - pause.after).days for pause in limit.pauses):
        said += _("；中止的{n}天不计").format(n=stopped)
    if limit.rolled_from:
        said += _("；{day}是休息日，顺延").format(day=limit.rolled_from)
    return said


def _parties(row: RemedyCase) -> Iterator[tuple[str, str]]:
    """What the workbook's sheet has no column for."""
    shown = (
        ("claimant", queries.shown_claimant(row)),
        ("third_person", queries.shown(row, row.third_person)),
        ("act_on", row.act_on),
        ("filed_on", row.filed_on),
    )
    for name, value in shown:
        if value:
            yield _(str(RemedyCase._meta.get_field(name).verbose_name)), str(value)  # type: ignore[union-attr]


def _column(row: RemedyCase) -> str:
    """The cell of chapter four in which the case counts; empty for what counts nowhere."""
    if row.kind == COMPLAINT or row.as_reviewer_only:
        return ""
    column = row.result if row.result and row.concluded_on else "pending"
    return f"{_(row.get_kind_display())} · {_(dict(COLUMNS)[column])}"


def _history(row: RemedyCase, can_record: bool) -> Iterator[Happened]:
    """Everything that was entered, the latest first; what was taken back stays, and says so."""
    for entry in sorted(row.events, key=lambda one: (one["on"], one["n"]), reverse=True):
        yield _happened(row, entry, can_record)


def _happened(row: RemedyCase, entry: Entry, can_record: bool) -> Happened:
    void = entry.get("void")
    entered, step = entry["at"][:10], STEP[entry["step"]]
    return Happened(
        entry["on"],
        _(step.zh_of(row.kind)),
        [(_(zh), queries.shown(row, _(said))) for zh, said in told(row, entry)],
        entry["by"],
        entered if entered != entry["on"] else "",
        reverse("workbench:remedy-void", args=(row.organ_id, row.pk, entry["n"]))
        if can_record and not void
        else "",
        void["reason"] if void else "",
        not void,
    )
