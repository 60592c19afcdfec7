"""Reading: a published annual report in, ReportData out.

Readers turn a file into a neutral page, recognition finds form, tables, rows and columns on it. A figure that
cannot be read is None with the finding AR-unread, never guessed. Knows no Django.
"""

import hashlib
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from gongkai.law.annual_report.model import ReportData
from gongkai.reading.compare import Difference, compare
from gongkai.reading.errors import NeedsEyes, ReadError
from gongkai.reading.limits import MAX_BYTES, PICTURE_SECONDS, content_of, no_eyes, too_large
from gongkai.reading.page import Page, Pictures
from gongkai.reading.readers import PICTURES, SUFFIXES, reader_for
from gongkai.reading.recognise import Recognised, recognise

__all__ = [
    "PICTURES",
    "SUFFIXES",
    "Difference",
    "NeedsEyes",
    "ReadError",
    "compare",
    "has_eyes",
    "read",
    "read_bytes",
    "recognised",
]


def read(path: Path) -> ReportData:
    """The report in a file of any kind in ``readers``; raises ReadError, one sentence."""
    report = read_bytes(content_of(path), name=path.name)
    return replace(report, source={**(report.source or {}), "path": str(path)})


def read_bytes(data: bytes, *, name: str, with_eyes: bool = True) -> ReportData:
    """The report in a file's content. ``name`` is the file's: it may tell organ and year."""
    return recognised(data, name=name, with_eyes=with_eyes).report


def recognised(data: bytes, *, name: str, with_eyes: bool = True) -> Recognised:
    """The report in a file's content, and where its figures stand there.

    A picture takes far more time and memory than anything else: without ``with_eyes`` it raises NeedsEyes.
    """
    if len(data) > MAX_BYTES:
        raise too_large(name)
    made = reader_for(data, name).read(data, name)
    if isinstance(made, Pictures):
        made = _looked_at(made, name, with_eyes)
    elif isinstance(made, Page) and made.pictures and _says_nothing(made, name):
        made = _looked_at(made.pictures, name, with_eyes, beside=made)
    found = Recognised(made) if isinstance(made, ReportData) else recognise(made, name=name)
    source = {"path": name, "sha256": hashlib.sha256(data).hexdigest()}
    return replace(found, report=replace(found.report, source=source))


def has_eyes() -> bool:
    """Whether the optional part ``ocr`` is installed, which looks at pictures."""
    return find_spec("rapidocr") is not None


def _says_nothing(page: Page, name: str) -> bool:
    try:
        return not any(value is not None for value in recognise(page, name=name).report.cells.values())
    except ReadError:
        return True


def _looked_at(pictures: Pictures, name: str, with_eyes: bool, beside: Page | None = None) -> Page:
    """What the pictures show; only their tables, where the text is known from the page ``beside``."""
    try:
        from gongkai.reading import scan
    except ImportError as error:
        if beside:
            return beside
        raise no_eyes(name) from error
    if not with_eyes:
        raise NeedsEyes
    seen = scan.read(pictures, name, seconds=PICTURE_SECONDS)
    return replace(beside, blocks=(*beside.blocks, *seen.grids), is_picture=True) if beside else seen
