"""Statutory clocks: the situations of ``cases/clocks*.toml``, and what holds for every course of events."""

import re
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import clocks, events
from gongkai.law.course import ClockSettings
from gongkai.law.events import (
    Answered,
    ConsultationSent,
    Corrected,
    CorrectionRequested,
    Delayed,
    Event,
    Extended,
    FeeNoticed,
    OpinionReceived,
    Paid,
    Party,
    Paused,
    Received,
    RedoOrdered,
    Withdrawn,
)
from gongkai.law.holidays import Span
from gongkai.law.notices import Notice
from gongkai.law.periods import PERIODS
from gongkai.law.procedure import STATES
from gongkai.law.workdays import OFFICIAL, Calendar

HERE = Path(__file__).parent
DOCUMENT = Path(__file__).parents[3] / "docs" / "law" / "clocks.md"


def read_cases(name: str, key: str) -> list[dict[str, Any]]:
    table = tomllib.loads((HERE / "cases" / name).read_text(encoding="utf-8"))
    return list(table[key])


def as_event(row: dict[str, Any]) -> Event:
    """One line of a situation: its ``event`` code and the fields of that event."""
    fields = {key: value for key, value in row.items() if key != "event"}
    readers = {"party": Party, "way": events.Way, "opinion": events.Opinion, "amount": Decimal}
    values = {key: readers[key](value) if key in readers else value for key, value in fields.items()}
    return events.BY_CODE[row["event"]].type(**values)


def due_of(deadline: clocks.Deadline) -> date:
    """The due date, which must be there."""
    assert deadline.due is not None
    return deadline.due


@pytest.mark.parametrize(
    "row", read_cases("clocks-days.toml", "receipt"), ids=lambda row: str(row["received"])
)
def test_the_nth_working_day_after_receipt_is_as_published(row: dict[str, Any]) -> None:
    received = row["received"]
    for key in row.keys() - {"received"}:
        assert OFFICIAL.add(received, int(key.removeprefix("day"))) == row[key], key
    assert clocks.due([Received(received)]) == row["day20"]
    if "day40" in row:
        assert clocks.due([Received(received), Extended(received, 20)]) == row["day40"]


@pytest.mark.parametrize("case", read_cases("clocks.toml", "case"), ids=lambda case: case["name"])
def test_situation(case: dict[str, Any]) -> None:
    deadline = clocks.run(
        [as_event(row) for row in case["events"]],
        on=case["on"],
        settings=ClockSettings(pause_from=case.get("pause_from", "day_after")),
    )
    assert deadline.due == (None if case.get("no_due") else case["due"])
    assert deadline.state.code == case["state"]
    for name in (
        "remaining",
        "overdue",
        "waiting_until",
        "provisional",
        "concluded_on",
        "is_past",
        "is_belied",
    ):
        if name in case:
            assert getattr(deadline, name) == case[name], name
    if "findings" in case:
        assert [finding.rule for finding in deadline.findings] == case["findings"]
    assert set(case.get("steps", ())) <= {step.why for step in deadline.steps}
    if "next" in case:
        assert [step.code for step in deadline.next] == case["next"]


def test_every_state_is_reached_by_a_situation() -> None:
    reached = {case["state"] for case in read_cases("clocks.toml", "case")}
    others: dict[str, list[Event]] = {
        "consulting_organs": [
            Received(date(2022, 6, 6)),
            ConsultationSent(date(2022, 6, 7), Party.OTHER_ORGAN, delivered_on=date(2022, 6, 7)),
        ],
        "archived": [
            Received(date(2022, 6, 6)),
            Answered(date(2022, 6, 7), "granted"),
            events.Archived(date(2022, 6, 8)),
        ],
    }
    for code, course in others.items():
        assert clocks.run(course, on=date(2022, 6, 10)).state.code == code
    assert reached | others.keys() == {state.code for state in STATES}


def test_a_finding_tells_which_thing_why_and_how_to_mend() -> None:
    deadline = clocks.run(
        [Received(date(2026, 9, 18)), Extended(date(2026, 10, 23), 20)], on=date(2026, 10, 26)
    )
    assert [finding.message for finding in deadline.findings] == [
        "2026年10月23日的延期未计入：原期限此前已经届满 — 延期须在届满前批准并告知 — 请按原期限答复。",
        "尚未答复，已超过期限2个工作日 — 答复期限到2026年10月22日 — 请立即答复。",
    ]
    assert deadline.findings[0].source == "《政府信息公开条例》第三十三条第二款"


def test_what_happens_later_is_not_known_on_the_day_asked_for() -> None:
    course: list[Event] = [Received(date(2022, 6, 6)), Answered(date(2022, 6, 28), "granted")]
    assert clocks.run(course, on=date(2022, 6, 27)).state.code == "review"
    assert clocks.run(course, on=date(2022, 6, 28)).state.code == "decided"


def test_no_rule_is_invented_for_the_time_before_the_regulation() -> None:
    deadline = clocks.run([Received(date(2007, 3, 1))], on=date(2022, 6, 6))
    assert deadline.due is None
    assert "还没有政府信息公开条例" in deadline.findings[0].message


def test_a_date_beyond_the_calendar_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="工作日历只到1990年至2100年"):
        clocks.due([Received(date(2100, 12, 30))])


# What holds for every course of events.

DAYS = st.dates(date(2019, 6, 1), date(2026, 6, 1))
GAPS = st.integers(0, 45)


@st.composite
def courses(draw: st.DrawFn) -> list[Event]:
    """A request and what may happen to it, in no particular order, lawful or not."""
    received = draw(DAYS)
    after = GAPS.map(lambda gap: received + timedelta(gap))
    refs = st.sampled_from(["甲", "乙"])
    later = st.one_of(
        st.builds(CorrectionRequested, after, st.none() | after),
        st.builds(Corrected, after),
        st.builds(Extended, after, st.integers(-1, 30)),
        st.builds(ConsultationSent, after, st.sampled_from(Party), refs, st.none() | after),
        st.builds(OpinionReceived, after, refs),
        st.builds(Paused, after, after),
        st.builds(FeeNoticed, after, st.none(), st.none() | after),
        st.builds(Paid, after),
        st.builds(Delayed, after, after),
        st.builds(Answered, after, st.sampled_from(["granted", "other_no_correction", "other_no_payment"])),
        st.builds(RedoOrdered, after, st.none() | after, st.none() | st.integers(1, 30)),
        st.builds(Withdrawn, after),
    )
    return [Received(received), *draw(st.lists(later, max_size=7))]


@pytest.mark.slow
@given(courses(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(course: list[Event], random: Any) -> None:
    shuffled = list(course)
    random.shuffle(shuffled)
    on = date(2026, 10, 1)
    one, other = clocks.run(course, on=on), clocks.run(shuffled, on=on)
    assert one == other
    assert one.steps == other.steps


@pytest.mark.slow
@given(courses(), st.integers(0, 400))
def test_a_due_date_is_a_working_day_and_its_steps_lead_to_it(course: list[Event], wait: int) -> None:
    deadline = clocks.run(course, on=course[0].on + timedelta(wait))
    if deadline.due is None:
        assert deadline.awaited
        told = (deadline.waiting_until, deadline.on, deadline.concluded_on)
        ends = [day for day in told if day]
        if deadline.steps:
            assert deadline.steps[-1].date in ends
        else:  # nobody waits any more on the first day that would be told
            assert deadline.round_from
            assert deadline.round_from >= min(ends)
        assert all(step.date <= deadline.awaited.since for step in deadline.steps if step.counts)
        return
    assert OFFICIAL.is_workday(deadline.due)
    counted = [step.n for step in deadline.steps if step.counts]
    assert counted == list(range(1, len(counted) + 1))
    if not deadline.is_fixed:
        assert len(counted) == deadline.limit + deadline.extension
        assert deadline.steps[-1].date == deadline.due
        assert deadline.steps[-1].counts


@pytest.mark.slow
@given(courses(), GAPS, st.integers(0, 30))
def test_a_pause_never_brings_a_date_forward(course: list[Event], gap: int, length: int) -> None:
    on = course[0].on + timedelta(gap)
    before = clocks.due(course)
    after = clocks.due([*course, Paused(on, on + timedelta(length))])
    assert before is not None or after is None
    if before and after:  # none after: with the pause a notice to the applicant went out in time
        assert after >= before


@st.composite
def too_late(draw: st.DrawFn, limit: date) -> list[Event]:
    """What may still be done once the limit has ended, but for answering, withdrawing and a redo."""
    first = draw(st.integers(1, 60).map(lambda gap: limit + timedelta(gap)))
    then = first + timedelta(draw(GAPS))
    asked_and_done: list[list[Event]] = [
        [CorrectionRequested(first, then)],
        [CorrectionRequested(first, then), Corrected(then)],
        [FeeNoticed(first, None, first)],
        [FeeNoticed(first, None, first), Paid(then)],
        [ConsultationSent(first, Party.THIRD_PARTY, "丙", first), OpinionReceived(then, "丙")],
        [Paused(first, then)],
        [Extended(first, 20)],
        [Delayed(first, then)],
        [events.ReasonRequested(first)],
    ]
    return draw(st.sampled_from(asked_and_done))


@pytest.mark.slow
@given(courses(), st.data())
def test_nothing_done_after_the_limit_has_ended_makes_it_less_overdue(
    course: list[Event], data: st.DataObject
) -> None:
    on = date(2026, 10, 1)
    before = clocks.run(course, on=on)
    if before.due is None:
        return
    after = clocks.run([*course, *data.draw(too_late(before.due))], on=on)
    assert (after.due, after.overdue) == (before.due, before.overdue)


@pytest.mark.slow
@given(courses(), st.integers(1, 90), st.integers(0, 6))
def test_an_extra_holiday_never_brings_a_date_forward(course: list[Event], gap: int, length: int) -> None:
    first = course[0].on + timedelta(gap)
    holiday = Span(first, first + timedelta(length), "临时假日")
    longer = Calendar(
        tuple(
            Notice(n.year, n.title, (*n.off, holiday), n.work) if n.year == first.year else n
            for n in OFFICIAL.notices
        )
    )
    before, after = clocks.due(course), clocks.due(course, calendar=longer)
    assert before is not None or after is None
    if before and after:
        assert after >= before


@pytest.mark.slow
@given(courses(), st.integers(0, 120))
def test_days_remaining_are_the_steps_still_to_come(course: list[Event], wait: int) -> None:
    on = course[0].on + timedelta(wait)
    deadline = clocks.run(course, on=on)
    if deadline.remaining is not None:
        assert deadline.remaining == sum(step.counts and step.date > on for step in deadline.steps)


def test_the_document_names_every_period_event_state_and_rule() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for period in PERIODS:
        assert f"| `{period.code}` | {period.zh} | {period.days.versions[-1].value} |" in text
    for kind in events.EVENTS:
        assert f"`{kind.code}` {kind.zh}" in text
    for state in STATES:
        assert f"`{state.code}` {state.zh}" in text
    source = (HERE.parent / "effects.py").read_text(encoding="utf-8")
    for rule in set(re.findall(r'"(CLK-[a-z-]+)"', source + (HERE.parent / "clocks.py").read_text("utf-8"))):
        assert f"`{rule}`" in text


def test_the_worked_table_of_the_document_is_what_the_clock_computes() -> None:
    rows = re.findall(
        r"^\| (\d{4}-\d\d-\d\d) [^|]*\| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \|",
        DOCUMENT.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(rows) >= 5
    for received, *days in (tuple(map(date.fromisoformat, row)) for row in rows):
        assert [OFFICIAL.add(received, n) for n in (7, 20, 40)] == days


def test_what_was_paid_and_then_abandoned_is_said_to_be_paid_not_to_lack_its_notice() -> None:
    course: list[Event] = [
        Received(date(2022, 9, 1)),
        FeeNoticed(date(2022, 9, 5), delivered_on=date(2022, 9, 5)),
        Paid(date(2022, 9, 20)),
        Answered(date(2022, 10, 19), "other_no_payment"),
    ]
    (found,) = clocks.run(course, on=date(2022, 10, 20), calendar=OFFICIAL).findings
    assert found.message == (
        "按申请人逾期处理，却已登记缴费（2022年9月20日） — 不再处理没有了前提 — "
        "请撤回“不再处理”的登记，继续办理。"
    )
