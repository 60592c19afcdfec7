"""A PDF or picture as a plain document: pages alone, nothing that is hidden behind them.

Annotations and form fields become part of their page as they are seen, and everything else that hangs on the
document (attachments, programs, earlier revisions) is left behind.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageOps

from gongkai.lib import kinds
from gongkai.reading.limits import MAX_PICTURES, MAX_PIXELS
from gongkai.reading.readers.pdf_characters import size as size
from gongkai.redaction.errors import damaged, locked, no_kind, no_page, too_large_a_page, too_many_pages

MAX_PAGES = 200
_PICTURES = (kinds.JPEG, kinds.PNG, kinds.TIFF)
_FORMATS = ("JPEG", "PNG", "TIFF")
_A4 = 297 / 25.4  # inches of the longer side that a bare picture is printed on


def plain(data: bytes) -> bytes:
    """The document as a PDF of one revision; RedactionError where it cannot be."""
    kind = kinds.kind_of(data)
    if kind is kinds.PDF:
        return _flat(data)
    if kind in _PICTURES:
        return _of_pictures(data)
    raise no_kind()


def _flat(data: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise too_many_pages(MAX_PAGES)
            if not len(pdf.pages):
                raise damaged()
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("screen")
            for page in pdf.pages:
                if "/Annots" in page.obj:
                    del page.obj["/Annots"]
            for name in ("/AcroForm", "/Names", "/OpenAction", "/AA", "/Outlines"):
                if name in pdf.Root:
                    del pdf.Root[name]
            return saved(pdf)
    except pikepdf.PasswordError as error:
        raise locked() from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise damaged() from error


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The document as bytes: one revision, and the same for the same."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _of_pictures(data: bytes) -> bytes:
    """A picture as a page, upright; nothing that was written beside it (EXIF) comes along."""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            if count > MAX_PICTURES:
                raise too_many_pages(MAX_PICTURES)
            pages = []
            for number in range(count):
                picture.seek(number)
                if picture.width * picture.height > MAX_PIXELS:
                    raise too_large_a_page(number + 1)
                pages.append(_page(picture))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise damaged() from error
    with pikepdf.new() as pdf:
        for picture_page in pages:
            with pikepdf.open(io.BytesIO(picture_page)) as one:
                pdf.pages.extend(one.pages)
        pdf.save(out)
    return out.getvalue()


def _page(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    if upright.mode not in ("1", "L"):
        upright = upright.convert("RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "PDF", resolution=max(upright.size) / _A4, quality=92)
    return out.getvalue()


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document as PDFium reads it."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise damaged() from error
    try:
        yield document
    finally:
        with suppress(pypdfium2.PdfiumError):
            document.close()


def points(page: Any) -> tuple[float, float]:
    """The same in points, as it is written into a document."""
    width, height = page.get_size()
    return round(width, 3), round(height, 3)


def page(document: Any, number: int) -> Any:
    """A page by its number, counted from 1."""
    if not 1 <= number <= len(document):
        raise no_page(number)
    return document[number - 1]
