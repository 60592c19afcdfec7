"""``gongkai check`` from the command line."""

import json
import os
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from gongkai.cli.main import main
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.model import ReportData, Value

SLOTS = tuple(BY_CODE["2021"].slots)
TABLES = tuple(code for code in SLOTS if not code.startswith("proactive/"))  # all that sums hold together
SLIP = {"requests/new/business": 3, "requests/new/total": 2}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_LANG", raising=False)
    return tmp_path


def write(
    name: str, cells: Mapping[str, Value] | None = None, *, year: int = 2022, organ: str = "示例镇"
) -> None:
    """A report file of zeros but for ``cells``."""
    slots = BY_CODE["2021"].slots.items()
    figures: dict[str, Value] = {code: Decimal(0) if slot.kind is Kind.MONEY else 0 for code, slot in slots}
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumps(ReportData(organ, year, "2021", figures | dict(cells or {}))), encoding="utf-8")


def call(*arguments: str) -> int:
    """Run the command; its exit code."""
    with pytest.raises(SystemExit) as end:
        main(["check", *arguments])
    return int(str(end.value.code))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.slow
def test_a_sound_report_is_praised_first(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.json")
    assert call("a.json") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("示例镇2022年政府信息公开工作年度报告")
    assert out[1].strip() == "核对200格，数字全部相符，没有要改的。"


BLANK = {"remedies/reconsideration/other": None}


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        (dict.fromkeys(SLOTS), "一个数也没有读出，没有可核对的，有3处要改。"),
        (dict.fromkeys(TABLES), "读出10格，没有一条勾稽关系能核对，有2处要改。"),
        (BLANK, "读出199格，能核对的都相符，没有要改的，另有1处建议。"),
    ],
)
def test_what_could_not_be_compared_is_never_said_to_agree(
    cells: dict[str, None], verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.json", cells)
    assert call("a.json") == bool("处要改" in verdict)
    assert capsys.readouterr().out.splitlines()[1].strip() == verdict


def test_the_verdict_is_one_sentence_in_english_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_LANG", "en")
    write("a.json", BLANK)
    write("b.json", SLIP)
    for name in ("a.json", "b.json"):
        call(name)
    out = capsys.readouterr().out
    assert "199 cells read, all that can be compared agree; nothing to correct; suggestions: 1.\n" in out
    assert "Figures disagree; to correct: 3.\n" in out


def test_errors_are_shown_with_place_sum_and_source_and_end_in_1(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.json", SLIP)
    assert call("a.json") == 1
    out = "".join(capsys.readouterr().out.split())
    assert "数字有不符的，有3处要改。" in out
    assert "一、本年新收政府信息" in out
    assert "商业企业3，总计却是2" in out
    assert "AR-3.3" in out
    assert "国办公开办函〔2021〕30号表三" in out


@pytest.mark.parametrize("columns", [50, 57, 64])
def test_no_figure_is_broken_at_the_end_of_a_line(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    monkeypatch.setenv("COLUMNS", str(columns))
    write("a.json", {"requests/new/business": 34567, "requests/new/total": 12345})
    assert call("a.json") == 1
    out = capsys.readouterr().out
    assert {"34567", "12345"} <= set(re.findall(r"\d+", out))
    table = [line for line in re.sub(r"\x1b\[[\d;]*m", "", out).splitlines() if line.startswith("  ")]
    assert max(map(cell_len, table)) <= columns


def test_json_gives_one_line_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.json", SLIP)
    assert call("a.json", "--json") == 1
    (line,) = lines(capsys)
    assert list(line) == ["path", "report", "findings", "status", "seconds"]
    assert (line["path"], line["status"]) == ("a.json", "errors")
    assert line["report"]["requests"]["new"] == [0, 3, 0, 0, 0, 0, 2]
    assert line["findings"][0] == {
        "rule": "AR-3.3",
        "severity": "error",
        "where": "requests/new/total",
        "expected": 3,
        "actual": 2,
        "message": "“一、本年新收政府信息公开申请数量”一行 — 商业企业3，总计却是2"
        " — 请核对各列，或把总计改为3。",
        "source": "国办公开办函〔2021〕30号 表三",
    }


def test_folders_are_searched_and_the_years_of_one_organ_joined(capsys: pytest.CaptureFixture[str]) -> None:
    write("all/2021/a.json", {"requests/carried_out/total": 1, "requests/carried_out/business": 1}, year=2021)
    write("all/2022/a.json", organ="示例镇人民政府")
    write("all/2022/b.json", organ="别的镇")
    Path("all/~$a.docx").write_text("lock", encoding="utf-8")
    assert call("all", "--json") == 1
    found = {
        (line["report"]["organ"], line["report"]["year"]): {
            f["rule"] for f in line["findings"] if f["expected"]
        }
        for line in lines(capsys)
    }
    assert "AR-3.5" in found["示例镇人民政府", 2022]
    assert "AR-3.5" not in found["别的镇", 2022]


def test_last_years_report_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("last.json", {"requests/carried_out/total": 1, "requests/carried_out/business": 1}, year=2021)
    write("this.json")
    assert call("this.json", "--previous", "last.json", "--json") == 1
    (line,) = lines(capsys)
    assert [f["where"] for f in line["findings"] if f["rule"] == "AR-3.5"] == [
        "requests/carried_in/business",
        "requests/carried_in/total",
    ]


@pytest.mark.parametrize(
    ("organ", "year"),
    [("别的镇", 2021), ("示例镇", 2020), ("示例镇", 2022)],
    ids=["another organ", "another year", "the same"],
)
def test_a_previous_report_that_is_not_last_years_is_said_not_to_count(
    organ: str, year: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write("last.json", organ=organ, year=year)
    write("this.json")
    assert call("this.json", "--previous", "last.json", "--json") == 0
    assert capsys.readouterr().err == (
        f"--previous last.json — 是“{organ}”{year}年的年报，没有用来核对 — 请换成“示例镇”2021年的年报。\n"
    )


def test_with_one_file_it_is_said_how_last_years_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    write("2021.json", year=2021)
    write("2022.json")
    hint = "没有2021年的年报，上下年的衔接没有核对 — 请用--previous给出它，或检查放着两年年报的文件夹。"
    assert call("2022.json") == 0
    assert capsys.readouterr().out.splitlines()[-1] == hint
    assert call("2022.json", "--previous", "2021.json") == call(".") == 0
    captured = capsys.readouterr()
    assert (hint not in captured.out, captured.err) == (True, "")


def test_one_unreadable_file_is_2_with_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text('{"organ": ', encoding="utf-8")
    assert call("a.json", "--json") == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["status"] == "unreadable"
    assert json.loads(captured.out)["report"] is None
    assert captured.err == "《a.json》不是有效的JSON文件，请用程序导出的报告文件。\n"


def test_an_unreadable_file_among_others_is_1_and_the_others_are_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("a.json")
    assert call("a.json", "missing.json") == 1
    captured = capsys.readouterr()
    assert "核对200格" in captured.out
    assert "共2份：1份没有要改的，0份有要改的，1份读不了。" in captured.out
    assert "找不到文件《missing.json》" in captured.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows没有命名管道。")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "pipe.html"),
        ("check", "this.json", "--previous", "pipe.html"),
        ("check", "this.json", "--out", "pipe.csv"),
        ("check", os.devnull),
        ("compare", "pipe.html", "this.json"),
        ("scan", "pipe.html"),
        ("calendar", "import", "pipe.html"),
        ("restore", "pipe.html"),
    ],
    ids=" ".join,
)
def test_a_pipe_or_device_is_refused_and_not_waited_for(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("this.json")
    monkeypatch.setenv("GONGKAI_DATA", "nothing-there")
    for name in ("pipe.html", "pipe.csv"):
        os.mkfifo(name)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert "不是普通文件" in printed.out + printed.err


def test_a_folder_named_as_last_years_report_is_refused_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    write("this.json")
    assert call("this.json", "--previous", ".") == 2
    assert "是文件夹，请给出其中的年报文件" in capsys.readouterr().err


def test_nothing_that_can_be_read_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("missing.json", "gone.pdf") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_folder_without_reports_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert call("empty") == 2
    assert "没有找到年度报告" in capsys.readouterr().err


def test_an_unreadable_previous_report_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    write("this.json")
    assert call("this.json", "--previous", "missing.json") == 2
    assert "找不到文件《missing.json》" in capsys.readouterr().err


def test_hostile_names_are_printed_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.json", SLIP, organ="[red]镇[/red]")
    assert call("a.json") == 1
    assert "[red]镇[/red]2022年" in capsys.readouterr().out
