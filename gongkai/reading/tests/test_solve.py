"""Figures without limits between them: the sums leave one way to cut them, or nothing is taken."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.reading import read_bytes, solve
from tests.synthetic.files import draft, write

RESULTS = ("granted", "partial", "refused_secret")


def table(*, granted: str, total: str, new: str, carried_out: str = "0000000") -> dict[str, list[str]]:
    nothing = ["0000000"]
    rows = {"new": [new], "carried_in": nothing, "granted": [granted], "partial": nothing}
    return rows | {"refused_secret": nothing, "total": [total], "carried_out": [carried_out]}


def test_one_way_to_cut_them_that_adds_up_is_the_answer() -> None:
    found = solve.requests(table(granted="120000012", total="120000012", new="120000012"), RESULTS)
    assert found["granted"] == (12, 0, 0, 0, 0, 0, 12)
    assert found["carried_out"] == (0, 0, 0, 0, 0, 0, 0)


def test_several_ways_that_add_up_are_no_answer() -> None:
    # 2, 20, 0, 0, 3, 0, 25 adds up as well as 22, 0, 0, 0, 3, 0, 25
    with pytest.raises(solve.Unsolved, match="不止一种"):
        solve.requests(table(granted="220003025", total="220003025", new="220003025"), RESULTS)


def test_a_row_that_does_not_add_up_is_no_answer() -> None:
    with pytest.raises(solve.Unsolved, match="一行加不起来"):
        solve.requests(table(granted="270020131", total="270020130", new="270020130"), RESULTS)


def test_a_column_that_does_not_add_up_is_no_answer() -> None:
    with pytest.raises(solve.Unsolved, match="一列加不起来"):
        solve.requests(table(granted="110000011", total="120000012", new="120000012"), RESULTS)


def test_a_blank_in_the_source_parts_two_figures() -> None:
    rows = table(granted="0", total="0", new="0") | {
        key: ["2", "200030", "25"] for key in ("granted", "total", "new")
    }
    assert solve.requests(rows, RESULTS)["granted"] == (2, 20, 0, 0, 3, 0, 25)


@pytest.mark.slow
def test_digits_that_can_be_cut_in_too_many_ways_cost_bounded_time() -> None:
    began = time.monotonic()
    with pytest.raises(solve.Unsolved, match="太多"):
        solve.requests(table(granted="1" * 60, total="1" * 60, new="1" * 60), RESULTS)
    assert time.monotonic() - began < 5


def test_table_four_is_solved_where_its_digits_can_be_cut_in_one_way() -> None:
    assert solve.remedies(["100120000002013"]) == (1, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 2, 0, 1, 3)
    with pytest.raises(solve.Unsolved, match="一组加不起来"):
        solve.remedies(["100130000002013"])


def test_table_four_is_not_cut_as_a_wrong_sum_of_the_organ_would_have_it() -> None:
    # printed: 0, 0, 0, 19, 0 without its total; 0, 0, 1, 9, 10 is the only way that adds up
    with pytest.raises(solve.Unsolved, match="不足以分辨"):
        solve.remedies(["0000000019" + "0" * 6])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=15, max_size=15))
def test_table_four_is_solved_right_or_not_at_all_whether_it_adds_up_or_not(figures: list[int]) -> None:
    try:
        assert solve.remedies(["".join(map(str, figures))]) == tuple(figures)
    except solve.Unsolved:
        blocks = [figures[at : at + 5] for at in (0, 5, 10)]
        assert max(figures) > 9 or any(sum(block[:4]) != block[4] for block in blocks)


def test_below_a_lost_head_the_sums_must_leave_one_place_for_the_total() -> None:
    rows = dict.fromkeys(("new", "granted", "total"), (3, 1, 0, 0, 2, 0, 6)) | dict.fromkeys(
        ("carried_in", "partial", "refused_secret", "carried_out"), (0,) * 7
    )
    assert solve.placed(rows, RESULTS)["new"] == (3, 1, 0, 0, 2, 0, 6)
    alone = {key: (5, 0, 0, 0, 0, 0, 5) if any(row) else row for key, row in rows.items()}
    with pytest.raises(solve.Unsolved, match="不止一种"):
        solve.placed(alone, RESULTS)


def test_every_solved_figure_of_a_page_says_so_and_the_rest_why_not() -> None:
    page = draft(2, "2021", "glued.txt")
    report = read_bytes(write(page), name="报告.txt")
    derived = {finding.where for finding in report.findings if finding.rule == "AR-derived"}
    assert derived == {code for code, value in report.cells.items() if value is not None}
    assert derived == {code for code in page.truth if code.startswith("requests/")}
    assert all(report.cells[code] == page.truth[code] for code in derived)
    message = next(f.message for f in report.findings if f.where == "remedies/reconsideration/total")
    assert "数字不止一种分法，每组只有一个总计，不足以分辨" in message


def test_a_page_whose_figures_do_not_add_up_gives_none_and_says_why() -> None:
    page = draft(2, "2021", "glued.txt")
    broken = write(page).replace("（七）总计".encode(), "（七）总计1".encode())
    report = read_bytes(broken, name="报告.txt")
    assert not any(value for code, value in report.cells.items() if code.startswith("requests/"))
    message = next(f.message for f in report.findings if f.where == "requests/total/total")
    assert "也不能按勾稽关系推算：怎样分开都有一行加不起来" in message


def test_a_table_three_without_any_head_is_read_where_the_sums_place_its_total() -> None:
    page = draft(3, "2021", "html")
    for sheet in page.sheets("requests"):
        del sheet.rows[:3]
    report = read_bytes(write(page), name="报告.html")
    codes = {code for code in page.truth if code.startswith("requests/")}
    assert {code for code in codes if report.cells[code] != page.truth[code]} == set()
    assert {finding.where for finding in report.findings if finding.rule == "AR-derived"} == codes


def test_a_head_that_lost_its_table_keeps_the_sums_from_placing_the_columns() -> None:
    page = draft(3, "2021", "html")
    for sheet in page.sheets("requests"):
        del sheet.rows[:3]
    beside = write(page).replace(b"<table", "<p>法人或其他组织</p><table".encode())
    report = read_bytes(beside, name="报告.html")
    assert not any(code.startswith("requests/") and value for code, value in report.cells.items())
