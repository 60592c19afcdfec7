"""A chapter of the report as drawn: its prose and its table, twice where that is too wide for a phone."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.faces.ui import official, prose
from gongkai.faces.ui.findings import Shown
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.ledger.reports import document


def drawn(
    made: ReportData,
    part: str,
    findings: Sequence[Shown] = (),
    last_year: Mapping[str, Value] | None = None,
    cell: str = "",
    link: official.Link = official.nowhere,
) -> dict[str, Any]:
    """What the chapter says. Without a ``link`` its figures lead nowhere."""
    tables = [table for table in made.form.tables if table.code == part]
    here = [finding for finding in findings if finding.chapter == part]
    wide = official.Drawing(made, findings, link, cell, last_year or {})
    narrow = official.Drawing(made, findings, link, cell, last_year or {}, prefix="n-")
    blocks = document.prose(made.narrative.get(part, ""))
    return {
        "chapter": next(chapter.heading for chapter in made.form.chapters if chapter.key == part),
        "grids": [wide.grid(table) for table in tables],
        "narrow": [narrow.narrow_grid(table) for table in tables if table.code == "requests"],
        "prose": list(prose.lines(blocks, here)),
    }
