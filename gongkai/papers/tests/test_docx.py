import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx as word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers import docx
from gongkai.papers.layout import clean
from gongkai.papers.model import Cell, Document, Heading, Paragraph, Table
from gongkai.papers.tests.samples import DOCUMENT, TABLE, long_table


def reopened(document: Document) -> Any:
    return word.Document(BytesIO(docx.write(document)))


def test_the_text_of_every_block_stands_in_order_under_its_style() -> None:
    paragraphs = [(p.style.name, p.text) for p in reopened(DOCUMENT).paragraphs if p.text]
    assert paragraphs == [
        ("Title", "示例镇人民政府2022年公开情况"),
        ("Body Text", "示例县人民政府："),
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）主动公开"),
        ("Body Text", "全年公开32条。"),
        ("Body Text", "（二）监督保障。全年培训2次。"),
        ("Heading 1", "二、公开件数"),
        ("Body Text", "附件：1.目录"),
        ("Body Text", "\u3000\u3000\u30002.指南"),
        ("Body Text", "示例镇人民政府"),
        ("Body Text", "2023年1月6日"),
        ("Body Text", "（此件公开发布）"),
    ]


def test_the_merged_table_is_the_neutral_one() -> None:
    table = reopened(DOCUMENT).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "项目", "件数", "件数", "件数"],
        ["项目", "项目", "上半年", "下半年", "合计"],
        ["公开", "许可", "1", "2", "3"],
        ["公开", "处罚", "", "4", "4"],
    ]


def test_page_and_type_follow_the_national_standard() -> None:
    document = reopened(DOCUMENT)
    section = document.sections[0]
    page = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in (*page, *margins)] == [210, 297, 37, 35, 28, 26]
    faces = {
        name: (
            document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")),
            document.styles[name].font.size,
        )
        for name in ("Title", "Heading 1", "Heading 2", "Table Text")
    }
    assert faces == {
        "Title": ("方正小标宋简体", Pt(22)),
        "Heading 1": ("黑体", None),
        "Heading 2": ("楷体_GB2312", None),
        "Table Text": ("宋体", Pt(10.5)),
    }
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert defaults.find(qn("w:sz")).get(qn("w:val")) == "32"
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = reopened(DOCUMENT)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert [p.style.name for p in section.footer.paragraphs] == ["Footer"]
    assert [p.style.name for p in section.even_page_footer.paragraphs] == ["Footer Even"]
    assert section.footer.paragraphs[0].text == "— 1 —"


def test_a_body_paragraph_is_indented_by_two_characters_and_an_addressee_is_not() -> None:
    indents = {
        p.text: p._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars"))
        for p in reopened(DOCUMENT).paragraphs
        if p._p.pPr is not None and p._p.pPr.find(qn("w:ind")) is not None
    }
    assert indents["全年公开32条。"] == "200"
    assert "示例县人民政府：" not in indents


def test_head_rows_repeat_and_no_row_is_cut() -> None:
    rows = reopened(Document("目录", (long_table(),))).tables[0]._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:3]] == [True, False, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_vertical_text_runs_from_top_to_bottom() -> None:
    cell = reopened(DOCUMENT).tables[0].cell(2, 0)._tc
    assert cell.tcPr.find(qn("w:textDirection")).get(qn("w:val")) == "tbRlV"


def test_the_signature_stays_with_the_text_before_it() -> None:
    document = reopened(replace(DOCUMENT, blocks=(Paragraph("正文。"), DOCUMENT.blocks[-1])))
    kept = [p.text for p in document.paragraphs if p._p.pPr.find(qn("w:keepNext")) is not None]
    assert kept == ["正文。", "", "", "示例镇人民政府", "2023年1月6日"]


def test_a_landscape_table_has_turned_pages_of_its_own_with_its_heading() -> None:
    blocks = (Paragraph("前文。"), Heading("一、表"), replace(TABLE, landscape=True), Paragraph("后文。"))
    sections = reopened(Document("表", blocks)).sections
    assert [(round(s.page_width.mm), round(s.top_margin.mm)) for s in sections] == [
        (210, 37),
        (297, 28),
        (210, 37),
    ]


def test_tables_that_touch_are_kept_apart() -> None:
    document = reopened(Document("表", (TABLE, TABLE)))
    assert [child.tag.split("}")[1] for child in document.element.body] == [
        "p", "tbl", "p", "tbl", "p", "sectPr",
    ]  # fmt: skip


def test_the_file_names_official_faces_and_what_to_take_without_them() -> None:
    with ZipFile(BytesIO(docx.write(DOCUMENT))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert re.search('w:name="仿宋_GB2312"><w:altName w:val="仿宋,[^"]*Noto Serif', fonts)


def test_an_organ_may_choose_its_own_faces() -> None:
    document = word.Document(BytesIO(docx.write(DOCUMENT, fonts=docx.Fonts(title='某厂"小标宋'))))
    assert document.styles["Title"].element.rPr.rFonts.get(qn("w:eastAsia")) == '某厂"小标宋'


def test_the_same_document_is_the_same_file() -> None:
    assert docx.write(DOCUMENT) == docx.write(DOCUMENT)


def test_the_file_says_what_it_is_and_nothing_of_when_or_where() -> None:
    properties = reopened(DOCUMENT).core_properties
    assert (properties.title, properties.author) == (DOCUMENT.title, "示例镇人民政府")
    assert properties.created is None
    assert properties.last_modified_by == ""


@given(st.text(max_size=300))
def test_any_text_makes_a_file_that_opens_and_says_the_same(text: str) -> None:
    document = Document(text, (Heading(text), Paragraph(text), Table(((Cell(text),),), (1,), caption=text)))
    opened = reopened(document)
    shown = clean(text)
    assert opened.tables[0].cell(0, 0).text == shown
    assert opened.core_properties.title == shown
    assert [p.text for p in opened.paragraphs if p.style.name == "Body Text"] == [shown]


def test_a_paragraph_of_a_hundred_thousand_characters_is_written() -> None:
    assert len(reopened(Document("长", (Paragraph("长" * 100_000),))).paragraphs[1].text) == 100_000


def test_a_millimetre_is_a_millimetre() -> None:
    assert round(docx.MM * 210) == Mm(210).twips
