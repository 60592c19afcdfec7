"""Whatever a ledger holds comes back from a backup row by row, out of one database and into another."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from gongkai.backup import rows, schema, sequences
from gongkai.backup.archive import FORMAT, Archive, Manifest, Writer
from gongkai.backup.errors import Unusable
from gongkai.backup.restoring import check, is_empty, restore
from gongkai.backup.tests.databases import contents, sqlite
from gongkai.backup.tests.ledgers import organs
from gongkai.ledger import proof
from gongkai.ledger.audit.chain import HASHED, first_break
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.actions import add_units, create
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.search import INDEXES
from gongkai.sample.base import SampleOrgan, load

FORMER_NAMES = b'["id","name","until","organ_id"]\n'
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def elsewhere(started_before: Path) -> Iterator[str]:
    """A database with all tables and nobody's rows."""
    with sqlite(started_before / "gongkai.sqlite3") as using:
        yield using


def packed(path: Path, using: str = "default", **instead: list[bytes]) -> Archive:
    """A backup of the tables alone; a test's transaction is seen by no other connection.

    ``instead`` gives tables other lines than they have, a dot in a label being two underscores.
    """
    with path.open("wb") as file, Writer(file) as writer:
        names = schema.applied(using)
        for table in schema.tables(names):
            label = str(table._meta.label_lower)
            writer.table(
                label,
                instead.get(label.replace(".", "__"), rows.lines(table, using)),
                sequences.last(table, using),
            )
        writer.finish(Manifest(FORMAT, "0", "2026-01-01T00:00:00+08:00", names, "", [], writer.parts))
    return Archive(path)


def move(source: str, target: str) -> None:
    with TemporaryDirectory() as folder, packed(Path(folder, "backup.zip"), source) as archive:
        check(archive, None)
        restore(archive, None, Path(folder), target)


@given(organs())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_ledger_moved_to_sqlite_and_back_is_what_it_was(
    elsewhere: str, head_noted: None, ledger: list[SampleOrgan]
) -> None:
    with transaction.atomic():
        for organ in ledger:
            load(organ, {})
        before = contents("default")
        move("default", elsewhere)
        assert contents(elsewhere) == before
        log = Entry.objects.using(elsewhere).order_by("number")
        assert first_break(log.values(*HASHED, "hash"), []) is None
        move(elsewhere, "default")
        assert contents("default") == before
        assert proof.verify() is None
        transaction.set_rollback(True)


def test_a_number_given_out_before_is_never_given_out_again(elsewhere: str) -> None:
    town = create(name="四间房镇人民政府", actor="王敏")
    _first, last = add_units(organ=town, units=[("village", "甲村"), ("village", "乙村")], actor="王敏")
    Unit.objects.filter(pk=last.pk).delete()
    move("default", elsewhere)
    assert Unit.objects.using(elsewhere).create(organ_id=town.pk, kind="village", name="丙村").pk > last.pk


def test_tables_that_give_no_numbers_have_none() -> None:
    assert sequences.last(Entry, "default") is None
    create(name="四间房镇人民政府", actor="王敏")
    assert sequences.last(Organ, "default") == Organ.objects.get().pk


def test_the_order_in_which_columns_of_a_workbook_came_is_kept(elsewhere: str) -> None:
    organ = create(name="四间房镇人民政府", actor="王敏", options={"乙": 1, "甲": 2})
    move("default", elsewhere)
    restored = Organ.objects.using(elsewhere).get(pk=organ.pk).options
    assert list(restored) == list(Organ.objects.get(pk=organ.pk).options)


def test_every_table_of_the_database_is_in_a_backup_or_made_by_the_migrations() -> None:
    saved = {model._meta.db_table for model in schema.tables(schema.applied())}
    left = set(connection.introspection.table_names()) - saved
    made_anew = tuple(f"{index.name}_" for index in INDEXES)
    assert {name for name in left if not name.startswith(made_anew)} == {"django_migrations"}


def test_a_row_that_was_read_back_otherwise_is_named(elsewhere: str, tmp_path: Path) -> None:
    town = create(name="四间房镇人民政府", actor="王敏")
    add_units(organ=town, units=[("village", name) for name in ("甲村", "乙村", "丙村")], actor="王敏")
    with packed(tmp_path / "backup.zip") as archive:
        restore(archive, None, tmp_path, elsewhere)
        (part,) = (part for part in archive.manifest.tables if part.name == "tables/organs.unit.jsonl")
        (model,) = (table for table in schema.tables(schema.applied()) if table._meta.label == "organs.Unit")

        def first_difference() -> int:
            return rows.difference(model, archive.lines(part), elsewhere, lambda _step: None)

        restored = Unit.objects.using(elsewhere)
        assert first_difference() == 0
        restored.filter(name="乙村").update(kind="section")
        assert first_difference() == 2
        restored.filter(name="乙村").update(kind="village")
        restored.filter(name="丙村").delete()
        assert first_difference() == 3
        restored.create(pk=99, organ_id=town.pk, kind="village", name="丁村")
        restored.create(pk=100, organ_id=town.pk, kind="village", name="戊村")
        assert first_difference() == 3


def test_rows_that_refer_to_nothing_are_refused_and_none_is_kept(elsewhere: str, tmp_path: Path) -> None:
    create(name="四间房镇人民政府", actor="王敏")
    lines = [FORMER_NAMES, b'[1,"A","2020-01-01",999]\n']
    with packed(tmp_path / "backup.zip", organs__formername=lines) as archive:
        check(archive, None)
        with pytest.raises(Unusable, match="引用对不上"):
            restore(archive, None, tmp_path, elsewhere)
    assert is_empty(elsewhere)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'[1,"A"]\n', "organs.formername — 写不进"),
        (b'[1,null,"2020-01-01",1]\n', "organs.formername — 写不进"),
        (b'[1,"A","2020-13-01",1]\n', "organs.formername — 写不进"),
        (b"not json\n", "organs.formername — 写不进"),
    ],
)
def test_a_row_that_is_none_is_told_with_its_table(
    elsewhere: str, tmp_path: Path, line: bytes, said: str
) -> None:
    lines = [FORMER_NAMES, line]
    with (
        packed(tmp_path / "backup.zip", organs__formername=lines) as archive,
        pytest.raises(Unusable, match=said),
    ):
        restore(archive, None, tmp_path, elsewhere)
    assert is_empty(elsewhere)


def test_a_table_with_other_columns_is_refused(elsewhere: str, tmp_path: Path) -> None:
    lines = [b'["id","organ_id","name"]\n']
    bent = packed(tmp_path / "backup.zip", organs__formername=lines)
    with bent as archive, pytest.raises(Unusable, match="栏目不对"):
        restore(archive, None, tmp_path, elsewhere)


def test_tables_of_another_version_are_not_undone(elsewhere: str, tmp_path: Path) -> None:
    with packed(tmp_path / "backup.zip") as archive:
        names = [name for name in archive.manifest.migrations if not name.startswith("auth.0012")]
        archive.manifest.migrations[:] = names
        with pytest.raises(Unusable, match="别的版本"):
            restore(archive, None, tmp_path, elsewhere)
