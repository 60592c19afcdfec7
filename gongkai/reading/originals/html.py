"""The body of an original as clean HTML: paragraphs and tables, no style of its own."""

import re
from collections.abc import Iterator, Sequence
from html import escape

import nh3

from gongkai.law.text import plain
from gongkai.reading.originals.model import Block, Box, Table, Text

TAGS = {"p", "h2", "h3", "table", "caption", "thead", "tbody", "tr", "th", "td", "br"}
ATTRIBUTES = {"td": {"rowspan", "colspan"}, "th": {"rowspan", "colspan", "scope"}}
CLASSES = {"p": {"signed"}, "td": {"figure"}}
_SECTION = re.compile(r"^(?:第[一二三四五六七八九十]{1,3}[章节]|[一二三四五六七八九十]{1,3}、)[^。；]{1,30}$")
_SIGNED = re.compile(
    r"^\d{4}年\d{1,2}月\d{1,2}日$"
    r"|^[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日$"
)
_FIGURE = re.compile(r"^-?[\d,]+(?:\.\d+)?%?$")
_HEAD = 8
_LONGEST_LINE = 40
_ABOVE = {"mark", "number", "title"}


def html(blocks: Sequence[Block]) -> str:
    """Blocks as HTML. Whatever a document holds leaves as text; the cleaner stands behind all the same."""
    made = "\n".join(_written(blocks))
    return nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=set())


def parts(blocks: Sequence[Block], title: str, number: str = "") -> list[str]:
    """What each block is of an official document: mark, number, title, section, signed; else empty."""
    known = {"number": plain(number), "title": plain(title)}
    found = ["section" if _is_section(block) else "" for block in blocks]
    for at, block in enumerate(blocks[:_HEAD]):
        line = plain(block.text) if isinstance(block, Text) else ""
        part = next((part for part, text in known.items() if line and line in text), "")
        part = part or ("mark" if line.endswith("文件") and len(line) < _LONGEST_LINE else "")
        if not part:
            break
        found[at] = part
    for at in _signature(blocks):
        found[at] = "signed"
    return found


def body(blocks: Sequence[Block], title: str, number: str = "") -> tuple[Block, ...]:
    """The blocks below the head: mark, number and title stand on the page already."""
    found = parts(blocks, title, number)
    head = next((at for at, part in enumerate(found) if part not in _ABOVE), len(found))
    return tuple(blocks[head:])


def _written(blocks: Sequence[Block]) -> Iterator[str]:
    for block, part in zip(blocks, parts(blocks, ""), strict=True):
        if isinstance(block, Table):
            yield _table(block)
        elif part == "section":
            yield f"<h3>{escape(block.text)}</h3>"
        else:
            mark = ' class="signed"' if part == "signed" else ""
            yield f"<p{mark}>{escape(block.text).replace(chr(10), '<br>')}</p>"


def is_figure(text: str) -> bool:
    """Whether a box holds a figure, which stands to the right."""
    return bool(_FIGURE.match(text))


def _is_section(block: Block) -> bool:
    return isinstance(block, Text) and bool(_SECTION.match(block.text))


def _signature(blocks: Sequence[Block]) -> set[int]:
    """落款: the last day that stands alone, and the line above it."""
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if isinstance(block, Text) and _SIGNED.match(plain(block.text)):
            above = blocks[at - 1] if at else None
            is_short = isinstance(above, Text) and len(above.text) < _LONGEST_LINE
            return {at, at - 1} if is_short else {at}
    return set()


def _table(table: Table) -> str:
    has_head = len(table.rows) > 1 and not any(_FIGURE.match(box.text) for box in table.rows[0])
    caption = f"<caption>{escape(table.name)}</caption>" if table.name else ""
    head = f"<thead>{_row(table.rows[0], head=True)}</thead>" if has_head else ""
    rows = "".join(_row(row) for row in table.rows[has_head:])
    return f"<table>{caption}{head}<tbody>{rows}</tbody></table>"


def _row(row: Sequence[Box], *, head: bool = False) -> str:
    return f"<tr>{''.join(_box(box, head=head) for box in row)}</tr>"


def _box(box: Box, *, head: bool) -> str:
    tag = "th" if head else "td"
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", box.rowspan), ("colspan", box.colspan))
        if count > 1
    )
    more = ' scope="col"' if head else ' class="figure"' if _FIGURE.match(box.text) else ""
    return f"<{tag}{spans}{more}>{escape(box.text).replace(chr(10), '<br>')}</{tag}>"
