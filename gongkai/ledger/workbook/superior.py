"""上级机关 of 机关信息: an organ of that name becomes the superior, where whoever imports may say so."""

from collections.abc import Iterator
from datetime import date

from gongkai.ledger.organs import actions, queries
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.workbook.parsing import Plan
from gongkai.ledger.workbook.report import Remark
from gongkai.ledger.workbook.sheets import ORGAN
from gongkai.lib.language import _

COLUMN = "上级机关"


def link(organ: Organ, plan: Plan, *, on: date, actor: str, may_link: bool) -> Iterator[Remark]:
    """Put the organ below the superior that the workbook names; a remark says why it stays where it is."""
    for row in plan.of(ORGAN):
        name = str(row.values.get("superior_name") or "")
        if name and (why := _why_not(organ, name, on=on, actor=actor, may_link=may_link)):
            yield Remark(
                ORGAN.name, row.number, COLUMN, name, _("{column} — {why}").format(column=_(COLUMN), why=why)
            )


def _why_not(organ: Organ, name: str, *, on: date, actor: str, may_link: bool) -> str:
    edge = queries.edge_above(organ, on)
    try:
        superior = queries.named(name)
    except queries.UnknownOrgan:
        return _("{name}不在这份数据里，只记下了名称 — 要计入它的汇总，请导入它的台账后再导入一次。").format(
            name=name
        )
    if edge and edge.superior == superior:
        return ""
    if edge or not may_link or superior.is_sample != organ.is_sample:
        return _(
            "只记下了名称，{organ}没有放到{name}之下 — 要改，请用 gongkai organ under，或在机关设置里登记。"
        ).format(organ=organ.name, name=superior.name)
    try:
        actions.place_under(organ=organ, superior=superior, actor=actor)
    except actions.TreeError as error:
        return str(error).partition(" — ")[2]
    return ""
