"""``gongkai deadline`` from the command line."""

import json
from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.law.notices import from_toml
from gongkai.lib import calendars


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path))
    monkeypatch.delenv("GONGKAI_LANG", raising=False)


def call(*arguments: str) -> int:
    """Run the command; its exit code."""
    with pytest.raises(SystemExit) as end:
        main(["deadline", *arguments])
    return int(str(end.value.code))


def test_the_due_date_comes_with_a_reason_for_every_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--received", "2026-09-18") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "答复期限：2026-10-22（周四）"
    assert lines[2] == "  09-20 调休上班，第1日"
    assert "  10-01 国庆节放假，不计" in lines
    assert lines[-1] == "  10-22 周四，第20日"


def test_in_english_every_day_has_its_reason_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_LANG", "en")
    with pytest.raises(SystemExit):
        main(["deadline", "--received", "2022-09-28"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Reply due: 2022-10-31 (Mon)"
    assert lines[1] == "  09-29 Thursday, day 1"
    assert lines[3] == "  10-01 National Day holiday, not counted"


def test_json_has_the_shape_other_programs_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--received", "2022-09-30", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert list(content) == ["received", "due", "calendar", "steps"]
    assert (content["received"], content["due"]) == ("2022-09-30", "2022-11-02")
    assert content["calendar"] == "official"
    assert content["steps"][0] == {
        "date": "2022-10-01",
        "counts": False,
        "n": None,
        "why": "10-01 国庆节放假，不计",
    }
    assert content["steps"][7] == {
        "date": "2022-10-08",
        "counts": True,
        "n": 1,
        "why": "10-08 调休上班，第1日",
    }
    assert content["steps"][-1]["n"] == 20
    assert len(content["steps"]) == 33


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (["--extended", "20"], "2022-08-01"),
        (["--corrected", "2022-06-27"], "2022-07-25"),
        (["--corrected", "2022-06-27", "--extended", "5"], "2022-08-01"),
        (["--pause", "2022-06-15:2022-06-28"], "2022-07-15"),
        (["--pause", "2022年6月15日：2022/6/28", "--pause", "20220620:20220624"], "2022-07-15"),
    ],
)
def test_options_move_the_due_date(options: list[str], due: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--received", "2022-06-06", *options, "--json") == 0
    assert json.loads(capsys.readouterr().out)["due"] == due


def test_a_year_without_a_notice_is_provisional_until_one_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--received", "2026-12-15", "--json") == 0
    assert json.loads(capsys.readouterr().out)["calendar"] == "provisional"
    assert call("--received", "2026-12-15") == 0
    assert "暂定" in capsys.readouterr().out.splitlines()[-1]
    calendars.add(
        tmp_path,
        from_toml("""
year = 2027
off = [
    ["01-01", "01-03", "元旦"], ["02-05", "02-11", "春节"], ["04-03", "04-05", "清明节"],
    ["05-01", "05-05", "劳动节"], ["06-09", "06-09", "端午节"], ["09-15", "09-15", "中秋节"],
    ["10-01", "10-07", "国庆节"],
]
work = []
"""),
    )
    assert call("--received", "2026-12-15", "--json") == 0
    assert json.loads(capsys.readouterr().out)["calendar"] == "official"


def test_a_pause_after_the_limit_changes_nothing_and_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--received", "2022-06-06", "--pause", "2022-07-05:2022-07-08", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["due"] == "2022-07-04"
    assert "答复期限此前已经届满" in told.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--received", "2022-02-30"], "--received 2022-02-30 — 不是日期 — 请写成2026-09-18。"),
        (["--received", "昨天"], "--received 昨天 — 不是日期 — 请写成2026-09-18。"),
        (
            ["--received", "2022-06-06", "--corrected", "2022-06-01"],
            "--corrected 2022-06-01 — 早于2022-06-06 — 请核对日期。",
        ),
        (
            ["--received", "2022-06-06", "--extended", "21"],
            "--extended 21 — 延期为1至20个工作日 — 请改正天数。",
        ),
        (
            ["--received", "2022-06-06", "--pause", "2022-06-10"],
            "--pause 2022-06-10 — 应为起止两个日期 — 请写成2026-09-21:2026-09-30。",
        ),
        (
            ["--received", "2022-06-06", "--pause", "2022-06-10:2022-06-08"],
            "--pause 2022-06-08 — 早于2022-06-10 — 请核对日期。",
        ),
        (
            ["--received", "2007-01-01"],
            "2007年1月1日收到的申请算不出期限 — 当时还没有政府信息公开条例 — 请核对收到日期。",
        ),
        (
            ["--received", "1980-01-01"],
            "1980-01-01算不出工作日 — 工作日历只到1990年至2100年 — 请核对日期。",
        ),
    ],
)
def test_a_slip_is_one_line_and_exit_code_two(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 2
    told = capsys.readouterr()
    assert told.err.splitlines() == [sentence]
    assert told.out == ""
