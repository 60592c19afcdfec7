"""The pack as a paper 工作交接清单: what is handed over, part by part, and three lines to sign."""

from collections.abc import Iterable, Iterator, Sequence

from gongkai.ledger.handover.contents import Contact, Pack, Part
from gongkai.papers.layout import chinese_date
from gongkai.papers.model import Align, Block, Cell, Document, Head, Heading, Note, Paragraph, Table

TITLE = "政府信息公开工作交接清单"
_NUMBERS = "一二三四五六七八九十"
_SIGNED = ("移交人", "接收人", "监交人")
_BLANK = "　　　　　　"


def build(pack: Pack) -> Document:
    """What is empty is said in one sentence: a part without a line would only have to be read."""
    filled = [part for part in pack.parts if part.lines]
    empty = [part.zh for part in pack.parts if not part.lines]
    blocks: list[Block] = [*_head(pack)]
    for number, part in enumerate(filled):
        blocks += [Heading(f"{_number(number)}、{part.zh}（{len(part.lines)}）"), _table(part)]
    blocks += [Heading(f"{_number(len(filled))}、联系谁"), _contacts(pack.contacts)]
    if empty:
        blocks.append(Paragraph(f"没有的：{'；'.join(empty)}。"))
    blocks += [Heading(f"{_number(len(filled) + 1)}、签名"), _signing(pack)]
    blocks.append(Note("申请人、被申请复议人等个人信息不在本清单里；要看的，凭角色在系统里查看。"))
    return Document(TITLE, tuple(blocks), organ=pack.organ.name)


def name_of(pack: Pack) -> str:
    return f"{TITLE}{pack.as_of:%Y%m%d}"


def _number(index: int) -> str:
    """一 to 十九: there are not more parts."""
    return _NUMBERS[index] if index < len(_NUMBERS) else f"十{_NUMBERS[index - len(_NUMBERS)]}"


def _head(pack: Pack) -> Iterator[Paragraph]:
    said = (
        ("机关", pack.organ.name),
        ("移交人", pack.person.name if pack.person else _BLANK),
        ("接收人", pack.successor.name if pack.successor else _BLANK),
        ("交接日期", chinese_date(pack.on) if pack.on else _BLANK),
        ("清单日期", chinese_date(pack.as_of)),
    )
    yield from (Paragraph(f"{label}：{words}") for label, words in said)
    late = f"，其中逾期{pack.late}件" if pack.late else ""
    yield Paragraph(f"截至清单日期，没有办完的{pack.count}件{late}。各件的材料在系统里，编号相同。")


#: The columns of a part, how wide each is, and what a line says in it. Those that no line fills are left out.
_COLUMNS = (
    ("事项", 3.9, lambda line: "\n".join(filter(None, (line.title, line.note)))),
    ("编号", 2.3, lambda line: line.number),
    ("现在", 2.1, lambda line: "、".join(line.now)),
    ("最后一日", 2.2, lambda line: f"{line.due or ''}{'（逾期）' if line.is_late else ''}"),
    ("下一步", 4.6, lambda line: "、".join(line.next)),
)


def _table(part: Part) -> Table:
    used = [column for column in _COLUMNS if any(column[2](line) for line in part.lines)]
    rows = [[said(line) for _head, _width, said in used] for line in part.lines]
    return _grid(part.zh, [head for head, _width, _said in used], [width for _h, width, _s in used], rows)


def _contacts(contacts: Sequence[Contact]) -> Table:
    rows = [(one.whom, "、".join(one.names) or "还没有人", one.phone) for one in contacts]
    return _grid("联系谁", ("角色、部门、村或者机关", "谁", "电话"), (4.0, 5.0, 3.0), rows)


def _signing(pack: Pack) -> Table:
    rows = [(role, "", "") for role in _SIGNED]
    return _grid("签名", ("", "签名", "日期"), (2.0, 5.0, 4.0), rows, height=14.0)


def _grid(
    name: str,
    columns: Sequence[str],
    widths: Sequence[float],
    lines: Iterable[Sequence[str]],
    height: float = 8.0,
) -> Table:
    head = tuple(Cell(column, head=Head.COLUMN, align=Align.CENTER) for column in columns)
    rows = (tuple(map(Cell, line)) for line in lines)
    return Table((head, *rows), tuple(widths), head_rows=1, row_height=height, caption=name)
