"""Making records: each function is one transaction with its rows in the log."""

import json
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from gongkai.law.exemptions import BY_CODE
from gongkai.ledger import records
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.disclosures.making import files, links, numbers, progress, screening
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.entries import Classified, Elements
from gongkai.ledger.disclosures.making.files import Taken
from gongkai.ledger.disclosures.making.screening import Group, Screened, Verdict
from gongkai.ledger.disclosures.models import Attribute, Disclosure, Original, Record, Validity
from gongkai.ledger.disclosures.public import actions as public
from gongkai.ledger.organs.models import Organ
from gongkai.lib.language import _
from gongkai.lib.today import now
from gongkai.reading.originals.elements import elements

State = Record.State
_PAPERS = ("docx", "pdf")


def take_in(
    *,
    organ: Organ,
    actor: str,
    handed: Sequence[tuple[str, bytes]],
    together: bool,
    beside: Callable[[list[Record]], None] | None = None,
) -> list[Record]:
    """Make records of files: one of each, or one of all with the first document as its body. Refused, and
    nothing kept, where one of them may not be. ``beside`` is written in the same transaction."""
    try:
        taken = files.take(handed)
    except files.Barred:
        barred(organ=organ, actor=actor)
        raise
    groups = [_in_order(taken)] if together else [[one] for one in taken]
    with files.VAULT.unless_named(one.kept.place for one in taken):
        return _file(organ, actor, [group for group in groups if group], beside)


@transaction.atomic
def barred(*, organ: Organ, actor: str) -> None:
    """A file bore a secrecy mark: only that it happened is kept."""
    audit.record([audit.Change(organ, "record.barred", "disclosures.original:")], actor=actor)


@transaction.atomic
def confirm(*, record: Record, elements: Elements, actor: str) -> Record:
    """核对要素: the record enters the register with its index number, and its clock runs."""
    row, before = locked(record, {State.INBOX, State.DRAFT}, Deed.CONFIRM)
    said = asdict(elements)
    row.links = links.kept(row, said.pop("links"))
    row.issuer, row.document_kind, row.summary = (
        said.pop(name) for name in ("issuer", "document_kind", "summary")
    )
    if row.disclosure is None:
        said["index_no"] = numbers.give(organ=row.organ, on=elements.formed_on, actor=actor)
        disclosure = Disclosure(organ=row.organ, validity=Validity.IN_FORCE, **said)
        records.create([disclosure], organ=row.organ, actor=actor)
        row.disclosure = disclosure
    else:
        correct(row.disclosure, said, actor, _("核对要素"))
    row.state = State.DRAFT
    return do(row, Deed.CONFIRM, before, actor)


@transaction.atomic
def drop(*, record: Record, actor: str, reason: str) -> Record:
    """It is nothing to publish: the files go, the record stays with the reason."""
    row, before = locked(record, {State.INBOX}, Deed.DROP)
    demand(reason)
    row.state = State.DROPPED
    remove_originals(row, actor, reason)
    return do(row, Deed.DROP, before, actor, reason)


@transaction.atomic
def classify(*, record: Record, said: Classified, actor: str, on: date) -> Record:
    """定公开属性: what is published unasked goes on; what is not stays in the register with its ground, and
    is looked at again after as long as the organ has set (Art 18)."""
    row, before = locked(record, {State.DRAFT, State.WITHHELD}, Deed.CLASSIFY)
    deed = Deed.REASSESS if row.state == State.WITHHELD else Deed.CLASSIFY
    is_open = said.attribute == Attribute.PROACTIVE
    if not is_open and row.versions.exists():
        raise Refused(_("公开属性 — 已经公开过 — 不再公开的请办撤回，写明原因。"))
    if not is_open:
        demand(said.weighing)
    for name in ("field", "catalogue_line", "topic", "audience", "ground", "weighing"):
        setattr(row, name, getattr(said, name))
    row.state = State.DRAFT if is_open else State.WITHHELD
    row.review_on = None if is_open else _months_after(on, int(str(row.organ.option("withheld_review"))))
    because = "" if is_open or not said.ground else BY_CODE[said.ground].source.article
    values = {"attribute": said.attribute, "clause": said.clause, "withheld_because": because}
    correct(_registered(row), values, actor, _(deed.zh))
    return do(row, deed, before, actor, said.weighing[:200])


@transaction.atomic
def judge(*, record: Record, key: str, verdict: Verdict, reason: str, actor: str) -> Record:
    """Decide on what was found. What stays, stays with a reason."""
    row, before = locked(record, {State.DRAFT}, Deed.JUDGE)
    group = next((one for one in screening.groups(row, screening.screened(row)) if one.key == key), None)
    if group is None or verdict not in group.verdicts:
        raise Refused(_("个人信息 — 这一类现在不能这样处理 — 请重新打开看。"))
    if verdict is Verdict.KEEP:
        demand(reason)
    row.verdicts = [
        *(one for one in row.verdicts if one["key"] != key),
        {"key": key, "verdict": verdict.value, "reason": reason, "by": actor, "at": now().isoformat()},
    ]
    words = _("{what}：{verdict}").format(what=screening.in_words(group), verdict=_(verdict.zh))
    return do(row, Deed.JUDGE, before, actor, "，".join(filter(None, (words, reason)))[:200])


@transaction.atomic
def judge_anew(*, record: Record, key: str, actor: str) -> Record:
    """改判: take a verdict back."""
    row, before = locked(record, {State.DRAFT}, Deed.JUDGE)
    row.verdicts = [one for one in row.verdicts if one["key"] != key]
    return do(row, Deed.JUDGE, before, actor, _("改判"))


@transaction.atomic
def advance(*, record: Record, deed: Deed, actor: str, reason: str = "") -> Record:
    """送审, 审核通过, 退回: what changes no word of it."""
    row, before = locked(record, progress.STATES[deed], deed)
    _weigh(row, deed, actor)
    if deed is Deed.RETURN:
        demand(reason)
    row.state = _LEADS_TO.get(deed, State(row.state))
    return do(row, deed, before, actor, reason)


_LEADS_TO = {Deed.SUBMIT: State.REVIEW, Deed.RETURN: State.DRAFT}


def _weigh(row: Record, deed: Deed, actor: str) -> tuple[list[Screened], list[Group]]:
    """Refused where the deed cannot be done; else what the screen found, read under the lock."""
    found = screening.screened(row)
    groups = screening.groups(row, found)
    if why := progress.why_not(deed, row, found, groups, actor=actor):
        raise Refused(why)
    return found, groups


def _registered(row: Record) -> Disclosure:
    if row.disclosure is None:
        raise Refused(_("公开信息 — 要素还没有核对 — 请先核对要素。"))
    return row.disclosure


def _months_after(on: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, before = divmod(on.month - 1 + months, 12)
    year, month = on.year + years, before + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def exchange(
    *, record: Record, actor: str, handed: Sequence[tuple[str, bytes]], original: Original | None = None
) -> Record:
    """换文件: files that come instead of one, or besides where none is named."""
    try:
        taken = files.take(handed)
    except files.Barred:
        barred(organ=record.organ, actor=actor)
        raise
    with files.VAULT.unless_named(one.kept.place for one in taken):
        return _exchange(record, actor, taken, original)


@transaction.atomic
def look_into(*, original: Original, actor: str, reason: str) -> None:
    """Somebody opens a file as it came; a row of the log."""
    subject = audit.subject(original)
    change = audit.Change(original.record.organ, "request.unmask.original", subject, reason=reason)
    audit.record([change], actor=actor)


def locked(record: Record, states: set[State], deed: Deed) -> tuple[Record, dict[str, object]]:
    """The row for one deed alone, with its state before; Refused where it stands elsewhere by now."""
    row = (
        Record.objects.select_for_update(of=("self",)).select_related("organ", "disclosure").get(pk=record.pk)
    )
    if row.state not in states:
        raise Refused(
            _("{deed} — 这条现在是“{state}” — 请看它现在可以办的。").format(
                deed=_(deed.zh), state=_(row.get_state_display())
            )
        )
    return row, state_of(row)


def do(
    row: Record,
    deed: Deed,
    before: Mapping[str, object] | None,
    actor: str,
    reason: str = "",
    **more: object,
) -> Record:
    """Write the row with what was done to it, and its line of the log; the deed keeps ``more``."""
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason, **more)]
    row.save()
    change = audit.Change(
        row.organ, f"record.{deed.value}", audit.subject(row), before, state_of(row), reason
    )
    audit.record([change], actor=actor)
    if row.disclosure:
        public.follow([row.disclosure])
    return row


def demand(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("原因 — 还没有填 — 请写明，办理的人要看。"))


def correct(disclosure: Disclosure, values: Mapping[str, Any], actor: str, reason: str) -> None:
    """Bring the register row to the values given; what is empty among them is emptied there."""
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    empty = [name for name in values if name not in filled]
    records.amend([(disclosure, filled)], organ=disclosure.organ, actor=actor, reason=reason, erase=empty)


def remove_originals(row: Record, actor: str, reason: str) -> None:
    """Take the files of a record out of the data folder for good, and what was read of them."""
    gone = list(row.originals.all())
    changes = []
    for original in gone:
        before = state_of(original)
        original.read_sealed = original.name_sealed = original.key_sealed = ""
        original.is_current = False
        changes.append((before, original))
    Original.objects.bulk_update(gone, ["read_sealed", "name_sealed", "key_sealed", "is_current"])
    audit.changed(changes, actor=actor, organ=row.organ, reason=reason)
    for original in gone:
        transaction.on_commit(partial(files.VAULT.drop, original.place))


@transaction.atomic
def _exchange(record: Record, actor: str, taken: Sequence[Taken], original: Original | None) -> Record:
    row, before = locked(record, {State.INBOX, State.DRAFT}, Deed.REPLACE)
    if original is not None:
        old = state_of(original)
        original.is_current = False
        original.save(update_fields=["is_current"])
        audit.changed([(old, original)], actor=actor, organ=row.organ)
    is_body = original is not None and original.is_body
    _add(row, [files.row_of(one, is_body=is_body) for one in taken], actor)
    return do(row, Deed.REPLACE, before, actor)


@transaction.atomic
def _file(
    organ: Organ,
    actor: str,
    groups: Sequence[Sequence[Taken]],
    beside: Callable[[list[Record]], None] | None = None,
) -> list[Record]:
    made = [_one(organ, actor, group) for group in groups]
    if beside:
        beside(made)
    return made


def _one(organ: Organ, actor: str, group: Sequence[Taken]) -> Record:
    body = group[0]
    found = [asdict(element) for element in elements(body.read, body.name)]
    said = json.dumps(found, ensure_ascii=False)
    row = Record(
        organ=organ,
        read_sealed=audit.keys().seal(said),
        read_print=audit.keys().fingerprint(said),
        arrived_at=now(),
    )
    row.save()
    _add(row, [files.row_of(one, is_body=one is body) for one in group], actor)
    return do(row, Deed.TAKE_IN, None, actor)


def _add(row: Record, originals: Sequence[Original], actor: str) -> None:
    for original in originals:
        original.record = row
    Original.objects.bulk_create(originals)
    audit.created(originals, actor=actor, organ=row.organ)


def _in_order(taken: Sequence[Taken]) -> list[Taken]:
    """The body first: the first document that says a number or a day of itself, else the first document."""
    papers = [one for one in taken if one.kept.kind in _PAPERS] or list(taken)
    said = {"document_no", "formed_on"}
    best = max(papers, key=lambda one: len(said & {each.field for each in elements(one.read, one.name)}))
    return [best, *(one for one in taken if one is not best)]
