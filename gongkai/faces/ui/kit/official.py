"""One cell of the official form in each of its states."""

from django.utils.translation import gettext as _

from gongkai.faces.ui.findings import Shown, numbered
from gongkai.faces.ui.official import Box, Grid, Row
from gongkai.law.findings import Finding, Severity


def cells() -> Grid:
    error, warning = _marks()
    heads = (_("零"), _("有数"), _("上年"), _("建议"), _("要改"), _("选中"))
    boxes = (
        _cell("0", zero=True),
        _cell("13"),
        _cell("5", last_year="3"),
        _cell("16", mark=warning, classes="warning"),
        _cell("12", mark=error, classes="error"),
        _cell("7", classes="selected", selected=True),
    )
    head = tuple(Box(words, scope="col") for words in heads)
    return Grid("specimen", _("官方表的格"), (), (head,), ((Row(boxes),),))


def _cell(shown: str, **more: object) -> Box:
    href = "#specimen"
    return Box(code=f"specimen/{shown}", shown=shown, href=href, anchor=f"specimen-{shown}", **more)  # type: ignore[arg-type]


def _marks() -> tuple[Shown, ...]:
    found = [
        Finding("AR-3.1", Severity.ERROR, "specimen/12", _("左边14右边13 — 登记后两边即相等。")),
        Finding("AR-3.2", Severity.WARNING, "specimen/16", _("正文写15件 — 请核对。")),
    ]
    return numbered(found, place=str, link=lambda where, number: "#specimen")
