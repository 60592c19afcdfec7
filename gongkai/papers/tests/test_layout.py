from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.layout import (
    attachment_lines,
    clean,
    digits,
    place,
    sections,
    signature_indents,
    stays_whole,
    title_lines,
    width,
)
from gongkai.papers.model import Attachments, Cell, Document, Heading, Paragraph, Signature, Table
from gongkai.papers.tests.samples import TABLE, long_table


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (100, "100"),
        (None, ""),
        (Decimal("0.0000"), "0"),
        (Decimal("59237.2449"), "59237.2449"),
        (Decimal("12.500000"), "12.5"),
        (Decimal("316441"), "316441"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_a_figure_prints_without_trailing_zeros_and_an_unknown_one_is_blank(
    value: int | Decimal | None, printed: str
) -> None:
    assert digits(value) == printed


def test_clean_text_keeps_words_and_lines_and_drops_what_cannot_be_printed() -> None:
    assert clean("甲\x00乙\x1b\ud800丙\u202e丁\r\n戊\t己\ufffe") == "甲乙丙丁\n戊 己"


@pytest.mark.parametrize(
    ("phrases", "lines"),
    [
        (
            ("四间房镇人民政府", "2022年", "政府信息公开工作", "年度报告"),
            ("四间房镇人民政府2022年", "政府信息公开工作年度报告"),
        ),
        (("滑县", "2022年", "政府信息公开"), ("滑县2022年政府信息公开",)),
        (("甲" * 9, "乙" * 6, "丙" * 12, "丁" * 9), ("甲" * 9 + "乙" * 6, "丙" * 12, "丁" * 9)),
    ],
)  # fmt: skip
def test_a_title_is_cut_by_sense_into_the_fewest_even_lines(
    phrases: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    assert title_lines(phrases, 20) == lines


def test_a_title_is_never_waisted() -> None:
    first, second, third = map(width, title_lines(("一" * 14, "二" * 6, "三" * 8, "四" * 15), 20))
    assert not first > second < third


@given(st.lists(st.text("国年20（）", min_size=1, max_size=30), min_size=1, max_size=15))
def test_no_character_of_a_title_is_lost_and_no_line_is_too_long(phrases: list[str]) -> None:
    lines = title_lines(phrases, 20)
    assert "".join(lines) == "".join(phrases)
    assert all(width(line) <= 20 for line in lines)


@pytest.mark.parametrize(
    ("organ", "indents"),
    [
        ("示例镇人民政府", (3.5, 4)),  # 7 characters over the 6 of 2022年9月5日
        ("示例镇", (5.5, 4)),
        ("某某省某某市某某县人民政府办公室", (0, 5)),
    ],
)
def test_the_organ_stands_centred_over_a_date_four_characters_from_the_edge(
    organ: str, indents: tuple[float, float]
) -> None:
    assert signature_indents(Signature(organ, date(2022, 9, 5))) == indents


def test_only_several_attachments_are_numbered() -> None:
    assert attachment_lines(Attachments(())) == ()
    assert attachment_lines(Attachments(("目录",))) == ("附件：目录",)
    assert attachment_lines(Attachments(("目录", "指南"))) == ("附件：1.目录", "\u3000\u3000\u30002.指南")


def test_every_cell_of_a_table_knows_its_place() -> None:
    places = [[(box.row, box.column, box.cell.text) for box in line] for line in place(TABLE)]
    assert places == [
        [(0, 0, "项目"), (0, 2, "件数")],
        [(1, 2, "上半年"), (1, 3, "下半年"), (1, 4, "合计")],
        [(2, 0, "公开"), (2, 1, "许可"), (2, 2, "1"), (2, 3, "2"), (2, 4, "3")],
        [(3, 1, "处罚"), (3, 2, ""), (3, 3, "4"), (3, 4, "4")],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell("甲"),),),  # a box without a cell
        ((Cell("甲"), Cell("乙"), Cell("丙")),),  # a cell without a box
        ((Cell("甲", rowspan=2), Cell("乙")),),  # a span below the last row
        ((Cell("甲"), Cell("乙", rowspan=2)), (Cell("丙", colspan=2),)),  # two cells in one box
    ],
)
def test_a_table_whose_spans_do_not_tile_it_is_refused(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(ValueError, match="table"):
        place(Table(rows, widths=(1, 1)))


def test_a_heading_turns_with_its_landscape_table() -> None:
    turned = Table(((Cell("甲"),),), widths=(1,), landscape=True)
    blocks = (Paragraph("文"), Heading("一、甲"), turned, Heading("二、乙"), Paragraph("文"))
    runs = [(turned, [item.block for item in run]) for turned, run in sections(blocks)]
    assert runs == [(False, [blocks[0]]), (True, [blocks[1], turned]), (False, list(blocks[3:]))]


def test_only_a_table_that_fits_a_page_is_kept_whole() -> None:
    def asking(table: Table) -> Table:
        return Table(table.rows, table.widths, table.head_rows, whole=True)

    assert stays_whole(asking(long_table(30)))
    assert not stays_whole(asking(long_table(60)))
    assert not stays_whole(long_table(30))


def test_a_heading_has_level_one_to_four() -> None:
    with pytest.raises(ValueError, match="level 5"):
        Heading("①", 5)


def test_the_phrases_of_a_title_are_the_title() -> None:
    with pytest.raises(ValueError, match="phrases"):
        Document("年度报告", (), phrases=("年度", "总结"))
