"""Whether what is hidden is really gone: the redacted document read again, by readers that had no part in it.

What speaks against handing it out is a ``Leak``. Words that stand where nobody has put a box are no leak; the
pages on which they do are told as ``remains``, so that somebody looks there.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pdfplumber
import pikepdf
from pdfplumber.pdf import PDF
from PIL import Image, ImageChops

from gongkai.redaction.boxes import POINTS, Box, Edges, Pixels, pixels
from gongkai.redaction.document import opened
from gongkai.redaction.raster import blacken, scale_on
from gongkai.redaction.stray import STRAY, holders_in
from gongkai.redaction.text import chars, squeezed

_ROOT = {"/Type", "/Pages"}
#: Characters of a word that is looked for byte by byte: shorter ones stand anywhere by chance.
_LEAST_ASCII, _LEAST_WIDE = 6, 2
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
_TOLERANCE = 80  # of 255, of a picture that JPEG has packed
_ROUNDED = 0.05  # millimetres


class Leak(StrEnum):
    """What is wrong with a redacted document."""

    BOX = "box"
    PICTURE = "picture"
    BYTES = "bytes"
    BEHIND = "behind"
    REVISION = "revision"
    PAGES = "pages"

    @property
    def zh(self) -> str:
        return _WORDS[self]


_WORDS = {
    Leak.BOX: "遮盖框里还有文字",
    Leak.PICTURE: "遮盖框没有完全涂黑",
    Leak.BYTES: "文件数据里还有遮盖的字",
    Leak.BEHIND: "文件里还有页面以外的内容",
    Leak.REVISION: "文件里还有以前的版本",
    Leak.PAGES: "页数与原件不符",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What the second reading found: leaks with their page (0 for the document), the pages where hidden words
    still stand outside of every box, and how much was looked at."""

    leaks: tuple[tuple[Leak, int], ...]
    remains: tuple[int, ...]
    pages: int
    streams: int
    words: int

    @property
    def holds(self) -> bool:
        return not self.leaks


def prove(
    pdf: bytes, boxes: Sequence[Box], removed: Sequence[str], *, pictured: Sequence[int], pages: int
) -> Proof:
    """Read a redacted document of so many ``pages`` again and hold it against what was to go."""
    words = tuple(dict.fromkeys(word for one in removed if _is_telling(word := squeezed(one))))
    with (
        pikepdf.open(io.BytesIO(pdf)) as document,
        opened(pdf) as seen,
        pdfplumber.open(io.BytesIO(pdf)) as read,
    ):
        if not len(document.pages) == len(seen) == len(read.pages) == pages:
            return Proof(((Leak.PAGES, 0),), (), pages, 0, len(words))
        remains, inside = _reread(seen, read, boxes, words)
        streams, hits = _searched(document, _needles(removed), remains)
        leaks = {
            *((Leak.REVISION, 0) for _ in range(_revisions(pdf) - 1)),
            *((Leak.BEHIND, 0) for _ in range(_has_more(document))),
            *((Leak.PAGES, number) for number in {box.page for box in boxes} - set(pictured)),
            *((Leak.BOX, number) for number in inside),
            *((Leak.PICTURE, number) for number in pictured if not _is_black(document, number, boxes)),
            *((Leak.BYTES, number) for number in hits),
        }
        told = tuple(sorted(leaks, key=lambda leak: (leak[1], leak[0])))
        return Proof(told, tuple(sorted(remains)), pages, streams, len(words))


def _is_telling(word: str) -> bool:
    """Whether a word stands nowhere by chance."""
    return len(word) >= (_LEAST_ASCII if word.isascii() else _LEAST_WIDE)


def _revisions(pdf: bytes) -> int:
    return max(pdf.count(b"startxref"), pdf.count(b"%%EOF"), 1)


def _reread(seen: Any, read: PDF, boxes: Sequence[Box], words: Sequence[str]) -> tuple[set[int], set[int]]:
    """The pages on which a hidden word still stands, and those with a character in a box; both readers."""
    remains, inside = set(), set()
    for number, page in enumerate(read.pages, 1):
        by_pdfium = [(char.text, char.edges) for char in chars(seen[number - 1]) if char.edges]
        by_pdfminer = [
            (char["text"], Edges(*(char[side] / POINTS for side in ("x0", "top", "x1", "bottom"))))
            for char in page.chars
        ]
        for reading in (by_pdfium, by_pdfminer):
            said = squeezed("".join(text for text, _ in reading))
            if any(word in said for word in words):
                remains.add(number)
            if any(
                _shrunk(box.edges).meets(edges) for box in boxes if box.page == number for _, edges in reading
            ):
                inside.add(number)
        page.close()
    return remains, inside


def _shrunk(edges: Edges) -> Edges:
    left, top, right, bottom = edges
    return Edges(left + _ROUNDED, top + _ROUNDED, right - _ROUNDED, bottom - _ROUNDED)


def _has_more(document: pikepdf.Pdf) -> bool:
    """Whether anything hangs on the document besides its pages, or on a page besides what is painted."""
    if set(document.Root.keys()) - _ROOT or "/Info" in document.trailer:
        return True
    if any(STRAY & set(holder.keys()) for thing in document.objects for holder in holders_in(thing)):
        return True
    return any(_is_unpainted(page.obj, set()) for page in document.pages)


def _is_unpainted(holder: Any, met: set[tuple[int, int]]) -> bool:
    """Whether a page or form holds pictures or forms that it does not paint."""
    things = holder.get("/Resources", {}).get("/XObject", {})
    painted = {
        str(one.operands[0])
        for one in (pikepdf.parse_content_stream(holder, "Do") if len(things) else ())
        if one.operands
    }
    if set(things.keys()) - painted:
        return True
    forms = [one for one in things.values() if one.get("/Subtype") == "/Form" and one.objgen not in met]
    met.update(form.objgen for form in forms)
    return any(_is_unpainted(form, met) for form in forms)


def _is_black(document: pikepdf.Pdf, number: int, boxes: Sequence[Box]) -> bool:
    """Whether a page is one picture on which the boxes look as they do on an empty page."""
    page = document.pages[number - 1]
    things: list[Any] = list(page.obj.Resources.XObject.values())
    if len(things) != 1:
        return False
    picture = pikepdf.PdfImage(things[0]).as_pil_image().convert("L")
    scale = scale_on(picture, float(page.mediabox[2]))
    empty = Image.new("RGB", picture.size, "white")
    wanted = [box for box in boxes if box.page == number]
    blacken(empty, wanted, scale)
    differs = ImageChops.difference(picture, empty.convert("L"))
    places = [pixels(box.edges, scale, picture.size) for box in wanted]
    return all(_most(differs, place) <= _TOLERANCE for place in places if not place.is_empty)


def _most(picture: Image.Image, place: Pixels) -> int:
    _least, most = picture.crop(place).getextrema()
    return int(most)  # type: ignore[arg-type]  # of one band


def _needles(removed: Sequence[str]) -> tuple[bytes, ...]:
    """What is looked for byte by byte: each word and piece, as the encodings write it and in hexadecimal."""
    words = {word for one in removed for word in (one, squeezed(one), *one.split()) if _is_telling(word)}
    written = {word.encode(code, "ignore") for word in words for code in _ENCODINGS}
    return tuple(written | {one.hex().encode() for one in written})


def _searched(document: pikepdf.Pdf, needles: Sequence[bytes], remains: set[int]) -> tuple[int, set[int]]:
    """How many streams and texts were searched, and the pages on which one was found (0: on none). What a
    page says in its own words where they ``remain`` in sight is no find."""
    owners = _owners(document)
    count, hits = 0, set()
    for thing in document.objects:
        number = owners.get(thing.objgen, 0)
        for data in _data(thing):
            count += 1
            lowered = data.lower()
            if number not in remains and any(one in data or one in lowered for one in needles):
                hits.add(number)
    return count, hits


def _data(thing: Any) -> Iterator[bytes]:
    for holder in holders_in(thing):
        if isinstance(holder, pikepdf.Stream):
            yield _unpacked(holder)
        yield from (bytes(value) for _, value in holder.items() if isinstance(value, pikepdf.String))
        yield from (
            bytes(one)
            for _, value in holder.items()
            if isinstance(value, pikepdf.Array) and not value.is_indirect
            for one in value
            if isinstance(one, pikepdf.String)
        )


def _unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture
        return stream.read_raw_bytes()


def _owners(document: pikepdf.Pdf) -> Mapping[tuple[int, int], int]:
    """Whose the contents and forms are: the number of their page, by object."""
    owners: dict[tuple[int, int], int] = {}
    for number, page in enumerate(document.pages, 1):
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        for stream in (*streams, *_forms(page.obj, set())):
            if stream is not None:
                owners.setdefault(stream.objgen, number)
    return owners


def _forms(holder: Any, met: set[tuple[int, int]]) -> Iterator[Any]:
    for one in holder.get("/Resources", {}).get("/XObject", {}).values():
        if one.get("/Subtype") == "/Form" and one.objgen not in met:
            met.add(one.objgen)
            yield one
            yield from _forms(one, met)
