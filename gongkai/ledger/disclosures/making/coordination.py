"""公开协调 (Art 11): other organs that a record touches are asked before it is released, and what they say
stays with it, with its proof. What has to be approved first is not released without the approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.disclosures.making import actions, files, progress
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.models import Coordination, Record
from gongkai.lib.language import _
from gongkai.lib.today import today

Answer = Coordination.Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """Which organ was asked what, on which day."""

    other: str
    matter: str
    asked_on: date
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What it said, on which day."""

    answer: str
    answered_on: date
    said: str = ""


def of(record: Record) -> list[Coordination]:
    """What other organs were asked of a record, the first first."""
    return list(record.coordinations.select_related("organ"))


@transaction.atomic
def ask(*, record: Record, asked: Asked, actor: str) -> Coordination:
    """Note that another organ was asked. The same organ may be asked of several matters."""
    row, before = actions.locked(record, progress.STATES[Deed.COORDINATE], Deed.COORDINATE)
    if asked.asked_on > today():
        raise Refused(_("询问日期 — 在今天之后 — 请填发出的那一天。"))
    new = Coordination(
        organ=row.organ,
        record=row,
        other=asked.other,
        matter=asked.matter,
        asked_on=asked.asked_on,
        needs_approval=asked.needs_approval,
    )
    new.save()
    audit.created([new], actor=actor, organ=row.organ)
    actions.do(row, Deed.COORDINATE, before, actor, asked.other)
    return new


def answer(
    *, asked: Coordination, said: Answered, actor: str, handed: Sequence[tuple[str, bytes]] = ()
) -> Coordination:
    """Note what it answered, with the paper that proves it. Refused, and nothing kept, where it may not."""
    if len(handed) > 1:
        raise Refused(_("凭据 — 一次答复一个文件 — 请合成一个再选。"))
    try:
        kept = [files.VAULT.keep(name, data) for name, data in handed]
    except files.Barred:
        actions.barred(organ=asked.organ, actor=actor)
        raise
    with files.VAULT.unless_named(one.place for one in kept), transaction.atomic():
        return _answer(asked, said, actor, kept[0].columns if kept else {})


def _answer(asked: Coordination, said: Answered, actor: str, proof: dict[str, object]) -> Coordination:
    record, before = actions.locked(asked.record, progress.STATES[Deed.COORDINATED], Deed.COORDINATED)
    row = Coordination.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if row.answered_on:
        raise Refused(_("答复 — 已经登记过 — 有新的答复请再问一次。"))
    if not row.asked_on <= said.answered_on <= today():
        raise Refused(_("答复日期 — 早于询问或者在今天之后 — 请核对。"))
    if said.answer in {Answer.CHANGES, Answer.AGAINST, Answer.DROPPED}:
        actions.demand(said.said)
    old = state_of(row)
    for name, value in {
        **proof,
        "answer": said.answer,
        "answered_on": said.answered_on,
        "said": said.said,
    }.items():
        setattr(row, name, value)
    row.save()
    audit.changed([(old, row)], actor=actor, organ=row.organ)
    words = "：".join((row.other, _(row.get_answer_display())))
    actions.do(record, Deed.COORDINATED, before, actor, words)
    return row


@transaction.atomic
def look_into(*, asked: Coordination, actor: str, reason: str) -> tuple[str, bytes]:
    """The name and content of the paper that proves an answer; the log tells who opened it and why."""
    change = audit.Change(asked.organ, "request.unmask.proof", audit.subject(asked), reason=reason)
    audit.record([change], actor=actor)
    return audit.keys().open(asked.name_sealed), files.VAULT.content(asked)


def warning(record: Record) -> str:
    """What to know of other organs before the release; empty where nothing is open."""
    said = [one for one in of(record) if not one.answered_on]
    if said:
        names = "、".join(one.other for one in said)
        return _("{names}还没有答复；涉及其他机关的，先协商、确认（条例第十一条）。").format(names=names)
    against = [one for one in of(record) if one.answer == Answer.AGAINST]
    if against:
        names = "、".join(one.other for one in against)
        return _("{names}不同意公开；请再核对内容是否准确一致（条例第十一条）。").format(names=names)
    return ""
