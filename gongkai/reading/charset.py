"""Which encoding a text is in. Government pages are UTF-8 or GB18030, and often say neither truly."""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from gongkai.reading.errors import ReadError
from gongkai.reading.limits import damaged

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
#: Charsets a page may name. One that says gb2312 or gbk uses characters beyond them; GB18030 contains both.
#: Others are not believed: iso-8859-1 decodes anything, and always wrongly.
_NAMES = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
}
_WORD = "政府"  # the same in Big5


def decode(data: bytes, *, name: str, header: str = "") -> str:
    """Text of ``data``: by BOM, UTF-8, ``header`` (charset of the HTTP answer), meta, what its words prove,
    GB18030, guess. Raises ReadError for a text with null characters: in their place something may be lost.

    What is whole UTF-8 is nothing else by chance, whatever the page says of itself.
    """
    text = _decoded(data, name, header)
    if "\x00" in text:
        raise ReadError(
            f"《{name}》的文字里有空字符，可能已损坏或没有存全，请重新下载或另存为UTF-8文本后再试。"
        )
    return text


def wide(data: bytes) -> str:
    """In which UTF-16 a text without BOM is, if its words prove it: a text full of nulls is else none."""
    return next((encoding for encoding in ("utf-16-le", "utf-16-be") if _proves(data, encoding)), "")


def _decoded(data: bytes, name: str, header: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    for encoding in _likely(data, header):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, errors="replace")
            if _is_nearly_whole(text):
                return text
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise damaged(name)
    return data.decode(best.encoding, errors="replace")


def _likely(data: bytes, header: str) -> Iterator[str]:
    if b"\x00" in data and (found := wide(data)):
        yield found
    yield "utf-8"
    meta = _META.search(data[:4096])
    told = (header, meta[1].decode("ascii") if meta else "")
    yield from (_NAMES[word.strip().lower()] for word in told if word.strip().lower() in _NAMES)
    if _proves(data, "big5") and not _proves(data, "gb18030"):
        yield "big5"
    yield "gb18030"


def _proves(data: bytes, encoding: str) -> bool:
    """Whether ``data`` is whole in this encoding and has a word that stands in every report."""
    try:
        return _WORD in data.decode(encoding)
    except UnicodeDecodeError:
        return False


def _is_nearly_whole(text: str) -> bool:
    """Whether only a few characters are broken: a page cut in the middle of one is still in its encoding."""
    wide = sum(not character.isascii() for character in text)
    return text.count("\ufffd") * 50 <= wide
