"""Every word of a file, for whoever only asks whether a word stands in it; tables and order are lost.

Headers, footnotes and comments of a packed document are read too: what must not be there stands there.
"""

import io
import re
import zipfile
from collections.abc import Iterator

import pypdfium2

from gongkai.reading.charset import decode
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import BROKEN, MEGABYTE

MOST_PAGES = 100
LONGEST = 2_000_000
_LARGEST_PART = 16 * MEGABYTE
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_TAG = re.compile(r"<[^<>]{0,4000}>")  # of a text that may be nothing but these signs
_MARKUP = re.compile(r"<[^>]{0,4000}>")


def read(data: bytes) -> str:
    """The text of a PDF, of a packed document's parts, or of a text with or without tags; ReadError where
    there is none to be read."""
    if data.startswith(b"%PDF-"):
        return "\n".join(_pages(data))[:LONGEST]
    if data.startswith(b"PK\x03\x04"):
        return "\n".join(_parts(data))[:LONGEST]
    if data.startswith(_PICTURES):
        raise ReadError("这种文件里没有可以直接读的文字。")
    return _TAG.sub("", decode(data, name="文件"))[:LONGEST]


def _pages(data: bytes) -> Iterator[str]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(min(len(document), MOST_PAGES)):
                yield document[number].get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError as error:
        raise ReadError("PDF打不开：已损坏，或设了密码。") from error


def _parts(data: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if part.filename.endswith(".xml"):
                    with archive.open(part) as content:
                        yield _MARKUP.sub("", content.read(_LARGEST_PART).decode("utf-8", "replace"))
    except (*BROKEN, RuntimeError) as error:  # the latter where it has a password
        raise ReadError("文件打不开：已损坏，或设了密码。") from error
