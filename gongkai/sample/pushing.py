"""What pushes the work at a sample organ on the day: a notice that two have answered, a training to come, a
meeting with decisions, problems in every state. Everything in it is invented.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.duties import DAY
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.assessment import actions as assessment
from gongkai.ledger.assessment import consequences
from gongkai.ledger.assessment.entries import Beginning, Given
from gongkai.ledger.assessment.models import Card, Consequence
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.queries import people_of
from gongkai.ledger.quarter import quarter_of
from gongkai.ledger.supervision import matters, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.models import Matter, Task
from gongkai.sample.days import ago
from gongkai.sample.people import ACTOR, RELEASER

#: Who checks what the sample reported done.
CHECKER = "示例复核"
#: So many villages are assessed.
ASSESSED = 4
_NOTICE = """\
一、请各单位核对今年公开的信息条数，和登记的一致。
二、有没有公开到位的，写明标题和原因。
三、办好以后在这里报一句话即可，不用另报材料。"""
_MINUTES = """\
会议通报了本季度主动公开和依申请公开的情况。
会议认为，公示到期没有撤下、名单没有遮盖的情况还有发生，要逐项改到位。
会议定下两件事，由有关单位办理。"""


def put(organ: Organ, on: date) -> None:
    """Put it there, where anybody could be given anything."""
    clerks = [one for one in people_of(organ) if one.username.endswith(".clerk")]
    owners: Sequence[Unit | Person] = units_of(organ, on) or clerks
    if owners:
        _notice(organ, on, owners)
        _training(organ, on)
        _meeting(organ, on, owners)
        _problems(organ, on, owners)
        _assessments(organ, on)


def _notice(organ: Organ, on: date, owners: Sequence[Unit | Person]) -> None:
    due = OFFICIAL.add(on, 6)
    said = {
        "title": "核对全年主动公开信息条数",
        "by": "示例县政务公开办",
        "document_no": f"示政公开办函〔{on.year}〕12号",
        "on": ago(on, 3),
        "due": due,
        "text": _NOTICE,
    }
    row = matters.plan(organ=organ, kind="notice", said=said, actor=ACTOR)
    asked = Assignment(row.title, owners, due)
    row = matters.give_out(matter=row, assignment=asked, actor=ACTOR)
    for task in row.tasks.order_by("pk")[: len(owners) // 2]:
        _report(task, on, "已核对，条数和登记的一致。")
    matters.plan(
        organ=organ,
        kind="notice",
        said={**said, "title": "转发信息发布保密审查的要求", "document_no": "", "on": on},
        actor=ACTOR,
    )


def _training(organ: Organ, on: date) -> None:
    said = {
        "title": "公开属性认定和个人信息遮盖",
        "on": OFFICIAL.add(on, 8),
        "place": "三楼会议室",
        "by": "示例县政务公开办讲师",
        "target": "各村联络员、各部门公开工作人员",
        "text": "一、公开属性怎样定。二、名单里的证件号码、银行卡号怎样遮盖。三、台账怎样登记。",
    }
    matters.plan(organ=organ, kind="training", said=said, actor=ACTOR)


def _meeting(organ: Organ, on: date, owners: Sequence[Unit | Person]) -> None:
    said = {
        "title": "政府信息公开工作推进会",
        "on": on,
        "place": "二楼会议室",
        "by": "分管领导",
        "target": "各村、各部门",
        "text": "一、通报本季度情况\n二、讨论、定下要办的事",
    }
    row = matters.plan(organ=organ, kind="meeting", said=said, actor=ACTOR)
    row = matters.write_up(matter=row, minutes=_MINUTES, actor=ACTOR)
    for what, owner, due in (
        ("补齐公示栏里过期的公示", owners[0], OFFICIAL.add(on, 4)),
        ("把办事指南送到便民服务中心", owners[-1], OFFICIAL.add(on, 12)),
    ):
        tasks.give(matter=row, assignment=Assignment(what, [owner], due), actor=ACTOR)


def _problems(organ: Organ, on: date, owners: Sequence[Unit | Person]) -> None:
    """One that is late, one that waits to be checked, one that waits to be closed."""
    _problem(organ, on, owners[0], "公示栏内容更新不及时", "每周看一遍，过期的撤下", ago(on, 2))
    title, measure = "发放名单没有遮盖证件号码", "撤下名单，遮盖以后重新张贴"
    reported = _problem(organ, on, owners[-1], title, measure, OFFICIAL.add(on, 3))
    _report(reported.tasks.get(), on, "名单已经撤下，遮盖以后重新张贴。")
    mended = _problem(organ, on, owners[0], "公开指南里的电话已经停用", "改成现在的电话", OFFICIAL.add(on, 5))
    _report(mended.tasks.get(), on, "指南已经改好，打过电话。")
    tasks.check(task=mended.tasks.get(), words="打开指南看过", actor=CHECKER)


def _problem(organ: Organ, on: date, owner: Unit | Person, title: str, measure: str, due: date) -> Matter:
    said = {"title": title, "source": "own", "on": ago(on, 6), "measure": measure}
    assignment = Assignment(measure, [owner], due)
    return matters.plan(organ=organ, kind="rectification", said=said, actor=ACTOR, assignment=assignment)


def _assessments(organ: Organ, on: date) -> None:
    """The quarter before settled; this one with a card in every state."""
    villages = units_of(organ, on)[:ASSESSED]
    if len(villages) < 2:
        return
    first, last = DUTY["meeting"].round_on(on)
    before = DUTY["meeting"].round_on(first - DAY)
    _asked(organ, before[1], villages)
    _asked(organ, ago(on, 2), villages)
    late, _in_time = (_settled(_checked(_scored(card))) for card in _begun(organ, before, on, villages[:2]))
    _drafted(late, Consequence.Kind.CRITICISM)
    now = _begun(organ, (first, min(on, last)), on, villages)
    for card, steps in zip(
        now, ((_scored, _checked), (_scored, _checked, _settled), (_scored,)), strict=False
    ):
        for step in steps:
            card = step(card)
        if card.state == Card.State.FINAL:
            consequences.issue(consequence=_drafted(card, Consequence.Kind.PRAISE), actor=RELEASER)


def _drafted(card: Card, kind: Consequence.Kind) -> Consequence:
    number = f"示例镇〔{card.assessment.last.year}〕{card.pk}号"
    text = consequences.proposed(card, kind)
    return consequences.draft(card=card, kind=kind, text=text, document_no=number, actor=ACTOR)


def _asked(organ: Organ, due: date, villages: Sequence[Unit]) -> None:
    """A notice that all answered by its day but the first, which was late by two days."""
    said = {
        "title": f"核对{due.month}月的公开信息",
        "by": "示例县政务公开办",
        "on": ago(due, 8),
        "due": due,
        "text": "请核对。",
    }
    row = matters.plan(organ=organ, kind="notice", said=said, actor=ACTOR)
    row = matters.give_out(matter=row, assignment=Assignment(row.title, villages, due), actor=ACTOR)
    for number, task in enumerate(row.tasks.order_by("pk")):
        done_on = due if number else OFFICIAL.add(due, 2)
        tasks.report(task=task, proof=Proof(done_on, "已核对。"), actor=ACTOR)


def _begun(organ: Organ, span: tuple[date, date], on: date, villages: Sequence[Unit]) -> list[Card]:
    title = f"{quarter_of(span[1])}政府信息公开工作考核"
    said = Beginning(title, *span, OFFICIAL.add(on, 5), villages)
    row = assessment.begin(organ=organ, indicators=None, beginning=said, actor=ACTOR)
    return list(row.cards.all())


_LAWFUL = {"3.3": Given(Decimal(10))}


def _scored(card: Card) -> Card:
    words = "公示栏每周看一遍，过期的都撤下了。"
    return assessment.score(card=card, marks=_LAWFUL, words=words, seen=len(card.deeds), actor=ACTOR)


def _checked(card: Card) -> Card:
    words = "看过公示栏和任务的凭据。"
    return assessment.check(card=card, marks=_LAWFUL, words=words, seen=len(card.deeds), actor=CHECKER)


def _settled(card: Card) -> Card:
    faults = any(one["faults"] for one in card.counted.values())
    words = "有一项答复晚了，已经补上。" if faults else "按要求办到，没有逾期的。"
    return assessment.settle(card=card, conclusion=words, seen=len(card.deeds), actor=RELEASER)


def _report(task: Task, on: date, words: str) -> None:
    tasks.report(task=task, proof=Proof(ago(on, 1), words), actor=ACTOR)
