"""Indicators of an assessment in and out of Excel: one sheet of indicators, one of grades.

Nothing is taken by halves: one cell that cannot be read, or rows that say something against each other, and
the whole is refused with row and column.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from gongkai.law.assessment import METHOD, METHODS, Grade, Indicator, IndicatorSet, Rule, Target
from gongkai.ledger.workbook.cells import Cell as Raw
from gongkai.ledger.workbook.cells import Kind, Refusal, decimal, label, number, read_list, text
from gongkai.ledger.workbook.parsing import Row, parse
from gongkai.ledger.workbook.reading import read_one
from gongkai.ledger.workbook.report import Remark
from gongkai.ledger.workbook.sheets import Column, Sheet
from gongkai.ledger.workbook.writing import Content, write_workbook
from gongkai.lib.language import _
from gongkai.lib.today import today

_TARGETS = {target.zh: target for target in Target}


def _read_targets(cell: Raw) -> list[Target] | None:
    """Who is assessed, parted by 、 or ；."""
    words = read_list(cell) or []
    if unknown := [word for word in words if word not in _TARGETS]:
        raise Refusal(
            _("不认识“{words}” — 请改为下列之一或几个，用顿号隔开：{choices}").format(
                words="、".join(unknown), choices="、".join(_TARGETS)
            )
        )
    return [_TARGETS[word] for word in words] or None


_SCORE = decimal(Decimal(1000), signed=False)
INDICATORS = Sheet(
    "考核指标",
    "一行是一项指标；只有编号和名称的行是一组的标题",
    number="编号",
    columns=(
        Column("编号", number(20), "code", required=True, note="不重复，如1、1.1", width=10),
        Column("指标名称", text(200), "name", required=True, width=40),
        Column("上级编号", number(20), "parent", note="属于哪一组，填那一行的编号", width=10),
        Column("分值", _SCORE, "most", note="满分；加分项是最多加几分", width=10),
        Column(
            "计分办法",
            label(*((rule, rule.zh) for rule in Rule)),
            "rule",
            note="空着的行是一组的标题",
            width=12,
        ),
        Column(
            "台账取数",
            label(*((method.code, method.zh) for method in METHODS)),
            "method",
            note="台账自动取什么数；人工评定的空着",
            width=26,
        ),
        Column("每件分值", _SCORE, "each", note="每件扣分、每件加分时填", width=10),
        Column(
            "考核对象",
            Kind(_read_targets, lambda targets: "、".join(target.zh for target in targets)),
            "targets",
            note="行政村、部门、下级机关，可以几个",
            width=22,
        ),
        Column("数据来源或者依据", text(300), "basis", width=40),
    ),
)
GRADES = Sheet(
    "等次",
    "从高到低；占满分的百分之几起",
    number="等次",
    columns=(
        Column("等次", text(20), "zh", required=True, width=14),
        Column("百分之几起", decimal(Decimal(100), signed=False), "least", required=True, width=14),
    ),
)
SHEETS = (INDICATORS, GRADES)


def read(path: Path, title: str) -> tuple[IndicatorSet | None, list[Remark]]:
    """The set that a workbook holds, or why it cannot be taken, by row and column; Unreadable where it is no
    workbook at all."""
    book = read_one(path, SHEETS)
    plan = parse(book, today())
    rows, grades = plan.of(INDICATORS), plan.of(GRADES)
    refused = list(plan.refused)
    if not refused:
        refused = [*_against_each_other(rows), *_lacking(rows, grades)]
    if refused:
        return None, refused
    indicators = tuple(_indicator(row) for row in rows)
    best_first = sorted((Grade(row.values["zh"], row.values["least"]) for row in grades), key=_least)
    return IndicatorSet(title, indicators, tuple(best_first)), []


def _least(grade: Grade) -> Decimal:
    return -grade.least


def _indicator(row: Row) -> Indicator:
    said = row.values
    return Indicator(
        said["code"],
        said["name"],
        said.get("parent", ""),
        said.get("most"),
        said.get("rule"),
        said.get("method", ""),
        said.get("each"),
        tuple(said.get("targets", ())),
        said.get("basis", ""),
    )


def _lacking(rows: Sequence[Row], grades: Sequence[Row]) -> Iterator[Remark]:
    """What a set cannot be without."""
    if not any("rule" in row.values for row in rows):
        yield Remark(INDICATORS.name, 0, "", "", _("考核指标 — 没有一项指标 — 请至少填一行，写明计分办法。"))
    if not grades:
        yield Remark(GRADES.name, 0, "", "", _("等次 — 没有填 — 请从高到低填，最低的从0起。"))
    elif min(row.values["least"] for row in grades) > 0:
        yield Remark(GRADES.name, 0, "", "", _("等次 — 没有从0起的 — 最低的等次请填0。"))


def _against_each_other(rows: Sequence[Row]) -> Iterator[Remark]:
    groups = {row.values["code"] for row in rows if "rule" not in row.values}
    for row in rows:
        if complaint := _complaint(row.values, groups):
            yield row.remark(*complaint)


def _complaint(said: Mapping[str, object], groups: set[object]) -> tuple[str, str] | None:
    """The field of a row that cannot stand as it is, and why."""
    parent, rule = said.get("parent"), said.get("rule")
    if parent and parent not in groups:
        return "parent", _("上级编号 — 没有编号是它的标题行 — 请核对，或者补上那一行。")
    if not isinstance(rule, Rule):
        field = next((name for name in ("most", "method", "each", "targets") if said.get(name)), "")
        return (
            ("rule", _("计分办法 — 空着，这一行却填了别的 — 请填计分办法；标题行请清空别的。"))
            if field
            else None
        )
    if not said.get("most"):
        return "most", _("分值 — 没有填或者是0 — 请填满分多少。")
    if not said.get("targets"):
        return "targets", _("考核对象 — 没有填 — 请填行政村、部门或者下级机关。")
    if rule.takes_each != bool(said.get("each")):
        return "each", _("每件分值 — 和计分办法不合 — 每件扣分、每件加分的要填，别的空着。")
    return _complaint_of_method(said, rule)


def _complaint_of_method(said: Mapping[str, object], rule: Rule) -> tuple[str, str] | None:
    method, targets = said.get("method"), said.get("targets")
    assert isinstance(targets, list)
    if (rule is Rule.HAND) == bool(method):
        return "method", _("台账取数 — 和计分办法不合 — 人工评定的空着，别的要选台账取什么数。")
    known = METHOD[str(method)].targets if method else targets
    if other := [target.zh for target in targets if target not in known]:
        words = _("台账取数 — 台账不知道{targets}的这个数 — 请改考核对象，或者改为人工评定。")
        return "method", words.format(targets="、".join(other))
    return None


def write(said: IndicatorSet) -> bytes:
    """A set as the workbook that is read again: the template, filled in."""
    values = [
        {
            "code": one.code,
            "name": one.name,
            "parent": one.parent,
            "most": one.most,
            "rule": one.rule,
            "method": one.method,
            "each": one.each,
            "targets": one.targets,
            "basis": one.basis,
        }
        for one in said.indicators
    ]
    grades = [{"zh": one.zh, "least": one.least} for one in said.grades]
    return write_workbook([(INDICATORS, _content(INDICATORS, values)), (GRADES, _content(GRADES, grades))])


def _content(sheet: Sheet, rows: Sequence[Mapping[str, object]]) -> Content:
    return Content(
        [
            {
                column.name: column.kind.show(row[column.field])
                for column in sheet.columns
                if row[column.field] not in ("", None, ())
            }
            for row in rows
        ]
    )
