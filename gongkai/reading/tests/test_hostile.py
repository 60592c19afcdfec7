"""Files that are broken, foreign or made to do harm: one Chinese sentence, quickly, and nothing else."""

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.annual_report.contract import dumps
from gongkai.reading import ReadError, compare, read, read_bytes, words
from gongkai.reading.tests import printed

REPORT = printed.report()
WORD, EXCEL, PDF, PAGE = (
    printed.word(REPORT),
    printed.excel(REPORT),
    printed.pdf(REPORT),
    printed.html(REPORT),
)


#: How a single cell is put far out, so that a parser reserves all that lies between.
FAR_OUT = {
    "a row of eleven digits": lambda xml: xml.replace(b'r="A1"', b'r="A99999999999"', 1),
    "a cell that leaves its place to its row": lambda xml: re.sub(
        rb'<row r="1"([^>]*)>(<c) r="A1"', rb'<row r="99999999"\1>\2', xml, count=1
    ),
    "a column of six letters": lambda xml: xml.replace(b'r="A1"', b'r="ZZZZZZ1"', 1),
    "blanks in between": lambda xml: xml.replace(b'r="A1"', b"r = 'A99999999'", 1),
}


def sheets_changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.startswith("xl/worksheets/sheet") else part)
    return out.getvalue()


@pytest.mark.parametrize("change", FAR_OUT.values(), ids=FAR_OUT)
def test_a_cell_far_out_is_refused_before_a_parser_reserves_what_lies_between(
    change: Callable[[bytes], bytes],
) -> None:
    data = sheets_changed(EXCEL, change)
    assert data != sheets_changed(EXCEL, bytes)
    with pytest.raises(ReadError, match="工作表过大"):
        read_bytes(data, name="a.xlsx")


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def pdf_with(stream: bytes, dictionary: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<<" + dictionary + b">>\nstream\n" + stream + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.html", b"  \n", "是空文件"),
        ("旧.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "请另存为docx或xlsx"),
        ("版.ofd", zipped(**{"OFD.xml": b"<ofd/>"}), "已损坏或不完整"),
        ("密.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "设有密码"),
        ("文.rtf", b"{\\rtf1 x}", "请另存为docx"),
        ("程序.txt", b"MZ\0\0\0\0" * 20, "不是可读的文件类型"),
        ("包.zip", zipped(a=b"x"), "请解压或另存为"),
        ("断.docx", WORD[: len(WORD) // 2], "已损坏或不完整"),
        ("断.xlsx", EXCEL[: len(EXCEL) // 2], "已损坏或不完整"),
        ("断.pdf", PDF[:3000], "已损坏或不完整"),
        ("缺.docx", zipped(word__other=b"x"), "已损坏或不完整"),
        (
            "信.html",
            "<p>通知</p><table><tr><td>总计</td><td>3</td></tr></table>".encode(),
            "没有找到年度报告的表格",
        ),
        ("信.txt", "其他 3 件\n总计 5\n行政许可 7\n".encode(), "没有找到年度报告的表格"),
        ("无年.html", printed.html_table(REPORT, REPORT.form.tables[0]).encode(), "没有写明是哪一年"),
        ("坏.json", b'{"schema": ', "不是有效的JSON"),
        ("列.json", b"[1]", "里没有年度报告"),
        ("深.json", b"[" * 100_000, "不是有效的JSON"),
        (
            "套.pdf",
            pdf_with(zlib.compress(b"x"), b"/Filter [/FlateDecode /FlateDecode]"),
            "内含异常的压缩内容",
        ),
        ("大.txt", b"1 " * (21 * 1024 * 1024), "兆字节"),
        ("多.txt", b"a b\n" * 2_100_000, "文字过多"),
    ],
)
def test_is_refused_in_words(name: str, data: bytes, says: str) -> None:
    refused_in_words(name, data, says)


@pytest.mark.slow
def test_what_unpacks_beyond_all_measure_is_refused_in_words() -> None:
    refused_in_words("弹.docx", zipped(word__document=b"\0" * (130 * 1024 * 1024)), "解压后过大")
    bomb = zlib.compress(b"\0" * (80 * 1024 * 1024), 9)
    refused_in_words("弹.pdf", pdf_with(bomb, b"/Filter /FlateDecode"), "内含异常的压缩内容")


def refused_in_words(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_bytes(data, name=name)
    message = str(refused.value)
    assert says in message
    assert message.endswith("。")
    assert f"《{name}》" in message


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="找不到文件《没有"):
        read(tmp_path / "没有.docx")
    with pytest.raises(ReadError, match="是文件夹"):
        read(tmp_path)


def test_a_sheet_that_claims_a_million_rows_is_refused() -> None:
    source = zipfile.ZipFile(io.BytesIO(EXCEL))
    parts = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)
    with pytest.raises(ReadError, match="工作表过大"):
        read_bytes(zipped(**parts), name="远.xlsx")


def test_a_sheet_whose_only_box_is_its_last_one_is_refused_wherever_it_lies_in_the_package() -> None:
    book = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    links = b'<Relationships><Relationship Id="rId1" Target="s1.xml"/></Relationships>'
    sheet = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/s1.xml": sheet}
    with pytest.raises(ReadError, match="工作表过大"):
        read_bytes(zipped(**parts), name="大.xlsx")


def test_a_word_file_that_defines_entities_is_refused() -> None:
    source = zipfile.ZipFile(io.BytesIO(WORD))
    parts = {name: source.read(name) for name in source.namelist()}
    body = parts["word/document.xml"].partition(b"<w:document")[2].replace(b">101<", b">1&a;<", 1)
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "99">]><w:document' + body
    with pytest.raises(ReadError, match="已损坏或不完整"):
        read_bytes(zipped(**parts), name="实体.docx")


@pytest.mark.parametrize(
    "span", ["999999999", pytest.param("65534", marks=pytest.mark.slow), "-1", "0", "x", "９"]
)
def test_absurd_spans_do_not_fill_the_memory(span: str) -> None:
    rows = f"<tr><td colspan='{span}' rowspan='{span}'>a</td><td>b</td></tr>" * 300
    page = PAGE.replace(b"</body>", f"<table>{rows}</table></body>".encode())
    assert compare(REPORT, read_bytes(page, name="跨.html")) == ()


def test_tags_nested_by_the_hundred_hide_nothing() -> None:
    page = PAGE.replace(b"<body>", b"<body>" + b"<div><font>" * 400)
    assert compare(REPORT, read_bytes(page, name="深.html")) == ()


def test_tags_nested_without_end_are_refused() -> None:
    page = PAGE.replace(b"<body>", b"<body>" + b"<div><font>" * 50_000)
    with pytest.raises(ReadError, match="没有找到年度报告的表格"):
        read_bytes(page, name="深.html")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.sampled_from([WORD, EXCEL, PAGE, dumps(REPORT).encode()]), st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 300))
    junk = data.draw(st.binary(max_size=8))
    with contextlib.suppress(ReadError):
        assert read_bytes(whole[:at] + junk + whole[at + length :], name="报告.html").year >= 2008


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_pdf_is_read_or_refused_but_never_breaks(at: int, junk: bytes) -> None:
    with contextlib.suppress(ReadError):
        assert read_bytes(PDF[:at] + junk + PDF[at + len(junk) :], name="报告.pdf").year > 2000


def test_the_words_of_a_damaged_document_are_refused_in_words() -> None:
    start = WORD.index(b"word/document.xml") + 60
    damaged = WORD[:start] + b"\xff" * 40 + WORD[start + 40 :]
    with pytest.raises(ReadError, match="已损坏"):
        words.read(damaged)
