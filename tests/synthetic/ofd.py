"""A draft as an OFD file (GB/T 33190), laid out and written as the common programs write it.

Boxes and lines are set here, in millimetres; a ``Manner`` says how the objects of the format hold them.
"""

import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from xml.sax.saxutils import escape

from tests.synthetic.files import Box, Draft, Sheet, placed

WIDTH, HEIGHT, MARGIN = 210.0, 240.0, 16.0
SIZE, LINE, PAD = 2.4, 3.4, 0.8
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True, slots=True)
class Manner:
    """``text``: an object a line, a character, or a row of the table. ``rule``: a stroke, a thin filled area,
    or the outline of a box. ``scale``: units of an object's own space in a millimetre. ``template``: rules
    stand in a template page. ``composite``: text stands in composite units."""

    text: str = "line"
    rule: str = "stroke"
    scale: float = 1.0
    template: bool = False
    composite: bool = False


MANNERS = {
    "lines": Manner(),
    "characters in points": Manner("character", "area", 72 / 25.4),
    "rows over boxes": Manner("row", "outline"),
    "rules in a template": Manner("line", "stroke", 1.0, template=True),
    "composite units": Manner("character", "outline", 2.0, composite=True),
}


@dataclass(slots=True)
class _Text:
    """Characters on one line, each with its place; ``foot`` is what they stand on."""

    text: str
    lefts: list[float]
    foot: float
    size: float = SIZE


@dataclass(slots=True)
class _Page:
    texts: list[_Text] = field(default_factory=list)
    outlines: list[tuple[float, float, float, float]] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)


def written(page: Draft, manner: Manner) -> bytes:
    pages = _set(page)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _parts(page.title, pages, manner):
            archive.writestr(path, _HEAD + content)
    return file.getvalue()


# -- setting -----------------------------------------------------------------------------------------


def _set(page: Draft) -> list[_Page]:
    pages = [_Page()]
    y = MARGIN
    for block in page.blocks:
        if isinstance(block, Sheet):
            y = _set_table(pages, block, y + LINE / 2) + LINE / 2
            continue
        for number, line in enumerate(_wrapped(block, WIDTH - 2 * MARGIN - 2 * SIZE)):
            if y + LINE > HEIGHT - MARGIN:
                pages.append(_Page())
                y = MARGIN
            pages[-1].texts.append(_line(line, MARGIN + (0 if number else 2 * SIZE), y + SIZE))
            y += LINE
    for number, each in enumerate(pages, 1):
        each.outlines = each.outlines if page.ruled else []
        each.texts.append(_line(f"— {number} —", WIDTH / 2 - SIZE, HEIGHT - MARGIN / 2))
    return pages


def _set_table(pages: list[_Page], sheet: Sheet, top: float) -> float:
    """Set a table from ``top`` down, over as many pages as it takes; where it ends."""
    boxes = list(placed(sheet.rows))
    lefts = _columns(boxes)
    heights = [2 * PAD + LINE] * len(sheet.rows)
    for row, column, box in boxes:
        lines = _wrapped(box.text, lefts[column + box.colspan] - lefts[column] - 2 * PAD)
        lack = len(lines) * LINE + 2 * PAD - sum(heights[row : row + box.rowspan])
        heights[row + box.rowspan - 1] += max(0.0, lack)
    start = 0
    while start < len(heights):
        end, y = start, top
        while end < len(heights) and (y + heights[end] <= HEIGHT - MARGIN or y == MARGIN):
            y += heights[end]
            end += 1
        if end > start:
            _set_rows(pages[-1], boxes, lefts, heights, start, end, top)
        if end < len(heights):
            pages.append(_Page())
            y = MARGIN
        start, top = end, y
    return top


def _columns(boxes: Sequence[tuple[int, int, Box]]) -> list[float]:
    width = max(left + box.colspan for _, left, box in boxes)
    wide = {left for _, left, box in boxes if not box.code and box.colspan == 1 and len(box.text) > 5}
    parts = [3 if column in wide and width < 13 else 1 for column in range(width)]
    one = (WIDTH - 2 * MARGIN) / sum(parts)
    return [MARGIN + one * sum(parts[:column]) for column in range(width + 1)]


def _set_rows(
    page: _Page,
    boxes: Sequence[tuple[int, int, Box]],
    lefts: Sequence[float],
    heights: Sequence[float],
    start: int,
    end: int,
    top: float,
) -> None:
    tops = [top + sum(heights[start:row]) for row in range(start, end + 1)]
    for row, column, box in boxes:
        first, last = max(row, start), min(row + box.rowspan, end)
        if first >= last:
            continue
        left, right = lefts[column], lefts[column + box.colspan]
        page.outlines.append((left, tops[first - start], right, tops[last - start]))
        lines = _wrapped(box.text, right - left - 2 * PAD)
        before = _room(sum(heights[row:first])) if first > row else 0
        after = before + _room(tops[last - start] - tops[first - start])
        part = lines[before:after] if last < row + box.rowspan else lines[before:]
        _set_box(page, replace(box, ghost=box.ghost if first == row else ""), part, left, tops[first - start])


def _room(height: float) -> int:
    """How many lines stand in a part of a box that goes on on the next page."""
    return max(0, int((height - PAD) / LINE))


def _set_box(page: _Page, box: Box, lines: Sequence[str], left: float, top: float) -> None:
    x = after = left + PAD
    foot = top + PAD + SIZE
    if box.ghost and box.manner == "struck":
        ghost = _line(box.ghost, x, foot)
        page.texts.append(ghost)
        x = _end(ghost)
        page.strokes.append((left + PAD, foot - SIZE * 0.4, x, foot - SIZE * 0.4))
    for line in lines:
        text = _line(line, x, foot)
        if line:
            page.texts.append(text)
        x, foot, after = left + PAD, foot + LINE, _end(text) if line else left + PAD
    if box.ghost and box.manner == "raised":
        page.texts.append(_line(box.ghost, after, foot - LINE - SIZE * 0.3, SIZE * 0.6))


def _line(text: str, left: float, foot: float, size: float = SIZE) -> _Text:
    lefts = [left]
    for character in text[:-1]:
        lefts.append(lefts[-1] + _width(character) * size)
    return _Text(text, lefts, foot, size)


def _end(text: _Text) -> float:
    return text.lefts[-1] + _width(text.text[-1]) * text.size


def _wrapped(text: str, width: float) -> list[str]:
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if line and sum(map(_width, line + character)) * SIZE > width + 0.01:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


# -- writing -----------------------------------------------------------------------------------------


def _parts(title: str, pages: Sequence[_Page], manner: Manner) -> Iterator[tuple[str, str]]:
    yield (
        "OFD.xml",
        f'<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
    )
    templates = "".join(
        f'<ofd:TemplatePage ID="t{n}" BaseLoc="/Doc_0/Tpls/Tpl_{n}/Content.xml" ZOrder="Background"/>'
        for n in range(len(pages) if manner.template else 0)
    )
    listed = "".join(f'<ofd:Page ID="p{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    yield (
        "Doc_0/Document.xml",
        f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    )
    units: list[str] = []
    for number, page in enumerate(pages):
        rules = "".join(_rules(page, manner))
        texts = [_text(text, manner) for text in _objects(page, manner)]
        if manner.composite:
            texts = [_composed(text, units) for text in texts]
        used = f'<ofd:Template TemplateID="t{number}"/>' if manner.template else ""
        if manner.template:
            yield f"Doc_0/Tpls/Tpl_{number}/Content.xml", _content("", rules)
            rules = ""
        yield f"Doc_0/Pages/Page_{number}/Content.xml", _content(used, rules + "".join(texts))
    yield (
        "Doc_0/DocumentRes.xml",
        f'<ofd:Res {_SPACE} BaseLoc="Res"><ofd:CompositeGraphicUnits>{"".join(units)}'
        "</ofd:CompositeGraphicUnits></ofd:Res>",
    )


def _content(before: str, objects: str) -> str:
    return (
        f'<ofd:Page {_SPACE}>{before}<ofd:Content><ofd:Layer ID="1"><ofd:PageBlock ID="2">{objects}'
        "</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
    )


def _objects(page: _Page, manner: Manner) -> Iterator[_Text]:
    if manner.text == "character":
        for text in page.texts:
            for character, left in zip(text.text, text.lefts, strict=True):
                yield _Text(character, [left], text.foot, text.size)
        return
    if manner.text == "line":
        yield from page.texts
        return
    rows: dict[tuple[float, float], list[_Text]] = {}
    for text in page.texts:
        rows.setdefault((round(text.foot, 3), text.size), []).append(text)
    for (foot, size), texts in rows.items():
        texts.sort(key=lambda text: text.lefts[0])
        yield _Text(
            "".join(text.text for text in texts), [x for text in texts for x in text.lefts], foot, size
        )


def _text(text: _Text, manner: Manner) -> str:
    left, top, k = text.lefts[0], text.foot - text.size, manner.scale
    steps = " ".join(f"{(b - a) * k:.3f}" for a, b in pairwise(text.lefts))
    if len(set(steps.split())) == 1 and len(text.text) > 3:
        steps = f"g {len(text.text) - 1} {steps.split()[0]}"
    delta = f' DeltaX="{steps}"' if steps else ""
    size = f"{text.size * k:.4f}"
    return (
        f'<ofd:TextObject ID="3" Boundary="{left:.3f} {top:.3f} {WIDTH} {text.size * 1.2:.3f}"{_ctm(k)}'
        f' Font="4" Size="{size}"><ofd:FillColor Value="0 0 0"/>'
        f'<ofd:TextCode X="0" Y="{size}"{delta}>{escape(text.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _ctm(scale: float) -> str:
    return f' CTM="{1 / scale:.6f} 0 0 {1 / scale:.6f} 0 0"' if scale != 1 else ""


def _composed(text: str, units: list[str]) -> str:
    """A text as a unit of its own, which the page draws; the page moves it by 5, and the unit back."""
    number = f"u{len(units)}"
    head, _, rest = text.partition('Boundary="')
    left, _, rest = rest.partition(" ")
    moved = f'{head}Boundary="{float(left) - 5:.3f} {rest}'
    units.append(
        f'<ofd:CompositeGraphicUnit ID="{number}" Width="210" Height="297"><ofd:Content>{moved}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
    )
    return f'<ofd:CompositeObject ID="5" ResourceID="{number}" Boundary="5 0 210 297"/>'


def _rules(page: _Page, manner: Manner) -> Iterator[str]:
    if manner.rule == "outline":
        for left, top, right, bottom in page.outlines:
            yield _path(left, top, right - left, bottom - top, manner.scale, outline=True)
    else:
        sides = dict.fromkeys(side for outline in page.outlines for side in _sides(*outline))
        for left, top, right, bottom in sides:
            yield _rule(left, top, right - left, bottom - top, manner)
    for left, top, right, bottom in page.strokes:
        yield _rule(left, top, right - left, bottom - top, manner)


def _sides(
    left: float, top: float, right: float, bottom: float
) -> Iterator[tuple[float, float, float, float]]:
    yield left, top, right, top
    yield left, bottom, right, bottom
    yield left, top, left, bottom
    yield right, top, right, bottom


def _rule(left: float, top: float, width: float, height: float, manner: Manner) -> str:
    if manner.rule == "area":
        return _path(left, top, max(width, 0.2), max(height, 0.2), manner.scale, outline=True, filled=True)
    return _path(left, top, width, height, manner.scale)


def _path(
    left: float,
    top: float,
    width: float,
    height: float,
    k: float,
    *,
    outline: bool = False,
    filled: bool = False,
) -> str:
    w, h = f"{width * k:.3f}", f"{height * k:.3f}"
    way = f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C" if outline else f"M 0 0 L {w} {h}"
    manner = ' Stroke="false" Fill="true"' if filled else ' LineWidth="0.2"'
    boundary = f"{left:.3f} {top:.3f} {width + 0.2:.3f} {height + 0.2:.3f}"
    return (
        f'<ofd:PathObject ID="6" Boundary="{boundary}"{_ctm(k)}{manner}>'
        f"<ofd:AbbreviatedData>{way}</ofd:AbbreviatedData></ofd:PathObject>"
    )
