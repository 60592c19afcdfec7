"""The sheets whose rows are rows of one table: disclosures, counts, acts, remedies, activities."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from gongkai.law.masks import BY_CODE
from gongkai.law.personal_data import Confidence, scan
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosure_actions
from gongkai.ledger.disclosures import queries as disclosure_queries
from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure, Validity
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedy_actions
from gongkai.ledger.remedies import queries as remedy_queries
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import queries as request_queries
from gongkai.ledger.supervision import actions as supervision_actions
from gongkai.ledger.supervision import queries as supervision_queries
from gongkai.ledger.supervision.models import Activity
from gongkai.ledger.workbook import cells
from gongkai.ledger.workbook.applications import CHUNK, Tick
from gongkai.ledger.workbook.parsing import Plan, Row
from gongkai.ledger.workbook.report import Report
from gongkai.ledger.workbook.sheets import (
    ACTIVITIES,
    ACTS,
    CHANNEL_COUNTS,
    DISCLOSURES,
    REMEDIES,
    Sheet,
)
from gongkai.lib.language import _


@dataclass(frozen=True, slots=True)
class Register:
    """A sheet and the table behind it. ``day`` is the field that places a row in time.

    Nothing numbers the rows of some sheets: there a corrected row is one more row. ``alike`` are the fields
    by which it resembles the one it corrects, ``alike_words`` say so; ``figure_field`` is what it corrects.
    """

    sheet: Sheet
    model: type[models.Model]
    of: Callable[[Scope], Any]
    register: Callable[..., Any]
    amend: Callable[..., Any]
    day: str
    alike: tuple[str, ...] = ()
    alike_words: Callable[[], str] = str
    figure_field: Callable[[Any], str] = lambda _record: ""

    @property
    def key_field(self) -> str:
        """The field of the number column; empty where nothing numbers the rows."""
        column = self.sheet.number_column
        return column.field if column else ""

    def likeness(self, record: models.Model) -> tuple[Any, ...]:
        return tuple(getattr(record, name) for name in self.alike)

    def figure(self, record: models.Model) -> Any:
        return getattr(record, self.figure_field(record))


REGISTERS: tuple[Register, ...] = (
    Register(
        DISCLOSURES,
        Disclosure,
        disclosure_queries.of,
        disclosure_actions.register,
        disclosure_actions.amend,
        "formed_on",
    ),
    Register(
        CHANNEL_COUNTS,
        ChannelCount,
        disclosure_queries.counts_of,
        disclosure_actions.register,
        disclosure_actions.amend,
        "month",
        ("month", "channel"),
        lambda: _("同月同渠道"),
        lambda _count: "count",
    ),
    Register(
        ACTS,
        AdministrativeAct,
        disclosure_queries.acts_of,
        disclosure_actions.register,
        disclosure_actions.amend,
        "on",
        ("on", "whole_month", "kind"),
        lambda: _("同期同类"),
        lambda act: "amount" if act.kind == AdministrativeAct.Kind.FEES else "quantity",
    ),
    Register(
        REMEDIES, RemedyCase, remedy_queries.of, remedy_actions.register, remedy_actions.amend, "received_on"
    ),
    Register(
        ACTIVITIES,
        Activity,
        supervision_queries.of,
        supervision_actions.register,
        supervision_actions.amend,
        "on",
    ),
)


@dataclass(slots=True)
class Matched:
    """What one sheet asks of its table: new rows, and known ones with the values said of them."""

    register: Register
    new: list[models.Model] = field(default_factory=list)
    known: list[tuple[models.Model, Mapping[str, Any]]] = field(default_factory=list)


def match(organ: Organ, register: Register, plan: Plan, *, anew: bool = False) -> Matched:
    """Find the records a sheet's rows mean; rows that cannot stand become refusals of the plan.
    ``anew``: none is one that the table has; what bears no number is one more, like others or not."""
    rows = plan.of(register.sheet)
    found = Matched(register)
    if not rows:
        return found
    find = _by_key(organ, register, rows) if register.key_field else _by_content(organ, register, rows)
    fresh: list[Row] = []
    for row in rows:
        record = None if anew and not register.key_field else find(row)
        if record and anew:
            plan.refused.append(row.taken())
            continue
        if register.sheet is DISCLOSURES and not (
            _repeal_is_dated(row, record, plan) and _names_nobody(row, plan)
        ):
            continue
        if record is None:
            found.new.append(register.model(organ=organ, extra=row.extra, **row.values))
            fresh.append(row)
        else:
            extra = {**getattr(record, "extra", {}), **row.extra}
            found.known.append((record, {**row.values, "extra": extra}))
    if register.alike and fresh:
        _ask_about_corrections(organ, found, fresh, plan)
    return found


def write(
    organ: Organ, found: Matched, report: Report, *, actor: str, reason: str, correction: str, tick: Tick
) -> None:
    """Bring the table to what was matched, within the caller's transaction."""
    register = found.register
    for start in range(0, len(found.new), CHUNK):
        chunk = found.new[start : start + CHUNK]
        register.register(organ=organ, rows=chunk, actor=actor, reason=reason)
        tick(len(chunk))
    changed = len(register.amend(organ=organ, pairs=found.known, actor=actor, reason=correction))
    tick(len(found.known))
    report.added[register.sheet.name] += len(found.new)
    report.changed[register.sheet.name] += changed
    report.unchanged[register.sheet.name] += len(found.known) - changed


def link_remedies(organ: Organ, found: Matched, plan: Plan) -> None:
    """Tie each case to the application it names; runs once the applications are in."""
    rows = [row for row in plan.of(REMEDIES) if "request_number" in row.values]
    if not rows:
        return
    numbers = request_queries.of(Scope.of(organ)).order_by("pk").values_list("number", "pk")
    known: dict[str, int] = {}
    for number, pk in numbers.iterator(chunk_size=5000):
        known.setdefault(cells.key(number), pk)
    for row in rows:
        if cells.key(row.values["request_number"]) not in known:
            message = _("关联申请编号 — 台账里没有这件申请 — 请核对编号，或者先登记这件申请。")
            plan.warnings.append(row.remark("request_number", message))
    for case in found.new:
        case.foi_request_id = known.get(cells.key(case.request_number))  # type: ignore[attr-defined]
    found.known = [
        (case, {**values, "foi_request_id": known.get(cells.key(values.get("request_number", "")))})
        for case, values in found.known
    ]


def _by_key(organ: Organ, register: Register, rows: Iterable[Row]) -> Callable[[Row], models.Model | None]:
    wanted = {row.key for row in rows}
    records = register.of(Scope.of(organ))
    primary: dict[str, int] = {}
    for value, pk in records.order_by("pk").values_list(register.key_field, "pk").iterator(chunk_size=5000):
        if (key := cells.key(value)) in wanted:
            primary.setdefault(key, pk)
    known: dict[int, models.Model] = {}
    keys = list(primary.values())
    for start in range(0, len(keys), 500):
        known.update(records.in_bulk(keys[start : start + 500]))

    def find(row: Row) -> models.Model | None:
        return known.get(primary.get(row.key, 0))

    return find


def _by_content(organ: Organ, register: Register, rows: list[Row]) -> Callable[[Row], models.Model | None]:
    """The n-th of several identical rows is the n-th such record."""
    days = [row.values[register.day] for row in rows]
    records = register.of(Scope.of(organ)).filter(
        **{f"{register.day}__gte": min(days), f"{register.day}__lte": max(days)}
    )
    fields = [column.field for column in register.sheet.columns]
    waiting: dict[tuple[Any, ...], list[models.Model]] = {}
    for record in records.order_by("-pk").iterator(chunk_size=5000):
        waiting.setdefault(tuple(getattr(record, name) for name in fields), []).append(record)

    def find(row: Row) -> models.Model | None:
        blank = register.model(**row.values)
        same = waiting.get(tuple(getattr(blank, name) for name in fields))
        return same.pop() if same else None

    return find


def _ask_about_corrections(organ: Organ, found: Matched, fresh: list[Row], plan: Plan) -> None:
    """Warn of new rows beside one that the sheet has no more: likely it is the same row, corrected."""
    register = found.register
    matched = {record.pk for record, _values in found.known}
    days = [row.values[register.day] for row in fresh]
    records = register.of(Scope.of(organ)).filter(
        **{f"{register.day}__gte": min(days), f"{register.day}__lte": max(days)}
    )
    left: dict[tuple[Any, ...], list[Any]] = {}
    sums: dict[tuple[Any, ...], Any] = {}
    for record in (*records.order_by("pk").iterator(chunk_size=5000), *found.new):
        likeness = register.likeness(record)
        sums[likeness] = sums.get(likeness, 0) + (register.figure(record) or 0)
        if record.pk and record.pk not in matched:
            left.setdefault(register.likeness(record), []).append(register.figure(record))
    for row in fresh:
        record = register.model(**row.values)
        if register.figure(record) < 0 and sums[register.likeness(record)] < 0:
            column = register.sheet.column(register.figure_field(record))
            message = _(
                "{column} — 是负数，{alike}的加起来小于0，没有可以冲减的 — 请核对是否多写了负号。"
            ).format(column=column.name, alike=register.alike_words())
            plan.warnings.append(row.remark(column.field, message))
        figures = left.get(register.likeness(record), [])
        # a row that another below 0 took back stands no more
        standing = [figure for figure in figures if figure > 0 and -figure not in figures]
        if not standing or register.figure(record) < 0:
            continue
        figures.remove(standing[0])
        column = register.sheet.column(register.figure_field(record))
        old = cells.text_of(column.kind.show(standing[0]))
        message = _(
            "{column} — 台账里{alike}的已有一行{old}，这张表里没有那一行，这一行另外计入 — "
            "如是更正，请再加一行{alike}的冲减它，{column}填-{old}。"
        ).format(column=column.name, alike=register.alike_words(), old=old)
        plan.warnings.append(row.remark(column.field, message))


def _names_nobody(row: Row, plan: Plan) -> bool:
    """What stands in this register is public with its day, and no screen stands between."""
    for name in ("title", "document_no", "registration_no", "url"):
        if found := scan(str(row.values.get(name) or ""), least=Confidence.MEDIUM):
            message = _("{column} — 写了个人信息（{kind}） — 登记的内容人人看得到，请改好再填。").format(
                column=row.sheet.column(name).name, kind=_(BY_CODE[found[0].kind].zh)
            )
            plan.refused.append(row.remark(name, message))
            return False
    return True


def _repeal_is_dated(row: Row, record: models.Model | None, plan: Plan) -> bool:
    """有效性 废止 or 失效 needs the day it took effect, from the row or from what is known."""

    def value(name: str) -> Any:
        return row.values.get(name) or (getattr(record, name) if record else None)

    if (
        value("validity") not in {Validity.REPEALED, Validity.LAPSED}
        or value("repealed_on")
        or value("expires_on")
    ):
        return True
    name = Validity(value("validity")).label
    message = _("有效性 — 填了“{name}”却没有日期 — 请补填废止日期或者有效期至。").format(name=name)
    plan.refused.append(row.remark("validity", message))
    return False
