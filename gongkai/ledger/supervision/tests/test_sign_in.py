"""扫码签到 and the short test: only where the county wants them with its document, on the day, nameless."""

from datetime import date, timedelta

import pytest
import time_machine

from gongkai.ledger.base import Refused
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.proof import verify
from gongkai.ledger.supervision import matters, progress, queries, quiz
from gongkai.ledger.supervision.deeds import Deed
from gongkai.ledger.supervision.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
DAY = date(2026, 5, 18)
QUESTIONS = "谁可以申请？\n*任何人\n只有当事人\n\n多少日内答复？\n15个工作日\n*20个工作日"


@pytest.fixture
def noon() -> object:
    with time_machine.travel("2026-05-18T04:00:00Z"):
        yield


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def switch_on(organ: Organ, code: str, basis: str = "滑政办〔2026〕9号") -> None:
    organs.set_option(organ=organ, code=code, value="on", actor="测试")
    organs.set_option(organ=organ, code=f"{code}_basis", value=basis, actor="测试")


def training(organ: Organ, on: date = DAY) -> Matter:
    return matters.plan(organ=organ, kind="training", said={"title": "业务培训", "on": on}, actor="测试")


def opened(organ: Organ, on: date = DAY) -> Matter:
    switch_on(organ, "sign_in_code")
    return matters.open_sign_in(matter=training(organ, on), actor="测试")


@pytest.mark.parametrize("basis", ["", "滑政办〔2026〕9号"])
def test_it_is_off_until_the_county_s_document_is_named(town: Organ, basis: str) -> None:
    organs.set_option(organ=town, code="sign_in_code", value="on", actor="测试")
    organs.set_option(organ=town, code="sign_in_code_basis", value=basis, actor="测试")
    assert progress.makes_sense(Deed.OPEN_SIGN_IN, training(town)) is bool(basis)


def test_who_signs_in_is_a_line_of_the_list_once(town: Organ) -> None:
    row = opened(town)
    matters.sign_in(matter=row, name="张三", unit="东村")
    matters.sign_in(matter=row, name="张三", unit="西村")
    with pytest.raises(Refused, match="张三 东村已经签过"):
        matters.sign_in(matter=row, name=" 张三 ", unit="东村")
    row.refresh_from_db()
    assert row.attendance.splitlines() == ["张三 东村", "张三 西村"]


def test_only_on_the_day_itself(town: Organ) -> None:
    row = opened(town, DAY + timedelta(days=1))
    with pytest.raises(Refused, match="只在2026-05-19那天可以"):
        matters.sign_in(matter=row, name="张三", unit="")


def test_once_switched_off_the_address_is_nobodys(town: Organ) -> None:
    row = opened(town)
    assert queries.signing_in(row.sign_in_key) == row
    assert queries.signing_in("") is None
    organs.set_option(organ=town, code="sign_in_code", value="off", actor="测试")
    assert queries.signing_in(row.sign_in_key) is None


@pytest.mark.usefixtures("head_noted")
def test_of_a_test_there_are_counts_and_no_names(town: Organ) -> None:
    switch_on(town, "training_quiz")
    row = matters.write_quiz(matter=opened(town), text=QUESTIONS, actor="测试")
    assert matters.take_quiz(matter=row, answers=[0, 0]) == [True, False]
    assert matters.take_quiz(matter=row, answers=[0, 1]) == [True, True]
    row.refresh_from_db()
    assert row.quiz_tally == {"taken": 2, "right": [2, 1]}
    assert verify() is None


def test_no_test_without_its_own_document(town: Organ) -> None:
    with pytest.raises(Refused):
        matters.write_quiz(matter=opened(town), text=QUESTIONS, actor="测试")


def test_questions_are_read_as_they_are_typed() -> None:
    assert quiz.text_of(quiz.parse(QUESTIONS)) == QUESTIONS
    assert quiz.parse(" \n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("谁可以申请？\n*任何人", "第1题"),  # no choice
        ("谁可以申请？\n任何人\n只有当事人", "第1题"),  # none is right
        ("谁可以申请？\n*任何人\n*只有当事人", "第1题"),  # both are
        ("\n\n".join(["问？\n*甲\n乙"] * 11), "有11题"),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_it_lacks(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        quiz.parse(text)
