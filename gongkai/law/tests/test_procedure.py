"""States and steps: the table is sound, and every refusal is a sentence."""

from datetime import date

import pytest

from gongkai.law import clocks
from gongkai.law.events import (
    Answered,
    ConsultationSent,
    CorrectionRequested,
    Delayed,
    Event,
    Extended,
    FeeNoticed,
    Opinion,
    OpinionReceived,
    Party,
    ReasonGiven,
    ReasonRequested,
    Received,
    RedoOrdered,
)
from gongkai.law.procedure import ACTORS, STATE, STATES, TRANSITION, TRANSITIONS, lawful, why_not

RECEIVED = Received(date(2022, 6, 6))  # due 2022-07-04, 补正 by 2022-06-15


def at(on: date, *events: Event) -> clocks.Deadline:
    """Where the request received on 2022-06-06 stands."""
    return clocks.run([RECEIVED, *events], on=on)


def test_every_step_leads_from_known_states_to_a_known_state() -> None:
    for step in TRANSITIONS:
        assert {*step.sources, step.target} <= STATE.keys(), step.code
        assert step.actor in ACTORS
    assert len(TRANSITION) == len(TRANSITIONS)


def test_every_state_can_be_reached_and_every_one_but_none_can_be_left() -> None:
    reached = {"arrived"}
    while more := {s.target for s in TRANSITIONS if reached & set(s.sources)} - reached:
        reached |= more
    assert reached == {state.code for state in STATES}
    assert {state.code for state in STATES} == {code for step in TRANSITIONS for code in step.sources}


@pytest.mark.parametrize(
    ("step", "deadline", "sentence"),
    [
        (
            "extend",
            at(date(2022, 7, 5)),
            "不能延长答复期限 — 答复期限已于2022年7月4日届满 — 请尽快答复。",
        ),
        (
            "extend",
            at(date(2022, 6, 30), Extended(date(2022, 6, 29), 5)),
            "不能延长答复期限 — 已经延期5个工作日 — 只能延期一次，请在期限内答复。",
        ),
        (
            "extend",
            at(date(2022, 6, 30), Delayed(date(2022, 6, 29), date(2022, 9, 1))),
            "不能延长答复期限 — 期限是决定书所定或已另行告知 — 机关不能自行延长，请在期限内答复。",
        ),
        (
            "delay",
            at(
                date(2022, 9, 5),
                Answered(date(2022, 6, 28), "refused_internal"),
                RedoOrdered(date(2022, 9, 1), days=10),
            ),
            "不能另定合理的答复期限 — 重作期限是决定书所定 — 机关不能自行推迟，请在期限内答复。",
        ),
        (
            "delay",
            at(date(2022, 6, 20), ReasonRequested(date(2022, 6, 10))),
            "不能另定合理的答复期限 — 申请人还没有说明理由 — 另定期限以理由合理为前提 — "
            "请先要求说明理由，收到后登记。",
        ),
        (
            "request_correction",
            at(date(2022, 6, 16)),
            "不能告知补正 — 告知补正最晚应在2022年6月15日 — 现已超过，请按现有内容答复。",
        ),
        (
            "abandon_correction",
            at(date(2022, 7, 6), CorrectionRequested(date(2022, 6, 15), date(2022, 7, 6))),
            "不能逾期不补正，不再处理 — 申请人的期限到2022年7月6日才满 — 请等到期限届满。",
        ),
        (
            "abandon_correction",
            at(date(2022, 9, 1), CorrectionRequested(date(2022, 6, 15))),
            "不能逾期不补正，不再处理 — 通知没有写明期限 — 无法认定逾期，请先补上通知中的期限。",
        ),
        (
            "answer",
            at(date(2022, 6, 20), CorrectionRequested(date(2022, 6, 15), date(2022, 7, 6))),
            "不能答复 — 期限已停，等申请人补正或缴费 — 请等其办理，或者等其期限届满。",
        ),
        (
            "serve",
            at(date(2022, 6, 20)),
            "不能送达 — 现在是“办理中” — 这一步只能在“已答复，待送达”时办理。",
        ),
    ],
)
def test_a_step_that_is_not_lawful_says_why(step: str, deadline: clocks.Deadline, sentence: str) -> None:
    assert why_not(step, deadline) == sentence
    assert TRANSITION[step] not in lawful(deadline)


def test_the_period_over_an_applicant_who_does_not_act_may_be_closed() -> None:
    no_correction = at(date(2022, 7, 7), CorrectionRequested(date(2022, 6, 15), date(2022, 7, 6)))
    assert TRANSITION["abandon_correction"] in no_correction.next
    no_payment = at(date(2022, 7, 14), FeeNoticed(date(2022, 6, 14), None, date(2022, 6, 15)))
    assert TRANSITION["abandon_fee"] in no_payment.next


def test_the_last_day_of_a_period_is_still_in_time() -> None:
    assert why_not("request_correction", at(date(2022, 6, 15))) == ""
    assert why_not("extend", at(date(2022, 7, 4))) == ""


def test_reasons_heard_allow_a_later_date_until_a_redo_begins_anew() -> None:
    heard = (ReasonRequested(date(2022, 6, 10)), ReasonGiven(date(2022, 6, 14)))
    assert why_not("delay", at(date(2022, 6, 20), *heard)) == ""
    redo = (Answered(date(2022, 6, 28), "rejected_excessive"), RedoOrdered(date(2022, 9, 1)))
    assert "还没有说明理由" in why_not("delay", at(date(2022, 9, 5), *heard, *redo))


def test_nothing_is_granted_while_a_third_party_may_still_answer() -> None:
    asked = ConsultationSent(date(2022, 6, 8), Party.THIRD_PARTY, "1", date(2022, 6, 8))
    told = (
        "不能答复 — 第三方的期限到2022年6月29日才满，还没有答复 — 公开前应当听取第三方的意见 — "
        "请等意见或者期限届满。"
    )
    assert why_not("answer", at(date(2022, 6, 29), asked), "granted_provided") == told
    assert why_not("answer", at(date(2022, 6, 30), asked), "granted_provided") == ""
    assert why_not("answer", at(date(2022, 6, 29), asked), "partial") == told
    assert why_not("answer", at(date(2022, 6, 29), asked), "granted_published") == ""
    heard = OpinionReceived(date(2022, 6, 10), "1", Opinion.AGREES)
    assert why_not("answer", at(date(2022, 6, 10), asked, heard), "granted_provided") == ""


def test_a_late_answer_is_still_owed() -> None:
    assert why_not("answer", at(date(2022, 12, 1))) == ""
    asked_too_late = CorrectionRequested(date(2022, 7, 5), date(2022, 7, 20))
    assert why_not("answer", at(date(2022, 7, 6), asked_too_late)) == ""


@pytest.mark.parametrize(
    ("kind", "before", "lacking"),
    [
        (
            "rejected_excessive",
            ReasonRequested(date(2022, 6, 8)),
            "还没有要求申请人说明理由 — 理由不合理的才能不予处理 — 请先告知申请人说明理由。",
        ),
        (
            "unavailable_unclear",
            CorrectionRequested(date(2022, 6, 8), date(2022, 6, 20)),
            "还没有告知过补正 — 补正后仍不明确的才能这样答复 — 请先告知补正，或者选别的答复类型。",
        ),
    ],
)
def test_an_answer_that_presupposes_a_step_is_not_lawful_without_it(
    kind: str, before: Event, lacking: str
) -> None:
    day = date(2022, 6, 10)
    assert why_not("answer", at(day), kind) == f"不能答复 — {lacking}"
    assert lacking not in why_not("answer", at(day, before), kind)
    assert why_not("answer", at(day), "granted_provided") == ""
