"""Word files: what stands beside the body, and a copy with changes accepted and the unseen left out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from gongkai.reading.characters import clean
from gongkai.reading.originals import pictures
from gongkai.reading.originals.covers import Covers, over_runs
from gongkai.reading.originals.model import Original, Piece, original
from gongkai.reading.originals.packed import Package, text_of
from gongkai.reading.readers import docx as reader

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_WRITTEN = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_BESIDE = re.compile(r"word/(?:header\d*|footer\d*|footnotes|endnotes)\.xml")
_COMMENTS = re.compile(r"word/comments\w*\.xml")
_PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")
#: Parts that no reader of the print ever sees.
_UNSEEN = re.compile(
    r"docProps/.*|customXml/.*|_xmlsignatures/.*|word/(?:comments.*|people\.xml|vba.*|embeddings/.*|activeX/.*"
    r"|glossary/.*|printerSettings/.*|customizations\.xml|keyMapCustomizations\.xml)"
)
#: What Word counts and states about every document, and says of nobody.
_COUNTS = re.compile(
    "Template|TotalTime|Pages|Words|Characters|Application|DocSecurity|Lines|Paragraphs|ScaleCrop|LinksUpToDate"
    "|CharactersWithSpaces|SharedDoc|HyperlinksChanged|AppVersion|revision|version|language|lpstr|i4|created"
    "|modified|lastPrinted"
)
_GONE = tuple(f"{_W}{tag}" for tag in ("del", "moveFrom"))
_ACCEPTED = tuple(f"{_W}{tag}" for tag in ("ins", "moveTo"))
_MARKS = tuple(
    f"{_W}{tag}"
    for tag in (
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "dataBinding"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *(
            "rPrChange",
            "pPrChange",
            "tblPrChange",
            "trPrChange",
            "tcPrChange",
            "sectPrChange",
            "numberingChange",
        ),
        *("tblGridChange", "tblPrExChange", "cellIns", "cellDel", "cellMerge", "proofErr"),
    )
)
_SETTINGS = tuple(
    f"{_W}{tag}" for tag in ("docVars", "rsids", "attachedTemplate", "trackRevisions", "mailMerge")
)
_PICTURE = re.compile(r"word/media/.*\.(?:png|jpe?g)", re.I)
#: Fields that number pages: what they count is seen, and they hold nothing else.
_PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]*")
#: Fields whose instruction is Word's own: what they hold says nothing of anybody.
_USUAL = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|NOTEREF|TOC|SEQ|STYLEREF|STYLENO|DATE|TIME|EQ|SYMBOL)\b[^\"]*"
)
_WAY_OUT = re.compile(r"(?:https?|mailto):", re.I)


def read(data: bytes, name: str) -> Original:
    """The body, and everything beside it."""
    package = Package(data, name)
    count = sum(bool(_PICTURE.fullmatch(part)) for part in package.parts)
    return replace(original(reader.read(data, name), list(_pieces(package))), pictures=count)


def copy(data: bytes, name: str, covers: Covers) -> bytes:
    """What a reader of the print sees, words covered; nothing else of the file is left."""
    package = Package(data, name)
    package.drop(lambda part: bool(_UNSEEN.fullmatch(part)))
    package.relations(
        lambda relation, _source: (
            relation.get("TargetMode") != "External" or bool(_WAY_OUT.match(relation.get("Target") or ""))
        )
    )
    vanishing = _vanishing(package)
    for part in list(package.parts):
        if _WRITTEN.fullmatch(part):
            root = package.xml(part)
            _strip(root, vanishing, _known_ids(package, part))
            _cover(root, covers)
            package.put(part, root)
        elif part == "word/settings.xml":
            root = package.xml(part)
            _remove(root, _SETTINGS)
            package.put(part, root)
        elif part.startswith("word/media/"):
            package.parts[part] = pictures.bare(package.parts[part])
    return package.bytes()


def _pieces(package: Package) -> Iterator[Piece]:
    vanishing = _vanishing(package)
    for part in sorted(package.parts):
        if part == "word/document.xml":
            yield from _within(package.xml(part), vanishing)
        elif _BESIDE.fullmatch(part):
            root = package.xml(part)
            for paragraph in root.iter(f"{_W}p"):
                if text := clean("".join(run.text or "" for run in paragraph.iter(f"{_W}t"))):
                    yield Piece("margin", text)
            yield from _within(root, vanishing)
        elif _COMMENTS.fullmatch(part):
            for comment in package.xml(part).iter(f"{_W}comment"):
                yield Piece("comment", clean(text_of(comment)), comment.get(f"{_W}author") or "")
        elif _PROPERTIES.fullmatch(part):
            yield from _properties(package.xml(part))
        elif part.endswith(".rels"):
            for relation in package.xml(part):
                target = relation.get("Target") or ""
                if relation.get("TargetMode") == "External" and not _WAY_OUT.match(target):
                    yield Piece("data", target, "链接的地址")
        elif part.startswith("word/media/"):
            yield from pictures.written(package.parts[part])
        elif part.startswith("word/embeddings/"):
            yield Piece("embedded", part.rpartition("/")[2])
        elif part.startswith("customXml/item") and (text := clean(text_of(package.xml(part)))):
            yield Piece("data", text)
        elif part == "word/settings.xml":
            for variable in package.xml(part).iter(f"{_W}docVar"):
                yield Piece("data", variable.get(f"{_W}val") or "", variable.get(f"{_W}name") or "")


def _within(root: etree._Element, vanishing: frozenset[str]) -> Iterator[Piece]:
    for element in root.iter(*_GONE):
        if text := clean("".join(run.text or "" for run in element.iter(f"{_W}delText", f"{_W}t"))):
            yield Piece("deleted", text, element.get(f"{_W}author") or "")
    for element in root.iter(*_ACCEPTED):
        if text := clean("".join(run.text or "" for run in element.iter(f"{_W}t"))):
            yield Piece("inserted", text, element.get(f"{_W}author") or "")
    for run in root.iter(f"{_W}r"):
        if _is_invisible(run, vanishing) and (
            text := clean("".join(each.text or "" for each in run.iter(f"{_W}t")))
        ):
            yield Piece("invisible", text)
    for row in root.iter(f"{_W}tr"):
        boxes = (clean(text_of(box)) for box in row.iter(f"{_W}tc")) if _is_hidden(row) else ()
        if text := "\t".join(filter(None, boxes)):
            yield Piece("row", text)
    for drawing in root.iter(_DRAWN):
        if text := clean(f"{drawing.get('title') or ''} {drawing.get('descr') or ''}"):
            yield Piece("alt", text)
    for link in root.iter(f"{_W}hyperlink"):
        if text := clean(link.get(f"{_W}tooltip") or ""):
            yield Piece("data", text, "链接的提示")
    for text in map(clean, _instructions(root)):
        if text and not _USUAL.fullmatch(text):
            yield Piece("data", text, "域代码")


def _instructions(root: etree._Element) -> Iterator[str]:
    """What the fields of a document are told to do, as it is written there."""
    yield from (field.get(f"{_W}instr") or "" for field in root.iter(f"{_W}fldSimple"))
    yield from ("".join(told) for _marks, told in _fields(root))


def _fields(root: etree._Element) -> Iterator[tuple[list[etree._Element], list[str]]]:
    """The marks of each field, with its instruction; fields lie within each other."""
    open_: list[tuple[list[etree._Element], list[str]]] = []
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText"):
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin" or not open_:
            open_.append(([], []))
        marks, told = open_[-1]
        marks.append(element)
        if element.tag == f"{_W}instrText":
            told.append(element.text or "")
        elif kind == "end":
            yield open_.pop()
    yield from reversed(open_)


def _properties(root: etree._Element) -> Iterator[Piece]:
    for element in root.iter():
        tag = etree.QName(element).localname
        parent = element.getparent()
        named = parent.get("name") if parent is not None else ""
        if len(element) == 0 and not _COUNTS.fullmatch(tag) and (text := clean(element.text or "")):
            yield Piece("properties", text, named or tag)


def _vanishing(package: Package) -> frozenset[str]:
    """The styles in which nothing is seen."""
    if "word/styles.xml" not in package.parts:
        return frozenset()
    styles = package.xml("word/styles.xml").iter(f"{_W}style")
    return frozenset(style.get(f"{_W}styleId") or "" for style in styles if _is_on(style, "vanish"))


def _is_invisible(run: etree._Element, vanishing: frozenset[str]) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    whole = next(run.iterancestors(f"{_W}p"), None)
    paragraph = whole.find(f"{_W}pPr/{_W}pStyle") if whole is not None else None
    named = {found.get(f"{_W}val") for found in (style, paragraph) if found is not None}
    return _is_on(run, "vanish") or _is_on(run, "webHidden") or bool(named & vanishing)


def _is_on(element: etree._Element, property_: str) -> bool:
    found = element.find(f"{_W}rPr/{_W}{property_}")
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _is_hidden(row: etree._Element) -> bool:
    return row.find(f"{_W}trPr/{_W}hidden") is not None


def _known_ids(package: Package, part: str) -> set[str]:
    folder, _slash, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in package.parts:
        return set()
    return {relation.get("Id") or "" for relation in package.xml(relations)}


def _strip(root: etree._Element, vanishing: frozenset[str], known: set[str]) -> None:
    for row in list(root.iter(f"{_W}tr")):
        if _is_hidden(row) or row.find(f"{_W}trPr/{_W}del") is not None:
            _take_out(row)
    for paragraph in list(root.iter(f"{_W}p")):
        is_gone = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
        if is_gone and not any(_is_seen(run) for run in paragraph.iter(f"{_W}t")):
            _take_out(paragraph)
    for run in list(root.iter(f"{_W}r")):
        if _is_invisible(run, vanishing) and run.getparent() is not None:
            _take_out(run)
    for mark in list(root.iter(*(f"{_W}{tag}" for tag in ("rPr", "trPr")))):
        _remove_children(mark, (*_GONE, *_ACCEPTED))
    _remove(root, (*_GONE, *_MARKS, _OLE))
    for wrapper in list(root.iter(*_ACCEPTED)):
        _unwrap(wrapper)
    _unlink(root)
    for link in list(root.iter(f"{_W}hyperlink")):
        if link.get(f"{_W}tooltip") is not None:
            del link.attrib[f"{_W}tooltip"]
        if link.get(_R_ID) and link.get(_R_ID) not in known:
            _unwrap(link)
    for element in root.iter():
        for attribute in [each for each in element.attrib if "rsid" in str(each)]:
            del element.attrib[attribute]


def _unlink(root: etree._Element) -> None:
    """Leave of every field what is seen of it: its instruction is read by nobody, and may say anything. Pages
    go on being numbered."""
    for marks, told in list(_fields(root)):
        if not _PAGES.fullmatch("".join(told)):
            for mark in marks:
                _take_out(mark)
    for field in list(root.iter(f"{_W}fldSimple")):
        if not _PAGES.fullmatch(field.get(f"{_W}instr") or ""):
            _unwrap(field)


def _is_seen(run: etree._Element) -> bool:
    return bool(run.text) and next(run.iterancestors(*_GONE), None) is None


def _remove(root: etree._Element, tags: tuple[str, ...]) -> None:
    for element in list(root.iter(*tags)):
        if element.getparent() is not None:
            _take_out(element)


def _remove_children(element: etree._Element, tags: tuple[str, ...]) -> None:
    for child in list(element.iterchildren(*tags)):
        element.remove(child)


def _take_out(element: etree._Element) -> None:
    """Without it; a box of a table keeps the paragraph that Word asks for."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parent.tag == f"{_W}tc" and parent.find(f"{_W}p") is None:
        etree.SubElement(parent, f"{_W}p")


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent[place : place + 1] = list(element)


def _cover(root: etree._Element, covers: Covers) -> None:
    if not covers:
        return
    for paragraph in root.iter(f"{_W}p"):
        runs = [run for run in paragraph.iter(f"{_W}t") if next(run.iterancestors(f"{_W}p")) is paragraph]
        for run, text in zip(runs, over_runs([run.text or "" for run in runs], covers), strict=True):
            run.text = text
    for drawing in root.iter(_DRAWN):
        for attribute in ("title", "descr"):
            if said := drawing.get(attribute):
                drawing.set(attribute, over_runs([said], covers)[0])
