"""Prose on screen: sub-headings, and the sentence a finding quotes marked with its number."""

from gongkai.faces.ui.findings import Shown, shown
from gongkai.faces.ui.prose import Line, Piece, lines
from gongkai.law.annual_report.formats import y2021
from gongkai.law.findings import Finding, Severity
from gongkai.papers.model import Block, Heading, Paragraph


def about(*messages: str) -> tuple[Shown, ...]:
    found = [Finding("AR-N.1", Severity.WARNING, "narrative/overview", message) for message in messages]
    return shown(found, y2021.FORM, link=lambda where, number: f"#{number}")


def marked(text: str, *messages: str) -> list[tuple[str, int | None]]:
    (line,) = lines([Paragraph(text)], about(*messages))
    return [(piece.text, piece.mark.number if piece.mark else None) for piece in line.pieces]


def test_a_quoted_sentence_carries_the_number_of_its_finding() -> None:
    assert marked(
        "全年培训2次。收到申请9件。没有收费。", "正文“收到申请9件。” — 写的是9，表格是7 — 请核对后改正。"
    ) == [("全年培训2次。", None), ("收到申请9件。", 1), ("没有收费。", None)]


def test_a_long_quotation_is_found_by_its_beginning() -> None:
    assert marked("收到申请9件，都已办结，没有结转。", "正文“收到申请9件，都已……” — 写的是9 — 请改。") == [
        ("收到申请9件，都已", 1),
        ("办结，没有结转。", None),
    ]


def test_personal_data_are_marked_by_the_words_before_them() -> None:
    assert marked("请拨打13800138000联系。", "正文“请拨打”之后 — 有手机号码，不得公开 — 请删去。") == [
        ("请拨打", 1),
        ("13800138000联系。", None),
    ]


def test_two_findings_on_one_sentence_mark_it_once() -> None:
    message = "正文“收到申请9件。” — {} — 请改。"
    assert marked("收到申请9件。", message.format("新收不对"), message.format("结转不对")) == [
        ("收到申请9件。", 1)
    ]


def test_a_sentence_that_stands_twice_is_marked_where_it_stands_first() -> None:
    found = list(lines([Paragraph("共9件。"), Paragraph("共9件。")], about("正文“共9件。” — 不对 — 请改。")))
    assert [line.pieces[0].mark is not None for line in found] == [True, False]


def test_a_finding_without_a_quotation_marks_nothing() -> None:
    assert marked("收到申请9件。", "总体情况 — 没有写考核 — 请补写一句。") == [("收到申请9件。", None)]


def test_headings_of_their_own_and_headings_that_run_in_stay_headings() -> None:
    blocks: list[Block] = [Heading("（一）机制", 2), Paragraph("每季一次。", lead="（二）会议。")]
    assert list(lines(blocks, ())) == [
        Line((Piece("（一）机制"),), heading=True),
        Line((Piece("每季一次。"),), lead="（二）会议。"),
    ]
