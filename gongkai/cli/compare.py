"""``gongkai compare``: two reports side by side, cell by cell, or two folders of them, report by report."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.frame import Fail, Found
from gongkai.lib.language import _, retell

if TYPE_CHECKING:
    from gongkai.analysis.pairs import Met, Pair
    from gongkai.law.annual_report.model import ReportData, Value
    from gongkai.reading import Difference

_CONTEXT = 12  # characters shown before the first that differs


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_("一份年度报告，或放年报的文件夹。"))],
    b: Annotated[Path, typer.Argument(metavar="B", help=_("另一份年度报告，或另一个文件夹。"))],
    as_json: Annotated[bool, typer.Option("--json", help=_("输出JSON；文件夹每对年报一行。"))] = False,
) -> None:
    """逐格比较两份年度报告，列出不同的数和文字；比较两个文件夹时按机关和年度配对。

    例：gongkai compare 公布的年报.html 上报的年报.docx
    例：gongkai compare 2021年报 2022年报
    """
    if a.is_dir() and b.is_dir():
        is_equal = _folders(a, b, as_json)
    elif a.is_dir() or b.is_dir():
        raise Fail(_("{a}和{b} — 一个是文件夹，一个不是 — 请给出两份年报，或两个文件夹。").format(a=a, b=b))
    else:
        is_equal = _files(a, b, as_json)
    if not is_equal:
        raise Found


# -- two reports


def _files(a: Path, b: Path, as_json: bool) -> bool:
    from gongkai.reading import compare as differences_of

    left, right = _read(a), _read(b)
    differences = differences_of(left, right)
    if as_json:
        print(json.dumps(_as_json(left, right, differences), ensure_ascii=False))
    else:
        _show(left, right, differences)
    return not differences


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
    table.add_column(_("增减"), justify="right", ratio=1)
    for difference in differences:
        shown = _shown(difference.left, difference.right)
        table.add_row(escape(difference.name), *map(escape, shown), _change(difference))
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


def _change(difference: "Difference") -> str:
    """From A to B, where both are figures."""
    left, right = difference.left, difference.right
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return f"{right - left:+f}" if isinstance(right - left, Decimal) else f"{right - left:+}"
    return ""


# -- two folders


def _folders(a: Path, b: Path, as_json: bool) -> bool:
    """Whether every report of one folder has its equal in the other."""
    from gongkai.analysis.pairs import pairs, read_folders

    left, right = read_folders(a, b)
    for folder, found in ((a, left), (b, right)):
        if not any(one.reading.report for one in found):
            raise Fail(
                _("{folder} — 里面没有能读的年度报告 — 请给出放有年报文件的文件夹。").format(folder=folder)
            )
    compared = [(pair, _compared(pair)) for pair in pairs(left, right)]
    if as_json:
        for pair, differences in compared:
            print(json.dumps(_pair_as_json(pair, differences), ensure_ascii=False))
    else:
        _show_pairs(compared)
    return all(differences == () for _pair, differences in compared)


def _compared(pair: "Pair") -> "tuple[Difference, ...] | None":
    """What differs; None where there is nothing to compare with."""
    from gongkai.analysis.files import report_of
    from gongkai.reading import compare as differences_of

    if pair.a is None or pair.b is None:
        return None
    return differences_of(report_of(pair.a.reading.report), report_of(pair.b.reading.report))


def _pair_as_json(pair: "Pair", differences: "tuple[Difference, ...] | None") -> dict[str, Any]:
    from gongkai.analysis.files import report_of

    if pair.a and pair.b and differences is not None:
        return _as_json(report_of(pair.a.reading.report), report_of(pair.b.reading.report), differences)
    return {"a": _met(pair.a), "b": _met(pair.b), "equal": False, "differences": []}


def _met(one: "Met | None") -> dict[str, Any] | None:
    from gongkai.analysis.files import report_of

    if one is None:
        return None
    if not one.reading.report:
        return {"path": one.path, "message": one.reading.trouble}
    return _whose(report_of(one.reading.report))


def _show_pairs(compared: "list[tuple[Pair, tuple[Difference, ...] | None]]") -> None:
    """A line a pair, those that differ first."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from gongkai.cli.check_show import Screen

    equal = sum(differences == () for _pair, differences in compared)
    alone = sum(differences is None for _pair, differences in compared)
    console = Screen().console
    said = _("{equal}对相同，{different}对不同，{alone}份没有对应的或读不了。")
    console.print(
        said.format(equal=equal, different=len(compared) - equal - alone, alone=alone), style="bold"
    )
    table = Table(box=box.SIMPLE, expand=True)
    for name, ratio in ((_("机关"), 3), ("A", 4), ("B", 4)):
        table.add_column(name, overflow="fold", ratio=ratio)
    table.add_column(_("不同"), justify="right", ratio=1)
    for pair, differences in sorted(compared, key=lambda one: -len(one[1] or ())):
        if differences != ():
            organ = next(one.reading.organ for one in (pair.a, pair.b) if one)
            count = "" if differences is None else str(len(differences))
            table.add_row(escape(organ), escape(_named(pair.a)), escape(_named(pair.b)), count)
    if table.row_count:
        console.print(table)
        console.print(_("逐处的不同，请比较其中两份，或加 --json。"))


def _named(one: "Met | None") -> str:
    if one is None:
        return _("没有")
    return retell(one.reading.trouble) or f"{one.reading.year}  {one.below}"
