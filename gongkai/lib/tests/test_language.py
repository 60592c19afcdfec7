import subprocess
import sys

import pytest

from gongkai.lib.language import _, listed, speaking


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("", "年度报告"),
        ("zh-CN", "年度报告"),
        ("fr", "年度报告"),
        ("en", "Annual report"),
        ("en_GB.UTF-8", "Annual report"),
    ],
)
def test_chinese_is_shown_unless_english_is_asked_for(
    setting: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_LANG", setting)
    assert _("年度报告") == shown


def test_a_sentence_without_translation_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_LANG", "en")
    assert _("此句没有译文。") == "此句没有译文。"
    assert _("") == ""


def test_a_translated_message_does_not_start_django() -> None:
    code = (
        "import sys; from gongkai.lib.language import _; _('年度报告');"
        "print(sorted({'django', 'babel'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert shown.stdout.strip() == "[]"


def test_a_list_is_parted_as_the_reader_s_language_parts_it() -> None:
    with speaking("zh"):
        assert listed(["公开专员", "签发人"]) == "公开专员、签发人"
    with speaking("en"):
        assert listed([2022, 2023]) == "2022, 2023"
