"""Restoring a backup: all is held against its digests first, then written, then compared row by row."""

from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connections, models, transaction

from gongkai.backup import rows, schema, sequences
from gongkai.backup.archive import FILES, TABLES, Archive, Part, newer
from gongkai.backup.errors import Unusable
from gongkai.backup.keys import KeyFile, put
from gongkai.backup.making import Bar, no_bar
from gongkai.ledger import proof
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.audit.queries import Head
from gongkai.lib.files import write_whole
from gongkai.lib.language import _

Tick = Callable[[int], None]


def check(archive: Archive, keys: KeyFile | None, bar: Bar = no_bar) -> None:
    """Unusable where the backup is damaged, of a newer program, or sealed with other keys than these."""
    if schema.unknown(archive.manifest.migrations):
        raise newer(archive.manifest.program)
    archive.check(bar(archive.manifest.size))
    if [_label(part) for part in archive.manifest.tables] != list(_tables(archive)):
        raise archive.inconsistent()
    if keys and not keys.opens(archive.manifest.keys):
        raise Unusable(
            _("{file} — 密钥文件不是它的 — 请用与备份同名的.keys文件，没有就加 --without-keys。").format(
                file=archive.path.name
            )
        )


def is_empty(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether a database holds nobody's work: nothing that would be logged. A set-up link is no work yet."""
    there = set(connections[using].introspection.table_names())
    known: tuple[type[models.Model], ...] = (Entry, *proof.LOGGED)
    asked = [model for model in known if model._meta.db_table in there]
    return not any(model._base_manager.using(using).exists() for model in asked)


def restore(
    archive: Archive, keys: KeyFile | None, folder: Path, using: str = DEFAULT_DB_ALIAS, bar: Bar = no_bar
) -> None:
    """Write a checked backup into an empty folder and an empty database; all rows or none."""
    _refuse_later_tables(archive, using)
    for part in archive.manifest.files:
        write_whole(folder / part.name.removeprefix(FILES), archive.blocks(part), private=True)
    if keys:
        put(keys.contents, folder)
    schema.migrate(archive.manifest.migrations, using)
    try:
        with transaction.atomic(using=using):
            _write_rows(archive, using, bar(2 * archive.manifest.rows))
    except IntegrityError as error:
        raise Unusable(
            _("{file} — 表与表之间的引用对不上（{why}） — 什么也没有恢复，请换一份备份。").format(
                file=archive.path.name, why=str(error).splitlines()[0]
            )
        ) from error


def prove(archive: Archive, *, with_keys: bool) -> str:
    """What is wrong with the log of a restored ledger, or its rows beside the log; empty when all holds.

    Without the keys the log is proved but not the rows: their digests are keyed. The log may go on from the
    head of the backup: what an upgrade changes in a row is logged.
    """
    head = archive.manifest.audit
    if head and audit.holds(Head.parse(head)):
        return _("恢复后操作日志的链头与备份清单里的不同")
    broken = proof.verify() if with_keys else audit.verify()
    return broken.message if broken else ""


def _refuse_later_tables(archive: Archive, using: str) -> None:
    """Tables that are there already must not be later than the backup's: they would have to be undone."""
    if set(schema.applied(using)) - set(archive.manifest.migrations):
        raise Unusable(_("数据库 — 里面已有别的版本建的表 — 请另建一个空的数据库再恢复。"))


def _write_rows(archive: Archive, using: str, tick: Tick) -> None:
    tables = _tables(archive)
    for model in tables.values():
        _clear(model, using)
    for part in archive.manifest.tables:
        model = tables[_label(part)]
        _load(archive, part, model, using, tick)
        sequences.set_last(model, using, part.last_id)
    for part in archive.manifest.tables:
        _compare(archive, part, tables[_label(part)], using, tick)


def _tables(archive: Archive) -> dict[str, type[models.Model]]:
    return {model._meta.label_lower: model for model in schema.tables(archive.manifest.migrations)}


def _label(part: Part) -> str:
    return part.name.removeprefix(TABLES).removesuffix(".jsonl")


def _clear(model: type[models.Model], using: str) -> None:
    """Migrations may have put rows there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _load(archive: Archive, part: Part, model: type[models.Model], using: str, tick: Tick) -> None:
    try:
        rows.load(model, archive.lines(part), using, tick)
    except (ValueError, OverflowError, ValidationError, DataError, IntegrityError) as error:
        raise Unusable(
            _("备份里的表{table} — 写不进这个数据库（{why}） — 什么也没有恢复，请换一种数据库。").format(
                table=model._meta.label_lower, why=str(error).splitlines()[0]
            )
        ) from error


def _compare(archive: Archive, part: Part, model: type[models.Model], using: str, tick: Tick) -> None:
    if number := rows.difference(model, archive.lines(part), using, tick):
        raise Unusable(
            _("备份里的表{table} — 第{number}行写入后读出来不同 — 什么也没有恢复，请换一种数据库。").format(
                table=model._meta.label_lower, number=number
            )
        )
