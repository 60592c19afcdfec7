"""基层政务公开标准目录: what is published of each matter; its tables have the same columns everywhere."""

import re
from dataclasses import dataclass

from gongkai.law.proactive import FIELDS, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a standard catalogue. ``field`` is a code of ``proactive.FIELDS``, empty where none is named;
    everything else is as the table writes it."""

    field: str = ""
    item: str = ""  # 一级事项
    sub_item: str = ""  # 二级事项
    content: str = ""  # 公开内容（要素）
    basis: str = ""  # 公开依据
    limit: str = ""  # 公开时限
    by: str = ""  # 公开主体
    channels: str = ""  # 公开渠道和载体
    audience: str = ""  # 公开对象
    way: str = ""  # 公开方式
    level: str = ""  # 公开层级

    @property
    def name(self) -> str:
        """What a record is filed under: 最低生活保障·审核信息."""
        return "·".join(filter(None, (self.item, self.sub_item)))[:LONGEST]


LONGEST = 200
#: Which column a head is of; the first that fits. A head of two rows is read as one.
_HEADS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        ("一级", "item"),
        ("二级|三级", "sub_item"),
        ("内容", "content"),
        ("依据", "basis"),
        ("时限|时间", "limit"),
        ("主体|责任", "by"),
        ("渠道|载体", "channels"),
        ("对象", "audience"),
        ("方式", "way"),
        ("层级", "level"),
        ("事项", "item"),
    )
)


def column_of(head: str) -> str:
    """The part of an ``Entry`` that stands below a head; empty where it is none of them."""
    return next((field for pattern, field in _HEADS if pattern.search(head)), "")


def field_in(text: str) -> Term | None:
    """The one of the 26 fields that the title of a table names."""
    return next((field for field in FIELDS if field.zh in text), None)
