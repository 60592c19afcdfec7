"""A document as a web page: real tables, official meta tags, print styles, nothing fetched from elsewhere."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path

from gongkai.papers.layout import (
    Placed,
    attachment_lines,
    chinese_date,
    clean,
    cover,
    place,
)
from gongkai.papers.model import (
    Align,
    Attachments,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
)

STYLE = Path(__file__).parent / "templates" / "page.css"
#: The element in which a page carries its content for machines.
DATA_ID = "gongkai-report"


def page(document: Document, *, nonce: str = "") -> str:
    """The whole page. ``nonce`` is that of the Content-Security-Policy in force where it is served.

    Meta tags (政府网站发展指引) are those of ``document.tags``; ArticleTitle and ContentSource follow from
    the document when they are not given.
    """
    tags = {"ArticleTitle": document.title, "ContentSource": document.organ} | dict(document.tags)
    meta = "\n".join(
        f'<meta name="{_text(name)}" content="{_text(value)}">' for name, value in tags.items() if value
    )
    allowed = f' nonce="{_text(nonce)}"' if nonce else ""
    carried = (
        f'<script type="application/json" id="{DATA_ID}">{_inert(document.data)}</script>\n'
        if document.data
        else ""
    )
    title = f"<h1>{_lines(document.title)}</h1>\n" if document.title else ""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    widths = "\n".join(_widths(number, table) for number, table in enumerate(tables, 1))
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(document.lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n{meta}\n"
        f"<style{allowed}>\n{_style()}{widths}\n</style>\n</head>\n<body>\n<main>\n"
        f"{title}{_blocks(document)}</main>\n{carried}</body>\n</html>\n"
    )


def fragment(document: Document) -> str:
    """The text without title, styles and frame, for a site's own editor; tables keep a visible rule."""
    # Escaped text holds no "<", so only the elements themselves are met.
    return _blocks(document).replace("<table ", '<table border="1" ')


@lru_cache(maxsize=1)
def _style() -> str:
    return STYLE.read_text("utf-8")


def _text(text: str) -> str:
    return escape(clean(text))


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<br>")


def _inert(data: str) -> str:
    """JSON that cannot end its script element: these characters occur in JSON only inside strings."""
    for char in "<>&\u2028\u2029":
        data = data.replace(char, f"\\u{ord(char):04x}")
    return data


def _widths(number: int, table: Table) -> str:
    total = sum(table.widths)
    return "\n".join(
        f"#table-{number} col:nth-child({column}) {{ width: {width / total * 100:.2f}%; }}"
        for column, width in enumerate(table.widths, 1)
    )


def _blocks(document: Document) -> str:
    numbers = iter(range(1, len(document.blocks) + 1))
    return "".join(
        _table(block, next(numbers)) if isinstance(block, Table) else _block(block)
        for block in document.blocks
    )


def _block(block: Heading | Paragraph | Attachments | Signature | Note) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{_lines(text)}</h{level + 1}>\n"
        case Paragraph(text, align, indent, lead):
            classes = [f"indent-{indent}"] if indent else []
            classes += [align.value] if align is not Align.JUSTIFY else []
            head = f'<span class="lead">{_lines(lead)}</span>' if lead else ""
            return f"<p{_class(classes)}>{head}{_lines(text)}</p>\n"
        case Note(text):
            return f'<p class="note">{_lines(text)}</p>\n'
        case Attachments():
            lines = "<br>".join(_lines(line) for line in attachment_lines(block))
            return f'<p class="attachments indent-2">{lines}</p>\n'
        case Signature(organ, day, note):
            remark = f'<p class="indent-2">（{_lines(note)}）</p>\n' if note else ""
            return (
                f'<div class="signature"><p>{_lines(organ)}</p><p><time datetime="{day.isoformat()}">'
                f"{chinese_date(day)}</time></p></div>\n{remark}"
            )


def _class(classes: list[str]) -> str:
    return f' class="{" ".join(classes)}"' if classes else ""


def _table(table: Table, number: int) -> str:
    """A table in a region of its own that scrolls where the screen is narrow, so that the page does not."""
    name = f"table-{number}"
    covering = cover(table)
    lines = [
        "<tr>" + "".join(_cell(placed, name, covering) for placed in line) + "</tr>\n"
        for line in place(table)
    ]
    head, body = lines[: table.head_rows], lines[table.head_rows :]
    label = f' aria-label="{_text(table.caption)}"' if table.caption else ""
    region = ["scroll", *(["whole"] if table.whole else []), *(["turned"] if table.landscape else [])]
    wide = ["wide"] if table.columns > 6 else []
    return (
        f'<div{_class(region)} role="region" tabindex="0"{label}>\n'
        f'<table id="{name}"{_class(wide)}{label}>\n<colgroup>{"<col>" * table.columns}</colgroup>\n'
        + (f"<thead>\n{''.join(head)}</thead>\n" if head else "")
        + f"<tbody>\n{''.join(body)}</tbody>\n</table>\n</div>\n"
    )


def _cell(placed: Placed, name: str, covering: dict[tuple[int, int], Placed]) -> str:
    cell = placed.cell
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    if cell.vertical:
        classes, text = ["vertical"], f"<span>{_lines(cell.text)}</span>"
    else:
        classes, text = [cell.align.value], _lines(cell.text)
    if cell.head:
        spanned = cell.colspan if cell.head is Head.COLUMN else cell.rowspan
        scope = ("col" if cell.head is Head.COLUMN else "row") + ("group" if spanned > 1 else "")
        return f'<th id="{_id(placed, name)}" scope="{scope}"{spans}{_class(classes)}>{text}</th>'
    heads = " ".join(_id(head, name) for head in heads_of(placed, covering))
    named = f' headers="{heads}"' if heads else ""
    classes += ["sum"] if cell.sum_of else []
    return f"<td{spans}{named}{_class(classes)}>{text}</td>"


def _id(placed: Placed, name: str) -> str:
    return f"{name}-{placed.row + 1}-{placed.column + 1}"


def heads_of(placed: Placed, covering: dict[tuple[int, int], Placed]) -> list[Placed]:
    """The heads that name a figure: the nearest block of column heads above it, then the heads of its row."""
    above = _unique(covering[row, placed.column] for row in range(placed.row - 1, -1, -1))
    heads: list[Placed] = []
    for box in above:
        if box.cell.head is Head.COLUMN:
            heads.insert(0, box)
        elif heads:
            break
    row = _unique(covering[placed.row, column] for column in range(placed.column))
    return heads + [box for box in row if box.cell.head is Head.ROW]


def _unique(boxes: Iterator[Placed]) -> list[Placed]:
    return list(dict.fromkeys(boxes))
