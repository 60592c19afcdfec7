"""PDF files: what hangs on the document unseen, and a new document into which the pages alone are put."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.reading.characters import clean
from gongkai.reading.limits import damaged
from gongkai.reading.originals.covers import Covers
from gongkai.reading.originals.model import Block, Original, Piece, Table, Text, original
from gongkai.reading.page import Page
from gongkai.reading.readers import pdf as reader
from gongkai.reading.readers.pdf_unseen import unseen
from gongkai.reading.readers.pdf_witness import PDFIUM, UNSEEN

#: What PDFium writes about itself, and nobody else is told by.
_OURS = ("PDFium",)


def read(data: bytes, name: str) -> Original:
    """The text and tables, and what hangs on the document. A scan has no text."""
    page = reader.read(data, name, is_short=True)
    pieces = list(_pieces(data, name))
    if not isinstance(page, Page):
        return Original((), tuple(pieces), (), is_pictures=True)
    found = original(page, pieces)
    for piece in pieces:
        if piece.place == "invisible":
            found = replace(found, blocks=_without(found.blocks, piece.text))
    return found


def _without(blocks: Sequence[Block], words: str) -> tuple[Block, ...]:
    """The blocks without words that nobody sees, where they stand for the first time. The reader has made
    blanks of their digits where the rest of the line is seen."""
    signs = (f"[{sign}{UNSEEN}]" if sign.isdigit() else re.escape(sign) for sign in words if sign.strip())
    pattern, left = re.compile(r"\s*".join(signs)), list(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Text):
            made: Block = Text(pattern.sub("", block.text, count=1).strip())
        else:
            rows = (tuple(box._replace(text=pattern.sub("", box.text)) for box in row) for row in block.rows)
            made = replace(block, rows=tuple(rows))
        if made != block:
            left[at] = made
            break
    return tuple(block for block in left if isinstance(block, Table) or block.text)


def copy(data: bytes, name: str, _covers: Covers) -> bytes:
    """The pages as they are seen, comments left out, in a document of one revision."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(data) as old, pypdfium2.PdfDocument.new() as new:
            for page in old:
                _without_comments(page)
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
            new.import_pages(old)
            made = io.BytesIO()
            new.save(made)
            return made.getvalue()
    except pypdfium2.PdfiumError as error:
        raise damaged(name) from error


#: Annotations that are part of the page: form fields and stamps. Links are left behind with the comments.
_SEEN = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP})


def _without_comments(page: pypdfium2.PdfPage) -> None:
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in _SEEN:
            pdfium.FPDFPage_RemoveAnnot(page, index)


def _pieces(data: bytes, name: str) -> Iterator[Piece]:
    try:
        with PDFIUM, pypdfium2.PdfDocument(data) as document:
            for key, value in document.get_metadata_dict(skip_empty=True).items():
                if value not in _OURS and key not in {"CreationDate", "ModDate"}:
                    yield Piece("properties", clean(value), key)
            for number in range(pdfium.FPDFDoc_GetAttachmentCount(document)):
                yield Piece("embedded", document.get_attachment(number).get_name())
            for at, page in enumerate(document, 1):
                yield from _comments(page, f"第{at}页")
                yield from (Piece("invisible", clean(words), f"第{at}页") for words in unseen(page, name))
    except pypdfium2.PdfiumError as error:
        raise damaged(name) from error


def _comments(page: pypdfium2.PdfPage, at: str) -> Iterator[Piece]:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        text = _value(annotation, b"Contents")
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in {*_SEEN, pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}:
            yield Piece("comment", clean(text), at)


def _value(annotation: object, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")
