"""Web pages: blocks of text as paragraphs, every innermost table as a grid.

The tree is made ready once (what nobody sees taken out, line ends put in), so that the text of a box and of
the page is what the parser joins by itself: Python walks no page element by element.
"""

import re
from collections.abc import Container, Iterator
from datetime import date
from functools import lru_cache
from secrets import token_hex
from typing import cast

from lxml import etree

from gongkai.reading.characters import NOISE, clean
from gongkai.reading.charset import decode
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_CHARACTERS, damaged
from gongkai.reading.page import Grid, Page, lay_out

_SILENT = ("script", "style", "noscript", "template", "head", "button", "svg", "iframe")
#: What is taken out too, but shows something in its place: figures may be drawn in it, or written by it.
_SHOWING = ("svg", "iframe", "button", "script")
#: Elements that begin and end a line; all others flow within one.
_LINES = (
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog"),
    *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
    *(
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
    ),
    *("section", "summary", "ul"),
)
_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
#: Digits in these belong to no figure, or are printed backwards.
_CROSSED = frozenset({"del", "s", "strike", "sup", "sub", "rt", "rp", "bdo"})
_PICTURES = frozenset({"img", "input", "select", "textarea", "canvas", "object", "embed", "video", "math"})
_DIGITS = frozenset("0123456789０１２３４５６７８９.,")
_TOUCHING = re.compile(r"[\d.,]{2}")
_LOOKLESS = frozenset({"lang", "id", "name", "title", "href"})
_TITLES = frozenset({"articletitle", "title", "og:title"})
_DATES = frozenset({"pubdate", "publishdate"})
_DATE = re.compile(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))", re.IGNORECASE
)
_WHITE_TEXT = re.compile(rb"color\s*[:=]\s*[\"']?\s*(?:#fff|white|rgb\()")  # far quicker than with any case
_COLOURED = etree.XPath("//td//*[@color or contains(@style, 'olor')] | //td[contains(@style, 'olor')]")
_STRUCK = re.compile(r"text-decoration[^;]*line-through|unicode-bidi[^;]*override", re.IGNORECASE)
_TRACES = (b"isplay", b"idden", b"ibility")
_NO_CHARACTERS = ("\ufffe", "\uffff")
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_KEPT, _FLAT = bytes(range(256)), bytes.maketrans(b"\n\r", b"  ")
_PRE = re.compile(rb"(<pre\b.*?</pre>)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULES = re.compile(r"([^{}]{1,400})\{([^{}]*)\}")
_MEDIA = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SELECTOR = re.compile(r"([a-zA-Z][\w-]*)?([.#])([\w-]+)")


def read(data: bytes, name: str) -> Page:
    """A page of ``data``. What stands in scripts is never read: figures come from the tables people see."""
    text = decode(data, name=name)
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"《{name}》网页过大，不像年度报告，请只保留年度报告正文后再试。")
    # Pages out of Word nest unclosed tags by the hundred; beyond its plain limit the parser drops the rest.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    source = _in_lines(text)
    try:
        root = etree.fromstring(source, parser)
    except etree.LxmlError as error:
        raise damaged(name) from error
    if root is None:
        raise damaged(name)
    meta = {
        (tag.get("name") or tag.get("property") or "").lower(): tag.get("content") or ""
        for tag in root.iter("meta")
    }
    titles = [meta[key] for key in meta if key in _TITLES]
    titles += [clean(_joined(element)) for element in root.iter("title", "h1")]
    dates = [day for key in meta if key in _DATES and (day := _day(meta[key]))]
    try:
        _make_ready(root, source.lower())
        blocks = tuple(_blocks(root))
    except ValueError as error:  # a character that no document may hold
        raise damaged(name) from error
    return Page(blocks, tuple(filter(None, titles)), dates[0] if dates else None)


def _in_lines(text: str) -> bytes:
    """Line ends in the source are blanks on the page, but for text that is set as it stands."""
    for character in _NO_CHARACTERS:
        if character in text:
            text = text.replace(character, "")
    source = text.encode("utf-8", "replace")
    if b"<pre" not in source and b"<PRE" not in source:
        return source.translate(_FLAT, _CONTROLS)
    parts = _PRE.split(source)
    return b"".join(
        part.translate(_KEPT if index % 2 else _FLAT, _CONTROLS) for index, part in enumerate(parts)
    )


def _make_ready(root: etree._Element, lower: bytes) -> None:
    """Take out what is not seen, mark what is no plain text, end lines where the page ends them.

    ``lower`` is the source in small letters.
    """
    sheets = "".join(element.text or "" for element in root.iter("style"))
    for element in root.iter(*_SHOWING):
        if element.tag != "script" or "document.write" in (element.text or ""):
            element.tail = NOISE + (element.tail or "")
    etree.strip_elements(root, *_SILENT, with_tail=False)
    # Most pages hide and strike out nothing, and the source tells that sooner than the tree.
    if any(word in lower for word in _TRACES):
        for element in _styled(root, _HIDDEN, sheets):
            _remove(element)
    for element in _white(root) if _WHITE_TEXT.search(lower) else ():
        element.text = NOISE + (element.text or "")
    if b"line-through" in lower or b"-override" in lower:
        for element in _styled(root, _STRUCK, sheets):
            element.text = NOISE + (element.text or "")
    for element in root.iter(*_CROSSED):
        element.text = NOISE + (element.text or "")
    for element in root.iter(*_PICTURES):
        if element.tag != "input" or (element.get("type") or "").lower() != "hidden":
            element.tail = NOISE + (element.tail or "")
    for element in root.iter("br"):
        element.tail = "\n" + (element.tail or "")
    for element in root.iter(*_LINES):
        _end_line(element)


def _white(root: etree._Element) -> list[etree._Element]:
    """Elements in boxes of tables whose text is white, as it is on white paper for nobody to see."""
    coloured = cast(list[etree._Element], _COLOURED(root))
    return [
        element
        for element in coloured
        if any(map(_WHITE.search, (f"color:{element.get('color')}", element.get("style") or "")))
    ]


def _styled(root: etree._Element, what: re.Pattern[str], sheets: str) -> list[etree._Element]:
    """What ``style`` (or ``hidden``) hides or strikes out, or a plain rule of the page's own style sheet."""
    names: set[tuple[str, str]] = set()
    if what.search(sheets):
        names = set(_names_of_rules(_MEDIA.sub("", _COMMENT.sub("", sheets)), what))
    return [element for element in root.iter("*") if _is_styled(element, what, names)]


def _is_styled(element: etree._Element, what: re.Pattern[str], names: Container[tuple[str, str]]) -> bool:
    style = element.get("style")
    if (style and what.search(style)) or (what is _HIDDEN and element.get("hidden") is not None):
        return True
    if not names:
        return False
    own = [f".{name}" for name in (element.get("class") or "").split()] + [f"#{element.get('id')}"]
    return any(("", name) in names or (element.tag, name) in names for name in own)


def _names_of_rules(sheets: str, what: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(tag or "", .class or #id) of the rules that do so; rules for other media were taken out."""
    for selectors, body in _RULES.findall(sheets):
        if what.search(body):
            for selector in selectors.split(","):
                if found := _SELECTOR.fullmatch(selector.strip()):
                    yield (found[1] or "").lower(), found[2] + found[3]


def _remove(element: etree._Element) -> None:
    """Out of the tree, but for the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _joined(element: etree._Element) -> str:
    """The text within an element; the parser joins it far sooner than Python does."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _end_line(element: etree._Element) -> None:
    element.text = "\n" + (element.text or "")
    element.tail = "\n" + (element.tail or "")


def _blocks(root: etree._Element) -> Iterator[str | Grid]:
    grids: list[Grid] = []
    mark = token_hex(8)  # stands before and behind each grid; no page can know it
    for table in list(root.iter("table")):
        grid = _grid(table)
        if grid is None:
            for part in table.iter(*_PARTS):
                _end_line(part)
            continue
        captions = [_joined(caption) for caption in table.iter("caption")]
        table.text = "\n" + "".join(captions) + mark
        table.tail = mark + (table.tail or "")
        grids.append(grid)
    for index, text in enumerate(_joined(root).split(mark)):
        if index % 2:
            yield grids[index // 2]
            continue
        for line in text.split("\n"):
            if paragraph := clean(line):
                yield paragraph


def _grid(table: etree._Element) -> Grid | None:
    """The table as a grid; None for a table that only lays out the page (others inside, or one box a row)."""
    if table.find(".//table") is not None:
        return None
    rows = [[_box(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return None
    return lay_out(rows)


def _box(cell: etree._Element) -> tuple[str, int, int]:
    """Text, colspan and rowspan."""
    text = cell.text or ""
    if len(cell):
        text = _joined(cell)
        if (
            NOISE not in text
            and _TOUCHING.search(text)
            and (_innermost(cell).text or "").strip() != text.strip()
            and _is_mixed(cell)
        ):
            text += NOISE
    across, down = cell.get("colspan"), cell.get("rowspan")
    return clean(text), _span(across) if across else 1, _span(down) if down else 1


def _innermost(cell: etree._Element) -> etree._Element:
    """The element, of those each within another, that may hold all the text of a box: td, p, span."""
    while len(cell) == 1:
        cell = cell[0]
    return cell


def _is_mixed(cell: etree._Element) -> bool:
    """Whether digits that touch are printed in different ways: one of them may be a note's number, struck
    out, or not to be seen at all, and only the site's style sheet could tell."""
    before, its_way = "", None
    for text, way in _pieces(cell):
        if text:
            if before in _DIGITS and text[0] in _DIGITS and way != its_way:
                return True
            before, its_way = text[-1], way
    return False


def _pieces(cell: etree._Element) -> Iterator[tuple[str | None, tuple[object, ...]]]:
    """Each piece of a box's text with the elements around it, and what these say of how it looks."""
    around: list[object] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is cell:
            if event == "start":
                yield cell.text, ()
        elif event == "start":
            looks = tuple((name, value) for name, value in element.items() if name not in _LOOKLESS)
            around.append((element.tag, looks))
            yield element.text, tuple(around)
        else:
            around.pop()
            yield element.tail, tuple(around)


@lru_cache(maxsize=200)
def _span(text: str) -> int:
    digits = text.strip()
    # rowspan="0" means: to the end of the table.
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _day(text: str) -> date | None:
    found = _DATE.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
