"""Nothing of the log is changed unseen: every byte of a row, any row, the order of rows, the end of the log.

Whoever tampers has the database, and no regard for the program.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as searching
from hypothesis import strategies as st

from gongkai.ledger.audit import queries
from gongkai.ledger.audit.actions import Change, record
from gongkai.ledger.audit.chain import GENESIS, HASHED, first_break, link
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.transparency import actions as log
from gongkai.ledger.transparency import queries as tree
from gongkai.ledger.transparency.actions import Statement
from gongkai.ledger.transparency.models import Head, Leaf, Node
from gongkai.lib.proofs import Kind

ROWS = 6
TEXTS = ("at", "actor", "action", "subject", "reason", "before", "after", "previous", "hash")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    """Six rows whose heads are noted outside the database, as each commit notes them."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    for number in range(ROWS):
        subject = f"requests.foirequest:{number}"
        change = Change(None, "request.receive", subject, None, {"n": number}, "照收件登记")
        with transaction.atomic():
            record([change], actor="王敏")
    assert queries.verify() is None


def rows() -> list[dict[str, Any]]:
    return list(Entry.objects.order_by("number").values(*HASHED, "hash"))


def changed(text: str) -> Iterator[str]:
    """The text with each of its bytes turned into each other one that leaves a text."""
    data = text.encode()
    for place, old in enumerate(data):
        for new in range(256):
            if new != old:
                try:
                    yield (data[:place] + bytes([new]) + data[place + 1 :]).decode()
                except UnicodeDecodeError:
                    continue  # no text of a database; see below what is said of it


def test_whichever_byte_of_a_row_is_changed_and_into_whatever_that_row_is_named(written: None) -> None:
    before, row, after = rows()[1:4]
    chain = [{**one, "number": number} for number, one in enumerate((before, row, after), 1)]
    # the three begin a log of their own, so that each trial costs three links
    sound = _chained(chain)
    assert first_break(iter(sound), ()) is None
    tried = 0
    for name in TEXTS:
        for text in changed(sound[1][name]):
            found = first_break(iter((sound[0], {**sound[1], name: text}, sound[2])), ())
            assert found is not None, (name, text)
            assert found.number == 2
            tried += 1
    for bit in range(63):
        for name in ("number", "organ_id"):
            other = (sound[1][name] or 0) ^ 1 << bit
            assert first_break(iter((sound[0], {**sound[1], name: other}, sound[2])), ()), (name, bit)
    assert tried > 30_000


def _chained(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    previous, made = GENESIS, []
    for one in listed:
        row = {**one, "previous": previous}
        row["hash"] = previous = link(row)
        made.append(row)
    return made


def put(number: int, name: str, value: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {name} = %s WHERE number = %s", [value, number])


@searching(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(1, ROWS), st.sampled_from(TEXTS), st.data())
def test_a_byte_that_is_changed_in_the_database_is_told_with_its_row(
    written: None, number: int, name: str, data: st.DataObject
) -> None:
    text = str(Entry.objects.values_list(name, flat=True).get(number=number))
    place = data.draw(st.integers(0, len(text)))
    letter = data.draw(st.characters(codec="utf-8", exclude_characters="\0"))
    other = text[:place] + letter + text[place + 1 :]
    with transaction.atomic():
        put(number, name, other[: Entry._meta.get_field(name).max_length])  # type: ignore[union-attr]
        found = queries.verify()
        is_other = Entry.objects.values_list(name, flat=True).get(number=number) != text
        assert (found.number if found else None) == (number if is_other else None)
        transaction.set_rollback(True)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL takes no bytes that are no text")
def test_bytes_that_are_no_text_are_told_in_words(written: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor = CAST(x'e78bff' AS TEXT) WHERE number = 3")
    found = queries.verify()
    assert found is not None
    assert "操作日志" in found.message


@pytest.mark.parametrize("kept", range(ROWS))
def test_a_tail_that_is_cut_off_is_told_however_long_it_was(written: None, kept: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE number > %s", [kept])
    found = queries.verify()
    assert found is not None
    assert found.number == kept + 1


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (5, 6)])
def test_rows_that_changed_places_are_told(written: None, one: int, other: int) -> None:
    with connection.cursor() as cursor:
        for old, new in ((one, 99), (other, one), (99, other)):
            cursor.execute("UPDATE audit_entry SET number = %s WHERE number = %s", [new, old])
    found = queries.verify()
    assert found is not None
    assert found.number == one


def test_whichever_byte_of_the_public_log_is_changed_it_is_told(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    with transaction.atomic():
        log.append([Statement(Kind.RELEASE, f"disclosures.version:{n}", f"公告{n}") for n in range(5)])
    log.sign()
    assert list(tree.breaks()) == []
    for table, names in ((Leaf, ("kind", "at", "digest")), (Node, ("hash",)), (Head, ("root", "signature"))):
        for row in table.objects.all()[1:2] if table is not Head else table.objects.all()[:1]:
            for name in names:
                for other in _bytes_of(getattr(row, name)):
                    table.objects.filter(pk=row.pk).update(**{name: other})
                    assert list(tree.breaks()), (table, name, other)
                table.objects.filter(pk=row.pk).update(**{name: getattr(row, name)})
    assert list(tree.breaks()) == []


def _bytes_of(value: Any) -> Iterator[Any]:
    """The value with each of its bytes changed, once."""
    if isinstance(value, str):
        for place, letter in enumerate(value):
            yield value[:place] + chr(ord(letter) ^ 1) + value[place + 1 :]
    else:
        data = bytes(value)
        for place in range(len(data)):
            yield data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
