"""Cells are read as clerks write them, and refused with a way to mend them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from gongkai.law import decisions
from gongkai.ledger.workbook import cells, labels
from gongkai.ledger.workbook.cells import Refusal

FIFTH = date(2022, 1, 5)


@pytest.mark.parametrize(
    "written",
    [
        date(2022, 1, 5),
        datetime(2022, 1, 5, 9, 30),  # noqa: DTZ001 - a cell of Excel knows no zone
        "2022-01-05",
        "2022/1/5",
        "2022年1月5日",
        "20220105",
        20220105.0,
        "２０２２－０１－０５",
        "　2022 年 1 月 5 日 ",
        "2022.1.5",
        "2022-01-05 00:00:00",
        "2022–1–5",
    ],
)
def test_a_date_is_read_however_it_is_written(written):
    assert cells.DAY.read(written) == FIFTH


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2022-13-05", "没有这一天"),
        ("2022-02-29", "没有这一天"),
        ("昨天", "读不出日期"),
        ("2022-1", "读不出日期"),
        (True, "读不出日期"),
        (44566.0, "日期序号"),
        ("1989-12-31", "早于1990年"),
        (date(1900, 1, 1), "早于1990年"),
    ],
)
def test_what_is_no_date_is_refused_and_says_why(written, says):
    with pytest.raises(Refusal, match=says):
        cells.DAY.read(written)


@pytest.mark.parametrize("written", ["", "  ", None, "/", "—", "无"])
def test_a_cell_that_says_nothing_is_empty(written):
    assert cells.DAY.read(written) is None
    assert cells.WHOLE.read(written) is None
    assert cells.MONEY.read(written) is None
    assert labels.CHANNEL.read(written) is None


@pytest.mark.parametrize(
    "written", ["2022-03", "2022/3", "2022年3月", "202203", "２０２２年３月", date(2022, 3, 17)]
)
def test_a_month_is_its_first_day(written):
    assert cells.MONTH.read(written) == date(2022, 3, 1)


def test_a_month_that_does_not_exist_is_refused():
    with pytest.raises(Refusal):
        cells.MONTH.read("2022-13")
    with pytest.raises(Refusal, match="读不出月份"):
        cells.MONTH.read("三月")


@pytest.mark.parametrize(
    ("written", "value"),
    [(12.0, 12), ("12", 12), ("１２件", 12), ("1,200", 1200), ("20个工作日", 20), (0.0, 0)],
)
def test_a_count_is_read_with_its_measure_word(written, value):
    assert cells.WHOLE.read(written) == value


@pytest.mark.parametrize("written", [12.5, "-1", "十二", "约12", "1,20", 10.0**12])
def test_a_count_that_is_none_is_refused(written):
    with pytest.raises(Refusal):
        cells.WHOLE.read(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (380.0, "380.00"),
        ("380元", "380.00"),
        ("￥1,234.5", "1234.50"),
        ("３８０．５", "380.50"),
        ("1.2万元", "12000.00"),
        (0.1 + 0.2, "0.30"),
        (316441.07, "316441.07"),
    ],
)
def test_money_is_read_in_yuan(written, value):
    assert cells.MONEY.read(written) == Decimal(value)


@pytest.mark.parametrize("written", ["380.555", "-5", "三百", "12,34"])
def test_money_that_is_none_is_refused(written):
    with pytest.raises(Refusal):
        cells.MONEY.read(written)


@pytest.mark.parametrize("written", [411111111111111111.0, 10**15, "4.10526E+17"])
def test_a_number_that_excel_has_cut_is_refused(written):
    with pytest.raises(Refusal, match="Excel已丢失位数，请按文本填写"):
        cells.text().read(written)


def test_a_long_number_as_text_and_a_short_one_as_number_are_taken():
    assert cells.text().read("411111111111111111") == "411111111111111111"
    assert cells.text().read(13812345678.0) == "13812345678"


def test_a_text_longer_than_its_column_is_refused():
    assert cells.number().read("甲" * 100) == "甲" * 100
    with pytest.raises(Refusal, match="101个字"):
        cells.number().read("甲" * 101)


def test_numbers_are_the_same_whatever_their_width_and_spaces():
    assert cells.number().read(" ２０２２－1 号 ") == "2022－1 号"
    assert cells.key("（２０２２）行复 1号") == cells.key("(2022)行复1号")
    assert cells.key("2022-1") != cells.key("2022-11")


def test_yes_and_no():
    assert [cells.YES.read(cell) for cell in ("是", "√", 1.0, True, "否", "×", False, "")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
        None,
    ]
    with pytest.raises(Refusal, match="“是”或“否”"):
        cells.YES.read("也许")


def test_channels_are_parted_by_any_usual_mark_and_named_once():
    assert cells.WORDS.read("政府网站;微信；公告栏、广播,网站，微信") == [
        "政府网站",
        "微信",
        "公告栏",
        "广播",
        "网站",
    ]


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (labels.CHANNEL, "EMS", "registered_mail"),
        (labels.CHANNEL, "挂号", "registered_mail"),
        (labels.CHANNEL, "电子邮件", "internet"),
        (labels.CHANNEL, "ｅｍｓ ", "registered_mail"),
        (labels.APPLICANT, "自然人", "natural_person"),
        (labels.APPLICANT, "法律服务机构", "legal_service"),
        (labels.PARTY, "共同制作机关", "joint_maker"),
        (labels.OPINION, "未答复", "silent"),
        (labels.WAY, "邮政寄送", "post"),
        (labels.WAY, "邮寄", "post"),
        (labels.WAY, "邮寄送达", "post"),
        (labels.WAY, "快递(EMS)", "post"),
        (labels.CHANNEL, "快递", "registered_mail"),
        (labels.CLAUSE, "第二十条第（七）项", "art20_7"),
        (labels.CLAUSE, 7.0, "art20_7"),
        (labels.CLAUSE, "第二十一条", "art21"),
        (labels.RESULT, "granted", ("granted", None)),
        (labels.RESULT, "（三）不予公开 1.属于国家秘密", ("refused_secret", "refused_secret")),
        (labels.RESULT, "申请人撤回", ("other_other", "other_withdrawn")),
    ],
)
def test_labels_are_known_by_their_official_and_usual_words(kind, written, code):
    assert kind.read(written) == code


def test_an_unknown_label_names_what_may_stand_there():
    with pytest.raises(Refusal, match="当面提交、邮寄签收、平常信函、互联网、传真、口头"):
        labels.CHANNEL.read("信鸽")


def test_a_courier_that_may_not_be_the_post_is_no_way_of_service():
    with pytest.raises(Refusal, match="邮政寄送"):
        labels.WAY.read("快递")


def test_every_label_that_is_offered_or_shown_is_read_back():
    for kind in (labels.CHANNEL, labels.APPLICANT, labels.PARTY, labels.OPINION, labels.WAY, labels.CLAUSE):
        for choice in kind.choices:
            assert kind.show(kind.read(choice)) == choice
    for choice in labels.RESULT.choices:
        assert labels.RESULT.show(labels.RESULT.read(choice)) == choice


@pytest.mark.parametrize(
    "kind", [kind for kind in decisions.DECISIONS if kind.row], ids=lambda kind: kind.code
)
def test_every_decision_kind_comes_back_to_its_row(kind):
    row, _kind = labels.RESULT.read(labels.RESULT.show((kind.row, kind.code)))
    assert row == kind.row
