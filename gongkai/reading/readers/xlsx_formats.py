"""Number formats of a workbook: which cells show another figure than the one that is saved.

A percent sign, a comma at a format's end (thousands, or 万 by the usual trick ``0!.0,``) and an empty format
make a cell show other digits than its value has. Reading goes by what people see.
"""

import re
from collections.abc import Iterator

_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\b([^>]*)>""")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"""<(?:\w+:)?xf\b[^>]*?\bnumFmtId=["'](\d+)["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*)>""")
_NAMED = rb"""\b%s=["']([^"']*)["']"""
_PERCENT = frozenset({9, 10})  # built in: 0%, 0.00%
#: What of a format shows nothing of the value: colours, text, and blanks as wide as a character.
_BESIDE = re.compile(r'\[[^\]]*\]|"[^"0-9]*"|[_*\\].|[ ()¥￥$-]')
_DIGITS = re.compile(r"[#0?,]*[#0?](?:\.[#0?]+)?")
_PLAIN = frozenset({"General", "@", "G/通用格式"})


def misleading_styles(styles: bytes) -> frozenset[int]:
    """Numbers of the cell styles in ``xl/styles.xml`` whose format shows another figure."""
    formats = {}
    for found in _FORMAT.findall(styles):
        number, code = _value(found, b"numFmtId"), _value(found, b"formatCode")
        if number.isdigit():
            formats[int(number)] = code.replace("&quot;", '"').replace("&amp;", "&")
    cells = _STYLES.search(styles)
    used = map(int, _STYLE.findall(cells[0]) if cells else ())
    return frozenset(
        index
        for index, number in enumerate(used)
        if number in _PERCENT or (number in formats and not _is_true(formats[number]))
    )


def misleading_cells(sheet: bytes, styles: frozenset[int]) -> Iterator[bytes]:
    """References (B7) of the cells of a sheet that have one of the styles."""
    for found in _CELL.findall(sheet) if styles else ():
        style = _value(found, b"s")
        if style.isdigit() and int(style) in styles:
            yield _value(found, b"r").encode()


def _is_true(code: str) -> bool:
    """Whether a format shows positive numbers as they are; one of dates is none of our business."""
    shown = _BESIDE.sub("", code.split(";")[0])
    is_date = re.search("[ymdhs]", shown, re.IGNORECASE) is not None
    return shown in _PLAIN or is_date or _DIGITS.fullmatch(shown) is not None


def _value(attributes: bytes, name: bytes) -> str:
    found = re.search(_NAMED % name, attributes)
    return found[1].decode("utf-8", "replace") if found else ""
