"""The findings report 体检单 as a document: the verdict, what to mend, what was met, and how it was read."""

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.faces.portal.checkup.findings import Item, Items
from gongkai.faces.portal.checkup.verdict import Verdict
from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Severity
from gongkai.papers.model import Align, Block, Cell, Document, Head, Heading, Note, Paragraph, Table

_COLUMNS = (("序号", 10.0), ("位置", 30.0), ("问题", 48.0), ("怎么改", 38.0), ("依据", 30.0))


def document(report: ReportData, items: Items, verdict: Verdict, *, on: date) -> Document:
    """The findings report. ``on`` is the day of the check."""
    return Document(
        title=f"{report.title}体检单",
        phrases=(report.organ, f"{report.year}年", "政府信息公开工作", "年度报告", "体检单"),
        blocks=tuple(_blocks(report, items, verdict, on)),
        organ=report.organ,
    )


def _blocks(report: ReportData, items: Items, verdict: Verdict, on: date) -> Iterator[Block]:
    yield Paragraph(f"{verdict.title}。{''.join(verdict.sentences)}")
    numbers = iter("一二三四五")
    for severity, heading in ((Severity.ERROR, "要改的"), (Severity.WARNING, "建议")):
        found = [item for item in items.to_mend if item.shown.severity == severity]
        if found:
            yield Heading(f"{next(numbers)}、{heading}（{len(found)}处）")
            yield _table(found, heading)
    if items.more:
        yield Paragraph(f"以上是前{len(items.to_mend) + len(items.notes)}处，另有{items.more}处没有列出。")
    if verdict.passed:
        yield Heading(f"{next(numbers)}、没有问题的规则（{len(verdict.passed)}条）")
        yield Paragraph("；".join(rule.title for rule in verdict.passed) + "。")
    if verdict.unproved:
        yield Heading(f"{next(numbers)}、没能核对的规则（{len(verdict.unproved)}条）")
        yield Paragraph("；".join(rule.title for rule in verdict.unproved) + "。")
    source = report.source or {}
    of = f"《{source['path']}》，SHA-256：{source['sha256']}；" if {"path", "sha256"} <= source.keys() else ""
    yield Note(f"核对的文件：{of}格式：{report.form.source}；核对日期：{on.isoformat()}。")


def _table(items: Sequence[Item], caption: str) -> Table:
    head = tuple(Cell(name, head=Head.COLUMN, align=Align.CENTER) for name, _ in _COLUMNS)
    rows = (
        (
            Cell(str(item.shown.number), align=Align.CENTER),
            Cell(item.shown.place),
            Cell(_said(item)),
            Cell(item.shown.remedy),
            Cell(f"{item.shown.source}\n{item.shown.rule}".strip()),
        )
        for item in items
    )
    widths = tuple(width for _, width in _COLUMNS)
    return Table(rows=(head, *rows), widths=widths, head_rows=1, row_height=8.0, caption=caption)


def _said(item: Item) -> str:
    """Why, with the words or figures that stand there and that should."""
    lines = [item.why]
    if item.printed:
        lines.insert(0, f"原文：{''.join(text for text, _ in item.printed)}")
    if item.proper:
        lines.append(f"应为：{''.join(text for text, _ in item.proper)}")
    if item.shows_sum:
        lines.append(f"应为{item.shown.expected}，现为{item.shown.actual}")
    return "\n".join(filter(None, lines))
