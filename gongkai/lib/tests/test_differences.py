"""What differs is told whole, in order, and within the line where it was rewritten."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.lib.differences import How, Line, differences

LINES = st.lists(st.text("甲乙丙12", max_size=6), max_size=12)


@given(LINES, LINES)
def test_what_went_and_what_came_is_all_that_parts_the_texts(old: list[str], new: list[str]) -> None:
    found = list(differences(old, new))
    gone = [line.before for line in found if line.before is not None]
    came = [line.after for line in found if line.after is not None]
    assert Counter(old) - Counter(gone) == Counter(new) - Counter(came)
    assert (_stands_in(gone, old), _stands_in(came, new)) == (True, True)
    assert all(line.before != line.after for line in found)
    for line in found:
        for text, left_out in ((line.before, How.NEW), (line.after, How.GONE)):
            if text is not None:
                assert "".join(piece.text for piece in line.pieces if piece.how is not left_out) == text


def _stands_in(told: list[str], lines: list[str]) -> bool:
    """Whether they stand there in this order."""
    each = iter(lines)
    return all(line in each for line in told)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        (
            "补贴每亩30元，10月底前发放。",
            "补贴每亩35元，10月底前发放。",
            "补贴每亩3[-0][+5]元，10月底前发放。",
        ),
        ("公示期7天。", "自10月8日起施行。", "[-公示期7天。]|[+自10月8日起施行。]"),
        ("", "新的一行。", "[-]|[+新的一行。]"),
    ],
)
def test_a_rewritten_line_is_one_and_a_replaced_one_is_two(old: str, new: str, pieces: str) -> None:
    marks = {How.STAYED: "{}", How.GONE: "[-{}]", How.NEW: "[+{}]"}
    said = [
        "".join(marks[one.how].format(one.text) for one in line.pieces) for line in differences([old], [new])
    ]
    assert "|".join(said) == pieces


def test_a_line_that_came_between_leaves_the_rewritten_one_with_its_own() -> None:
    old = ["第一条 总则", "第二条 补贴每亩30元", "第三条 附则"]
    new = ["第一条 总则", "第二条 新来的一条", "第三条 补贴每亩35元", "第四条 附则"]
    assert list(differences(old, new)) == [
        Line(None, "第二条 新来的一条"),
        Line("第二条 补贴每亩30元", "第三条 补贴每亩35元"),
        Line("第三条 附则", "第四条 附则"),
    ]


def test_long_lists_of_like_lines_take_no_time_out_of_proportion() -> None:
    old = [f"张某某\t{n % 7}\t640.00" for n in range(20_000)]
    new = [f"李某某\t{n % 7}\t640.00" for n in range(20_000)]
    began = time.perf_counter()
    assert list(differences(old, new))
    assert time.perf_counter() - began < 5
