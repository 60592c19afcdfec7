"""File names that lead nowhere but into their folder."""

import errno
import os

import pytest

from gongkai.lib.files import safe_name, why


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


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EFBIG, "超过了允许的文件大小"), (errno.EEXIST, "已有同名的文件"), (errno.EACCES, "没有权限")],
)
def test_what_the_system_complains_of_is_said_in_chinese(number: int, words: str) -> None:
    assert why(OSError(number, os.strerror(number), "台账.xlsx")) == words
