"""Figures of a PDF that are drawn in an odd way: two of them in one box, turned, overlapping."""

import pytest
import typst
from pylopdf_fonts_zh_cn import serif_path

from gongkai.reading import read_bytes


@pytest.mark.parametrize(
    ("drawn", "value"),
    [
        ("26", 26),
        ("9#h(3pt)26", None),  # the 9 may be its neighbour's
        ("2#h(0.6pt)65", None),
        ("2#h(1pt)6#h(1pt)5", 265),  # spaced out
        ("26#h(-5pt)5", None),
        ("#rotate(90deg)[26]", None),
    ],
)
def test_a_count_drawn_so_is(drawn: str, value: int | None) -> None:
    source = f"""#set text(font: "Noto Serif SC", size: 10pt)
    某县青山镇人民政府2024年政府信息公开工作年度报告
    #table(columns: (1fr,) * 2, [第二十条第（五）项], [], [信息内容], [本年处理决定数量],
      [行政许可], [{drawn}], [第二十条第（六）项], [], [信息内容], [本年处理决定数量],
      [行政处罚], [7], [行政强制], [8])
    """
    data = typst.compile(  # type: ignore[misc]
        source.encode(), font_paths=[str(serif_path().parent)], ignore_system_fonts=True
    )
    report = read_bytes(data, name="报告.pdf")
    assert report.cells["proactive/licensing"] == value
    assert report.cells["proactive/penalties"] == 7
