"""The page of one application: where it stands, its clock day by day, the lawful next steps, its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import clock
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers.registers import facts_of, find_ledger, find_record
from gongkai.law import applicants, letter_texts
from gongkai.law.clocks import Deadline
from gongkai.law.events import Party
from gongkai.law.letters import BY_CODE as LETTERS
from gongkai.law.procedure import APPLICANT, OTHERS, leading_to
from gongkai.law.sources import REGULATION, Source
from gongkai.ledger.archive import queries as archive
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.requests import hindrances, privacy
from gongkai.ledger.requests.facts import clock_settings, in_force
from gongkai.ledger.requests.letters import queries as letters
from gongkai.ledger.requests.letters.plans import FREE, LETTER_OF_STEP
from gongkai.ledger.requests.models import EventKind, FoiRequest, Letter, RequestEvent
from gongkai.ledger.requests.redactions import queries as redactions
from gongkai.ledger.requests.redactions.progress import why_not_begin
from gongkai.ledger.requests.steps import STEPS, Case, Step
from gongkai.ledger.requests.wording import RESULTS, told
from gongkai.ledger.workbook.history import corrections_of
from gongkai.lib import calendars
from gongkai.lib.today import BEIJING, today

#: What each step means for the applicant, the clock and the report, said before it is taken.
WORDS = {
    "request_correction": gettext_lazy("申请内容不清楚时，一次告知全部要补的；期限停下，收到补正重新起算。"),
    "receive_correction": gettext_lazy("收到补正的次日起，重新计算答复期限。"),
    "abandon_correction": gettext_lazy("补正期限已满还没有补正，不再处理；计入表三（六）1。"),
    "consult_third_party": gettext_lazy("等第三方意见的时间不计入期限；十五个工作日不答复，由本机关决定。"),
    "consult_organs": gettext_lazy(
        "等其他机关意见的时间不计入期限；共同制作机关十五个工作日不答复，视为同意。"
    ),
    "receive_opinion": gettext_lazy("收到意见的次日起，期限接着计算。"),
    "extend": gettext_lazy("负责人同意并告知申请人，最多再加20个工作日，只能一次。"),
    "notify_fee": gettext_lazy("期限停下，缴费以后重新起算；二十个工作日不缴，视为放弃。"),
    "receive_payment": gettext_lazy("缴清的次日起，重新计算答复期限。"),
    "abandon_fee": gettext_lazy("缴费期限已满还没有缴，不再处理；计入表三（六）2。"),
    "request_reason": gettext_lazy("数量、频次明显超过合理范围时，要求说明理由；期限不停。"),
    "receive_reason": gettext_lazy("理由合理就继续办理；不合理的，可以不予处理。"),
    "delay": gettext_lazy("理由合理但来不及的，另定合理的期限并告知申请人。"),
    "answer": gettext_lazy("选答复类型，登记答复；计入表三的哪一行，办之前就写明。"),
    "serve": gettext_lazy("是否按期，当面送达看签收，邮寄看交邮，电子看发出。"),
    "withdraw": gettext_lazy("须有申请人的书面材料；办结后计入表三（六）3。"),
    "archive": gettext_lazy("这件办完了，材料归入案卷。"),
    "reopen_review": gettext_lazy("复议机关撤销并责令重作时登记，期限按决定书重新起算。"),
    "reopen_judgment": gettext_lazy("法院判决撤销并责令重作时登记，期限按判决重新起算。"),
}
_STAGES = (
    gettext_lazy("收到"),
    gettext_lazy("办理"),
    gettext_lazy("答复"),
    gettext_lazy("送达"),
    gettext_lazy("归档"),
)
#: How far each closed state has come on the line above; what is open stands at its second place.
_PLACE = {"decided": 3, "served": 4, "abandoned_correction": 4, "abandoned_fee": 4, "withdrawn": 4}


@dataclass(frozen=True, slots=True)
class Offer:
    """One step that is lawful now, with its page and its article. ``letter`` is where the letter that leads
    to it is drafted, ``drafts`` the words for that."""

    verb: Any
    words: Any
    source: Source
    href: str
    drafts: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter of the case: what it is, where it stands, to which third party it goes."""

    title: str
    kind: str
    state: Any
    number: str
    to: str
    href: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as the timeline tells it. ``late`` is the day of entry where that was later."""

    day: str
    what: str
    details: tuple[tuple[str, str], ...]
    by: str
    late: str = ""
    void: str = ""
    reason: str = ""
    stands: bool = True
    deliver: str = ""


#: What is sent to somebody whose period runs from the day on which it came.
DELIVERED = (EventKind.CONSULTATION_SENT, EventKind.FEE_NOTICED)


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row: FoiRequest = find_record(visit, "requests", pk)
    events = list(row.events.all())
    case = case_of(visit, events)
    deadline = case.on(today())
    steps = [(step, case.why_not(step, today(), today()) or hindrances.why_not(row, step)) for step in STEPS]
    ledger = find_ledger("requests")
    can_record = visit.may(Duty.RECORD) and not row.erased_on
    filed = archive.of_request(row)
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "row": row,
        "trail": [
            (ledger.table.title, reverse("workbench:ledger", args=(visit.organ.pk, ledger.code))),
            (row.number, ""),
        ],
        "stages": [(word, place == _place(deadline)) for place, word in enumerate(_STAGES)],
        "behind": _place(deadline),
        "state": _(deadline.state.zh),
        "clock": clock.of(deadline),
        "findings": deadline.findings,
        "offers": [*_undoing(row, deadline, events), *_offers(visit, row, deadline, steps)]
        if can_record
        else [],
        "refused": [(_(step.zh), why) for step, why in steps if why],
        "arrivals": list(row.arrivals.all()),
        "history": list(_history(visit, row, events, can_record, filed is not None)),
        "papers": [_paper(letter) for letter in letters.of(visit.scope, row)],
        "redactions": [(one, REDACTION_STATES[one.state]) for one in redactions.of(visit.scope, row)],
        "remedies": remedies.linked_to(visit.scope, row),
        "redaction_source": REGULATION.at("第三十七条"),
        "can_redact": visit.may(Duty.DRAFT) and not why_not_begin(row, events),
        "more_papers": _more_papers(visit, row, case) if visit.may(Duty.DRAFT) and not row.erased_on else [],
        "words": privacy.masked(row, row.content),
        "facts": facts_of(row),
        "corrections": corrections_of(row, events),
        "row_of_report": _(RESULTS.get(row.result, "")),
        "applicant": applicants.by_code(row.applicant_kind).zh,
        "can_record": can_record,
        "filed": filed,
        "answer": getattr(row, "public_answer", None),
        "can_draft": visit.may(Duty.DRAFT),
        "can_release": visit.may(Duty.RELEASE),
        "can_unmask": visit.may(Duty.UNMASK) and not row.erased_on,
    }
    return render(request, "workbench/requests/case.html", context)


def case_of(visit: Visit, events: Sequence[RequestEvent]) -> Case:
    return Case.of(events, calendars.load(settings.DATA), clock_settings(visit.organ))


def _place(deadline: Deadline) -> int:
    if deadline.state.code == "archived":
        return len(_STAGES)
    return _PLACE.get(deadline.state.code, 1)


def _offers(
    visit: Visit, row: FoiRequest, deadline: Deadline, steps: Sequence[tuple[Step, str]]
) -> Iterator[Offer]:
    """The lawful steps, the one that is waited for first; what only a court or review body brings is last."""
    lawful = [step for step, why in steps if not why]
    for step in sorted(lawful, key=lambda step: _rank(step, deadline)):
        yield Offer(
            _(step.zh),
            WORDS[step.code],
            step.transition.source,
            reverse("workbench:case-step", args=(visit.organ.pk, row.pk, step.code)),
            *(_drafting(visit, row, step) if visit.may(Duty.DRAFT) else ()),
        )


def _undoing(row: FoiRequest, deadline: Deadline, events: Sequence[RequestEvent]) -> Iterator[Offer]:
    """What comes first where an application was closed on something that had not happened."""
    if deadline.is_belied:
        end = next(event for event in reversed(in_force(events)) if event.kind == EventKind.ANSWERED)
        yield Offer(
            _("撤回“不再处理”的登记"),
            _("申请人已经办理，不再处理没有了前提；撤回登记，再按期限继续办理。"),
            leading_to(deadline.state).source,
            reverse("workbench:case-void", args=(row.organ_id, row.pk, end.pk)),
        )


def _drafting(visit: Visit, row: FoiRequest, step: Step) -> tuple[str, str] | tuple[()]:
    """How the letter of a step is called, and where it is drafted."""
    if step.code != "answer" and step.code not in LETTER_OF_STEP:
        return ()
    letter = _("答复") if step.code == "answer" else _(LETTERS[LETTER_OF_STEP[step.code]].zh)
    return (
        _("起草{letter}").format(letter=letter),
        reverse("workbench:letter-new", args=(visit.organ.pk, row.pk, step.code)),
    )


def _more_papers(visit: Visit, row: FoiRequest, case: Case) -> list[tuple[str, str]]:
    """The letters that go with a case and lead to no step; of a consultation where there was one."""
    asked = {one.data.get("party") for one in case.events if one.kind == EventKind.CONSULTATION_SENT}
    lacks = {"consultation_notice": not asked, "third_party_decision": Party.THIRD_PARTY not in asked}
    return [
        (_(LETTERS[code].zh), reverse("workbench:letter-new", args=(visit.organ.pk, row.pk, code)))
        for code in FREE
        if not lacks.get(code)
    ]


#: How a letter's state looks and reads.
LETTER_STATES = {
    "draft": ("others", gettext_lazy("草稿")),
    "review": ("mine", gettext_lazy("待签发")),
    "signed": ("done", gettext_lazy("已签发")),
    "void": ("not-begun", gettext_lazy("已作废")),
}
#: The same of a redaction.
REDACTION_STATES = {
    "draft": ("others", gettext_lazy("标注中")),
    "made": ("done", gettext_lazy("已生成")),
    "void": ("not-begun", gettext_lazy("已撤销")),
}


def _paper(letter: Letter) -> Paper:
    return Paper(
        letter_texts.template(letter.code).title,
        *LETTER_STATES[letter.state],
        letter.document_no,
        letter.addressee_masked,
        reverse("workbench:letter", args=(letter.organ_id, letter.foi_request_id, letter.pk)),
    )


def _rank(step: Step, deadline: Deadline) -> int:
    """What moves the case on comes first: whom it waits for, then the answer, then what is rarer."""
    if step.code.startswith("receive_") and deadline.state.waits_for in {APPLICANT, OTHERS}:
        return 0
    order = ("serve", "archive", "answer")
    return (
        order.index(step.code) + 1 if step.code in order else 5 + step.code.startswith(("reopen", "withdraw"))
    )


def _history(
    visit: Visit, row: FoiRequest, events: Sequence[RequestEvent], can_record: bool, is_filed: bool
) -> Iterator[Happened]:
    """Everything that was entered, the latest first; what was replaced or taken back stays, and says so. What
    lies in a box is taken out there."""
    standing = {event.pk for event in in_force(events)}
    fixed = {EventKind.RECEIVED, *([EventKind.ARCHIVED] if is_filed else [])}
    for event in sorted(events, key=lambda event: (event.on, event.pk), reverse=True):
        stands = event.pk in standing
        may_void = can_record and stands and event.kind not in fixed
        entered = event.recorded_at.astimezone(BEIJING).date()
        yield Happened(
            event.on.isoformat(),
            _(event.get_kind_display()),
            tuple(_details(row, event)),
            event.recorded_by,
            entered.isoformat() if entered != event.on else "",
            reverse("workbench:case-void", args=(visit.organ.pk, row.pk, event.pk)) if may_void else "",
            event.reason,
            stands,
            reverse("workbench:case-deliver", args=(visit.organ.pk, row.pk, event.pk))
            if may_void and event.kind in DELIVERED and not event.data.get("delivered_on")
            else "",
        )


def _details(row: FoiRequest, event: RequestEvent) -> Iterator[tuple[str, str]]:
    """What the event says; names in free words are masked."""
    return ((_(zh), privacy.masked(row, _(said))) for zh, said in told(event))
