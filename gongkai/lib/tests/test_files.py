"""File names that lead nowhere but into their folder."""

import pytest

from gongkai.lib.files import safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("四间房镇人民政府2022年报告", "四间房镇人民政府2022年报告"),
        ("../../x镇2021", "_.._x镇2021"),
        ("a/b\\c", "a_b_c"),
        ('C:镇*?"', "C_镇___"),
        ("甲\n镇 ", "甲_镇"),
        ("..", "_"),
    ],
)
def test_a_name_stays_in_its_folder_on_every_system(text: str, name: str) -> None:
    assert safe_name(text) == name
