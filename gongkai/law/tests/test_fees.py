"""The information processing fee: worked values, and that marginal prices add up."""

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import BY_ITEMS, BY_PAGES, Scale, by_items, by_pages, worked

CASES = tomllib.loads((Path(__file__).parent / "cases" / "fees.toml").read_text("utf-8"))
DAY = date(2025, 6, 30)
SCALES = st.sampled_from([BY_ITEMS.on(DAY), BY_PAGES.on(DAY)])
COUNTS = st.integers(0, 600)


@pytest.mark.parametrize(("count", "fee"), CASES["items"].items())
def test_requests_of_one_month_cost(count: str, fee: int) -> None:
    assert by_items(0, int(count), on=DAY) == Decimal(fee)


@pytest.mark.parametrize(("count", "fee"), CASES["pages"].items())
def test_pages_of_one_request_cost(count: str, fee: int) -> None:
    assert by_pages(int(count), on=DAY) == Decimal(fee)


@pytest.mark.parametrize("case", CASES["month"])
def test_a_further_request_costs_what_its_place_in_the_month_costs(case: dict[str, int]) -> None:
    assert by_items(case["before"], case["count"], on=DAY) == case["fee"]


@given(SCALES, COUNTS)
def test_the_total_is_the_sum_of_the_marginal_prices(scale: Scale, count: int) -> None:
    assert scale.total(count) == sum(scale.marginal(number) for number in range(1, count + 1))


@given(SCALES, st.integers(1, 10**9))
def test_a_later_unit_never_costs_less(scale: Scale, number: int) -> None:
    assert scale.marginal(number) <= scale.marginal(number + 1)
    assert scale.total(number) <= scale.total(number + 1)


@given(COUNTS, COUNTS, COUNTS)
def test_requests_cost_the_same_at_once_or_one_after_another(before: int, first: int, then: int) -> None:
    apart = by_items(before, first, on=DAY) + by_items(before + first, then, on=DAY)
    assert by_items(before, first + then, on=DAY) == apart


def test_no_fee_is_known_before_the_rules_came_into_force() -> None:
    with pytest.raises(LookupError):
        by_items(0, 11, on=date(2020, 12, 31))
    assert by_items(0, 11, on=date(2021, 1, 1)) == 100


@pytest.mark.parametrize(
    "fee",
    [
        lambda: by_items(0, -1, on=DAY),
        lambda: by_items(-1, 1, on=DAY),
        lambda: by_pages(-1, on=DAY),
        lambda: BY_PAGES.on(DAY).marginal(0),
    ],
)
def test_a_negative_count_is_refused(fee: Callable[[], Decimal]) -> None:
    with pytest.raises(ValueError, match=r"never negative|numbered from 1"):
        fee()


@given(SCALES, st.integers(0, 60), COUNTS)
def test_what_is_worked_out_in_writing_adds_up_to_the_fee(scale: Scale, before: int, count: int) -> None:
    lines = worked(scale, before, count)
    assert sum(line.sum for line in lines) == scale.total(before + count) - scale.total(before)
    assert sum(line.last - line.first + 1 for line in lines) == count


def test_a_fee_is_worked_out_band_by_band() -> None:
    assert [str(line) for line in worked(BY_PAGES.on(DAY), 0, 68)] == [
        "第1至30页，不收费",
        "第31至68页，38页×10元＝380元",
    ]
    assert [str(line) for line in worked(BY_ITEMS.on(DAY), 10, 1)] == ["第11件，1件×100元＝100元"]
