"""How fast one report is read and checked, against the bare parsing of the same file.

Run as ``python -m bench.reading [--variants SEEDS]``. With ``--variants`` it also prints, for every way of
printing the form that the tests know, which share of the figures was not read; a wrong figure ends it with 1.
"""

import io
import sys
from collections.abc import Callable

import pdfplumber
from lxml import etree

from bench.options import explained
from bench.pages import web_page
from bench.rounds import ratio, rounds, said, typical
from gongkai.analysis.workers import spare_the_collector
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import read_bytes
from gongkai.reading.page import Page
from gongkai.reading.readers import html
from gongkai.reading.recognise import recognise
from tests.synthetic import judge
from tests.synthetic.files import draft, write
from tests.synthetic.reports import reports

PAGES, PDFS, ROUNDS = 200, 6, 9
MOST_HTML, MOST_PDF = 6.0, 1.3


def text_of_every_cell(data: bytes) -> list[str]:
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    return ["".join(cell.itertext()) for cell in root.iter("td", "th")]  # type: ignore[arg-type]


def every_table(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def of_web_pages() -> bool:
    """Every stage of reading a web page, and its checks."""
    files = [web_page(made.report) for made in reports(PAGES)]
    name = "报告.html"
    pages: list[Page] = []
    read: list[ReportData] = []
    stages = {
        "tree, boxes and paragraphs": lambda: pages.extend(html.read(data, name) for data in files),
        "form, tables, cells, twice; prose": lambda: read.extend(
            recognise(page, name=name).report for page in pages
        ),
        "every check": lambda: [check(report) for report in read],
    }

    def forget() -> None:
        pages.clear()
        read.clear()

    works: dict[str, Callable[[], object]] = {
        "lxml, text of every cell": lambda: [text_of_every_cell(data) for data in files],
        "whole": lambda: [check(read_bytes(data, name=name)) for data in files],
        **stages,
        "forgotten": forget,
    }
    done = rounds(works, ROUNDS)
    base, *_ = works
    each = 1000 / PAGES
    said(f"a web page of {len(files[0]):,} bytes: {base}", f"{typical(done, base) * each:.2f} ms")
    for stage in stages:
        took = f"{typical(done, stage) * each:.2f} ms  {ratio(done, base, stage):.1f} ×"
        said(f"  {stage}", took)
    times = ratio(done, base, "whole")
    said("read and checked", f"{PAGES / typical(done, 'whole'):,.0f}/s on one core")
    return said("", f"{times:.1f} × (limit {MOST_HTML:.0f} ×)", within=times <= MOST_HTML)


def of_pdfs() -> bool:
    files = [write(draft(seed, "2021", "pdf")) for seed in range(PDFS)]

    def bare() -> None:
        for data in files:
            every_table(data)

    works: dict[str, Callable[[], object]] = {
        "bare": bare,
        "whole": lambda: [read_bytes(data, name="报告.pdf") for data in files],
    }
    done = rounds(works, ROUNDS // 2)
    times = ratio(done, "bare", "whole")
    said("a PDF: the bare tables of pdfplumber", f"{typical(done, 'bare') / PDFS * 1000:.0f} ms")
    said("read", f"{PDFS / typical(done, 'whole'):,.1f}/s on one core")
    return said("", f"{times:.2f} × (limit {MOST_PDF} ×)", within=times <= MOST_PDF)


def main() -> int:
    """Measure and print, as a worker of a batch reads; 1 past a limit."""
    parser = explained(__doc__)
    parser.add_argument("--variants", type=int, metavar="SEEDS")
    seeds = parser.parse_args().variants
    spare_the_collector()
    is_within = [of_web_pages(), of_pdfs()]
    if seeds:
        is_within.append(judge.main(seeds, ()) == 0)
    return int(not all(is_within))


if __name__ == "__main__":
    sys.exit(main())
