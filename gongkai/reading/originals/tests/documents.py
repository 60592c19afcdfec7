"""Documents as an office writes them, with what nobody means to publish."""

import io
import zipfile
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from PIL import Image

ID_NUMBER, OTHER_ID, MOBILE = "11010519491231002X", "41052619700815121X", "13812345678"
TITLE = "四间房镇2022年9月农村最低生活保障资金发放公示"


def notice(*, id_number: str = ID_NUMBER, extra: str = "") -> bytes:
    """A list of relief paid out, its table with identity numbers in clear."""
    document = docx.Document()
    for line in (
        "四间房镇人民政府文件",
        "四政〔2022〕36号",
        "四间房镇2022年9月农村最低生活保障资金",
        "发放公示",
        "根据县民政局核定结果，现将2022年9月农村最低生活保障资金发放情况公示如下，公示期自2022年10月8日至10月14日。",
    ):
        document.add_paragraph(line)
    table = document.add_table(3, 4)
    rows = (
        ("姓名", "身份证号", "村", "金额（元）"),
        ("陈某某", id_number, "东徐村", "640.00"),
        ("李某某", OTHER_ID, "西徐村", "355.00"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in (
        *filter(None, [extra]),
        "附件：1.发放名册",
        "2.补助标准",
        "四间房镇人民政府",
        "2022年10月8日",
        "（此件公开发布）",
    ):
        document.add_paragraph(line)
    return saved(document)


def telling() -> bytes:
    """A notice whose file tells more than its print: author, comment, changes, hidden words, a hidden row."""
    document = docx.Document(io.BytesIO(notice()))
    document.core_properties.author = "王敏"
    document.core_properties.last_modified_by = "赵建国"
    body = document.element.body
    shown = document.paragraphs[4]
    document.add_comment(shown.runs, text="李四的电话13900000000，别写进去", author="赵建国", initials="赵")
    shown._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="90" w:author="王敏" w:date="2022-10-08T00:00:00Z">'
            "<w:r><w:delText>原定发放对象张三</w:delText></w:r></w:del>"
        )
    )
    shown._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="91" w:author="王敏" w:date="2022-10-08T00:00:00Z">'
            "<w:r><w:t>如有异议请反映。</w:t></w:r></w:ins>"
        )
    )
    run = shown.add_run("内定名额3人")
    run.font.hidden = True
    table: Any = document.tables[0]
    row = table.add_row()
    row.cells[0].text, row.cells[1].text = "赵六", "350102199001011234"
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:hidden"))
    assert body is not None
    data = io.BytesIO(saved(document))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("customXml/item9.xml", "<a>办文单：张副镇长圈阅</a>")
    return data.getvalue()


def workbook() -> bytes:
    """A list with a hidden sheet, row and column, a comment and an author."""
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "发放名册"
    for row in (
        ("四间房镇发放名册", None, None, None),
        ("姓名", "身份证号", "手机", "金额（元）"),
        ("陈某某", ID_NUMBER, MOBILE, 640),
        ("王某某", OTHER_ID, "13900001111", 355.5),
        ("赵某某", "不在名单", "", 0),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[5].hidden = True
    sheet["A3"].comment = Comment("村支书的亲戚", "赵建国")
    secret: Any = book.create_sheet("内部核算")
    secret.append(("银行账号", "6217001234567890123"))
    secret.sheet_state = "hidden"
    book.properties.creator = "王敏"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def catalogue() -> bytes:
    """A standard catalogue as it is printed: heads in two rows, a matter over two lines, ticks."""
    document = docx.Document()
    document.add_paragraph("社会救助领域基层政务公开标准目录")
    table = document.add_table(rows=5, cols=8)
    rows = (
        ("序号", "公开事项", "", "公开内容（要素）", "公开时限", "公开主体", "公开对象", ""),
        ("", "一级事项", "二级事项", "", "", "", "全社会", "特定群体"),
        ("1", "最低生活保障", "资金发放", "名单、金额、监督电话", "公示7日", "乡镇人民政府", "√", ""),
        ("2", "", "政策法规文件", "办理办法、保障标准", "20个工作日内", "乡镇人民政府", "√", ""),
        ("3", "特困人员救助供养", "审核信息", "初审对象", "公示7日", "乡镇人民政府", "", "申请人"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for first, last in (((0, 1), (0, 2)), ((0, 6), (0, 7)), ((2, 1), (3, 1))):
        table.cell(*first).merge(table.cell(*last))
    for column in (0, 3, 4, 5):
        table.cell(0, column).merge(table.cell(1, column))
    return saved(document)


def photograph() -> bytes:
    """As a telephone held upright saves it: lying, with where, when and by what it was taken, and with
    a second picture behind the first."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110], exif[0x013B] = 6, "HUAWEI", "NOP-AN00", "王敏"
    exif.get_ifd(0x8769)[0x9003] = "2026:01:09 10:12:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 34.0, 12.5), 3: "E", 4: (114.0, 31.0, 7.25)})
    lying, behind = Image.new("RGB", (64, 40), "red"), Image.new("RGB", (32, 20), "blue")
    lying.paste("white", (0, 0, 8, 40))
    made = io.BytesIO()
    lying.save(made, "MPO", save_all=True, append_images=[behind], exif=exif)
    return made.getvalue()


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
