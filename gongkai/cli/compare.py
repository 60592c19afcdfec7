"""``gongkai compare``: two reports side by side, cell by cell."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.frame import Fail, Found
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.law.annual_report.model import ReportData, Value
    from gongkai.reading import Difference

_CONTEXT = 12  # characters shown before the first that differs


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_("一份年度报告。"))],
    b: Annotated[Path, typer.Argument(metavar="B", help=_("另一份年度报告。"))],
    as_json: Annotated[bool, typer.Option("--json", help=_("输出JSON。"))] = False,
) -> None:
    """逐格比较两份年度报告，列出不同的数和文字。

    例：gongkai compare 公布的年报.html 上报的年报.docx
    """
    from gongkai.reading import compare as differences_of

    left, right = _read(a), _read(b)
    differences = differences_of(left, right)
    if as_json:
        print(json.dumps(_as_json(left, right, differences), ensure_ascii=False))
    else:
        _show(left, right, differences)
    if differences:
        raise Found


def _read(path: Path) -> "ReportData":
    from gongkai.reading import ReadError, read

    try:
        return read(path)
    except ReadError as error:
        raise Fail(str(error)) from error


def _as_json(
    left: "ReportData", right: "ReportData", differences: "tuple[Difference, ...]"
) -> dict[str, Any]:
    return {
        "a": _whose(left),
        "b": _whose(right),
        "equal": not differences,
        "differences": [
            {"where": d.code, "name": d.name, "a": _plain(d.left), "b": _plain(d.right)} for d in differences
        ],
    }


def _whose(report: "ReportData") -> dict[str, Any]:
    path = (report.source or {}).get("path", "")
    return {"path": path, "organ": report.organ, "year": report.year, "format": report.format}


def _plain(value: "Value") -> int | str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _show(left: "ReportData", right: "ReportData", differences: "tuple[Difference, ...]") -> None:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from gongkai.cli.check_show import Screen

    console = Screen().console
    for letter, report in (("A", left), ("B", right)):
        console.print(f"[bold]{letter}[/] {escape(report.title)}  {escape(_whose(report)['path'])}")
    if not differences:
        console.print(_("两份报告的数字和正文都相同。"), style="bold")
        return
    console.print(_("有{count}处不同。").format(count=len(differences)), style="bold")
    table = Table(box=box.SIMPLE, expand=True)
    table.add_column(_("位置"), overflow="fold", ratio=4)
    table.add_column("A", overflow="fold", ratio=4)
    table.add_column("B", overflow="fold", ratio=4)
    for difference in differences:
        shown = _shown(difference.left, difference.right)
        table.add_row(escape(difference.name), *map(escape, shown))
    console.print(table)


def _shown(left: "Value", right: "Value") -> tuple[str, str]:
    """Both values; of long texts the stretch where they part."""
    one, other = (_("空") if value is None else str(_plain(value)) for value in (left, right))
    if max(len(one), len(other)) <= 60:
        return one, other
    parts = next(
        (n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other))
    )
    start = max(0, parts - _CONTEXT)
    return tuple(  # type: ignore[return-value]
        f"{'……' if start else ''}{text[start : start + 60]}{'……' if len(text) > start + 60 else ''}"
        for text in (one, other)
    )
