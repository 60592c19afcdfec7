"""Tables out of ruled lines, drawn here as rules across (y, from, to) and down (x, from, to)."""

from collections.abc import Sequence

import pytest

from gongkai.reading import ReadError
from gongkai.reading.ruled import Rule, Table, tables

Lines = Sequence[tuple[float, float, float]]


def drawn(across: Lines, down: Lines) -> list[Table]:
    return tables([Rule(*rule) for rule in across], [Rule(*rule) for rule in down], near=1.0, name="表")


def boxes(table: Table) -> list[tuple[int, int, int, int]]:
    return [box[:4] for box in table.boxes]


GRID = (
    [(0, 0, 30), (10, 0, 30), (20, 0, 30)],
    [(0, 0, 20), (10, 0, 20), (30, 0, 20)],
)


def test_rules_that_cross_make_boxes_with_their_places() -> None:
    (table,) = drawn(*GRID)
    assert boxes(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert table.boxes[1][4:] == (10, 0, 30, 10, True)
    assert (table.xs, table.ys) == ((0, 10, 30), (0, 10, 20))


def test_where_a_rule_is_missing_boxes_are_one() -> None:
    (table,) = drawn([(0, 0, 30), (10, 10, 30), (20, 0, 30)], [(0, 0, 20), (10, 0, 20), (30, 0, 20)])
    assert boxes(table) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


def test_rules_drawn_in_pieces_or_twice_or_not_quite_meeting_are_the_same_table() -> None:
    across = [(0, 0, 14), (0.3, 14.5, 30), (10, 0.6, 29.5), (10.2, 0, 30), (20, 0, 30)]
    assert boxes(drawn(across, GRID[1])[0]) == boxes(drawn(*GRID)[0])


def test_a_table_that_goes_on_over_the_pages_end_is_closed_there() -> None:
    across, down = GRID
    (table,) = drawn(across[:2], down)
    assert [box.bottom for box in table.boxes] == [10, 10, 20, 20]


def test_a_table_without_sides_is_closed_there() -> None:
    (table,) = drawn(GRID[0], [(10, 0, 20)])
    assert boxes(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_strokes_of_characters_are_no_rules_though_they_touch_one() -> None:
    across, down = GRID
    (table,) = drawn([*across, (4, 3, 8)], [*down, (5, 0, 7), (20, 12, 17)])
    assert boxes(table) == boxes(drawn(*GRID)[0])


def test_a_side_that_is_drawn_in_part_makes_both_its_boxes_doubtful() -> None:
    across, down = GRID
    (table,) = drawn(across, [down[0], (10, 0, 3), (10, 6, 20), down[2]])
    sound = {(box.row, box.column): box.is_sound for box in table.boxes}
    assert sound == {(0, 0): False, (0, 1): False, (1, 0): True, (1, 1): True}


def test_a_box_that_is_no_rectangle_is_doubtful_in_all_its_parts() -> None:
    across = [(0, 0, 20), (10, 0, 10), (20, 0, 20)]
    down = [(0, 0, 20), (10, 10, 20), (20, 0, 20)]
    (table,) = drawn(across, [*down, (10, 0, 0.5)])
    assert {box[:4]: box.is_sound for box in table.boxes} == {
        (0, 0, 1, 1): False,
        (0, 1, 1, 1): False,
        (1, 0, 1, 1): True,
        (1, 1, 1, 1): False,
    }


def test_frames_and_underlines_are_no_tables() -> None:
    assert drawn([(0, 0, 30), (20, 0, 30)], [(0, 0, 20), (30, 0, 20)]) == []
    assert drawn([(0, 0, 30), (10, 0, 30), (20, 0, 30)], [(0, 0, 20), (30, 0, 20)]) == []
    assert drawn([(5, 2, 9)], []) == []


def test_two_tables_on_a_page_are_two() -> None:
    across, down = GRID
    below = [(y + 50, a, b) for y, a, b in across], [(x, a + 50, b + 50) for x, a, b in down]
    found = drawn([*below[0], *across], [*below[1], *down])
    assert [table.top for table in found] == [0, 50]


@pytest.mark.slow
def test_a_page_of_lines_without_end_is_refused() -> None:
    lines = [(float(n * 3), 0.0, 9_000.0) for n in range(1_500)]
    with pytest.raises(ReadError, match="过于复杂"):
        drawn(lines, lines)
