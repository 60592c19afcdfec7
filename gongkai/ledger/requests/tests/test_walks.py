"""What holds of every application that went only lawful steps: it never stands still, and always counts."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.formats import y2019, y2021
from gongkai.law.decisions import by_code
from gongkai.law.events import Party
from gongkai.law.exemptions import gives_out
from gongkai.law.procedure import STATE
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.organs.actions import create
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.facts import clock_settings, project
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.requests.steps import STEP, Case
from gongkai.ledger.requests.tests.walks import Walk, case_of

pytestmark = pytest.mark.slow
FIRST, LAST = date(2019, 6, 3), date(2026, 6, 1)


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """A walk of up to eight steps; whoever goes on with it draws, too."""

    def choose(of: Sequence[Any]) -> Any:
        return draw(st.sampled_from(of))

    return Walk.of(choose, draw(st.dates(FIRST, LAST)), draw(st.integers(0, 8)))


@given(walks())
def test_from_wherever_it_stands_the_organ_alone_brings_it_to_the_archive(walk: Walk) -> None:
    walk.to_its_end()
    assert walk.case.on(walk.day).state.code == "archived"


@given(walks())
def test_a_step_that_closes_leads_where_the_law_says_and_counts_in_a_row_of_each_form(walk: Walk) -> None:
    for step in walk.lawful(walk.day):
        if STATE[step.transition.target].is_open:
            continue
        entry = walk.case.entry(*walk.filled_in(step, walk.day))
        counted = project(case_of([*walk.entries, entry]).events)
        assert walk.case.after(entry, walk.day).state.code == step.transition.target
        assert counted.result in y2021.FORM.result_keys
        assert y2019.FORM.row_of(counted.result) in y2019.FORM.result_keys
        assert counted.answered_on is not None
        assert walk.entries[0].on <= counted.answered_on <= walk.day


@given(walks())
def test_nobody_who_was_asked_is_passed_over_without_a_word(walk: Walk) -> None:
    for nth, (_step, on, said, kind) in enumerate(walk.taken):
        if kind is None or not gives_out(kind.code, said.get("ground", "")):
            continue
        before = case_of(walk.entries[: nth + 1])
        asked = [one for one in before.on(on).consultations if one.party is Party.THIRD_PARTY]
        assert all(one.opinion or one.expires < on for one in asked)
        if before.has_objection:
            assert said["overruled"]
            assert before.why_overruled(said | {"overruled": ""}, kind)


@given(walks(), st.randoms(use_true_random=False))
def test_its_events_entered_in_whatever_order_give_the_same_state(walk: Walk, chance: Random) -> None:
    shuffled = list(walk.entries)
    chance.shuffle(shuffled)
    assert case_of(shuffled).on(walk.day) == walk.case.on(walk.day)
    assert project(case_of(shuffled).events) == project(walk.case.events)


def test_a_redo_on_the_day_of_service_is_refused_for_days_alone_do_not_tell_which_was_first() -> None:
    said = {"channel": "in_person", "applicant_kind": "natural_person"}
    answered, later = date(2023, 1, 10), date(2023, 1, 11)
    served = case_of(
        [
            EventEntry(EventKind.RECEIVED, date(2023, 1, 3), said),
            EventEntry(EventKind.ANSWERED, answered, {"row": "granted"}),
            EventEntry(EventKind.SERVED, answered, {"way": "direct"}),
        ]
    )
    redo = STEP["reopen_review"]
    assert "分不清先后" in served.why_unclear(redo, answered)
    assert served.why_not(redo, later, later) == served.why_unclear(redo, later) == ""


@pytest.mark.parametrize(
    ("kind", "ground", "is_told"),
    [("granted_provided", "", True), ("partial", "internal", True), ("partial", "third_party", False)],
)
def test_what_gives_out_against_an_objection_says_why_and_that_the_party_was_told(
    kind: str, ground: str, is_told: bool
) -> None:
    objected = case_of(
        [
            EventEntry(EventKind.RECEIVED, date(2023, 1, 3), {"applicant_kind": "natural_person"}),
            EventEntry(EventKind.CONSULTATION_SENT, date(2023, 1, 4), {"party": "third_party"}, "1"),
            EventEntry(EventKind.OPINION_RECEIVED, date(2023, 1, 6), {"opinion": "objects"}, "1"),
        ]
    )
    said = {"ground": ground}
    assert bool(objected.why_overruled(said, by_code(kind))) is is_told
    assert objected.why_overruled(said | {"overruled": "关系饮水安全，1月9日书面告知"}, by_code(kind)) == ""
    assert "overruled" in {ask.name for ask in objected.asks(STEP["answer"], by_code(kind))}


@pytest.mark.django_db
def test_steps_taken_in_the_ledger_replay_to_what_it_shows_and_what_its_log_says(head_noted: None) -> None:
    town, chance = create(name="四间房镇人民政府", actor="测试", options={"fee_collection": "on"}), Random(33)
    for number in range(50):
        walk = Walk.of(chance.choice, FIRST, number % 9)
        entry = RequestEntry(str(number), (walk.entries[0],), applicant_name="张三", content="道路招标公告")
        (row,) = actions.receive(organ=town, entries=[entry], actor="王敏")
        for step, on, said, kind in walk.taken:
            seen = actions.last_of(row.events.all())
            known: dict[str, Any] = {
                "actor": "王敏",
                "today": on,
                "calendar": OFFICIAL,
                "seen": seen,
                "kind": kind,
            }
            actions.take(foi_request=row, step=step, on=on, said=said, **known)
        row.refresh_from_db()
        stored = Case.of(row.events.all(), OFFICIAL, clock_settings(town))
        assert stored.on(walk.day) == walk.case.on(walk.day)
        assert row.result == project(walk.case.events).result
    assert actions.rebuild_projections(actor="王敏") == ([], [])
    assert proof.verify() is None
