"""The sum as a tree: its leaves are the reports that were accepted, each with its digest; who is missing is
named, and why. Whatever nobody accepted is not summed, and nothing is summed twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.formats import form_for
from gongkai.law.annual_report.model import FeeNotices, ItemsPublished, ReportData, Value
from gongkai.law.annual_report.model import Scope as ReportScope
from gongkai.law.annual_report.narrative.told import duties_told
from gongkai.law.annual_report.stages import State
from gongkai.law.annual_report.tally import sum_reports
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import editions, progress, prose, queries, remarks, timing
from gongkai.ledger.reports.models import ReportYear
from gongkai.ledger.reports.progress import Progress
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.reports.submissions import queries as submissions
from gongkai.ledger.reports.timing import Timing
from gongkai.lib.language import _, language

#: How far the report of the organ at the head must be: nobody above accepts it here.
_VOUCHED = frozenset({State.APPROVED, State.SUBMITTED, State.PASSED, State.PUBLISHED, State.FILED})

_NOT_WAITED_FOR = Timing()


@dataclass(frozen=True, slots=True)
class Leaf:
    """An organ of the tree and its report; without one ``why`` says what it waits for.

    ``depth``: how many organs stand between it and the head. ``arrival``: what came of it, where its report
    came as a package or file. ``is_due`` is false where nobody waits for its report. ``timing``: when it was
    to be handed in, and was; of the head nothing is waited for.
    """

    organ: Organ
    depth: int
    accepted: ReportData | None = None
    digest: str = ""
    arrival: int | None = None
    why: str = ""
    is_due: bool = True
    timing: Timing = _NOT_WAITED_FOR

    @property
    def report(self) -> ReportData:
        assert self.accepted is not None
        return self.accepted


@dataclass(frozen=True, slots=True)
class Tree:
    """The leaves in the order of the tree, and what they come to, as the year before them; None while none
    is accepted."""

    organ: Organ
    year: int
    leaves: tuple[Leaf, ...]
    report: ReportData | None
    before: ReportData | None

    @property
    def summed(self) -> tuple[Leaf, ...]:
        return tuple(leaf for leaf in self.leaves if leaf.accepted)

    @property
    def missing(self) -> tuple[Leaf, ...]:
        return tuple(leaf for leaf in self.leaves if leaf.is_due and not leaf.accepted)

    @property
    def digest(self) -> str:
        """A digest of all leaves: two sums of the same reports have the same."""
        lines = sorted(f"{leaf.organ.name}\t{leaf.digest}\n" for leaf in self.summed)
        return sha256("".join(lines).encode()).hexdigest()

    def behind(self, code: str) -> list[tuple[Leaf, Value]]:
        """The figures that a cell adds up, those unknown first, then the largest; what says 0 is left out."""
        found = [(leaf, leaf.report.cells.get(code)) for leaf in self.summed]
        return sorted((one for one in found if one[1] != 0), key=lambda one: _weight(one[1]))


def of(organ: Organ, year: int) -> Tree:
    """The sum of a year as it stands, reckoned once for a state of all its organs' logs."""
    members = organs.branches(organ, year)
    scope = Scope.of(organ, *(member for member, _parent in members))
    links = audit.last_links(scope)
    state = sha256("".join(f"{pk}:{link.hash}" for pk, link in sorted(links.items())).encode()).hexdigest()
    known = Years(organ, scope, state=state, notices={})
    states = {pk: link.hash for pk, link in links.items()}
    return known.once(f"tree:{year}:{language()}", lambda: _grown(organ, year, links=states))


def is_of_figures(organ: Organ, year: int) -> bool:
    """Whether there are organs below whose accepted reports come to anything but noughts."""
    if year < queries.FIRST_YEAR or not organs.below(organ, year):
        return False
    made = of(organ, year).report
    return made is not None and any(made.cells.values())


def _weight(value: Value) -> tuple[bool, float]:
    return (True, -float(value)) if isinstance(value, int | Decimal) else (False, 0.0)


def _grown(organ: Organ, year: int, *, links: Mapping[int, str]) -> Tree:
    leaves = tuple(_leaves(organ, year, links))
    before = None
    if year > queries.FIRST_YEAR:
        before = _sum(organ, year - 1, tuple(_leaves(organ, year - 1, links)), None)
    return Tree(organ, year, leaves, _sum(organ, year, leaves, before), before)


def _leaves(organ: Organ, year: int, links: Mapping[int, str]) -> Iterator[Leaf]:
    """Every organ of the tree, each before those below it."""
    children: dict[int, list[Organ]] = {}
    for member, parent in organs.branches(organ, year):
        children.setdefault(parent, []).append(member)
    everybody = [organ, *(member for below in children.values() for member in below)]
    finder = _Finder(year, everybody, links)
    yield from finder.head(organ)
    yield from _below(organ, children, finder, 1)
    for member in organs.outside_sum(organ, year):
        yield Leaf(member, 1, why=_("垂直管理，在本系统另报，不计入"), is_due=False)


def _below(
    parent: Organ, children: Mapping[int, list[Organ]], finder: "_Finder", depth: int, within: str = ""
) -> Iterator[Leaf]:
    for organ in sorted(children.get(parent.pk, ()), key=lambda child: child.sort_key):
        if within:
            leaf = Leaf(organ, depth, why=_("已含在{name}的汇总里").format(name=within), is_due=False)
        else:
            leaf = finder.leaf(organ, depth, parent)
        yield leaf
        is_whole = leaf.accepted and leaf.accepted.scope and leaf.accepted.scope.kind == "rollup"
        yield from _below(organ, children, finder, depth + 1, organ.name if is_whole else within)


class _Finder:
    """The accepted report of each organ of a scope, for a few queries whatever their number."""

    def __init__(self, year: int, members: Sequence[Organ], links: Mapping[int, str]) -> None:
        scope = Scope.of(*members)
        self._year, self._links = year, links
        arrivals = list(submissions.received(scope, year))
        self._accepted = submissions.accepted(scope, year)
        self._latest = {row.organ_id: row for row in arrivals}
        self._first_came = timing.first_came(arrivals)
        self._notices = queries.notices_by(scope, year)
        rows = ReportYear.objects.within(scope).filter(year=year)
        self._rows = {row.organ_id: row for row in rows}
        gone = [organ for organ in members if queries.is_gone(organ, year)]
        self._figures = queries.active_organs(Scope.of(*gone), year) if gone else set()
        self._editions = editions.latest_of(scope, year)

    def head(self, organ: Organ) -> Iterator[Leaf]:
        """The own report of the organ whose sum it is; none where it keeps no ledger here."""
        if organ.pk not in queries.active_organs(Scope.of(organ), self._year):
            return
        at = self._progress(organ)
        if organ.pk in self._editions or at.state in _VOUCHED:
            yield self._from_ledger(organ, 0, at)
        else:
            yield Leaf(organ, 0, why=_("本机关自己的报告还没有审定"))

    def leaf(self, organ: Organ, depth: int, above: Organ) -> Leaf:
        found = self._leaf(organ, depth)
        on = self._first_came.get(organ.pk) or timing.handed_in_on(self._progress(organ))
        held = timing.of(organ, self._year, self._notices.get(above.pk), on)
        return replace(found, timing=held) if found.is_due else found

    def _leaf(self, organ: Organ, depth: int) -> Leaf:
        if row := self._accepted.get(organ.pk):
            return Leaf(organ, depth, submissions.report_of(row), row.digest, row.pk)
        at = self._progress(organ)
        if organ.pk in self._editions or at.is_accepted:
            return self._from_ledger(organ, depth, at)
        came = self._latest.get(organ.pk)
        return Leaf(
            organ,
            depth,
            arrival=came.pk if came else None,
            why=self._why(organ, State(came.state) if came else at.state),
            is_due=not queries.is_gone(organ, self._year) or came is not None or organ.pk in self._figures,
        )

    def _progress(self, organ: Organ) -> Progress:
        return progress.of(organ, self._rows.get(organ.pk))

    def _from_ledger(self, organ: Organ, depth: int, at: Progress) -> Leaf:
        """What is public, else what was vouched for, as long as the ledger still says so."""
        if published := self._editions.get(organ.pk):
            return Leaf(organ, depth, published.report, published.digest)
        made = Years(organ, Scope.of(organ), state=self._links.get(organ.pk)).report(self._year)
        if (digest := progress.digest(made)) != at.vouched:
            return Leaf(organ, depth, why=_("通过以后台账或正文变过，要重新核对、送审"))
        return Leaf(organ, depth, made, digest)

    def _why(self, organ: Organ, state: State) -> str:
        if state is State.SUBMITTED:
            return _("已送审，还没有审核")
        if state is State.RETURNED:
            return _("已退回，还没有改好再送")
        if organ.abolished_on and queries.is_gone(organ, self._year):
            if organ.pk in self._figures:
                after = _("{day}并入{name}，台账里有它的数，还没有报送")
                alone = _("{day}撤销，台账里有它的数，还没有报送")
                words = after if organ.successor else alone
                return words.format(day=organ.abolished_on, name=organ.successor)
            successor = organ.successor.name if organ.successor else ""
            if successor:
                return _("{day}并入{name}，自己没有报告").format(day=organ.abolished_on, name=successor)
            return _("{day}撤销，自己没有报告").format(day=organ.abolished_on)
        return _("还没有报送")


def _sum(organ: Organ, year: int, leaves: Sequence[Leaf], previous: ReportData | None) -> ReportData | None:
    """What the accepted reports come to, checked as a report of its own."""
    summed = [leaf for leaf in leaves if leaf.accepted]
    if not summed:
        return None
    parts = [leaf.report for leaf in summed]
    missing = [leaf.organ.name for leaf in leaves if leaf.is_due and not leaf.accepted]
    gone = [leaf.organ for leaf in leaves if queries.is_gone(leaf.organ, year)]
    cells = sum_reports(parts)
    made = ReportData(
        organ=organ.name,
        year=year,
        format=form_for(year).code,
        cells=cells,
        level=organ.level,
        scope=ReportScope("rollup", tuple(leaf.organ.name for leaf in summed), tuple(missing)),
        fee_notices=_fees(parts),
        items_published=_items(parts),
        generator=queries.GENERATOR,
    )
    # what no report says, as how many trainings there were, is known only of those whose ledger is here
    here = Scope() if any(leaf.arrival for leaf in summed) else Scope.of(*(leaf.organ for leaf in summed))
    said = duties_told((leaf.organ.name, leaf.report.narrative.get("overview", "")) for leaf in summed)
    made = replace(made, narrative=prose.narrative(organ, made, previous, {}, scope=here, duties_told=said))
    told = (
        *remarks.of_sum(summed, missing, gone, cells),
        *remarks.late([leaf for leaf in leaves if leaf.timing.is_late]),
        *remarks.told_twice(Scope.of(*(leaf.organ for leaf in summed)), year),
    )
    return replace(made, findings=(*check(made, previous=previous, own=True), *told))


def _fees(parts: Sequence[ReportData]) -> FeeNotices | None:
    """信息处理费 of all; unknown where one does not tell."""
    told = [part.fee_notices for part in parts if part.fee_notices]
    if len(told) < len(parts):
        return None
    return FeeNotices(
        sum(one.count for one in told),
        sum((one.amount_yuan for one in told), start=told[0].amount_yuan * 0),
        sum((one.collected_yuan for one in told), start=told[0].collected_yuan * 0),
    )


def _items(parts: Sequence[ReportData]) -> ItemsPublished | None:
    """What all have published; unknown where one does not tell, or counts otherwise."""
    told = [part.items_published for part in parts if part.items_published]
    if len(told) < len(parts) or len({one.unit for one in told}) > 1:
        return None
    channels: dict[str, int] = {}
    for one in told:
        for name, count in one.per_channel.items():
            channels[name] = channels.get(name, 0) + count
    return ItemsPublished(sum(one.count for one in told), told[0].unit, channels)
