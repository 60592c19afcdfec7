"""Proving the log from the command line, and a printed report against it."""

import pytest

from gongkai.cli.main import main
from gongkai.ledger.audit import queries
from gongkai.ledger.organs.actions import create

pytestmark = pytest.mark.django_db


def verify(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["verify", *words])
    return int(ended.value.code or 0)


@pytest.fixture(autouse=True)
def one_row(monkeypatch: pytest.MonkeyPatch, head_noted: None) -> None:
    monkeypatch.setattr("gongkai.cli.verify.ledger", lambda: None)
    create(name="四间房镇人民政府", actor="测试")


def test_a_whole_log_ends_with_0_and_tells_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify() == 0
    assert "共1条" in capsys.readouterr().out
    assert verify("--head") == 0
    assert capsys.readouterr().out.strip() == str(queries.head())


def test_a_head_printed_on_a_report_is_found_in_the_log() -> None:
    assert verify("--printed", f"台账校验码：{queries.head()}") == 0


@pytest.mark.parametrize("number", ["1", "2"])
def test_a_head_the_log_does_not_have_ends_with_1(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("--printed", f"{number} {'0' * 64} 2026-01-01T00:00:00+08:00") == 1
    assert "校验码" in capsys.readouterr().out


def test_what_is_no_head_is_said_in_words() -> None:
    assert verify("--printed", "abc") == 2
