"""What belongs to a backup and what does not, and what is swept away."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError

from gongkai.backup import keys, making, scheduled
from gongkai.backup.archive import Archive
from gongkai.backup.errors import Unusable
from gongkai.backup.snapshot import snapshot
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.lib.crypto import make_keys

OLD = time.time() - 2 * 24 * 3600


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setattr(settings, "DATA", folder)
    make_keys(folder / "keys")
    for name in (
        *("media/2026/附件.pdf", "calendar/2027.toml", "media/backups/扫描.pdf", "fonts/仿宋.ttf"),
        *("backups/gongkai-20260101-030000.zip", "static/a.css", "backups.log", ".trial-x/gongkai.sqlite3"),
        *("media/.draft", "copies/gongkai-20260101-030000.keys", "copies/gongkai-20260101-030000-2.zip"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def files(made: making.Made) -> list[str]:
    with Archive(made.path) as archive:
        return [part.name.removeprefix("files/") for part in archive.manifest.files]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_all_files_but_keys_backups_and_what_is_made_anew_belong_to_a_backup(data: Path) -> None:
    made = making.make(data / "elsewhere", actor="王敏")
    assert sorted(files(made)) == [
        *(
            "audit-head.log",
            "calendar/2027.toml",
            "fonts/仿宋.ttf",
            "media/2026/附件.pdf",
            "media/backups/扫描.pdf",
        ),
    ]
    assert made.keys == data / "elsewhere" / f"{made.path.stem}.keys"
    assert keys.read(made.keys).marks == made.manifest.keys == keys.marks(data)
    again = making.make(data / "elsewhere", actor="王敏", keys_folder=data.parent / "safe")
    assert files(again) == files(made)
    assert again.path != made.path
    assert again.keys is not None
    assert again.keys.parent == data.parent / "safe"


@pytest.mark.django_db(transaction=True)
def test_who_made_a_backup_stands_in_the_log_and_in_the_backup(data: Path) -> None:
    made = making.make(data.parent / "saved", actor="王敏")
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("王敏", "backup.make", f"backup:{made.path.name}")
    assert made.manifest.audit == f"{entry.number} {entry.hash} {entry.at}"


@pytest.mark.django_db(transaction=True)
def test_the_data_folder_itself_takes_no_backup(data: Path) -> None:
    with pytest.raises(Unusable, match="就是数据文件夹本身"):
        making.make(data, actor="王敏")


@pytest.mark.django_db(transaction=True)
def test_keys_that_change_meanwhile_break_the_backup_off(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = keys.KeyFile({}, ["0" * 16])
    monkeypatch.setattr(keys, "held", lambda _folder: held)
    with pytest.raises(Unusable, match="密钥正在更换"):
        making.make(data.parent / "saved", actor="王敏")
    assert list((data.parent / "saved").iterdir()) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_drafts_of_killed_backups_are_swept_away_after_a_day(data: Path) -> None:
    folder = data.parent / "saved"
    folder.mkdir()
    old, new = folder / ".gongkai-20260101-030000.zip.part", folder / ".gongkai-20260102-030000.zip.part"
    for draft in (old, new):
        draft.touch()
    os.utime(old, (OLD, OLD))
    making.make(folder, actor="王敏")
    assert not old.exists()
    assert new.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_trial_leaves_nothing_and_sweeps_what_a_killed_one_left(data: Path) -> None:
    os.utime(data / ".trial-x", (OLD, OLD))
    made = making.make(data.parent / "saved", actor="王敏")
    assert scheduled.try_out(made, by="command") == ""
    assert list(data.glob(".trial-*")) == []
    made.path.write_bytes(made.path.read_bytes()[:-10])
    assert "试恢复没有通过（" in scheduled.try_out(made, by="command")
    assert list(data.glob(".trial-*")) == []


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_cannot_write(data: Path) -> None:
    row = {"number": 1, "at": "", "actor": "", "action": "", "subject": "", "previous": "", "hash": ""}
    with snapshot() as using, pytest.raises(DatabaseError, match=r"read-?only"):
        Entry.objects.using(using).create(**row)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_snapshot_sees_nothing_that_was_written_after_it_began(data: Path) -> None:
    with snapshot() as using:
        create(name="四间房镇人民政府", actor="王敏")
        assert Organ.objects.count() == 1
        assert Organ.objects.using(using).count() == Entry.objects.using(using).count() == 0
