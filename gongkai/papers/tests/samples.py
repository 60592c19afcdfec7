"""A small official document with every kind of block, for the tests of all forms."""

from datetime import date
from decimal import Decimal

from gongkai.papers.model import (
    Align,
    Attachments,
    Cell,
    Document,
    Head,
    Heading,
    Paragraph,
    Signature,
    Table,
)


def head(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell(text, colspan, rowspan, Head.COLUMN, Align.CENTER)


def row(text: str) -> Cell:
    return Cell(text, head=Head.ROW)


def number(value: int | Decimal | None, sum_of: tuple[tuple[int, int], ...] = ()) -> Cell:
    return Cell("" if value is None else str(value), align=Align.CENTER, number=value, sum_of=sum_of)


#: 项目        | 件数
#:             | 上半年 下半年 合计
#: 公 | 许可   | 1      2      3
#: 开 | 处罚   | (空)   4      4
TABLE = Table(
    rows=(
        (head("项目", colspan=2, rowspan=2), head("件数", colspan=3)),
        (head("上半年"), head("下半年"), head("合计")),
        (
            Cell("公开", rowspan=2, head=Head.ROW, vertical=True),
            row("许可"),
            number(1),
            number(2),
            number(3, sum_of=((2, 2), (2, 3))),
        ),
        (row("处罚"), number(None), number(4), number(4, sum_of=((3, 2), (3, 3)))),
    ),
    widths=(1, 3, 2, 2, 2),
    head_rows=2,
    caption="公开件数",
)

DOCUMENT = Document(
    title="示例镇人民政府2022年公开情况",
    phrases=("示例镇人民政府", "2022年", "公开情况"),
    organ="示例镇人民政府",
    blocks=(
        Paragraph("示例县人民政府：", align=Align.LEFT, indent=0),
        Heading("一、总体情况"),
        Heading("（一）主动公开", 2),
        Paragraph("全年公开32条。"),
        Paragraph("全年培训2次。", lead="（二）监督保障。"),
        Heading("二、公开件数"),
        TABLE,
        Attachments(("目录", "指南")),
        Signature("示例镇人民政府", date(2023, 1, 6), "此件公开发布"),
    ),
    tags={"SiteName": "示例县人民政府", "SiteIDCode": "4105260001", "PubDate": "2023-01-06 09:00"},
    data='{"organ": "示例镇人民政府", "note": "</script><b>&"}',
)


def long_table(rows: int = 60) -> Table:
    """A table that needs more than one page."""
    return Table(
        rows=(
            (head("序号"), head("标题")),
            *((number(n), Cell(f"第{n}件信息")) for n in range(1, rows + 1)),
        ),
        widths=(1, 5),
        head_rows=1,
        caption="目录",
    )
