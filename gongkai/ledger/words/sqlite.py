"""The index in SQLite: pairs in a full-text table without contents, texts beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.ledger.words.rows import Row

TABLES = (
    "CREATE TABLE words_text (id integer PRIMARY KEY, organ_id integer NOT NULL, text text NOT NULL)",
    "CREATE VIRTUAL TABLE words_grams USING"
    " fts5(grams, content='', detail='none', columnsize=0, tokenize='ascii')",
)
#: The rows that hold the pairs, and how one of them is asked for a whole word.
MATCHING = "SELECT rowid AS id FROM words_grams WHERE words_grams MATCH %s"
HOLDS = "(SELECT instr(text, %s) FROM words_text WHERE words_text.id = words_grams.rowid) > 0"
_INSERT = "INSERT INTO words_grams (rowid, grams) VALUES (%s, %s)"
_DELETE = "INSERT INTO words_grams (words_grams, rowid, grams) VALUES ('delete', %s, %s)"


def clear(cursor: Any) -> None:
    cursor.execute("DELETE FROM words_text")
    cursor.execute("INSERT INTO words_grams (words_grams) VALUES ('delete-all')")


def compact(cursor: Any) -> None:
    """What is taken out stays in the older parts of the table until they are made one."""
    cursor.execute("INSERT INTO words_grams (words_grams) VALUES ('optimize')")


def replace(cursor: Any, old: Sequence[Row], new: Sequence[Row]) -> None:
    """What was indexed of a row has to be told again for it to be taken out."""
    cursor.executemany(_DELETE, [(row.id, " ".join(row.tokens)) for row in old])
    cursor.executemany(
        "INSERT OR REPLACE INTO words_text (id, organ_id, text) VALUES (%s, %s, %s)",
        [(row.id, row.organ_id, row.text) for row in new],
    )
    cursor.executemany(_INSERT, [(row.id, " ".join(row.tokens)) for row in new])


def query(every: Iterable[Iterable[str]]) -> str:
    """One token of each group; a star at its end leaves open how it goes on."""
    groups = (" OR ".join(_token(each) for each in either) for either in every)
    return " AND ".join(f"({group})" for group in groups)


def _token(token: str) -> str:
    return f'"{token.rstrip("*")}"' + "*" * token.endswith("*")
