"""Word files: what stands beside the body, and a copy with changes accepted and the unseen left out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from gongkai.reading.characters import clean
from gongkai.reading.originals import pictures, strings
from gongkai.reading.originals.covers import Covers, over_runs
from gongkai.reading.originals.model import Original, Piece, original
from gongkai.reading.originals.packed import Package, text_of
from gongkai.reading.readers import docx as reader

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_WRITTEN = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_BESIDE = re.compile(r"word/(?:header\d*|footer\d*|footnotes|endnotes)\.xml")
_COMMENTS = re.compile(r"word/comments\w*\.xml")
_PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")
#: Parts of which something is seen: of any other nothing is, and nobody knows what it says.
_SEEN = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|styles|numbering|settings|theme/theme\d*"
    r"|charts/[a-z]+\d*|diagrams/[a-z]+\d*)\.xml|word/media/(?!.*\d{11})[\w.-]+",
    re.ASCII | re.I,
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
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
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
#: Settings by which a document looks as it does.
_SETTINGS = frozenset(
    f"{_W}{tag}"
    for tag in (
        *("zoom", "mirrorMargins", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop"),
        *(
            "defaultTabStop",
            "autoHyphenation",
            "consecutiveHyphenLimit",
            "hyphenationZone",
            "evenAndOddHeaders",
        ),
        *("bookFoldPrinting", "drawingGridHorizontalSpacing", "drawingGridVerticalSpacing"),
        *("displayHorizontalDrawingGridEvery", "displayVerticalDrawingGridEvery", "noPunctuationKerning"),
        *("characterSpacingControl", "noLineBreaksAfter", "noLineBreaksBefore", "doNotExpandShiftReturn"),
        *("footnotePr", "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol"),
        *("listSeparator", "doNotUseMarginsForDrawingGridOrigin", "strictFirstAndLastChars"),
    )
)
_PICTURE = re.compile(r"word/media/.*\.(?:png|jpe?g)", re.I)
#: Fields that number pages: what they count is seen, and they hold nothing else.
_PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]*")
#: Fields whose instruction is Word's own: what they hold says nothing of anybody.
_USUAL = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|NOTEREF|TOC|SEQ|STYLEREF|STYLENO|DATE|TIME|EQ|SYMBOL)\b[^\"]*"
)
#: Parts of names that Word gives in the user's language, told of only where one tells of somebody.
_LOOKS = re.compile(r"word/(?:styles|theme)")
_TELLING = re.compile(r"\d{7}|\w@\w")
#: Characters of a numbering beside its numbers, as in 第%1条.
_SHORTEST_WORDS = 6
_WAY_OUT = re.compile(r"(?:https?|mailto):", re.I)


def read(data: bytes, name: str) -> Original:
    """The body, and everything beside it."""
    package = Package(data, name)
    count = sum(bool(_PICTURE.fullmatch(part)) for part in package.parts)
    return replace(original(reader.read(data, name), list(_pieces(package))), pictures=count)


def copy(data: bytes, name: str, covers: Covers) -> bytes:
    """What a reader of the print sees, words covered; nothing else of the file is left."""
    package = Package(data, name)
    package.drop(lambda part: not _is_kept(part))
    package.relations(
        lambda relation, _source: (
            relation.get("TargetMode") != "External" or bool(_WAY_OUT.match(relation.get("Target") or ""))
        )
    )
    vanishing, renamed = _vanishing(package), strings.styles(_styles(package))
    for part in [part for part in package.parts if part != package.TYPES]:
        if part.startswith("word/media/"):
            package.parts[part] = pictures.bare(package.parts[part])
            continue
        root = package.xml(part)
        if _WRITTEN.fullmatch(part):
            _strip(root, vanishing, _known_ids(package, part))
        elif part == "word/settings.xml":
            _leave(root, _SETTINGS)
        if not part.endswith(".rels"):
            strings.strip(root, renamed)
        _cover(root, covers)
        package.put(part, root)
    return package.bytes()


def _is_kept(part: str) -> bool:
    folder, _slash, file = part.rpartition("/")
    if file.endswith(".rels"):
        return not (of := f"{folder.removesuffix('_rels')}{file.removesuffix('.rels')}") or _is_kept(of)
    return part == Package.TYPES or bool(_SEEN.fullmatch(part))


def _pieces(package: Package) -> Iterator[Piece]:
    vanishing = _vanishing(package)
    for part in sorted(package.parts):
        if part == "word/document.xml":
            yield from _within(package.xml(part), vanishing)
            yield from _unprinted(package.xml(part))
        elif _BESIDE.fullmatch(part):
            root = package.xml(part)
            for paragraph in root.iter(f"{_W}p"):
                if text := clean("".join(run.text or "" for run in paragraph.iter(f"{_W}t"))):
                    yield Piece("margin", text)
            yield from _within(root, vanishing)
            yield from _unprinted(root)
        elif _COMMENTS.fullmatch(part):
            for comment in package.xml(part).iter(f"{_W}comment"):
                yield Piece("comment", clean(text_of(comment)), comment.get(f"{_W}author") or "")
        elif _PROPERTIES.fullmatch(part):
            yield from _properties(package.xml(part))
        elif part.endswith(".rels"):
            for relation in package.xml(part):
                target = relation.get("Target") or ""
                if relation.get("TargetMode") == "External":
                    yield Piece("drawn" if _WAY_OUT.match(target) else "data", target, "链接的地址")
        elif part.startswith("word/media/"):
            yield from pictures.written(package.parts[part])
        elif part.startswith("word/embeddings/"):
            yield Piece("embedded", part.rpartition("/")[2])
        elif part.startswith("customXml/item") and (text := clean(text_of(package.xml(part)))):
            yield Piece("data", text)
        elif part == "word/settings.xml":
            for variable in package.xml(part).iter(f"{_W}docVar"):
                yield Piece("data", variable.get(f"{_W}val") or "", variable.get(f"{_W}name") or "")
        elif _SEEN.fullmatch(part):
            named = _unprinted(package.xml(part))
            yield from (one for one in named if not _LOOKS.match(part) or _TELLING.search(one.text))


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
    for text in map(clean, _instructions(root)):
        if text and not _USUAL.fullmatch(text):
            yield Piece("data", text, "域代码")


def _unprinted(root: etree._Element) -> Iterator[Piece]:
    """What stands in no paragraph: drawn, or read by nobody at all."""
    said: dict[etree._Element, list[str]] = {}
    for element, name in strings.spoken(root):
        said.setdefault(element, []).append(element.get(name) or "")
    for texts in said.values():
        if text := clean(" ".join(texts)):
            yield Piece("alt", text)
    for level in root.iter(f"{_W}lvlText"):
        text = clean(level.get(f"{_W}val") or "")
        if len(re.sub(r"%\d", "", text)) > _SHORTEST_WORDS:
            yield Piece("drawn", text, "编号")
    for paragraph in root.iter(f"{_A}p", f"{_C}v"):
        if text := clean(text_of(paragraph)):
            yield Piece("drawn", text)
    yield from (Piece("data", text, at) for text, at in dict.fromkeys(strings.beside(root)))


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
    styles = _styles(package).iter(f"{_W}style")
    return frozenset(style.get(f"{_W}styleId") or "" for style in styles if _is_on(style, "vanish"))


def _styles(package: Package) -> etree._Element:
    part = "word/styles.xml"
    return package.xml(part) if part in package.parts else etree.Element(f"{_W}styles")


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
        strings.unwrap(wrapper)
    _unlink(root)
    for link in list(root.iter(f"{_W}hyperlink")):
        if link.get(f"{_W}tooltip") is not None:
            del link.attrib[f"{_W}tooltip"]
        if link.get(_R_ID) and link.get(_R_ID) not in known:
            strings.unwrap(link)


def _unlink(root: etree._Element) -> None:
    """Leave of every field what is seen of it: its instruction is read by nobody, and may say anything. Pages
    go on being numbered."""
    for marks, told in list(_fields(root)):
        if not _PAGES.fullmatch("".join(told)):
            for mark in marks:
                _take_out(mark)
    for field in list(root.iter(f"{_W}fldSimple")):
        if not _PAGES.fullmatch(field.get(f"{_W}instr") or ""):
            strings.unwrap(field)


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


def _leave(root: etree._Element, tags: frozenset[str]) -> None:
    for child in list(root):
        if child.tag not in tags:
            root.remove(child)


def _cover(root: etree._Element, covers: Covers) -> None:
    if not covers:
        return
    for paragraph in root.iter(f"{_W}p"):
        runs = [run for run in paragraph.iter(f"{_W}t") if next(run.iterancestors(f"{_W}p")) is paragraph]
        for run, text in zip(runs, over_runs([run.text or "" for run in runs], covers), strict=True):
            run.text = text
    for paragraph in root.iter(f"{_A}p", f"{_C}v"):
        runs = list(paragraph.iter(f"{_A}t")) or [paragraph] * (paragraph.tag == f"{_C}v")
        for run, text in zip(runs, over_runs([run.text or "" for run in runs], covers), strict=True):
            run.text = text
    named = [(level, f"{_W}val") for level in root.iter(f"{_W}lvlText")]
    linked = [(relation, "Target") for relation in root if relation.get("TargetMode") == "External"]
    for element, attribute in (*strings.spoken(root), *named, *linked):
        element.set(attribute, over_runs([element.get(attribute) or ""], covers)[0])
