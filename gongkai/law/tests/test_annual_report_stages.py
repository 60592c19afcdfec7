"""The report's way: each order leads from the draft to its end, and back where it was sent back."""

import pytest

from gongkai.law.annual_report.stages import BY_CODE, ORDER, ORDERS, STEPS, Hand, Order, State


def walked(order: Order) -> list[str]:
    """The steps that one takes who always takes the one step forward."""
    state, found = State.DRAFT, []
    while step := order.next(state):
        found.append(step.code)
        state = step.to
    return found


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.code)
def test_the_steps_forward_are_those_of_the_order_and_end_with_the_record(order: Order) -> None:
    assert walked(order) == list(order.steps)
    assert order.states()[-1] is State.FILED


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.code)
def test_nothing_is_published_that_a_leader_has_not_approved(order: Order) -> None:
    before = order.steps[: order.steps.index("publish")]
    assert Hand.LEADER in {BY_CODE[code].hand for code in before}


@pytest.mark.parametrize(
    ("order", "state", "possible"),
    [
        ("county_first", State.DRAFT, ["check"]),
        ("county_first", State.CHECKED, ["approve", "send-back", "reopen"]),
        ("county_first", State.APPROVED, ["submit", "reopen"]),
        ("county_first", State.SUBMITTED, ["pass", "note-pass", "return", "note-return", "reopen"]),
        ("county_first", State.RETURNED, ["check"]),
        ("county_first", State.PASSED, ["publish", "reopen"]),
        ("county_first", State.PUBLISHED, ["file"]),
        ("county_first", State.FILED, []),
        ("leader_last", State.PASSED, ["approve", "send-back", "reopen"]),
        ("own", State.APPROVED, ["publish", "reopen"]),
    ],
)
def test_what_may_follow_on_a_state(order: str, state: State, possible: list[str]) -> None:
    assert [step.code for step in ORDER[order].possible(state)] == possible


def test_a_report_on_its_way_when_the_order_is_changed_finds_its_place() -> None:
    assert ORDER["own"].next(State.SUBMITTED) is BY_CODE["check"]  # that order knows no such state: anew
    assert ORDER["own"].next(State.PUBLISHED) is BY_CODE["file"]


def test_whoever_sends_a_report_back_says_why() -> None:
    assert all("reason" in step.asks for step in STEPS if step.is_back)
