"""Reading activities, and the matters and tasks on their way there, always within a scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum

from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.duties import Duty
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.supervision import files, papers
from gongkai.ledger.supervision.deeds import TaskDeed
from gongkai.ledger.supervision.models import Activity, Discharge, Enclosure, Matter, Task
from gongkai.papers.model import Document


@dataclass(frozen=True, slots=True)
class ActivitySum:
    """What one kind of activity came to in a year. ``people`` is None where nobody counted them."""

    count: int = 0
    people: int | None = None


def of(scope: Scope) -> QuerySet[Activity]:
    return Activity.objects.within(scope)


def sums(scope: Scope, year: int) -> dict[str, ActivitySum]:
    """Per kind: how many, and how many people took part."""
    rows = (
        of(scope)
        .filter(on__year=year)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"), people=Sum("people"))
    )
    return {kind: ActivitySum(count, people) for kind, count, people in rows}


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a round of a duty is done: an activity by its key, or what somebody noted."""

    on: date | None
    said: str
    activity: int | None = None


def is_activity(duty: Duty) -> bool:
    """Whether a duty is done by an activity, which the register shows."""
    return duty.code in Activity.Kind


def proofs(scope: Scope, first: date, last: date) -> dict[tuple[str, date], Proof]:
    """By duty and the last day of its round: what shows that it is done, of rounds that end or activities
    that were held between two days. Of several activities the first counts."""
    rows = of(scope).filter(on__range=(first, last), kind__in=DUTY).reverse()
    held = {
        (kind, DUTY[kind].round_on(on)[1]): Proof(on, topic, pk)
        for kind, on, topic, pk in rows.values_list("kind", "on", "topic", "pk")
    }
    said = Discharge.objects.within(scope).filter(last_day__range=(first, last), done_on__isnull=False)
    noted = said.values_list("duty", "last_day", "done_on", "proof")
    return {(duty, end): Proof(on, proof) for duty, end, on, proof in noted} | held


def discharge_of(scope: Scope, duty: Duty, last_day: date) -> Discharge | None:
    """That a round of a duty was noted as done; None where nobody did, or it was taken back."""
    rows = Discharge.objects.within(scope).filter(duty=duty.code, last_day=last_day, done_on__isnull=False)
    return rows.first()


def topics(scope: Scope, year: int, kind: str) -> tuple[str, ...]:
    """What the activities of one kind were about; the note where no topic was entered."""
    rows = of(scope).filter(on__year=year, kind=kind).values_list("topic", "note")
    return tuple(topic or note for topic, note in rows if topic or note)


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs that did anything in the year."""
    return set(of(scope).filter(on__year=year).order_by().values_list("organ_id", flat=True).distinct())


def years(scope: Scope) -> set[int]:
    return {day.year for day in of(scope).dates("on", "year")}


def matters(scope: Scope) -> QuerySet[Matter]:
    """Every matter, with how many tasks it has, how many have ended, and how many wait to be checked."""
    states = Task.State
    return Matter.objects.within(scope).annotate(
        given=Count("tasks", filter=~Q(tasks__state=states.DROPPED)),
        ended=Count("tasks", filter=Q(tasks__state=states.CLOSED)),
        unchecked=Count("tasks", filter=Q(tasks__state=states.DONE)),
    )


def matter_of(activity: Activity) -> Matter | None:
    """The matter that ended as this row of the register."""
    return Matter.objects.filter(activity=activity).first()


def papers_behind(scope: Scope, activity: int, *, with_names: bool) -> list[Document]:
    """What was printed of the matter behind a row of the register; the list of who came only
    ``with_names``."""
    matter = Matter.objects.within(scope).filter(activity=activity).select_related("organ").first()
    if matter is None:
        return []
    if not with_names:
        matter.attendance = ""
    return [paper.build(matter) for paper in papers.of(matter) if paper.code != "sheet"]


def files_behind(scope: Scope, activity: int) -> list[tuple[str, Callable[[], bytes]]]:
    """The files of the matter behind a row of the register, with their names."""
    rows = Enclosure.objects.within(scope).filter(matter__activity=activity)
    return [(files.name_of(row), partial(files.VAULT.content, row)) for row in rows]


def tasks(scope: Scope) -> QuerySet[Task]:
    return Task.objects.within(scope).select_related("matter", "unit", "person", "organ")


def by_urgency(rows: QuerySet[Task]) -> tuple[QuerySet[Task], QuerySet[Task]]:
    """What is in hand, the first due first; then what has ended, the latest first."""
    in_hand = Q(state__in=(Task.State.OPEN, Task.State.DONE))
    return rows.filter(in_hand).order_by("due", "pk"), rows.exclude(in_hand).order_by("-closed_on", "-pk")


def own_tasks(scope: Scope, person: object, organ: Organ, on: date) -> QuerySet[Task]:
    """The tasks that are a person's own, or of the sections and villages for which they speak."""
    units = people.units_for(person, organ, on)
    return tasks(scope).filter(Q(person=getattr(person, "pk", None)) | Q(unit__in=units))


def is_own(task: Task, person: object, on: date) -> bool:
    if task.person_id is not None:
        return task.person_id == getattr(person, "pk", None)
    return task.unit_id in people.units_for(person, task.organ, on)


def owners(found: Iterable[Task], organ: Organ, on: date) -> dict[int, tuple[int, ...]]:
    """Which persons are to be told of each of the tasks, by its key."""
    rows = list(found)
    speaking = people.contacts(organ, on) if any(row.unit_id for row in rows) else {}
    return {
        row.pk: (row.person_id,) if row.person_id else tuple(speaking.get(row.unit_id or 0, ()))
        for row in rows
    }


def files_of(matter: Matter, task: Task | None = None) -> list[Enclosure]:
    """The files of a matter itself, or of one of its tasks."""
    return list(matter.files.filter(task=task))


def in_hand(scope: Scope, most: int) -> QuerySet[Matter]:
    """The matters that are open or of which a task is, the first due first, with their tasks."""
    owed = Task.objects.filter(matter=OuterRef("pk"), state__in=(Task.State.OPEN, Task.State.DONE))
    rows = Matter.objects.within(scope).filter(Q(state=Matter.State.OPEN) | Exists(owed))
    found = rows.prefetch_related(Prefetch("tasks", Task.objects.select_related("unit", "person")))
    return found.order_by(F("due").asc(nulls_last=True), "on", "pk")[:most]


@dataclass(frozen=True, slots=True)
class Standing:
    """排名: how a section or village did what it was given; the same share is the same place."""

    place: int
    name: str
    given: int
    in_time: int
    late: int


def due_between(scope: Scope, first: date, last: date) -> QuerySet[Task]:
    """The tasks whose day lies between two."""
    return tasks(scope).filter(due__range=(first, last)).exclude(state=Task.State.DROPPED)


def returns_of(task: Task) -> int | None:
    """How often a task was sent back when it was checked; None where nobody has checked it."""
    done = [one["what"] for one in task.deeds]
    back = done.count(TaskDeed.RETURN)
    return back if back or TaskDeed.CHECK in done else None


def standings(scope: Scope, first: date, last: date) -> list[Standing]:
    """Sections and villages by the share of their tasks that were done in time."""
    rows: dict[str, list[bool]] = {}
    for task in due_between(scope, first, last).filter(unit__isnull=False):
        rows.setdefault(task.owner, []).append(not task.is_late(last))
    shares = {name: sum(done) / len(done) for name, done in rows.items()}
    ordered = sorted(shares, key=lambda name: -shares[name])
    return [
        Standing(
            1 + sum(share > shares[name] for share in shares.values()),
            name,
            len(rows[name]),
            sum(rows[name]),
            len(rows[name]) - sum(rows[name]),
        )
        for name in ordered
    ]


def problems(scope: Scope) -> QuerySet[Matter]:
    """问题整改, found and mended or not; what turned out to be none is left out."""
    rows = Matter.objects.within(scope).filter(kind=Activity.Kind.RECTIFICATION)
    return rows.exclude(state=Matter.State.DROPPED).order_by("on", "pk")


@dataclass(frozen=True, slots=True)
class Carried:
    """Problems over the turns of a year: how many were open when it began and how many of them were mended in
    it; what was open when it ended, each with its measure."""

    left_over: int
    mended: int
    unmended: tuple[str, ...]


def carried(scope: Scope, year: int) -> Carried:
    begun, ended = date(year, 1, 1), date(year, 12, 31)
    old = problems(scope).filter(on__lt=begun).filter(Q(closed_on=None) | Q(closed_on__gte=begun))
    left = problems(scope).filter(on__lte=ended).filter(Q(closed_on=None) | Q(closed_on__gt=ended))
    return Carried(
        old.count(),
        old.filter(closed_on__lte=ended).count(),
        tuple(f"{title}，整改措施是{measure}" for title, measure in left.values_list("title", "measure")),
    )


def meeting_before(scope: Scope, on: date) -> Matter | None:
    """The last meeting that was held before a day."""
    rows = Matter.objects.within(scope).filter(kind=Activity.Kind.MEETING, state=Matter.State.CLOSED)
    return rows.filter(on__lt=on).order_by("-on", "-pk").first()
