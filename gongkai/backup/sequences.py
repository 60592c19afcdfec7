"""The number that a table gave out last: a case taken away must never hand its number to another."""

from django.db import connections, models


def last(model: type[models.Model], using: str) -> int | None:
    """The number given out last; None where the table gives none, or none yet."""
    field = model._meta.auto_field
    if field is None:
        return None
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value, is_called FROM {_sequence(model, using)}")
            value, is_called = cursor.fetchone()
            return int(value) if is_called else None
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
        return int(row[0]) or None if row else None  # 0 where the table was made anew


def set_last(model: type[models.Model], using: str, value: int | None) -> None:
    """The next number is the one after ``value``."""
    if value is None:
        return
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(%s, %s)", [_sequence(model, using), value])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, value])


def _sequence(model: type[models.Model], using: str) -> str:
    """The sequence behind a table's numbers, quoted."""
    connection, field = connections[using], model._meta.auto_field
    assert field is not None
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, field.column])
        return str(cursor.fetchone()[0])
