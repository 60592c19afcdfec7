"""政府信息公开申请表: the form for whoever writes by hand, as Word and PDF."""

from gongkai.law import applicants
from gongkai.ledger.organs.models import Organ
from gongkai.papers.model import Align, Block, Cell, Document, Head, Note, Paragraph, Table


def form(organ: Organ) -> Document:
    """The empty form. Purpose is not asked: the Regulation of 2019 no longer asks for it (条例 Art 29)."""
    return Document(
        title="政府信息公开申请表",
        blocks=tuple(_blocks(organ)),
        organ=organ.name,
    )


def _blocks(organ: Organ) -> tuple[Block, ...]:
    kinds = "　".join(f"□{kind.zh}" for kind in applicants.APPLICANT_KINDS)
    rows = (
        _row("申请人类型", kinds),
        _row("姓名或者名称", ""),
        _row("证件名称及号码", ""),
        _row("联系电话", ""),
        _row("电子邮箱", ""),
        _row("通信地址、邮政编码", ""),
        _row("代理人姓名", "（有代理人的填写，并附授权委托书和双方身份证明）"),
        _row("所需政府信息的名称、文号或者便于查询的其他特征性描述", "\n" * 8),
        _row("提供形式", "□电子文件　□纸质　□当场查阅、抄录"),
        _row("获取途径", "□电子邮件　□邮寄　□自行领取"),
        _row("阅读、听力或者书写困难，需要的帮助", ""),
        _row("几件不同的事", "□同意分开登记、分别答复"),
        _row("申请人签名或者盖章、日期", "\n\n"),
        _row("以下由本机关填写：收到方式、到达日期、签收或者确认日期、收件编号", "\n\n"),
    )
    where = _where(organ)
    return (
        Paragraph(f"{organ.name}：", indent=0),
        Table(rows, widths=(32.0, 96.0), row_height=9.0, caption="政府信息公开申请表"),
        *([Paragraph(where, align=Align.LEFT)] if where else []),
        Note("不需要说明用途（《中华人民共和国政府信息公开条例》第二十九条）。个人信息只用于办理本申请。"),
    )


def _row(label: str, content: str) -> tuple[Cell, ...]:
    return Cell(label, head=Head.ROW, align=Align.CENTER), Cell(content)


def _where(organ: Organ) -> str:
    parts = (
        ("当面提交、邮寄地址", organ.address),
        ("邮政编码", organ.postcode),
        ("收件", organ.office),
        ("办公时间", organ.hours),
        ("电话", organ.phone),
        ("传真", organ.fax),
    )
    return "；".join(f"{label}：{value}" for label, value in parts if value)
