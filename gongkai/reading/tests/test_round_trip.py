"""What is printed is read: every cell, chapter, organ and year, whatever the file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import compare, read_bytes
from gongkai.reading.tests import printed

WRITERS: dict[str, Callable[[ReportData], bytes]] = {
    "html": printed.html,
    "docx": printed.word,
    "xlsx": printed.excel,
    "pdf": printed.pdf,
    "tabs.txt": lambda data: printed.text(data, between="\t"),
    "bars.md": lambda data: printed.text(data, between=" | "),
    "lines.txt": lambda data: printed.text(data, between="\n"),
}


#: Word and PDF files take long to write and read.
KINDS = [pytest.param(kind, marks=pytest.mark.slow) if kind in ("docx", "pdf") else kind for kind in WRITERS]


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_and_chapter_comes_back_from(kind: str, form: str) -> None:
    wrote = printed.report(form)
    read = read_bytes(WRITERS[kind](wrote), name=f"报告.{kind}")
    assert compare(wrote, read) == ()
    assert (read.organ, read.year, read.format) == (wrote.organ, wrote.year, form)
    assert list(read.cells) == list(wrote.cells)
    assert read.findings == ()
    assert read.labels == {}
    assert read.headings == tuple(chapter.heading for chapter in wrote.form.chapters)
    assert set(read.narrative) == {"overview", "problems", "other_matters"}


@pytest.mark.parametrize("kind", KINDS[:4])
def test_a_blank_cell_comes_back_unknown_and_without_a_finding_from(kind: str) -> None:
    wrote = printed.report(requests__new__business=None, remedies__reconsideration__total=None)
    read = read_bytes(WRITERS[kind](wrote), name=f"报告.{kind}")
    assert compare(wrote, read) == ()
    assert read.cells["requests/new/business"] is None
    assert read.findings == ()


def test_money_keeps_the_digits_of_the_source() -> None:
    wrote = printed.report(proactive__fees_10k_yuan=Decimal("24252.311080"))
    read = read_bytes(printed.html(wrote), name="报告.html")
    assert str(read.cells["proactive/fees_10k_yuan"]) == "24252.311080"


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-20, 10**8), min_size=206, max_size=206))
def test_any_figures_come_back_from_a_page(figures: list[int]) -> None:
    codes = BY_CODE["2021"].slots
    wrote = ReportData("某局", 2023, "2021", dict(zip(codes, figures, strict=False)))
    read = read_bytes(printed.html(wrote), name="报告.html")
    assert compare(wrote, read) == ()


def test_the_json_inside_our_own_page_is_not_believed_over_its_tables() -> None:
    page = printed.html(printed.report())
    figures = b'{"year": 1999, "proactive": {"licensing": 7}}'
    lie = b'<script type="application/json" id="gongkai-report">' + figures + b"</script>"
    read = read_bytes(page.replace(b"</head>", lie + b"</head>"), name="报告.html")
    assert compare(printed.report(), read) == ()
    assert read.year == 2024


def test_a_page_in_gb18030_with_official_meta_tags_is_read() -> None:
    page = printed.html(printed.report()).decode()
    page = page.replace("charset='utf-8'", "http-equiv='Content-Type' content='text/html; charset=gb2312'")
    meta = "<meta name='PubDate' content='2025-01-20 09:30'><meta name='ArticleTitle' content='年报'></head>"
    read = read_bytes(page.replace("</head>", meta).encode("gb18030"), name="报告.html")
    assert compare(printed.report(), read) == ()
    assert read.published_on == date(2025, 1, 20)


def test_the_source_is_named_with_its_digest() -> None:
    read = read_bytes(printed.html(printed.report()), name="报告.html")
    assert read.source is not None
    assert read.source["path"] == "报告.html"
    assert len(read.source["sha256"]) == 64
