"""Charts: what is to be seen, as a small description. How it looks: ``chart_specs``; drawn: ``pictures``."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

MOST = 5  # series


class Kind(StrEnum):
    """How figures are shown."""

    LINE = "line"
    BARS = "bars"
    STACKED = "stacked"


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one kind of bar: a value for each place, None where it is unknown."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures at ``places`` (years, regions, rules …), in one to five series. ``unit`` follows a figure."""

    kind: Kind
    title: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MOST:
            raise ValueError(f"a chart has one to {MOST} series, not {len(self.series)}")
        if any(len(one.values) != len(self.places) for one in self.series):
            raise ValueError("every series has a value, known or not, for each place")

    @property
    def is_empty(self) -> bool:
        return all(value is None for one in self.series for value in one.values)

    @property
    def says(self) -> str:
        """The picture in a sentence, for who does not see it; the figures are in the table beside."""
        kind = {Kind.LINE: _("折线图"), Kind.BARS: _("条形图"), Kind.STACKED: _("堆叠条形图")}[self.kind]
        return _("{kind}：{series}；{first}至{last}，共{count}项。各项数字在旁边的表里。").format(
            kind=kind,
            series=_("、").join(one.name for one in self.series),
            first=self.places[0] if self.places else "",
            last=self.places[-1] if self.places else "",
            count=len(self.places),
        )


def shown(value: float | None, unit: str = "") -> str:
    """A figure as charts and their tables print it."""
    if value is None:
        return _("未知")
    return f"{value:,.1f}{unit}" if isinstance(value, float) else f"{value:,}{unit}"
