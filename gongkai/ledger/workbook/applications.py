"""The sheets 依申请公开 and 征求意见: rows become applications with events, known ones are corrected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.law import decisions
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, queries
from gongkai.ledger.requests.entries import DETAILS, EventEntry, RequestEntry
from gongkai.ledger.requests.facts import is_archived
from gongkai.ledger.requests.models import ERASED, EventKind, FoiRequest, RequestEvent
from gongkai.ledger.workbook import cells, labels
from gongkai.ledger.workbook.parsing import Plan, Row
from gongkai.ledger.workbook.report import Remark, Report
from gongkai.ledger.workbook.sheets import APPLICATIONS, CONSULTATIONS
from gongkai.lib.language import _

REASON = "导入"
CHUNK = 1000
PRIVATE = tuple(column.field for column in APPLICATIONS.columns if column.private)
Tick = Callable[[int], None]


@dataclass(slots=True)
class Known:
    """A row whose application the ledger has."""

    row: Row
    foi_request: FoiRequest
    entry: RequestEntry


@dataclass(slots=True)
class Letter:
    """A row of 征求意见 whose application the ledger has; ``fresh`` where the letter is not yet known."""

    foi_request: FoiRequest
    events: tuple[EventEntry, ...]
    fresh: bool
    differs: bool


@dataclass(slots=True)
class Applications:
    """What the two sheets ask of the ledger."""

    new: list[RequestEntry] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    new_letters: int = 0
    letters: list[Letter] = field(default_factory=list)


def match(organ: Organ, plan: Plan, *, anew: bool = False) -> Applications:
    """Find the applications the ledger has; rows that cannot stand beside it become refusals of the plan.
    ``anew``: none of the rows is to be one that it has."""
    rows, letters = plan.of(APPLICATIONS), plan.of(CONSULTATIONS)
    found = Applications()
    if not rows and not letters:
        return found
    requests = _known_requests(organ, {row.key for row in (*rows, *letters)})
    new: dict[str, tuple[Row, RequestEntry]] = {}
    redone = queries.redone([request.pk for request in requests.values()])
    signed = queries.answered_by_letter([request.pk for request in requests.values()])
    borne = queries.borne(organ, [row.values.get(_DOCUMENT_NO) or "" for row in rows])
    for row in rows:
        said = entry(row, plan)
        request = requests.get(row.key)
        if refusal := _numbered_alike(row, borne):
            plan.refused.append(refusal)
            continue
        if request is None:
            new[row.key] = row, said
        elif anew:
            plan.refused.append(row.taken())
            continue
        elif request.erased_on:
            found.known.append(Known(row, request, said))
            _warn_of_destroyed(row, said, plan)
            continue
        elif refusal := _hindrance(
            row, said, request, redone.get(request.pk, []), signed.get(request.pk, [])
        ):
            plan.refused.append(refusal)
            continue
        else:
            found.known.append(Known(row, request, queries.unmasked(said, request)))
        _warn_of_masks(row, request, plan)
    by_request: dict[str, list[Row]] = {}
    for row in letters:
        if row.key in new or row.key in requests:
            by_request.setdefault(row.key, []).append(row)
        else:
            message = _("申请编号 — 没有这件申请，或者它本身被拒收 — 请先在“依申请公开”表中登记。")
            plan.refused.append(row.remark("number", message))
    histories = _histories(requests[key] for key in by_request if key in requests)
    for key, group in by_request.items():
        if key in new:
            row, whole = new[key]
            slots = [str(n) for n in range(1, len(group) + 1)]
            events = [
                event
                for slot, letter in zip(slots, group, strict=True)
                for event in _events(letter, slot, plan)
            ]
            new[key] = row, replace(whole, events=(*whole.events, *events))
            found.new_letters += len(group)
        else:
            found.letters += _match_letters(group, requests[key], histories[requests[key].pk], plan)
    found.new = [whole for _row, whole in new.values()]
    return found


def write(
    organ: Organ, found: Applications, report: Report, *, actor: str, reason: str, correction: str, tick: Tick
) -> None:
    """Bring the ledger to what was matched, within the caller's transaction."""
    for start in range(0, len(found.new), CHUNK):
        chunk = found.new[start : start + CHUNK]
        actions.receive(organ=organ, entries=chunk, actor=actor, reason=reason)
        tick(len(chunk))
    report.added[APPLICATIONS.name] += len(found.new)
    report.added[CONSULTATIONS.name] += found.new_letters
    for start in range(0, len(found.known), CHUNK):
        part = found.known[start : start + CHUNK]
        pairs = [(known.foi_request, known.entry) for known in part]
        changed = len(actions.amend(organ=organ, pairs=pairs, actor=actor, reason=correction))
        report.changed[APPLICATIONS.name] += changed
        report.unchanged[APPLICATIONS.name] += len(part) - changed
        tick(len(part))
    _write_letters(organ, found.letters, report, actor, correction)


def _write_letters(organ: Organ, letters: list[Letter], report: Report, actor: str, reason: str) -> None:
    events: dict[int, list[EventEntry]] = {}
    requests = {letter.foi_request.pk: letter.foi_request for letter in letters}
    for letter in letters:
        counts = report.added if letter.fresh else report.changed if letter.differs else report.unchanged
        counts[CONSULTATIONS.name] += 1
        events.setdefault(letter.foi_request.pk, []).extend(letter.events)
    pairs = [(requests[pk], RequestEntry(requests[pk].number, tuple(said))) for pk, said in events.items()]
    actions.amend(organ=organ, pairs=pairs, actor=actor, reason=reason)


def _known_requests(organ: Organ, keys: set[str]) -> dict[str, FoiRequest]:
    rows = queries.of(Scope.of(organ))
    primary: dict[str, int] = {}
    for number, pk in rows.order_by("pk").values_list("number", "pk").iterator(chunk_size=5000):
        if (key := cells.key(number)) in keys:
            primary.setdefault(key, pk)
    known: dict[int, FoiRequest] = {}
    wanted = list(primary.values())
    for start in range(0, len(wanted), 500):
        known.update(rows.in_bulk(wanted[start : start + 500]))
    return {key: known[pk] for key, pk in primary.items()}


def _histories(requests: Iterable[FoiRequest]) -> dict[int, list[RequestEvent]]:
    """The standing events of each application, oldest first."""
    keys = [request.pk for request in requests]
    found: dict[int, list[RequestEvent]] = {}
    for start in range(0, len(keys), 500):
        rows = queries.with_histories(FoiRequest.objects.filter(pk__in=keys[start : start + 500]))
        found.update((row.pk, queries.standing(row)) for row in rows)
    return found


def entry(row: Row, plan: Plan) -> RequestEntry:
    """What a row says of an application; what is not counted becomes a warning of the plan."""
    events = _events(row, "", plan)  # what an event lacks its day for goes into row.extra
    values = row.values
    details: Mapping[str, Any] = {name: values[name] for name in DETAILS if name in values}
    private = {name: value for name in PRIVATE if (value := values.get(name)) and not _is_mask(value)}
    return RequestEntry(number=values["number"], events=events, extra=row.extra, **details, **private)


def _events(row: Row, slot: str, plan: Plan) -> tuple[EventEntry, ...]:
    parts: dict[str, dict[str, Any]] = {}
    for name, value in row.values.items():
        kind, point, part = name.partition(".")
        if point:
            parts.setdefault(kind, {})[part] = value
    if "opinion_received" in parts and "on" not in parts["opinion_received"]:
        # 未答复 has no day of its own: what is known of the opinion stays with the letter
        parts["consultation_sent"] |= parts.pop("opinion_received")
    for kind in [kind for kind, data in parts.items() if "on" not in data]:
        _keep_aside(row, kind, parts.pop(kind), plan)
    if slot and row.extra:
        parts["consultation_sent"]["extra"] = row.extra
    return tuple(
        EventEntry(EventKind(kind), data.pop("on"), _plain(data), slot) for kind, data in parts.items()
    )


def _keep_aside(row: Row, kind: str, data: Mapping[str, Any], plan: Plan) -> None:
    """Cells that tell of an event whose day nobody wrote down: kept with the row, counted nowhere."""
    day = row.sheet.column(f"{kind}.on").name
    for part, value in data.items():
        column = row.sheet.column(f"{kind}.{part}")
        row.extra[column.name] = cells.text_of(column.kind.show(value))
        message = _("{column} — 没有填写{day}，只作为备注保存，不计入办理过程 — 请补填{day}。").format(
            column=column.name, day=day
        )
        plan.warnings.append(row.remark(column.field, message))


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Values as the event's JSON keeps them."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        if name == "result":
            row, kind = value
            # a kind is worth keeping where it tells more than the row does
            implied = decisions.row_from_label(labels.RESULTS[row])
            kept |= {"row": row} if implied == value or kind is None else {"row": row, "kind": kind}
        elif isinstance(value, date):
            kept[name] = value.isoformat()
        else:
            kept[name] = str(value) if isinstance(value, Decimal) else value
    return kept


_DOCUMENT_NO = "answered.document_no"


def hindrance(row: Row, said: RequestEntry, request: FoiRequest, emptied: Sequence[str]) -> Remark | None:
    """Why an application cannot be corrected to what a row says of it, nor what stands in the columns that
    are ``emptied`` be taken back; None where it can."""
    history = queries.standing(request)
    signed = queries.answered_by_letter([request.pk]).get(request.pk, [])
    borne = queries.borne(request.organ, [row.values.get(_DOCUMENT_NO) or ""])
    if refusal := _numbered_alike(row, borne) or _hindrance(row, said, request, history, signed):
        return refusal
    for name in emptied:
        column = next(one for one in row.sheet.columns if one.name == name)
        if signed and column.field in _FIXED.values():
            message = _("{column} — 答复的文书已经签发 — 请先把那份文书作废，再撤回答复。")
            return row.remark(column.field, message.format(column=column.name))
    if is_archived(history) and any(map(bool, actions.differences(history, said.events))):
        message = _("申请编号 — 这件已经归档 — 请先在“档案”里从档案盒取出，没有放进盒的撤回“归档”，再更正。")
        return row.remark("number", message)
    return None


def _hindrance(
    row: Row,
    said: RequestEntry,
    request: FoiRequest,
    redone: Sequence[RequestEvent],
    signed: Sequence[RequestEvent],
) -> Remark | None:
    return (
        _answered_before(row, request)
        or on_day_of_redo(row, said.events, redone)
        or _otherwise_signed(row, said.events, signed)
    )


def _numbered_alike(row: Row, borne: Mapping[str, tuple[str, str]]) -> Remark | None:
    """One number, one letter: what another application's letter bears, or a void one bore, is not given."""
    whose, why = borne.get(row.values.get(_DOCUMENT_NO) or "", (row.key, ""))
    return row.remark(_DOCUMENT_NO, why) if whose != row.key else None


def _otherwise_signed(row: Row, said: Sequence[EventEntry], signed: Sequence[RequestEvent]) -> Remark | None:
    """What a letter has answered that was signed here is not answered otherwise by a correction."""
    for event, replaced in actions.differences(signed, said):
        if replaced is None or event.kind != EventKind.ANSWERED:
            continue
        new, old = ({**one.data, "on": one.on} for one in (event, replaced))
        for part, name in _FIXED.items():
            if new.get(part) != old.get(part):
                column = row.sheet.column(name)
                message = _("{column} — 答复的文书已经签发，与它不同 — 请先把那份文书作废，再重新答复。")
                return row.remark(column.field, message.format(column=column.name))
    return None


#: What a signed letter fixes, and the column that says otherwise.
_FIXED = {
    "on": "answered.on",
    "row": "answered.result",
    "kind": "answered.result",
    "document_no": _DOCUMENT_NO,
}


def _answered_before(row: Row, request: FoiRequest) -> Remark | None:
    """An empty 答复日期 leaves the one the ledger has: the new receipt must still precede it."""
    answered, received = request.answered_on, row.values["received.on"]
    if "answered.on" in row.values or answered is None or received <= answered:
        return None
    return row.remark(
        "received.on",
        _("收到日期 — 晚于台账里这件申请的答复日期{answered} — 请核对这两个日期。").format(answered=answered),
    )


def on_day_of_redo(row: Row, said: Sequence[EventEntry], history: Sequence[RequestEvent]) -> Remark | None:
    """What is said of the day of a redo 责令重作: days alone do not tell which came first, so that the
    redo, or what is said now, would be lost (``Case.why_unclear`` refuses the step as well)."""
    days = {event.on for event in history if event.kind == EventKind.REDO_ORDERED}
    for event, _replaced in actions.differences(history, said):
        if event.on in days:
            column = row.sheet.column(f"{event.kind}.on")
            message = _(
                "{column} — {day}登记了责令重作，同一天又有这一项，只凭日期分不清先后 — 请核对这两个日期。"
            )
            return row.remark(column.field, message.format(column=column.name, day=event.on))
    return None


def _warn_of_destroyed(row: Row, said: RequestEntry, plan: Plan) -> None:
    """A workbook made before the destruction does not bring back what was destroyed."""
    if said.content != ERASED:
        message = _("申请编号 — 这件的档案已经销毁 — 这一行没有导入，请从表里去掉。")
        plan.warnings.append(row.remark("number", message))


def _is_mask(value: str) -> bool:
    return "*" in value or "＊" in value


def _warn_of_masks(row: Row, request: FoiRequest | None, plan: Plan) -> None:
    for name in PRIVATE:
        value = row.values.get(name, "")
        known = getattr(request, f"{name}_masked") if request else ""
        if _is_mask(value) and value != known:
            column = row.sheet.column(name)
            plan.warnings.append(
                row.remark(
                    name,
                    _("{column} — 打了星号，不是完整的内容，没有登记 — 需要登记的请填完整。").format(
                        column=column.name
                    ),
                )
            )


def _match_letters(
    group: list[Row], request: FoiRequest, history: list[RequestEvent], plan: Plan
) -> Iterable[Letter]:
    """Pair rows with known letters: by day and party, then, where the sheet names them all, by order."""
    sent = {
        e.data["slot"]: e for e in history if e.kind == EventKind.CONSULTATION_SENT and e.data.get("slot")
    }
    left = sorted(sent, key=lambda slot: (len(slot), slot))
    slots: dict[int, str] = {}
    for index, row in enumerate(group):
        same = (
            slot
            for slot in left
            if sent[slot].on == row.values["consultation_sent.on"]
            and row.values.get("consultation_sent.party") in (None, sent[slot].data.get("party"))
        )
        if slot := next(same, ""):
            slots[index] = slot
            left.remove(slot)
    complete = len(group) >= len(sent)
    highest = max((int(slot) for slot in sent if slot.isdigit()), default=0)
    for index, row in enumerate(group):
        fresh = False
        if index not in slots and complete and left:
            slots[index] = left.pop(0)
        elif index not in slots:
            fresh, highest = True, highest + 1
            slots[index] = str(highest)
        events = _events(row, slots[index], plan)
        if refusal := on_day_of_redo(row, events, history):
            plan.refused.append(refusal)
            continue
        yield Letter(request, events, fresh, any(True for _ in actions.differences(history, events)))
