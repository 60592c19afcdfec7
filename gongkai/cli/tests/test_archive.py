"""The archive from the command line."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine

from gongkai.cli.main import main
from gongkai.ledger.archive import scrubbing
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import inbox
from gongkai.ledger.requests.tests.bodies import BODIES

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def town(head_noted: None) -> Organ:
    return create(name="四间房镇人民政府", actor="测试", options=BODIES)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs ``gongkai archive …`` on the test database: exit code, stdout, stderr."""
    monkeypatch.setattr("gongkai.cli.archive.ledger", lambda: None)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended, time_machine.travel("2033-01-04T10:00:00+08:00"):
            main(["archive", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_what_can_be_archived_is_listed_with_what_it_lacks(say: Say, town: Organ) -> None:
    cases.served(town, proof="")
    code, said, _error = say("ready")
    first, last = said.splitlines()
    assert (code, last) == (0, "可以归档1件；缺送达记录0件。")
    assert first == "〔2022〕1号\t2022-03-20\t10年\t2022-03-20送达 — 没有登记回执、单号或者签收人"


@pytest.mark.slow
def test_a_package_is_written_for_a_reason_that_the_log_keeps(say: Say, town: Organ, tmp_path: Path) -> None:
    cases.filed(cases.served(town))
    code, _said, error = say("package", "〔2022〕1号", "--out", str(tmp_path))
    assert (code, "没有写原因" in error) == (2, True)
    for words in (["〔2022〕1号"], ["--year", "2022"]):
        code, said, _error = say("package", *words, "--reason", "移交", "--out", str(tmp_path))
        assert (code, Path(said.strip())) == (0, tmp_path / "〔2022〕1号.zip")
        assert zipfile.ZipFile(said.strip()).testzip() is None
    assert list(Entry.objects.filter(action="request.unmask.package").values_list("reason", flat=True)) == [
        "移交",
        "移交",
    ]


@pytest.mark.parametrize("words", [["〔2022〕9号"], [], ["〔2022〕1号", "--year", "2022"]])
def test_what_is_not_there_is_said_in_one_line(say: Say, town: Organ, words: list[str]) -> None:
    code, said, error = say("package", *words, "--reason", "移交")
    assert (code, said, error.count("\n")) == (2, "", 1)
    assert error.startswith("申请编号 — ")


@pytest.mark.parametrize("year", ["2022", "99999999999999999999"])
def test_a_year_in_which_nothing_was_archived_is_said(say: Say, town: Organ, year: str) -> None:
    code, said, error = say("package", "--year", year, "--reason", "移交")
    assert (code, said) == (2, "")
    assert error.startswith(f"{year}年 — 没有归档的件")


def test_the_catalogue_of_a_year_is_a_file(say: Say, town: Organ, tmp_path: Path) -> None:
    cases.filed(cases.served(town))
    code, said, _error = say("catalogue", "2022", "--format", "docx", "--out", str(tmp_path))
    assert (code, Path(said.strip())) == (0, tmp_path / "四间房镇人民政府2022年归档文件目录.docx")
    assert say("catalogue", "2021")[0] == 2


def test_what_is_due_is_listed_and_nothing_more(say: Say, town: Organ) -> None:
    cases.filed(cases.served(town))
    code, said, _error = say("due")
    assert (code, said.splitlines()) == (
        0,
        ["WS·2022-D10-0001\t〔2022〕1号\t2022-03-20", "保管期满1件，其中要留的0件。"],
    )


def test_cleaning_that_could_not_be_done_is_said(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "scrub", lambda: False)
    code, said, _error = say("scrub")
    assert (code, said.startswith("数据库正忙")) == (1, True)


def test_what_is_due_is_listed_with_what_lies_in_no_box(say: Say, town: Organ) -> None:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        row = inbox.arrive(
            organ=town, channel="internet", said=cases.SAID, at=cases.at(cases.ARRIVED), actor="申请人"
        ).arrival
        inbox.close(arrival=row, state="withdrawn", reason="不要了", actor="王敏")
    code, said, _error = say("due")
    assert (code, said.splitlines()) == (
        0,
        [f"{row.number}\t申请\t2022-10-19", "保管期满1件，其中要留的0件。"],
    )
