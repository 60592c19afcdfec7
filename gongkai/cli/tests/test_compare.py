"""``gongkai compare`` from the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.tests.annual_reports import SOUND, a_report

PUBLISHED = a_report(SOUND, narrative={"overview": "一" * 100 + "收到10件。"})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_LANG", raising=False)
    write("a.json", PUBLISHED)


def write(name: str, report: ReportData) -> None:
    Path(name).write_text(dumps(report), encoding="utf-8")


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["compare", *arguments])
    return int(str(end.value.code))


def test_equal_reports_end_in_0(capsys: pytest.CaptureFixture[str]) -> None:
    write("b.json", PUBLISHED)
    assert call("a.json", "b.json") == 0
    assert "两份报告的数字和正文都相同。" in capsys.readouterr().out


def test_each_cell_that_differs_is_named_with_both_values(capsys: pytest.CaptureFixture[str]) -> None:
    write("b.json", replace(PUBLISHED, cells={**PUBLISHED.cells, "requests/granted/business": None}))
    assert call("a.json", "b.json") == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "有1处不同。" in out
    assert "（一）予以公开·商业企业 1 空" in out


def test_of_long_prose_the_stretch_is_shown_where_it_parts(capsys: pytest.CaptureFixture[str]) -> None:
    write("b.json", replace(PUBLISHED, narrative={"overview": "一" * 100 + "收到11件。"}))
    assert call("a.json", "b.json") == 1
    out = capsys.readouterr().out
    assert "……一一一一一一一一一收到10件。" in out.replace(" ", "")
    assert "……一一一一一一一一一收到11件。" in out.replace(" ", "")


def test_json_has_both_reports_and_every_difference(capsys: pytest.CaptureFixture[str]) -> None:
    write("b.json", replace(PUBLISHED, year=2023, cells={**PUBLISHED.cells, "proactive/licensing": 4}))
    assert call("a.json", "b.json", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["a"] == {"path": "a.json", "organ": "示例镇人民政府", "year": 2022, "format": "2021"}
    assert found["b"]["year"] == 2023
    assert found["equal"] is False
    assert found["differences"] == [{"where": "proactive/licensing", "name": "行政许可", "a": 0, "b": 4}]


def test_an_unreadable_report_is_2_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("a.json", "missing.json") == 2
    captured = capsys.readouterr()
    assert captured.err == "找不到文件《missing.json》，请核对路径。\n"
    assert captured.out == ""
