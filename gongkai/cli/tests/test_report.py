"""``gongkai report`` as a user meets it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.law.annual_report.stages import State
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.reports.tests import test_tree as tree

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """Runs ``gongkai report …`` on the test database in an empty folder: exit code, stdout, stderr."""
    monkeypatch.setattr("gongkai.cli.report.ledger", lambda: None)
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["report", *map(str, words)])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def town() -> Organ:
    """A town that made a 规章, which it may not."""
    organ = create(name="四间房镇人民政府", actor="测试")
    rule = Disclosure(
        organ=organ, index_no="1", title="办法", category="regulations", formed_on=date(2022, 3, 1)
    )
    disclosures.register(organ=organ, rows=[rule], actor="测试")
    return organ


def test_a_finding_on_the_terminal_names_its_place_once(say: Say, town: Organ) -> None:
    texts = {"overview": "（一）主动公开\n收到政府信息公开申请3件。"}
    reports.write_prose(organ=town, year=2022, texts=texts, actor="测试")
    code, out, err = say(2022, "--format", "html")
    assert (code, out) == (0, "四间房镇人民政府2022年政府信息公开工作年度报告.html\n")
    lines = err.splitlines()
    (rule,) = [line for line in lines if "AR-2.4" in line and "本年制发件数" in line]
    assert rule.startswith("建议 AR-2.4 规章·本年制发件数 — 写的是1")
    (prose,) = [line for line in lines if "AR-N.1" in line]
    assert prose.startswith("建议 AR-N.1 一、总体情况：正文“收到政府信息公开申请3件。”")
    assert any(line.startswith("建议 AR-1.1 总体情况 — 没有写工作考核结果") for line in lines)


@pytest.mark.slow
def test_a_file_that_was_edited_is_not_written_over(say: Say, town: Organ, tmp_path: Path) -> None:
    file = tmp_path / "报告.html"
    assert say(2022, "--format", "html", "--out", file)[0] == 0
    file.write_text("改过的报告", "utf-8")
    code, _out, err = say(2022, "--format", "html", "--out", file)
    assert (code, "已经有这个文件，内容不同" in err) == (2, True)
    assert file.read_text("utf-8") == "改过的报告"
    assert say(2022, "--format", "html", "--out", file, "--force")[0] == 0
    assert "政府信息公开工作年度报告" in file.read_text("utf-8")


def test_a_dash_is_standard_output_and_no_file(
    town: Organ, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("gongkai.cli.report.ledger", lambda: None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["report", "2022", "--format", "docx", "--out", "-"])
    assert capsysbinary.readouterr().out.startswith(b"PK")
    assert list(tmp_path.iterdir()) == []


def test_a_finding_on_the_whole_report_needs_no_place(say: Say, town: Organ) -> None:
    err = say(2022, "--form", "2019", "--format", "html")[2]
    assert "建议 AR-S.4 2022年的年报 — 用了2019年格式" in err
    assert "填0" not in err


def test_a_year_without_data_is_one_line_and_no_file(say: Say, town: Organ, tmp_path: Path) -> None:
    code, out, err = say(2021)
    assert (code, out, list(tmp_path.iterdir())) == (2, "", [])
    assert err.startswith("四间房镇人民政府2021年 — 台账里没有这一年的任何记录")


def test_a_roll_up_of_what_was_accepted_needs_something_accepted(
    town: Organ, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("gongkai.cli.report.ledger", lambda: None)
    county = create(name="滑县人民政府", actor="测试")
    member = tree.under(county, "甲镇人民政府")

    def say() -> tuple[int, str, str]:
        words = ["rollup", "2022", "--accepted", "--organ", county.name, "--format", "json"]
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    code, _out, err = say()
    assert (code, "2022年 — 还没有审核通过的报告" in err) == (2, True)
    tree.came(member, tree.sound(member.name, 2), State.PASSED, "file")
    code, out, _err = say()
    assert (code, json.loads(out)["scope"]["included"]) == (0, ["甲镇人民政府"])
