"""Rows of the register that nobody made of a file, typed or imported: they are public with the day of their
publication, so what everybody reads of them is screened before it is kept, and they can be taken back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.making import publishing, screening
from gongkai.ledger.disclosures.making.actions import demand, do
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Attribute, Disclosure, Record
from gongkai.lib.language import _
from gongkai.lib.today import now

#: What everybody reads of a row.
_READ = ("title", "document_no", "index_no", "registration_no", "url", "channels")
_LABELS = {field.name: str(field.verbose_name) for field in Disclosure._meta.concrete_fields}


def objection(row: Disclosure, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Which field of a row may not be read by everybody as it would be with these values, and why. What
    everybody reads already is not asked about again."""
    after = {name: values.get(name) or getattr(row, name) for name in (*_READ, "published_on", "attribute")}
    if not _is_open(after["published_on"], after["attribute"]):
        return None
    was_open = row.pk and _is_open(row.published_on, row.attribute)
    allow = screening.own_contacts(row.organ)
    for name in _READ:
        if was_open and after[name] == getattr(row, name):
            continue
        if leaked := screening.leak({_LABELS[name]: _text(after[name])}, allow):
            why = _("{leaked} — 主动公开的登记了公开日期就人人看得到 — 请改好，或者先不填公开日期。")
            return name, why.format(leaked=leaked)
    return None


def _is_open(published_on: Any, attribute: str) -> bool:
    return bool(published_on) and attribute in {"", Attribute.PROACTIVE}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "，".join(map(str, value or ()))


def may_be_withdrawn(row: Disclosure) -> bool:
    """Whether everybody sees a row that no record stands behind."""
    return _is_open(row.published_on, row.attribute) and not Record.objects.filter(disclosure=row).exists()


@transaction.atomic
def withdraw(*, row: Disclosure, said: Withdrawal, actor: str) -> Record:
    """撤回 of such a row: its place says why, as that of a record does. With a new title, which is
    asked for where the old one names somebody, the old one stands nowhere any more."""
    row = Disclosure.objects.select_for_update(of=("self",)).select_related("organ").get(pk=row.pk)
    if not may_be_withdrawn(row):
        raise Refused(_("撤回 — 这一行没有公开，或者已经撤回 — 请重新打开看。"))
    demand(said.reason)
    publishing.must_be_spoken(Deed.WITHDRAW, row.organ, {**said.words, "标题": said.title or row.title})
    if said.title:
        publishing.rename(row, said, actor)
    record = Record(organ=row.organ, disclosure=row, state=Record.State.WITHDRAWN, arrived_at=now())
    return publishing.taken_back(do(record, Deed.WITHDRAW, None, actor, said.reason))
