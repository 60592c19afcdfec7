"""What proves the year: each round of each duty with its papers, and lists of what was done in the ledgers.

No list names whoever asked, contested or was held to account; papers and files with the names of those who
came are for whoever may see names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Q

from gongkai.law.annual_report.formats import y2021
from gongkai.law.assessment import Fact, Indicator, Target, shipped
from gongkai.law.assessment import Mark as Indication
from gongkai.law.clocks import Deadline, run
from gongkai.law.proactive import publish_by
from gongkai.law.workdays import Calendar
from gongkai.ledger import wall
from gongkai.ledger.assessment import facts
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.facts import clock_settings, history
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.wall import Mark, State
from gongkai.papers.model import Document

#: How a round stands, as the contents say it.
STANDS: Mapping[State, str] = {
    State.DONE: "已办",
    State.LATE: "逾期没有办",
    State.OPEN: "要办",
    State.AHEAD: "没有到期",
    State.UNKNOWN: "台账里没有",
}
_RESULTS = {row.key: f"{row.group}{row.label}" for row in y2021.FORM.request_rows if row.is_result}
_BY_ROW = 500


@dataclass(frozen=True, slots=True)
class File:
    """A file of the package, made when it is packed: its name without folder, and a paper, or bytes where it
    ``is_ready``."""

    name: str
    made: Callable[[], Document | bytes]
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A round of a duty with what proves it."""

    mark: Mark
    files: tuple[File, ...] = ()

    @property
    def proof(self) -> str:
        """What the wall says of it, in words."""
        found = self.mark.proof
        return f"{found.on or ''} {found.said}".strip() if found else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list out of one ledger: its columns and lines."""

    name: str
    columns: tuple[str, ...]
    lines: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Indicated:
    """An indicator by which an organ is assessed, and what its ledgers give for it."""

    indicator: Indicator
    found: Indication

    @property
    def rows(self) -> list[Fact]:
        """Every row that was looked at, those not as asked first."""
        return [*self.found.faults, *self.found.met]


@dataclass(frozen=True, slots=True)
class Evidence:
    organ: Organ
    year: int
    as_of: date
    with_names: bool
    exhibits: tuple[Exhibit, ...]
    listings: tuple[Listing, ...]
    #: By whose indicators, and what the ledgers give for each.
    measure: str
    indicated: tuple[Indicated, ...]


def of(organ: Organ, year: int, *, on: date, calendar: Calendar, with_names: bool) -> Evidence:
    """The evidence of a year as it stands on a day. ``with_names``: for whoever may see who came."""
    scope = Scope.of(organ)
    marks = [mark for month in wall.wall(organ, year, on=on, calendar=calendar) for mark in month.marks]
    return Evidence(
        organ,
        year,
        on,
        with_names,
        tuple(Exhibit(mark, tuple(_files(organ, scope, mark, with_names))) for mark in marks),
        (
            Listing(
                "依申请公开办理清单", _APPLICATIONS, list(_applications(organ, scope, year, on, calendar))
            ),
            Listing("主动公开清单", _DISCLOSURES, list(_disclosures(scope, year, on, calendar))),
            Listing("复议诉讼清单", _REMEDIES, list(_remedies(scope, year))),
            Listing("监督保障登记簿", _ACTIVITIES, list(_activities(scope, year))),
        ),
        *_indicated(organ, year, on, calendar),
    )


def _indicated(organ: Organ, year: int, on: date, calendar: Calendar) -> tuple[str, tuple[Indicated, ...]]:
    """By the set of the organ above for that year, where it has one here, else by the one that ships."""
    above = organs.superior_of(organ, on)
    adopted = assessment.in_use(Scope.of(above), year) if above else None
    used = assessment.set_behind(adopted) if adopted else shipped()
    asked = used.of(Target.ORGAN)
    marks = facts.marks(facts.Subject(organ, date(year, 1, 1), date(year, 12, 31), on, calendar), asked)
    return used.title, tuple(Indicated(one, marks[one.code]) for one in asked)


def size(organ: Organ, year: int) -> int:
    """About how many rows and papers there are to be read and made."""
    scope = Scope.of(organ)
    rows = requests.on_hand(scope, *_through(year)).count() + disclosures.published_in(scope, year).count()
    return rows + supervision.of(scope).filter(on__year=year).count()


def _files(organ: Organ, scope: Scope, mark: Mark, with_names: bool) -> Iterator[File]:
    if mark.state is not State.DONE:
        return
    if mark.report is not None:
        if report := reports.published_paper(organ, mark.report, scope=scope):
            yield _paper(report)
    elif mark.proof and mark.proof.activity:
        for paper in supervision.papers_behind(scope, mark.proof.activity, with_names=with_names):
            yield _paper(paper)
        if with_names:
            for name, content in supervision.files_behind(scope, mark.proof.activity):
                yield File(name, content, is_ready=True)


def _paper(document: Document) -> File:
    return File(document.title, lambda: document)


_APPLICATIONS = ("申请编号", "收到日期", "答复期限", "答复日期", "办理结果", "是否按期")


def _applications(
    organ: Organ, scope: Scope, year: int, on: date, calendar: Calendar
) -> Iterator[tuple[object, ...]]:
    """What was answered in the year or open at its end, as it stands on the day."""
    rows = requests.with_histories(requests.on_hand(scope, *_through(year)))
    settings = clock_settings(organ)
    for row in rows.order_by("received_on", "pk").iterator(chunk_size=_BY_ROW):
        clock = run(history(row.events.all()), on=on, calendar=calendar, settings=settings)
        result = _RESULTS.get(row.result, "")
        yield row.number, row.received_on, clock.due, row.answered_on, result, _in_time(clock)


def _in_time(clock: Deadline) -> str:
    if clock.is_unserved:
        return "还没有登记送达"
    if clock.is_over:
        return "逾期" if clock.is_past else "按期"
    return "等待申请人" if clock.due is None else "逾期，还没有答复" if clock.is_past else "没有到期"


def _through(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


_DISCLOSURES = ("索引号", "名称", "文号", "形成日期", "公开日期", "公开期限", "是否按期", "公开渠道")


def _disclosures(scope: Scope, year: int, on: date, calendar: Calendar) -> Iterator[tuple[object, ...]]:
    """What was published in the year, then what was to be by its end and was not, as it stands on the day."""
    first, last = _through(year)
    published = disclosures.published_in(scope, year).order_by("published_on", "pk")
    waited = disclosures.due_from(scope, first - wall.FORMED_BEFORE, min(last, on))
    waited = waited.filter(Q(published_on=None) | Q(published_on__gt=last))
    for row in chain(published.iterator(chunk_size=_BY_ROW), waited.iterator(chunk_size=_BY_ROW)):
        due = publish_by(row.formed_on, row.limit, calendar)
        if row.published_on is None:
            in_time = "没有到期" if on <= due else "逾期，还没有公开"
        else:
            in_time = "按期" if row.published_on <= due else "逾期"
        channels = "、".join(row.channels)
        yield (
            *(row.index_no, row.title, row.document_no, row.formed_on, row.published_on, due),
            *(in_time, channels),
        )


_REMEDIES = ("案号", "类别", "收到日期", "审理机关", "审结日期", "结果")


def _remedies(scope: Scope, year: int) -> Iterator[tuple[object, ...]]:
    for row in remedies.open_in(scope, year).order_by("received_on", "pk"):
        result = row.get_result_display() if row.result else "尚未审结"
        yield row.case_no, row.get_kind_display(), row.received_on, row.body, row.concluded_on, result


_ACTIVITIES = ("日期", "类别", "主题", "对象", "人数", "分值")
_NAMES_SOMEBODY = {"accountability"}


def _activities(scope: Scope, year: int) -> Iterator[tuple[object, ...]]:
    for row in supervision.of(scope).filter(on__year=year).order_by("on", "pk"):
        said = ("", "") if row.kind in _NAMES_SOMEBODY else (row.topic, row.target)
        yield row.on, row.get_kind_display(), *said, row.people, row.points
