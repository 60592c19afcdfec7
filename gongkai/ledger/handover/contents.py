"""What a job consists of on a day: what is open with its last days, what comes, what stands on the person,
whom to ring.

No applicant is named: what is said of an application is what its list says of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.channels.carriers import BY_CODE as CARRIERS
from gongkai.law.letters import BY_CODE as LETTERS
from gongkai.law.procedure import CLERK, OFFICE_HEAD, SIGNER, lawful
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda, wall
from gongkai.ledger.agenda import Item
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.base import Scope
from gongkai.ledger.deliveries import queries as deliveries
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.models import Handover, Membership, Person
from gongkai.ledger.people.options import WORK
from gongkai.ledger.people.roles import BY_CODE as ROLES
from gongkai.ledger.people.roles import CONSENTS, WRITES, Duty
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.tokens import queries as tokens

#: The rounds of duties that end within so many days are next.
AHEAD = timedelta(days=60)
#: So long a handover is the one that the pack is about.
LATELY = timedelta(days=60)
_LONGEST = 60
#: Who takes a step at the organ; what the applicant or a court does is waited for.
_OURS = {CLERK, OFFICE_HEAD, SIGNER}
#: What brings an application to its end comes first.
_ENDING = {"answer", "serve", "archive"}

#: The parts of the pack in their order, and what each is called.
PARTS: dict[str, str] = {
    "requests": "在办的申请",
    "inbox": "收件里还没有登记的",
    "letters": "没有签发的文书和区分处理",
    "disclosures": "要公开、撤下、再评估的信息",
    "making": "正在制作的公开信息",
    "deliveries": "没有办完的发布",
    "remedies": "没有结的复议、诉讼、投诉举报",
    "matters": "没有办结的通知、会议、培训和整改",
    "tasks": "没有办结的任务",
    "assessments": "没有办完的考核和社会评议",
    "reports": "正在编制的年度报告",
    "rounds": "60天内到期的例行事项",
    "own": "本人名下的角色、订阅和令牌",
    "outlets": "发布渠道",
}
STANDING = {"own", "outlets"}
#: What is said of a thing where no ledger has a word for it; its English stands in the catalogue.
ENDS, STAYS, NOT_READ = "交接以后失效", "交接以后照常", "待核对的文件"
OPEN_ONE, LOOK_AGAIN, CHANGE_KEYS = "接手的人另开一个", "核对还要不要", "核对账号和密钥由谁保管"
FEED, DEPUTY, REDACTION, TOKEN = "日历订阅", "代理别人", "区分处理", "接口令牌"
CHARGE = "由他负责，随交接转给接手的人"
WORDS = (ENDS, STAYS, NOT_READ, OPEN_ONE, LOOK_AGAIN, CHANGE_KEYS, FEED, DEPUTY, REDACTION, TOKEN, CHARGE)
#: Whom to ring besides those who hold a role.
SUPERIOR, REVIEW_BODY, COURT = "上级机关", "复议机关", "管辖法院"
OF_OTHERS = (SUPERIOR, REVIEW_BODY, COURT)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that passes on. ``title``, ``number`` and ``note`` are as somebody wrote them, but for a
    title that ``is_word``; ``now`` and ``next`` are official words. ``ledger`` and ``pk`` tell where it
    stands."""

    title: str
    number: str = ""
    note: str = ""
    now: tuple[str, ...] = ()
    due: date | None = None
    is_late: bool = False
    next: tuple[str, ...] = ()
    ledger: str = ""
    pk: int | None = None
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    zh: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring: for a role or a place outside, by their words, else for a section or village."""

    whom: str
    names: tuple[str, ...] = ()
    phone: str = ""
    is_word: bool = True


@dataclass(frozen=True, slots=True)
class Pack:
    """``successor`` and ``on`` are None as long as nobody has said who takes over."""

    organ: Organ
    person: Person | None
    successor: Person | None
    on: date | None
    as_of: date
    parts: tuple[Part, ...]
    contacts: tuple[Contact, ...]

    @property
    def work(self) -> tuple[Part, ...]:
        """What is to be done."""
        return tuple(part for part in self.parts if part.code not in STANDING)

    @property
    def standing(self) -> tuple[Part, ...]:
        """What merely is there."""
        return tuple(part for part in self.parts if part.code in STANDING)

    @property
    def count(self) -> int:
        """How many things are open; what only comes round is none of them."""
        return sum(len(part.lines) for part in self.work if part.code != "rounds")

    @property
    def late(self) -> int:
        return sum(line.is_late for part in self.parts for line in part.lines)


def of(organ: Organ, person: Person | None, *, on: date, calendar: Calendar) -> Pack:
    """The pack of a person's job as it stands on a day; of the organ's work where no person is meant."""
    scope = Scope.of(organ)
    passed = handover_of(organ, person, on) if person else None
    roles = people.held_roles(organ, on)
    items = agenda.items(organ, on=on, calendar=calendar)
    found = {
        "requests": [_application(item, on) for item in _in(items, "requests")],
        "inbox": [_item(item, on) for item in _in(items, "inbox")],
        "letters": [*_letters(scope), *_redactions(scope)],
        "disclosures": [_item(item, on) for item in _in(items, "disclosures")],
        "making": list(_records(scope)),
        "deliveries": [_item(item, on) for item in _in(items, "deliveries")],
        "remedies": list(_remedies(scope, items, on)),
        "matters": [_item(item, on) for item in _in(items, "matters")],
        "tasks": [_item(item, on) for item in _in(items, "tasks")],
        "assessments": list(_assessments(scope, items, on)),
        "reports": [_item(item, on) for item in _in(items, "reports")],
        "rounds": list(_rounds(organ, on, calendar)),
        "own": list(_own(organ, scope, person, roles, on)) if person else [],
        "outlets": list(_outlets(organ)),
    }
    return Pack(
        organ,
        person,
        passed.successor if passed else None,
        passed.on if passed else None,
        on,
        tuple(Part(code, zh, tuple(found[code])) for code, zh in PARTS.items()),
        tuple(_contacts(organ, roles, on)),
    )


def handover_of(organ: Organ, person: Person, on: date) -> Handover | None:
    """To whom the person hands over, or did lately."""
    rows = (row for row in people.handovers(organ) if row.person == person and row.on >= on - LATELY)
    return next(rows, None)


def whose(organ: Organ, asked: object, on: date) -> Person | None:
    """Whose job is meant where nobody is named: of whoever hands over now, else of whoever asks where they
    write there, else of the first who does."""
    writers = candidates(organ, on)
    passing = next((row.person for row in people.handovers(organ) if row.on >= on - LATELY), None)
    return passing or next((one for one in writers if one == asked), None) or next(iter(writers), None)


def candidates(organ: Organ, on: date) -> list[Person]:
    """Whose jobs there are to hand over: of those who write, then of those who consent."""
    roles = people.held_roles(organ, on)
    ordered = [row.person for kind in (WRITES, CONSENTS) for row in roles if ROLES[row.role].duties & kind]
    return list(dict.fromkeys(ordered))


def _in(items: Iterable[Item], ledger: str) -> list[Item]:
    return [item for item in items if item.ledger == ledger]


def _item(item: Item, on: date) -> Line:
    return Line(
        _short(item.title),
        item.number,
        now=(agenda.WORDS[item.step],) if item.step in agenda.WORDS else (),
        due=item.due,
        is_late=item.is_late(on),
        ledger=item.ledger,
        pk=item.pk,
        is_word=item.pk is None or item.ledger == "inbox",
    )


def _application(item: Item, on: date) -> Line:
    """Where an application stands, its last day, and which steps the organ may lawfully take on the day."""
    assert item.deadline is not None
    steps = [step for step in lawful(item.deadline) if step.actor in _OURS]
    steps.sort(key=lambda step: step.code not in _ENDING)
    return Line(
        _short(item.title),
        item.number,
        now=(item.deadline.state.zh,),
        due=item.due,
        is_late=item.is_late(on),
        next=tuple(step.zh for step in steps),
        ledger=item.ledger,
        pk=item.pk,
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _letters(scope: Scope) -> Iterator[Line]:
    for row in requests.letters_in_work(scope):
        yield Line(
            LETTERS[row.code].zh,
            row.foi_request.number,
            now=(row.get_state_display(),),
            ledger="requests",
            pk=row.foi_request_id,
            is_word=True,
        )


def _redactions(scope: Scope) -> Iterator[Line]:
    for row in requests.redactions_in_work(scope):
        yield Line(
            REDACTION,
            row.foi_request.number,
            now=(row.get_state_display(),),
            ledger="requests",
            pk=row.foi_request_id,
            is_word=True,
        )


def _records(scope: Scope) -> Iterator[Line]:
    """What nobody has looked through yet is not named: its title may hold anything."""
    for row in disclosures.in_making(scope):
        state = row.get_state_display()
        if row.disclosure:
            yield Line(
                _short(row.disclosure.title),
                row.disclosure.document_no or row.disclosure.index_no,
                now=(state,),
                ledger="making",
                pk=row.pk,
            )
        else:
            yield Line(NOT_READ, now=(state,), ledger="making", pk=row.pk, is_word=True)


def _remedies(scope: Scope, items: Sequence[Item], on: date) -> Iterator[Line]:
    """Every case that is not ended, with its nearest day where it has one."""
    nearest: dict[int | None, Item] = {}
    for item in _in(items, "remedies"):
        nearest.setdefault(item.pk, item)
    for row in remedies.unfinished(scope, on):
        near = nearest.get(row.pk)
        yield Line(
            row.get_kind_display(),
            row.case_no,
            note=row.body,
            now=(agenda.WORDS[near.step],) if near else (),
            due=near.due if near else None,
            is_late=bool(near and near.is_late(on)),
            ledger="remedies",
            pk=row.pk,
            is_word=True,
        )


def _assessments(scope: Scope, items: Sequence[Item], on: date) -> Iterator[Line]:
    """What of an assessment waits for somebody, those whose span is not over, papers that are not issued,
    and surveys that are open."""
    waiting = _in(items, "assessments")
    yield from (_item(item, on) for item in waiting)
    told = {item.pk for item in waiting}
    for row in assessment.open_ones(scope):
        if row.pk not in told:
            state = row.get_state_display()
            yield Line(row.title, now=(state,), due=row.last, ledger="assessments", pk=row.pk)
    for paper in assessment.unissued(scope):
        now = (paper.get_state_display(),)
        word = paper.get_kind_display()
        yield Line(word, note=paper.card.name, now=now, ledger="cards", pk=paper.card_id, is_word=True)
    for survey in assessment.open_surveys(scope):
        now = (survey.get_state_display(),)
        yield Line(survey.title, now=now, due=survey.closes_on, ledger="surveys", pk=survey.pk)


def _rounds(organ: Organ, on: date, calendar: Calendar) -> Iterator[Line]:
    for mark in wall.ahead(organ, on=on, through=on + AHEAD, calendar=calendar):
        yield Line(mark.zh, due=mark.last, is_late=mark.state is wall.State.LATE, is_word=True)


def _own(organ: Organ, scope: Scope, person: Person, roles: Sequence[Membership], on: date) -> Iterator[Line]:
    for row in roles:
        if row.person == person:
            unit = row.unit.name if row.unit else ""
            yield Line(ROLES[row.role].zh, note=unit, due=row.until, is_word=True)
    for charge in people.charges(organ, on).values():
        if charge.person == person:
            yield Line(WORK[charge.work].zh, now=(CHARGE,), is_word=True)
    for away in people.delegations(organ, on):
        if away.deputy == person:
            yield Line(DEPUTY, note=away.person.name, due=away.until, is_word=True)
    if people.feed_of(person, organ):
        yield Line(FEED, now=(ENDS,), next=(OPEN_ONE,), is_word=True)
    for token in tokens.of(scope):
        if token.made_by == str(person) and token.works_on(on):
            yield Line(
                TOKEN, note=token.name, now=(STAYS,), due=token.expires_on, next=(LOOK_AGAIN,), is_word=True
            )


def _outlets(organ: Organ) -> Iterator[Line]:
    """Whatever is published goes through these, whoever works there: their keys are what changes hands."""
    for row in deliveries.open_outlets(organ):
        yield Line(row.name, now=(CARRIERS[row.code].zh,), next=(CHANGE_KEYS,))


def _contacts(organ: Organ, roles: Sequence[Membership], on: date) -> Iterator[Contact]:
    """Who holds which role, who speaks for which section and village, then those outside."""
    held: dict[str, list[str]] = {}
    speaking: dict[int, list[str]] = {}
    for row in roles:
        if row.unit_id:
            speaking.setdefault(row.unit_id, []).append(row.person.name)
        elif Duty.READ in ROLES[row.role].duties or Duty.MANAGE in ROLES[row.role].duties:
            held.setdefault(ROLES[row.role].zh, []).append(row.person.name)
    for role, names in held.items():
        yield Contact(role, tuple(names))
    for unit in organs.units_of(organ, on):
        yield Contact(unit.name, tuple(speaking.get(unit.pk, ())), unit.phone, is_word=False)
    superior, bodies = organs.superior_of(organ, on), organs.bodies_of(organ)
    yield from (
        Contact(word, (name,), phone)
        for word, name, phone in (
            (
                SUPERIOR,
                superior.name if superior else organ.superior_name,
                superior.phone if superior else "",
            ),
            (REVIEW_BODY, bodies.review_organ, ""),
            (COURT, bodies.court, ""),
        )
        if name
    )
