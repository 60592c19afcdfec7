"""One file of many: where it lies, what it gives, and how that is kept in few bytes."""

import hashlib
import json
import os
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.analysis.cells import Figures, figures
from gongkai.analysis.organs import level_of
from gongkai.law.annual_report.checks.overlap import comparable_sentences
from gongkai.law.annual_report.contract import from_json, to_json
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import SUFFIXES, ReadError, read


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: a report, packed, or in ``trouble`` one sentence why not.

    ``sentences`` are the report's comparable sentences as 64-bit hashes.
    """

    seconds: float
    trouble: str = ""
    report: bytes = b""
    organ: str = ""
    level: str = ""
    year: int = 0
    published_on: str = ""
    sha256: str = ""
    figures: Figures | None = None
    sentences: Sequence[int] = ()


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and in folders whatever may be a report, in the order of names."""
    for path in paths:
        if path.is_dir():
            yield from _inside(path)
        else:
            yield path


def _inside(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(folder / entry.name)
        elif _may_be_report(entry.name) and entry.is_file():
            yield folder / entry.name


def _may_be_report(name: str) -> bool:
    # ~$年报.docx is the lock of an open Word file
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith("~$")


def read_file(path: str) -> Reading:
    """Read one report; what is wrong with the file is in the result, what is wrong with us is raised."""
    began = time.perf_counter()
    try:
        report = read(Path(path))
    except ReadError as error:
        return Reading(time.perf_counter() - began, trouble=str(error))
    return Reading(
        time.perf_counter() - began,
        report=pack(to_json(report)),
        organ=report.organ,
        level=report.level or level_of(report.organ),
        year=report.year,
        published_on=report.published_on.isoformat() if report.published_on else "",
        sha256=(report.source or {}).get("sha256", ""),
        figures=figures(report),
        sentences=_hashes(report),
    )


def pack(data: Any) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 1)


def unpack(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))


def report_of(packed: bytes) -> ReportData:
    return from_json(unpack(packed))


def _hashes(report: ReportData) -> Sequence[int]:
    found = array("q")
    for sentence in comparable_sentences(report):
        found.frombytes(hashlib.blake2b(sentence.encode(), digest_size=8).digest())
    return found
