"""A strange report chapter by chapter: the official form with what was read, and beside it the source."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.faces.portal.checkup.findings import Items
from gongkai.faces.portal.checkup.kept import Checked
from gongkai.faces.portal.checkup.source import Original, originals, wordings
from gongkai.faces.portal.checkup.tables import grids, unread
from gongkai.faces.ui import prose
from gongkai.faces.ui.official import Grid
from gongkai.law.annual_report.form import Chapter, Form
from gongkai.ledger.reports import document


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter. ``is_untitled``: its text stands in the report, its heading does not."""

    key: str
    heading: str
    is_untitled: bool
    grids: tuple[Grid, ...]
    originals: tuple[Original, ...]
    lines: tuple[prose.Line, ...]


def sections(checked: Checked, form: Form, found: Items) -> Iterator[Section]:
    """The chapters of which there is something to show."""
    report, marks, lost = checked.report, found.marks, unread(checked.report, form)
    words, tables = wordings(checked.parts), {table.code: table for table in form.tables}
    untitled = {finding.where for finding in report.findings if finding.rule == "AR-S.1"}
    for chapter in form.chapters:
        table, text = tables.get(chapter.key), report.narrative.get(chapter.key, "")
        if not (table or text):
            continue
        quoted = [item.shown for item in found.to_mend if item.shown.chapter == chapter.key]
        is_untitled = not table and f"narrative/{chapter.key}" in untitled
        yield Section(
            chapter.key,
            _heading(chapter, is_untitled=is_untitled),
            is_untitled,
            grids(table, report, checked.previous, marks, lost, words) if table else (),
            originals(checked.parts, chapter.key, marks),
            tuple(prose.lines(document.prose(text), quoted)),
        )


def _heading(chapter: Chapter, *, is_untitled: bool) -> str:
    if is_untitled:
        return _("没有标题的一段，按位置应是“{heading}”").format(heading=chapter.heading)
    return chapter.heading
