"""Web pages: blocks of text as paragraphs, every innermost table as a grid."""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from gongkai.reading.characters import clean
from gongkai.reading.charset import decode
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_CHARACTERS, damaged
from gongkai.reading.page import Grid, Page, lay_out

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "select", "button", "svg", "iframe"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "label"}
    | {"mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "u", "wbr"}
)
_TITLES = frozenset({"articletitle", "title", "og:title"})
_DATES = frozenset({"pubdate", "publishdate"})
_DATE = re.compile(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read(data: bytes, name: str) -> Page:
    """A page of ``data``. What stands in scripts is never read: figures come from the tables people see."""
    text = decode(data, name=name)
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"《{name}》网页过大，不像年度报告，请只保留年度报告正文后再试。")
    # Pages out of Word nest unclosed tags by the hundred; beyond its plain limit the parser drops the rest.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise damaged(name) from error
    if root is None:
        raise damaged(name)
    meta = {
        (tag.get("name") or tag.get("property") or "").lower(): tag.get("content") or ""
        for tag in root.iter("meta")
    }
    titles = [meta[key] for key in meta if key in _TITLES]
    titles += [_text(element) for element in (*root.iter("title"), *root.iter("h1"))]
    dates = [day for key in meta if key in _DATES and (day := _day(meta[key]))]
    return Page(tuple(_blocks(root)), tuple(filter(None, titles)), dates[0] if dates else None)


def _blocks(root: etree._Element) -> Iterator[str | Grid]:
    line: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SILENT or _HIDDEN.search(element.get("style") or ""):
                walk.skip_subtree()
                continue
            grid = _grid(element) if tag == "table" else None
            if tag not in _INLINE:
                if paragraph := clean("".join(line)):
                    yield paragraph
                line = []
            if grid is not None:
                yield grid
                walk.skip_subtree()
                continue
            line.append(_flat(element.text))
            continue
        if tag not in _INLINE:
            if paragraph := clean("".join(line)):
                yield paragraph
            line = []
        line.append(_flat(element.tail))
    if paragraph := clean("".join(line)):
        yield paragraph


def _flat(text: str | None) -> str:
    """Line ends in the source are blanks on the page."""
    return (text or "").replace("\r", " ").replace("\n", " ")


def _grid(table: etree._Element) -> Grid | None:
    """The table as a grid; None for a table that only lays out the page (others inside, or one box a row)."""
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return None
    rows = [
        [
            (_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
            for cell in row
            if cell.tag in ("td", "th")
        ]
        for row in table.iter("tr")
    ]
    if max((len(row) for row in rows), default=0) < 2:
        return None
    return lay_out(rows)


def _text(element: etree._Element) -> str:
    """Text of a box; paragraphs and line breaks in it part its words, spans do not."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "start":
            if inner.tag in _SILENT or _HIDDEN.search(inner.get("style") or ""):
                walk.skip_subtree()
                continue
            if inner.tag not in _INLINE:
                parts.append("\n")
            parts.append(_flat(inner.text))
        elif inner is not element:
            if inner.tag not in _INLINE:
                parts.append("\n")
            parts.append(_flat(inner.tail))
    return clean("".join(parts))


def _span(cell: etree._Element, name: str) -> int:
    digits = (cell.get(name) or "").strip()
    # rowspan="0" means: to the end of the table.
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _day(text: str) -> date | None:
    found = _DATE.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
