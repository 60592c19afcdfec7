"""``gongkai check``: published annual reports, or our own, against the rules of the law."""

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.frame import Fail, Found
from gongkai.lib.language import _

if TYPE_CHECKING:
    from rich.console import Console

    from gongkai.law.annual_report.model import ReportData
    from gongkai.law.findings import Finding

_FEW = 3  # files that need no progress bar


@dataclass(slots=True)
class Checked:
    """One file: its report and what was found, or why it could not be read."""

    path: Path
    report: "ReportData | None" = None
    findings: "tuple[Finding, ...]" = ()
    trouble: str = ""
    seconds: float = 0.0

    @property
    def status(self) -> str:
        if self.report is None:
            return "unreadable"
        return "errors" if any(finding.severity == "error" for finding in self.findings) else "ok"


def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar=_("文件或文件夹"), help=_("年度报告；文件夹连同下级。"))
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("每个文件输出一行JSON。"))] = False,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar=_("文件"), help=_("上年的年度报告，用来核对结转。"))
    ] = None,
) -> None:
    """检查年度报告：勾稽关系、上下年衔接、正文与表格、格式和个人信息。

    例：gongkai check 2022年报.docx --previous 2021年报.pdf
    """
    files = _files(paths)
    if not files:
        raise Fail(
            _("{paths} — 没有找到年度报告 — 请给出文件，或放有年报文件的文件夹。").format(
                paths="、".join(map(str, paths))
            )
        )
    before = _read(previous) if previous else None
    if before and before.report is None:
        raise Fail(before.trouble)
    checked = [_read(path) for path in _with_progress(files)]
    reports = [item.report for item in checked if item.report]
    for item in checked:
        _judge(item, [*([before.report] if before and before.report else []), *reports])
    if as_json:
        for item in checked:
            print(json.dumps(_as_json(item), ensure_ascii=False))
    else:
        _show(checked)
    for item in checked:
        if item.trouble:
            print(item.trouble, file=sys.stderr)
    if not reports:
        raise SystemExit(2)
    if any(item.status != "ok" for item in checked):
        raise Found


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and in folders whatever may be a report, each once, in the order of names."""
    from gongkai.reading import SUFFIXES

    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in SUFFIXES)
            # ~$年报.docx is the lock of an open Word file
            found |= dict.fromkeys(
                file for file in inside if file.is_file() and not file.name.startswith("~$")
            )
        else:
            found[path] = None
    return list(found)


def _with_progress(files: list[Path]) -> Iterable[Path]:
    if len(files) <= _FEW or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description=_("读取"), console=Console(stderr=True), transient=True)


def _read(path: Path) -> Checked:
    from gongkai.reading import ReadError, read

    began = time.perf_counter()
    item = Checked(path)
    try:
        item.report = read(path)
    except ReadError as error:
        item.trouble = str(error)
    item.seconds = time.perf_counter() - began
    return item


def _judge(item: Checked, known: "list[ReportData]") -> None:
    """Run the rules, with last year's report of the same organ where it is among the known ones."""
    from gongkai.law.annual_report.checks import check as run

    if item.report is None:
        return
    began = time.perf_counter()
    item.findings = run(item.report, previous=_year_before(item.report, known))
    item.seconds += time.perf_counter() - began


def _year_before(report: "ReportData", known: "list[ReportData]") -> "ReportData | None":
    name = _plain_name(report.organ)
    return next(
        (other for other in known if other.year == report.year - 1 and _plain_name(other.organ) == name), None
    )


def _plain_name(organ: str) -> str:
    """四间房镇 and 四间房镇人民政府 are one organ."""
    return "".join(organ.split()).removesuffix("人民政府")


def _as_json(item: Checked) -> dict[str, Any]:
    from gongkai.law.annual_report.contract import finding_to_json, to_json

    line: dict[str, Any] = {
        "path": str(item.path),
        "report": to_json(item.report) if item.report else None,
        "findings": [finding_to_json(finding) for finding in item.findings],
        "status": item.status,
        "seconds": round(item.seconds, 4),
    }
    return line | ({"message": item.trouble} if item.trouble else {})


def _show(checked: list[Checked]) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=120)
    for item in checked:
        if item.report:
            _show_one(console, item, item.report)
    if len(checked) > 1:
        counts = {
            status: sum(item.status == status for item in checked)
            for status in ("ok", "errors", "unreadable")
        }
        console.print(
            _("共{all}份：{ok}份没有要改的，{errors}份有要改的，{unreadable}份读不了。").format(
                all=len(checked), **counts
            ),
            style="bold",
        )


def _show_one(console: "Console", item: Checked, report: "ReportData") -> None:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from gongkai.law.findings import Severity

    console.print(f"[bold]{escape(report.title)}[/]  {escape(str(item.path))}")
    console.print(_verdict(item, report), style="bold")
    styles = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
    for severity, style in styles.items():
        found = [finding for finding in item.findings if finding.severity is severity]
        if not found:
            continue
        table = Table(
            title=_("{severity}{count}处").format(severity=_(severity.zh), count=len(found)),
            title_style=style,
            title_justify="left",
            box=box.SIMPLE,
            expand=True,
        )
        table.add_column(_("位置"), overflow="fold", ratio=3)
        table.add_column(_("问题和改法"), overflow="fold", ratio=7)
        table.add_column(_("依据"), overflow="fold", ratio=3)
        for finding in found:
            place = report.name_of(finding.where)
            table.add_row(escape(place), escape(finding.message), escape(f"{finding.rule} {finding.source}"))
        console.print(table)


def _verdict(item: Checked, report: "ReportData") -> str:
    """What matters first: do the figures agree, and how much is to be mended."""
    count = {s: sum(f.severity == s for f in item.findings) for s in ("error", "warning")}
    figures = sum(value is not None for value in report.cells.values())
    sums = any(f.severity == "error" and f.rule.startswith(("AR-2", "AR-3", "AR-4")) for f in item.findings)
    parts = [
        _("数字有不符的") if sums else _("核对{figures}格，数字全部相符").format(figures=figures),
        _("有{count}处要改").format(count=count["error"]) if count["error"] else _("没有要改的"),
    ]
    if count["warning"]:
        parts.append(_("另有{count}处建议").format(count=count["warning"]))
    return "，".join(parts) + "。"
