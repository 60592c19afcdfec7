"""Which encoding a text is in. Government pages are UTF-8 or GB18030, and often say neither truly."""

import codecs
import re

from charset_normalizer import from_bytes

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


def decode(data: bytes, *, name: str, header: str = "") -> str:
    """Text of ``data``: by BOM, UTF-8, ``header`` (charset of the HTTP answer), meta, GB18030, guess.

    What is whole UTF-8 is nothing else by chance, whatever the page says of itself.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    meta = _META.search(data[:4096])
    told = (header, meta[1].decode("ascii") if meta else "")
    named = [_NAMES[word.strip().lower()] for word in told if word.strip().lower() in _NAMES]
    for encoding in ("utf-8", *named, "gb18030"):
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


def _is_nearly_whole(text: str) -> bool:
    """Whether only a few characters are broken: a page cut in the middle of one is still in its encoding."""
    wide = sum(not character.isascii() for character in text)
    return text.count("\ufffd") * 50 <= wide
