"""Folders of made-up reports for the pages of 年报汇总分析."""

from dataclasses import replace
from pathlib import Path

from gongkai.analysis.tests.folders import written
from tests.synthetic.reports import reports

REGIONS = ("淮安市", "宿迁市", "连云港市", "")
NAME = "苏北"


def a_folder(folder: Path, count: int = 240, seed: int = 3) -> Path:
    """``count`` reports of all kinds of organs, the years of each in one region; some are wrong."""
    organs: dict[str, str] = {}
    made = []
    for one in reports(count, seed):
        region = organs.setdefault(one.report.organ, REGIONS[len(organs) % len(REGIONS)])
        made.append(replace(one.report, organ=f"{region}{one.report.organ}"))
    written(folder, made)
    (folder / "坏.html").write_bytes(b"<html>")
    return folder
