"""What the events of an application say, under the official names."""

from collections.abc import Iterator, Mapping

from gongkai.law import applicants, decisions
from gongkai.law.annual_report.formats import y2021
from gongkai.law.events import Opinion, Party, Way
from gongkai.law.exemptions import EXEMPTIONS
from gongkai.law.letters import PART_BY_CODE
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.requests.models import EventKind, RequestEvent

#: Row of table three -> how it is called there, with its group.
RESULTS = {row.key: f"{row.group}{row.label}" for row in y2021.FORM.request_rows if row.is_result}
#: What the data of an event is called, where it is no part of a letter.
NAMES: Mapping[str, str] = {
    "due": "期限",
    "days": "工作日",
    "amount": "数额（元）",
    "pages": "按量计收的页数",
    "fee_reason": "比算出的少收的理由",
    "document_no": "文号",
    "delivered_on": "对方收到日期",
    "posted_on": "交邮日期",
    "until": "另定的答复期限",
    "way": "送达方式",
    "carrier": "由谁寄送",
    "proof": "单号、签收人",
    "party": "对象",
    "slot": "第几份征求意见书",
    "opinion": "意见",
    "organ": "机关名称",
    "body": "作出的机关",
    "channel": "收到方式",
    "arrived_on": "到达日期",
    "signed_on": "签收日期",
    "confirmed_on": "与申请人确认的日期",
    "confirmed_how": "怎样确认的",
    "kind": "答复类型",
    "row": "计入表三",
    "reason": "理由",
    "note": "备注",
    "overruled": "第三方不同意仍公开的理由和告知",
    "overruled_joint": "共同制作机关不同意仍公开的理由",
    "consent": "谁同意的",
    "points": "要补正的",
    "corrected": "补正的内容",
    "receipt_no": "财政票据号",
    "place": "所在",
    "remarks": "备注",
}
#: How the codes in it read.
CODES: Mapping[str, Mapping[str, str]] = {
    "way": {one.value: one.zh for one in Way},
    "carrier": {"postal": "邮政企业（EMS、挂号信）", "courier": "其他快递"},
    "party": {one.value: one.zh for one in Party},
    "opinion": {one.value: one.zh for one in Opinion},
    "channel": {code: channel.zh for code, channel in CHANNEL.items()},
    "applicant_kind": {code: kind.zh for code, kind in applicants.BY_CODE.items()},
    "kind": {kind.code: kind.zh for kind in decisions.DECISIONS},
    "row": RESULTS,
    "ground": {one.code: one.zh for one in EXEMPTIONS},
}


def told(event: RequestEvent) -> Iterator[tuple[str, str]]:
    """What an event says, in the order of its names; what only ties events together is left out."""
    for name, value in sorted(event.data.items()):
        zh = _name(event, name)
        if zh and value not in ("", None):
            yield zh, CODES.get(name, {}).get(str(value), str(value))


def _name(event: RequestEvent, name: str) -> str:
    """What a part of a letter is called; other events call other things by the same name."""
    others = {EventKind.ARCHIVED, EventKind.RECEIVED}  # its box; the day on which a letter was signed for
    part = PART_BY_CODE.get(name) if event.kind not in others else None
    return part.zh if part else NAMES.get(name, "")
