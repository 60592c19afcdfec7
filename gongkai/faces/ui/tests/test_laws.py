"""How a place in the law is named on a page."""

import pytest
from django.template.loader import render_to_string

from gongkai.faces.ui.laws import reference
from gongkai.law.sources import FEE_RULES, PERSONAL_INFORMATION_LAW, REGULATION, REGULATION_2008, Source


@pytest.mark.parametrize(
    ("source", "short", "full"),
    [
        (
            REGULATION.at("第三十三条第三款"),
            "条例第三十三条第三款",
            "《政府信息公开条例》（国务院令第711号，2019-05-15起施行）第三十三条第三款",
        ),
        (
            "《政府信息公开条例》第四十条",
            "条例第四十条",
            "《政府信息公开条例》（国务院令第711号，2019-05-15起施行）第四十条",
        ),
        (
            FEE_RULES.at(),
            "《政府信息公开信息处理费管理办法》",
            "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号，2021-01-01起施行）",
        ),
        (
            PERSONAL_INFORMATION_LAW.at("第二十五条"),
            "《个人信息保护法》第二十五条",
            "《个人信息保护法》（2021-11-01起施行）第二十五条",
        ),
        (
            "国办公开办函〔2021〕30号 表三",
            "国办公开办函〔2021〕30号 表三",
            "《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号，2021-09-26起施行）表三",
        ),
        ("国办发明电〔2021〕11号", "国办发明电〔2021〕11号", "国办发明电〔2021〕11号"),
        ("《没有的办法》第一条", "《没有的办法》第一条", "《没有的办法》第一条"),
    ],
)
def test_a_reference_is_short_in_the_text_and_full_when_asked(
    source: Source | str, short: str, full: str
) -> None:
    shown = reference(source)
    assert (shown.short, shown.full) == (short, full)


def test_what_was_not_read_again_says_so() -> None:
    assert not reference(REGULATION_2008.at("第二十四条", verified=False)).verified
    assert reference(REGULATION.at("第一条"), "第一条").short == "第一条"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("第二十条第（七）项", "财政预算、决算信息"),
        ("第二十条第（十五）项", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
        ("第二十一条", ""),  # known by its gist alone
        ("第三十三条第三款", ""),
    ],
)
def test_the_law_s_own_words_are_shown_where_we_have_them_and_never_made_up(place: str, words: str) -> None:
    assert reference(REGULATION.at(place)).words == reference(f"《政府信息公开条例》{place}").words == words
    drawn = render_to_string("ui/law.html", {"reference": reference(REGULATION.at(place))})
    assert ("“" in drawn) == bool(words)
    assert words in drawn
