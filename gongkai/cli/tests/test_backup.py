"""A broken machine costs no case: backup and restore as an operator runs them, and whatever comes between."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from gongkai.backup import keys
from gongkai.cli.tests.test_frame import run
from gongkai.ledger.workbook.tests.books import APPLICATION, table, xlsx
from gongkai.lib.crypto import make_keys

pytestmark = pytest.mark.slow
APART = {"keys", "static", "cache", "once", "imports", "backups", "backups.log"}


@pytest.fixture(scope="module")
def data(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town's year, with files beside it."""
    folder = Path(shutil.copytree(laid_out, tmp_path_factory.mktemp("backup") / "data"))
    code(
        "from gongkai.sample import base, town; known = {}\n"
        "for one in town.ORGANS: known[one.name] = base.load(one, known)",
        folder,
    )
    for name, content in {
        "media/2026/附件 1.pdf": os.urandom(500_000),
        "media/empty": b"",
        "media/.half-written": b"x",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def saved(data: Path) -> Path:
    """A backup of it; its keys lie beside it."""
    assert run(data, "backup", str(data.parent / "saved"), DATABASE_URL="").returncode == 0
    (path,) = (data.parent / "saved").glob("*.zip")
    return path


def code(lines: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A few lines of Python on a data folder."""
    start = "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'gongkai.settings'; django.setup(); "
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", start + lines],
        env={**known, "GONGKAI_DATA": str(folder), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row as SQLite has it, read without the program; when a migration ran is another matter."""
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names = [name for name in names if "_grams" not in name]  # how SQLite packs the index
        rows = {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
    rows["django_migrations"] = sorted(row[1:3] for row in rows["django_migrations"])
    rows["sqlite_sequence"] = [row for row in rows["sqlite_sequence"] if row[0] != "django_migrations"]
    return rows


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
        and path.relative_to(folder).parts[0] not in APART
        and not path.name.startswith((".", "gongkai.sqlite3"))
    }


def refused(ended: subprocess.CompletedProcess[str], words: str) -> None:
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    assert len(ended.stderr.strip().splitlines()) == 1
    assert words in ended.stderr


def test_every_row_of_every_table_and_every_file_comes_back(data: Path, saved: Path, tmp_path: Path) -> None:
    ended = run(tmp_path / "new", "restore", str(saved))
    assert ended.returncode == 0, ended
    assert "写入后逐行比对过" in ended.stdout
    assert tables(tmp_path / "new") == tables(data)
    assert files(tmp_path / "new") == files(data)
    assert len(files(data)) == 3  # two attachments and the heads of the log
    for key in ("sealing.keys", "lookup.key", "session.key"):
        assert (tmp_path / "new" / "keys" / key).read_bytes() == (data / "keys" / key).read_bytes()
    assert run(tmp_path / "new", "verify").returncode == 0
    rights = {
        path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new", *(tmp_path / "new").iterdir())
    }
    assert (rights["new"], rights["keys"], rights["gongkai.sqlite3"]) == (0o700, 0o700, 0o600)
    assert "media/.half-written" not in zipfile.ZipFile(saved).namelist()


def test_the_backup_holds_no_key(data: Path, saved: Path) -> None:
    keys = [line for path in (data / "keys").iterdir() for line in path.read_bytes().split()]
    with zipfile.ZipFile(saved) as file:
        content = b"".join(file.read(name) for name in file.namelist())
    assert len(keys) >= 3
    assert [key for key in keys if key in content] == []


def test_a_folder_with_anything_in_it_is_refused(data: Path, saved: Path) -> None:
    before = tables(data)
    refused(run(data, "restore", str(saved)), "恢复不覆盖数据")
    assert tables(data) == before


def test_a_damaged_file_is_refused_before_anything_is_written(saved: Path, tmp_path: Path) -> None:
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "bent.zip").write_bytes(content)
    refused(run(tmp_path / "new", "restore", "--without-keys", str(tmp_path / "bent.zip")), "请换一份备份")
    refused(run(tmp_path / "new", "restore", "--without-keys", str(tmp_path / "nothing.zip")), "nothing.zip")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "said", [{"format": 2, "program": "9.0"}, {"migrations": ["organs.0999_later"], "program": "9.0"}]
)
def test_a_backup_of_a_newer_program_asks_for_it(
    saved: Path, tmp_path: Path, said: dict[str, object]
) -> None:
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(tmp_path / "newer.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), **said}).encode()
            new.writestr(name, content)
    refused(run(tmp_path / "new", "restore", "--without-keys", str(tmp_path / "newer.zip")), "9.0")
    assert not (tmp_path / "new").exists()


def test_the_keys_of_another_ledger_are_refused_and_without_keys_all_but_the_sealed_comes_back(
    data: Path, saved: Path, tmp_path: Path
) -> None:
    make_keys(tmp_path / "other" / "keys")
    keys.write(keys.held(tmp_path / "other"), tmp_path / "other.keys")
    new = tmp_path / "new"
    refused(run(new, "restore", str(saved), "--keys", str(tmp_path / "other.keys")), "密钥文件不是它的")
    alone = str(shutil.copy(saved, tmp_path / saved.name))
    refused(run(new, "restore", alone), "加 --without-keys")
    assert not new.exists()
    ended = run(new, "restore", str(saved), "--without-keys")
    assert ended.returncode == 0
    assert "联系方式" in ended.stdout
    assert "仍是密文" in ended.stdout
    assert tables(new) == tables(data)
    refused(run(new, "keys", "load", str(tmp_path / "other.keys")), "请换一份密钥文件")
    assert not any((new / "keys").iterdir())
    assert run(new, "keys", "load", str(saved.with_suffix(".keys"))).returncode == 0
    assert run(new, "verify").returncode == 0
    refused(run(new, "keys", "load", str(saved.with_suffix(".keys"))), "已有密钥")


def test_a_killed_backup_leaves_no_file_that_looks_whole(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    (tmp_path / "data" / "media" / "long.bin").write_bytes(os.urandom(80_000_000))
    process = started(tmp_path / "data", "backup", str(tmp_path / "saved"))
    wait_for(lambda: any((tmp_path / "saved").glob(".*.part")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list((tmp_path / "saved").glob("[!.]*.zip")) == []
    (tmp_path / "data" / "media" / "long.bin").unlink()
    assert run(tmp_path / "data", "backup", str(tmp_path / "saved"), "--verify").returncode == 0


def test_a_killed_restore_is_told_and_can_be_done_again(data: Path, saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    process = started(new, "restore", str(saved))
    wait_for(lambda: (new / ".restoring" / "gongkai.sqlite3").exists())
    process.send_signal(signal.SIGKILL)
    process.wait()
    refused(run(new, "verify"), "上一次恢复没有做完")
    assert run(new, "restore", str(saved)).returncode == 0
    assert tables(new) == tables(data)
    assert sorted(path.name for path in new.iterdir()) == [
        "audit-head.log",
        "gongkai.sqlite3",
        "keys",
        "media",
    ]


def test_a_full_disk_is_told_and_nothing_is_left(data: Path, saved: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        refused(run(data, "backup", str(disk)), "磁盘已满")
        assert list(disk.iterdir()) == []
        refused(run(disk / "new", "restore", str(saved)), "磁盘已满")
        assert list(disk.iterdir()) == []


def test_a_backup_while_others_write_is_of_one_moment(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    write = (
        "import itertools; from gongkai.ledger.organs.actions import create\n"
        "for n in itertools.count(): create(name=f'新{n}镇', actor='王敏')"
    )
    start = "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'gongkai.settings'; django.setup()\n"
    writer = subprocess.Popen(
        [sys.executable, "-c", start + write],
        env={**os.environ, "GONGKAI_DATA": str(tmp_path / "data")},
    )
    try:
        wait_for(lambda: organs(tmp_path / "data") > organs(data))
        before = organs(tmp_path / "data")
        ended = run(tmp_path / "data", "backup", str(tmp_path / "saved"), "--verify")
        assert ended.returncode == 0, ended
        assert writer.poll() is None
        assert organs(tmp_path / "data") > before
    finally:
        writer.kill()
        writer.wait()


def test_before_an_upgrade_there_is_a_backup_and_it_comes_back_upgraded(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    downgrade(tmp_path / "data")
    ended = run(tmp_path / "data", "verify")
    assert ended.returncode == 0, ended
    assert "升级数据前已备份到" in ended.stderr
    (path,) = (tmp_path / "data" / "backups").glob("*.zip")
    with zipfile.ZipFile(path) as file:
        assert "auth.0012_alter_user_first_name_max_length" not in file.read("manifest.json").decode()
    assert run(tmp_path / "new", "restore", str(path)).returncode == 0
    assert tables(tmp_path / "new") == tables(tmp_path / "data")


def test_without_a_backup_there_is_no_upgrade(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    downgrade(tmp_path / "data")
    (tmp_path / "data" / "backups").write_text("in the way")
    before = tables(tmp_path / "data")
    refused(run(tmp_path / "data", "verify"), "没有备份成（已有同名的文件） — 数据没有升级")
    assert tables(tmp_path / "data") == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of file sizes")
def test_a_disk_that_is_full_at_the_first_import_leaves_nothing_behind(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "台账.xlsx", {"依申请公开": table(APPLICATION)})
    words = ["gongkai", "import", str(book), "--organ", "四间房镇人民政府"]
    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)); "
        f"sys.argv = {words!r}; runpy.run_module('gongkai', run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", limited],
        env={**os.environ, "GONGKAI_DATA": str(tmp_path / "data"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    refused(ended, "磁盘")
    assert list((tmp_path / "data").glob("gongkai.sqlite3*")) == []
    assert run(tmp_path / "data", *words[1:]).returncode == 0


def test_a_first_start_that_was_cut_off_is_gone_on_with_and_not_saved(data: Path, tmp_path: Path) -> None:
    code(
        "from django.core.management import call_command; call_command('migrate', 'audit', verbosity=0)",
        tmp_path,
    )
    ended = run(tmp_path, "verify")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "操作日志还是空的。\n", "")


@pytest.mark.parametrize("well", [True, False])
def test_the_daily_backup_is_made_tried_out_and_told(data: Path, tmp_path: Path, well: bool) -> None:
    shutil.copytree(data, tmp_path / "data")
    place = tmp_path / "nightly"
    if not well:
        place.write_text("in the way")
    settings = {"GONGKAI_BACKUP_DAILY": "1", "GONGKAI_BACKUP_DIR": str(place)}
    work = "from gongkai.jobs.tick import tick; from django.core.management import call_command; tick(); "
    code(work + "call_command('db_worker', batch=True, verbosity=0)", tmp_path / "data", **settings)
    told = run(tmp_path / "data", "doctor", **settings)
    assert told.returncode == (0 if well else 1), told
    assert ("已备份，并已试恢复" if well else "✗ 每日备份：没有备份成") in told.stdout
    if well:
        assert sorted(path.suffix for path in place.iterdir()) == [".keys", ".zip"]


@pytest.mark.postgres
def test_a_ledger_moves_to_postgresql_and_back_by_backup_and_restore(
    data: Path, saved: Path, tmp_path: Path
) -> None:
    with database(f"moved_{os.getpid()}") as url:
        ended = run(tmp_path / "pg", "restore", str(saved), DATABASE_URL=url)
        assert ended.returncode == 0, ended
        assert not (tmp_path / "pg" / "gongkai.sqlite3").exists()
        assert run(tmp_path / "pg", "verify", DATABASE_URL=url).returncode == 0
        ended = run(tmp_path / "pg", "backup", str(tmp_path / "saved"), "--verify", DATABASE_URL=url)
        assert ended.returncode == 0, ended
        refused(run(tmp_path / "full", "restore", str(saved), DATABASE_URL=url), "已有数据")
        (path,) = (tmp_path / "saved").glob("*.zip")
        assert run(tmp_path / "back", "restore", str(path), DATABASE_URL="").returncode == 0
        moved, kept = tables(tmp_path / "back"), tables(data)
        log = moved.pop("audit_entry"), kept.pop("audit_entry")
        assert [row for row in log[0] if row not in log[1]] == [
            row for row in log[0] if "backup.make" in row
        ][-1:]
        moved.pop("sqlite_sequence"), kept.pop("sqlite_sequence")
        assert plain(moved) == plain(kept)
        with database("again") as second:
            assert run(tmp_path / "pg2", "restore", str(path), DATABASE_URL=second).returncode == 0
            assert run(tmp_path / "pg2", "verify", DATABASE_URL=second).returncode == 0


@pytest.mark.postgres
def test_one_command_moves_a_ledger_to_postgresql_and_one_moves_it_back(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    with database(f"moved_{os.getpid()}") as url:
        there = run(tmp_path / "data", "move", str(tmp_path / "pg"), "--database", url, DATABASE_URL="")
        assert there.returncode == 0, there
        assert "写入后逐行比对过" in there.stdout
        assert not (tmp_path / "pg" / "gongkai.sqlite3").exists()
        assert run(tmp_path / "pg", "verify", DATABASE_URL=url).returncode == 0
        back = run(tmp_path / "pg", "move", str(tmp_path / "back"), DATABASE_URL=url)
        assert back.returncode == 0, back
    kept, moved = tables(tmp_path / "data"), tables(tmp_path / "back")
    log, longer = kept.pop("audit_entry"), moved.pop("audit_entry")
    assert [row for row in longer if row not in log] == [row for row in longer if "backup.make" in row][-1:]
    kept.pop("sqlite_sequence"), moved.pop("sqlite_sequence")
    assert plain(moved) == plain(kept)
    assert files(tmp_path / "back").keys() == files(tmp_path / "data").keys()


def test_a_ledger_moves_into_an_empty_folder_alone_and_stays_where_it_was(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("kept")
    assert run(tmp_path / "data", "move", str(tmp_path / "full")).returncode == 2
    ended = run(tmp_path / "data", "move", str(tmp_path / "new"))
    assert ended.returncode == 0, ended
    assert f"GONGKAI_DATA={tmp_path / 'new'}" in ended.stdout
    assert run(tmp_path / "new", "verify").stdout == run(tmp_path / "data", "verify").stdout


def plain(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """PostgreSQL gives JSON back with its names in another order."""

    def evened(value: object) -> object:
        is_json = isinstance(value, str) and value.startswith(("{", "["))
        return json.dumps(json.loads(str(value)), sort_keys=True) if is_json else value

    return {
        name: sorted((tuple(map(evened, row)) for row in table), key=repr) for name, table in rows.items()
    }


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty database on the server of this run."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield psycopg.conninfo.make_conninfo(server, dbname=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def downgrade(folder: Path) -> None:
    """As a program would have left it that knew one migration less."""
    undo = "call_command('migrate', 'auth', '0011', verbosity=0)"
    code(f"from django.core.management import call_command; {undo}", folder)


def organs(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "gongkai.sqlite3", timeout=30)) as database:
        return int(database.execute("SELECT count(*) FROM organs_organ").fetchone()[0])


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "gongkai", *arguments], env={**os.environ, "GONGKAI_DATA": str(folder)}
    )


def wait_for(come: object) -> None:
    until = time.monotonic() + 60
    while not come():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.005)


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of less than a third of a megabyte, where this system lets one be made."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
