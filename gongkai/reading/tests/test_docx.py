"""A box of a Word file whose digits are no one figure: hidden, struck out, set above or backwards."""

from io import BytesIO

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.reading import read_bytes
from gongkai.reading.characters import NOISE
from gongkai.reading.readers.docx import read

RUN = "<w:r><w:t>{}</w:t></w:r>"
STYLED = f'{RUN.format(12)}<w:r><w:rPr><w:rStyle w:val="{{}}"/></w:rPr><w:t>3</w:t></w:r>'


def seen(xml: str) -> str:
    """What is read of a box that holds this paragraph, in a file with styles that hide and strike out."""
    document = docx.Document()
    document.styles.add_style("Hidden", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    struck = document.styles.add_style("Struck", WD_STYLE_TYPE.CHARACTER)
    struck.font.strike = True
    document.styles.add_style("Below", WD_STYLE_TYPE.CHARACTER).base_style = struck
    document.styles.add_style("Gone", WD_STYLE_TYPE.PARAGRAPH).font.strike = True
    grid = document.add_table(1, 2)
    grid.cell(0, 0).text = "行政许可"
    box = grid.cell(0, 1)._tc
    box.remove(box.p_lst[0])
    spaces = nsdecls("w", "m")
    box.append(parse_xml(f"<w:p {spaces}>{xml}</w:p>"))
    document.save(file := BytesIO())
    return read(file.getvalue(), "报告.docx").grids[0].rows[0][1].text


@pytest.mark.parametrize(
    "xml",
    [
        STYLED.format("Struck"),
        STYLED.format("Below"),
        '<w:pPr><w:pStyle w:val="Gone"/></w:pPr>' + RUN.format(12),
        "<w:r><w:ruby><w:rt>"
        + RUN.format(3)
        + "</w:rt><w:rubyBase>"
        + RUN.format(12)
        + "</w:rubyBase></w:ruby></w:r>",
        '<w:bdo w:val="rtl">' + RUN.format(21) + "</w:bdo>",
        RUN.format(12) + "<m:oMath><m:r><m:t>3</m:t></m:r></m:oMath>",
    ],
)
def test_digits_are_no_figure_where_some_are_struck_above_backwards_or_of_a_formula(xml: str) -> None:
    assert NOISE in seen(xml)


def test_what_a_style_hides_is_not_read_and_what_the_run_shows_again_is() -> None:
    assert seen(STYLED.format("Hidden")) == "12"
    shown = '<w:r><w:rPr><w:rStyle w:val="Struck"/><w:strike w:val="0"/></w:rPr><w:t>12</w:t></w:r>'
    assert seen(shown) == "12"


@pytest.mark.parametrize(
    "box", ["<bdo dir='rtl'>21</bdo>", "<b style='direction: rtl; unicode-bidi: bidi-override'>21</b>"]
)
def test_digits_that_a_page_prints_backwards_are_no_figure(box: str) -> None:
    rows = (("第二十条第（五）项",), ("信息内容", "本年处理决定数量"), ("行政许可", box))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    title = "<title>某县青山镇人民政府2024年政府信息公开工作年度报告</title>"
    report = read_bytes(f"{title}<table>{table}</table>".encode(), name="报告.html")
    assert report.cells["proactive/licensing"] is None
