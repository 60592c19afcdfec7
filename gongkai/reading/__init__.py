"""Reading: a published annual report in, ReportData out.

Readers turn a file into a neutral page, recognition finds form, tables, rows and columns on it. A figure that
cannot be read is None with the finding AR-unread, never guessed. Knows no Django.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from gongkai.law.annual_report.model import ReportData
from gongkai.reading.compare import Difference, compare
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_BYTES, too_large
from gongkai.reading.readers import SUFFIXES, reader_for
from gongkai.reading.recognise import recognise

__all__ = ["SUFFIXES", "Difference", "ReadError", "compare", "read", "read_bytes"]


def read(path: Path) -> ReportData:
    """The report in a file (html, docx, pdf, xlsx, txt, md, json); raises ReadError, one sentence."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_large(path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"找不到文件《{path.name}》，请核对路径。") from error
    except OSError as error:
        raise ReadError(f"打不开文件《{path.name}》，请核对路径和读取权限。") from error
    report = read_bytes(data, name=path.name)
    return replace(report, source={**(report.source or {}), "path": str(path)})


def read_bytes(data: bytes, *, name: str) -> ReportData:
    """The report in a file's content. ``name`` is the file's: it may tell organ and year."""
    if len(data) > MAX_BYTES:
        raise too_large(name)
    page = reader_for(data, name).read(data, name)
    report = page if isinstance(page, ReportData) else recognise(page, name=name)
    return replace(report, source={"path": name, "sha256": hashlib.sha256(data).hexdigest()})
