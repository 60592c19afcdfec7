"""Encodings as government pages have them, and say them."""

import pytest

from gongkai.reading.charset import decode
from gongkai.reading.errors import ReadError

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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "big5"])
def test_an_encoding_that_nobody_names_is_known_by_the_words(encoding: str) -> None:
    text = "2023年政府資訊工作年度報告\n1\t2\n"
    assert decode(text.encode(encoding), name="年报") == text


@pytest.mark.parametrize(
    "data",
    ["政府信息公开\x001\x002".encode(), "政府信息公开1\x002".encode("utf-16"), "公开1".encode("utf-32-le")],
    ids=["UTF-8", "UTF-16", "UTF-32 without a mark"],
)
def test_a_text_with_null_characters_is_refused_and_not_read_without_them(data: bytes) -> None:
    with pytest.raises(ReadError, match="《年报》的文字里有空字符"):
        decode(data, name="年报")


def test_the_header_goes_before_the_page() -> None:
    assert decode("公开".encode("big5", "ignore"), name="页面", header="Big5") == "公"  # 开 is not in Big5


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_cut_within_a_character_is_still_read(encoding: str) -> None:
    text = "政府信息公开工作年度报告" * 20
    assert decode(text.encode(encoding)[:-1], name="页面").startswith(text[:-1])
