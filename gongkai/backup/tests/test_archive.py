"""The one file: whole or not there, and every damage is noticed."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.backup.archive import FORMAT, MANIFEST, Archive, Manifest, Writer, whole
from gongkai.backup.errors import Unusable

LINES = [b'["id","name"]\n', b'[1,"\xe7\x94\xb2"]\n', b'[2,"\xe4\xb9\x99"]\n']


def written(**changed: Any) -> bytes:
    """A small backup; ``changed`` says what its manifest says otherwise."""
    file = io.BytesIO()
    with Writer(file) as writer:
        writer.table("organs.organ", LINES, 7)
        writer.file("media/附件 1.pdf", io.BytesIO(b"%PDF" * 100))
        manifest = Manifest(FORMAT, "0.1", "2026-01-01T00:00:00+08:00", ["a.0001"], "", [], writer.parts)
        writer.finish(replace(manifest, **changed))
    return file.getvalue()


def checked(path: Path) -> Archive:
    with Archive(path) as archive:
        archive.check(lambda _step: None)
        for part in archive.manifest.parts:
            for _line in archive.lines(part):
                pass
    return archive


def test_the_manifest_counts_the_rows_and_keeps_the_last_number(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    path.write_bytes(written())
    table, file = checked(path).manifest.parts
    assert (table.name, table.rows, table.last_id) == ("tables/organs.organ.jsonl", 2, 7)
    assert (file.name, file.rows, file.size) == ("files/media/附件 1.pdf", None, 400)


WHOLE = written()


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(1, 255))
def test_a_changed_byte_is_noticed_or_changes_nothing_that_is_restored(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    path = tmp_path_factory.mktemp("bent") / "backup.zip"
    bent = bytearray(WHOLE)
    bent[place] ^= value
    path.write_bytes(bent)
    path.with_name("whole.zip").write_bytes(WHOLE)
    try:
        found = checked(path)
    except Unusable:
        return
    # what is left is such as the time of day in the zip's own directory
    assert found.manifest == checked(path.with_name("whole.zip")).manifest


@given(length=st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_short_is_no_backup(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "backup.zip"
    path.write_bytes(WHOLE[:length])
    with pytest.raises(Unusable, match="没有写完"):
        Archive(path)


def test_a_newer_format_asks_for_a_newer_program(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    path.write_bytes(written(format=FORMAT + 1, program="9.0"))
    with pytest.raises(Unusable, match=r"9\.0.*请先升级程序"):
        Archive(path)


@pytest.mark.parametrize(
    "name", ["files/../../etc/passwd", "/etc/passwd", "files/", "files/C:\\x", "keys/sealing.keys"]
)
def test_a_part_that_would_be_written_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "backup.zip"
    content = b"x"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, content)
        part = {"name": name, "size": 1, "sha256": "0" * 64}
        manifest = Manifest(FORMAT, "0.1", "", [], "", [], [])
        file.writestr(MANIFEST, json.dumps({**asdict(manifest), "parts": [part]}))
    with pytest.raises(Unusable):
        Archive(path)


def test_a_part_that_the_manifest_does_not_know_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    path.write_bytes(WHOLE)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("files/更多.txt", "x")
    with pytest.raises(Unusable, match="清单不一致"):
        checked(path)


@pytest.mark.slow
def test_a_bomb_is_not_unpacked_further_than_the_manifest_says(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("files/a", b"\0" * 50_000_000)
        part = {"name": "files/a", "size": 10, "sha256": "0" * 64}
        manifest = Manifest(FORMAT, "0.1", "", [], "", [], [])
        file.writestr(MANIFEST, json.dumps({**asdict(manifest), "parts": [part]}))
    read = 0

    def tick(step: int) -> None:
        nonlocal read
        read += step

    with Archive(path) as archive, pytest.raises(Unusable, match="校验值"):
        archive.check(tick)
    assert read < 1_000_000


def test_what_breaks_off_leaves_neither_the_file_nor_its_draft(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield LINES[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), whole(tmp_path / "backup.zip") as file, Writer(file) as writer:
        writer.table("organs.organ", lines(), None)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_seen_only_when_it_is_whole_and_by_its_owner_alone(tmp_path: Path) -> None:
    with whole(tmp_path / "backup.zip") as file:
        file.write(b"x")
        assert [path.name for path in tmp_path.iterdir()] == [".backup.zip.part"]
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600


def test_two_who_write_one_name_do_not_take_away_each_others_draft(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with whole(path) as file:
        with pytest.raises(FileExistsError), whole(path):
            pass
        file.write(b"first")
    assert path.read_bytes() == b"first"
