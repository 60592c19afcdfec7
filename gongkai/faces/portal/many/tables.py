"""The tables of 年报汇总分析: each described once, for the page, for files and as a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.analysis.overview import RESULTS
from gongkai.analysis.overview.query import LEAST, NOTHING, Overview, Total, share
from gongkai.faces.portal.many.asked import Asked, address
from gongkai.faces.ui.charts import MOST, Chart, Kind, Series, shown
from gongkai.law.annual_report.checks import CHECKS
from gongkai.lib.language import retell

SHOWN = 30  # rows of a table; the files have all
_CHARTED = 8  # bars of a ranking

#: The figures of table three, as lists and tables call them.
NAMES = {
    "new": gettext_lazy("新收申请"),
    "carried_in": gettext_lazy("上年结转"),
    "granted": gettext_lazy("予以公开"),
    "partial": gettext_lazy("部分公开"),
    "refused": gettext_lazy("不予公开"),
    "unavailable": gettext_lazy("无法提供"),
    "rejected": gettext_lazy("不予处理"),
    "other": gettext_lazy("其他处理"),
    "total": gettext_lazy("办结"),
    "carried_out": gettext_lazy("结转下年度"),
}
LEVELS = {
    "province": gettext_lazy("省级政府"),
    "city": gettext_lazy("市政府"),
    "county": gettext_lazy("县、区政府"),
    "town": gettext_lazy("乡镇、街道"),
    "department": gettext_lazy("部门"),
    "other": gettext_lazy("其他机关"),
    "": gettext_lazy("未知"),
}
_RULES = {rule.id: rule.title for rule in CHECKS} | {"AR-unread": "有没读出的格"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what data files call it, and what people do."""

    key: str
    name: str
    is_figure: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and where it leads; ``unit`` follows it on the page."""

    value: int | float | str | None
    href: str = ""
    unit: str = ""
    is_official: bool = False  # words of the law, which are Chinese in every language

    @property
    def shown(self) -> str:
        if isinstance(self.value, str):
            return self.value
        return "—" if self.value is None else shown(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in addresses, its title, what is to be known of it, and the chart of it."""

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    chart: Chart
    ends_in_sum: bool = False

    @property
    def shown(self) -> Sequence[tuple[Cell, ...]]:
        """The rows on the page; the files have all."""
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - SHOWN)


#: The tables by their names in addresses.
TABLES = ("results", "years", "results-by-year", "rules", "ranking")


def rule_title(rule: str) -> str:
    """The rule in the words of the list of checks."""
    return f"{rule} {retell(_RULES.get(rule, ''))}".strip()


def region_name(region: str) -> str:
    return region or _("未知")


def tables(overview: Overview, ask: Asked) -> list[Table]:
    """All tables of the page over the chosen reports."""
    return [
        results(overview, ask),
        years(overview, ask),
        results_by_year(overview, ask),
        rules(overview, ask),
        ranking(overview, ask),
    ]


def results(overview: Overview, ask: Asked) -> Table:
    """What the applications ended in."""
    total = overview.total(ask.chosen)
    whole = _sum(total, "total")
    rows = [
        (
            Cell(str(NAMES[figure])),
            _figure(ask, figure, total),
            Cell(_part(_sum(total, figure), whole, total.counted), unit="%"),
        )
        for figure in (*RESULTS, "total")
    ]
    names = tuple(str(NAMES[figure]) for figure in RESULTS)
    return Table(
        "results",
        _("申请的办理结果"),
        _("按表三的总计列相加。"),
        (Column("result", _("结果"), False), Column("requests", _("件")), Column("share", _("占办结"))),
        rows,
        Chart(Kind.BARS, _("申请的办理结果"), names, (_series(_("件"), RESULTS, total),)),
        ends_in_sum=True,
    )


def years(overview: Overview, ask: Asked) -> Table:
    """How many applications came, were answered and went over, year by year."""
    found = overview.by_year(ask.chosen)
    figures = ("new", "carried_in", "total", "carried_out")
    rows = [
        (
            Cell(str(year), address("many", replace(ask, chosen=replace(ask.chosen, year=year)))),
            _listed(_of_year(ask, year), total.reports),
            _listed(_of_year(ask, year, is_counted=True), total.counted),
            *(_figure(_of_year(ask, year), figure, total) for figure in figures),
        )
        for year, total in found.items()
    ]
    return Table(
        "years",
        _("历年收到和办结的申请"),
        _("各年公布年报的机关数不同，比较时请看份数。"),
        (
            Column("year", _("年度"), False),
            Column("reports", _("年报")),
            Column("counted", _("计入")),
            *(Column(figure, str(NAMES[figure])) for figure in figures),
        ),
        rows,
        _over_years(Kind.LINE, _("历年收到和办结的申请"), found, ("new", "total", "carried_out")),
    )


def results_by_year(overview: Overview, ask: Asked) -> Table:
    """What the applications of each year ended in."""
    found = overview.by_year(ask.chosen)
    figures = (*RESULTS, "total")
    rows = [
        (Cell(str(year)), *(_figure(_of_year(ask, year), figure, total) for figure in figures))
        for year, total in found.items()
    ]
    return Table(
        "results-by-year",
        _("历年的办理结果"),
        _("图中的“其他”是不予处理和其他处理。"),
        (Column("year", _("年度"), False), *(Column(figure, str(NAMES[figure])) for figure in figures)),
        rows,
        _over_years(Kind.STACKED, _("历年的办理结果"), found, RESULTS),
    )


def rules(overview: Overview, ask: Asked) -> Table:
    """How many of the reports that could be held to a rule have something to mend by it."""
    found = [(one, share(one.found, one.held)) for one in overview.rules(ask.chosen) if one.found]
    found.sort(key=lambda pair: (pair[1] is None, -(pair[1] or 0), -pair[0].found))
    rows = [
        (
            Cell(rule_title(one.rule), is_official=True),
            _listed(_sought(ask, rule=one.rule), one.found),
            _listed(_sought(ask, held=one.rule), one.held),
            Cell(part, unit="%"),
        )
        for one, part in found
    ]
    return Table(
        "rules",
        _("各条规则查出问题的年报"),
        _("“能核对”是有数、有正文、有上年年报可以对照的年报；不足{least}份的不算占比。").format(least=LEAST),
        (
            Column("rule", _("规则"), False),
            Column("found", _("有问题")),
            Column("held", _("能核对")),
            Column("share", _("占比")),
        ),
        rows,
        _shares(_("各条规则查出问题的年报占比"), [(rule_title(one.rule), part) for one, part in found]),
    )


def ranking(overview: Overview, ask: Asked) -> Table:
    """Regions beside each other; within one, its organs."""
    return _regions(overview, ask) if ask.chosen.region is None else _organs(overview, ask)


def _regions(overview: Overview, ask: Asked) -> Table:
    found = [
        (region, total, share(total.with_errors, total.reports))
        for region, total in overview.by_region(ask.chosen).items()
    ]
    found.sort(key=lambda one: (one[2] is None, -(one[2] or 0), -one[1].reports))
    rows = [
        (
            Cell(region_name(region), address("many", _in_region(ask, region)), is_official=bool(region)),
            _listed(_in_region(ask, region), total.reports),
            _listed(_in_region(_sought(ask, has_errors=True), region), total.with_errors),
            Cell(part, unit="%"),
        )
        for region, total, part in found
    ]
    return Table(
        "ranking",
        _("各地区有要改的年报"),
        _("占比高的在前；不足{least}份的不算占比，排在后面。").format(least=LEAST),
        (
            Column("region", _("地区"), False),
            Column("reports", _("年报")),
            Column("with_errors", _("有要改的")),
            Column("share", _("占比")),
        ),
        rows,
        _shares(_("各地区有要改的年报占比"), [(region_name(region), part) for region, _total, part in found]),
    )


def _organs(overview: Overview, ask: Asked) -> Table:
    found = overview.organs(ask.chosen)
    rows = [
        (
            Cell(one.organ, is_official=True),
            _listed(_sought(ask, organ=one.key), one.reports),
            Cell(one.errors),
            Cell(one.warnings),
        )
        for one in found
    ]
    return Table(
        "ranking",
        _("要改处数最多的机关"),
        _("每个机关只有几份年报，所以列处数，不算占比。"),
        (
            Column("organ", _("机关"), False),
            Column("reports", _("年报")),
            Column("errors", _("要改（处）")),
            Column("warnings", _("建议（处）")),
        ),
        rows,
        Chart(
            Kind.BARS,
            _("要改处数最多的机关"),
            tuple(one.organ for one in found[:_CHARTED]),
            (Series(_("要改（处）"), tuple(one.errors for one in found[:_CHARTED])),),
        ),
    )


# -- cells


def _listed(ask: Asked, count: int) -> Cell:
    """A number of reports, which leads to their list."""
    return Cell(count, address("many-reports", ask) if count else "")


def _figure(ask: Asked, figure: str, total: Total) -> Cell:
    """A sum, which leads to the reports in which it is not 0."""
    value = _sum(total, figure)
    return Cell(value, address("many-reports", _sought(ask, figure=figure)) if value else "")


def _sum(total: Total, *figures: str) -> int | None:
    """Figures of the reports that count, together; unknown where none does."""
    values = [total.figures[figure] for figure in figures]
    known = [value for value in values if value is not None]
    return sum(known) if total.counted and len(known) == len(values) else None


def _part(value: int | None, whole: int | None, reports: int) -> float | None:
    return share(value, whole, reports=reports) if value is not None and whole else None


def _sought(ask: Asked, **more: Any) -> Asked:
    return replace(ask, sought=replace(ask.sought, **more))


def _of_year(ask: Asked, year: int, **more: Any) -> Asked:
    return _sought(replace(ask, chosen=replace(ask.chosen, year=year)), **more)


def _in_region(ask: Asked, region: str) -> Asked:
    return replace(ask, chosen=replace(ask.chosen, region=region))


# -- charts


def _series(name: str, figures: Sequence[str], total: Total) -> Series:
    return Series(name, tuple(_sum(total, figure) for figure in figures))


def _over_years(kind: Kind, title: str, found: Mapping[int, Total], figures: Sequence[str]) -> Chart:
    """Figures over all years from the first to the last; those without a report are gaps."""
    span = range(min(found), max(found) + 1) if found else range(0)
    groups: dict[str, Sequence[str]] = {str(NAMES[figure]): [figure] for figure in figures[:MOST]}
    if len(figures) > MOST:
        groups = {**dict(list(groups.items())[: MOST - 1]), _("其他"): figures[MOST - 1 :]}
    return Chart(
        kind,
        title,
        tuple(map(str, span)),
        tuple(
            Series(name, tuple(_sum(found.get(year, NOTHING), *parts) for year in span))
            for name, parts in groups.items()
        ),
    )


def _shares(title: str, parts: Sequence[tuple[str, float | None]]) -> Chart:
    known = [(name, part) for name, part in parts if part is not None][:_CHARTED]
    names, values = tuple(name for name, _part in known), tuple(part for _name, part in known)
    return Chart(Kind.BARS, title, names, (Series(_("占比"), values),), unit="%")
