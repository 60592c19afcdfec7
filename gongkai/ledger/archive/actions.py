"""Writing the archive: each function is one transaction with its rows in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from gongkai.law.retention import Retention
from gongkai.law.workdays import Calendar
from gongkai.ledger.archive import queries
from gongkai.ledger.archive.models import ArchiveBox, ArchivedCase, Destruction, UnfiledArrival
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Scope, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.dossier import contents, document
from gongkai.ledger.requests.dossier.contents import Dossier
from gongkai.ledger.requests.dossier.erasing import erase, erase_arrival
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest
from gongkai.ledger.requests.queries import ended, standing
from gongkai.ledger.requests.steps import STEP, Refused
from gongkai.lib.language import _

R = TypeVar("R", ArchivedCase, UnfiledArrival, Destruction)
K = TypeVar("K", ArchivedCase, UnfiledArrival)


@dataclass(frozen=True, slots=True)
class Filing:
    """How applications are archived: by whom, on which day; ``new_box`` begins one a year and period."""

    actor: str
    on: date
    calendar: Calendar
    new_box: bool = False
    fonts_dir: Path | None = None


@transaction.atomic
def archive(*, organ: Organ, rows: Sequence[FoiRequest], filing: Filing) -> list[ArchivedCase]:
    """归档: put closed applications into their boxes, all or none. ``Refused`` in the law's words for
    the first that cannot be."""
    locked = Organ.objects.select_for_update(no_key=True).get(
        pk=organ.pk
    )  # item numbers are given one by one
    begun: dict[tuple[int, str], ArchiveBox] = {}
    if not rows:
        raise Refused(_("归档 — 没有选 — 请至少勾选一件。"))
    in_order = sorted(rows, key=lambda row: (row.answered_on or filing.on, row.pk))
    return [_file(contents.of(row, filing.calendar, filing.on), locked, filing, begun) for row in in_order]


def _file(
    dossier: Dossier, organ: Organ, filing: Filing, begun: dict[tuple[int, str], ArchiveBox]
) -> ArchivedCase:
    row, on = dossier.row, filing.on
    if why := queries.why_not(dossier.case, on) or _is_filed(row):
        raise Refused(_("{number} — {why}").format(number=row.number, why=why))
    closed_on = dossier.closed_on or on
    period = queries.period_of(organ, dossier.case.events, is_contested=queries.is_contested(row))
    box = _box(organ, closed_on.year, period, filing, begun)
    file = ArchivedCase(
        organ=organ,
        box=box,
        item=_next_item(box),
        foi_request=row,
        closed_on=closed_on,
        archived_on=on,
        pages=document.pages(dossier, fonts_dir=filing.fonts_dir),
        missing=list(dossier.missing),
    )
    file.save()
    audit.created([file], actor=filing.actor, organ=organ)
    if not queries.is_stepped(dossier.case, on):
        _step(dossier, file, filing)
    return file


def _step(dossier: Dossier, file: ArchivedCase, filing: Filing) -> None:
    requests.take(
        foi_request=dossier.row,
        step=STEP["archive"],
        on=filing.on,
        said={"place": f"{file.box}·{file.archive_no}"},
        actor=filing.actor,
        today=filing.on,
        calendar=filing.calendar,
        seen=requests.last_of(dossier.events),
    )


def _is_filed(row: FoiRequest) -> str:
    return _("已经在档案盒里 — 不用再归。") if ArchivedCase.objects.filter(foi_request=row).exists() else ""


def _box(
    organ: Organ,
    year: int,
    period: Retention,
    filing: Filing,
    begun: dict[tuple[int, str], ArchiveBox],
) -> ArchiveBox:
    """The box in use for the year and period; where a new one is wanted, the one begun now."""
    alike = ArchiveBox.objects.filter(organ=organ, year=year, retention=period.code)
    last = begun.get((year, period.code)) or alike.order_by("-number").first()
    if last and (not filing.new_box or (year, period.code) in begun):
        return last
    box = ArchiveBox(
        organ=organ,
        year=year,
        retention=period.code,
        number=last.number + 1 if last else 1,
        fonds_no=str(organ.option("fonds_no")),
    )
    box.save()
    audit.created([box], actor=filing.actor, organ=organ)
    begun[year, period.code] = box
    return box


def _next_item(box: ArchiveBox) -> int:
    """件号 run through all boxes of a year and period; one that was taken out again leaves a gap."""
    alike = ArchivedCase.objects.filter(organ=box.organ, box__year=box.year, box__retention=box.retention)
    return int(alike.aggregate(last=Max("item"))["last"] or 0) + 1


@transaction.atomic
def take_out(*, file: ArchivedCase, reason: str, actor: str) -> None:
    """撤销归档: the application leaves its box, and its step is taken back."""
    row = _locked(file)
    _demand_unlisted(row)
    _demand(reason)
    events = standing(row.foi_request)
    step = next((event for event in reversed(events) if event.kind == EventKind.ARCHIVED), None)
    change = audit.Change(row.organ, "archive.take_out", audit.subject(row), state_of(row), None, reason)
    row.delete()
    audit.record([change], actor=actor)
    if step is not None:
        requests.void_event(event=step, actor=actor, reason=reason)


@transaction.atomic
def hold(*, file: ArchivedCase, reason: str, actor: str) -> ArchivedCase:
    """停止销毁: keep a file beyond its period, for a reason; an empty one ends that."""
    return _hold(_locked(file), reason, actor)


@transaction.atomic
def hold_unfiled(*, arrival: Arrival, reason: str, actor: str) -> UnfiledArrival:
    """The same of an arrival that never became an application."""
    return _hold(_unfiled(arrival, actor), reason, actor)


def _hold(row: K, reason: str, actor: str) -> K:
    _demand_unlisted(row)
    return _put(row, "archive.hold" if reason else "archive.release", actor, held_because=reason)


@transaction.atomic
def propose(
    *,
    organ: Organ,
    files: Sequence[ArchivedCase] = (),
    arrivals: Sequence[Arrival] = (),
    opinion: str,
    on: date,
    actor: str,
) -> Destruction:
    """鉴定: somebody has looked through the files, and the arrivals that lie in no box, and says that they
    need not be kept."""
    _demand(opinion)
    rows = list(ArchivedCase.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in files]))
    unfiled = [_unfiled(one, actor) for one in arrivals]
    if not rows and not unfiled:
        raise Refused(_("销毁 — 没有选 — 请至少勾选一件。"))
    _check(organ, rows, unfiled, on)
    row = Destruction(organ=organ, opinion=opinion, proposed_by=actor, proposed_on=on)
    row.save()
    audit.created([row], actor=actor, organ=organ)
    for file in rows:
        _put(file, "archive.list", actor, destruction=row)
    for arrival in unfiled:
        _put(arrival, "archive.list", actor, destruction=row)
    return row


@transaction.atomic
def drop(*, destruction: Destruction, reason: str, on: date, actor: str) -> Destruction:
    """撤回: what was listed is kept on."""
    row = _open(destruction)
    _demand(reason)
    for file in row.files.all():
        _put(file, "archive.unlist", actor, destruction=None)
    for arrival in queries.unfiled_of(row):
        _put(arrival, "archive.unlist", actor, destruction=None)
    return _put(row, "archive.drop", actor, reason, dropped_on=on)


@transaction.atomic
def carry_out(*, destruction: Destruction, on: date, actor: str) -> Destruction:
    """监销: another person destroys what was listed. The record stays for ever and names nobody who asked;
    what the reports count stays. ``Refused`` where anything forbids it now."""
    row = _open(destruction)
    if actor == row.proposed_by:
        raise Refused(_("销毁 — 您是鉴定人，自己提出的不能自己监销 — 请由另一个人办理。"))
    files = list(queries.files(Scope.of(row.organ)).filter(destruction=row))
    unfiled = list(queries.unfiled_of(row))
    _check(row.organ, files, unfiled, on, listed_in=row)
    lines = queries.lines_of(row)
    row = _put(row, "archive.destroy", actor, carried_by=actor, carried_on=on, lines=lines)
    for file in files:
        erase(foi_request=file.foi_request, on=on, actor=actor, reason=str(row))
        remedies.erase(foi_request=file.foi_request, actor=actor, reason=str(row))
    for one in unfiled:
        erase_arrival(arrival=one.arrival, on=on, actor=actor, reason=str(row))
    return row


def _check(
    organ: Organ,
    files: Sequence[ArchivedCase],
    unfiled: Sequence[UnfiledArrival],
    on: date,
    listed_in: Destruction | None = None,
) -> None:
    """Refused for the first that must be kept."""
    held = queries.holds(organ, files, on)
    for file in files:
        _check_one(organ, file, held.get(file.pk, ""), on, listed_in)
    held = queries.holds_of_unfiled(organ, [one.arrival for one in unfiled], on)
    for one in unfiled:
        _check_one(organ, one, held.get(one.arrival_id, ""), on, listed_in)


def _check_one(
    organ: Organ, row: ArchivedCase | UnfiledArrival, why: str, on: date, listed_in: Destruction | None
) -> None:
    if row.organ_id != organ.pk or row.destruction != listed_in:
        raise Refused(_("{file} — 已经列入另一份销毁清册 — 请重新打开看。").format(file=row))
    if not row.period.is_over(row.closed_on, on):
        raise Refused(_("{file} — 保管期限还没有满 — 请等期满以后再鉴定。").format(file=row))
    if why:
        raise Refused(_("{file} — {why} — 先不能销毁。").format(file=row, why=why))


def _unfiled(arrival: Arrival, actor: str) -> UnfiledArrival:
    """What is kept of an arrival in no box, locked; written down with the first that is said of it."""
    locked = Arrival.objects.select_for_update(of=("self",)).select_related("organ").get(pk=arrival.pk)
    found = UnfiledArrival.objects.filter(arrival=locked).select_related("organ", "arrival").first()
    if found:
        return found
    if not ended(Scope.of(locked.organ)).filter(pk=locked.pk).exists():
        raise Refused(_("{arrival} — 还没有办结，或者随申请归档 — 不在这里保管。").format(arrival=locked))
    row = UnfiledArrival(organ=locked.organ, arrival=locked)
    row.save()
    audit.created([row], actor=actor, organ=locked.organ)
    return row


def _demand_unlisted(row: ArchivedCase | UnfiledArrival) -> None:
    if row.destruction_id:
        raise Refused(_("{file} — 已列入销毁清册 — 请先撤回销毁。").format(file=row))


def _open(destruction: Destruction) -> Destruction:
    row = Destruction.objects.select_for_update(of=("self",)).select_related("organ").get(pk=destruction.pk)
    if not row.is_open:
        raise Refused(_("这份销毁清册 — 刚才已经办过 — 请重新打开看。"))
    return row


def _locked(file: ArchivedCase) -> ArchivedCase:
    rows = ArchivedCase.objects.select_for_update(of=("self",))
    return rows.select_related("organ", "box", "foi_request").get(pk=file.pk)


def _put(row: R, done: str, actor: str, reason: str = "", **values: object) -> R:
    before = state_of(row)
    for name, value in values.items():
        setattr(row, name, value)
    return audit.put(row, before, done, actor=actor, reason=reason)


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("原因 — 还没有填 — 请写明，以后的人要看。"))
