"""A town with villages and people, and matters that push its work."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.supervision import matters
from gongkai.ledger.supervision.entries import Assignment
from gongkai.ledger.supervision.models import Activity, Matter, Task

CLERK, LEADER = "王敏（clerk）", "张海涛（leader）"
SAID: Mapping[str, Mapping[str, Any]] = {
    "training": {"title": "公开属性怎样定", "on": date(2026, 11, 30)},
    "meeting": {"title": "第四季度推进会", "on": date(2026, 11, 30)},
    "notice": {
        "title": "报送全年公开数据",
        "by": "县政务公开办",
        "on": date(2026, 11, 27),
        "due": date(2026, 12, 10),
        "text": "请各村核对全年公开的条数。",
    },
    "rectification": {
        "title": "公示栏的补贴名单没有遮盖证件号码",
        "source": "audit",
        "on": date(2026, 11, 27),
        "measure": "撤下名单，遮盖后重新张贴",
    },
    "accountability": {
        "title": "补贴名单泄露个人信息",
        "ground": "otherwise",
        "target": "东徐村",
        "measure": "ordered",
        "by": "镇人民政府",
        "on": date(2026, 11, 27),
    },
}


def a_town(*villages: str) -> Organ:
    town = organs.create(name="四间房镇人民政府", actor="测试")
    organs.add_units(organ=town, units=[("village", name) for name in villages], actor="测试")
    return town


def villages_of(town: Organ) -> list[Unit]:
    return units_of(town, date(2026, 11, 30))


def speaker(town: Organ, unit: Unit, name: str) -> Person:
    """Who speaks for a village."""
    email = f"{name}@example.cn"
    person = people.enrol(organ=town, username=name, name=name, actor="测试", email=email)
    people.give_role(person=person, organ=town, role="village_contact", unit=unit, actor="测试")
    return person


def plan(town: Organ, kind: str, **said: Any) -> Matter:
    return matters.plan(organ=town, kind=kind, said={**SAID[kind], **said}, actor=CLERK)


def problem(town: Organ, *, due: date = date(2026, 12, 4), **said: Any) -> Task:
    """A problem that a village is to mend; its task."""
    told = {**SAID["rectification"], **said}
    assignment = Assignment(told["measure"], villages_of(town)[:1], due)
    row = matters.plan(organ=town, kind="rectification", said=told, actor=CLERK, assignment=assignment)
    return row.tasks.get()


def rows(town: Organ) -> list[tuple[Any, ...]]:
    """The register as it is counted."""
    found = Activity.objects.within(Scope.of(town)).order_by("pk")
    return list(found.values_list("kind", "on", "topic", "target", "people"))
