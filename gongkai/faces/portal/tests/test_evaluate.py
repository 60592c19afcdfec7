"""社会评议 by everybody who has the link: answered without a name, slowed down, read once it is public."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from gongkai.faces.public import limits
from gongkai.faces.tests.html import page, parsed
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.assessment import surveys
from gongkai.ledger.assessment.models import Answers, Survey
from gongkai.ledger.assessment.surveys import Opening
from gongkai.ledger.requests.models import Grade

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OPENED, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2026-03-10T10:00:00+08:00"):
        yield


@pytest.fixture
def survey() -> Survey:
    opening = Opening("2025年社会评议", 2025, ["好不好找", "总的来说"], OPENED, LAST)
    return surveys.begin(organ=real_organ(), opening=opening, actor="李四")


def text(client: Client, survey: Survey) -> str:
    return "".join(page(client, f"/evaluate/{survey.key}/").xpath("string(//main)").split())


def answered(client: Client, survey: Survey, **said: Any) -> Any:
    return client.post(f"/evaluate/{survey.key}/", said)


def test_a_sheet_counts_once_for_a_browser_and_keeps_nothing_of_who_sent_it(
    client: Client, survey: Survey
) -> None:
    assert "不用登录，不问姓名、电话" in text(client, survey)
    assert answered(client, survey, q1="5").status_code == 302
    assert "已收到您的评议" in text(client, survey)
    answered(client, survey, q1="2")
    (row,) = Answers.objects.all()
    assert (row.way, row.sheets, row.counts) == ("online", 1, [{}, {"5": 1}])


def test_an_empty_sheet_and_a_grade_that_there_is_not_are_refused(client: Client, survey: Survey) -> None:
    assert answered(client, survey).status_code == 422
    assert answered(client, survey, q0="9").status_code == 422
    assert not Answers.objects.exists()


def test_whoever_sends_much_from_one_address_is_asked_a_plain_question(survey: Survey) -> None:
    for _sheet in range(limits.EVALUATING.most):
        assert answered(Client(), survey, q0="4").status_code == 302
    client = Client()
    form = page(client, f"/evaluate/{survey.key}/").forms[-1]
    said = {**dict(form.form_values()), "q0": "4"}
    assert client.post(f"/evaluate/{survey.key}/", {**said, "answer": "99"}).status_code == 422
    question = limits.asked(said["question"])
    assert question
    right = {**said, "answer": str(question.first + question.second)}
    assert client.post(f"/evaluate/{survey.key}/", right).status_code == 302


@pytest.mark.parametrize("day", ["2026-02-28", "2026-04-01"])
def test_before_and_after_its_days_nothing_is_taken(client: Client, survey: Survey, day: str) -> None:
    with time_machine.travel(f"{day}T10:00:00+08:00"):
        assert "现在不收答卷" in text(client, survey)
        answered(client, survey, q0="5")
    assert not Answers.objects.exists()


def test_the_result_is_read_once_it_is_public(client: Client, survey: Survey) -> None:
    surveys.answer(survey=survey, grades=[Grade.EXCELLENT, Grade.POOR])
    row = surveys.close(survey=survey, conclusion="要好找些", actor="张海涛")
    assert "评议结果" not in text(client, survey)
    surveys.publish(survey=row, actor="张海涛")
    shown = parsed(client.get(f"/evaluate/{survey.key}/").content)
    rows = [[cell.text_content() for cell in line] for line in shown.xpath("//tbody/tr")]
    assert rows == [["好不好找", "1", "0", "0", "0"], ["总的来说", "0", "0", "0", "1"]]
    assert "要好找些" in shown.text_content()


def test_a_link_that_there_is_not_or_was_dropped_leads_nowhere(client: Client, survey: Survey) -> None:
    assert client.get("/evaluate/none/").status_code == 404
    surveys.drop(survey=survey, reason="不办了", actor="李四")
    assert client.get(f"/evaluate/{survey.key}/").status_code == 404
