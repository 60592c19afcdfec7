"""What lies on the desk of a sample organ today: open cases with days left, due, overdue, and one to sign.

The sample's years are over and all they hold is done; whoever opens it later would find nothing to do. So
what is open is counted back from the day of loading, and only on a day after those years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters.actions import Moment, Text
from gongkai.ledger.requests.letters.deeds import Deed
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.sample import pushing
from gongkai.sample.days import ago
from gongkai.sample.people import ACTOR


@dataclass(frozen=True, slots=True)
class Open:
    """An application without an answer, received ``ago`` working days before the day; ``steps`` are later."""

    ago: int
    applicant: str
    content: str
    steps: tuple[tuple[int, EventKind, Mapping[str, object]], ...] = ()


_DUE = "due"  # of a correction: fifteen working days on
APPLICATIONS = (
    Open(23, "钱示例", "{year}年农村道路养护资金的使用情况"),
    Open(19, "示例商贸有限公司", "示例河综合治理工程的招标文件和中标合同"),
    Open(17, "孙示例", "{year}年度困难群众临时救助的发放标准"),
    Open(
        12,
        "李示例",
        "示例路口人行天桥的可行性研究报告",
        ((9, EventKind.CONSULTATION_SENT, {"party": "third_party"}),),
    ),
    Open(8, "周示例", "拆迁的全部材料", ((6, EventKind.CORRECTION_REQUESTED, {_DUE: 15}),)),
    Open(2, "吴示例", "{year}年高标准农田建设项目的验收结论"),
)
#: Which of them has a letter that waits to be signed, and what it says.
TO_SIGN, KIND, SAID = 2, "granted_published", {"place": "示例县门户网站“社会救助”栏目"}
#: So many working days ago formed, not yet published.
DISCLOSURES = ((22, "{year}年第三季度城乡低保发放名单"), (16, "{year}年下半年政务公开培训安排"))


def put(organ: Organ, on: date) -> None:
    """Put it there, written by the same actions as everything else."""
    entries = [_entry(one, number, on) for number, one in enumerate(APPLICATIONS, 1)]
    rows = requests.receive(organ=organ, entries=entries, actor=ACTOR)
    _await_signature(rows[TO_SIGN], on)
    formed = [
        Disclosure(
            organ=organ,
            index_no=f"{on.year}-A{number}",
            title=title.format(year=ago(on, before).year),
            category=Category.OTHER,
            formed_on=ago(on, before),
            attribute=Attribute.PROACTIVE,
        )
        for number, (before, title) in enumerate(DISCLOSURES, 1)
    ]
    disclosures.register(organ=organ, rows=formed, actor=ACTOR)
    pushing.put(organ, on)


def _entry(one: Open, number: int, on: date) -> RequestEntry:
    received = ago(on, one.ago)
    is_person = not one.applicant.endswith("公司")
    kind = "natural_person" if is_person else "business"
    events = [EventEntry(EventKind.RECEIVED, received, {"channel": "internet", "applicant_kind": kind})]
    for before, step, data in one.steps:
        day = ago(on, before)
        said = {**data, _DUE: OFFICIAL.add(day, 15).isoformat()} if _DUE in data else data
        slot = "1" if step is EventKind.CONSULTATION_SENT else ""
        events.append(EventEntry(step, day, said, slot))
    return RequestEntry(
        f"{received.year}-{900 + number:04}",  # the sample's own years never come so far
        tuple(events),
        applicant_name=one.applicant,
        content=one.content.format(year=on.year - 1),
    )


def _await_signature(row: FoiRequest, on: date) -> None:
    plan = plans.plan("answer", KIND)
    assert plan is not None
    letter = letters.draft(foi_request=row, plan=plan, text=Text(SAID), actor=ACTOR)
    letters.do(letter=letter, deed=Deed.SUBMIT, actor=ACTOR, at=Moment(on, OFFICIAL))
