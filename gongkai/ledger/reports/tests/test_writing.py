"""No file leaves that does not read back as the ledger says."""

import io
import re
from decimal import Decimal

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from gongkai import papers
from gongkai.law.annual_report.formats import BY_CODE as FORMS
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.tally import YearFacts, tally
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import writing
from gongkai.reading import read_bytes

pytestmark = pytest.mark.django_db


def report(form: str = "2021", year: int = 2022) -> ReportData:
    """A report in which every cell has another figure."""
    cells = dict(tally(YearFacts("四间房镇人民政府", year), FORMS[form]))
    for number, (code, value) in enumerate(cells.items(), 1):
        if isinstance(value, int):
            cells[code] = number
        elif isinstance(value, Decimal):
            cells[code] = Decimal("0.158005")
    narrative = {
        "overview": "（一）主动公开\n2022年公开32条。",
        "problems": "人手少。",
        "other_matters": "无",
    }
    return ReportData("四间房镇人民政府", year, form, cells, narrative)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("code", [form.code for form in writing.FILE_FORMS])
def test_every_form_reads_back_cell_by_cell(code: str, form: str) -> None:
    made = report(form, 2022 if form == "2021" else 2020)
    data = writing.write(made, code)
    again = read_bytes(data, name=f"report.{code}")
    assert {key: value for key, value in again.cells.items() if value is not None} == {
        key: value for key, value in made.cells.items() if value is not None
    }
    assert (again.organ, again.year) == (made.organ, made.year)


@pytest.mark.slow
@pytest.mark.parametrize(("char", "number"), [("𠮷", "U+20BB7"), ("😀", "U+1F600")])
def test_a_character_that_no_font_has_is_named_with_what_to_do(char: str, number: str) -> None:
    made = writing.replace(report(), narrative={**report().narrative, "problems": f"经办人{char}某人手少。"})
    said = f"PDF里印不出“{char}”（{number}） — 所用的字体没有这个字 — 请在正文里换一个写法"
    with pytest.raises(writing.RoundTripError) as refused:
        writing.write(made, "pdf")
    assert said in str(refused.value)
    assert "人手少" not in str(refused.value)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["docx", "pdf", "html", "xlsx"])
def test_a_file_that_says_something_else_is_not_handed_out(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = report()
    wrong = writing.document.build(writing.replace(made, cells={**made.cells, "requests/granted/total": 999}))
    data = papers.write(wrong, code)
    monkeypatch.setattr(papers, "write", lambda *_arguments, **_options: data)
    with pytest.raises(writing.RoundTripError, match=r"（一）予以公开·总计：台账.*文件999"):
        writing.write(made, code)


def test_money_is_rounded_on_paper_where_the_organ_says_so_and_exact_in_json() -> None:
    organ = Organ(name="四间房镇人民政府", options={"fee_places": 5})
    assert ">0.15801<" in writing.write(report(), "html", organ=organ).decode()
    assert '"0.158005"' in writing.write(report(), "json", organ=organ).decode()


@pytest.mark.slow
@pytest.mark.parametrize("code", ["docx", "pdf", "html", "xlsx", "json"])
def test_every_form_carries_the_head_of_the_log_and_reads_back_without_it(code: str) -> None:
    create(name="四间房镇人民政府", actor="测试")
    head = audit.head()
    assert head is not None
    data = writing.write(report(), code)
    assert read_bytes(data, name=f"report.{code}").narrative["other_matters"] == "无"
    assert head.hash in text_of(code, data)


def text_of(code: str, data: bytes) -> str:
    """What a reader of the file sees."""
    if code == "docx":
        return "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    if code == "pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    if code == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return data.decode()


def test_the_page_carries_the_official_tags_it_was_told_and_no_others() -> None:
    organ = Organ(name="四间房镇人民政府", options={"site_name": "滑县人民政府网"})
    page = writing.write(report(), "html", organ=organ).decode()
    assert '<meta name="SiteName" content="滑县人民政府网">' in page
    for column in (
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
    ):  # all four are required
        assert re.search(f'<meta name="{column}" content="[^"{{}}]+">', page)
    assert "SiteIDCode" not in page
