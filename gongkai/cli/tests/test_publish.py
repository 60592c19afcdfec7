"""A portal as files and records as packages from the command line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each writes files of a whole portal, or reads them
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def record(db: None) -> Iterator[Record]:
    options = {"portal": "on", "portal_basis": "指南第二条"}
    yield made.published(organs.create(name="真实镇人民政府", actor="测试", options=options))
    made.clear()


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs ``gongkai publish …`` on the test database: exit code, stdout, stderr."""
    monkeypatch.setattr("gongkai.cli.publish.ledger", lambda: None)

    def run(*words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["publish", *map(str, words)])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_a_portal_is_written_and_its_address_kept(say: Say, record: Record, tmp_path: Path) -> None:
    code, out, _err = say("--static", tmp_path / "site", "--base", "https://www.example.gov.cn/zw/")
    assert (code, out.startswith("真实镇人民政府：1条，重画1条，写入")) == (0, True)
    assert say("--static", tmp_path / "site")[:2] == (
        0,
        "真实镇人民政府：1条，重画0条，写入0个文件，撤下0个。\n",
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "要做哪一样"),
        (("--static", "site", "--package", "a.zip"), "要做哪一样"),
        (("--static", "site"), "还不知道将来的网址"),
        (("--static", "site", "--base", "ftp://x"), "不是网址"),
        (("--static", ".", "--base", "https://x.cn"), "不是空的"),
        (("--package", "a.zip"), "没有写索引号"),
        (("--package", "a.zip", "--record", "无"), "没有公开过这个索引号"),
        (("--check", "a.zip"), "没有写对方的公钥"),
        (("--check", "no.zip", "--key", "no.pem"), "打不开"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    say: Say,
    record: Record,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    why: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    code, out, err = say(*words)
    assert (code, out, why in err, err.count("\n")) == (2, "", True, 1)


def test_a_package_is_made_here_and_proved_there(say: Say, record: Record, tmp_path: Path) -> None:
    assert record.disclosure is not None
    package, key, other = tmp_path / "a.zip", tmp_path / "own.pem", tmp_path / "other.pem"
    assert say("--package", package, "--record", record.disclosure.index_no) == (0, f"{package}\n", "")
    assert say("--key", key)[0] == 0
    code, out, _err = say("--check", package, "--key", key)
    assert (code, out.split("\t")[:3]) == (0, ["publish", "真实镇人民政府", record.disclosure.index_no])
    package.write_bytes(package.read_bytes()[:-40])
    assert say("--check", package, "--key", key)[:2] == (
        1,
        "数据包 — 不是zip文件，或者已经损坏 — 请重新传送。\n",
    )
    other.write_text("nothing")
    assert "不是Ed25519密钥" in say("--check", package, "--key", other)[2]
