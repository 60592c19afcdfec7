"""Results of many reports for a page: one SQLite file each, in which everything is counted beforehand.

``build`` writes such a file from a run, with duckdb; ``query`` reads it with the standard library alone,
because it stands in a web process.
"""

import re
from pathlib import Path

SCHEMA = 1  # of the file; another one is not read
FOLDER = "many"  # in the data folder
_NAME = re.compile(r"[\w（）\-]{1,40}")

#: What an application ended in, in printed order: the groups of rows of table three.
RESULTS = ("granted", "partial", "refused", "unavailable", "rejected", "other")
#: The figures of a report that are summed over reports.
FIGURES = ("new", "carried_in", *RESULTS, "total", "carried_out")


def is_name(text: str) -> bool:
    """Whether a result may be called so: it is a file's name and part of an address."""
    return _NAME.fullmatch(text) is not None


def place_of(data: Path, name: str) -> Path:
    """Where the result of this name lies in a data folder."""
    return data / FOLDER / f"{name}.sqlite"


def names(data: Path) -> list[str]:
    """The results in a data folder, the newest first."""
    found = [path for path in (data / FOLDER).glob("*.sqlite") if is_name(path.stem)]
    return [path.stem for path in sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.stem))]
