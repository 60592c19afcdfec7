"""How many pages a second are redacted and proved, against painting and packing them bare; how large.

Run as ``python -m bench.redaction [PAGES]``. Every page has a box and becomes a picture. Exit code 1 past a
limit.
"""

import io
import sys
import time
from collections.abc import Callable

import pikepdf
from PIL import Image, ImageChops

from bench.options import numbers
from gongkai import papers
from gongkai.papers.model import Document, Paragraph
from gongkai.redaction import document, raster, safely
from gongkai.redaction.boxes import Box
from gongkai.redaction.cover import cover

TIMES = 3.0  # what bare painting and packing takes
PAGE_OF_TEXT = 200_000  # bytes
SENTENCE = "本机关依法予以公开相关信息，现将有关情况告知如下。"


def printed(pages: int) -> bytes:
    """So many pages of text as the product prints them."""
    data = b""
    for paragraphs in range(5 * pages, 50 * pages):
        data = papers.write(Document("名册", (Paragraph(SENTENCE * 5),) * paragraphs), "pdf")
        with pikepdf.open(io.BytesIO(data)) as opened:
            if len(opened.pages) >= pages:
                return data
    return data


def scanned(data: bytes) -> bytes:
    """The first page as a scanner gives it: grey, a little soft and uneven."""
    with document.opened(data) as pages:
        sheet = pages[0].render(scale=200 / 72).to_pil().convert("L")
    noisy = ImageChops.add(sheet.resize(sheet.size), Image.effect_noise(sheet.size, 12), 1, -128)
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=80)
    return out.getvalue()


def boxes(count: int) -> list[Box]:
    return [Box(number, 40, 60, 50, 6, "第十五条") for number in range(1, count + 1)]


def bare(data: bytes) -> None:
    """Paint each page with the same dots and pack it as ink and paper: less cannot be done."""
    with document.opened(data) as pages:
        for number, page in enumerate(pages, 1):
            picture = raster.painted(page, raster.scale_of(page, number)).convert(
                "1", dither=Image.Dither.NONE
            )
            picture.save(io.BytesIO(), "PDF")


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(pages: int) -> None:
    """Measure and print; exit 1 past a limit."""
    plain = document.plain(printed(pages))
    with document.opened(plain) as opened:
        pages = len(opened)
    least = seconds(lambda: bare(plain))
    covered = seconds(lambda: cover(plain, boxes(pages)))
    proved = seconds(lambda: safely.redact(plain, boxes(pages)))
    for name, spent in (("bare", least), ("redacted", covered), ("and proved", proved)):
        print(f"{name:12} {pages / spent:6.1f} pages/s  {spent / least:5.1f} x bare")
    size = len(cover(plain, boxes(pages)).pdf) / pages
    print(f"{'text':12} {size / 1000:6.0f} kB a page (limit {PAGE_OF_TEXT // 1000})")
    scan = len(cover(document.plain(scanned(plain)), boxes(1)).pdf)
    print(f"{'a scan':12} {scan / 1000:6.0f} kB a page")
    sys.exit(covered > TIMES * least or size > PAGE_OF_TEXT)


if __name__ == "__main__":
    main(*numbers(__doc__, pages=20))
