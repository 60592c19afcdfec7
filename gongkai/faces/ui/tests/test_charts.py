"""Charts: what the specification says, what the picture shows, and that a page gets on without it."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from lxml import etree

from gongkai.faces.ui import pictures as drawing
from gongkai.faces.ui.chart_specs import NARROW, WIDE, spec
from gongkai.faces.ui.charts import Chart, Kind, Series
from gongkai.faces.ui.draw import drawn
from gongkai.faces.ui.pictures import pictures

YEARS = ("2019", "2020", "2021", "2022")
LINE = Chart(
    Kind.LINE, "申请", YEARS, (Series("新收", (120, None, 90, 260)), Series("办结", (118, 100, 92, 250)))
)
STACKED = Chart(
    Kind.STACKED,
    "结果",
    YEARS,
    tuple(
        Series(name, values)
        for name, values in (
            ("予以公开", (10, 20, 30, 40)),
            ("部分公开", (5, 0, 5, None)),
            ("不予公开", (1, 2, 3, 4)),
            ("无法提供", (1, 2, 3, 4)),
            ("其他", (1, 2, 3, 4)),
        )
    ),
)
SHARES = Chart(Kind.BARS, "占比", ("甲<市>", "乙市"), (Series("占比", (12.5, None)),), unit="%")


def drawing_of(chart: Chart, width: int = WIDE) -> Any:
    order = {"id": "p1", "spec": spec(chart, width), "title": chart.title, "says": chart.says}
    return etree.fromstring(drawn(order))


def texts(picture: Any) -> list[str]:
    return [str(text) for text in picture.xpath("//*[local-name()='text']/text()")]


def marks(picture: Any, attribute: str) -> list[str]:
    return [str(value) for value in picture.xpath(f"//*[local-name()='path']/@{attribute}")]


@pytest.mark.slow
def test_a_line_has_its_own_colour_and_dash_and_its_last_value_beside_it() -> None:
    picture = drawing_of(LINE)
    assert {"新收260", "办结250", *YEARS} <= set(texts(picture))
    lines = [path for path in picture.iter("{*}path") if path.get("stroke", "").startswith("var(--chart")]
    assert [(one.get("stroke"), one.get("stroke-dasharray")) for one in lines] == [
        ("var(--chart-1)", "1,0"),
        ("var(--chart-2)", "6,3"),
    ]


@pytest.mark.slow
def test_an_unknown_value_is_a_gap_and_a_value_alone_a_dot() -> None:
    lines = [one.get("d") for one in drawing_of(LINE).iter("{*}path") if one.get("stroke-dasharray")]
    assert [line.count("M") for line in lines] == [2, 1]
    dots = [value["dot"] for value in spec(LINE, WIDE)["data"]["values"] if value["series"] == "新收"]
    assert dots == [True, False, False, True]


def test_lines_begin_at_zero_with_round_steps() -> None:
    axis = spec(LINE, WIDE)["layer"][0]["encoding"]["y"]
    assert axis["scale"]["domain"] == [0, 300]
    assert axis["axis"]["values"] == [0, 100, 200, 300]


def test_the_names_at_the_ends_never_cover_each_other() -> None:
    near = Chart(Kind.LINE, "近", YEARS, tuple(Series(f"第{n}", (0, 0, 0, 100 + n)) for n in range(5)))
    heights = sorted(end["y"] for end in spec(near, WIDE)["layer"][2]["data"]["values"])
    assert all(later - earlier >= 20 for earlier, later in pairwise(heights))
    assert heights[0] >= 0


def test_on_a_phone_a_legend_stands_below_in_place_of_the_names_at_the_ends() -> None:
    assert "新收260" not in texts(drawing_of(LINE, NARROW))
    assert {"新收", "办结"} <= set(texts(drawing_of(LINE, NARROW)))


def test_each_part_of_a_bar_has_its_own_fill_and_the_sum_is_unknown_with_a_part() -> None:
    picture = drawing_of(STACKED)
    fills = {"var(--chart-1)", "url(#p1-fill-2)", "var(--chart-3)", "url(#p1-fill-4)", "url(#p1-fill-5)"}
    assert fills <= set(marks(picture, "fill"))
    assert {"p1-fill-2", "p1-fill-4", "p1-fill-5"} == set(picture.xpath("//*[local-name()='pattern']/@id"))
    assert [
        text for text in texts(picture) if text not in (*YEARS, *(one.name for one in STACKED.series))
    ] == [
        *("18", "26", "44"),
        "未知",
    ]


def test_bars_say_their_figures_with_unit_and_hostile_names_stay_text() -> None:
    assert texts(drawing_of(SHARES)) == ["甲<市>", "乙市", "12.5%", "未知"]


def test_a_name_that_is_too_long_for_a_phone_is_cut_with_a_sign() -> None:
    long = Chart(
        Kind.BARS, "规则", ("AR-6.1 第六部分写信息处理费，且与表二、表三相符",), (Series("份", (3,)),)
    )
    assert texts(drawing_of(long))[0] == long.places[0]
    assert texts(drawing_of(long, NARROW))[0].endswith("…")


@pytest.mark.parametrize("chart", [LINE, STACKED, SHARES], ids=lambda chart: chart.kind.value)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_picture_is_as_wide_as_asked_has_a_name_and_nothing_that_a_strict_policy_blocks(
    chart: Chart, width: int
) -> None:
    picture = drawing_of(chart, width)
    assert picture.get("viewBox").split()[2] == str(width)
    named = [
        picture.xpath(f"//*[@id='{picture.get(how)}']/text()")
        for how in ("aria-labelledby", "aria-describedby")
    ]
    assert named == [[chart.title], [chart.says]]
    assert not picture.xpath("//@style | //@href | //*[local-name()='style' or local-name()='script']")
    colours = {value for name in ("fill", "stroke") for value in picture.xpath(f"//@{name}")} - {"none"}
    assert all(value.startswith(("var(--", "url(#p1-")) for value in colours), "no colour but the page's own"


@pytest.mark.parametrize("count", [0, 6])
def test_a_chart_has_one_to_five_series(count: int) -> None:
    with pytest.raises(ValueError, match="one to 5 series"):
        Chart(Kind.BARS, "多", ("甲",), tuple(Series(str(n), (1,)) for n in range(count)))


def test_a_series_has_a_value_for_each_place() -> None:
    with pytest.raises(ValueError, match="for each place"):
        Chart(Kind.BARS, "缺", ("甲", "乙"), (Series("件", (1,)),))


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "charts"


@pytest.mark.slow
def test_pictures_are_drawn_once_by_another_process_and_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "PATIENCE", 30.0)
    (first,) = pictures([STACKED])
    assert first.wide is not None
    assert first.narrow is not None
    kept = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(kept) == 2
    (again,) = pictures([STACKED])
    assert again == first
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == kept


def test_a_page_waits_no_longer_than_it_has_patience_and_shows_its_table_alone(folder: Path) -> None:
    with drawing._drawing:  # another page has its pictures drawn
        (found,) = pictures([LINE])
    assert (found.wide, found.narrow) == (None, None)


@pytest.mark.slow
def test_after_a_failure_nothing_is_tried_for_a_while(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def fails(*_arguments: object, **_more: object) -> None:
        calls.append(1)
        raise subprocess.SubprocessError

    monkeypatch.setattr(subprocess, "run", fails)
    monkeypatch.setattr(drawing, "_PAUSE", 0.5)
    monkeypatch.setattr(drawing, "PATIENCE", 0.05)
    for _ in range(3):
        pictures([LINE])
    assert len(calls) == 1
    assert drawing._drawing.acquire(timeout=5), "and then it may be tried again"
    drawing._drawing.release()


def test_the_oldest_pictures_go_when_there_are_too_many(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    for n in range(5):
        (folder / f"{n}.svg").write_text("x")
        os.utime(folder / f"{n}.svg", (n, n))
    monkeypatch.setattr(drawing, "_KEPT", 2)
    drawing._forget_oldest()
    assert sorted(path.name for path in folder.iterdir()) == ["3.svg", "4.svg"]


@pytest.mark.slow
def test_the_web_process_loads_neither_the_renderer_nor_duckdb() -> None:
    heavy = "{'vl_convert', 'duckdb'} & set(sys.modules)"
    code = f"import django; django.setup(); import gongkai.urls, sys; sys.exit(bool({heavy}))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
