"""What is printed of the archive: the catalogue 归档文件目录 of a box, its spine label 盒脊, the record of a
destruction 销毁清册. None of them names whoever asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.ledger.archive.models import ArchiveBox, ArchivedCase, Destruction
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.dossier.document import RESULTS
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest
from gongkai.papers.model import Align, Cell, Document, Head, Paragraph, Signature, Table

CATALOGUE = ("序号", "档号", "责任者", "文号", "题名", "日期", "页数", "备注")
_WIDTHS = (0.9, 2.9, 2.1, 2.4, 4.4, 2.2, 1.0, 1.3)
RECORD = ("序号", "档号或收件编号", "申请编号或种类", "年度", "保管期限", "办结日期", "页数", "备注")
_LONGEST = 80


def matter_of(row: FoiRequest | Arrival) -> str:
    """What was asked for, whoever asked left out."""
    said = requests.matter(row) if isinstance(row, Arrival) else requests.shown(row, row.content)
    words = " ".join(said.split())
    return f"{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}"


def title_of(row: FoiRequest) -> str:
    """题名."""
    return f"关于“{matter_of(row)}”的政府信息公开申请和办理材料"


def catalogue(organ: Organ, files: Sequence[ArchivedCase], name: str) -> Document:
    """归档文件目录 of what lies in a box, or was archived in a year."""
    lines = [_line(number, file) for number, file in enumerate(files, 1)]
    return _listing("归档文件目录", organ, name, CATALOGUE, _WIDTHS, lines)


def line_of(row: FoiRequest, file: ArchivedCase | None) -> Document:
    """The catalogue line of one application, as it goes with its package; before it is archived, without its
    place."""
    line = _line(1, file) if file else (1, "", row.organ.name, _number(row), title_of(row), "", "", "")
    return _listing("归档文件目录", row.organ, "", CATALOGUE, _WIDTHS, [line])


def spine(organ: Organ, box: ArchiveBox, files: Sequence[ArchivedCase]) -> Document:
    """盒脊, a strip to be cut out, beside what stands on the box 盒面."""
    items = f"{files[0].item:04d}—{files[-1].item:04d}" if files else ""
    on_spine = (
        ("全宗号", box.fonds_no),
        ("年度", str(box.year)),
        ("保管期限", box.period.zh),
        ("起止件号", items),
        ("盒号", str(box.number)),
    )
    pages = sum(file.pages for file in files)
    on_front = (
        ("全宗名称", organ.name),
        ("档案门类", "政府信息公开申请办理"),
        ("年度、保管期限", f"{box.year}年、{box.period.zh}"),
        ("起止件号", items),
        ("件数、页数", f"{len(files)}件、{pages}页"),
    )
    rows = tuple(
        (_middle(f"{name}\n{said}"), Cell(head, head=Head.ROW, align=Align.CENTER), _middle(words))
        for (name, said), (head, words) in zip(on_spine, on_front, strict=True)
    )
    head = (
        Cell("盒脊，裁下贴", head=Head.COLUMN, align=Align.CENTER),
        Cell("盒面", colspan=2, head=Head.COLUMN, align=Align.CENTER),
    )
    table = Table((head, *rows), (1.0, 1.2, 2.8), head_rows=1, row_height=30.0, caption="盒脊和盒面")
    return Document("档案盒盒脊和盒面", (table,), organ=organ.name)


def _middle(words: str) -> Cell:
    return Cell(words, align=Align.CENTER)


def record(destruction: Destruction, lines: Iterable[Mapping[str, Any]]) -> Document:
    """销毁清册 with the opinion and both names; signed by hand below."""
    names = ("number", "archive_no", "application", "year", "period", "closed_on", "pages")
    rows = [
        (*(line[name] for name in names), RESULTS.get(str(line["result"]), line["result"])) for line in lines
    ]
    listing = _listing(
        "档案销毁清册", destruction.organ, "", RECORD, (0.9, 3.0, 2.3, 1.1, 1.6, 2.1, 1, 2.6), rows
    )
    said = (
        f"鉴定意见：{destruction.opinion}",
        f"鉴定人：{destruction.proposed_by}（{destruction.proposed_on}）",
        f"监销人：{destruction.carried_by or '　　　　'}（{destruction.carried_on or '　　　　'}）",
        "清册永久保存；销毁的是申请内容、申请人信息、文书和附件，统计数字保留。",
    )
    signed = Signature(destruction.organ.name, destruction.carried_on or destruction.proposed_on)
    return Document(listing.title, (*map(Paragraph, said), *listing.blocks, signed), organ=listing.organ)


def _listing(
    title: str,
    organ: Organ,
    name: str,
    columns: Sequence[str],
    widths: tuple[float, ...],
    lines: Iterable[Sequence[str | int]],
) -> Document:
    head = tuple(Cell(column, head=Head.COLUMN, align=Align.CENTER) for column in columns)
    rows = (tuple(map(_cell, line)) for line in lines)
    table = Table((head, *rows), widths, head_rows=1, row_height=8.0, caption=title)
    lead = (Paragraph(f"{organ.name}　{name}", Align.CENTER, indent=0),) if name else ()
    return Document(title, (*lead, table), organ=organ.name)


def _cell(said: str | int) -> Cell:
    return Cell(str(said), number=said if isinstance(said, int) else None)


def _line(number: int, file: ArchivedCase) -> tuple[str | int, ...]:
    row = file.foi_request
    return (
        number,
        file.archive_no,
        row.organ.name,
        _number(row),
        title_of(row),
        _day(file.closed_on),
        file.pages,
        "已销毁" if row.erased_on else "",
    )


def _number(row: FoiRequest) -> str:
    """文号 of the latest answer."""
    events = reversed(requests.standing(row))
    answer = next((event for event in events if event.kind == EventKind.ANSWERED), None)
    return str(answer.data.get("document_no", "")) if answer else ""


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")
