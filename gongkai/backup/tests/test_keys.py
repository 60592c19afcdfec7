"""The copy of the keys: whole, of the right ledger, and confirmed in the log."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.backup import keys
from gongkai.backup.errors import Unusable
from gongkai.ledger.audit.models import Entry
from gongkai.lib.crypto import keyring, make_keys
from gongkai.lib.signing import own_key


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    make_keys(tmp_path / "data" / "keys")
    return tmp_path / "data"


def saved(data: Path) -> Path:
    path = data.parent / "gongkai.keys"
    keys.write(keys.held(data), path)
    return path


def test_a_copy_put_into_another_folder_opens_what_was_sealed(data: Path, tmp_path: Path) -> None:
    sealed = keyring(data / "keys").seal("11010519491231002X")
    keys.put(keys.read(saved(data)).contents, tmp_path / "new")
    assert keyring(tmp_path / "new" / "keys").open(sealed) == "11010519491231002X"
    assert (tmp_path / "new" / "keys" / "sealing.keys").stat().st_mode & 0o077 == 0


def test_marks_tell_keys_apart_and_give_nothing_away(data: Path) -> None:
    marks = keys.marks(data)
    keyring(data / "keys").add_key()
    more = keys.held(data)
    assert more.opens(marks)
    assert not keys.KeyFile({}, marks).opens(more.marks)
    everything = " ".join(path.read_text() for path in (data / "keys").iterdir())
    assert all(mark not in everything for mark in more.marks)


def test_a_folder_without_keys_has_none_to_copy(tmp_path: Path) -> None:
    assert keys.held(tmp_path / "empty").marks == keys.marks(tmp_path / "empty") == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"lookup.key": "', '"lookup.key": "0'),
        lambda text: text.replace("lookup.key", "../lookup.key"),
        lambda text: json.dumps({**json.loads(text), "format": 2}),
        lambda _text: "[]",
        lambda _text: "PK\x03\x04",
    ],
)
def test_a_spoilt_copy_is_told_in_words(data: Path, spoil: object) -> None:
    path = saved(data)
    path.write_text(spoil(path.read_text()))  # type: ignore[operator]
    with pytest.raises(Unusable, match="不是密钥文件，或者文件已损坏"):
        keys.read(path)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_confirmed_copy_stands_in_the_log_until_the_keys_change(data: Path) -> None:
    assert keys.confirmed_at() == ""
    keys.confirm(saved(data), actor="王敏")
    assert keys.confirmed_at() == Entry.objects.get(action="keys.confirm").at
    keyring(data / "keys").add_key()
    assert keys.confirmed_at() == ""


@pytest.mark.slow
@pytest.mark.django_db
def test_a_copy_that_lacks_the_key_that_signs_is_not_confirmed(data: Path) -> None:
    """Lost with the machine, it would leave the public log with another signature."""
    path = saved(data)
    own_key(data / "keys")
    with pytest.raises(Unusable, match="与正在使用的密钥不同"):
        keys.confirm(path, actor="王敏")
    keys.confirm(saved(data), actor="王敏")
    assert keys.confirmed_at()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_copy_of_other_keys_is_not_confirmed(data: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "other" / "keys")
    other = tmp_path / "other.keys"
    keys.write(keys.held(tmp_path / "other"), other)
    with pytest.raises(Unusable, match="与正在使用的密钥不同"):
        keys.confirm(other, actor="王敏")
    assert not Entry.objects.exists()
