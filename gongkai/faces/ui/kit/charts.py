"""A chart of each kind, with the table that always stands beside it; all figures are invented."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.faces.ui.charts import Chart, Kind, Series, shown
from gongkai.faces.ui.pictures import Picture, pictures

YEARS = ("2018", "2019", "2020", "2021", "2022")

#: The rows of a chart's table: a place with its figures.
Rows = list[tuple[str, list[str]]]


def charts() -> Iterator[tuple[Picture, Rows]]:
    for picture in pictures([_over_years(), _side_by_side(), _stacked()]):
        chart = picture.chart
        figures = zip(*(one.values for one in chart.series), strict=True)
        places = zip(chart.places, figures, strict=True)
        yield picture, [(place, [shown(value, chart.unit) for value in values]) for place, values in places]


def _over_years() -> Chart:
    """One place was not counted: the line is broken there, and the table says so."""
    received = Series(_("新收申请"), (9, 12, None, 15, 14))
    carried = Series(_("结转下年"), (1, 0, 2, 3, 1))
    return Chart(Kind.LINE, _("历年的申请"), YEARS, (received, carried))


def _side_by_side() -> Chart:
    places = (_("示例镇"), _("范例乡"), _("样本街道"))
    return Chart(Kind.BARS, _("各机关主动公开"), places, (Series(_("条数"), (270, 36, 128)),))


def _stacked() -> Chart:
    names = (_("予以公开"), _("部分公开"), _("不予公开"), _("无法提供"), _("不予处理"))
    values = ((5, 6, 7, 8, 7), (1, 2, 1, 2, 2), (1, 1, 0, 2, 2), (1, 2, 3, 1, 2), (0, 1, 1, 1, 0))
    series = tuple(Series(name, row) for name, row in zip(names, values, strict=True))
    return Chart(Kind.STACKED, _("历年的答复"), YEARS, series, unit=_("件"))
