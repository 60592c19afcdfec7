"""Organs to show pages with: one whose report must be mended, one with hostile text, a real one."""

from datetime import date

from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure
from gongkai.ledger.organs import actions
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.requests.tests.bodies import BODIES
from gongkai.sample.base import Ledger, SampleOrgan, load

YEAR = 2025
HOSTILE = "<script>alert(1)</script>"
_MOBILE = "13800138000"  # a number of the right shape that nobody has


def application(number: int, *, row: str = "granted", content: str = "道路维修合同") -> RequestEntry:
    """Asked on 3 March and answered on the 20th; without ``row`` the ledger does not say how."""
    kind = {"row": row} if row else {}
    received = EventEntry(
        EventKind.RECEIVED, date(YEAR, 3, 3), {"channel": "internet", "applicant_kind": "natural_person"}
    )
    answered = EventEntry(EventKind.ANSWERED, date(YEAR, 3, 20), kind)
    return RequestEntry(f"〔{YEAR}〕{number}号", (received, answered), applicant_name="张三", content=content)


def organ_to_mend() -> Organ:
    """Its report has errors in table three (an answer of no kind) and in chapter one (a telephone)."""
    prose = {
        "overview": "本年收到政府信息公开申请9件。联系人王敏，电话" + _MOBILE + "。",
        "problems": "公开不够及时。",
    }
    ledger = Ledger(
        requests=[*(application(number) for number in range(1, 7)), application(7, row="")],
        prose={YEAR: prose},
    )
    return load(SampleOrgan("差错镇人民政府", lambda: ledger), {})


def hostile_organ() -> Organ:
    """Whatever people type into a ledger stays text on a page."""
    document = Disclosure(
        index_no="1",
        title=HOSTILE,
        category=Category.NORMATIVE,
        formed_on=date(YEAR, 2, 3),
        published_on=date(YEAR, 2, 4),
        attribute=Attribute.PROACTIVE,
        channels=[HOSTILE],
    )
    ledger = Ledger(
        requests=[application(1, content=HOSTILE)],
        disclosures=[document],
        prose={YEAR: {"overview": HOSTILE}},
    )
    organ = load(SampleOrgan("坏名镇", lambda: ledger), {})
    # no action takes such a name: it stands for one that came past the program
    Organ.objects.filter(pk=organ.pk).update(name=f"镇{HOSTILE}")
    organ.refresh_from_db()
    return organ


def real_organ() -> Organ:
    return actions.create(name="真实镇人民政府", actor="测试", options=BODIES)


def staff(organ: Organ, *roles: str, username: str = "wangmin", name: str = "王敏") -> Person:
    """Somebody who works there in these roles."""
    person = people.enrol(organ=organ, username=username, name=name, actor="测试", is_sample=organ.is_sample)
    for role in roles:
        people.give_role(person=person, organ=organ, role=role, actor="测试")
    return person
