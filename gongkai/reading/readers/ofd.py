"""OFD files (GB/T 33190): the characters and ruled lines of each page, as they stand on paper.

The format is a package of XML; lengths are in millimetres from the page's upper left corner. What is not
shown (invisible, transparent, white) is not read.
"""

import math
import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zipfile import ZipFile

from lxml import etree

from gongkai.reading.characters import clean
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_PAGES, Deadline, damaged, too_complex, unzip
from gongkai.reading.page import Page
from gongkai.reading.paper import blocks
from gongkai.reading.ruled import Rule
from gongkai.reading.typeset import Glyph, Sheet, items

#: The part that every OFD package has.
ENTRY = "OFD.xml"

_NEAR = 0.6  # millimetres: rules nearer than this are one
_LEVEL = 0.2  # how far the two ends of a rule may differ
_THIN = 1.0  # what is filled and no thicker is a rule
_ASCENT = 0.86  # of a character's size, above the line it stands on
_DEEPEST = 16  # blocks within blocks
_MOST_OBJECTS = 60_000  # of a page, characters among them
_A4 = 297.0
_WHITE = 240  # of 255, the light of what nobody sees on paper
#: How many numbers follow a letter of a path.
_POINTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}

_Element = etree._Element
#: a, b, c, d, e, f as in the standard: x' = ax + cy + e, y' = bx + dy + f.
_Transform = tuple[float, float, float, float, float, float]
_IDENTITY: _Transform = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read(data: bytes, name: str) -> Page:
    deadline = Deadline(name)
    pages, has_text = [], False
    with unzip(data, name) as archive:
        package = _Package(archive, name)
        for page in package.pages():
            deadline.check()
            sheet = _sheet(package, page)
            has_text = has_text or bool(sheet.glyphs)
            pages.append(items(sheet, near=_NEAR, name=name))
        titles = [title for title in map(clean, package.titles()) if title]
    if not has_text:
        raise ReadError(f"《{name}》的各页是图片，没有可读的文字，请在阅读软件里另存为PDF文件后再试。")
    return Page(tuple(blocks(pages)), tuple(titles))


@dataclass(frozen=True, slots=True)
class _Part:
    """An XML part of the package, and the path that its references start from."""

    path: str
    root: _Element

    def all(self, name: str) -> Iterator[_Element]:
        return self.root.iterfind(f".//{{*}}{name}")


@dataclass(frozen=True, slots=True)
class _PageOf:
    """A page: its own content and that of its templates, and the composite units that they draw."""

    height: float
    layers: Sequence[_Element]
    units: Mapping[str, _Element]


class _Package:
    """The parts of an OFD file by their paths, however they are written."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name
        self._members = {_plain(member): member for member in archive.namelist()}
        self._entry = self._part("", ENTRY)
        self._documents = [self._part(self._entry.path, _text(root)) for root in self._entry.all("DocRoot")]
        if not self._documents:
            raise damaged(name)

    def titles(self) -> Iterator[str]:
        return map(_text, self._entry.all("Title"))

    def pages(self) -> Iterator[_PageOf]:
        for document in self._documents:
            pages = list(document.root.iterfind("{*}Pages/{*}Page"))
            if len(pages) > MAX_PAGES:
                raise ReadError(
                    f"《{self.name}》超过{MAX_PAGES}页，不像年度报告，请只保留年度报告正文后再试。"
                )
            templates = {each.get("ID"): each.get("BaseLoc") for each in document.all("TemplatePage")}
            for page in pages:
                yield self._page(document, self._part(document.path, page.get("BaseLoc")), templates)

    def _page(self, document: _Part, page: _Part, templates: Mapping[str | None, str | None]) -> _PageOf:
        used = [each.get("TemplateID") for each in page.root.iterfind("{*}Template")]
        below = [self._part(document.path, templates.get(each)) for each in used]
        boxes = [box for part in (page, document) for box in part.all("PhysicalBox")]
        height = next((numbers[3] for box in boxes if (numbers := _numbers(_text(box), 4))), _A4)
        layers = [layer for part in (*below, page) for layer in part.all("Layer")]
        return _PageOf(height, layers, self._units(document, *below, page))

    def _units(self, *parts: _Part) -> dict[str, _Element]:
        """The composite units by their number, where one is drawn at all; most files have none."""
        if not any(True for part in parts for _ in part.all("CompositeObject")):
            return {}
        resources = [
            self._part(part.path, _text(each))
            for part in parts
            for kind in ("PublicRes", "DocumentRes", "PageRes")
            for each in part.all(kind)
        ]
        return {unit.get("ID", ""): unit for part in resources for unit in part.all("CompositeGraphicUnit")}

    def _part(self, base: str, location: str | None) -> _Part:
        """The part that ``location`` names in the one at ``base``; some writers count from the root."""
        if not location:
            raise damaged(self.name)
        for folder in (posixpath.dirname(base), ""):
            path = _plain(posixpath.join(folder, location.replace("\\", "/")))
            if path in self._members:
                return _Part(path, self._parsed(self._members[path]))
        raise damaged(self.name)

    def _parsed(self, member: str) -> _Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self._archive.read(member), parser)
        except etree.XMLSyntaxError as error:
            raise damaged(self.name) from error
        if root.getroottree().docinfo.internalDTD is not None:  # entities: the standard knows none
            raise damaged(self.name)
        return root


def _plain(path: str) -> str:
    return posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/").casefold()


def _text(element: _Element) -> str:
    return (element.text or "").strip()


@dataclass(slots=True)
class _Pen:
    """Draws a page's objects onto a sheet."""

    sheet: Sheet
    units: Mapping[str, _Element]
    name: str
    left: int = _MOST_OBJECTS

    def draw(self, elements: Iterator[_Element], outer: _Transform, depth: int = 0) -> None:
        for element in elements:
            if not _is_shown(element):
                continue
            self._count(1)
            if depth > _DEEPEST:
                raise too_complex(self.name)
            kind = etree.QName(element).localname
            inner = _within(outer, element)
            if kind == "PageBlock":
                self.draw(element.iterchildren("{*}*"), outer, depth + 1)
            elif kind == "TextObject":
                self._count(sum(len(code.text or "") for code in element.iterfind("{*}TextCode")))
                self.sheet.glyphs += _glyphs(element, inner)
            elif kind == "PathObject":
                self._path(element, inner)
            elif kind == "CompositeObject":
                unit = self.units.get(element.get("ResourceID", ""))
                for content in () if unit is None else unit.iterfind("{*}Content"):
                    self.draw(content.iterchildren("{*}*"), inner, depth + 1)
            else:
                self.sheet.pictures.append(_area(element, outer))

    def _count(self, more: int) -> None:
        self.left -= more
        if self.left < 0:
            raise too_complex(self.name)

    def _path(self, element: _Element, inner: _Transform) -> None:
        """The straight pieces of a line that is drawn, or of a thin area that is filled."""
        ways = [[_moved(inner, *point) for point in way] for way in _ways(element)]
        if element.get("Stroke", "true") == "false":
            ways = [way for way in ways if _is_thin(way)]
        for (x0, y0), (x1, y1) in (piece for way in ways for piece in pairwise(way)):
            if abs(y1 - y0) <= _LEVEL:
                self.sheet.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _LEVEL:
                self.sheet.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _sheet(package: _Package, page: _PageOf) -> Sheet:
    sheet = Sheet(page.height, [], [], [], [])
    pen = _Pen(sheet, page.units, package.name)
    for layer in page.layers:
        pen.draw(layer.iterchildren("{*}*"), _IDENTITY)
    return sheet


def _is_shown(element: _Element) -> bool:
    colour = element.find("{*}FillColor")
    is_white = colour is not None and _is_white(tuple(map(_number, colour.get("Value", "").split())))
    is_hollow = element.get("Fill") == "false" and element.get("Stroke") != "true"
    is_text = etree.QName(element).localname == "TextObject"
    return not (
        element.get("Visible") == "false"
        or element.get("Alpha") == "0"
        or (is_text and (is_white or is_hollow))
    )


def _is_white(shares: Sequence[float]) -> bool:
    """Of grey, RGB or CMYK."""
    return max(shares) < 255 - _WHITE if len(shares) == 4 else min(shares, default=0) > _WHITE


def _glyphs(element: _Element, inner: _Transform) -> Iterator[Glyph]:
    size = _number(element.get("Size"))
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = code.text or ""
        widths = [size * _width(character) for character in text]
        right, down = _offsets(code.get("DeltaX"), len(text)), _offsets(code.get("DeltaY"), len(text))
        if not right and not down:
            right = widths
        left, foot = x, y
        for index, (character, width) in enumerate(zip(text, widths, strict=True)):
            step = right[index] if index < len(right) else 0.0
            if not character.isspace():
                yield _glyph(inner, character, left, foot, min(width, step) if step > 0 else width, size)
            left += step
            foot += down[index] if index < len(down) else 0.0


def _glyph(inner: _Transform, text: str, left: float, foot: float, width: float, size: float) -> Glyph:
    (x0, y0), (x1, y1) = _moved(inner, left, foot - _ASCENT * size), _moved(inner, left + width, foot)
    return Glyph(text, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _width(character: str) -> float:
    """Of a character's size; what is not told by the place of the next."""
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


def _offsets(written: str | None, most: int) -> list[float]:
    """From each character to the next; ``g 3 2.5`` stands for 2.5 three times."""
    words = iter((written or "").split())
    offsets: list[float] = []
    for word in words:
        count, value = (_number(next(words, "")), next(words, "")) if word == "g" else (1.0, word)
        offsets += [_number(value)] * int(min(max(count, 0), most - len(offsets)))
    return offsets


def _ways(element: _Element) -> Iterator[list[tuple[float, float]]]:
    """The straight lines of a path, each as its points; a curve ends one and begins another."""
    words = iter(_text_of(element, "AbbreviatedData").split())
    way: list[tuple[float, float]] = []
    for word in words:
        if word == "C":
            yield [*way, *way[:1]]
            way = []
        elif word in _POINTS:
            numbers = [_number(next(words, "")) for _ in range(_POINTS[word])]
            if word != "L":
                yield way
                way = []
            way = [*way, (numbers[-2], numbers[-1])]
    yield way


def _is_thin(way: Sequence[tuple[float, float]]) -> bool:
    return bool(way) and any(max(side) - min(side) <= _THIN for side in zip(*way, strict=True))


def _within(outer: _Transform, element: _Element) -> _Transform:
    """From an object's own space to the page's: its transformation, then a move to its place."""
    a, b, c, d, e, f = _numbers(element.get("CTM"), 6) or _IDENTITY
    left, top, _, _ = _numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    x, y = _moved(outer, e + left, f + top)
    oa, ob, oc, od, _, _ = outer
    return (oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, x, y)


def _moved(by: _Transform, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f


def _area(element: _Element, outer: _Transform) -> tuple[float, float, float, float]:
    left, top, width, height = _numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    (x0, y0), (x1, y1) = _moved(outer, left, top), _moved(outer, left + width, top + height)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _numbers(written: str | None, count: int) -> tuple[float, ...]:
    """As many numbers as are wanted, or none."""
    numbers = tuple(map(_number, (written or "").split()))
    return numbers[:count] if len(numbers) >= count else ()


def _number(written: str | None, otherwise: float = 0.0) -> float:
    try:
        number = float(written or "")
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def _text_of(element: _Element, name: str) -> str:
    child = element.find(f"{{*}}{name}")
    return "" if child is None else _text(child)
