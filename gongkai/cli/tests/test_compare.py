"""``gongkai compare`` from the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.analysis.tests.folders import written
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


def test_of_figures_the_change_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    write("b.json", replace(PUBLISHED, cells={**PUBLISHED.cells, "proactive/licensing": 4}))
    assert call("a.json", "b.json") == 1
    assert "行政许可 0 4 +4" in " ".join(capsys.readouterr().out.split())


# -- folders


@pytest.fixture
def folders() -> None:
    """甲镇 in two years, one equal; 乙镇 in different years; one alone on each side; a bad file."""
    more = SOUND | {"proactive/licensing": 4}
    written(Path("A"), [a_report(SOUND, organ="甲镇", year=year) for year in (2021, 2022)])
    written(Path("B"), [a_report(SOUND, organ="甲镇人民政府", year=2021), a_report(more, organ="甲镇")])
    written(Path("A"), [a_report(SOUND, organ="乙镇", year=2021), a_report(SOUND, organ="丙镇")])
    written(Path("B/下级"), [a_report(more, organ="乙镇", year=2022), a_report(SOUND, organ="丁镇")])
    Path("B/坏.json").write_text("{", encoding="utf-8")


@pytest.mark.slow
def test_folders_are_compared_report_by_report(folders: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("A", "B") == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "1对相同，2对不同，3份没有对应的或读不了。" in out
    assert "甲镇 2022 甲镇-2022.json 2022 甲镇-2022.json 1" in out
    assert "乙镇 2021 乙镇-2021.json 2022 下级/乙镇-2022.json 1" in out
    assert "丙镇 2022 丙镇-2022.json 没有" in out
    assert "丁镇 没有 2022 下级/丁镇-2022.json" in out
    assert "《坏.json》" in out


@pytest.mark.slow
def test_folders_as_json_are_a_line_a_pair(folders: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("A", "B", "--json") == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["equal"] for line in lines].count(True) == 1
    (slip,) = (line for line in lines if line["a"] and line["a"]["organ"] == "甲镇" and not line["equal"])
    assert (slip["a"]["path"], slip["b"]["path"]) == ("A/甲镇-2022.json", "B/甲镇-2022.json")
    assert [(found["where"], found["a"], found["b"]) for found in slip["differences"]] == [
        ("proactive/licensing", 0, 4)
    ]
    (alone,) = (line for line in lines if line["b"] is None)
    assert alone["a"]["organ"] == "丙镇"
    (bad,) = (line["b"] for line in lines if line["b"] and "message" in line["b"])
    assert bad["path"] == "B/坏.json"


def test_equal_folders_end_in_0(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("A", "B"):
        written(Path(folder), [a_report(SOUND, organ="甲镇")])
    assert call("A", "B") == 0
    assert "1对相同，0对不同" in capsys.readouterr().out


@pytest.mark.slow
def test_of_several_reports_of_one_name_those_in_one_place_belong_together(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for side in ("A", "B"):
        for county in ("东县", "西县"):
            licences = SOUND | {"proactive/licensing": 1 if county == "东县" else 2}
            written(Path(side) / county, [a_report(licences, organ="城关镇")])
    assert call("A", "B") == 0
    written(Path("A/北县"), [a_report(SOUND, organ="城关镇")])
    written(Path("B/南县"), [a_report(SOUND, organ="城关镇"), a_report(SOUND, organ="城关镇", year=2021)])
    assert call("A", "B") == 1
    assert "3对相同，0对不同，1份没有对应的" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("A", "a.json", "一个是文件夹，一个不是 — 请给出两份年报，或两个文件夹。"),
        ("A", "空", "空 — 里面没有能读的年度报告"),
    ],
)
def test_what_cannot_be_compared_is_2_with_one_line(
    a: str, b: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written(Path("A"), [a_report(SOUND)])
    Path("空").mkdir()
    assert call(a, b) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert len(captured.err.splitlines()) == 1
    assert captured.out == ""
