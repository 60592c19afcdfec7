"""Two reports side by side."""

from dataclasses import replace
from decimal import Decimal

from gongkai.law.annual_report.contract import dumps
from gongkai.reading import Difference, compare, read_bytes
from gongkai.reading.tests import printed


def test_equal_values_written_differently_are_no_difference() -> None:
    one = printed.report(proactive__fees_10k_yuan=Decimal("316441.00"), requests__new__total=None)
    other = printed.report(proactive__fees_10k_yuan=Decimal("316441"))
    cells = {code: value for code, value in other.cells.items() if code != "requests/new/total"}
    narrative = {**one.narrative, "overview": one.narrative["overview"].replace("\n", " ")}
    assert compare(one, replace(other, cells=cells, narrative=narrative)) == ()


def test_a_difference_names_place_and_both_sides() -> None:
    one = printed.report(requests__total__business=20)
    other = printed.report(requests__total__business=None)
    assert compare(one, other) == (Difference("requests/total/business", "（七）总计·商业企业", 20, None),)


def test_prose_is_compared_where_both_have_it() -> None:
    one = printed.report()
    other = replace(one, narrative={"problems": "别的话"})
    assert [difference.code for difference in compare(one, other)] == ["narrative/problems"]


def test_zero_is_not_unknown() -> None:
    one, other = printed.report(proactive__licensing=0), printed.report(proactive__licensing=None)
    assert [difference.code for difference in compare(one, other)] == ["proactive/licensing"]


def test_our_own_json_comes_back_whole() -> None:
    for form in ("2021", "2019"):
        report = printed.report(form)
        assert compare(report, read_bytes(dumps(report).encode(), name="报告.json")) == ()
