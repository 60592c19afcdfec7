"""What a file is, told by its content and never by its name."""

import io
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. It leaves again under this type and suffix, whatever it was called when it came."""

    code: str
    zh: str
    content_type: str
    suffix: str


PDF = Kind("pdf", "PDF", "application/pdf", ".pdf")
JPEG = Kind("jpeg", "JPG图片", "image/jpeg", ".jpg")
PNG = Kind("png", "PNG图片", "image/png", ".png")
TIFF = Kind("tiff", "TIFF图片", "image/tiff", ".tif")
WORD = Kind(
    "docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"
)
EXCEL = Kind("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
OFD = Kind("ofd", "OFD", "application/ofd", ".ofd")
#: Texts are told by whoever reads them, not by how they begin; no browser is to show what a stranger wrote.
WEB_PAGE = Kind("html", "网页", "application/octet-stream", ".html")
TEXT = Kind("text", "文本", "application/octet-stream", ".txt")
JSON = Kind("json", "JSON", "application/octet-stream", ".json")
#: A package from another system: told by whoever opens it, never by how it begins.
PACKAGE = Kind("zip", "zip", "application/zip", ".zip")
#: What an applicant may hand in, and what an organ makes a public record of.
KINDS = (PDF, JPEG, PNG, TIFF, WORD, OFD)
DOCUMENTS = (WORD, PDF, EXCEL, JPEG, PNG, TIFF)
PICTURES = (JPEG, PNG)
TEXTS = (WEB_PAGE, TEXT, JSON)
WITH_WORDS = (PDF, WORD, EXCEL, OFD, *TEXTS)
BY_CODE = {kind.code: kind for kind in (*KINDS, EXCEL, *TEXTS, PACKAGE)}

_STARTS = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_PARTS = (("word/document.xml", WORD), ("xl/workbook.xml", EXCEL), ("OFD.xml", OFD))
_MACROS = "vbaproject.bin"
_PROGRAMS = (_MACROS, ".exe", ".dll", ".js", ".vbs")


def kind_of(data: bytes) -> Kind | None:
    """The kind of a file's content; None for every other, and for a document that carries programs."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    return _packed(data) if data.startswith(b"PK\x03\x04") else None


def has_macros(data: bytes) -> bool:
    """Whether it is a Word or Excel document with macros 宏, as in a .docm or .xlsm."""
    return any(name.casefold().endswith(_MACROS) for name in _parts(data))


def _packed(data: bytes) -> Kind | None:
    names = _parts(data)
    if any(name.casefold().endswith(_PROGRAMS) for name in names):
        return None
    return next((kind for part, kind in _PARTS if part in names), None)


def _parts(data: bytes) -> list[str]:
    """The names of the parts of a packed file; none where it is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []
