"""The papers of a case 应诉材料 as documents: what was written for it, and what the register and the linked
application know.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from gongkai.law import decisions
from gongkai.law.decision_kind import DecisionKind
from gongkai.law.holidays import zh_date
from gongkai.law.remedy_course import REVIEW
from gongkai.law.remedy_papers import Paper, evidence_rows
from gongkai.law.workdays import Calendar
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.remedies.signing import Signed
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.models import EventKind, RequestEvent
from gongkai.lib.language import _
from gongkai.papers.model import (
    Align,
    Block,
    Cell,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
)

_POWERS = "一般代理：代为答辩、举证、质证、参加庭审"
_KEEP, _DISMISS = "请求复议机关依法维持答复人作出的答复。", "请求人民法院依法驳回原告的诉讼请求。"
_HEADS = ("序号", "证据名称", "证明对象", "页码")


def proposed(row: RemedyCase, calendar: Calendar) -> dict[str, str]:
    """What each part most likely says, seeing the linked application; nothing is invented."""
    events = _events(row, calendar)
    kind = _kind_of(events)
    wish = _KEEP if row.kind == REVIEW else _DISMISS
    return {
        "course": "\n".join(f"{zh_date(one.on)}，{_happened(one)}。" for one in events),
        "basis": "；".join(f"{source}" for source in kind.sources) if kind else "",
        "wish": wish,
        "evidence": "\n".join(_evidence(events)),
        "powers": _POWERS,
    }


def texts(row: RemedyCase, paper: Paper, calendar: Calendar) -> dict[str, str]:
    """What stands in the parts of a paper: what was written, else what is proposed."""
    written, usual = row.papers.get(paper.code, {}), proposed(row, calendar)
    known = {name: text for one in row.papers.values() for name, text in one.items() if name == "head"}
    found = {**usual, **known, **written}
    return {part.code: found.get(part.code, "") for part in paper.parts}


def build(
    row: RemedyCase,
    paper: Paper,
    said: Mapping[str, str],
    *,
    claimant: str,
    third_person: str,
    on: date,
    signed: Signed | None = None,
) -> Document:
    """The paper with what its parts say; the names are given as whoever reads it may see them. ``signed``:
    how it was signed, with its number and, where it is void, that."""
    names = {"claimant": claimant or _("【申请人】"), "third_person": third_person}
    blocks = {
        "evidence": _evidence_list,
        "identity": _identity,
        "power": _power,
    }.get(paper.code, _answer)(row, said, names)
    organ = row.organ.name
    title = paper.zh
    body = row.body or _("【审理机关】")
    closing = () if paper.code == "evidence" else (Paragraph("此致"), Paragraph(body, indent=0))
    number = signed["document_no"] if signed else ""
    above: tuple[Block, ...] = ()
    below: tuple[Block, ...] = ()
    if signed is None:
        below = (Note(_("草稿，核对、签批以后盖章")),)
    elif "void" in signed:
        above = below = (Note("（此件已作废）"),)
    head = (Paragraph(number, Align.CENTER, indent=0),) if number else ()
    return Document(
        title=title,
        phrases=(title,),
        blocks=(*above, *head, *blocks, *closing, Signature(organ, on), *below),
        organ=organ,
    )


def _answer(row: RemedyCase, said: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Block]:
    is_review = row.kind == REVIEW
    ours, theirs = ("答复人（被申请人）", "申请人") if is_review else ("答辩人（被告）", "原告")
    place = f"，住所地：{row.organ.address}" if row.organ.address else ""
    yield Paragraph(f"{ours}：{row.organ.name}{place}。")
    yield Paragraph(f"法定代表人：{said.get('head') or '【姓名、职务】'}。")
    yield Paragraph(f"{theirs}：{names['claimant']}。")
    if names["third_person"]:
        yield Paragraph(f"第三人：{names['third_person']}。")
    verb, paper = ("申请行政复议", "行政复议申请书副本") if is_review else ("提起行政诉讼", "起诉状副本")
    me = "答复人" if is_review else "答辩人"
    number = row.foi_request.number if row.foi_request else row.request_number
    about = f"政府信息公开申请（{number}）" if number else "政府信息公开"
    yield Paragraph(
        f"{theirs}因{about}一事{verb}（案号：{row.case_no}）。{me}于{zh_date(row.received_on)}收到{paper}，"
        f"现{'答复' if is_review else '答辩'}如下："
    )
    heads = ("办理经过", "事实和理由", "法律依据")
    for number, head, code in zip("一二三", heads, ("course", "reasons", "basis"), strict=True):
        yield Heading(f"{number}、{head}")
        yield from (
            Paragraph(line) for line in (said.get(code) or f"【{head}】").splitlines() if line.strip()
        )
    yield Paragraph(f"综上，{said.get('wish') or '【请求】'}")


def _evidence_list(row: RemedyCase, said: Mapping[str, str], _names: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(f"案号：{row.case_no}", indent=0)
    yield Paragraph(f"提交人：{row.organ.name}", indent=0)
    head = tuple(Cell(text, head=Head.COLUMN, align=Align.CENTER) for text in _HEADS)
    rows = [
        tuple(map(Cell, (str(number), *one)))
        for number, one in enumerate(evidence_rows(said.get("evidence", "")), 1)
    ]
    empty = (tuple(Cell("") for _head in _HEADS),)
    yield Table((head, *(rows or empty)), (1, 5, 6, 2), head_rows=1, caption="证据目录")


def _identity(row: RemedyCase, said: Mapping[str, str], _names: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(f"{said.get('head') or '【姓名、职务】'}，系{row.organ.name}的法定代表人，特此证明。")
    if row.organ.address or row.organ.phone:
        yield Paragraph(
            f"住所地：{row.organ.address or '【地址】'}；联系电话：{row.organ.phone or '【电话】'}。"
        )


def _power(row: RemedyCase, said: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(f"委托人：{row.organ.name}，法定代表人：{said.get('head') or '【姓名、职务】'}。")
    for line in filter(str.strip, (said.get("people") or "【姓名，职务，电话】").splitlines()):
        yield Paragraph(f"受委托人：{line.strip()}。")
    other = "申请人" if row.kind == REVIEW else "原告"
    yield Paragraph(
        f"委托人因与{other}{names['claimant']}政府信息公开一案（案号：{row.case_no}），委托上述人员作为代理人，"
        f"委托权限为：{said.get('powers') or _POWERS}。"
    )


def _events(row: RemedyCase, calendar: Calendar) -> tuple[RequestEvent, ...]:
    """What happened to the linked application before the case came."""
    if row.foi_request is None:
        return ()
    case, _seen = requests.weighed(row.foi_request, calendar)
    before = (one for one in case.events if one.on <= row.received_on)
    return tuple(sorted(before, key=lambda one: (one.on, one.pk)))


def _kind_of(events: tuple[RequestEvent, ...]) -> DecisionKind | None:
    answer = next((one for one in reversed(events) if one.kind == EventKind.ANSWERED), None)
    return decisions.BY_CODE.get(str(answer.data.get("kind", ""))) if answer else None


def _happened(event: RequestEvent) -> str:
    number = event.data.get("document_no")
    return event.get_kind_display() + (f"（{number}）" if number else "")


#: What proves each kind of event; the application itself comes first.
_PROOFS: Mapping[str, tuple[str, str]] = {
    EventKind.RECEIVED: ("政府信息公开申请表及收到凭证", "申请的内容和收到申请之日"),
    EventKind.CORRECTION_REQUESTED: ("补正告知书及送达凭证", "已经一次性告知补正"),
    EventKind.CORRECTED: ("补正材料", "补正的内容和收到日期"),
    EventKind.EXTENDED: ("延期答复告知书及审批记录", "延期经批准并已告知"),
    EventKind.CONSULTATION_SENT: ("征求意见书及送达凭证", "已经征求第三方或其他机关意见"),
    EventKind.OPINION_RECEIVED: ("被征求意见方的意见", "意见的内容和收到日期"),
    EventKind.ANSWERED: ("答复书", "作出答复的内容、依据和日期"),
    EventKind.SERVED: ("送达回证、邮寄单", "答复已经送达和送达日期"),
}


def _evidence(events: tuple[RequestEvent, ...]) -> Iterator[str]:
    for event in events:
        if proof := _PROOFS.get(event.kind):
            number = event.data.get("document_no")
            yield f"{proof[0]}{f'（{number}）' if number else ''}｜{proof[1]}（{zh_date(event.on)}）｜"
