"""Word files: the body's paragraphs and tables in order, walked as XML; merged boxes by their own marks."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy

from lxml import etree

from gongkai.reading.characters import NOISE, clean
from gongkai.reading.limits import MAX_CELLS, MAX_SPAN, damaged, unzip
from gongkai.reading.page import Cell, Grid, Page, grid_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
#: Text that a reader of the printed page does not see, or sees a second time.
_UNSEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}txbxContent"})
#: Rows that are hidden, or deleted while changes were tracked.
_GONE = (f"{_W}trPr/{_W}hidden", f"{_W}trPr/{_W}del")
#: What stands in a box and is no text: a figure may be drawn, a digit a symbol of another font, in a formula,
#: or set backwards.
_DRAWN = frozenset({f"{_W}{name}" for name in ("sym", "drawing", "pict", "object", "bdo")} | {f"{_M}oMath"})
#: What stands above the line, as pinyin does.
_ABOVE = f"{_W}rt"
#: What tells a digit from the one beside it. Word cuts runs anywhere, but leaves these alike.
_LOOKS = tuple(
    f"{_W}{name}" for name in ("color", "sz", "position", "vertAlign", "highlight", "shd", "spacing")
)
#: What a run may have from its styles, and is looked at here.
_INHERITED = (*_LOOKS, *(f"{_W}{name}" for name in ("vanish", "strike", "dstrike")))
_WRAPPERS = frozenset(
    {f"{_W}body", f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo", f"{_W}smartTag"}
)


def read(data: bytes, name: str) -> Page:
    with unzip(data, name) as archive:
        main = _main_part(archive, name)
        root = _part(archive, main, name)
        styles = f"{main.rpartition('/')[0]}/styles.xml"
        if styles in archive.namelist():
            _dress(root, _looks_of_styles(_part(archive, styles, name)))
        title = ""
        if "docProps/core.xml" in archive.namelist():
            title = clean(_part(archive, "docProps/core.xml", name).findtext(_TITLE) or "")
    body = root.find(f"{_W}body")
    if body is None:
        raise damaged(name)
    return Page(tuple(_blocks(body)), (title,) if title else ())


def _main_part(archive: zipfile.ZipFile, name: str) -> str:
    """Word writes word/document.xml, other programs what they like; the package says which."""
    if "_rels/.rels" in archive.namelist():
        for relation in _part(archive, "_rels/.rels", name).iter(_RELATION):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        xml = archive.read(part)
        if _STRICT.encode() in xml[:4096]:
            xml = xml.replace(_STRICT.encode(), _W[1:-1].encode())
        root = etree.fromstring(xml, parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise damaged(name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(name)  # no Word file defines entities; one left unexpanded would cut a figure short
    return root


def _looks_of_styles(styles: etree._Element) -> dict[str, list[etree._Element]]:
    """By name what each style says of its runs, and "" for paragraphs that name none."""
    own = {style.get(f"{_W}styleId") or "": style for style in styles.iterchildren(f"{_W}style")}
    found: dict[str, list[etree._Element]] = {}
    for name, style in own.items():
        said: dict[str, etree._Element] = {}
        met: set[str] = set()
        its_name = name
        while its_name in own and its_name not in met:
            met.add(its_name)
            above = own[its_name]
            for look in above.iterfind(f"{_W}rPr/*"):
                if look.tag in _INHERITED:
                    said.setdefault(str(look.tag), look)
            based = above.find(f"{_W}basedOn")
            its_name = "" if based is None else based.get(f"{_W}val") or ""
        found[name] = list(said.values())
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on"):
            found[""] = found[name]
    return found


def _dress(root: etree._Element, styles: Mapping[str, Sequence[etree._Element]]) -> None:
    """Write into each run what it has from its own style and its paragraph's."""
    for paragraph in root.iter(f"{_W}p"):
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        general = styles.get("" if named is None else named.get(f"{_W}val") or "", ())
        for run in paragraph.iter(f"{_W}r"):
            own = run.find(f"{_W}rPr/{_W}rStyle")
            looks = [*(() if own is None else styles.get(own.get(f"{_W}val") or "", ())), *general]
            if looks:
                _add(run, looks)


def _add(run: etree._Element, looks: Iterable[etree._Element]) -> None:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = etree.Element(f"{_W}rPr")
        run.insert(0, properties)
    for look in looks:
        if properties.find(look.tag) is None:
            properties.append(copy(look))


def _blocks(parent: etree._Element) -> Iterator[str | Grid]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _paragraph(paragraph: etree._Element) -> Iterator[str | Grid]:
    if text := clean(_text(paragraph)):
        yield text
    for box in paragraph.iter(f"{_W}txbxContent"):
        # A text box is written twice, for new and for old programs.
        if next(box.iterancestors(f"{_MC}Fallback"), None) is None:
            yield from _blocks(box)


def _text(element: etree._Element) -> str:
    """Text of a paragraph as it is seen. What belongs to no figure is marked: struck, raised, drawn."""
    parts: list[str] = []
    look: tuple[tuple[str, str], ...] = ()
    its_look = look
    walk = etree.iterwalk(element, events=("start",))
    for _, inner in walk:
        if inner.tag == f"{_W}r":
            look = _look(inner)
        if inner.tag == f"{_W}t":
            text = inner.text or ""
            if parts and look != its_look and parts[-1][-1:].isdigit() and text[:1].isdigit():
                parts.append(NOISE)  # digits that touch and look different are not one figure
            parts.append(text)
            its_look = look
        elif inner.tag == f"{_W}tab" and inner.getparent().tag == f"{_W}r":
            parts.append(" ")
        elif inner.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif inner.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif inner.tag in _UNSEEN or (inner.tag == f"{_W}r" and _is_on(inner, "vanish")):
            walk.skip_subtree()
        elif inner.tag == _ABOVE:
            parts.append(NOISE)
            walk.skip_subtree()
        elif inner.tag in _DRAWN or (inner.tag == f"{_W}r" and _is_marked(inner)):
            parts.append(NOISE)
    return "".join(parts)


def _look(run: etree._Element) -> tuple[tuple[str, str], ...]:
    """What of a run's properties may set its digits apart from others: hidden by colour, raised, small."""
    properties = run.find(f"{_W}rPr")
    found = () if properties is None else properties.iterchildren(*_LOOKS)
    return tuple(sorted((str(each.tag), each.get(f"{_W}val") or "") for each in found))


def _is_on(run: etree._Element, property_: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{property_}")
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _is_marked(run: etree._Element) -> bool:
    """Struck out, raised as the number of a note is, or white on white."""
    if run.find(f"{_W}rPr") is None or run.find(f"{_W}t") is None:
        return False  # the mark of a note is no text at all
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    is_raised = raised is not None and raised.get(f"{_W}val") != "baseline"
    colour = run.find(f"{_W}rPr/{_W}color")
    is_white = colour is not None and (colour.get(f"{_W}val") or "").upper() == "FFFFFF"
    return is_raised or is_white or _is_on(run, "strike") or _is_on(run, "dstrike")


def _table(table: etree._Element) -> Iterator[str | Grid]:
    """A grid; a table that holds another only lays out the page, and its boxes are walked as text."""
    rows = [row for row in _inside(table, "tr") if not any(row.find(mark) is not None for mark in _GONE)]
    if next(table.iterdescendants(f"{_W}tbl"), None) is not None:
        for row in rows:
            for box in _inside(row, "tc"):
                yield from _blocks(box)
        return
    cells: list[Cell] = []
    open_at: dict[int, Cell] = {}  # by column, the box that vMerge goes on
    for index, row in enumerate(rows):
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for box in _inside(row, "tc"):
            span = max(1, min(_number(box.find(f"{_W}tcPr/{_W}gridSpan"), 1), MAX_SPAN))
            merge = box.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in open_at:
                above = open_at[column]
                above.rowspan = index - above.row + 1
            else:
                text = clean("\n".join(_text(paragraph) for paragraph in box.iter(f"{_W}p")))
                cells.append(Cell(text, index, column, 1, span))
                open_at.pop(column, None)
                if merge is not None:
                    open_at[column] = cells[-1]
            column += span
        if len(cells) > MAX_CELLS:
            break
    grid = grid_of(cells, len(rows))
    if grid.width > 1:
        yield grid
    else:
        yield from (cell.text for cell in cells if cell.text)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or boxes of a row, also those in content controls."""
    for child in parent:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _number(element: etree._Element | None, default: int) -> int:
    text = "" if element is None else element.get(f"{_W}val") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
