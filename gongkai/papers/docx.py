"""A document as Word, after GB/T 9704-2012.

The parts that never change are kept as files in templates/docx; only the body is made for each
document, as text: building merged tables through an object model takes ten times as long.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gongkai.papers.layout import (
    A_LINE,
    Context,
    attachment_lines,
    chinese_date,
    clean,
    cover,
    sections,
    signature_indents,
    stays_whole,
    stays_with,
    title_lines,
)
from gongkai.papers.model import (
    Align,
    Attachments,
    Cell,
    Document,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
)

PARTS = Path(__file__).parent / "templates" / "docx"
#: Twentieths of a point, Word's unit: one millimetre, one character of body text 三号.
MM, CHAR = 1440 / 25.4, 320


@dataclass(frozen=True, slots=True)
class Fonts:
    """A face for each part of a document, and the faces to take where that one is not installed."""

    title: str = "方正小标宋简体"
    heading1: str = "黑体"
    heading2: str = "楷体_GB2312"
    body: str = "仿宋_GB2312"
    table: str = "宋体"
    substitutes: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "Noto Serif SC", "Noto Serif CJK SC")),
        ("黑体", ("SimHei", "Noto Sans SC", "Noto Sans CJK SC")),
        ("楷体_GB2312", ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC")),
        ("仿宋_GB2312", ("仿宋", "FangSong", "STFangsong", "Noto Serif SC", "Noto Serif CJK SC")),
        ("宋体", ("SimSun", "Noto Serif SC", "Noto Serif CJK SC")),
    )


#: The faces GB/T 9704 asks for; not all are free, so the file only names them.
OFFICIAL = Fonts()


def write(document: Document, *, fonts: Fonts = OFFICIAL) -> bytes:
    """The document as .docx, the same bytes for the same document. ValueError for a table with holes."""
    changing = {
        "docProps/core.xml": _part("core.xml").substitute(
            title=_text(document.title), organ=_text(document.organ), lang=_text(document.lang)
        ),
        "word/document.xml": _part("document.xml").substitute(body="".join(_body(document))),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in (*_shell(fonts), *changing.items()):
            # A fixed date and system: the same report is the same file, so its digest can be compared.
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            package.writestr(info, content.encode(), ZIP_DEFLATED)
    return file.getvalue()


def _part(name: str) -> Template:
    return Template((PARTS / name).read_text("utf-8"))


@lru_cache(maxsize=4)
def _shell(fonts: Fonts) -> tuple[tuple[str, str], ...]:
    faces = {part: getattr(fonts, part) for part in ("title", "heading1", "heading2", "body", "table")}
    quoted = {part: escape(name, {'"': "&quot;"}) for part, name in faces.items()}
    return (
        ("[Content_Types].xml", _part("content_types.xml").template),
        ("_rels/.rels", _part("package.rels").template),
        ("word/_rels/document.xml.rels", _part("document.rels").template),
        ("word/settings.xml", _part("settings.xml").template),
        ("word/styles.xml", _part("styles.xml").substitute(quoted)),
        ("word/fontTable.xml", _font_table(fonts)),
        ("word/footer1.xml", _part("footer.xml").substitute(style="Footer")),
        ("word/footer2.xml", _part("footer.xml").substitute(style="FooterEven")),
    )


def _font_table(fonts: Fonts) -> str:
    entries = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(others))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, others in fonts.substitutes
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:fonts xmlns:w="{namespace}">{entries}</w:fonts>'
    )


def _body(document: Document) -> Iterator[str]:
    if document.title:
        lines = title_lines(document.phrases or (document.title,), A_LINE)
        yield _paragraph("\n".join(lines), "Title")
    ending = ""
    for turned, run in sections(document.blocks):
        if ending:
            yield f'<w:p><w:pPr><w:pStyle w:val="AfterTable"/>{ending}</w:pPr></w:p>'
        for context in run:
            yield from _block(context)
        ending = _section(turned=turned)
    yield ending or _section(turned=False)


def _section(*, turned: bool) -> str:
    # The head of a turned table lies at the binding edge.
    top, right, bottom, left = (28, 37, 26, 35) if turned else (37, 26, 35, 28)
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if turned else 'w:w="11906" w:h="16838"'
    edges = {"top": top, "right": right, "bottom": bottom, "left": left, "header": 15}
    margins = " ".join(f'w:{edge}="{round(mm * MM)}"' for edge, mm in edges.items())
    # The middle of the page number stands 7 mm below the text.
    footer = round((bottom - 7) * MM) - 140
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdOdd"/>'
        f'<w:footerReference w:type="even" r:id="rIdEven"/><w:pgSz {size}/>'
        f'<w:pgMar {margins} w:footer="{footer}" w:gutter="0"/>'
        '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )


def _block(context: Context) -> Iterator[str]:
    below_table = isinstance(context.previous, Table) and not context.previous.landscape
    match block := context.block:
        case Heading(text, level):
            yield _paragraph(text, f"Heading{level}", apart=below_table)
        case Paragraph(text, align, indent, lead):
            keep = stays_with(block, context.following)
            yield _paragraph(text, align=align, indent=indent, lead=lead, keep=keep, apart=below_table)
        case Table():
            yield _table(block)
            # Word joins tables that touch, and wants a paragraph at the end.
            if context.following is None or isinstance(context.following, Table):
                yield _paragraph("", "AfterTable")
        case Note(text):
            yield _paragraph(text, "Note")
        case Attachments():
            yield _paragraph("")
            yield from (_paragraph(line, indent=2) for line in attachment_lines(block))
        case Signature(organ, day, note):
            organ_indent, date_indent = signature_indents(block)
            yield from (_paragraph("", keep=True) for _ in range(2))  # room for the seal
            yield _paragraph(organ, align=Align.RIGHT, right=organ_indent, keep=True)
            yield _paragraph(chinese_date(day), align=Align.RIGHT, right=date_indent, keep=bool(note))
            if note:
                yield _paragraph(f"（{note}）", indent=2)


def _text(text: str) -> str:
    return escape(clean(text))


def _runs(text: str, properties: str = "") -> str:
    lines = (f'<w:t xml:space="preserve">{line}</w:t>' for line in _text(text).split("\n"))
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>" if text else ""


def _paragraph(
    text: str,
    style: str = "BodyText",
    *,
    align: Align | None = None,
    indent: int = 0,
    right: float = 0,
    lead: str = "",
    keep: bool = False,
    apart: bool = False,
) -> str:
    edges = f' w:rightChars="{round(right * 100)}" w:right="{round(right * CHAR)}"' if right else ""
    edges += f' w:firstLineChars="{indent * 100}" w:firstLine="{indent * CHAR}"' if indent else ""
    properties = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if keep else "")
        + ('<w:spacing w:before="160"/>' if apart else "")
        + (f"<w:ind{edges}/>" if edges else "")
        + (f'<w:jc w:val="{_JUSTIFICATION[align]}"/>' if align and align is not Align.JUSTIFY else "")
    )
    head = _runs(lead, '<w:rPr><w:rStyle w:val="RunInHeading"/></w:rPr>')
    return f"<w:p><w:pPr>{properties}</w:pPr>{head}{_runs(text)}</w:p>"


_JUSTIFICATION = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_RULES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _table(table: Table) -> str:
    full = (224 if table.landscape else 156) * MM
    unit = full / sum(table.widths)
    widths = [round(width * unit) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = f"<w:tblCaption w:val={quoteattr(clean(table.caption))}/>" if table.caption else ""
    rows = "".join(_rows(table, widths))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_RULES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
        f"{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(table: Table, widths: list[int]) -> Iterator[str]:
    covering = cover(table)
    height = round(table.row_height * MM)
    is_whole = stays_whole(table)
    for row in range(len(table.rows)):
        head = "<w:tblHeader/>" if row < table.head_rows else ""
        keep = is_whole and row < len(table.rows) - 1
        cells = "".join(
            _cell(
                placed.cell,
                sum(widths[placed.column : placed.column + placed.cell.colspan]),
                is_first=placed.row == row,
                keep=keep,
            )
            for column in range(table.columns)
            if (placed := covering[row, column]).column == column
        )
        yield (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}'
            f"</w:trPr>{cells}</w:tr>"
        )


def _cell(cell: Cell, width: int, *, is_first: bool, keep: bool) -> str:
    merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else "")
        + merge
        + ('<w:textDirection w:val="tbRlV"/>' if cell.vertical else "")
        + '<w:vAlign w:val="center"/>'
    )
    text = cell.text if is_first else ""
    align = Align.CENTER if cell.vertical else cell.align
    return (
        f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(text, 'TableText', align=align, keep=keep)}</w:tc>"
    )
