"""What a run knows of its files, in one SQLite file: memory stays as it is however many there are.

Beside an output it is also the journal of what has been read: a run that was broken off, however rudely,
goes on from there, because SQLite takes back a half-written row by itself.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import gongkai
from gongkai.analysis.cells import COUNTS, LAYOUTS, TEXTS, Figures, name_of
from gongkai.analysis.files import Reading, pack, unpack
from gongkai.analysis.neighbours import Beside, Sighting, beside
from gongkai.analysis.organs import key_of, region_of
from gongkai.law.annual_report.checks import Company, Other
from gongkai.law.annual_report.contract import finding_to_json
from gongkai.law.findings import Finding, Severity

_ENCODER = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one for each line
_PAGE = 256  # rows fetched at once
_AT_ONCE = 64  # readings put on disk together, and at most so many lost by a break
_SECONDS = 2.0  # between two commits
_TOLD = 3  # further files of one report that are told of
_LEADERS = 8  # organs remembered for a sentence that many have; keeps the search linear
_SCHEMA = """
CREATE TABLE IF NOT EXISTS made (version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    place INTEGER,          -- in this run, from 0; -1 for last year's report that was named
    size INTEGER, mtime INTEGER,
    is_read INTEGER NOT NULL DEFAULT 0,
    is_lost INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0, trouble TEXT NOT NULL DEFAULT '',
    report BLOB, organ TEXT, key TEXT, region TEXT, level TEXT, year INTEGER, sha256 TEXT,
    published_on TEXT, layout INTEGER, counts TEXT, texts TEXT,
    previous INTEGER,       -- place of the organ's report of the year before
    beside TEXT,            -- what else bears its name, as JSON; NULL where nothing does
    copy_of TEXT,           -- path of a file that gave the same report before
    checking REAL NOT NULL DEFAULT 0, findings BLOB, errors INTEGER, warnings INTEGER, infos INTEGER,
    unproved TEXT           -- JSON array of the rules that had nothing to hold the report to
);
CREATE INDEX IF NOT EXISTS of_organ ON file (key, year, place);
CREATE INDEX IF NOT EXISTS in_place ON file (place);
CREATE TABLE IF NOT EXISTS sentence (file INTEGER, hash INTEGER, PRIMARY KEY (file, hash)) WITHOUT ROWID;
"""
_LEAD = f"""
CREATE TEMP TABLE lead AS SELECT hash, file, key FROM (
    SELECT hash, file, key, row_number() OVER (PARTITION BY hash ORDER BY file) AS n,
           count(*) OVER (PARTITION BY hash) AS organs
    FROM (SELECT hash, min(file) AS file, key FROM sentence JOIN file ON file.id = sentence.file
          WHERE key <> '' AND place >= 0 GROUP BY hash, key)
) WHERE organs > 1 AND n <= {_LEADERS};
"""


class StoreError(Exception):
    """The journal cannot be used, with the reason as SQLite has it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One report as the store keeps it, packed."""

    place: int
    path: str
    report: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """One file of the run, judged: ``report`` and ``findings`` in the shape of the report JSON."""

    path: str
    report: dict[str, Any] | None
    findings: list[dict[str, Any]]
    trouble: str
    seconds: float

    @property
    def status(self) -> str:
        if self.report is None:
            return "unreadable"
        return "errors" if any(f["severity"] == Severity.ERROR for f in self.findings) else "ok"


class Outcome(NamedTuple):
    """How many files of a run have nothing to mend, have errors, could not be read."""

    ok: int
    errors: int
    unreadable: int


class Store:
    """The files of one run. ``path`` is the journal's; without one everything is forgotten at the end."""

    def __init__(self, path: Path | None = None, *, resume: bool = False) -> None:
        self.path = path
        self._uncommitted = 0
        self._committed_at = time.monotonic()
        try:
            self.db = self._opened(resume)
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error
        if not resume or self._is_of_other_making():
            self._forget()

    def _opened(self, resume: bool) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.OperationalError:  # locked, or not to be opened at all
            raise
        except sqlite3.DatabaseError:  # no journal, or a spoilt one: of no use, and nobody's
            if resume or not self.path:
                raise
            _remove(self.path)
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(str(self.path) if self.path else "", timeout=1)
        # one run at a time on one journal; two would write each other's results
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA cache_size = -32000")
        db.execute("BEGIN EXCLUSIVE")
        db.commit()
        db.executescript(_SCHEMA)
        return db

    def _is_of_other_making(self) -> bool:
        """Whether an earlier version left this journal: its readings would not be today's."""
        return self.db.execute("SELECT version FROM made").fetchall() != [(gongkai.__version__,)]

    def _forget(self) -> None:
        with self.db:
            for table in ("made", "file", "sentence"):
                self.db.execute(f"DELETE FROM {table}")
            self.db.execute("INSERT INTO made VALUES (?)", (gongkai.__version__,))

    def close(self) -> None:
        self.db.close()

    def discard(self) -> None:
        """Close and delete: the output is written, nothing needs to be resumed."""
        self.close()
        if self.path:
            _remove(self.path)

    # -- what is to be read

    def register(self, paths: Iterable[Path], previous: Path | None = None) -> None:
        """Take ``paths`` as the files of this run, in this order; of a changed file the old reading goes.

        ``previous`` is read along and not judged, unless it is among the files itself.
        """
        with self.db:
            self.db.execute("UPDATE file SET place = NULL")
            place = -1
            for place, path in enumerate(paths):
                self._register(path, place)
            if previous is not None:
                self._register(previous, -1)
            changed = "(SELECT id FROM file WHERE place IS NULL OR is_read = 0)"
            self.db.execute(f"DELETE FROM sentence WHERE file IN {changed}")
            self.db.execute("DELETE FROM file WHERE place IS NULL")

    def _register(self, path: Path, place: int) -> None:
        try:
            found = path.stat()
            size, mtime = found.st_size, found.st_mtime_ns
        except OSError:
            size = mtime = -1
        self.db.execute(
            """INSERT INTO file (path, place, size, mtime) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (path) DO UPDATE SET
                place = coalesce(place, ?2),
                is_read = is_read AND NOT is_lost AND size = ?3 AND mtime = ?4, size = ?3, mtime = ?4""",
            (str(path), place, size, mtime),
        )

    def count(self, where: str = "place >= 0") -> int:
        return int(self.db.execute(f"SELECT count(*) FROM file WHERE {where}").fetchone()[0])

    def unread(self) -> Iterator[str]:
        """The files still to be read, in their order."""
        for (path,) in self._pages("path", "is_read = 0"):
            yield path

    def keep(self, path: str, reading: Reading, *, is_lost: bool = False) -> None:
        """Write down what a file gave. ``is_lost`` is tried again when the run is resumed."""
        numbers = reading.figures or Figures(0, "", "")
        self.db.execute(
            """UPDATE file SET is_read = 1, is_lost = ?, seconds = ?, trouble = ?, report = ?, organ = ?,
            key = ?, region = ?, level = ?, year = ?, published_on = ?, sha256 = ?, layout = ?, counts = ?,
            texts = ?
            WHERE path = ?""",
            (
                is_lost,
                reading.seconds,
                reading.trouble,
                reading.report or None,
                reading.organ,
                key_of(reading.organ),
                region_of(reading.organ, Path(path).parent.parts) or None,
                reading.level or None,
                reading.year,
                reading.published_on,
                reading.sha256,
                numbers.layout,
                numbers.counts,
                numbers.texts,
                path,
            ),
        )
        if reading.sentences:
            (file,) = self.db.execute("SELECT id FROM file WHERE path = ?", (path,)).fetchone()
            rows = ((file, hashed) for hashed in sorted(reading.sentences))
            self.db.executemany("INSERT OR IGNORE INTO sentence VALUES (?, ?)", rows)
        self._commit_now_and_then()

    # -- what stands beside what

    def reports(self) -> Iterator[Kept]:
        """Every report of the run that was read, in its order."""
        columns = "place, path, report"
        return (Kept(*row) for row in self._pages(columns, "report IS NOT NULL AND place >= 0"))

    def link_years(self) -> None:
        """Find for every report the same organ's of the year before, and what else bears its name."""
        rows = self.db.execute(
            """SELECT key, region, place, year, path, published_on,
                rtrim(counts, ']') || ', ' || ltrim(texts, '[')
            FROM file WHERE key <> '' AND report IS NOT NULL ORDER BY key, place"""
        )
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS link (place INTEGER, previous INTEGER, beside TEXT)")
        self.db.execute("DELETE FROM temp.link")
        for (_, region), named in groupby(rows, itemgetter(0, 1)):
            found = beside(
                (
                    Sighting(place, year, path, frozenset(Path(path).parent.parts), figures, published_on)
                    for _, _, place, year, path, published_on, figures in named
                ),
                is_one_organ=bool(region),
            )
            links = ((one.place, one.previous, _packed(one)) for one in found)
            self.db.executemany("INSERT INTO temp.link VALUES (?, ?, ?)", links)
        self.db.execute("UPDATE file SET previous = NULL, beside = NULL")
        self.db.execute(
            """UPDATE file SET previous = link.previous, beside = link.beside
            FROM temp.link WHERE link.place = file.place"""
        )
        self.commit()

    def passed_over(self, previous: Path) -> tuple[str, int] | None:
        """Organ and year of the report that was named as last year's, if it is that of none in this run."""
        row = self.db.execute(
            """SELECT organ, year FROM file WHERE path = ?
            AND NOT EXISTS (SELECT 1 FROM file AS one WHERE one.place >= 0 AND one.previous = file.place)""",
            (str(previous),),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def company(self, kept: Kept) -> Company | None:
        """What else bears the report's name, with how far its figures agree; None where nothing does."""
        own = self._figures(kept.place)
        if own is None or not own.beside:
            return None
        found = json.loads(own.beside)
        last = self._figures(own.previous)
        return Company(
            twins=self._others(own, found["twins"]),
            namesake=next(iter(self._others(own, found["namesake"])), None),
            namesakes=found["namesakes"],
            last_year=_name(last.path) if last else "",
            spare=self._others(last, found["spare"]) if last else (),
            is_doubtful=found["is_doubtful"],
        )

    def _others(self, one: "_Figures", places: Sequence[int]) -> tuple[Other, ...]:
        others = (self._figures(place) for place in places)
        return tuple(_compared(one, other) for other in others if other)

    def _figures(self, place: int | None) -> "_Figures | None":
        row = self.db.execute(
            "SELECT path, previous, beside, counts, texts FROM file WHERE place = ?", (place,)
        ).fetchone()
        return _Figures(*row) if row else None

    def find_copies(self) -> None:
        """Mark the reports that an earlier file of the run gave already: a page and its PDF in one folder.

        Elsewhere the same name and figures may be another organ's: many reports are all zeros.
        """
        self.db.create_function("folder", 1, lambda path: str(Path(path).parent), deterministic=True)
        self.db.execute("UPDATE file SET copy_of = NULL")
        self.db.execute(
            """UPDATE file SET copy_of = first.path FROM (
                SELECT id, first_value(path) OVER (
                    PARTITION BY key, year, layout, counts, texts, folder(path) ORDER BY place
                ) AS path FROM file WHERE key <> '' AND report IS NOT NULL AND place >= 0
            ) AS first WHERE first.id = file.id AND first.path <> file.path"""
        )
        self.commit()

    def year_before(self, kept: Kept) -> bytes | None:
        """The same organ's report of the year before, packed."""
        found = self.db.execute(
            """SELECT before.report FROM file JOIN file AS before ON before.place = file.previous
            WHERE file.place = ?""",
            (kept.place,),
        ).fetchone()
        return found[0] if found else None

    def compare_sentences(self) -> None:
        """Prepare :meth:`most_alike`: for every sentence that several organs have, the first of them."""
        self.db.executescript(
            f"DROP TABLE IF EXISTS temp.lead; {_LEAD} CREATE INDEX temp.of_hash ON lead (hash);"
        )

    def most_alike(self, kept: Kept, least: int) -> bytes | None:
        """Another organ's report with the most sentences of this one, packed, where it has ``least``."""
        found = self.db.execute(
            """SELECT lead.file FROM file JOIN sentence ON sentence.file = file.id
            JOIN lead ON lead.hash = sentence.hash AND lead.key <> file.key
            WHERE file.place = ? AND file.key <> ''
            GROUP BY lead.file HAVING count(*) >= ? ORDER BY count(*) DESC, lead.file LIMIT 1""",
            (kept.place, least),
        ).fetchone()
        if not found:
            return None
        return self.db.execute("SELECT report FROM file WHERE id = ?", found).fetchone()[0]  # type: ignore[no-any-return]

    # -- what was found

    def judge(self, place: int, findings: Sequence[Finding], unproved: Sequence[str], seconds: float) -> None:
        severities = [finding.severity for finding in findings]
        self.db.execute(
            """UPDATE file SET findings = ?, errors = ?, warnings = ?, infos = ?, unproved = ?, checking = ?
            WHERE place = ?""",
            (
                pack([finding_to_json(finding) for finding in findings]),
                *(severities.count(severity) for severity in Severity),
                json.dumps(unproved),
                seconds,
                place,
            ),
        )
        self._commit_now_and_then()

    def give_up(self, place: int, trouble: str) -> None:
        """A report that could not be judged counts as one that could not be read."""
        self.db.execute(
            "UPDATE file SET report = NULL, trouble = ?, is_lost = 1 WHERE place = ?", (trouble, place)
        )
        self.db.commit()

    def results(self) -> Iterator[Result]:
        """Every file of the run, in its order."""
        for path, report, findings, trouble, seconds in self._pages(
            "path, report, findings, trouble, seconds + checking", "place >= 0"
        ):
            yield Result(
                path,
                unpack(report) if report else None,
                unpack(findings) if report and findings else [],
                trouble,
                seconds,
            )

    def findings(self) -> Iterator[str]:
        """One JSON line a finding; an unreadable file is one too, so that none is missing among them."""
        columns = "place, layout, findings, trouble, report IS NULL"
        for place, layout, findings, trouble, is_unreadable in self._pages(columns, "place >= 0"):
            if is_unreadable:
                found = [{"severity": "unreadable", "message": trouble}]
            else:
                form = LAYOUTS[layout].form
                found = [_with_name(finding, form) for finding in unpack(findings)] if findings else []
            for number, finding in enumerate(found):
                yield _line({"place": place, "number": number} | finding)

    def cells(self) -> Iterator[str]:
        """One JSON line a report, last year's included: what SQL engines and fact tables are made of."""
        columns = "place, previous, year, layout, counts, texts"
        for place, previous, year, layout, counts, texts in self._pages(columns, "report IS NOT NULL"):
            yield (
                f'{{"place":{place},"previous":{json.dumps(previous)},"year":{year},"layout":{layout},'
                f'"counts":{counts},"texts":{texts}}}\n'
            )

    def outcome(self) -> Outcome:
        unreadable = self.count("place >= 0 AND report IS NULL")
        errors = self.count("place >= 0 AND report IS NOT NULL AND errors > 0")
        return Outcome(self.count() - unreadable - errors, errors, unreadable)

    def files(self) -> Iterator[str]:
        """One JSON line a file: what is known of it beside its figures."""
        columns = (
            "place", "path", "organ", "key", "region", "level", "year", "layout", "errors", "warnings",
            "infos", "seconds", "checking", "sha256", "copy_of", "unproved", "trouble",
        )  # fmt: skip
        for row in self._pages(f"{', '.join(columns)}, report IS NULL", "place >= 0"):
            line = dict(zip(columns, row, strict=False))
            layout = LAYOUTS[line.pop("layout") or 0]
            line["seconds"] = round(line["seconds"] + line.pop("checking"), 4)
            line["unproved"] = json.loads(line["unproved"] or "[]")
            line |= {"status": "errors" if line["errors"] else "ok", "format": layout.form}
            if row[-1]:
                known = ("place", "path", "seconds", "trouble")
                line |= dict.fromkeys(line.keys() - known) | {"status": "unreadable"}
            yield _line(line)

    def _pages(self, columns: str, where: str) -> Iterator[tuple[Any, ...]]:
        """Rows in the order of the run, fetched page by page, so that writing between them is safe."""
        last = -2
        while True:
            rows = self.db.execute(
                f"""SELECT place, {columns} FROM file WHERE place > ? AND ({where})
                ORDER BY place LIMIT {_PAGE}""",
                (last,),
            ).fetchall()
            if not rows:
                return
            for place, *row in rows:
                last = place
                yield tuple(row)

    def commit(self) -> None:
        """Put on disk what has been kept so far."""
        self.db.commit()
        self._uncommitted, self._committed_at = 0, time.monotonic()

    def _commit_now_and_then(self) -> None:
        self._uncommitted += 1
        if self._uncommitted >= _AT_ONCE or time.monotonic() - self._committed_at > _SECONDS:
            self.commit()


class _Figures(NamedTuple):
    """A file of the run with its figures as JSON."""

    path: str
    previous: int | None
    beside: str | None
    counts: str
    texts: str

    def values(self) -> list[Any]:
        return [*json.loads(self.counts), *json.loads(self.texts)]


def _packed(one: Beside) -> str | None:
    """What lies beside a report as JSON."""
    if not (one.spare or one.is_doubtful or one.twins or one.namesakes):
        return None
    told = {
        "spare": one.spare[:_TOLD],
        "twins": one.twins[:_TOLD],
        "namesake": [one.namesake] if one.namesakes else [],
        "namesakes": one.namesakes,
        "is_doubtful": one.is_doubtful,
    }
    return json.dumps(told)


def _compared(one: _Figures, other: _Figures) -> Other:
    codes = (*COUNTS, *TEXTS)
    pairs = zip(codes, one.values(), other.values(), strict=True)
    differing = [(code, there) for code, here, there in pairs if here != there]
    first, there = differing[0] if differing else ("", None)
    return Other(_name(other.path), len(differing), first, there)


def _name(path: str) -> str:
    """A file by its folder and name: a folder a county, the names in them are alike."""
    return "/".join(Path(path).parts[-2:])


def _with_name(finding: dict[str, Any], form: str) -> dict[str, Any]:
    """The finding with what its place is called, and all figures as text."""
    seen = {key: None if finding[key] is None else str(finding[key]) for key in ("expected", "actual")}
    return finding | seen | {"name": name_of(finding["where"], form)}


def _line(data: dict[str, Any]) -> str:
    return f"{_ENCODER.encode(data)}\n"


def _remove(path: Path) -> None:
    for suffix in ("", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
