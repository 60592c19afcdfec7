"""The list of activities as a paper 个人信息处理活动清单."""

from gongkai.ledger.organs.models import Organ
from gongkai.papers.model import Align, Cell, Document, Head, Note, Table
from gongkai.processing.activities import ACTIVITIES, Activity

TITLE = "个人信息处理活动清单"
_COLUMNS = (
    ("处理活动", 2.2),
    ("涉及的人", 1.8),
    ("个人信息", 2.6),
    ("目的", 2.8),
    ("依据", 3.2),
    ("谁看得到", 3.0),
    ("怎样保护", 2.4),
    ("保存多久", 2.6),
    ("现有行数", 1.2),
)


def build(organ: Organ) -> Document:
    head = tuple(Cell(name, head=Head.COLUMN, align=Align.CENTER) for name, _width in _COLUMNS)
    rows = tuple(tuple(map(Cell, _line(one))) for one in ACTIVITIES)
    widths = tuple(width for _name, width in _COLUMNS)
    table = Table((head, *rows), widths, head_rows=1, caption=TITLE, landscape=True)
    note = Note(
        "行数是本装置里全部机关合计。标为单独加密的，密钥与数据库分开保存；其余由数据文件夹的权限、备份的加密和"
        "操作日志保护。本清单由程序按实际的数据表列出。"
    )
    return Document(TITLE, (table, note), organ=organ.name)


def _line(one: Activity) -> tuple[str, ...]:
    return (
        one.zh,
        one.of,
        one.what,
        one.purpose,
        "；".join(map(str, one.grounds)),
        one.seen_by,
        _guarded(one),
        one.kept,
        str(one.count()),
    )


def _guarded(one: Activity) -> str:
    """How far it is sealed: which columns, by their official words where the tables have any."""
    return f"{len(one.sealed)}栏单独加密" if one.sealed else "不单独加密"
