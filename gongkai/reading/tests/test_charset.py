"""Encodings as government pages have them, and say them."""

import pytest

from gongkai.reading.charset import decode

TEXT = "<meta charset='{}'><p>政府信息公开工作年度报告，㐀 €</p>"


@pytest.mark.parametrize(
    ("said", "real"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("", "utf-8"),
        ("", "gb18030"),
        ("utf-8", "utf-16"),
        ("gbk", "utf-8-sig"),
    ],
)
def test_a_page_that_says_one_charset_and_is_in_another_is_read(said: str, real: str) -> None:
    text = TEXT.format(said)
    assert decode(text.encode(real), name="页面") == text


def test_the_header_goes_before_the_page() -> None:
    assert decode("公开".encode("big5", "ignore"), name="页面", header="Big5") == "公"  # 开 is not in Big5


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_cut_within_a_character_is_still_read(encoding: str) -> None:
    text = "政府信息公开工作年度报告" * 20
    assert decode(text.encode(encoding)[:-1], name="页面").startswith(text[:-1])
