"""Which backups were made, in a file beside the data: told even when the database is gone.

Also which of the scheduled ones are kept, and for how long.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gongkai.backup.errors import Unusable
from gongkai.lib.files import append_line
from gongkai.lib.language import _

FILE = "backups.log"
COMMAND, SCHEDULE, UPGRADE = "command", "schedule", "upgrade"


@dataclass(frozen=True, slots=True)
class Entry:
    """One backup. ``proven``: restored on trial and found equal, or not; None where nobody tried."""

    at: str
    path: str
    keys: str
    by: str
    proven: bool | None = None

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def note(entry: Entry) -> None:
    append_line(_file(), json.dumps(asdict(entry), ensure_ascii=False))


def entries() -> list[Entry]:
    """Every backup that was made, in order; of one noted twice the later words hold."""
    if not _file().exists():
        return []
    lines = _file().read_text("utf-8", errors="replace").splitlines()
    return list({entry.path: entry for entry in map(_entry, lines) if entry}.values())


def last_good() -> Entry | None:
    """The latest backup that is not known to be bad."""
    good = [entry for entry in entries() if entry.proven is not False]
    return max(good, key=lambda entry: entry.made_at, default=None)


def prune() -> list[Path]:
    """Delete of the scheduled backups what need not be kept; what was deleted."""
    own = [entry for entry in entries() if entry.by == SCHEDULE and Path(entry.path).exists()]
    kept = keep([entry.made_at for entry in own if entry.proven is not False], _spans())
    gone = [entry for entry in own if entry.made_at not in kept]
    for entry in gone:
        for path in filter(None, (entry.path, entry.keys)):
            Path(path).unlink(missing_ok=True)
    return [Path(entry.path) for entry in gone]


def keep(made: Iterable[datetime], spans: Sequence[int]) -> set[datetime]:
    """The newest of each of the last days, weeks and months, as many of each as ``spans`` says."""
    newest_first = sorted(made, reverse=True)
    kept: set[datetime] = set()
    for span, name in zip(spans, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        of_span: dict[str, datetime] = {}
        for instant in newest_first:
            of_span.setdefault(instant.strftime(name), instant)
        kept.update(list(of_span.values())[:span])
    return kept


def _spans() -> list[int]:
    written = settings.BACKUP_KEEP
    if not re.fullmatch(r"\d+,\d+,\d+", written) or written.startswith("0,0,0"):
        raise Unusable(
            _("GONGKAI_BACKUP_KEEP — “{written}”看不懂 — 请写成7,4,12：天、周、月各留几份。").format(
                written=written
            )
        )
    return [int(number) for number in written.split(",")]


def _file() -> Path:
    return Path(settings.DATA) / FILE


def _entry(line: str) -> Entry | None:
    """An entry, or None for a line that a crash cut short."""
    try:
        entry = replace(Entry(**json.loads(line)))
        return entry if entry.made_at.tzinfo else None
    except (ValueError, TypeError):
        return None
