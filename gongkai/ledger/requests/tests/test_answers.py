"""An answer for all: proposed without names, released by another, and taken back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.ledger import proof
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, answers, queries
from gongkai.ledger.requests.answers import Words
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest, PublicAnswer
from gongkai.ledger.requests.steps import Refused

pytestmark = pytest.mark.django_db
CLERK, LEADER, ON = "王敏", "李建国", date(2022, 11, 1)
WORDS = Words("2022年小麦良种补贴发放名单", "名单已公布在网站。")


@pytest.fixture
def town(head_noted: None) -> Organ:
    return create(name="四间房镇人民政府", actor="测试")


def application(town: Organ, *, answered: bool = True) -> FoiRequest:
    received = EventEntry(
        EventKind.RECEIVED, date(2022, 10, 18), {"channel": "internet", "applicant_kind": "natural_person"}
    )
    end = [EventEntry(EventKind.ANSWERED, date(2022, 10, 28), {"row": "granted"})] if answered else []
    entry = RequestEntry("1", (received, *end), applicant_name="欧阳晓明", content="欧阳晓明家的小麦补贴")
    (row,) = actions.receive(organ=town, entries=[entry], actor=CLERK)
    return row


def propose(row: FoiRequest, words: Words = WORDS) -> PublicAnswer:
    return answers.propose(foi_request=row, words=words, actor=CLERK)


def released(row: FoiRequest) -> PublicAnswer:
    return answers.release(answer=propose(row), seen=WORDS, on=ON, actor=LEADER)


def test_what_is_proposed_first_names_nobody(town: Organ) -> None:
    assert answers.usual(application(town)).title == "欧阳某某家的小麦补贴"


@pytest.mark.parametrize(
    "words",
    [Words("欧阳晓明要的名单", "已提供"), Words("补贴名单", "请联系13800138000")],
    ids=["name", "phone"],
)
def test_personal_data_are_refused(town: Organ, words: Words) -> None:
    with pytest.raises(Refused, match="还有个人信息"):
        propose(application(town), words)


def test_before_there_is_an_answer_nothing_is_proposed(town: Organ) -> None:
    with pytest.raises(Refused, match="还没有答复"):
        propose(application(town, answered=False))


def test_it_is_public_only_once_another_has_released_what_they_read(town: Organ) -> None:
    row, scope = application(town), Scope.of(town)
    answer = propose(row)
    assert not queries.public_answers(scope)
    with pytest.raises(Refused, match="自己写的不能自己核发"):
        answers.release(answer=answer, seen=WORDS, on=ON, actor=CLERK)
    propose(row, WORDS._replace(gist="名单在公告栏。"))
    with pytest.raises(Refused, match="刚才有人改过"):
        answers.release(answer=answer, seen=WORDS, on=ON, actor=LEADER)
    answer = propose(row)
    answers.release(answer=answer, seen=WORDS, on=ON, actor=LEADER)
    assert queries.answers_like(scope, "小麦补贴名单") == [answer]
    with pytest.raises(Refused, match="已经公开"):
        propose(row)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database keeps it too
        PublicAnswer.objects.update(released_by=CLERK)
    assert proof.verify() is None


def test_what_is_withdrawn_is_found_by_nobody_and_may_be_proposed_anew(town: Organ) -> None:
    row, scope = application(town), Scope.of(town)
    answer = released(row)
    assert list(queries.public_answers(scope, ["小麦", "网站"])) == [answer]
    assert not queries.public_answers(scope, ["小麦", "公告栏"])
    with pytest.raises(Refused, match="原因 — 还没有填"):
        answers.withdraw(answer=answer, reason=" ", on=ON, actor=LEADER)
    answers.withdraw(answer=answer, reason="认得出是谁", on=ON, actor=LEADER)
    assert not queries.public_answers(scope)
    again = propose(row)
    assert (again.pk, again.is_proposed, again.withdrawn_because) == (answer.pk, True, "")
    assert proof.verify() is None
