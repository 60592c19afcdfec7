"""Which reader takes a file. The content decides, not the name: a web page saved as .doc is a web page."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.law.annual_report.model import ReportData
from gongkai.reading.charset import wide
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import archive_of
from gongkai.reading.page import Page, Pictures
from gongkai.reading.readers import doc, docx, html, json, ofd, pdf, picture, text, xlsx


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file: what files are called, and how they become a page.

    JSON gives a report at once; of a scan there are but pictures, to be looked at.
    """

    kind: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Page | ReportData | Pictures]


READERS: tuple[Reader, ...] = (
    Reader("html", (".html", ".htm", ".xhtml", ".shtml"), html.read),
    Reader("docx", (".docx", ".docm"), docx.read),
    Reader("doc", (".doc",), doc.read),
    Reader("pdf", (".pdf",), pdf.read),
    Reader("xlsx", (".xlsx", ".xlsm"), xlsx.read),
    Reader("text", (".txt", ".md"), text.read),
    Reader("json", (".json",), json.read),
    Reader("ofd", (".ofd",), ofd.read),
    Reader("picture", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), picture.read),
)
BY_KIND = {reader.kind: reader for reader in READERS}
#: A picture is read when it is named; in a folder most are ornaments.
PICTURES = frozenset(BY_KIND["picture"].suffixes)
#: What `check` looks for in a folder.
SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.suffixes) - PICTURES

_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|span|h[1-6])\b", re.IGNORECASE)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*")
_OTHER_PICTURES = (b"GIF8", b"RIFF")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def reader_for(data: bytes, name: str) -> Reader:
    """The reader for ``data``; raises ReadError for what is none of ours, saying what to do instead."""
    start = data[:4096]
    if not data.strip():
        raise ReadError(f"《{name}》是空文件，请重新下载或另存后再试。")
    if b"%PDF-" in start[:1024]:
        return BY_KIND["pdf"]
    if start.startswith(_ZIP):
        return BY_KIND[_zip_kind(data, name)]
    if start.startswith(_OLE):
        return BY_KIND["doc"]
    if start.startswith(_PICTURES):
        return BY_KIND["picture"]
    if start.startswith(_OTHER_PICTURES):
        raise ReadError(f"《{name}》是别种格式的图片，无法读取，请另存为png、jpg或tiff后再试。")
    if start.startswith(b"{\\rtf"):
        raise ReadError(f"《{name}》是RTF文件，无法读取，请另存为docx后再试。")
    if b"\x00" in start and not start.startswith(_WIDE) and not wide(data):
        raise ReadError(f"《{name}》不是可读的文件类型，请用docx、pdf、ofd、html、xlsx、md、txt或json文件。")
    return BY_KIND[_text_kind(start, name)]


def _zip_kind(data: bytes, name: str) -> str:
    parts = archive_of(data, name).namelist()
    if ofd.ENTRY in parts:
        return "ofd"
    if any(part.startswith("xl/") for part in parts):
        return "xlsx"
    if any(part.startswith("word/") for part in parts) or "[Content_Types].xml" in parts:
        return "docx"
    raise ReadError(f"《{name}》是压缩包或其他文件，无法读取，请解压或另存为docx、pdf、xlsx后再试。")


def _text_kind(start: bytes, name: str) -> str:
    plain = start.replace(b"\x00", b"")  # ASCII in UTF-16
    for bom in (b"\xef\xbb\xbf", *_WIDE):
        plain = plain.removeprefix(bom)
    plain = plain.lstrip()
    if plain[:1] in (b"{", b"["):
        return "json"
    if _TAG.search(plain) or name.lower().endswith(BY_KIND["html"].suffixes):
        return "html"
    return "text"
