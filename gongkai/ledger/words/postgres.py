"""The index in PostgreSQL: pairs as a tsvector under a GIN index; no extension is asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.ledger.words.rows import Row

TABLES = (
    "CREATE TABLE words_text (id bigint PRIMARY KEY, organ_id bigint NOT NULL, text text NOT NULL,"
    " grams tsvector NOT NULL)",
    "CREATE INDEX words_grams ON words_text USING gin (grams)",
)
#: The rows that hold the pairs, and how one of them is asked for a whole word.
MATCHING = "SELECT id FROM words_text WHERE grams @@ %s::tsquery"
HOLDS = "strpos(text, %s) > 0"
_PUT = (
    "INSERT INTO words_text (id, organ_id, text, grams) VALUES (%s, %s, %s, array_to_tsvector(%s::text[]))"
    " ON CONFLICT (id) DO UPDATE"
    " SET organ_id = excluded.organ_id, text = excluded.text, grams = excluded.grams"
)


def clear(cursor: Any) -> None:
    cursor.execute("DELETE FROM words_text")


def compact(cursor: Any) -> None:
    cursor.execute("VACUUM (FULL) words_text")


def replace(cursor: Any, old: Sequence[Row], new: Sequence[Row]) -> None:
    cursor.executemany(_PUT, [(row.id, row.organ_id, row.text, sorted(row.tokens)) for row in new])


def query(every: Iterable[Iterable[str]]) -> str:
    """One token of each group; a star at its end leaves open how it goes on."""
    groups = (" | ".join(_token(each) for each in either) for either in every)
    return " & ".join(f"({group})" for group in groups)


def _token(token: str) -> str:
    return f"'{token.rstrip('*')}'" + ":*" * token.endswith("*")
