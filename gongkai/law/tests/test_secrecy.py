"""Secrecy marks are known however they are printed; prose about secrets is not one."""

import pytest

from gongkai.law.secrecy import marked


@pytest.mark.parametrize(
    "text", ["机密★10年", "秘 密 ★", "绝密\n★长期", "★机密", "密级：秘密", "秘密5年", "机密至2030年"]
)
def test_a_mark_bars_a_file_and_a_sentence(text: str) -> None:
    assert marked(text, of_file=True)
    assert marked(text, of_file=False)


@pytest.mark.parametrize("text", ["内部资料 注意保存", "此件不予公开", "工作秘密", "份号：000012", "密级"])
def test_words_of_papers_that_are_not_for_the_public_bar_a_file_alone(text: str) -> None:
    assert marked(text, of_file=True)
    assert not marked(text, of_file=False)


@pytest.mark.parametrize(
    "text", ["贵镇以国家秘密为由不予公开，请说明依据", "不涉及商业秘密", "保密审查制度", "5年内的秘密会议"]
)
def test_prose_about_secrets_is_no_mark(text: str) -> None:
    assert not marked(text, of_file=True)
