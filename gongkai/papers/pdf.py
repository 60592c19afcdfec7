"""A document as PDF, set by typst after GB/T 9704-2012; the fonts are the site's where it has them."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_zh_cn import serif_path
from pypdfium2 import PdfDocument

from gongkai.papers.layout import (
    A_LINE,
    attachment_lines,
    chinese_date,
    clean,
    place,
    sections,
    signature_indents,
    stays_whole,
    stays_with,
    title_lines,
)
from gongkai.papers.model import (
    Attachments,
    Block,
    Cell,
    Document,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
)

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
FREE_SERIF, FREE_SANS = "Noto Serif SC", "Noto Sans SC"

#: Names under which foundries ship the faces of an official document, best first; last the free one.
FACES: dict[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", FREE_SERIF),
    "heading1": ("SimHei", "黑体", "STHeiti", FREE_SANS),
    "heading2": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", FREE_SERIF),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", FREE_SERIF),
    "table": ("SimSun", "宋体", "STSong", FREE_SERIF),
}


def write(document: Document, *, fonts_dir: Path | None = None) -> bytes:
    """The document as PDF; ``fonts_dir`` is the site's font folder, if it is there. ValueError for a table
    with holes."""
    return bundle([document], fonts_dir=fonts_dir)


def bundle(documents: Sequence[Document], *, fonts_dir: Path | None = None) -> bytes:
    """Documents as one PDF: each begins a page, the pages are numbered through, the first names the file."""
    fonts, faces = fonts_of(fonts_dir if fonts_dir and fonts_dir.is_dir() else None)
    inputs = {"documents": json.dumps([_data(one) for one in documents], ensure_ascii=False), "fonts": faces}
    pdf = typst.compile(str(TEMPLATE), format="pdf", font_paths=fonts, sys_inputs=inputs)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave pages instead of one file")
    return pdf


def pages(*documents: Document, fonts_dir: Path | None = None) -> int:
    """How many pages these documents take."""
    with PdfDocument(bundle(documents, fonts_dir=fonts_dir)) as opened:
        return len(opened)


@lru_cache(maxsize=4)
def fonts_of(fonts_dir: Path | None) -> tuple[typst.Fonts, str]:
    """The fonts at hand and, as JSON, which family plays which part.

    System fonts are left out: the same report must look the same on every machine of an organ.
    """
    folders = [str(serif_path().parent), *([str(fonts_dir)] if fonts_dir else [])]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    present = set(fonts.families())
    faces: dict[str, Any] = {
        part: [name for name in names if name in present] for part, names in FACES.items()
    }
    # 小标宋 is a heavy face; the free regular one is drawn heavier to keep the title's weight.
    faces["stroke"] = 0.5 if faces["title"][0] == FREE_SERIF else 0
    return fonts, json.dumps(faces, ensure_ascii=False)


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": clean(document.title),
        "organ": clean(document.organ),
        "lang": document.lang.partition("-")[0],
        "lines": [clean(line) for line in title_lines(document.phrases or (document.title,), A_LINE)],
        "sections": [
            {
                "turned": turned,
                "blocks": [
                    _block(item.block) | {"sticky": stays_with(item.block, item.following)} for item in run
                ],
            }
            for turned, run in sections(document.blocks)
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": clean(text), "level": level}
        case Paragraph(text, align, indent, lead):
            texts = {"text": clean(text), "lead": clean(lead)}
            return {"kind": "paragraph", "align": align.value, "indent": indent} | texts
        case Table():
            return {
                "kind": "table",
                "rows": [[_cell(placed.cell) for placed in line] for line in place(block)],
                "widths": block.widths,
                "row_height": block.row_height,
                "head_rows": block.head_rows,
                "whole": stays_whole(block),
            }
        case Note(text):
            return {"kind": "note", "text": clean(text)}
        case Attachments():
            return {"kind": "attachments", "lines": [clean(line) for line in attachment_lines(block)]}
        case Signature(organ, day, note):
            texts = {"organ": clean(organ), "date": chinese_date(day), "note": clean(note)}
            return {"kind": "signature", "indents": signature_indents(block)} | texts


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": clean(cell.text),
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "align": cell.align.value,
        "vertical": cell.vertical,
    }
