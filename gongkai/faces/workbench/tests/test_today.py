"""The day's page: overdue first, one step each, and never more queries for a longer ledger."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.jobs import queries as jobs
from gongkai.jobs.tick import tick
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.lib.today import BEIJING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = "2022-10-19"


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def receive(organ: Organ, *days: date) -> None:
    kind = {"channel": "in_person", "applicant_kind": "natural_person"}
    entries = [
        RequestEntry(
            f"〔2022〕{number}号",
            (EventEntry(EventKind.RECEIVED, day, kind),),
            applicant_name="张三",
            content="道路养护资金",
        )
        for number, day in enumerate(days, 1)
    ]
    requests.receive(organ=organ, entries=entries, actor="测试")


@time_machine.travel(DAY)
def test_what_is_due_is_told_by_day_overdue_first(clerk: Client, real: Organ) -> None:
    receive(real, date(2022, 9, 16), date(2022, 9, 20))
    row = Disclosure(
        organ=real,
        index_no="1",
        title="低保发放名册",
        formed_on=date(2022, 9, 9),
        attribute=Attribute.PROACTIVE,
    )
    disclosures.register(organ=real, rows=[row], actor="测试")
    tree = page(clerk, f"/desk/organs/{real.pk}/")
    assert texts(tree, "//h1") == ["今天要办2件"]
    heads = texts(tree, "//h2[contains(@class, 'group-head')]")
    assert [head.split()[0] for head in heads] == ["已逾期", "今天", "本周"]
    assert texts(tree, "//ol[@class='tasks']/li//a[contains(@class, 'do')]/text()/..")[0].startswith("去公开")


@time_machine.travel(DAY)
def test_what_an_applicant_has_let_pass_is_for_today_and_no_delay_of_the_organ(
    clerk: Client, real: Organ
) -> None:
    receive(real, date(2022, 9, 20))
    said = {"points": "请写明年份", "due": "2022-10-14"}
    event = EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 9, 22), said)
    requests.add_event(foi_request=FoiRequest.objects.get(), event=event, actor="测试")
    tree = page(clerk, f"/desk/organs/{real.pk}/")
    assert texts(tree, "//h1 | //div[@class='page-head']//p") == ["今天要办1件", "没有逾期的。"]
    assert [head.split()[0] for head in texts(tree, "//h2[contains(@class, 'group-head')]")] == ["今天"]


@pytest.mark.slow
@time_machine.travel(DAY)
def test_with_nothing_due_it_says_that_nothing_need_be_filled_in(clerk: Client, real: Organ) -> None:
    tree = page(clerk, f"/desk/organs/{real.pk}/")
    assert texts(tree, "//h1") == ["今天没有要办的"]
    assert "没有就不用填" in tree.text_content()


def test_it_says_since_when_the_background_jobs_stand_still(
    clerk: Client, real: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    def words() -> str:
        return " ".join(texts(page(clerk, f"/desk/organs/{real.pk}/"), "//main"))

    monkeypatch.setattr(jobs, "_BEGUN", datetime(2022, 10, 19, tzinfo=BEIJING))
    with time_machine.travel(datetime(2022, 10, 19, 10, tzinfo=BEIJING), tick=False):
        tick()
        assert "后台作业" not in words()
    with time_machine.travel(datetime(2022, 10, 19, 10, 6, tzinfo=BEIJING), tick=False):
        assert "后台作业2022-10-19 10:00起停着。" in words()


@time_machine.travel(DAY)
def test_each_task_leads_to_its_record(clerk: Client, real: Organ) -> None:
    receive(real, date(2022, 9, 20))
    (href,) = page(clerk, f"/desk/organs/{real.pk}/").xpath(
        "//ol[@class='tasks']//a[contains(@class, 'do')]/@href"
    )
    record = page(clerk, href)
    assert texts(record, "//h1") == ["道路养护资金"]
    assert "〔2022〕1号" in record.text_content()
    assert "张某" in record.text_content()
    assert "张三" not in record.text_content()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_day_costs_at_most_fifteen_queries_however_much_is_due(clerk: Client, real: Organ) -> None:
    def cost() -> int:
        clerk.get(f"/desk/organs/{real.pk}/")  # the figures of the year are summed up once for each change
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(f"/desk/organs/{real.pk}/").status_code == 200
        return len(queries)

    receive(real, date(2022, 9, 20))
    before = cost()
    more = [date(2022, 9, 20)] * 60
    requests.receive(
        organ=real,
        entries=[
            RequestEntry(
                f"多{number}",
                (EventEntry(EventKind.RECEIVED, day, {"applicant_kind": "natural_person"}),),
                applicant_name="李四",
                content="预算",
            )
            for number, day in enumerate(more)
        ],
        actor="测试",
    )
    assert cost() == before <= 15  # one for each ledger in which something may be due


@pytest.mark.slow
def test_a_list_shows_masked_names_and_is_narrowed_and_taken_away(clerk: Client, real: Organ) -> None:
    receive(real, date(2022, 9, 16), date(2022, 9, 20))
    place = f"/desk/organs/{real.pk}/ledger/requests/"
    assert "张某" in page(clerk, place).text_content()
    found = page(clerk, f"{place}?q=〔2022〕2号")
    assert texts(found, "//tbody/tr/*[1]") == ["〔2022〕2号"]
    for code in ("disclosures", "acts", "remedies", "supervision"):
        assert clerk.get(f"/desk/organs/{real.pk}/ledger/{code}/").status_code == 200
    assert clerk.get(f"/desk/organs/{real.pk}/ledger/nothing/").status_code == 404
