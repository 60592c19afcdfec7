"""How a chart looks, as a Vega-Lite specification.

Each series is known by its colour and by its dash or pattern; an unknown value is a gap; figures start at 0.
The colours are the page's own (``var(--chart-1)``), so that one picture serves by day and by night. Scales
place what is data; names, figures and signs are placed by hand, in pixels, so that nothing is cut off.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import cycle
from math import ceil
from typing import Any

from gongkai.faces.ui.charts import Chart, Kind, shown

WIDE, NARROW = 560, 296  # px: beside its table, and on a phone

Json = dict[str, Any]

_SIZE, _LINE = 13, 20  # of type
_INK, _INK_2, _INK_3, _HAIR = "var(--ink)", "var(--ink-2)", "var(--ink-3)", "var(--line)"
_COLOURS = tuple(f"var(--chart-{number})" for number in range(1, 6))
_DASHES = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2])
#: Fills, patterns by their names in the picture; and the edge that each needs to end somewhere.
_FILLS = (_COLOURS[0], "url(#fill-2)", _COLOURS[2], "url(#fill-4)", "url(#fill-5)")
_EDGES = (_COLOURS[0], _COLOURS[1], _INK_2, _COLOURS[3], _COLOURS[4])
_PLOT = 208  # height of lines
_BAR, _ROW, _TALL_ROW = 18, 34, 52  # height of a bar, of a row with its name beside it, and above it
_SHORT = 6 * _SIZE  # up to this width a name stands beside its bar
_CONFIG: Json = {
    "view": {"stroke": None},
    "font": "Noto Sans SC",  # what texts are measured with
    "text": {"fontSize": _SIZE, "color": _INK, "baseline": "middle", "align": "left"},
    "axis": {
        "labelFontSize": _SIZE,
        "labelColor": _INK_2,
        "labelAngle": 0,
        "labelPadding": 8,
        "gridColor": _HAIR,
        "domain": False,
        "ticks": False,
        "title": None,
    },
}


def spec(chart: Chart, width: int) -> Json:
    """The chart for a picture of this width."""
    drawing = _lines(chart, width) if chart.kind is Kind.LINE else _bars(chart, width)
    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    return {"$schema": schema, "background": None, "autosize": "none", "config": _CONFIG, **drawing}


# -- lines


def _lines(chart: Chart, width: int) -> Json:
    known = [value for one in chart.series for value in one.values if value is not None]
    ticks = _ticks(max(known, default=0))
    ends = _ends(chart, ticks[-1]) if width >= WIDE else []
    legend = _Legend(chart, width) if not ends and len(chart.series) > 1 else None
    left = 8 + max(_width(shown(tick)) for tick in ticks)
    right = 16 + max((_width(end["text"]) + 8 for end in ends), default=0)
    plot = width - left - right
    place: Json = {"field": "place", "type": "ordinal", "sort": None}
    at = {
        "x": {
            **place,
            "scale": {"type": "point", "padding": 0.2},
            "axis": {"grid": False, "values": _spread(chart.places, plot)},
        },
        "y": {**_scaled("value", ticks[-1]), "axis": {"values": ticks, "format": ",d"}},
    }
    signs = {"stroke": _by_series(chart, _COLOURS), "strokeDash": _by_series(chart, _DASHES)}
    line = {"type": "line", "strokeWidth": 2, "invalid": "break-paths-show-domains"}
    dot = {"type": "point", "filled": True, "size": 56, "opacity": 1}
    layers: list[Json] = [
        {"mark": line, "encoding": {**at, **signs}},
        {
            "transform": [{"filter": "datum.dot"}],
            "mark": dot,
            "encoding": {**at, "fill": _by_series(chart, _COLOURS)},
        },
    ]
    if ends:
        layers.append(_text(ends, x={"value": plot + 12}, fontWeight=600))
    if legend:
        layers += legend.layers(left, _PLOT + 48, {"type": "rule", "strokeWidth": 2}, signs)
    return {
        "width": plot,
        "height": _PLOT,
        "padding": {"left": left, "right": right, "top": 12, "bottom": 36 + (legend.height if legend else 0)},
        "data": {"values": list(_points(chart))},
        "layer": layers,
    }


def _points(chart: Chart) -> Iterator[Json]:
    """Every value, known or not; a dot where the line ends and where a value stands alone."""
    for one in chart.series:
        last = max((n for n, value in enumerate(one.values) if value is not None), default=-1)
        padded = (None, *one.values, None)
        for n, (place, value) in enumerate(zip(chart.places, one.values, strict=True)):
            is_alone = padded[n] is None and padded[n + 2] is None
            has_dot = value is not None and (n == last or is_alone)
            yield {"place": place, "series": one.name, "value": value, "dot": has_dot}


def _ends(chart: Chart, top: float) -> list[Json]:
    """Name and last value of each series at its end, moved apart so that none covers another."""
    ends = []
    for one in chart.series:
        known = [value for value in one.values if value is not None]
        if known:
            gap = " " if one.name.isascii() else ""  # Chinese has none before a figure
            ends.append((known[-1] / top * _PLOT, f"{one.name}{gap}{shown(known[-1], chart.unit)}"))
    heights: list[float] = []
    for height, _name in sorted(ends):
        heights.append(max(height, heights[-1] + _LINE if heights else 0))
    over = max(0, max(heights, default=0) - _PLOT)  # the topmost stays in the picture
    return [
        {"text": text, "y": _PLOT - height + over}
        for height, (_height, text) in zip(heights, sorted(ends), strict=True)
    ]


def _ticks(most: float) -> list[int]:
    """From 0 in at most five round steps to the first one that is not below the largest value."""
    step = 1
    for factor in cycle((2, 2.5, 2)):  # 1, 2, 5, 10, 20, 50 …
        if step * 5 >= most:
            break
        step = int(step * factor)
    return [step * n for n in range(max(1, ceil(most / step)) + 1)]


def _spread(places: Sequence[str], room: int) -> list[str]:
    """As many names as have room below the axis, the last one among them."""
    fit = max(1, room // (max(map(_width, places), default=1) + 12))
    return list(places[::-1][:: -(-len(places) // fit) or 1])[::-1]


# -- bars


def _bars(chart: Chart, width: int) -> Json:
    widest = max(map(_width, chart.places), default=0)
    is_above = widest > _SHORT
    pieces = list(_stacked(chart) if chart.kind is Kind.STACKED else _grouped(chart))
    bars = max(piece["bar"] for piece in pieces) + 1 if pieces else 1
    row = (_TALL_ROW if is_above else _ROW) + (bars - 1) * (_BAR + 2)
    first = row - 6 - bars * (_BAR + 2) + 2 if is_above else (row - bars * (_BAR + 2) + 2) / 2
    for piece in pieces:
        y = piece["row"] * row + first + piece["bar"] * (_BAR + 2)
        piece |= {"y": y, "y2": y + _BAR, "middle": y + _BAR / 2}
    ends = [piece | {"y": piece["middle"]} for piece in pieces if piece["text"]]
    left = 0 if is_above else 8 + widest
    right = 8 + max((_width(end["text"]) for end in ends), default=0)
    height = row * len(chart.places)
    legend = _Legend(chart, width) if len(chart.series) > 1 else None
    names = [
        {"text": place, "y": n * row + (16 if is_above else row / 2)} for n, place in enumerate(chart.places)
    ]
    top = max((piece["end"] for piece in pieces), default=0) or 1
    fills = {"fill": _by_series(chart, _FILLS), "stroke": _by_series(chart, _EDGES)}
    grey = {"condition": {"test": "datum.unknown", "value": _INK_3}, "value": _INK}
    layers: list[Json] = [
        _text(names, x={"value": -left}, color=_INK_2, limit=width),
        {
            "transform": [{"filter": "datum.end > datum.start"}],
            # 2 px between the parts of a bar; the edge lies within
            "mark": {"type": "rect", "strokeWidth": 1, "xOffset": 0.5, "x2Offset": -1.5},
            "encoding": {
                "x": {**_scaled("start", top), "axis": None},
                "x2": {"field": "end"},
                "y": _pixel("y"),
                "y2": {"field": "y2"},
                **fills,
            },
        },
        _text(ends, x={**_scaled("end", top), "axis": None}, colour=grey, dx=6),
    ]
    if legend:
        layers += legend.layers(left, height + 20, {"type": "rect", "strokeWidth": 1}, fills)
    return {
        "width": width - left - right,
        "height": height,
        "padding": {"left": left, "right": right, "top": 4, "bottom": 4 + (legend.height if legend else 0)},
        "data": {"values": pieces},
        "layer": layers,
    }


def _stacked(chart: Chart) -> Iterator[Json]:
    """The parts of each bar, and at its end the sum, which is unknown with one of its parts."""
    for row in range(len(chart.places)):
        start: float = 0
        for one in chart.series:
            value = one.values[row] or 0
            yield _piece(one.name, row, start=start, end=start + value)
            start += value
        is_unknown = any(one.values[row] is None for one in chart.series)
        text = shown(None if is_unknown else start, chart.unit)
        yield _piece(chart.series[0].name, row, start=start, end=start) | {
            "text": text,
            "unknown": is_unknown,
        }


def _grouped(chart: Chart) -> Iterator[Json]:
    """The bars of each place under each other, each with its figure."""
    for row in range(len(chart.places)):
        for bar, one in enumerate(chart.series):
            value = one.values[row]
            piece = _piece(one.name, row, end=value or 0) | {"bar": bar}
            yield piece | {"text": shown(value, chart.unit), "unknown": value is None}


def _piece(series: str, row: int, *, start: float = 0, end: float) -> Json:
    return {"series": series, "row": row, "bar": 0, "start": start, "end": end, "text": "", "unknown": False}


# -- what both have


class _Legend:
    """Signs and names of the series under the picture, in as many lines as they need."""

    def __init__(self, chart: Chart, width: int) -> None:
        self._entries: list[tuple[str, int, int]] = []  # name, x, line
        x, line = 1, 0
        for one in chart.series:
            needed = 24 + _width(one.name) + 16
            if x > 1 and x + needed > width:
                x, line = 1, line + 1
            self._entries.append((one.name, x, line))
            x += needed
        self.height = (line + 1) * 24 + 8

    def layers(self, left: int, below: int, mark: Json, signs: Json) -> list[Json]:
        """As layers of a picture whose data begin at ``left``; ``below`` is the middle of the first line."""
        values = []
        for name, x, line in self._entries:
            y = below + 24 * line
            place = {"x": x - left, "x2": x - left + 16, "y": y, "top": y - 6, "bottom": y + 6}
            values.append({"series": name, "text": name, "after": x - left + 24, **place})
        if mark["type"] == "rect":
            upright = {"y": _pixel("top"), "y2": {"field": "bottom"}}
        else:
            upright = {"y": _pixel("y")}
        across = {"x": _pixel("x"), "x2": {"field": "x2"}}
        return [
            {"data": {"values": values}, "mark": mark, "encoding": {**across, **upright, **signs}},
            _text(values, x=_pixel("after"), color=_INK_2),
        ]


def _text(values: list[Json], *, x: Json, colour: Json | None = None, **mark: Any) -> Json:
    """A layer of texts, each at its own height."""
    encoding = {"x": x, "y": _pixel("y"), "text": {"field": "text"}}
    if colour:
        encoding["color"] = colour
    return {"data": {"values": values}, "mark": {"type": "text", **mark}, "encoding": encoding}


def _by_series(chart: Chart, signs: Sequence[Any]) -> Json:
    names = [one.name for one in chart.series]
    return {"field": "series", "scale": {"domain": names, "range": list(signs[: len(names)])}, "legend": None}


def _scaled(field: str, top: float) -> Json:
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, top], "nice": False}}


def _pixel(field: str) -> Json:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _width(text: str) -> int:
    """About how wide a text is: a Chinese character is a square, a figure a little more than half of one."""
    full = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return round(_SIZE * (full + 0.6 * (len(text) - full)))
