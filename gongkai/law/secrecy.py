"""Secrecy marks 密级标志: what must never enter, because no system of this kind may hold it (保密法).

``STRICT`` are marks as they are printed on a secret paper and nowhere else; the words of ``FILES`` stand on
papers that are not for the public, and in prose about them, so they bar a file and no sentence that is typed.
"""

import re
import unicodedata

_LEVEL = "(?:绝密|机密|秘密)"
_TERM = r"(?:[0-9一二三四五六七八九十]{1,3}(?:年|个?月)|长期|至[0-9]{4}年)"
STRICT = re.compile(rf"{_LEVEL}[★☆*]|[★☆]{_LEVEL}|{_LEVEL}{_TERM}|密级[:]?{_LEVEL}")
FILES = re.compile(r"密级|份号[:]?[0-9]|内部(?:资料|文件)|此件不(?:予)?公开|工作秘密")


def marked(text: str, *, of_file: bool) -> bool:
    """Whether a text bears a secrecy mark; ``of_file``: its name or what is printed in it."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return bool(STRICT.search(plain) or (of_file and FILES.search(plain)))
