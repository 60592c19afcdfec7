"""A table of work to show: the organs of an invented county, each with its report."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Table, Words


@dataclass(frozen=True, slots=True)
class Organ:
    name: str
    state: str
    errors: int
    warnings: int
    received: int
    answered: int
    carried: int
    overdue: int
    disclosed: int
    last: date

    @property
    def shown_state(self) -> tuple[object, str, str]:
        """Words, kind of badge and glyph of its state."""
        return STATES[self.state]


STATES = {
    "returned": (_("已退回"), "error", "undo-2"),
    "filling": (_("填报中"), "others", ""),
    "not-begun": (_("未开始"), "warning", "circle"),
    "to-check": (_("待核"), "mine", ""),
    "approved": (_("已核定"), "done", ""),
}
_NAMES = [
    "牛市屯镇",
    "瓦岗坡乡",
    "柳青河镇",
    "八里湾镇",
    "小铺集乡",
    "老店集镇",
    "枣林乡",
    "道西街道",
    "四间房镇",
    "高台镇",
    "焦营镇",
    "大寨坡乡",
    "县民政局",
    "城关街道",
    "锦云街道",
    "东湖镇",
    "白马坡镇",
    "上官桥镇",
    "万合镇",
    "王家庄镇",
    "慈云镇",
    "赵营桥镇",
    "桑园乡",
    "县农业农村局",
]
_STATES = ["filling", "filling", "returned", "not-begun", "not-begun", "filling", "filling"] + [
    "to-check"
] * 6
_RECEIVED = [8, 9, 12, 2, 1, 4, 5, 22, 16, 11, 3, 2, 38, 31, 18, 9, 6, 14, 5, 7, 10, 6, 4, 27]

ROWS = [
    Organ(
        name=name,
        state=state,
        errors=(1, 3, 2)[place] if place < 3 else 0,
        warnings=place % 3 % 2,
        received=received,
        answered=received - place % 2,
        carried=place % 2,
        overdue=place + 1 if place < 2 else 0,
        disclosed=12 + received * 5,
        last=date(2023, 1, 16 - place // 2),
    )
    for place, (name, state, received) in enumerate(
        zip(_NAMES, _STATES + ["approved"] * 11, _RECEIVED, strict=True)
    )
]


ORGANS = Table(
    code="organs",
    title=_("各机关年报"),
    columns=(
        Column("name", _("机关"), order=("name",), href=lambda row: "#table-organs", lang="zh-CN"),
        Column(
            "state",
            _("年报"),
            lambda row: STATES[row.state][0],
            order=("state",),
            template="ui/kit/state.html",
        ),
        Column("errors", _("要改"), order=("errors",), number=True),
        Column("warnings", _("建议"), order=("warnings",), number=True, shown=False),
        Column(
            "received",
            _("新收申请"),
            lambda row: row.received,
            ("received",),
            number=True,
            href=lambda row: "#table-organs",
        ),
        Column("answered", _("办结"), order=("answered",), number=True),
        Column("carried", _("结转下年"), order=("carried",), number=True),
        Column("overdue", _("在办逾期"), number=True, template="ui/late.html"),
        Column("disclosed", _("主动公开（条）"), order=("disclosed",), number=True),
        Column("last", _("最近动作"), order=("last",)),
    ),
    empty=Empty(_("还没有下级机关"), _("导入机关名单，或者逐个登记。"), "#table-organs", _("登记机关")),
    filters=(
        Choice(
            "state",
            _("年报"),
            [("", _("全部")), *((code, words) for code, (words, _kind, _glyph) in STATES.items())],
            lambda rows, state: [row for row in rows if row.state == state],
            in_line=True,
        ),
        Words("name", _("机关"), lambda rows, words: [row for row in rows if words in row.name]),
        Dates(
            "last",
            _("最近动作"),
            lambda rows, days: [
                row for row in rows if (days[0] or row.last) <= row.last <= (days[1] or row.last)
            ],
        ),
    ),
    order_words=_("按急缓排序"),
    does="ui/kit/chase.html",
    a_page=10,
)


def counts() -> dict[str, dict[str, int]]:
    return {"state": {"": len(ROWS), **Counter(row.state for row in ROWS)}}


def sums() -> dict[str, object]:
    approved = [row for row in ROWS if row.state in {"approved", "to-check"}]
    figures = ("errors", "warnings", "received", "answered", "carried", "overdue", "disclosed")
    return {"name": _("可汇总17个")} | {name: sum(getattr(row, name) for row in approved) for name in figures}
