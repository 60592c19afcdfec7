"""Limits of reviews and suits: the situations of ``cases/remedy_clocks.toml``, and what holds for all."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import remedy_procedure
from gongkai.law.length import Unit, workdays
from gongkai.law.remedies import until
from gongkai.law.remedy_course import STATES, Case, Event, Kind, run
from gongkai.law.remedy_results import APPEAL, CASE_TYPES, OUTCOMES, REVIEW, outcomes_of
from gongkai.law.workdays import OFFICIAL

CASES = tomllib.loads((Path(__file__).parent / "cases" / "remedy_clocks.toml").read_text("utf-8"))["case"]
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
TYPES = st.sampled_from([one.code for one in CASE_TYPES])


def as_event(row: dict[str, Any]) -> Event:
    return Event(**{**row, "kind": Kind(row["kind"])})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_situation(case: dict[str, Any]) -> None:
    facts = Case(case["type"], case["received"], case.get("as_reviewer", False), case.get("concluded_on"))
    standing = run(facts, [as_event(row) for row in case["events"]], on=case["on"])
    assert standing.state.code == case["state"]
    found: dict[str, list[Any]] = {}
    for limit in standing.limits:
        found.setdefault(limit.code, []).append(limit.due or "stopped")
    expected = {code: due if isinstance(due, list) else [due] for code, due in case["limits"].items()}
    assert found == expected
    assert standing.concluded_on == case.get("concluded")
    if "findings" in case:
        assert [one.rule for one in standing.findings if one.rule != "RMD-calendar"] == case["findings"]
    if "column" in case:
        assert standing.column == case["column"]
    if "next" in case:
        assert [step.code for step in remedy_procedure.lawful(standing)] == case["next"]


def test_every_state_is_reached_by_a_situation() -> None:
    retrial = run(
        Case("litigation_direct", date(2025, 6, 2)),
        [
            Event(Kind.DECIDED, date(2025, 6, 9), outcome="suit_withdrawn"),
            Event(Kind.RETRIED, date(2026, 3, 2)),
        ],
        on=date(2026, 4, 1),
    )
    assert (retrial.state.code, retrial.concluded_on) == ("retrial", date(2025, 6, 9))
    assert {case["state"] for case in CASES} | {"retrial"} == {state.code for state in STATES}


def test_each_limit_tells_its_days_to_the_last() -> None:
    standing = run(Case("reconsideration", date(2026, 9, 28)), [], on=date(2026, 9, 29))
    (limit,) = standing.limits
    counted = [(step.date.isoformat(), step.n) for step in limit.steps if step.counts]
    assert counted[0] == ("2026-09-29", 1)
    assert counted[-1] == ("2026-10-16", 10)
    assert ("2026-10-10", 5) in counted  # a Saturday that is worked
    assert str(limit.source) == "《行政复议法》第四十八条"
    assert limit.rolled_from is None


def test_fifteen_days_that_end_in_the_spring_festival_end_after_it_and_say_so() -> None:
    standing = run(Case("litigation_direct", date(2026, 2, 6)), [], on=date(2026, 2, 7))
    (limit,) = standing.limits
    assert (limit.rolled_from, limit.due) == (date(2026, 2, 21), date(2026, 2, 24))


def test_what_is_provisional_is_named_for_the_organs_own_day_may_be_firm() -> None:
    case, accepted = Case("reconsideration", date(2026, 11, 16)), Event(Kind.ACCEPTED, date(2026, 11, 13))
    findings = run(case, [accepted], on=date(2026, 11, 20)).findings
    (told,) = [one.message for one in findings if one.rule == "RMD-calendar"]
    assert told.startswith("作出行政复议决定（普通程序）的期限为暂定")


def test_a_redo_for_which_no_day_was_set_tells_how_it_is_counted() -> None:
    decided = Event(Kind.DECIDED, date(2026, 8, 20), outcome="review_annulled", redo=True)
    standing = run(Case("reconsideration", date(2026, 7, 1)), [decided], on=date(2026, 8, 21))
    (redo,) = [limit for limit in standing.limits if limit.code == "redo"]
    assert (redo.length, redo.runs_from) == (workdays(20), "决定送达、裁判生效之日")
    assert [step.n for step in redo.steps if step.counts][-1] == 20


@given(received=DAYS, kind=TYPES)
def test_no_answer_is_due_on_a_day_off_nor_before_its_period_is_full(received: date, kind: str) -> None:
    standing = run(Case(kind, received), [], on=received)
    for limit in standing.limits:
        assert limit.due is not None
        assert limit.length is not None
        assert OFFICIAL.is_workday(limit.due)
        assert limit.due == until(limit.code, received, OFFICIAL)
        between = [received + timedelta(n) for n in range(1, (limit.due - received).days + 1)]
        worked = [day for day in between if OFFICIAL.is_workday(day)]
        if limit.length.unit is Unit.WORKDAY:
            assert len(worked) == limit.length.number
        else:
            assert len(between) >= limit.length.number
            assert all(day not in worked for day in between[limit.length.number - 1 : -1])


@given(
    accepted=DAYS,
    at=st.integers(1, 50),
    long=st.integers(1, 90),
    extended=st.sampled_from([0, 10, 30]),
)
def test_a_suspension_moves_the_decision_by_its_days(
    accepted: date, at: int, long: int, extended: int
) -> None:
    stopped, resumed = accepted + timedelta(at), accepted + timedelta(at + long)
    events = [
        Event(Kind.ACCEPTED, accepted),
        Event(Kind.SUSPENDED, stopped),
        Event(Kind.RESUMED, resumed),
    ]
    if extended:
        events.append(Event(Kind.EXTENDED, resumed, days=extended))
    standing = run(Case("reconsideration", accepted), events, on=resumed)
    limit = next(one for one in standing.limits if one.code.startswith("review_decision"))
    last = accepted + timedelta(60 + extended + long)
    assert limit.due == OFFICIAL.on_or_after(last)
    assert sum(step.counts for step in limit.steps) == 60 + extended


@given(st.data())
def test_whatever_lawful_steps_are_taken_the_case_stands_somewhere_and_counts_once(
    data: st.DataObject,
) -> None:
    """A walk of lawful steps: never an error, a result only where it is effective, its day never moves."""
    kind, received = data.draw(TYPES), data.draw(DAYS)
    case, day = Case(kind, received, data.draw(st.booleans())), received
    events: list[Event] = []
    first: date | None = None
    for _ in range(8):
        day += timedelta(data.draw(st.integers(0, 40)))
        standing = run(case, events, on=day)
        assert (standing.column != "") <= (standing.concluded_on is not None)
        assert (standing.concluded_on is None) == standing.state.is_open
        if first and standing.concluded_on:
            assert standing.concluded_on == first
        first = first or standing.concluded_on
        offered = remedy_procedure.lawful(standing)
        if not offered:
            break
        step = data.draw(st.sampled_from(offered))
        outcomes = [one.code for one in outcomes_of(kind)] if step.code == "decide" else [""]
        events.append(Event(step.kind, day, outcome=data.draw(st.sampled_from(outcomes)), days=30))


def test_what_may_be_appealed_against_are_judgments_and_two_rulings() -> None:
    assert set(APPEAL) <= {one.code for one in OUTCOMES}
    assert {code for code, period in APPEAL.items() if period == "appeal_ruling"} == {
        "suit_not_docketed",
        "suit_dismissed",
    }
    assert all(one.column in {"upheld", "corrected", "other"} for one in outcomes_of("reconsideration"))
    assert {one.of for one in outcomes_of("reconsideration")} == {REVIEW}


def test_each_step_says_why_it_cannot_be_taken_and_how_to_mend_it() -> None:
    standing = run(Case("reconsideration", date(2026, 11, 16)), [], on=date(2026, 11, 17))
    for step in remedy_procedure.STEPS:
        if why := remedy_procedure.why_not(step, standing):
            assert why.count(" — ") == 2, why
