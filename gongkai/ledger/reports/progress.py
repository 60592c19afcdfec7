"""Where the year's report stands on its way to publication, and why a step cannot be taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import BY_CODE, ORDER, ORDERS, Hand, Order, State, Step
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.models import ReportYear
from gongkai.lib.language import _
from gongkai.lib.today import today

#: The duty that each step asks for.
DUTIES = {
    Hand.PREPARER: Duty.REPORT,
    Hand.LEADER: Duty.SIGN,
    Hand.RELEASER: Duty.RELEASE,
    Hand.SUPERIOR: Duty.PASS,
}


class Refused(Exception):
    """Why something cannot be done with the report now: one sentence."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: ``digest`` tells which report it vouched for, ``day`` when it was filed 备案."""

    step: Step
    by: str
    at: datetime
    reason: str
    digest: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that stays as it is: which, why, who said so and when."""

    rule: str
    where: str
    message: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The way so far. ``drafters`` prepared it, so they neither approve nor publish it."""

    order: Order
    state: State = State.DRAFT
    taken: tuple[Taken, ...] = ()
    drafters: frozenset[str] = frozenset()
    accepted: tuple[Accepted, ...] = ()
    url: str = ""
    people: int = 2  # through how many hands it goes

    @property
    def may_write(self) -> bool:
        """Prose is written before anybody vouches for it; after publication it waits for an amendment."""
        return self.state.is_open or self.state.is_public

    @property
    def is_accepted(self) -> bool:
        """Whether the organ above has passed it, or it is public, and nobody has sent it back since."""
        for taken in reversed(self.taken):
            if taken.step.is_back:
                return False
            if taken.step.to in {State.PASSED, State.PUBLISHED}:
                return True
        return False

    @property
    def vouched(self) -> str:
        """The digest of the report that the last step vouched for; empty where nobody does."""
        return "" if self.may_write or not self.taken else self.taken[-1].digest


def of(organ: Organ, row: ReportYear | None) -> Progress:
    """The way of a year; a year without a row of its own stands at its beginning."""
    order = ORDER.get(str(organ.option("report_order")), ORDERS[0])
    people = int(str(organ.option("release_people")))
    if row is None:
        return Progress(order, people=people)
    return Progress(
        order,
        State(row.state),
        tuple(_taken(data) for data in row.steps),
        frozenset(row.drafters),
        tuple(_accepted(data) for data in row.accepted),
        row.url,
        people,
    )


def _taken(data: Mapping[str, str]) -> Taken:
    at = datetime.fromisoformat(data["at"])
    return Taken(BY_CODE[data["step"]], data["by"], at, data["reason"], data["digest"], data.get("day", ""))


def _accepted(data: Mapping[str, str]) -> Accepted:
    at = datetime.fromisoformat(data["at"])
    return Accepted(data["rule"], data["where"], data["message"], data["reason"], data["by"], at)


def digest(report: ReportData) -> str:
    """What a report says, in 64 characters: its figures and prose, not its findings."""
    return sha256(dumps(_bare(report)).encode()).hexdigest()


def _bare(report: ReportData) -> ReportData:
    return ReportData(
        report.organ,
        report.year,
        report.format,
        report.cells,
        report.narrative,
        fee_notices=report.fee_notices,
        items_published=report.items_published,
    )


def why_not(step: Step, at: Progress, report: ReportData, *, actor: str, has_superior: bool) -> str:
    """Why a step cannot be taken; empty where it can. ``has_superior``: somebody above works with us."""
    return next(_reasons(step, at, report, actor=actor, has_superior=has_superior), "")


def _reasons(
    step: Step, at: Progress, report: ReportData, *, actor: str, has_superior: bool
) -> Iterator[str]:
    if step not in at.order.possible(at.state):
        yield _out_of_turn(step, at)
    if step.stands_for and has_superior:
        yield _("{step} — 上级机关在本系统里有审核人员 — 由上级办理。").format(step=_(step.zh))
    if own := own_work(step, at, actor):
        yield own
    if step.to is State.CHECKED and report.year >= today().year:
        yield _("{step} — {year}年还没有过完，数字还会变 — 请到明年1月1日以后再核对。").format(
            step=_(step.zh), year=report.year
        )
    if step.to is State.CHECKED and at.people > 2 and actor in at.drafters:
        yield _("{step} — 您写了正文，本机关设的是三人经手 — 请由另一位核对。").format(step=_(step.zh))
    if step.is_back or step.to is State.FILED:  # what is public is filed as it is
        return
    if at.vouched not in {"", digest(report)}:
        yield _("{step} — {state}之后台账或正文变过 — 请先收回修改，重新核对。").format(
            step=_(step.zh), state=_(at.state.zh)
        )
    if count := errors(report):
        yield _("{step} — 报告还有{count}处要改 — 改好以后再办。").format(step=_(step.zh), count=count)


def own_work(step: Step, at: Progress, actor: str) -> str:
    """Why a step is not for somebody who prepared the report; empty where it may be."""
    if step.is_back or actor not in _preparers(at):
        return ""
    if step.hand is Hand.LEADER:
        return _("{step} — 您参加了编制，自己编的不能自己审定 — 请由另一位领导办理。").format(step=_(step.zh))
    if step.hand is Hand.RELEASER:
        return _(
            "{step} — 您参加了编制，自己编的不能自己公布 — 请审定的领导或者另一位能核发的人办理。"
        ).format(step=_(step.zh))
    return ""


def errors(report: ReportData) -> int:
    """How many findings stop a report on its way: those that the notice or the regulation makes errors."""
    return sum(finding.severity is Severity.ERROR for finding in report.findings)


def unexplained(report: ReportData, at: Progress) -> list[Finding]:
    """The findings of every weight that nobody has said a word on."""
    accepted = {(one.rule, one.where, one.message) for one in at.accepted}
    return [one for one in report.findings if (one.rule, one.where, one.message) not in accepted]


def suggestions(report: ReportData, at: Progress) -> int:
    """How many suggestions nobody has given a reason for."""
    return sum(one.severity is Severity.WARNING for one in unexplained(report, at))


def _preparers(at: Progress) -> set[str]:
    return {*at.drafters, *(taken.by for taken in at.taken if taken.step.code == "check")}


def _out_of_turn(step: Step, at: Progress) -> str:
    forward = at.order.next(at.state)
    if forward is None:
        return _("{step} — 报告{state}，没有下一步了 — 要改请办更正。").format(
            step=_(step.zh), state=_(at.state.zh)
        )
    return _("{step} — 报告现在是“{state}” — 下一步是{next}。").format(
        step=_(step.zh), state=_(at.state.zh), next=_(forward.zh)
    )
