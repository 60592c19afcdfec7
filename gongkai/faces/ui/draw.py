"""The process that draws: specifications in, SVG out. ``python -m gongkai.faces.ui.draw``.

It is a process of its own because the renderer takes some 90 MB, which no web process should hold.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pylopdf_fonts_zh_cn
import vl_convert
from lxml import etree

from gongkai.lib.files import write_whole

_SVG = "http://www.w3.org/2000/svg"
#: All that a picture is made of. What else a specification might bring in is left out.
_ELEMENTS = {"g", "path", "line", "text", "rect"}
_ATTRIBUTES = {
    *("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "fill", "stroke", "opacity"),
    *("stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor"),
}
#: Fill patterns: angle, side of a tile, and what is drawn on it.
_STRIPE = ("rect", {"width": "3", "height": "6"})
_PATTERNS = {
    2: ("45", "6", *_STRIPE),
    4: ("135", "6", *_STRIPE),
    5: ("0", "4", "path", {"d": "M1.5,0a1.5,1.5 0 1,0 .01,0Z"}),
}


def main() -> None:
    """One JSON object a line: path, id, spec, title, says."""
    fonts = {path.parent for path in Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")}
    for folder in fonts:
        vl_convert.register_font_directory(str(folder))
    for line in sys.stdin:
        order = json.loads(line)
        write_whole(Path(order["path"]), drawn(order))


def drawn(order: dict[str, Any]) -> bytes:
    """The picture, to stand in a page: with a name and a description, in the colours of the page."""
    root = etree.fromstring(vl_convert.vegalite_to_svg(order["spec"]).encode(), _parser())
    id = order["id"]
    picture = _element("svg", {"viewBox": str(root.get("viewBox")), "class": "picture", "role": "img"})
    for name, text in (("title", order["title"]), ("desc", order["says"])):
        told = _element(name, {"id": f"{id}-{name}"})
        told.text = text
        picture.append(told)
    picture.attrib.update({"aria-labelledby": f"{id}-title", "aria-describedby": f"{id}-desc"})
    marks = [kept for child in root if (kept := _kept(child, id)) is not None]
    if any("url(#" in str(value) for mark in marks for each in mark.iter() for value in each.attrib.values()):
        patterns = _element("defs", {})
        patterns.extend(_patterns(id))
        picture.append(patterns)
    picture.extend(marks)
    return etree.tostring(picture)


def _kept(element: etree._Element, id: str) -> etree._Element | None:
    """An element with what is seen of it; None where nothing is."""
    name = etree.QName(element).localname
    if name not in _ELEMENTS or "display" in element.attrib or element.get("class") == "background":
        return None
    seen = {str(key): str(value) for key, value in element.attrib.items() if key in _ATTRIBUTES}
    kept = _element(name, {key: value.replace("url(#", f"url(#{id}-") for key, value in seen.items()})
    kept.text = element.text if name == "text" else None
    kept.extend([child for each in element if (child := _kept(each, id)) is not None])
    return kept if len(kept) or name != "g" else None


def _patterns(id: str) -> Iterator[etree._Element]:
    for number, (angle, size, mark, shape) in _PATTERNS.items():
        pattern = _element(
            "pattern",
            {"id": f"{id}-fill-{number}", "patternUnits": "userSpaceOnUse", "width": size, "height": size},
        )
        pattern.set("patternTransform", f"rotate({angle})")
        pattern.append(_element("rect", {"width": size, "height": size, "fill": "var(--paper)"}))
        pattern.append(_element(mark, shape | {"fill": f"var(--chart-{number})"}))
        yield pattern


def _element(name: str, attributes: dict[str, str]) -> etree._Element:
    spaces = cast("dict[str, str]", {None: _SVG})  # the stubs know no default namespace
    return etree.Element(f"{{{_SVG}}}{name}", attributes, spaces)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


if __name__ == "__main__":
    main()
