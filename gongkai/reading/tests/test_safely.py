"""Reading in a child process: the same report, and bounded time and memory whatever the file does."""

import os
import time
import zlib
from pathlib import Path

import pytest

from gongkai.reading import ReadError, compare, read_bytes, safely
from gongkai.reading.tests import printed

REPORT = printed.report()


def pdf_that_never_ends(lines: int) -> bytes:
    """One page of lines that all cross each other: small on disk, endless for whoever looks for tables."""
    across = (b"0 %.2f m 800 %.2f l S\n" % (n * 800 / lines, n * 800 / lines) for n in range(lines))
    down = (b"%.2f 0 m %.2f 800 l S\n" % (n * 600 / lines, n * 600 / lines) for n in range(lines))
    text = b"BT /F1 9 Tf 9 9 Td (annual report of the year) Tj ET\n"
    drawing = zlib.compress(b"".join([text, *across, *down]))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


@pytest.mark.slow
def test_a_report_comes_back_as_it_was_read() -> None:
    data = printed.html(REPORT)
    report = safely.read_bytes(data, name="报告.html")
    assert report == read_bytes(data, name="报告.html")
    assert compare(REPORT, report) == ()


@pytest.mark.slow
def test_what_is_refused_is_refused_in_the_same_words(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="是空文件"):
        safely.read_bytes(b" ", name="空.html")
    with pytest.raises(ReadError, match="找不到文件《没有"):
        safely.read(tmp_path / "没有.docx")


@pytest.mark.slow
def test_reading_that_takes_too_long_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(ReadError, match="读取超过1秒"):
        safely.read_bytes(pdf_that_never_ends(180), name="慢.pdf", seconds=1)
    assert time.monotonic() - began < 5


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="本系统不能限制内存")
def test_reading_that_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(ReadError, match="无法读取"):
        safely.read_bytes(printed.html(REPORT) + b"<td>1</td>" * 4_000_000, name="大.html", megabytes=90)
