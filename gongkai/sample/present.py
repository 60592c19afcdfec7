"""What lies on the desk of a sample organ today: open cases with days left, due, overdue, and one to sign.

The sample's years are over and all they hold is done; whoever opens it later would find nothing to do. So
what is open is counted back from the day of loading, and only on a day after those years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.remedies import Bodies
from gongkai.law.remedy_procedure import STEP
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import bodies_of
from gongkai.ledger.people import actions
from gongkai.ledger.people import queries as people
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.facts import version
from gongkai.ledger.remedies.models import RemedyCase
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


@dataclass(frozen=True, slots=True)
class Contest:
    """A case received ``ago`` working days before the day; its steps each so many before it, and what they
    say. A day that is said is counted from the step."""

    ago: int
    mark: str
    kind: str
    claimant: str
    steps: tuple[tuple[int, str, Mapping[str, Any]], ...]


CONTESTS = (
    Contest(6, "复", "reconsideration", "郑示例", ((8, "accept", {"procedure": "ordinary"}),)),
    Contest(
        70,
        "行初",
        "litigation_direct",
        "示例建材有限公司",
        (
            (62, "answer", {"proof": "当面送交立案庭"}),
            (40, "hear", {"what": "court", "head": "yes", "people": "镇长、党政办主任"}),
            (6, "decide", {"outcome": "suit_annulled", "redo": "yes", "document_no": "例行初判"}),
        ),
    ),
    Contest(
        60,
        "复",
        "reconsideration",
        "冯示例",
        (
            (61, "accept", {"procedure": "simplified"}),
            (57, "answer", {}),
            (30, "decide", {"outcome": "review_unlawful", "redo": "no"}),
            (28, "receive_opinion", {"what": "opinion", "points": "检索范围太窄，完善检索和登记制度"}),
        ),
    ),
    Contest(
        5, "诉", "complaint", "吕示例", ((4, "demand", {"until": 7, "points": "说明逾期没有答复的情况"}),)
    ),
)


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
    for number, contest in enumerate(CONTESTS, 1):
        _contest(organ, contest, number, on)
    pushing.put(organ, on)
    _divide(organ, on)


#: Who answers for what: a name, or the role of whoever holds it at the sample.
CHARGES: tuple[tuple[str, str], ...] = (
    ("chief", "signer"),
    ("leader", "leader"),
    ("office", "党政办公室"),
    ("requests", "clerk"),
    ("meeting", "office_head"),
    ("training", "office_head"),
)


def _divide(organ: Organ, on: date) -> None:
    holding = {row.role: row.person for row in people.held_roles(organ, on)}
    for work, owner in CHARGES:
        actions.put_in_charge(
            organ=organ, work=work, owner=holding.get(owner, owner), since=ago(on, 20), actor=ACTOR
        )


def _contest(organ: Organ, one: Contest, number: int, on: date) -> None:
    """A case with its steps, entered as a person enters them."""
    received = ago(on, one.ago)
    bodies = bodies_of(organ, Bodies("示例县人民政府", "示例县人民法院"))
    is_suit = one.kind.startswith("litigation")
    row = RemedyCase(
        organ=organ,
        case_no=f"例{one.mark}〔{received.year}〕9{number:02}号",
        kind=one.kind,
        received_on=received,
        body=bodies.court if is_suit else bodies.review_organ,
        respondent=organ.name,
        claimant=one.claimant,
    )
    remedies.register(organ=organ, rows=[row], actor=ACTOR)
    for before, step, said in one.steps:
        day = ago(on, before)
        days = {name: OFFICIAL.add(day, said[name]).isoformat() for name in said if name == "until"}
        row = remedies.take(
            case=row,
            step=STEP[step],
            on=day,
            said={**said, **days},
            actor=ACTOR,
            today=on,
            calendar=OFFICIAL,
            seen=version(row),
        )


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
