"""One cell: a figure, a blank, or not readable."""

from decimal import Decimal

import pytest

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.model import Value
from gongkai.reading.figures import Unreadable, figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        (" 21\u00a0", 21),
        ("２１", 21),
        ("11,398,889", 11398889),
        ("22（其中修订16件）", 22),
        ("12件", 12),
        ("-3", -3),
        ("−3", -3),
        ("+4", 4),
        ("12.0", 12),
    ],
)
def test_a_count_is_read_from(text: str, value: int) -> None:
    assert figure(text, Kind.COUNT) == value


@pytest.mark.parametrize("text", ["", " ", "\u3000", "-", "—", "－", "/", "／", "无", "--"])
def test_a_sign_for_none_is_unknown_and_not_zero(text: str) -> None:
    assert figure(text, Kind.COUNT) is None


@pytest.mark.parametrize(
    "text", ["2 1", "2\n1", "000", "07", "12.5", "3元", "约20", "一件", "1-2", "22（其中", "O", "1,23"]
)
def test_what_is_not_surely_one_count_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        figure(text, Kind.COUNT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("59237.2449", "59237.2449"),
        ("976.81万元", "976.81"),
        ("1.2亿元", "12000"),
        ("380元", "0.038"),
        ("0.0000", "0"),
    ],
)
def test_money_is_in_ten_thousand_yuan(text: str, value: str) -> None:
    assert figure(text, Kind.MONEY) == Decimal(value)


@pytest.mark.parametrize("text", ["3件", "约5万元", "1.2.3"])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        figure(text, Kind.MONEY)


@pytest.mark.parametrize(
    ("text", "value"),
    [("73802895.90元", "73802895.90元"), ("-18", -18), ("+4", 4), ("6944.93", "6944.93"), ("/", None)],
)
def test_a_text_cell_keeps_what_is_printed(text: str, value: Value) -> None:
    assert figure(text, Kind.TEXT) == value
