"""The file as paper 卷宗: cover, list of contents 卷内文件目录, application, letters, what happened with its
proof, and the closing note 卷内备考表. Every name is in full: it is the organ's own file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.law import applicants
from gongkai.ledger.requests import attachments, privacy
from gongkai.ledger.requests.dossier.contents import Dossier
from gongkai.ledger.requests.letters import document as letter_document
from gongkai.ledger.requests.models import (
    Arrival,
    Attachment,
    EventKind,
    FoiRequest,
    LetterState,
    RequestEvent,
)
from gongkai.ledger.requests.wording import RESULTS, told
from gongkai.lib.today import BEIJING
from gongkai.papers import pdf
from gongkai.papers.layout import chinese_date
from gongkai.papers.model import Align, Cell, Document, Head, Paragraph, Table

TITLE = "政府信息公开申请办理卷宗"
CONTENTS = ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")
_WIDTHS = (1.0, 2.6, 2.4, 4.6, 1.9, 1.0, 2.4)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the archive the file lies, as its cover says; empty before it is archived."""

    archive_no: str = ""
    period: str = ""
    box: str = ""
    archived_on: date | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in the file: a line of its list of contents, with its pages where it is on paper."""

    title: str
    author: str
    on: date
    paper: Document | None = None
    document_no: str = ""
    note: str = ""


def write(dossier: Dossier, place: Place, *, fonts_dir: Path | None) -> bytes:
    """The file as one PDF, its pages numbered through."""
    return pdf.bundle(_bound(dossier, place, fonts_dir), fonts_dir=fonts_dir)


def pages(dossier: Dossier, *, fonts_dir: Path | None) -> int:
    """页数: of everything on paper, set once."""
    pieces = list(_pieces(dossier))
    papers = (piece.paper for piece in pieces if piece.paper)
    whole = [_cover(dossier, Place()), _contents(pieces, {}), *papers, _closing_note(dossier)]
    return pdf.pages(*whole, fonts_dir=fonts_dir)


def name_in_package(number: int, file: Attachment) -> str:
    return f"attachments/{number:02d}-{attachments.name_of(file)}"


def _bound(dossier: Dossier, place: Place, fonts_dir: Path | None) -> list[Document]:
    """All documents of the file; the list of contents is as long with page numbers as without."""
    pieces = list(_pieces(dossier))
    cover, note = _cover(dossier, place), _closing_note(dossier)
    before = pdf.pages(cover, fonts_dir=fonts_dir) + pdf.pages(_contents(pieces, {}), fonts_dir=fonts_dir)
    first: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if piece.paper:
            first[number] = before + 1
            before += pdf.pages(piece.paper, fonts_dir=fonts_dir)
    return [cover, _contents(pieces, first), *(piece.paper for piece in pieces if piece.paper), note]


def _pieces(dossier: Dossier) -> Iterator[Piece]:
    row, organ = dossier.row, dossier.row.organ.name
    yield Piece("政府信息公开申请表", row.applicant_name, row.received_on, _application(row))
    yield from sorted((*_letters(dossier), *_messages(dossier)), key=lambda piece: piece.on)
    yield Piece("办理经过和送达凭证", organ, dossier.closed_on or row.received_on, _course(dossier))
    for number, file in enumerate(dossier.files, 1):
        author = organ if file.letter_id else row.applicant_name
        yield Piece(attachments.name_of(file), author, _day_of(file), note=f"电子件{number:02d}")


def _letters(dossier: Dossier) -> Iterator[Piece]:
    for letter, draft in zip(dossier.letters, dossier.drafts, strict=True):
        yield Piece(
            draft.plan.template.title,
            draft.organ.name,
            letter.signed_on or draft.on,
            letter_document.build(draft, to=draft.to),
            letter.document_no,
            "已作废" if letter.state == LetterState.VOID else "",
        )


def _messages(dossier: Dossier) -> Iterator[Piece]:
    """What the applicant sent later."""
    for arrival in dossier.arrivals:
        if arrival.kind != Arrival.Kind.APPLICATION:
            what = f"申请人提交的材料：{arrival.get_kind_display()}"
            lines = (f"收件编号：{arrival.number}", *privacy.opened(arrival).content.splitlines())
            yield Piece(
                what,
                dossier.row.applicant_name,
                _arrived(arrival),
                Document(what, tuple(Paragraph(line) for line in lines)),
            )


def _cover(dossier: Dossier, place: Place) -> Document:
    row = dossier.row
    facts = (
        ("全宗名称", row.organ.name),
        ("题名", f"{row.applicant_name}关于政府信息公开的申请和办理材料"),
        ("申请编号", row.number),
        ("收到日期", chinese_date(row.received_on)),
        ("办结日期", chinese_date(dossier.closed_on) if dossier.closed_on else "未办结"),
        ("办理结果", RESULTS.get(row.result, "")),
        ("保管期限", place.period),
        ("档号", place.archive_no),
        ("盒号", place.box),
        ("归档日期", chinese_date(place.archived_on) if place.archived_on else ""),
    )
    return Document(TITLE, (_facts(facts, 12.0),), organ=row.organ.name)


def _contents(pieces: Sequence[Piece], first: dict[int, int]) -> Document:
    head = tuple(Cell(name, head=Head.COLUMN, align=Align.CENTER) for name in CONTENTS)
    lines = (
        (
            str(number + 1),
            piece.document_no,
            piece.author,
            piece.title,
            piece.on.strftime("%Y%m%d"),
            str(first.get(number, "")),
            piece.note,
        )
        for number, piece in enumerate(pieces)
    )
    rows = (tuple(Cell(text) for text in line) for line in lines)
    return Document("卷内文件目录", (Table((head, *rows), _WIDTHS, head_rows=1, row_height=9.0),))


def _application(row: FoiRequest) -> Document:
    keys = privacy.keys()
    kind = applicants.BY_CODE.get(row.applicant_kind)
    facts = (
        ("申请编号", row.number),
        ("申请人", row.applicant_name),
        ("申请人类型", kind.zh if kind else ""),
        ("证件号码", keys.open(row.id_number_sealed)),
        ("联系方式", keys.open(row.contact_sealed)),
        ("其他个人信息", keys.open(row.other_personal_sealed)),
        ("代理人", row.agent),
        ("收到日期", chinese_date(row.received_on)),
        ("获取方式", row.delivery_form),
        ("申请内容", row.content),
        ("备注", row.remarks),
    )
    return Document("政府信息公开申请表", (_facts([one for one in facts if one[1]], 9.0),))


def _course(dossier: Dossier) -> Document:
    """Every event in order, those too that were replaced; what proves service stands beside it."""
    standing = {event.pk for event in dossier.case.events}
    head = tuple(
        Cell(name, head=Head.COLUMN, align=Align.CENTER) for name in ("日期", "事项", "内容和凭证", "经办")
    )
    rows = (
        (
            Cell(event.on.isoformat()),
            Cell(event.get_kind_display() + ("" if event.pk in standing else "（已更正）")),
            Cell("\n".join((*(f"{name}：{said}" for name, said in told(event)), *_reason(event)))),
            Cell(event.recorded_by),
        )
        for event in dossier.events
    )
    return Document(
        "办理经过和送达凭证", (Table((head, *rows), (2, 2.2, 7, 2.2), head_rows=1, row_height=9.0),)
    )


def _closing_note(dossier: Dossier) -> Document:
    """卷内备考表: what whoever opens the file later ought to know of it."""
    letters, files = len(dossier.letters), len(dossier.files)
    lines = (
        f"本卷有文书{letters}份，电子附件{files}个；电子附件原样保存在档案包里。",
        *([f"缺少：{one}。" for one in dossier.missing] or ["应有的材料齐全。"]),
        "立卷人：",
        "检查人：",
        "立卷时间：",
    )
    return Document("卷内备考表", tuple(map(Paragraph, lines)))


def _facts(facts: Sequence[tuple[str, str]], height: float) -> Table:
    rows = tuple((Cell(name, head=Head.ROW, align=Align.CENTER), Cell(said)) for name, said in facts)
    return Table(rows, (1.0, 3.4), row_height=height)


def _reason(event: RequestEvent) -> Iterator[str]:
    if event.reason:
        is_correction = event.kind == EventKind.VOIDED or event.replaces_id
        yield f"{'更正' if is_correction else '登记'}原因：{event.reason}"


def _day_of(file: Attachment) -> date:
    if file.arrival:
        return _arrived(file.arrival)
    return file.letter.signed_on  # type: ignore[union-attr,return-value]  # only signed letters are in the file


def _arrived(arrival: Arrival) -> date:
    return arrival.arrived_at.astimezone(BEIJING).date()
