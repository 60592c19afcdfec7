"""An index in SQLite: pairs in a full-text table without contents, texts beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.ledger.words.kept import Kept


class Tables:
    """The two tables of the index called ``name``; ``columns`` are what is kept of a row beside its text."""

    def __init__(self, name: str, columns: Sequence[str] = ()) -> None:
        self.text, self.grams = f"{name}_text", f"{name}_grams"
        self.columns = ("id", "organ_id", "text", *columns)
        #: The rows that hold the pairs, and how one of them is asked for a whole word.
        self.key, self.rows = "rowid", f"FROM {self.grams} WHERE {self.grams} MATCH %s"
        self.where = f"(SELECT instr(text, %s) FROM {self.text} WHERE {self.text}.id = {self.grams}.rowid)"
        self.matching, self.holds = f"SELECT rowid AS id {self.rows}", f"{self.where} > 0"

    @property
    def made_by(self) -> tuple[str, ...]:
        """The statements that make them."""
        return (
            f"CREATE TABLE {self.text} (id integer PRIMARY KEY, organ_id integer NOT NULL, text text NOT NULL"
            + "".join(f", {name} text NOT NULL" for name in self.columns[3:])
            + ")",
            f"CREATE VIRTUAL TABLE {self.grams} USING"
            " fts5(grams, content='', detail='none', columnsize=0, tokenize='ascii')",
        )

    @property
    def dropped_by(self) -> tuple[str, ...]:
        return f"DROP TABLE {self.grams}", f"DROP TABLE {self.text}"

    def clear(self, cursor: Any) -> None:
        cursor.execute(f"DELETE FROM {self.text}")
        cursor.execute(f"INSERT INTO {self.grams} ({self.grams}) VALUES ('delete-all')")

    def compact(self, cursor: Any) -> None:
        """What is taken out stays in the older parts of the table until they are made one."""
        cursor.execute(f"INSERT INTO {self.grams} ({self.grams}) VALUES ('optimize')")

    def replace(self, cursor: Any, old: Sequence[Kept], new: Sequence[Kept]) -> None:
        """What was indexed of a row has to be told again for it to be taken out."""
        cursor.executemany(
            f"INSERT INTO {self.grams} ({self.grams}, rowid, grams) VALUES ('delete', %s, %s)",
            [(row.id, " ".join(row.tokens)) for row in old],
        )
        cursor.executemany(f"DELETE FROM {self.text} WHERE id = %s", [(row.id,) for row in old])
        places = ", ".join(["%s"] * len(self.columns))
        cursor.executemany(
            f"INSERT INTO {self.text} ({', '.join(self.columns)}) VALUES ({places})",
            [row.values for row in new],
        )
        cursor.executemany(
            f"INSERT INTO {self.grams} (rowid, grams) VALUES (%s, %s)",
            [(row.id, " ".join(row.tokens)) for row in new],
        )

    def query(self, every: Iterable[Iterable[str]]) -> str:
        """One token of each group; a star at its end leaves open how it goes on."""
        groups = (" OR ".join(_token(each) for each in either) for either in every)
        return " AND ".join(f"({group})" for group in groups)


def _token(token: str) -> str:
    return f'"{token.rstrip("*")}"' + "*" * token.endswith("*")
