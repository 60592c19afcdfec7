from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pylopdf_fonts_zh_cn import sans_path, serif_path

from gongkai.papers import pdf
from gongkai.papers.model import Cell, Document, Heading, Paragraph, Table
from gongkai.papers.tests.samples import DOCUMENT, TABLE, head, long_table


def pages(document: Document) -> list[str]:
    """The text of each page without white space."""
    opened = pypdfium2.PdfDocument(pdf.write(document))
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in opened]


def test_every_block_is_printed_in_order() -> None:
    (text,) = pages(DOCUMENT)
    places = [
        text.find(part)
        for part in (
            "示例镇人民政府2022年公开情况",
            "示例县人民政府：",
            "一、总体情况",
            "（一）主动公开",
            "全年公开32条。",
            "（二）监督保障。全年培训2次。",
            "二、公开件数",
            "上半年",
            "处罚",
            "附件：1.目录",
            "2023年1月6日",
            "（此件公开发布）",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)


def test_pages_are_a4() -> None:
    page = pypdfium2.PdfDocument(pdf.write(DOCUMENT))[0]
    assert [round(length / 72 * 25.4) for length in page.get_size()] == [210, 297]


def test_text_keeps_within_the_margins_of_the_national_standard() -> None:
    page = pypdfium2.PdfDocument(pdf.write(Document("题", (Paragraph("满行文字" * 200),))))[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    body = [(left, right, top) for left, bottom, right, top in boxes if bottom > 35 / 25.4 * 72]
    mm = 25.4 / 72
    assert min(left for left, _, _ in body) * mm >= 27.9
    assert max(right for _, right, _ in body) * mm <= 210 - 25.9
    assert max(top for _, _, top in body) * mm <= 297 - 36.9


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters() -> None:
    document = Document("", (Paragraph("字" * 28 * 22 * 2, indent=0),))
    assert [page.count("字") for page in pages(document)] == [28 * 22, 28 * 22]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    opened = pypdfium2.PdfDocument(pdf.write(Document("题", (Paragraph("很长的正文。" * 400),))))
    middles = []
    for number in (1, 2):
        text = opened[number - 1].get_textpage()
        all_text = text.get_text_range()
        left, _, right, _ = text.get_charbox(all_text.rindex(str(number)))
        middles.append((left + right) / 2 / 72 * 25.4)
    assert middles[0] > 150
    assert middles[1] < 60


def test_the_head_of_a_long_table_is_repeated_on_each_page() -> None:
    long = pages(Document("目录", (long_table(90),)))
    assert len(long) > 2
    assert all("序号标题" in page for page in long)
    assert "".join(long).count("第90件信息") == 1


def test_no_row_is_cut_by_a_page_break() -> None:
    tall = Table(
        rows=((head("标题"),), *((Cell(f"始{n}。" + "字" * 400 + f"。{n}终"),) for n in range(20))),
        widths=(1,),
        head_rows=1,
    )
    for page in pages(Document("表", (tall,))):
        assert [n for n in range(20) if f"始{n}。" in page] == [n for n in range(20) if f"。{n}终" in page]


def test_a_table_that_asks_for_one_page_moves_to_the_next_with_its_heading() -> None:
    table = replace(long_table(25), whole=True)
    first, second = pages(Document("题", (Paragraph("正文。" * 120), Heading("二、目录"), table)))
    assert "二、目录" not in first
    assert "二、目录" in second
    assert "第25件信息" in second


def test_a_landscape_table_has_a_turned_page_of_its_own() -> None:
    document = Document("题", (Paragraph("前。"), replace(TABLE, landscape=True), Paragraph("后。")))
    sizes = [
        tuple(round(x / 72 * 25.4) for x in page.get_size())
        for page in pypdfium2.PdfDocument(pdf.write(document))
    ]
    assert sizes == [(210, 297), (297, 210), (210, 297)]


@pytest.mark.parametrize(
    "text",
    [
        '#set page(width: 1pt) #panic("x")',
        "$ x^2 $ `code` ```raw``` *b* _i_ = h - l + e / t: x @ref <label> // c /* c",
        '"] #include "secret" [',
        "\\u{41} \\# ~ --- -? ... 'q' \"q\"",
        "#sys.inputs #read(\"/etc/passwd\")",
    ],
)  # fmt: skip
def test_markup_in_a_text_is_only_text(text: str) -> None:
    document = Document(text, (Heading(text), Paragraph(text, lead=text), Table(((Cell(text),),), (1,))))
    printed = "".join(pages(document))
    assert printed.count("".join(text.split())) == 5


def test_control_characters_are_left_out() -> None:
    assert "甲乙丙" in pages(Document("题", (Paragraph("甲\x00乙\ud800丙"),)))[0]


def test_the_same_document_is_the_same_file_and_names_its_title() -> None:
    one, other = pdf.write(DOCUMENT), pdf.write(replace(DOCUMENT, lang="zh"))
    assert one == pdf.write(DOCUMENT)
    assert one == other
    metadata = pypdfium2.PdfDocument(one).get_metadata_dict()
    assert metadata["Title"] == DOCUMENT.title
    assert metadata["Author"] == "示例镇人民政府"
    assert metadata["CreationDate"] == metadata["ModDate"] == ""


def test_headings_are_the_outline() -> None:
    outline = [
        (item.level, item.get_title()) for item in pypdfium2.PdfDocument(pdf.write(DOCUMENT)).get_toc()
    ]
    assert outline == [(0, "一、总体情况"), (1, "（一）主动公开"), (0, "二、公开件数")]


def test_the_fonts_of_the_site_are_used_where_it_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site.otf").write_bytes(sans_path().read_bytes())
    monkeypatch.setitem(pdf.FACES, "body", ("Noto Sans SC", pdf.FREE_SERIF))
    pdf.fonts_of.cache_clear()
    _, faces = pdf.fonts_of(tmp_path)
    pdf.fonts_of.cache_clear()
    assert '"body": ["Noto Sans SC", "Noto Serif SC"]' in faces


def test_without_site_fonts_the_free_ones_are_embedded() -> None:
    assert serif_path().is_file()
    fonts = {
        font
        for page in pypdfium2.PdfDocument(pdf.write(DOCUMENT))
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        if (font := item.get_font().get_family_name())
    }
    assert {name.split("-")[0] for name in fonts} <= {
        "Noto Serif SC",
        "Noto Sans SC",
        "NotoSerifSC",
        "NotoSansSC",
    }


def test_an_empty_document_is_one_empty_page() -> None:
    assert pages(Document("", ())) == ["—1—"]
