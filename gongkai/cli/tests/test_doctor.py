"""What doctor says of backups, keys and jobs, and when it says that something is wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongkai.backup import book
from gongkai.cli.main import main
from gongkai.jobs.models import TICK, Round
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.privacy import keys
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.lib.today import now, today

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, head_noted: None
) -> Say:
    """Runs a command on the test database and a folder of its own: exit code, stdout with stderr."""
    for module in ("doctor", "keys"):
        monkeypatch.setattr(f"gongkai.cli.{module}.ledger", lambda: None)
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    (tmp_path / "data").mkdir(mode=0o700)
    create(name="四间房镇人民政府", actor="测试")
    keys()

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


def note(path: Path, *, days: float = 0, proven: bool | None = True) -> None:
    at = (now() - timedelta(days=days)).isoformat(timespec="seconds")
    book.note(book.Entry(at, str(path), "", book.SCHEDULE, proven))


def test_a_ledger_that_was_never_backed_up_is_warned_of_but_is_not_wrong(say: Say) -> None:
    code, told = say("doctor")
    assert code == 0
    assert "！ 备份 — 还没有备份过 — 请运行 gongkai backup" in told
    assert "！ 密钥 — 还没有核对过另存的一份" in told


def test_a_fresh_backup_elsewhere_is_well_and_a_stale_one_is_warned_of(say: Say, tmp_path: Path) -> None:
    note(Path("/gone/gongkai-20260101-000000.zip"))
    assert "✓ 最近一次备份：" in say("doctor")[1]
    (tmp_path / "data" / book.FILE).unlink()
    note(Path("/gone/gongkai-20260101-000000.zip"), days=8)
    code, told = say("doctor")
    assert (code, "！ 最近一次备份：" in told, "已过8天" in told) == (0, True, True)


def test_a_backup_on_the_disk_of_the_data_is_warned_of(say: Say, tmp_path: Path) -> None:
    note(tmp_path / "gongkai-20260101-000000.zip", proven=None)
    told = say("doctor")[1]
    assert "没有试恢复过" in told
    assert "和数据在同一块盘上" in told


def test_a_bad_backup_does_not_count(say: Say) -> None:
    note(Path("/gone/gongkai-20260101-000000.zip"), proven=False)
    assert "还没有备份过" in say("doctor")[1]


def test_daily_backups_that_stopped_are_wrong(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BACKUP_DAILY", True)
    note(Path("/gone/gongkai-20260101-000000.zip"), days=1)
    assert say("doctor")[0] == 0
    (settings.DATA / book.FILE).unlink()
    note(Path("/gone/gongkai-20260101-000000.zip"), days=3)
    code, told = say("doctor")
    assert code == 1
    assert "✗ 最近一次备份" in told
    assert "每日备份停了3天" in told


def test_what_the_jobs_did_not_do_is_wrong(say: Say) -> None:
    Round.objects.create(
        name="back_up", enqueued_on=today(), outcome="没有备份成", is_well=False, finished_at=now()
    )
    why = "收件邮箱 — 用户名或密码不对 — 请核对。"
    Round.objects.create(
        name="take_in_mail", enqueued_on=today(), outcome=why, is_well=False, finished_at=now()
    )
    late = now() - timedelta(days=2)
    Round.objects.create(name=TICK, enqueued_on=today(), finished_at=late, outcome="gk1:4711")
    code, told = say("doctor")
    assert code == 1
    assert "✗ 每日备份：没有备份成" in told
    assert f"✗ 收件：{why}" in told
    assert "！ 后台作业最近一次运行" in told
    assert "到点的活由gk1:4711来派。请用 gongkai serve 启动。" in told


@pytest.mark.slow
def test_a_search_that_would_not_find_what_is_there_is_wrong_until_it_is_rebuilt(say: Say) -> None:
    (organ,) = Organ.objects.all()
    meeting = Activity(organ=organ, on=today(), kind="meeting", topic="道路")
    supervision.register(organ=organ, rows=[meeting], actor="测试")
    assert "✓ 搜索索引与台账逐行相符" in say("doctor")[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE words_text SET organ_id = organ_id + 1")
    code, told = say("doctor")
    assert (code, "✗ 搜索索引 — 有1行与台账不符" in told) == (1, True)
    assert "搜索索引已重建：改正1行" in say("doctor", "--rebuild")[1]
    assert "✓ 搜索索引与台账逐行相符" in say("doctor")[1]


def test_keys_that_were_saved_and_confirmed_are_well_until_they_change(say: Say, tmp_path: Path) -> None:
    copy = str(tmp_path / "gongkai.keys")
    assert say("keys", "save", copy)[0] == 0
    assert say("keys", "save", copy)[0] == 2
    assert say("keys", "confirm", copy)[0] == 0
    assert "✓ 密钥另存的一份在" in say("doctor")[1]
    assert say("keys", "rotate")[0] == 0
    assert "！ 密钥 — 还没有核对过另存的一份" in say("doctor")[1]
    code, told = say("keys", "confirm", copy)
    assert code == 2
    assert "请用 gongkai keys save 另存一份新的" in told


def test_keys_that_open_nothing_are_not_confirmed(say: Say, tmp_path: Path) -> None:
    (tmp_path / "photo.keys").write_bytes(b"\x89PNG")
    code, told = say("keys", "confirm", str(tmp_path / "photo.keys"))
    assert code == 2
    assert "不是密钥文件" in told
