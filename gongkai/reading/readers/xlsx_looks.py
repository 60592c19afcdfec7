"""Looks of a workbook's characters: which cells hold what is struck out, raised, or white on white.

Where runs of a text differ in such a way, its digits are not one figure, though the saved text joins them.
"""

import re
from collections.abc import Container, Iterator
from itertools import pairwise

from lxml import etree

_CELL = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*[^/>])>(?:\s*<(?:\w+:)?v\b[^>]*>(\d+)<|\s*<(?:\w+:)?is\b[^>]*>(.*?)</(?:\w+:)?is>)""",
    re.DOTALL,
)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3}\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d{1,6})["']""")
_OFF = ("0", "false")
_WHITE = ("FFFFFFFF", "00FFFFFF")


def marked_styles(styles: bytes) -> frozenset[int]:
    """Numbers of the cell styles in ``xl/styles.xml`` whose font is struck out, raised, or white on white."""
    root = _tree(styles)
    fonts = [] if root is None else root.findall("{*}fonts/{*}font")
    struck = {str(index) for index, font in enumerate(fonts) if _is_marked(font)}
    white = {str(index) for index, font in enumerate(fonts) if _is_white(font)}
    used = [] if root is None else root.findall("{*}cellXfs/{*}xf")
    return frozenset(
        index
        for index, style in enumerate(used)
        if style.get("fontId") in struck or (style.get("fontId") in white and style.get("fillId", "0") == "0")
    )


def marked_strings(shared: bytes) -> frozenset[int]:
    """Numbers of the texts in ``xl/sharedStrings.xml`` whose digits are not all of one figure."""
    root = _tree(shared) if b"rPr" in shared else None
    texts = [] if root is None else root.findall("{*}si")
    return frozenset(index for index, text in enumerate(texts) if _is_mixed(text))


def marked_cells(sheet: bytes, styles: Container[int], strings: Container[int]) -> Iterator[bytes]:
    """References (B7) of the cells of a sheet with such a style or text."""
    for attributes, value, inline in _CELL.findall(sheet):
        place, style = _PLACE.search(attributes), _STYLE.search(attributes)
        is_text = re.search(rb"""\bt=["']s["']""", attributes) is not None
        if place and (
            (style and int(style[1]) in styles)
            or (is_text and value and int(value) in strings)
            or (b"rPr" in inline and _is_mixed(_tree(b"<si>" + inline + b"</si>")))
        ):
            yield place[1]


def _tree(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    return etree.fromstring(xml, parser) if xml else None


def _is_mixed(text: etree._Element | None) -> bool:
    """Whether a run with digits is marked, or digits that touch are set in different ways."""
    runs = [] if text is None else text.findall("{*}r")
    said = [(run.findtext("{*}t") or "", run.find("{*}rPr")) for run in runs]
    if any(_is_marked(looks) or _is_white(looks) for words, looks in said if any(map(str.isdigit, words))):
        return True
    return any(
        one[-1:].isdigit() and other[:1].isdigit() and _said(looks) != _said(others)
        for (one, looks), (other, others) in pairwise(said)
    )


def _said(looks: etree._Element | None) -> list[tuple[str, dict[str, str]]]:
    """Size and colour: what may set a digit apart; Excel cuts runs of one look, too."""
    found = (
        [] if looks is None else [each for name in ("sz", "color") for each in looks.findall(f"{{*}}{name}")]
    )
    return [(str(each.tag), {str(key): str(value) for key, value in each.items()}) for each in found]


def _is_marked(looks: etree._Element | None) -> bool:
    if looks is None:
        return False
    struck, raised = looks.find("{*}strike"), looks.find("{*}vertAlign")
    return (struck is not None and struck.get("val") not in _OFF) or (
        raised is not None and raised.get("val") != "baseline"
    )


def _is_white(looks: etree._Element | None) -> bool:
    colour = None if looks is None else looks.find("{*}color")
    return colour is not None and (
        (colour.get("rgb") or "").upper() in _WHITE
        or (colour.get("theme") == "0" and colour.get("tint") is None)
    )
