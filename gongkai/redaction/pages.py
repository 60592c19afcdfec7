"""Pages of the redacted document: a picture with its remaining words as an unseen layer."""

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from gongkai.redaction.boxes import POINTS, Edges, around
from gongkai.redaction.text import Char

_QUALITY = 60
_EM = 1000
_FONT = "/F0"


@dataclass(frozen=True, slots=True)
class Run:
    """Words on one line, and where they stand."""

    text: str
    edges: Edges
    parts: tuple[tuple[str, float, float], ...]  # signs equally wide, with their left and right end


def runs(found: Iterable[Char | None]) -> Iterator[Run]:
    """Characters of a line that go on from each other, put together with the spaces between; None parts."""
    run: list[tuple[str, Edges]] = []
    space = ""
    for char in itertools.chain(found, [None]):
        if char and char.text.isspace() and char.text not in "\r\n":
            space = " "
            continue
        edges = char.edges if char and char.text.isprintable() else None
        if run and not (edges and _goes_on(run[-1][1], edges)):
            yield _run(run)
            run = []
        if char and edges:
            run.append((f"{space}{char.text}" if run else char.text, edges))
        space = ""


def _run(signs: Sequence[tuple[str, Edges]]) -> Run:
    """Chinese signs, and those that are half as wide, are parts of their own: each sign gets its place."""
    groups = [list(group) for _, group in itertools.groupby(signs, lambda sign: sign[0].isascii())]
    lefts = [group[0][1].left for group in groups]
    ends = [*lefts[1:], signs[-1][1].right]
    texts = ["".join(text for text, _ in group) for group in groups]
    edges = around(edges for _, edges in signs)
    return Run("".join(texts), edges, tuple(zip(texts, lefts, ends, strict=True)))


def _goes_on(before: Edges, after: Edges) -> bool:
    height = max(before.bottom - before.top, after.bottom - after.top)
    high = min(before.bottom, after.bottom) - max(before.top, after.top)
    return high > 0 and -height / 2 < after.left - before.right < height


class Layer:
    """The unseen words of the document: one font without shapes, whose table tells what each sign is."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self.font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/Unseen"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([_descendant(pdf)]),
            )
        )

    def content(self, words: Iterable[Run], height: float) -> bytes:
        """The words of a page as what draws nothing (mode 3), each run as wide and high as it is seen."""
        said = [b"BT 3 Tr"]
        for run in words:
            high, bottom = run.edges.bottom - run.edges.top, height - run.edges.bottom
            for text, left, right in run.parts:
                if right <= left or high <= 0:
                    continue
                stretch = 100 * (right - left) / (high * len(text))
                code = "".join(f"{self._code(char):04x}" for char in text)
                said.append(
                    f"{_FONT} {high * POINTS:.2f} Tf {stretch:.1f} Tz "
                    f"1 0 0 1 {left * POINTS:.2f} {bottom * POINTS:.2f} Tm <{code}> Tj".encode()
                )
        return b"\n".join([*said, b"ET"])

    def close(self) -> None:
        """Write which sign is which, once all are known."""
        self.font.ToUnicode = self._pdf.make_stream(_table(list(self._codes)))

    def _code(self, char: str) -> int:
        return self._codes.setdefault(char, len(self._codes) + 1)


def _descendant(pdf: pikepdf.Pdf) -> pikepdf.Object:
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/Unseen"), Flags=4, FontBBox=Array([0, 0, _EM, _EM]),
        ItalicAngle=0, Ascent=_EM, Descent=0, CapHeight=_EM, StemV=80,
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/Unseen"),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=_EM,
            CIDToGIDMap=Name.Identity,
        )
    )


def _table(signs: Sequence[str]) -> bytes:
    pairs = [f"<{code:04x}> <{char.encode('utf-16-be').hex()}>" for code, char in enumerate(signs, 1)]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Unseen def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{maps}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def add(
    pdf: pikepdf.Pdf, layer: Layer, picture: Image.Image, size: tuple[float, float], words: Iterable[Run]
) -> None:
    """Put a page of ``size`` points at the end: the picture over its words."""
    width, height = size
    scale = f"{width} 0 0 {height} 0 0"
    content = layer.content(words, height / POINTS) + f"\nq {scale} cm /Im0 Do Q".encode()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, width, height]),
        Resources=Dictionary(
            XObject=Dictionary({"/Im0": packed(pdf, picture)}), Font=Dictionary({_FONT: layer.font})
        ),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def packed(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    """The picture as an image of the document: fax groups for ink and paper, JPEG for a photograph."""
    if picture.mode == "P":
        return _of_few_colours(pdf, picture)
    out = io.BytesIO()
    picture.save(out, "PDF", **({} if picture.mode == "1" else {"quality": _QUALITY}))
    with pikepdf.open(out) as one:
        (image,) = one.pages[0].obj.Resources.XObject.values()
        return pdf.copy_foreign(image)


def _of_few_colours(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    palette = bytes(picture.getpalette("RGB") or ())
    image = pdf.make_stream(picture.tobytes())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, 8
    colours = len(palette) // 3
    image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, colours - 1, pikepdf.String(palette)])
    return image
