"""An index in PostgreSQL: pairs as a tsvector under a GIN index; no extension is asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.ledger.words.kept import Kept


class Tables:
    """The table of the index called ``name``; ``columns`` are what is kept of a row beside its text."""

    def __init__(self, name: str, columns: Sequence[str] = ()) -> None:
        self.name, self.text = name, f"{name}_text"
        self.columns = ("id", "organ_id", "text", *columns)
        #: The rows that hold the pairs, and how one of them is asked for a whole word.
        self.key, self.rows = "id", f"FROM {self.text} WHERE grams @@ %s::tsquery"
        self.where = "strpos(text, %s)"
        self.matching, self.holds = f"SELECT id {self.rows}", f"{self.where} > 0"

    @property
    def made_by(self) -> tuple[str, ...]:
        """The statements that make it."""
        return (
            f"CREATE TABLE {self.text} (id bigint PRIMARY KEY, organ_id bigint NOT NULL, text text NOT NULL"
            + "".join(f", {name} text NOT NULL" for name in self.columns[3:])
            + ", grams tsvector NOT NULL)",
            f"CREATE INDEX {self.name}_grams ON {self.text} USING gin (grams)",
        )

    @property
    def dropped_by(self) -> tuple[str, ...]:
        return (f"DROP TABLE {self.text}",)

    def clear(self, cursor: Any) -> None:
        cursor.execute(f"DELETE FROM {self.text}")

    def compact(self, cursor: Any) -> None:
        cursor.execute(f"VACUUM (FULL) {self.text}")

    def replace(self, cursor: Any, old: Sequence[Kept], new: Sequence[Kept]) -> None:
        cursor.executemany(f"DELETE FROM {self.text} WHERE id = %s", [(row.id,) for row in old])
        places = ", ".join(["%s"] * len(self.columns))
        cursor.executemany(
            f"INSERT INTO {self.text} ({', '.join(self.columns)}, grams)"
            f" VALUES ({places}, array_to_tsvector(%s::text[]))",
            [(*row.values, sorted(row.tokens)) for row in new],
        )

    def query(self, every: Iterable[Iterable[str]]) -> str:
        """One token of each group; a star at its end leaves open how it goes on."""
        groups = (" | ".join(_token(each) for each in either) for either in every)
        return " & ".join(f"({group})" for group in groups)


def _token(token: str) -> str:
    return f"'{token.rstrip('*')}'" + ":*" * token.endswith("*")
