"""How fast published reports are read: web pages with their checks, and PDFs, against the bare parsing.

Run as ``python -m bench.reading [--variants SEEDS]``. With ``--variants`` it also prints, for every way of
printing the form that the tests know, which share of the figures was not read; a wrong figure ends it with 1.
"""

import io
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from statistics import median
from time import perf_counter

import pdfplumber
from lxml import etree

from gongkai.law.annual_report.checks import check
from gongkai.reading import read_bytes
from tests.synthetic import judge
from tests.synthetic.files import draft, write

PAGES, PDFS, ROUNDS, CORES = 400, 6, 3, 2
LEAST_PER_SECOND, MOST_HTML, MOST_PDF = 150, 6.0, 1.3
#: What surrounds a report on a government site: navigation before it, prose of a usual length in it.
MENU = "<div class='nav'><ul>" + "<li><a href='/zwgk/'>政务公开栏目</a></li>" * 60 + "</ul></div>"
SENTENCE = "全面落实决策、执行、管理、服务和结果公开要求，及时梳理应当公开的政府信息。"


def web_page(seed: int) -> bytes:
    """A report of about 2,000 characters of prose; every seed another one."""
    page = draft(seed, "2019" if seed % 5 == 0 else "2021", "html")
    at = page.blocks.index("二、主动公开政府信息情况")
    page.blocks[at:at] = [f"（{mark}）第{seed}号。{SENTENCE * 10}" for mark in "二三四五六"]
    return write(page).replace(b"<body>", b"<body>" + MENU.encode())


def bare_html(data: bytes) -> list[str]:
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return ["".join(map(str, box.itertext())) for box in root.iter("td", "th")]


def read_html(data: bytes) -> None:
    check(read_bytes(data, name="报告.html"))


def bare_pdf(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.find_tables():
                table.extract()


def read_pdf(data: bytes) -> None:
    read_bytes(data, name="报告.pdf")


def timed(work: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    """Seconds for all files, the median of the rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = perf_counter()
        for data in files:
            work(data)
        spent.append(perf_counter() - start)
    return median(spent)


def html() -> bool:
    files = [web_page(seed) for seed in range(PAGES)]
    bare, ours = timed(bare_html, files), timed(read_html, files)
    cores = min(CORES, cpu_count() or 1)
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(read_html, files[:50], chunksize=5))
        start = perf_counter()
        list(pool.map(read_html, files, chunksize=20))
        a_second = PAGES / (perf_counter() - start)
    print(
        f"html: {ours / PAGES * 1000:.2f} ms read and checked, {a_second:.0f} a second on {cores} cores"
        f" (at least {LEAST_PER_SECOND}); {ours / bare:.1f} x a bare parse (limit {MOST_HTML:.0f} x,"
        f" {bare / PAGES * 1000:.2f} ms)"
    )
    return a_second >= LEAST_PER_SECOND and ours / bare <= MOST_HTML


def pdf() -> bool:
    files = [write(draft(seed, "2021", "pdf")) for seed in range(PDFS)]
    bare, ours = timed(bare_pdf, files), timed(read_pdf, files)
    print(
        f"pdf:  {ours / PDFS * 1000:.0f} ms read; {ours / bare:.2f} x the bare table extraction"
        f" (limit {MOST_PDF} x, {bare / PDFS * 1000:.0f} ms)"
    )
    return ours / bare <= MOST_PDF


def main(arguments: Sequence[str]) -> int:
    is_within = [html(), pdf()]
    if arguments[:1] == ["--variants"]:
        is_within.append(judge.main(int(arguments[1]), ()) == 0)
    return int(not all(is_within))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
