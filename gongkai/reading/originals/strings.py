"""Strings in the XML of a Word file: which are seen, which its look needs, and the others, which nobody sees.

What may stay is listed. A name, a label or a tip may say anything, wherever the next program writes it.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from gongkai.reading.characters import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"

#: Elements whose text is seen.
_TEXTS = frozenset({f"{_W}t", f"{_W}instrText", f"{_W}delText", f"{_A}t", f"{_C}v", f"{_M}t"})
#: Measures, colours, names that the format itself gives: short of a number that names somebody.
_LOOK = re.compile(r"(?!.*\d{11})(?!.*\w@\w)[ -~]*|\W{1,2}|\{[0-9A-Fa-f-]{36}\}", re.S)
#: Names of typefaces, which are Chinese.
_FACES = frozenset({"ascii", "hAnsi", "eastAsia", "cs", "typeface", "font", "script", "fontKey"})
_FACE = re.compile(r"(?!.*\d{7})[^@]{0,40}")
#: Attributes that are read out, or drawn as letters.
_SPOKEN = frozenset({"title", "descr", "alt", "string"})
_DRAWINGS = frozenset({"docPr", "cNvPr"})
#: Wrappers around what is seen, and what says something about them.
_WRAPPERS = tuple(f"{_W}{tag}" for tag in ("sdt", "sdtContent", "smartTag", "customXml"))
#: Only old programs show the fallback of a drawing: it need not say the same, and nobody looks at it.
_ABOUT = (
    f"{_MC}Fallback",
    *(
        f"{_W}{tag}"
        for tag in (
            *("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "ffData", "tblCaption", "tblDescription"),
            *("permStart", "permEnd", "subDoc", "altChunk", "control", "aliases"),
        )
    ),
)
#: What people write into them, in words.
_LABELS = {
    "bookmarkStart": "书签的名称", "alias": "内容控件的名称", "tag": "内容控件的标记",
    "listItem": "内容控件的选项",
    "helpText": "域的提示", "statusText": "域的提示", "default": "域的默认内容", "tblCaption": "表格的标题",
    "tblDescription": "表格的说明", "attr": "智能标记", "hyperlink": "链接的提示",
}  # fmt: skip
#: Names that Word gives by itself.
_USUAL = re.compile(r"_(?:Toc|Ref|Hlk)\d{1,9}|_GoBack|OLE_LINK\d{1,3}|[^\W\d]{0,12} ?\d{0,4}")


def beside(root: etree._Element) -> Iterator[tuple[str, str]]:
    """What nobody sees, each with where it stands."""
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        for name, value in element.attrib.items():
            if tag in _LABELS or not _may_stay(element, str(name), str(value)):
                text = clean(str(value))
                if text and not _USUAL.fullmatch(text):
                    yield text, _LABELS.get(tag, etree.QName(str(name)).localname)
        if not _is_text(element) and (text := clean(element.text or "")) and not _LOOK.fullmatch(text):
            yield text, tag


def spoken(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Attributes that are read out or drawn, each with its element."""
    for element in root.iter(etree.Element):
        yield from ((element, str(name)) for name in element.attrib if _is_spoken(element, str(name)))


def styles(root: etree._Element) -> dict[str, str]:
    """The names of styles that say more than a name has to, and what they are called instead."""
    own = (style.get(f"{_W}styleId") or "" for style in root.iter(f"{_W}style"))
    return {name: f"own{number}" for number, name in enumerate(own) if not _LOOK.fullmatch(name)}


def strip(root: etree._Element, renamed: Mapping[str, str]) -> None:
    """Leave what is seen, and what its look needs; ``renamed`` are styles."""
    for about in list(root.iter(*_ABOUT)):
        _without(about)
    for wrapper in list(root.iter(*_WRAPPERS)):
        unwrap(wrapper)
    _rename(root, renamed)
    for element in root.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            if etree.QName(str(name)).localname == "name" and etree.QName(element).localname in _DRAWINGS:
                element.set(name, "")
            elif not _may_stay(element, str(name), str(value)):
                _empty(element, str(name))
        if not _is_text(element) and not _LOOK.fullmatch(element.text or ""):
            element.text = None
        element.tail = None


def unwrap(element: etree._Element) -> None:
    """Its children in its place."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _rename(root: etree._Element, renamed: Mapping[str, str]) -> None:
    """Bookmarks and styles keep their use and lose their names."""
    names: dict[str, str] = {}
    for mark in root.iter(f"{_W}bookmarkStart"):
        names[mark.get(f"{_W}name") or ""] = new = f"b{len(names) + 1}"
        mark.set(f"{_W}name", new)
    for link in list(root.iter(f"{_W}hyperlink")):
        if (anchor := link.get(f"{_W}anchor")) is not None:
            link.set(f"{_W}anchor", names.get(anchor, ""))
    for element in root.iter(etree.Element):
        for attribute in (f"{_W}val", f"{_W}styleId"):
            if new_style := renamed.get(element.get(attribute) or ""):
                element.set(attribute, new_style)
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None and not _LOOK.fullmatch(name.get(f"{_W}val") or ""):
            name.set(f"{_W}val", style.get(f"{_W}styleId") or "")


def _empty(element: etree._Element, name: str) -> None:
    """A name has to be there, if only as an empty one."""
    if etree.QName(name).localname == "name":
        element.set(name, "")
    else:
        del element.attrib[name]


def _may_stay(element: etree._Element, name: str, value: str) -> bool:
    local = etree.QName(name).localname
    if _is_spoken(element, name) or element.tag == f"{_W}lvlText":
        return True
    return bool(_LOOK.fullmatch(value) or (local in _FACES and _FACE.fullmatch(value)))


def _is_spoken(element: etree._Element, name: str) -> bool:
    tag = etree.QName(element)
    return name in _SPOKEN and (tag.localname in _DRAWINGS or f"{{{tag.namespace}}}" == _V)


def _is_text(element: etree._Element) -> bool:
    return element.tag in _TEXTS


def _without(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
