"""今日: what is due at an organ, by day, overdue first, each with its one next step.

Everybody's first page: whoever may not see the ledgers finds here what they may open.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import clock, dates
from gongkai.faces.ui.clock import Clock
from gongkai.faces.ui.month import Due, month
from gongkai.faces.workbench import pages, whereabouts
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.day.wall import way_to
from gongkai.faces.workbench.frame import INBOX, LATE, NEAR, doors, frame
from gongkai.faces.workbench.matters import ways as matter_ways
from gongkai.faces.workbench.reports.addresses import of_duty
from gongkai.faces.workbench.words import said
from gongkai.jobs import queries as jobs
from gongkai.law.annual_report import stages
from gongkai.law.annual_report.model import Value
from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.sources import Source
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.agenda import Item
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.outbox import queries as outbox
from gongkai.ledger.outbox import texts
from gongkai.ledger.outbox.models import Notice
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.models import Invitation
from gongkai.ledger.people.roles import CONSENTS, Duty
from gongkai.ledger.reports import progress
from gongkai.ledger.reports.progress import DUTIES
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.models import Task as Given
from gongkai.lib import calendars
from gongkai.lib.language import listed
from gongkai.lib.today import today

#: How far ahead the page looks; what is due later stands in the month.
WEEKS = 4
#: So many tasks of one stretch of days are drawn, the first due; the others are a number.
MOST = 50
#: So many reminders stand on the page; the menu has their number.
TOLD = 5


@dataclass(frozen=True, slots=True)
class Step:
    """How a step of the agenda is told: its icon, why it is to be done, and the button that does it."""

    icon: str
    why: object
    verb: object


_REQUEST, _DISCLOSURE, _REMEDY = "message-square-text", "megaphone", "scale"
_LOOK = gettext_lazy("看这件")
_NO_LINK = "no-doubtful-link"
STEPS: Mapping[str, Step] = {
    "confirm": Step(
        "inbox", gettext_lazy("已到达，等着确认收到；期限从确认那天起算"), gettext_lazy("去确认")
    ),
    "accept": Step(
        "inbox", gettext_lazy("申请人提交的，等着核对；属实的确认，作为办理步骤登记"), gettext_lazy("去确认")
    ),
    "rectify": Step("inbox", gettext_lazy("有人要求更正本人信息，等着核对"), gettext_lazy("去核对")),
    "agree": Step("inbox", gettext_lazy("处理结果已提出，等另一个人同意"), gettext_lazy("去看")),
    "answer": Step(_REQUEST, gettext_lazy("要在期限内答复"), gettext_lazy("去办理")),
    "sign": Step(_REQUEST, gettext_lazy("文书已送审，等审核和签发"), gettext_lazy("去看文书")),
    "serve": Step(_REQUEST, gettext_lazy("已作出答复，还没有登记送达"), gettext_lazy("登记送达")),
    "await": Step(_REQUEST, gettext_lazy("等申请人补正或缴费，这天是他的最后一日"), _LOOK),
    "consult": Step(_REQUEST, gettext_lazy("等第三方或其他机关的意见，这天是最后一日"), _LOOK),
    "publish": Step(_DISCLOSURE, gettext_lazy("形成之后要在期限内公开"), gettext_lazy("去公开")),
    "withdraw_penalty": Step(
        _DISCLOSURE, gettext_lazy("处罚决定已变更、撤销，要撤回并公开说明理由"), gettext_lazy("登记结果")
    ),
    "take_down": Step(_DISCLOSURE, gettext_lazy("公示到这天截止，名单要撤下"), gettext_lazy("登记结果")),
    "review_withheld": Step(
        _DISCLOSURE, gettext_lazy("不公开的要定期再评估，能公开的就公开"), gettext_lazy("去评估")
    ),
    "put_up": Step(_DISCLOSURE, gettext_lazy("已放行，还没有张贴、播出或交给对方"), gettext_lazy("去登记")),
    "bring_down": Step(_DISCLOSURE, gettext_lazy("要从这个渠道撤下，撤好登记一下"), gettext_lazy("去登记")),
    "mend_delivery": Step(_DISCLOSURE, gettext_lazy("这个渠道没有办成，写着为什么"), gettext_lazy("去看")),
    "review_answer": Step(_REMEDY, gettext_lazy("要向复议机关提交答复和证据"), _LOOK),
    "suit_answer": Step(_REMEDY, gettext_lazy("要向人民法院提交答辩状和证据"), _LOOK),
    "account": Step(_REMEDY, gettext_lazy("受理投诉举报的机关要求说明情况"), _LOOK),
    "hearing": Step(_REMEDY, gettext_lazy("这天听证或者开庭，负责人应当出庭"), _LOOK),
    "review_acceptance": Step(_REMEDY, gettext_lazy("收到的复议申请，要审查是否受理"), _LOOK),
    "review_decision": Step(_REMEDY, gettext_lazy("本机关是复议机关，要作出决定"), _LOOK),
    "appeal": Step(_REMEDY, gettext_lazy("一审已经裁判，这天上诉期满；要上诉的在这之前"), _LOOK),
    "take_effect": Step(_REMEDY, gettext_lazy("上诉期已满，没有人上诉的登记生效"), _LOOK),
    "opinion": Step(_REMEDY, gettext_lazy("要报送怎样纠正、改进的"), _LOOK),
    "redo": Step(_REMEDY, gettext_lazy("决定、判决责令重新处理"), _LOOK),
    "pass_on": Step("send", gettext_lazy("上级的通知还没有传达下去"), gettext_lazy("去传达")),
    "notice": Step("send", gettext_lazy("已传达，到这天还有没有办的"), gettext_lazy("看谁没办")),
    "hold": Step("users", gettext_lazy("安排在这天，办完登记一下"), gettext_lazy("去登记")),
    "problem": Step("wrench", gettext_lazy("任务都办完了，等着办结"), gettext_lazy("去办结")),
    "settle": Step("gavel", gettext_lazy("已登记，等领导核定"), gettext_lazy("去核定")),
    "task": Step("list-checks", gettext_lazy("交办的任务，到这天为止"), gettext_lazy("看任务")),
    "check_task": Step("list-checks", gettext_lazy("报了办好，等别人复核"), gettext_lazy("去复核")),
    "score_card": Step(
        "clipboard-check", gettext_lazy("等各村、各部门自评，到这天为止"), gettext_lazy("看谁没评")
    ),
    "check_card": Step(
        "clipboard-check", gettext_lazy("等核评：台账的数取定，别的评一评"), gettext_lazy("去核评")
    ),
    "settle_card": Step("clipboard-check", gettext_lazy("已经核评，等领导核定"), gettext_lazy("去核定")),
    "duties": Step("flag", gettext_lazy("例行事项，到这天为止"), gettext_lazy("去登记")),
    "amend": Step("table-2", gettext_lazy("公布之后台账变了，公布的报告不会自己变"), gettext_lazy("看差异")),
    "chase": Step("table-2", gettext_lazy("上级在催，请尽快核对、审定、送审"), gettext_lazy("看年报")),
    "report_check": Step("table-2", gettext_lazy("报告已退回，改好以后重新核对"), gettext_lazy("去修改")),
    "report_approve": Step("table-2", gettext_lazy("报告已核对，等领导审定"), gettext_lazy("去审定")),
    "report_submit": Step("table-2", gettext_lazy("领导已审定，等送审"), gettext_lazy("去送审")),
    "report_pass": Step("table-2", gettext_lazy("已送审，等上级审核"), gettext_lazy("看年报")),
    "report_publish": Step("table-2", gettext_lazy("可以公布了"), gettext_lazy("去公布")),
    "judge_reports": Step(
        "table-2", gettext_lazy("已送审，等本机关审核；通过了才计入汇总"), gettext_lazy("去审核")
    ),
    "late_below": Step("table-2", gettext_lazy("过了通知的报送期限，还没有报"), gettext_lazy("去催办")),
    "annual_report": Step("table-2", gettext_lazy("上一年的报告要在这天之前公布"), gettext_lazy("看年报")),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the page. ``title`` is the record's own and ``is_typed``, or a word of ours in the reader's
    language; ``clock`` is None where no working days are counted: then ``when`` says it all."""

    item: Item
    title: str
    is_typed: bool
    step: Step
    href: str
    clock: Clock | None
    when: str
    source: Source


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one stretch of days."""

    title: object
    days: str
    tasks: list[Task]
    count: int
    is_late: bool = False


@require_safe
@needs(Duty.ENTER)
def today_(request: HttpRequest, visit: Visit) -> HttpResponse:
    return (_agenda if visit.may(Duty.READ) else _without_tasks)(request, visit)


def _without_tasks(request: HttpRequest, visit: Visit) -> HttpResponse:
    held, calendar = visit.standing.roles.get(visit.organ, ()), calendars.load(settings.DATA)
    roles = listed(dict.fromkeys(_(role.zh) for role, _for in held))
    own = supervision.own_tasks(visit.scope, request.user, visit.organ, today())
    open_ = own.filter(state=Given.State.OPEN).order_by("due", "pk")[:MOST]
    cards = assessment.own_cards(visit.scope, request.user, visit.organ, today())
    context = {
        "roles": roles,
        "doors": doors(request, visit),
        "tasks": matter_ways.lines(open_),
        "cards": assessment.to_be_scored(cards, today()),
        "below": [_task(item, visit, today(), calendar, ()) for item in _of_below(visit, today())],
    }
    return pages.show(request, visit, "day/doors", context)


def _of_below(visit: Visit, on: date) -> list[Item]:
    return agenda.below(visit.organ, on) if visit.may(Duty.SUPERVISE) else []


def _agenda(request: HttpRequest, visit: Visit) -> HttpResponse:
    on, calendar = today(), calendars.load(settings.DATA)
    years = Years(visit.organ, visit.scope)
    amend = agenda.amendments(years.moved(), on)
    items = [
        *amend,
        *_of_below(visit, on),
        *agenda.items(visit.organ, on=on, calendar=calendar, years=years),
    ]
    notices = list(outbox.in_force(visit.scope))
    first = _asked_month(request.GET.get("month", ""), on)
    context = {
        "frame": frame(request, visit, known=_counted(items, notices)),
        "organ": visit.organ,
        "can_record": visit.may(Duty.RECORD),
        "groups": _groups(items, visit, on, calendar, looks=_of_others(items, visit, years, request.user)),
        "later": sum(item.due > on + timedelta(weeks=WEEKS) for item in items),
        "late": sum(item.is_late(on) for item in items),
        "now": sum(_day_of(item, on) <= on for item in items),
        "told": [(row, said(row.what), texts.standing(row, on, calendar)) for row in notices[:TOLD]],
        "month": _month(first, items, on, calendar),
        "year": _year(visit, years, on),
        "stopped": jobs.stopped_since(),
        "link": _link(request) if visit.duties & CONSENTS else None,
    }
    return render(request, "workbench/day/today.html", context)


def _link(request: HttpRequest) -> Invitation | None:
    """As ``people.doubtful_link``; that there is none is asked once in a session: a new password ends it."""
    if request.session.get(_NO_LINK):
        return None
    if (found := people.doubtful_link(request.user)) is None:
        request.session[_NO_LINK] = True
    return found


def _of_others(items: Sequence[Item], visit: Visit, years: Years, person: object) -> list[Item]:
    """The reports that wait for a step which is not for whoever reads the page."""

    def is_theirs(item: Item) -> bool:
        step = stages.BY_CODE[item.step.removeprefix("report_")]
        at = years.progress(int(item.number))
        return visit.may(DUTIES[step.hand]) and not progress.own_work(step, at, str(person))

    return [item for item in items if item.step.startswith("report_") and not is_theirs(item)]


def _task(item: Item, visit: Visit, on: date, calendar: Calendar, looks: Sequence[Item]) -> Task:
    code = "sign" if item.waits_for_signature else item.step
    step = STEPS.get(code) or STEPS["annual_report" if code in agenda.REPORTS else "duties"]
    if item in looks:
        step = replace(step, verb=STEPS["annual_report"].verb)
    shown = None
    if item.deadline and item.step in {"answer", "serve"}:
        shown = clock.of(item.deadline)
    elif item.since and item.days:
        shown = clock.counting(item.since, item.days, on=on, calendar=calendar)
    is_typed = item.pk is not None and item.ledger != "inbox"  # an arrival is told by its kind
    return Task(
        item,
        item.title if is_typed else _title(item),
        is_typed,
        step,
        _href(item, visit),
        shown,
        _when(item.due, on),
        item.source,
    )


def _title(item: Item) -> str:
    if item.ledger == "below":
        return _("{count}个下级机关的年报").format(count=item.days)
    return said(item.title)


def _href(item: Item, visit: Visit) -> str:
    if item.ledger == "below":
        part = "waiting" if item.step == "judge_reports" else "to-do"
        return f"{reverse('workbench:below', args=(visit.organ.pk, int(item.number)))}?part={part}"
    if item.pk is not None:
        return whereabouts.of_row(visit.organ.pk, item.ledger, item.pk)
    if item.ledger == "reports":
        return reverse("workbench:report", args=(visit.organ.pk, int(item.number)))
    if item.step in agenda.REPORTS:
        return of_duty(visit, item.step, item.due.year - 1)
    return way_to(DUTY[item.step], item.due, visit.organ.pk)


def _when(due: date, on: date) -> str:
    """What stands where no strip of days does."""
    if due < on:
        return _("已过{day}").format(day=dates.full(due, on))
    if due == on:
        return _("今天最后一日")
    return _("到{day}").format(day=dates.full(due, on))


def _groups(
    items: list[Item], visit: Visit, on: date, calendar: Calendar, *, looks: Sequence[Item]
) -> list[Group]:
    """Overdue, today, this week, next week, and the weeks after; empty stretches are left out. What somebody
    else has let pass is no delay of the organ, and can be gone on with today. ``looks`` are for others to do,
    and here to be looked at."""
    sunday = on + timedelta(days=6 - on.weekday())
    day = timedelta(days=1)
    stretches = (
        (gettext_lazy("已逾期"), date.min, on - day, True),
        (gettext_lazy("今天"), on, on, False),
        (gettext_lazy("本周"), on + day, sunday, False),
        (gettext_lazy("下周"), sunday + day, sunday + timedelta(weeks=1), False),
        (gettext_lazy("再往后"), sunday + timedelta(days=8), on + timedelta(weeks=WEEKS), False),
    )
    found = []
    for title, first, last, is_late in stretches:
        here = [item for item in items if first <= _day_of(item, on) <= last]
        if here:
            days = "" if is_late else dates.span(first, last)
            tasks = [_task(item, visit, on, calendar, looks) for item in here[:MOST]]
            found.append(Group(title, days, tasks, len(here), is_late))
    return found


def _day_of(item: Item, on: date) -> date:
    """On which day it is to be done, looked at from today."""
    return item.due if item.is_late(on) else max(item.due, on)


def _asked_month(text: str, on: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return on.replace(day=1)


def _month(first: date, items: list[Item], on: date, calendar: Calendar) -> object:
    counts = Counter(item.due for item in items)
    late = {item.due for item in items if item.is_late(on)}
    due = {day: Due(count, overdue=day in late) for day, count in counts.items()}
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return month(
        first,
        on=on,
        calendar=calendar,
        due=due,
        previous=f"?month={before:%Y-%m}",
        next=f"?month={after:%Y-%m}",
    )


def _counted(items: Sequence[Item], notices: Sequence[Notice]) -> Mapping[str, int]:
    in_inbox = sum(item.ledger == "inbox" for item in items)
    return {INBOX: in_inbox, NEAR: len(notices), LATE: sum(row.is_late for row in notices)}


@dataclass(frozen=True, slots=True)
class Year:
    """The running year as its report will have it, and what was done in this week a year ago."""

    year: int
    figures: Sequence[tuple[object, Value, str]]
    came_then: int
    published_then: int


def _year(visit: Visit, years: Years, on: date) -> Year:
    """January adds itself up all year: what table three would say today."""
    sums = years.so_far(on)
    page = reverse("workbench:report", args=(visit.organ.pk, on.year))
    published = reverse("workbench:ledger", args=(visit.organ.pk, "disclosures"))
    figures = [
        (gettext_lazy("新收申请"), sums.received, f"{page}?cell=requests/new/total"),
        (gettext_lazy("上年结转"), sums.carried_in, f"{page}?cell=requests/carried_in/total"),
        (gettext_lazy("已办结"), sums.answered, f"{page}?cell=requests/total/total"),
        (gettext_lazy("在办"), sums.open, f"{page}?cell=requests/carried_out/total"),
        (gettext_lazy("主动公开"), sums.published, published),
    ]
    return Year(on.year, figures, sums.came_then, sums.published_then)
