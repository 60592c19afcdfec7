"""What ``gongkai check`` shows on a terminal: the verdict first, then every finding in its place."""

import re
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongkai.analysis.store import Result
from gongkai.cli.terminal import console, one_line
from gongkai.law.annual_report.contract import from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.proved import provable
from gongkai.law.findings import Severity
from gongkai.lib.language import _, retell

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_OF_FIGURES = ("AR-2", "AR-3", "AR-4")
#: What stays together on a line: a figure or word, a character, and the marks before and behind it.
_PIECE = re.compile(r"[（“《〔]*(?:[!-~]+|[^!-~\s])[，。、；：！？）”》〕]*\s*")
_WIDTH = 120  # of a pipe or file, which says no width


class Screen:
    """The terminal, or whatever stands in its place."""

    def __init__(self) -> None:
        screen = console()
        self.console = screen if screen.is_terminal else console(width=_WIDTH)

    def show(self, result: Result) -> None:
        """One report; an unreadable file shows nothing here."""
        if result.report is None:
            return
        report = from_json(result.report)
        self.console.print(f"[bold]{escape(one_line(report.title))}[/]  {escape(one_line(result.path))}")
        self.console.print(_verdict(report, result.findings), style="bold")
        for severity, style in _STYLES.items():
            found = [finding for finding in result.findings if finding["severity"] == severity]
            if found:
                self.console.print(_table(report, severity, style, found))


def _table(report: ReportData, severity: Severity, style: str, found: list[dict[str, Any]]) -> Table:
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
        place = report.name_of(finding["where"])
        source = f"{finding['rule']} {finding['source']}"
        table.add_row(*map(_Whole, (place, retell(finding["message"]), source)))
    return table


class _Whole:
    """A text whose figures are not broken: rich takes Chinese for one long word, and breaks it anywhere."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield Text("\n".join(self._lines(options.max_width)))

    def _lines(self, width: int) -> Iterator[str]:
        line = ""
        for piece in self._pieces(width):
            if line and cell_len(f"{line}{piece}".rstrip()) > width:
                yield line.rstrip()
                line = ""
            line += piece
        yield line

    def _pieces(self, width: int) -> Iterator[str]:
        """What stands between blanks, where a line has room for it; else what of it must stay together."""
        for word in re.findall(r"\S+\s*", self.text):
            yield from [word] if cell_len(word.rstrip()) <= width else _PIECE.findall(word)


def _verdict(report: ReportData, findings: list[dict[str, Any]]) -> str:
    """What matters first: do the figures agree, and how much is to be mended."""
    errors, warnings = (
        sum(finding["severity"] == severity for finding in findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    words = _agreement(report, findings)
    if errors:
        words = _("{words}，有{count}处要改").format(words=words, count=errors)
    elif any(provable(report, None)):
        words = _("{words}，没有要改的").format(words=words)
    if warnings:
        return _("{words}，另有{count}处建议。").format(words=words, count=warnings)
    return _("{words}。").format(words=words)


def _agreement(report: ReportData, findings: list[dict[str, Any]]) -> str:
    """What the sums said of the figures, where there was anything to hold against anything."""
    if any(f["severity"] == Severity.ERROR and f["rule"].startswith(_OF_FIGURES) for f in findings):
        return _("数字有不符的")
    figures = sum(value is not None for value in report.cells.values())
    if not figures:
        return _("一个数也没有读出，没有可核对的")
    if not any(provable(report, None)):
        return _("读出{figures}格，没有一条勾稽关系能核对").format(figures=figures)
    if figures < len(report.cells):
        return _("读出{figures}格，能核对的都相符").format(figures=figures)
    return _("核对{figures}格，数字全部相符").format(figures=figures)
