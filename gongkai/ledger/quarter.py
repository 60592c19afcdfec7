"""A quarter over all ledgers of an organ, as the agenda of its meeting 推进会 tells it.

The draft claims nothing but what the ledgers hold; no applicant is named in it. Villages are ranked only
where the county has switched that on with its document.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.models import Activity

#: So many of what is late are named; the others are a number.
MOST = 10
_MEETING = DUTY["meeting"]
Span = tuple[date, date]


def draft(organ: Organ, on: date, calendar: Calendar) -> str:
    """The agenda of a meeting on a day, out of the quarter that it tells of, as far as that has come."""
    told = _told_on(on)
    first, last = _MEETING.round_on(told)
    scope, span = Scope.of(organ), (first, min(on, last))
    late = [item for item in agenda.items(organ, on=on, calendar=calendar) if item.is_late(on)]
    parts = [
        f"一、通报{quarter_of(told)}政府信息公开工作情况",
        *_published(scope, span, late),
        *_applications(scope, span, late),
        *_remedies(scope, span),
        *_tasks(scope, span),
        *_problems(scope, span),
        *_numbered(_assessments(organ, span), _ranking(scope, span) if organ.ranks_units else []),
        "二、上次会议定下的事办理情况",
        *_last_decisions(scope, on),
        f"三、安排{'下一' if told == on else '本'}季度的工作",
        "四、讨论、定下要办的事",
    ]
    return "\n".join(parts)


def quarter_of(on: date) -> str:
    return f"{on.year}年第{'一二三四'[(on.month - 1) // 3]}季度"


def _told_on(on: date) -> date:
    """A day of the quarter that a meeting tells of: in the first month of a quarter, the one that ended."""
    first, _last = _MEETING.round_on(on)
    return first - timedelta(days=1) if on.month == first.month else on


def title_of(on: date) -> str:
    return f"{quarter_of(_told_on(on))}政府信息公开工作推进会"


def _published(scope: Scope, span: Span, late: Sequence[agenda.Item]) -> Iterator[str]:
    before = _MEETING.round_on(span[0] - timedelta(days=1))
    now, then = (disclosures.published_between(scope, *each).count() for each in (span, before))
    yield f"（一）主动公开。公开政府信息{now}条，上一季度{then}条。{_overdue(late, 'disclosures', '条')}"


def _applications(scope: Scope, span: Span, late: Sequence[agenda.Item]) -> Iterator[str]:
    received = requests.received_between(scope, *span).count()
    answered = requests.of(scope).filter(answered_on__range=span).count()
    yield f"（二）依申请公开。新收申请{received}件，答复{answered}件。{_overdue(late, 'requests', '件')}"


def _overdue(late: Sequence[agenda.Item], ledger: str, measure: str) -> str:
    """What is late in a ledger: documents by their titles, applications by their numbers alone."""
    found = [item for item in late if item.ledger == ledger]
    if not found:
        return "没有逾期的。"
    names = [item.title if ledger == "disclosures" else item.number for item in found[:MOST]]
    more = "等" if len(found) > MOST else ""
    return f"逾期{len(found)}{measure}：{'、'.join(names)}{more}。"


def _remedies(scope: Scope, span: Span) -> Iterator[str]:
    received = remedies.of(scope).filter(received_on__range=span).count()
    concluded = remedies.of(scope).filter(concluded_on__range=span).count()
    yield f"（三）复议诉讼。新收{received}件，审结{concluded}件。"


def _tasks(scope: Scope, span: Span) -> Iterator[str]:
    passed_on = supervision.of(scope).filter(kind="notice", on__range=span).count()
    due = list(supervision.due_between(scope, *span))
    ended = sum(task.state == "closed" for task in due)
    text = f"（四）通知和任务。传达通知{passed_on}件；本季度到期的任务{len(due)}项，办结{ended}项。"
    late = [task for task in due if task.state == "open" and task.is_late(span[1])]
    named = "、".join(f"{task.owner}（{task.what}）" for task in late[:MOST])
    more = "等" if len(late) > MOST else ""
    yield text + (f"逾期没有办的{len(late)}项：{named}{more}。" if late else "")


def _problems(scope: Scope, span: Span) -> Iterator[str]:
    rows = supervision.problems(scope)
    found = rows.filter(on__range=span).count()
    mended = rows.filter(closed_on__range=span, state="closed").count()
    left = list(rows.filter(state="open").values_list("title", flat=True))
    text = f"（五）问题整改。新发现{found}个，整改完成{mended}个。"
    more = "等" if len(left) > MOST else ""
    yield text + (f"还没有整改完{len(left)}个：{'；'.join(left[:MOST])}{more}。" if left else "")


def _numbered(*parts: list[str]) -> Iterator[str]:
    """Parts that are not always there, numbered on from the fifth; the first line of each is its heading."""
    for mark, part in zip("六七", filter(None, parts), strict=False):
        yield f"（{mark}）{part[0]}"
        yield from part[1:]


def _assessments(organ: Organ, span: Span) -> list[str]:
    """What was assessed and settled in the quarter, and what followed; places only where asked for."""
    scope = Scope.of(organ)
    lines = []
    for row in assessment.settled_between(scope, *span):
        lines.append(f"{row.title}：{assessment.grades_in_words(row)}。")
        places = assessment.ranking(row)
        cards = sorted(row.cards.filter(pk__in=places), key=lambda card: (card.target, places[card.pk]))
        if cards:
            lines.append(f"名次：{'、'.join(f'{places[card.pk]}.{card.name}' for card in cards)}。")
    issued = assessment.issued_between(scope, *span)
    followed = [f"{Activity.Kind(kind).label}{'、'.join(names)}" for kind, names in issued.items()]
    if followed:
        lines.append(f"{'；'.join(followed)}。")
    return ["考核结果。", *lines] if lines else []


def _ranking(scope: Scope, span: Span) -> list[str]:
    """按时办结的排名: by the share of tasks that were done in time; who had none is not ranked."""
    rows = supervision.standings(scope, *span)
    lines = [
        f"{row.place}.{row.name}：{row.given}项任务，按时{row.in_time}项，逾期{row.late}项。" for row in rows
    ]
    return ["各村、各部门按时办理排名。", *lines] if lines else []


def _last_decisions(scope: Scope, on: date) -> Iterator[str]:
    meeting = supervision.meeting_before(scope, on)
    tasks = list(meeting.tasks.exclude(state="dropped").select_related("unit", "person")) if meeting else []
    if meeting is None or not tasks:
        yield "没有登记上次会议交办的任务。"
        return
    yield f"{meeting.title}（{meeting.on}）交办{len(tasks)}项："
    for number, task in enumerate(tasks, 1):
        state = f"{task.closed_on}办结" if task.closed_on else f"没有办结，期限{task.due}"
        yield f"{number}.{task.what}（{task.owner}）：{state}。"
