"""The log is whole, or says where it is not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from gongkai.ledger.audit import actions, queries
from gongkai.ledger.audit.actions import Change, head_file, record
from gongkai.ledger.audit.chain import Head
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.evidence import package
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.actions import note_export
from gongkai.lib.crypto import UnknownKey


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def write(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            record([Change(None, "test.write", f"thing:{number}", after={"n": number})], actor="王敏")


def tamper(sql: str) -> None:
    """As somebody with the database file and no regard for the program."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_an_untouched_log_is_whole() -> None:
    write(5)
    assert queries.verify() is None
    assert queries.head() == queries.noted_heads()[-1]


TAMPERINGS = {
    "a changed actor": ("UPDATE audit_entry SET actor = '李某' WHERE number = 3", 3),
    "a changed digest": ("UPDATE audit_entry SET after = '0' WHERE number = 4", 4),
    "a deleted row": ("DELETE FROM audit_entry WHERE number = 2", 2),
    "a cut tail": ("DELETE FROM audit_entry WHERE number >= 5", 5),
    "an inserted row": (
        "INSERT INTO audit_entry (number, at, actor, action, subject, reason, before, after, previous, hash) "
        "SELECT 7, at, actor, action, subject, reason, before, after, hash, hash "
        "FROM audit_entry WHERE number = 6",
        7,
    ),
    "everything deleted": ("DELETE FROM audit_entry", 1),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sql", "number"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_the_first_broken_row_is_named(sql: str, number: int) -> None:
    write(6)
    tamper(sql)
    broken = queries.verify()
    assert broken is not None
    assert broken.number == number


@pytest.mark.django_db(transaction=True)
def test_a_log_rewritten_from_end_to_end_is_betrayed_by_the_head_outside_the_database() -> None:
    write(3)
    kept = head_file().read_text("utf-8")
    tamper("DELETE FROM audit_entry")
    write(3)  # a chain that is right in itself, with other contents
    head_file().write_text(kept, "utf-8")
    broken = queries.verify()
    assert broken is not None
    assert "整段重写" in broken.message


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("left", [None, b"", b"x y z\n", b"\xff\n"])
def test_a_head_file_that_is_gone_or_spoilt_does_not_pass_for_proof(left: bytes | None) -> None:
    write(3)
    tamper("DELETE FROM audit_entry WHERE number = 3")
    if left is None:
        head_file().unlink()
    else:
        head_file().write_bytes(left)
    broken = queries.verify()
    assert broken is not None
    assert "链头不见了" in broken.message


@pytest.mark.django_db(transaction=True)
def test_a_change_whose_head_cannot_be_noted_is_not_made() -> None:
    head_file().mkdir(parents=True)
    with pytest.raises(OSError, match="audit-head"):
        write(1)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_head_after_a_torn_line_stands_on_a_line_of_its_own() -> None:
    write(1)
    with head_file().open("a", encoding="utf-8") as file:
        file.write("2 ab")
    write(1)
    assert queries.noted_heads()[-1].number == 2


@pytest.mark.django_db(transaction=True)
def test_keys_that_are_gone_are_not_silently_made_again() -> None:
    write(1)
    shutil.rmtree(Path(settings.DATA) / "keys")
    with pytest.raises(UnknownKey, match="放回备份"):
        write(1)
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_head_line_cut_by_a_power_failure_is_passed_over() -> None:
    write(2)
    with head_file().open("a", encoding="utf-8") as file:
        file.write("3 abc")
    assert queries.verify() is None


@pytest.mark.django_db(transaction=True)
def test_a_log_row_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        record([Change(None, "test", "thing:1")], actor="王敏")


@pytest.mark.django_db(transaction=True)
def test_that_something_was_taken_out_is_logged_by_itself() -> None:
    organ = create(name="四间房镇人民政府", actor="王敏")
    note_export(organ=organ, actor="王敏", reason="移交")
    package.log(organ, 2022, with_names=True, actor="王敏", reason="考核")
    assert list(Entry.objects.order_by("number").values_list("action", flat=True))[1:] == [
        "request.unmask.ledger",
        "evidence.take_names",
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_neither_logged_nor_noted() -> None:
    def fail() -> None:
        with transaction.atomic():
            create(name="四间房镇人民政府", actor="王敏")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Organ.objects.count() == Entry.objects.count() == 0
    assert queries.noted_heads() == []


@pytest.mark.django_db
def test_digests_are_keyed_so_that_a_name_cannot_be_guessed_from_them() -> None:
    with transaction.atomic():
        record([Change(None, "test", "thing:1", after={"name": "张三"})], actor="王敏")
    first = Entry.objects.get().after
    (Path(settings.DATA) / "keys" / "lookup.key").write_text("00" * 32)
    actions.keyring.cache_clear()
    with transaction.atomic():
        record([Change(None, "test", "thing:1", after={"name": "张三"})], actor="王敏")
    assert Entry.objects.order_by("number").last().after != first  # type: ignore[union-attr]


@pytest.mark.parametrize("make", [lambda: Head(7, "ab" * 32, "2026-11-23T10:00:00+08:00")])
def test_a_printed_head_reads_back(make: Callable[[], Head]) -> None:
    assert Head.parse(str(make())) == make()
