"""Documents made for the tests: pages of plain operators, so that what lies where is known to the point."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from gongkai import papers
from gongkai.papers.model import Document, Paragraph

A4 = (595, 842)


def printed(*paragraphs: str) -> bytes:
    """A Chinese document as the product itself prints one."""
    blocks = tuple(map(Paragraph, paragraphs))
    return papers.write(Document(title="关于低保发放的情况", blocks=blocks, organ="四间房镇人民政府"), "pdf")


def text(words: str, x: float, y: float, more: str = "") -> str:
    """Words in Helvetica of 20 points at a place counted from the lower left corner."""
    return f"BT /F1 20 Tf {more} {x} {y} Td ({words}) Tj ET\n"


def drawn(*pages: str, size: tuple[int, int] = A4, **more: Any) -> Pdf:
    """A document of these contents; ``more`` are entries of every page."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for content in pages:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, *size]),
            Resources=Dictionary(Font=Dictionary(F1=font)),
            Contents=pdf.make_stream(content.encode()),
            **more,
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def picture(pdf: Pdf, image: Image.Image) -> pikepdf.Object:
    """An image of a document, in shades of grey."""
    stream = pdf.make_stream(image.convert("L").tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = image.size
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
    return stream


def form(pdf: Pdf, content: str, **more: Any) -> pikepdf.Object:
    """A form XObject with the fonts of the first page."""
    stream = pdf.make_stream(content.encode())
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, *A4])
    stream.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    for name, value in more.items():
        stream[f"/{name}"] = value
    return stream


def data(pdf: Pdf, **more: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **more)
    return out.getvalue()


def revised(pdf: bytes, number: int, replaced: bytes) -> bytes:
    """The file with a later revision appended, in which an object is another: the first is still in there."""
    previous = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    with pikepdf.open(io.BytesIO(pdf)) as old:
        root, size = old.Root.objgen[0], len(old.objects) + 1
    body = b"\n%d 0 obj\n%s\nendobj\n" % (number, replaced)
    place = len(pdf) + len(body)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (
        number,
        len(pdf) + 1,
        size,
        root,
        previous,
    )
    return pdf + body + table + b"startxref\n%d\n%%%%EOF\n" % place


def everywhere(pdf: bytes) -> bytes:
    """All that a file holds: its bytes, and each stream unpacked."""
    parts = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    parts.append(thing.read_bytes())
                except pikepdf.PdfError:
                    parts.append(thing.read_raw_bytes())
            else:
                parts.append(thing.unparse(resolved=True))
    return b"\n".join(parts)
