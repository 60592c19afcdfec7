"""Where one is on the desk."""

import pytest

from gongkai.faces.ui.frame import Entry, Frame, at

FRAME = Frame(
    "四间房镇",
    (
        (Entry("今日", "/desk/"), Entry("申请", "/desk/requests/")),
        (Entry("年报", "/desk/reports/2025/", over="/desk/reports/"), Entry("设置", "/desk/settings/")),
    ),
)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/desk/", ["今日"]),
        ("/desk/requests/12/", ["申请"]),
        ("/desk/settings/", ["设置"]),
        ("/desk/reports/2025/cases/", ["年报"]),
        ("/desk/reports/2023/", ["年报"]),
        ("/desk/search/", []),
        ("/check/", []),
    ],
)
def test_the_entry_over_a_page_is_marked_alone(path: str, current: list[str]) -> None:
    marked = at(FRAME, path)
    assert [entry.label for group in marked.groups for entry in group if entry.current] == current
