"""What an import tells of the cases it brought in: an unlawful or incomplete course is kept as it was."""

from collections.abc import Iterator
from datetime import date

from gongkai.law import clocks
from gongkai.law.findings import Severity
from gongkai.law.workdays import Calendar
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosure_queries
from gongkai.ledger.disclosures.models import Category
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies.queries import COUNTED
from gongkai.ledger.requests import facts
from gongkai.ledger.requests import queries as request_queries
from gongkai.ledger.workbook import cells
from gongkai.ledger.workbook.parsing import Plan, Row
from gongkai.ledger.workbook.report import Remark
from gongkai.ledger.workbook.sheets import (
    ACTS,
    APPLICATIONS,
    CONSULTATIONS,
    DISCLOSURES,
    ORGAN,
    ORGAN_NAME,
    REMEDIES,
)
from gongkai.lib.language import _, retell

CHUNK = 500


def of_cases(organ: Organ, plan: Plan, on: date, calendar: Calendar) -> Iterator[Remark]:
    """Every warning on the cases of the workbook, as the ledger has them now."""
    yield from _name(organ, plan)
    yield from sorted(_clocks(organ, plan, on, calendar), key=lambda remark: (remark.sheet, remark.row))
    yield from _documents(organ, plan)
    yield from _remedies(plan)
    yield from _fees(organ, plan)


def _name(organ: Organ, plan: Plan) -> Iterator[Remark]:
    written = plan.organ_name
    known = {organ.name, *organ.aliases, *organ.former_names.values_list("name", flat=True)}
    if written and written not in known:
        message = _(
            "{column} — 表里写的是“{written}”，导入的是“{organ}” — 请确认没有选错机关；机关名称没有改动。"
        ).format(column=ORGAN_NAME, written=written, organ=organ.name)
        yield Remark(ORGAN.name, 0, ORGAN_NAME, written, message)


def _clocks(organ: Organ, plan: Plan, on: date, calendar: Calendar) -> Iterator[Remark]:
    """Findings of the law's clock on each application named in the workbook."""
    rows = {row.key: row for row in (*plan.of(CONSULTATIONS), *plan.of(APPLICATIONS))}
    numbers = request_queries.of(Scope.of(organ)).order_by("pk").values_list("pk", "number")
    wanted = [(pk, rows[key]) for pk, number in numbers if (key := cells.key(number)) in rows]
    settings = facts.clock_settings(organ)
    for start in range(0, len(wanted), CHUNK):
        chunk = dict(wanted[start : start + CHUNK])
        cases = request_queries.of(Scope.of(organ)).filter(pk__in=chunk)
        for case in request_queries.with_histories(cases):
            row = chunk[case.pk]
            try:
                deadline = clocks.run(
                    facts.history(case.events.all()), on=on, calendar=calendar, settings=settings
                )
            except ValueError as error:  # a day beyond the calendar: the sentence says which
                yield _on_event(row, "", retell(str(error)))
                continue
            if deadline.overdue and deadline.answered_on and not deadline.extension:
                message = _(
                    "延期日期 — 超过法定期限才答复，又没有延期的记录 — "
                    "批准过延期的请补填延期日期和延期工作日。"
                )
                yield _on_event(row, "extended", message)
            for finding in deadline.findings:
                if finding.severity is not Severity.INFO:
                    yield _on_event(row, finding.where.removeprefix("events/"), retell(finding.message))


def _on_event(row: Row, kind: str, message: str) -> Remark:
    """A remark on an application, beside the day of the event it is about."""
    columns = {column.field: column for column in row.sheet.columns}
    name = columns[f"{kind}.on"].name if f"{kind}.on" in columns else row.sheet.number
    return Remark(row.sheet.name, row.number, name, row.values["number"], message)


def _documents(organ: Organ, plan: Plan) -> Iterator[Remark]:
    for row in plan.of(DISCLOSURES):
        values = row.values
        if values.get("category") == Category.REGULATION and not organ.makes_rules:
            yield row.remark(
                "category",
                _("信息类别 — {organ}没有规章制定权，规章应为0件 — 请核对是否应为“行政规范性文件”。").format(
                    organ=organ.name
                ),
            )


def _remedies(plan: Plan) -> Iterator[Remark]:
    for row in plan.of(REMEDIES):
        values = row.values
        concluded = values.get("concluded_on")
        if concluded is None and "result" in values:
            yield row.remark("result", _("结果 — 没有审结日期，按尚未审结计 — 已经生效的请补填审结日期。"))
        if concluded and "result" not in values and values["kind"] in COUNTED:
            yield row.remark(
                "concluded_on", _("结果 — 有审结日期却没有结果，无法计入年报表四的结果 — 请补填结果。")
            )


def _fees(organ: Organ, plan: Plan) -> Iterator[Remark]:
    """信息处理费 is itself 行政事业性收费: more of it than of the whole cannot be."""
    scope = Scope.of(organ)
    years = {row.values["paid.on"].year for row in plan.of(APPLICATIONS) if "paid.on" in row.values}
    years |= {row.values["on"].year for row in plan.of(ACTS) if row.values["kind"] == "fees"}
    for year in sorted(years):
        collected = request_queries.fee_notices(scope, year).collected_yuan
        charged = disclosure_queries.fees_yuan(scope, year)
        if collected > charged:
            message = _(
                "{year}年 — 依申请公开收取信息处理费{collected}元，"
                "多于行政行为表里的行政事业性收费{charged}元 — "
                "信息处理费也是行政事业性收费，请核对后补填；程序不会自动相加。"
            ).format(year=year, collected=collected, charged=charged)
            yield Remark(ACTS.name, 0, "金额", str(charged), message)
