"""Invented applications with lawful courses: most answers are in time by the law's own clock, some late."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from gongkai.law import clocks, decisions, fees
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.requests import facts
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, RequestEvent
from gongkai.sample import applicants
from gongkai.sample.contents import ASKED, PLACES

_CHANNELS = ("internet", "registered_mail", "in_person", "plain_letter", "fax", "oral")
_CHANNEL_WEIGHTS = (46, 34, 14, 4, 1, 1)
#: 获取方式, how often in a hundred, and the way of service it leads to.
_FORMS = (("电子邮件", 45, "electronic"), ("纸质邮寄", 40, "post"), ("自行领取", 15, "direct"))
_LATE = 0.05
_MEETS_ALL = 40  # applications a year, from which an organ meets every kind of decision


class Course:
    """One application in the making: its events so far, the last of them on ``day``."""

    def __init__(self, rng: Random, received_on: date, applicant_kind: str, *, redo: bool = False) -> None:
        self.rng = rng
        self.day = received_on
        self.events: list[EventEntry] = []
        channel = rng.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0]
        origin = {"redo": True} if redo else {}
        self.add(EventKind.RECEIVED, received_on, channel=channel, applicant_kind=applicant_kind, **origin)

    def add(self, kind: EventKind, on: date, slot: str = "", /, **data: object) -> date:
        self.events.append(EventEntry(kind, on, data, slot))
        self.day = on
        return on

    def later(self, least: int, most: int) -> date:
        """A working day some days on."""
        return OFFICIAL.add(self.day, self.rng.randint(least, most))

    def due(self) -> date:
        """The due date by the law's clock."""
        rows = [
            RequestEvent(kind=event.kind, on=event.on, data={**event.data, "slot": event.slot})
            for event in self.events
        ]
        day = clocks.due(facts.history(rows))
        assert day is not None, "the applicant has to act"
        return day

    def answer(self, kind: str, on: date, way: str) -> None:
        ground = {"ground": "third_party"} if kind == "partial" else {}
        self.add(EventKind.ANSWERED, on, row=decisions.by_code(kind).row, kind=kind, **ground)
        served = on if way == "electronic" else self.later(1, 2)
        posted = {"posted_on": on.isoformat()} if way == "post" else {}
        self.add(EventKind.SERVED, served, way=way, **posted)


def applications(rng: Random, year: int, count: int, *, until: date) -> list[RequestEntry]:
    """Up to ``count`` applications received in ``year``, numbered by receipt; those not over by ``until`` are
    left out."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = sorted(OFFICIAL.add(first, rng.randint(1, OFFICIAL.count(first, last))) for _ in range(count))
    entries: list[RequestEntry] = []
    for kind, day in zip(_kinds(rng, count), days, strict=True):
        entry = _application(rng, kind, day, f"{year}-{len(entries) + 1:04}")
        if entry.events[-1].on <= until:
            entries.append(entry)
    return entries


def with_document_numbers(entries: list[RequestEntry], mark: str) -> list[RequestEntry]:
    """The answers under a 文号 each, counted year by year in the order of their dates."""
    answers = sorted(
        (event.on, entry.number)
        for entry in entries
        for event in entry.events
        if event.kind is EventKind.ANSWERED
    )
    serials: Counter[int] = Counter()
    numbers = {}
    for on, number in answers:
        serials[on.year] += 1
        numbers[number] = f"{mark}〔{on.year}〕{serials[on.year]}号"
    return [
        replace(
            entry, events=tuple(_under_number(event, numbers.get(entry.number, "")) for event in entry.events)
        )
        for entry in entries
    ]


def _under_number(event: EventEntry, document_no: str) -> EventEntry:
    if event.kind is not EventKind.ANSWERED:
        return event
    return replace(event, data={**event.data, "document_no": document_no})


def _kinds(rng: Random, count: int) -> list[str]:
    codes, weights = [code for code, _, _ in ASKED], [weight for _, weight, _ in ASKED]
    dealt = codes if count >= _MEETS_ALL else []
    drawn = [*dealt, *rng.choices(codes, weights, k=count - len(dealt))]
    rng.shuffle(drawn)
    return drawn


def _application(rng: Random, kind: str, received_on: date, number: str) -> RequestEntry:
    applicant = applicants.draw(rng)
    form, _, way = rng.choices(_FORMS, [weight for _, weight, _ in _FORMS])[0]
    course = Course(rng, received_on, applicant.kind)
    for detour in _detours(rng, kind):
        detour(course)
    if kind == "other_withdrawn":
        course.add(EventKind.WITHDRAWN, course.later(1, 8))
    else:
        course.answer(kind, _answer_day(course, kind), way)
    wanted = rng.choice(next(contents for code, _, contents in ASKED if code == kind))
    is_person = applicant.kind == "natural_person"
    return RequestEntry(
        number,
        tuple(course.events),
        applicant_name=applicant.name,
        content=wanted.format(place=rng.choice(PLACES), year=received_on.year - 1),
        id_number=applicant.id_number,
        contact=applicant.contact,
        agent="例证律师事务所律师" if is_person and rng.random() < 0.04 else "",
        joint_applicants=rng.randint(2, 6) if is_person and rng.random() < 0.03 else None,
        delivery_form=form,
    )


def _answer_day(course: Course, kind: str) -> date:
    """In time as a rule, and then with a day or two to spare for service."""
    if kind in _OVERDUE:
        return course.later(1, 3)
    due, rng = course.due(), course.rng
    if rng.random() < _LATE:
        return OFFICIAL.add(due, rng.randint(1, 6))
    left = OFFICIAL.count(course.day, due)
    return OFFICIAL.add(course.day, rng.randint(max(1, left // 3), max(1, left - 2)))


def _asked_to_correct(course: Course) -> None:
    asked = course.later(2, 6)
    due = OFFICIAL.add(asked, 15)
    course.add(EventKind.CORRECTION_REQUESTED, asked, due=due.isoformat())


def _corrected(course: Course) -> None:
    _asked_to_correct(course)
    course.add(EventKind.CORRECTED, course.later(2, 12))


def _not_corrected(course: Course) -> None:
    _asked_to_correct(course)
    course.day = OFFICIAL.add(course.day, 15)


def _asked_to_pay(course: Course) -> None:
    asked = course.later(3, 12)
    amount = fees.by_pages(course.rng.randint(40, 160), on=asked)
    delivered = OFFICIAL.add(asked, 2)
    course.add(EventKind.FEE_NOTICED, asked, amount=f"{amount:.2f}", delivered_on=delivered.isoformat())
    course.day = delivered


def _paid(course: Course) -> None:
    _asked_to_pay(course)
    course.add(EventKind.PAID, course.later(1, 12))


def _not_paid(course: Course) -> None:
    _asked_to_pay(course)
    course.day = OFFICIAL.add(course.day, 20)


def _consulted(course: Course, party: str, opinions: tuple[str, ...]) -> None:
    """An opinion asked for under a slot of its own; without one the party let its 15 working days pass."""
    sent = course.later(2, 6)
    delivered = OFFICIAL.add(sent, 2)
    course.add(EventKind.CONSULTATION_SENT, sent, "1", party=party, delivered_on=delivered.isoformat())
    course.day = delivered
    opinion = course.rng.choice(opinions)
    if opinion:
        course.add(EventKind.OPINION_RECEIVED, course.later(3, 14), "1", opinion=opinion)
    else:
        course.day = OFFICIAL.add(delivered, 15)


def _third_party_objects(course: Course) -> None:
    _consulted(course, "third_party", ("objects",))


def _third_party_asked(course: Course) -> None:
    _consulted(course, "third_party", ("agrees", "objects", ""))


def _joint_maker_asked(course: Course) -> None:
    _consulted(course, "joint_maker", ("agrees", "agrees", ""))


def _asked_for_reasons(course: Course) -> None:
    course.add(EventKind.REASON_REQUESTED, course.later(2, 5))


def _extended(course: Course) -> None:
    left = OFFICIAL.count(course.day, course.due())
    course.add(
        EventKind.EXTENDED, OFFICIAL.add(course.day, max(1, left - 3)), days=course.rng.choice((10, 15, 20))
    )


Detour = Callable[[Course], None]
#: What must have happened before such a decision.
_BEFORE: dict[str, Detour] = {
    "refused_third_party": _third_party_objects,
    "unavailable_unclear": _corrected,
    "rejected_excessive": _asked_for_reasons,
    "other_no_correction": _not_corrected,
    "other_no_payment": _not_paid,
}
_OVERDUE = ("other_no_correction", "other_no_payment")
#: What happens now and then: how often, before which decisions (empty: any), what.
_NOW_AND_THEN: tuple[tuple[float, tuple[str, ...], Detour], ...] = (
    (0.10, (), _corrected),
    (0.35, ("partial",), _third_party_asked),
    (0.08, ("granted_provided",), _joint_maker_asked),
    (0.06, ("granted_provided", "partial"), _paid),
    (0.12, (), _extended),
)


def _detours(rng: Random, kind: str) -> list[Detour]:
    must = [_BEFORE[kind]] if kind in _BEFORE else []
    if kind in _OVERDUE or kind == "other_withdrawn":
        return must
    may = [
        step for chance, kinds, step in _NOW_AND_THEN if rng.random() < chance and kind in (kinds or (kind,))
    ]
    # 补正 comes first and only once, an extension last
    return sorted({*must, *may}, key=_ORDER.index)


_ORDER = (
    _corrected,
    _third_party_objects,
    _third_party_asked,
    _joint_maker_asked,
    _asked_for_reasons,
    _paid,
    _extended,
)
