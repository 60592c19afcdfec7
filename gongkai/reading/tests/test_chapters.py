"""Chapters by their headings, renamed, run in, listed or followed by the page's buttons."""

import pytest

from gongkai.reading.chapters import chapter_of, prose
from gongkai.reading.page import Page


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("一、总体情况", "overview"),
        ("⼀、总体情况", "overview"),
        ("一．总体情况", "overview"),
        ("第五部分 存在的主要问题及改进情况", "problems"),
        ("五、存在问题及改进情况", "problems"),
        ("五、存在的主要问题和改进措施", "problems"),
        ("六、其他需要报告事项", "other_matters"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "remedies"),
        ("（三）主动公开政府信息情况", ""),
        ("一、加强组织领导，完善工作机制", ""),
        ("二是主动公开政府信息情况良好", ""),
    ],
)
def test_a_line_is_the_heading_of(line: str, key: str) -> None:
    assert chapter_of(line) == key


def test_a_list_of_contents_is_not_the_report() -> None:
    contents = ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
    page = Page(
        (
            *contents,
            "一、总体情况",
            "甲。",
            "（一）乙。",
            "五、存在的主要问题及改进情况",
            "丙。",
            "六、其他需要报告的事项",
            "无",
        )
    )
    assert prose(page, "").narrative == {
        "overview": "甲。\n（一）乙。",
        "problems": "丙。",
        "other_matters": "无",
    }
    assert prose(page, "").headings == contents


def test_the_text_of_a_first_chapter_without_heading_is_kept_without_the_pages_menus() -> None:
    lines = (
        "首页",
        "政务公开",
        "某县青山镇人民政府2024年政府信息公开工作年度报告",
        "2024年，我镇共收到政府信息公开申请9件。",
        "均已答复。",
        "二、主动公开政府信息情况",
        "表格如下。",
        "六、其他需要报告的事项",
        "无",
    )
    found = prose(Page(lines), "")
    assert found.narrative["overview"] == "2024年，我镇共收到政府信息公开申请9件。\n均已答复。"
    assert found.headings == ("二、主动公开政府信息情况", "六、其他需要报告的事项")


def test_prose_around_a_table_is_kept_whole_without_the_labels_of_the_table() -> None:
    lines = (
        "一、总体情况",
        "甲。",
        "三、收到和处理政府信息公开申请情况",
        "2024年，我镇通过政府网站和当面提交等方式收到政府信息",
        "公开申请9件。",
        "申请人情况",
        "总计",
        "四、政府信息公开行政复议、行政诉讼情况",
        "结果维持",
    )
    assert prose(Page(lines), "").narrative == {
        "overview": "甲。",
        "requests": "2024年，我镇通过政府网站和当面提交等方式收到政府信息\n公开申请9件。",
    }


def test_what_stands_before_the_first_chapter_is_no_part_of_it() -> None:
    lines = ("本报告数据截至2024年12月31日。", "一、总体情况", "甲。", "六、其他需要报告的事项", "无")
    assert prose(Page(lines), "").narrative["overview"] == "甲。"


def test_a_part_of_chapter_one_that_resembles_a_heading_is_prose() -> None:
    lines = (
        "一、总体情况",
        "二、主动公开情况",
        "甲。",
        "二、主动公开政府信息情况",
        "六、其他需要报告事项",
        "无",
    )
    assert prose(Page(lines), "").narrative == {"overview": "二、主动公开情况\n甲。", "other_matters": "无"}
    assert prose(Page(lines), "").headings == (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "六、其他需要报告事项",
    )


def test_headings_inside_a_line_that_lost_its_ends_are_found() -> None:
    page = Page(
        (
            "办结69件。五、存在的主要问题及改进情况 人手少。"
            "六、其他需要报告的事项2021年，无收取信息处理费情况。 附件下载",
        )
    )
    assert prose(page, "").narrative["problems"] == "人手少。"
    assert prose(page, "").narrative["other_matters"].startswith("2021年，无收取信息处理费情况。")


def test_a_preamble_that_lists_the_parts_begins_no_chapter() -> None:
    page = Page(
        ("本报告包括一、总体情况，二、主动公开政府信息情况，六、其他需要报告的事项。", "一、总体情况", "甲。")
    )
    assert prose(page, "").narrative == {"overview": "甲。"}


def test_headings_that_lost_their_numbers_are_headings_where_none_has_its_number() -> None:
    lines = (
        "总体情况",
        "甲。",
        "主动公开政府信息情况",
        "存在的主要问题及改进情况",
        "丙。",
        "其他需要报告的事项",
        "无",
    )
    assert prose(Page(lines), "").narrative == {"overview": "甲。", "problems": "丙。", "other_matters": "无"}
    numbered = ("一、总体情况", "总体情况", "甲。", "二、主动公开政府信息情况")
    assert prose(Page(numbered), "").narrative == {"overview": "总体情况\n甲。"}


def test_signature_date_and_buttons_are_not_prose() -> None:
    lines = (
        "六、其他需要报告的事项",
        "无",
        "某镇人民政府",
        "2023年1月20日",
        "（此件公开发布）",
        "打印本页",
        "关闭窗口",
    )
    assert prose(Page(lines), "某镇人民政府").narrative == {"other_matters": "无"}


def test_a_missing_chapter_is_left_out() -> None:
    assert prose(Page(("一、总体情况", "甲。")), "").narrative == {"overview": "甲。"}
