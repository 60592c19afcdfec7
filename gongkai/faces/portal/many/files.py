"""What 年报汇总分析 shows, as CSV and JSON: line by line, for a list may be all reports of a nation."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.analysis.overview import FIGURES
from gongkai.analysis.overview.query import Overview, Report, opened
from gongkai.faces.portal.many.asked import Asked, spoken
from gongkai.faces.portal.many.tables import NAMES, Column, tables
from gongkai.faces.portal.streams import WRITERS, Values

#: Lists of what lies behind the tables.
LISTS = ("reports", "findings")


def written(path: Path, ask: Asked, table: str, form: str) -> Iterator[str]:
    """A table of the result at ``path``; KeyError where there is no such table."""
    with opened(path) as overview:
        columns, rows = _contents(overview, ask, table)
        made = overview.made
        head = {"name": ask.name, "made_on": made.made_on, "reader": f"gongkai {made.version}"}
        yield from WRITERS[form](head | {"asked": spoken(ask)}, columns, rows)


def _contents(overview: Overview, ask: Asked, table: str) -> tuple[Sequence[Column], Iterable[Values]]:
    if table == "reports":
        return _report_columns(), map(_report, overview.reports(ask.chosen, ask.sought, None))
    if table == "findings":
        return _finding_columns(), _findings(overview, ask)
    found = {one.key: one for one in tables(overview, ask)}[table]
    return found.columns, ([cell.value for cell in row] for row in found.rows)


def _whose() -> tuple[Column, ...]:
    return (
        Column("organ", _("机关")),
        Column("year", _("年度")),
        Column("region", _("地区")),
        Column("level", _("级别")),
    )


def _report_columns() -> tuple[Column, ...]:
    return (
        *_whose(),
        Column("errors", _("要改（处）")),
        Column("warnings", _("建议（处）")),
        Column("counted", _("计入合计")),
        *(Column(figure, str(NAMES[figure])) for figure in FIGURES),
        Column("path", _("文件")),
        Column("sha256", "SHA-256"),
    )


def _report(report: Report) -> Values:
    counts = (report.errors, report.warnings, report.is_counted)
    figures = (report.figures[figure] for figure in FIGURES)
    return (*_of(report), *counts, *figures, report.path, report.sha256)


def _finding_columns() -> tuple[Column, ...]:
    return (
        *_whose(),
        Column("rule", _("规则")),
        Column("severity", _("轻重")),
        Column("where", _("位置")),
        Column("expected", _("应为")),
        Column("actual", _("现为")),
        Column("message", _("问题和改法")),
        Column("source", _("依据")),
        Column("path", _("文件")),
    )


def _findings(overview: Overview, ask: Asked) -> Iterator[Values]:
    for report in overview.reports(ask.chosen, ask.sought, None):
        for one in overview.findings(report):
            said = (
                one.rule,
                one.severity.value,
                one.where,
                one.expected,
                one.actual,
                one.message,
                one.source,
            )
            yield (*_of(report), *said, report.path)


def _of(report: Report) -> Values:
    return report.organ, report.year, report.region or None, report.level or None
