"""Figures of a PDF that are drawn in an odd way: two of them in one box, turned, overlapping, not seen."""

from io import BytesIO

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Stream
from pylopdf_fonts_zh_cn import serif_path

from gongkai.reading import read_bytes

A4 = 842  # points: a page's height


def drawn(licensing: str) -> bytes:
    source = f"""#set text(font: "Noto Serif SC", size: 10pt)
    某县青山镇人民政府2024年政府信息公开工作年度报告
    #table(columns: (1fr,) * 2, [第二十条第（五）项], [], [信息内容], [本年处理决定数量],
      [行政许可], [{licensing}], [第二十条第（六）项], [], [信息内容], [本年处理决定数量],
      [行政处罚], [7], [行政强制], [8])
    """
    return typst.compile(  # type: ignore[misc]
        source.encode(), font_paths=[str(serif_path().parent)], ignore_system_fonts=True
    )


@pytest.mark.parametrize(
    ("count", "value"),
    [
        ("26", 26),
        ("9#h(3pt)26", None),  # the 9 may be its neighbour's
        ("2#h(0.6pt)65", None),
        ("2#h(1pt)6#h(1pt)5", 265),  # spaced out
        ("26#h(-5pt)5", None),
        ("#rotate(90deg)[26]", None),
        ("26#text(fill: luma(91%))[3]", None),  # hardly seen
        ("26#place(rect(width: 30pt, height: 15pt, fill: white), dy: -12pt)", None),
    ],
)
def test_a_count_drawn_so_is(count: str, value: int | None) -> None:
    report = read_bytes(drawn(count), name="报告.pdf")
    assert report.cells["proactive/licensing"] == value
    assert report.cells["proactive/penalties"] == 7


def prose(received: str, *, table: str = "") -> str:
    """What is read of chapter one, in which a figure is drawn so; by itself, or beside a table."""
    source = f"""#set text(font: "Noto Serif SC", size: 10pt)
    某县青山镇人民政府2024年政府信息公开工作年度报告

    一、总体情况

    2024年收到政府信息公开申请{received}件，均已答复。

    二、主动公开政府信息情况

    {table}
    #pagebreak(weak: true)
    #table(columns: (1fr,) * 2, [第二十条第（五）项], [], [信息内容], [本年处理决定数量], [行政许可], [26])
    """
    made = typst.compile(  # type: ignore[misc]
        source.encode(), font_paths=[str(serif_path().parent)], ignore_system_fonts=True
    )
    return read_bytes(made, name="报告.pdf").narrative["overview"]


@pytest.mark.parametrize("table", ["", "#table(columns: 2, [信息内容], [7])"])
@pytest.mark.parametrize(
    ("received", "printed"),
    [
        ("10", "10"),
        ("10#box(place(rect(width: 12pt, height: 15pt, fill: white), dy: -12pt, dx: -11pt))", "□□"),
    ],
)
def test_a_figure_of_the_prose_that_is_not_seen_is_a_blank(table: str, received: str, printed: str) -> None:
    assert prose(received, table=table) == f"2024年收到政府信息公开申请{printed}件，均已答复。"


def whole(pdf: pikepdf.Pdf) -> None:
    """As it is."""


def note(pdf: pikepdf.Pdf) -> None:
    """A note over the upper table rows, as an office program writes it: white, another figure on it."""
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    look = Stream(pdf, b"1 1 1 rg 0 0 90 100 re f BT 0 0 0 rg /F 10 Tf 9 40 Td (6199) Tj ET")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 90, 100])
    look.Resources = Dictionary(Font=Dictionary(F=font))
    pdf.pages[0].Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FreeText,
                    Rect=Array([300, A4 - 200, 390, A4 - 100]),
                    AP=Dictionary(N=pdf.make_indirect(look)),
                    F=4,
                )
            )
        ]
    )


def picture(pdf: pikepdf.Pdf, *, grey: bytes = b"\xff\x00", share: float = 1) -> None:
    """A picture of two dots above the text, over the upper part of the page."""
    dots = Stream(pdf, grey)
    dots.Type, dots.Subtype, dots.Width, dots.Height = Name.XObject, Name.Image, 1, 2
    dots.ColorSpace, dots.BitsPerComponent = Name.DeviceGray, 8
    page = pdf.pages[0]
    name = page.add_resource(dots, Name.XObject)
    page.contents_coalesce()
    upper = f"q 595 0 0 {A4 * share} 0 {A4 * (1 - share)} cm {name} Do Q".encode()
    page.Contents = Stream(pdf, b"q\n" + page.Contents.read_bytes() + b"\nQ " + upper)


def patch(pdf: pikepdf.Pdf) -> None:
    picture(pdf, share=0.5)


def invisible(pdf: pikepdf.Pdf) -> None:
    """Text as a scanner's recogniser lays it over its picture, in a mode that paints nothing."""
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Contents = Stream(pdf, page.Contents.read_bytes().replace(b"BT 0 Tr", b"BT 3 Tr"))


@pytest.mark.parametrize(("change", "value"), [(whole, 26), (note, None), (patch, None), (invisible, None)])
def test_a_figure_that_is_not_seen_is_not_read(change: object, value: int | None) -> None:
    with pikepdf.open(BytesIO(drawn("26"))) as pdf:
        change(pdf)  # type: ignore[operator]
        pdf.save(file := BytesIO())
    report = read_bytes(file.getvalue(), name="报告.pdf")
    assert report.cells["proactive/licensing"] == value
    whys = [finding.message for finding in report.findings if finding.where == "proactive/licensing"]
    assert all("看得见的与文件中的文字不一致" in why for why in whys)
    assert bool(whys) == (value is None)
