"""Originals: what a file holds besides its print is told, and its copy holds the print alone."""

import io
import re
import zipfile
from typing import Any

import docx as word
import openpyxl
import pytest
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.chart import BarChart
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from PIL import Image

from gongkai import papers
from gongkai.law.personal_data import scan
from gongkai.papers.model import Document, Paragraph
from gongkai.papers.pdf import fonts_of
from gongkai.reading.originals import docx, html, pdf, pictures, safely, xlsx
from gongkai.reading.originals.elements import elements
from gongkai.reading.originals.model import Original, Text
from gongkai.reading.originals.screen import screen
from gongkai.reading.originals.tests.documents import (
    ID_NUMBER,
    MOBILE,
    OTHER_ID,
    TITLE,
    notice,
    photograph,
    saved,
    telling,
    workbook,
)

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pieces(read: Original) -> set[tuple[str, str]]:
    return {(piece.place, piece.text) for piece in read.pieces}


def test_a_word_file_tells_what_its_print_does_not_show() -> None:
    read = docx.read(telling(), "公示.docx")
    assert pieces(read) >= {
        ("properties", "王敏"),
        ("properties", "赵建国"),
        ("comment", "李四的电话13900000000，别写进去"),
        ("deleted", "原定发放对象张三"),
        ("inserted", "如有异议请反映。"),
        ("invisible", "内定名额3人"),
        ("row", "赵六\t350102199001011234"),
        ("data", "办文单：张副镇长圈阅"),
    }
    seen = "\n".join(read.texts())
    assert "如有异议请反映。" in seen
    assert "赵六" not in seen


@pytest.mark.slow
def test_the_copy_of_a_word_file_shows_the_same_and_holds_nothing_else() -> None:
    before = docx.read(telling(), "公示.docx")
    copy = docx.copy(telling(), "公示.docx", {})
    after = docx.read(copy, "公示.docx")
    assert (list(after.texts()), after.pieces) == (list(before.texts()), ())
    assert word.Document(io.BytesIO(copy)).tables[0].rows[1].cells[1].text == ID_NUMBER
    for gone in ("王敏", "赵建国", "李四", "张三", "内定", "赵六", "圈阅"):
        assert gone.encode() not in unpacked(copy), gone


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def linked() -> bytes:
    """A notice with field, a page number, a link to a telephone, a picture's words, a number in the head."""
    document = word.Document(io.BytesIO(notice()))
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")
    )
    told = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
    seen = "<w:r><w:t>{}</w:t></w:r>"
    field = begin + told.format('DOCVARIABLE "15255667788"') + separate + seen.format("见附件") + end
    pages = begin + told.format(" PAGE \\* MERGEFORMAT ") + separate + seen.format("1") + end
    link = f'<w:hyperlink w:tooltip="打13700998877" w:anchor="a">{seen.format("民政所")}</w:hyperlink>'
    for xml in (field, pages, link):
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))
    document.part.relate_to("tel:15822446688", f"{RELATIONS}/hyperlink", is_external=True)
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20)).save(drawn, "PNG")
    document.add_picture(drawn)
    document.element.body.xpath(".//wp:docPr")[0].set("descr", "照片18699990000")
    document.sections[0].header.paragraphs[0].text = "经办人电话15011112222"
    return saved(document)


SPACES = nsdecls("w", "a") + "".join(
    f' xmlns:{name}="urn:schemas-microsoft-com:{of}"' for name, of in (("v", "vml"), ("o", "office:office"))
)
#: Where the next program may write what it likes, a telephone number in each.
UNSEEN = (
    '<w:p><w:bookmarkStart w:id="1" w:name="_tel15900000001"/><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd/></w:p>',
    '<w:sdt><w:sdtPr><w:alias w:val="王五15900000002"/><w:tag w:val="15900000003"/><w:dropDownList>'
    '<w:listItem w:displayText="15900000004" w:value="1"/></w:dropDownList></w:sdtPr>'
    "<w:sdtContent><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:helpText w:val="15900000005"/></w:ffData>'
    '</w:fldChar><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    '<w:p><w:smartTag w:element="s"><w:smartTagPr><w:attr w:name="n" w:val="15900000006"/></w:smartTagPr>'
    "<w:r><w:t>丙</w:t></w:r></w:smartTag></w:p>",
    '<w:tbl><w:tblPr><w:tblCaption w:val="15900000007"/><w:tblDescription w:val="15900000008"/></w:tblPr>'
    "<w:tr><w:tc><w:p><w:r><w:t>丁</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    '<w:p><w:r><w:pict><v:shape id="王五15900000009"><v:imagedata '
    'o:title="15900000010"/></v:shape></w:pict></w:r></w:p>',
)
#: Such places that are read out or drawn: what stands there is covered as in the body.
DRAWN = (
    '<w:p><w:r><w:pict><v:shape alt="王五15911111101"/></w:pict></w:r></w:p>',
    '<w:p><w:r><w:pict><v:shape><v:textpath string="15911111102"/></v:shape></w:pict></w:r></w:p>',
    "<w:p><w:r><w:drawing><a:txBody><a:p>"
    "<a:r><a:t>电话15911</a:t></a:r><a:r><a:t>111103</a:t></a:r></a:p></a:txBody></w:drawing></w:r></w:p>",
)


def with_parts(*blocks: str, **parts: str) -> bytes:
    document = word.Document()
    for xml in blocks:
        document.element.body.insert(0, parse_xml(f"<w:p {SPACES}>{xml}</w:p>")[0])
    data = io.BytesIO(saved(document))
    with zipfile.ZipFile(data, "a") as archive:
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return data.getvalue()


@pytest.mark.slow
def test_no_name_label_or_tip_leaves_with_a_word_file_wherever_it_is_written() -> None:
    told = with_parts(*UNSEEN, people="<p>15900000011</p>", anything="<a>15900000012</a>")
    copy = docx.copy(told, "a.docx", {})
    assert b"159000000" in unpacked(told)
    assert re.findall(rb".{30}159000000.{20}", unpacked(copy)) == []
    assert "王五".encode() not in unpacked(copy)
    assert list(docx.read(copy, "a.docx").texts()) == list(docx.read(told, "a.docx").texts()) == [*"丁丙乙甲"]
    found = {one.value for one in screen(docx.read(told, "a.docx")) if one.is_hidden}
    assert found == {f"159000000{number:02}" for number in range(1, 11)}
    word.Document(io.BytesIO(copy))


def test_a_style_is_told_of_only_where_its_name_tells_of_somebody() -> None:
    document = word.Document()
    for name in ("标题 1 字符", "正文 缩进（王五15900000001）"):
        document.styles.add_style(name, 1)
    told = {piece.text for piece in docx.read(saved(document), "a.docx").pieces if piece.place == "data"}
    assert told
    assert all("15900000001" in text for text in told)


def test_what_only_old_programs_would_show_does_not_leave_with_a_word_file() -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    seen, other = (f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("甲", "15900000001"))
    told = with_parts(
        f'<mc:AlternateContent {space}><mc:Choice Requires="wps">{seen}</mc:Choice>'
        f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
    )
    assert b"15900000001" in unpacked(told)
    assert b"15900000001" not in unpacked(docx.copy(told, "a.docx", {}))


def test_what_is_drawn_or_read_out_in_a_word_file_can_be_covered() -> None:
    found = screen(docx.read(with_parts(*DRAWN), "a.docx"))
    assert {one.value for one in found} == {"15911111101", "15911111102", "15911111103"}
    copy = docx.copy(with_parts(*DRAWN), "a.docx", {one.text: one.cover for one in found})
    assert not screen(docx.read(copy, "a.docx"))
    assert b"159****1102" in unpacked(copy)


def test_a_word_file_keeps_its_look_and_the_way_within_it() -> None:
    document = word.Document()
    document.styles.add_style("张三的样式", 1).font.size = 203200
    document.add_paragraph("一、", "张三的样式").runs[0].font.name = "仿宋_GB2312"
    link = '<w:r><w:t>见上</w:t></w:r><w:bookmarkStart w:id="1" w:name="第一条"/><w:bookmarkEnd w:id="1"/>'
    document.element.body.insert(
        0, parse_xml(f'<w:p {nsdecls("w")}><w:hyperlink w:anchor="第一条">{link}</w:hyperlink></w:p>')
    )
    copy = word.Document(io.BytesIO(docx.copy(saved(document), "a.docx", {})))
    assert copy.paragraphs[1].style.font.size == 203200  # type: ignore[union-attr]
    assert copy.paragraphs[1].runs[0].font.name == "仿宋_GB2312"
    assert copy.element.body.xpath("//w:hyperlink/@w:anchor") == copy.element.body.xpath(
        "//w:bookmarkStart/@w:name"
    )
    assert b"name" in (everything := unpacked(docx.copy(saved(document), "a.docx", {})))
    assert "张三".encode() not in everything


def test_a_field_keeps_what_is_seen_of_it_and_pages_go_on_being_numbered() -> None:
    copy = zipfile.ZipFile(io.BytesIO(docx.copy(linked(), "a.docx", {})))
    everything = b"".join(copy.read(part) for part in copy.namelist())
    for number in (b"15255667788", b"13700998877", b"15822446688"):
        assert number not in everything
    assert "见附件".encode() in everything
    assert b"PAGE" in everything
    told = [piece for piece in docx.read(linked(), "a.docx").pieces if piece.place == "data"]
    assert {piece.at for piece in told} == {"域代码", "链接的提示", "链接的地址"}
    assert all(piece.is_hidden for piece in told)


def test_a_number_in_the_head_or_a_picture_s_words_can_be_covered() -> None:
    read = docx.read(linked(), "a.docx")
    found = {one.where: one for one in screen(read) if one.where in {"页眉页脚和脚注", "图片的文字说明"}}
    assert {one.value for one in found.values()} == {"15011112222", "18699990000"}
    assert all(one.is_rewritten for one in found.values())
    copy = docx.copy(linked(), "a.docx", {one.text: one.cover for one in found.values()})
    assert not [one for one in screen(docx.read(copy, "a.docx")) if one.where in found]


def test_words_are_covered_though_word_cut_them_into_runs() -> None:
    document = word.Document()
    paragraph = document.add_paragraph()
    for run in ("身份证号1101", "0519491231", "002X。电话"):
        paragraph.add_run(run).bold = True
    read = docx.read(docx.copy(saved(document), "a.docx", {ID_NUMBER: "110***002X"}), "a.docx")
    assert list(read.texts()) == ["身份证号110***002X。电话"]


def test_a_workbook_tells_what_it_hides_and_its_copy_has_none_of_it() -> None:
    read = xlsx.read(workbook(), "名册.xlsx")
    assert pieces(read) == {
        ("column", f"手机\n{MOBILE}\n13900001111"),
        ("row", "赵某某\t不在名单\t0"),
        ("sheet", "银行账号\t6217001234567890123"),
        ("comment", "村支书的亲戚"),
        ("properties", "王敏"),
    }
    copy = xlsx.copy(workbook(), "名册.xlsx", {ID_NUMBER: "110***002X"})
    after = xlsx.read(copy, "名册.xlsx")
    assert after.pieces == ()
    assert [box.text for box in after.blocks[0].rows[2]] == ["陈某某", "110***002X", "640"]  # type: ignore[union-attr]
    book: Any = openpyxl.load_workbook(io.BytesIO(copy))
    assert (book.sheetnames, str(book["发放名册"].merged_cells)) == (["发放名册"], "A1:C1")
    for gone in (MOBILE, "内部核算", "6217001234567890123", "村支书", "不在名单", "王敏", ID_NUMBER):
        assert gone.encode() not in unpacked(copy), gone


def test_names_tips_and_formats_do_not_leave_with_a_workbook_and_are_told() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title, sheet["A1"] = "王五15900000001", 5
    sheet["A1"].number_format = '"15900000002"0'
    sheet["A1"].hyperlink = Hyperlink("A1", location="A2", tooltip="15900000003", display="15900000004")
    rule = DataValidation("list", formula1='"15900000005,乙"', promptTitle="提示", prompt="15900000006")
    rule.error, rule.sqref = "15900000007", MultiCellRange("A1")
    sheet.add_data_validation(rule)
    sheet.defined_names["_n"] = DefinedName("_n", attr_text='"15900000008"', comment="15900000009")
    chart = BarChart()
    chart.title = "15900000010"
    sheet.add_chart(chart)
    made = io.BytesIO()
    book.save(made)
    found = screen(xlsx.read(made.getvalue(), "a.xlsx"))
    assert {one.value for one in found} == {f"159000000{number:02}" for number in range(1, 11)}
    copy = xlsx.copy(made.getvalue(), "a.xlsx", {one.text: one.cover for one in found})
    assert re.findall(rb".{30}159000000.{20}", unpacked(copy)) == []
    assert openpyxl.load_workbook(io.BytesIO(copy)).sheetnames == ["王五159----0001"]


def test_a_formula_leaves_as_its_value_and_is_told() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.append((1, 2, "=SUM(A1:B1)"))
    made = io.BytesIO()
    book.save(made)
    assert ("formula", "=SUM(A1:B1)") in pieces(xlsx.read(made.getvalue(), "a.xlsx"))
    assert b"SUM" not in unpacked(xlsx.copy(made.getvalue(), "a.xlsx", {}))


def printed(*lines: str) -> bytes:
    return papers.write(Document("关于道路施工的通告", tuple(Paragraph(line) for line in lines)), "pdf")


LONG = f"经镇人民政府研究，{'决定从下周起对全镇所有的农村道路进行一次全面的检查和维修，' * 4}请各村配合。"


@pytest.mark.parametrize(
    "lines",
    [
        (
            "经评审，现将2026年农村危房改造对象公告如下。",
            "监督电话：0372-8123456。",
            "举报电话：0372-8123457。",
        ),
        (LONG, "监督电话见公示栏。"),
    ],
)
def test_paragraphs_that_are_not_indented_stay_apart_in_a_pdf_and_full_lines_go_on(
    lines: tuple[str, ...],
) -> None:
    written = ("关于危房改造对象的公告", "四政〔2026〕55号", *lines, "四间房镇人民政府", "2026年11月20日")
    source = "#set text(size: 12pt)\n= " + "\n\n".join(written)
    data = typst.compile(source.encode(), format="pdf", font_paths=fonts_of(None)[0])
    assert isinstance(data, bytes)
    assert tuple(text.replace(" ", "") for text in pdf.read(data, "a.pdf").texts()) == written


def with_comment(data: bytes) -> bytes:
    import pypdfium2
    import pypdfium2.raw as raw

    with pypdfium2.PdfDocument(data) as document:
        annotation = raw.FPDFPage_CreateAnnot(document[0], raw.FPDF_ANNOT_TEXT)
        words = ("李四说不要公开" + "\0").encode("utf-16-le")
        raw.FPDFAnnot_SetStringValue(
            annotation, b"Contents", (raw.FPDF_WCHAR * (len(words) // 2)).from_buffer_copy(words)
        )
        raw.FPDFPage_CloseAnnot(annotation)
        document.new_attachment("底稿.txt").set_data(b"secret draft")
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()


def test_the_copy_of_a_pdf_has_its_pages_and_no_comment_attachment_or_author() -> None:
    data = with_comment(printed("自10月9日起道路封闭施工，请绕行。"))
    read = pdf.read(data, "通告.pdf")
    assert {("comment", "李四说不要公开"), ("embedded", "底稿.txt")} <= pieces(read)
    copy = pdf.copy(data, "通告.pdf", {})
    after = pdf.read(copy, "通告.pdf")
    assert (list(after.texts()), after.hidden) == (list(read.texts()), ())
    assert b"secret draft" not in copy


def test_nothing_of_a_printed_page_is_taken_for_hidden() -> None:
    data = printed("一、自10月9日起，道路（东街—西街）封闭施工，请绕行。", "二、联系电话：0372-8888888。")
    assert {piece.place for piece in pdf.read(data, "通告.pdf").hidden} == {"properties"}


def test_numbers_that_stand_one_below_the_other_are_not_one() -> None:
    read = pdf.read(printed(ID_NUMBER, OTHER_ID, MOBILE, "13900000000"), "名单.pdf")
    found = [hit.value for text in read.texts() for hit in scan(text)]
    assert found == [ID_NUMBER, OTHER_ID, MOBILE, "13900000000"]


def test_the_copy_of_a_photograph_does_not_say_where_it_was_taken() -> None:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "王敏"  # Artist
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (60, 40), "red").save(made, "JPEG", exif=exif)
    assert {piece.at for piece in pictures.read(made.getvalue(), "a.jpg").pieces} == {"Artist", "GPS"}
    copy = pictures.copy(made.getvalue(), "a.jpg", {})
    assert pictures.read(copy, "a.jpg").pieces == ()
    assert Image.open(io.BytesIO(copy)).size == (60, 40)


def test_the_copy_of_a_telephones_photograph_stands_upright_and_is_one_picture_that_tells_nothing() -> None:
    photo = photograph()
    told = {piece.at for piece in pictures.read(photo, "a.jpg").pieces}
    assert {"Make", "Model", "Artist", "GPS", "ExifOffset"} <= told
    for copy in (pictures.copy(photo, "a.jpg", {}), pictures.bare(photo)):
        shown = Image.open(io.BytesIO(copy))
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (40, 64), {})
        assert min(shown.crop((16, 2, 24, 6)).tobytes()) > 240  # its white left edge is above now
        assert not any(word in copy for word in (b"Exif", b"MPF", b"HUAWEI", b"2026:01:09"))


def test_every_element_says_where_it_was_read() -> None:
    found = {one.field: (one.value, one.where) for one in elements(docx.read(notice(), "a.docx"), "a.docx")}
    assert found == {
        "document_no": ("四政〔2022〕36号", "取自文号行"),
        "title": (TITLE, "取自首行"),
        "formed_on": ("2022-10-08", "取自落款"),
        "issuer": ("四间房镇人民政府", "取自落款"),
        "notice_until": ("2022-10-14", "正文写明公示期"),
        "annexes": ("发放名册\n补助标准", "取自附件说明"),
        "attribute": ("proactive", "文末写明“（此件公开发布）”"),
    }


NORMATIVE = (
    "四间房镇人民政府",
    "关于印发《四间房镇集体资金管理办法》的通知",
    "各村民委员会：",
    "第一条 为规范资金管理，制定本办法。",
    "本办法自2022年11月1日起施行，有效期5年。",
    "四间房镇人民政府",
    "二〇二二年十月二十一日",
)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("四政〔2026〕52号", "四政〔2026〕52号"),
        ("四政〔2026〕52号    签发人：赵建国", "四政〔2026〕52号"),
        ("发文字号：四政[2026]52号", "四政〔2026〕52号"),
        ("（四政〔2026〕52号）", "四政〔2026〕52号"),
        ("本文对四政〔2026〕52号文件进行解读。", None),
        ("四政〔2026〕52号文件已经解读。", None),
        ("《办法》（四政〔2026〕52号）自下月起施行。", None),
    ],
)
def test_a_number_is_the_document_s_own_only_where_it_stands_for_itself(
    line: str, number: str | None
) -> None:
    read = Original((Text("《宅基地审批管理办法》政策解读"), Text(line)))
    found = {one.field: one.value for one in elements(read, "a.docx")}
    assert found.get("document_no") == number
    assert found["title"] == "《宅基地审批管理办法》政策解读"


@pytest.mark.parametrize(
    ("title", "lines", "category"),
    [
        (
            "四间房镇关于印发《宅基地审批管理办法》的通知",
            ("本办法自2026年12月1日起施行。",),
            "normative_documents",
        ),
        ("四间房镇关于印发〈公文管理规定〉的通知", ("本规定自发布之日起施行。",), "normative_documents"),
        (
            "四间房镇关于加强禁烧的通告",
            ("第一条 禁止焚烧。", "第二条 本通告自2026年9月1日起施行。"),
            "normative_documents",
        ),
        ("四间房镇关于印发《值班安排》的通知", ("自2026年12月1日起执行。",), None),
        ("《宅基地审批管理办法》政策解读", ("办法自2026年12月1日起施行。",), None),
    ],
)
def test_a_document_with_rules_and_their_first_day_is_proposed_as_normative(
    title: str, lines: tuple[str, ...], category: str | None
) -> None:
    read = Original(tuple(map(Text, (title, *lines))))
    assert {one.field: one.value for one in elements(read, "a.docx")}.get("category") == category


def test_a_notice_with_rules_is_proposed_as_a_normative_document_with_its_time() -> None:
    lines = (*NORMATIVE[:1], "四间房镇集体资金管理办法", *NORMATIVE[3:])
    found = {one.field: one.value for one in elements(Original(tuple(map(Text, lines))), "a.docx")}
    assert (found["category"], found["effective_on"], found["expires_on"], found["formed_on"]) == (
        "normative_documents",
        "2022-11-01",
        "2027-10-31",
        "2022-10-21",
    )


@pytest.mark.parametrize(
    ("lines", "title", "kind"),
    [
        (
            ("滑县人民政府文件", "滑政〔2022〕5号", "滑县人民政府", "关于加强秸秆禁烧的", "通知", "各乡镇："),
            "滑县人民政府关于加强秸秆禁烧的通知",
            "notice",
        ),
        (("关于道路封闭施工的通告", "自10月9日起封闭。"), "关于道路封闭施工的通告", "public_notice"),
        (("四间房镇2022年预算公开说明", "一、收入"), "四间房镇2022年预算公开说明", None),
    ],
)
def test_a_title_is_put_together_from_its_lines(lines: tuple[str, ...], title: str, kind: str | None) -> None:
    found = {one.field: one.value for one in elements(Original(tuple(map(Text, lines))), "扫描件001.docx")}
    assert (found["title"], found.get("document_kind")) == (title, kind)


def test_a_file_that_says_nothing_is_called_as_it_is_named() -> None:
    assert [(one.field, one.value, one.where) for one in elements(Original(), "低保名单.xlsx")] == [
        ("title", "低保名单", "取自文件名")
    ]


def test_the_body_as_html_has_its_table_and_no_word_that_is_markup() -> None:
    blocks = html.body(
        docx.read(notice(extra="<script>alert(1)</script>"), "a.docx").blocks, TITLE, "四政〔2022〕36号"
    )
    made = html.html(blocks)
    assert made.startswith("<p>根据县民政局核定结果")
    assert '<th scope="col">身份证号</th>' in made
    assert '<td class="figure">640.00</td>' in made
    assert '<p class="signed">2022年10月8日</p>' in made
    assert "<script" not in made
    assert "&lt;script&gt;" in made


@pytest.mark.slow
def test_the_door_answers_as_the_room_behind_it() -> None:
    opened = safely.read(workbook(), "xlsx", name="名册.xlsx")
    assert opened.original == xlsx.read(workbook(), "名册.xlsx")
    assert "内部核算" in opened.words
