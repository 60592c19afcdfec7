"""Made-up reports for the pages of 年报汇总分析, in a folder and as a result."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from gongkai.analysis.overview import place_of
from gongkai.analysis.overview.build import build
from gongkai.analysis.tests.folders import judged, written
from tests.synthetic.reports import reports

REGIONS = ("淮安市", "宿迁市", "连云港市", "")
NAME = "苏北"


def a_folder(folder: Path, count: int = 240, seed: int = 3) -> Path:
    """``count`` reports of all kinds of organs, the years of each in one region; some are wrong, and one file
    is none."""
    organs: dict[str, str] = {}
    made = []
    for one in reports(count, seed):
        region = organs.setdefault(one.report.organ, REGIONS[len(organs) % len(REGIONS)])
        made.append(replace(one.report, organ=f"{region}{one.report.organ}"))
    written(folder, made)
    (folder / "坏.html").write_bytes(b"<html>")
    return folder


def a_result(data: Path, folder: Path, name: str = NAME) -> None:
    """What ``gongkai check FOLDER --page NAME`` puts into a data folder."""
    store = judged(folder)
    build(store, place_of(data, name), on=date(2026, 1, 31))
    store.close()
