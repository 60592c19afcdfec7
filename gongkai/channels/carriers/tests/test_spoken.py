"""What is written, and how people say it."""

import pytest

from gongkai.channels.carriers import speaker, spoken
from gongkai.channels.carriers.tests.publications import publication

SAID = {
    "四政〔2022〕36号": "四政，二零二二，三十六号",
    "2022年10月8日": "二零二二年十月八日",
    "2022-10-08": "二零二二年十月八日",
    "2022–2023年": "二零二二至二零二三年",
    "10月19日—10月26日": "十月十九日至十月二十六日",
    "9:00-17:30": "九点至十七点半",
    "14:05": "十四点零五分",
    "12,500.50元": "一万二千五百元五角",
    "0.05元": "五分",
    "10.05元": "十元零五分",
    "640.00元": "六百四十元",
    "1.5万元": "一点五万元",
    "2万元": "两万元",
    "98.6%": "百分之九十八点六",
    "2个村": "两个村",
    "1.发放名册": "一，发放名册",
    "12个村": "十二个村",
    "第2条": "第二条",
    "10010人": "一万零一十人",
    "100000008亩": "一亿零八亩",
    "电话0372-8123406": "电话零三七二 八幺二 三四零六",
    "手机13900000000": "手机幺三九 零零零零 零零零零",
    "拨打12345": "拨打幺二三四五",
    "身份证号410526********1219": "身份证号号码略",
    "https://gk.example.gov.cn/a": "公示栏上的网址",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_it_is_read_as_people_say_it(written: str, said: str) -> None:
    assert spoken.said(written) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    {
        "0": "零",
        "10": "十",
        "110": "一百一十",
        "1001": "一千零一",
        "100000": "十万",
        "1000001": "一百万零一",
        "20000": "两万",
        "1.20": "一点二",
    }.items(),
)
def test_a_number_has_its_noughts_where_they_are_said(figure: str, said: str) -> None:
    assert spoken.number(figure) == said


def test_no_sentence_is_longer_than_a_breath_where_it_has_commas() -> None:
    long = "符合条件的户主带身份证、户口本、银行卡，到镇便民服务中心一楼三号窗口，填写申请表，交民政所审核。"
    assert spoken.sentences(long) == [
        "符合条件的户主带身份证、户口本、银行卡，",
        "到镇便民服务中心一楼三号窗口，填写申请表，",
        "交民政所审核。",
    ]


def test_the_script_greets_reads_the_text_and_sends_people_to_the_board_for_the_list() -> None:
    made = speaker.script(publication())
    assert made.lines[0] == "各位村民，现在广播四间房镇人民政府的一条信息。"
    assert "名单和数字请看公示栏。" in made.lines
    assert "请打电话零三七二 八幺二 三四零六。" in made.text
    assert "陈某某" not in made.text
    assert "发放名册" not in made.text
    assert not any(char.isdigit() for char in made.text)
    assert made.minutes == pytest.approx(sum(map(len, made.lines)) / 145)
