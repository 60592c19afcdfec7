"""Organ and year from titles as they are printed."""

import pytest

from gongkai.law.annual_report.checks import check
from gongkai.reading import read_bytes
from gongkai.reading.page import Page
from gongkai.reading.titles import is_title, organ_and_year


@pytest.mark.parametrize(
    ("lines", "file", "organ", "year"),
    [
        (["四间房镇2022年政府信息公开工作年度报告"], "a.txt", "四间房镇", 2022),
        (
            ["四间房镇2022年政府信息公开工作年度报告"],
            "026-四间房镇人民政府-2022.txt",
            "四间房镇人民政府",
            2022,
        ),
        (["四间房镇2022年政府信息公开工作年度报告"], "别的镇人民政府-2022.txt", "四间房镇", 2022),
        (["淮安市洪泽区人民政府", "2023 年政府信息公开工作年度报告"], "a.pdf", "淮安市洪泽区人民政府", 2023),
        (["平潭综合实验区2023年度政府信息公开工作年度报告"], "a.html", "平潭综合实验区", 2023),
        (["2024年某市公安局政府信息公开年度报告"], "a.html", "某市公安局", 2024),
        (
            ["首页 政务公开 年报", "某县水利局关于2021年政府信息公开工作情况的报告"],
            "a.html",
            "某县水利局",
            2021,
        ),
        (["当前位置： 首页 某县水利局2021年度政府信息公开工作年度报告"], "a.html", "某县水利局", 2021),
        (["某县（开发区）2021年政府信息公开工作年度报告"], "a.html", "某县（开发区）", 2021),
        (["统计期限自2023年1月1日起至2023年12月31日止"], "宿迁市人民政府-2023.txt", "宿迁市人民政府", 2023),
        (["数据统计期限为2025年1月1日至12月31日"], "a.txt", "", 2025),
        (["一、总体情况", "2022年，全镇…"], "a.txt", "", 2022),
        (["没有标题"], "四间房镇人民政府2022年政府信息公开工作年度报告.docx", "四间房镇人民政府", 2022),
        (["没有标题"], "a.txt", "", 0),
    ],
)
def test_organ_and_year_of(lines: list[str], file: str, organ: str, year: int) -> None:
    assert organ_and_year(Page(tuple(lines)), file) == (organ, year)


def test_a_sentence_that_names_the_report_is_no_title() -> None:
    assert is_title("某镇2022年政府信息公开工作年度报告")
    assert not is_title("现公布某镇2022年政府信息公开工作年度报告，欢迎监督。")


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2021年1月1日起至2021年12月31日", ["2021年1月1日起至2021年12月31日"]),
        ("2021 年 1 月 1 日至\n12 月 31 日", ["2021年1月1日至12月31日"]),
        ("2022年1月1日至12月31日", []),
    ],
)
def test_a_period_above_the_first_chapter_is_held_against_the_titles_year(
    period: str, told: list[str]
) -> None:
    text = (
        f"某镇2022年政府信息公开工作年度报告\n本报告所列数据的统计期限为{period}。\n"
        "一、总体情况\n更新及时。\n二、主动公开政府信息情况\n第二十条第（五）项\n行政许可\t5"
    )
    report = read_bytes(text.encode(), name="报告.txt")
    assert [f.message.split("“")[1].split("”")[0] for f in check(report) if f.rule == "AR-S.7"] == told
