"""期限 in the lists of applications and disclosures: badges, order, what is overdue and what is near."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
TODAY = "2022-10-19"


def asked(number: str, received: str, *more: EventEntry) -> RequestEntry:
    on = EventEntry(EventKind.RECEIVED, date.fromisoformat(received), {"applicant_kind": "natural_person"})
    return RequestEntry(number, (on, *more), applicant_name="张三", content="合同")


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    """One application of each kind: plenty of time, near, due today, overdue, redone, answered lately and not
    served, in time and not, served, and of an old ledger that keeps no date of service."""
    lately = EventEntry(EventKind.ANSWERED, date(2022, 9, 22), {"row": "granted"})
    handed_over = EventEntry(EventKind.SERVED, date(2022, 9, 22), {"way": "direct"})
    old = EventEntry(EventKind.ANSWERED, date(2022, 7, 5), {"row": "granted"})
    answered = EventEntry(EventKind.ANSWERED, date(2022, 9, 1), {"row": "granted"})
    redo = EventEntry(EventKind.REDO_ORDERED, date(2022, 10, 11), {"days": 15})
    rows = [
        asked("新的", "2022-10-17"),
        asked("临期", "2022-09-20"),
        asked("今天", "2022-09-16"),
        asked("逾期", "2022-09-14"),
        asked("重作", "2022-08-20", answered, redo),
        asked("要送", "2022-09-21", lately),
        asked("没送", "2022-09-07", lately),
        asked("办完", "2022-09-07", lately, handed_over),
        asked("旧账", "2022-07-01", old),
    ]
    requests.receive(organ=real, entries=rows, actor="测试")
    client.force_login(staff(real, "clerk"))
    return client


def listed(client: Client, organ: Organ, code: str, asks: str = "") -> dict[str, str]:
    """What stands under 期限, by what heads each row."""
    tree = page(client, f"/desk/organs/{organ.pk}/ledger/{code}/{asks}")
    cell = ".//td[contains(@class, 'of-due')]"
    return {texts(row, "./th")[0]: " ".join(texts(row, cell)) for row in tree.xpath("//tbody/tr")}


@time_machine.travel(TODAY)
def test_the_list_of_applications_says_what_is_left_of_each(clerk: Client, real: Organ) -> None:
    assert listed(clerk, real, "requests", "?sort=due") == {
        "逾期": "逾期2个工作日 2022-10-17",
        "没送": "待送达 2022-10-11",
        "今天": "今天到期 2022-10-19",
        "临期": "还剩2个工作日 2022-10-21",
        "重作": "还剩9个工作日 2022-11-01",
        "新的": "还剩18个工作日 2022-11-14",
        "要送": "待送达 2022-10-24",
        "办完": "",
        "旧账": "",
    }


@time_machine.travel(TODAY)
def test_applications_are_narrowed_to_what_is_overdue_or_near(clerk: Client, real: Organ) -> None:
    assert set(listed(clerk, real, "requests", "?due=late")) == {"逾期", "没送"}
    assert set(listed(clerk, real, "requests", "?due=near")) == {"今天", "临期", "要送"}


@time_machine.travel(TODAY)
def test_disclosures_have_twenty_working_days_from_their_forming(clerk: Client, real: Organ) -> None:
    def formed(title: str, day: str, **more: object) -> Disclosure:
        on = date.fromisoformat(day)
        return Disclosure(organ=real, index_no=title, title=title, formed_on=on, **more)

    rows = [
        formed("新的", "2022-10-17"),
        formed("最后", "2022-09-16", attribute="proactive"),
        formed("晚的", "2022-09-09", attribute="proactive"),
        formed("公开了", "2022-09-09", attribute="proactive", published_on=date(2022, 9, 10)),
        formed("不公开", "2022-09-09", attribute="withheld", withheld_because="国家秘密"),
    ]
    disclosures.register(organ=real, rows=rows, actor="测试")
    left = listed(clerk, real, "disclosures", "?sort=due")
    assert list(left.items())[:3] == [
        ("晚的", "逾期4个工作日 2022-10-13"),
        ("最后", "今天到期 2022-10-19"),
        ("新的", "还剩18个工作日 2022-11-14"),
    ]
    assert left["公开了"] == left["不公开"] == ""
    assert set(listed(clerk, real, "disclosures", "?due=late")) == {"晚的"}
    assert set(listed(clerk, real, "disclosures", "?due=near")) == {"最后"}


@time_machine.travel(TODAY)
def test_a_penalty_decision_has_seven_working_days_and_stands_in_the_order_of_its_last_day(
    clerk: Client, real: Organ
) -> None:
    formed = (("先", "2022-09-16", ""), ("处罚", "2022-10-09", "penalty"), ("后", "2022-09-20", ""))
    rows = [
        Disclosure(organ=real, index_no=title, title=title, formed_on=day, limit=limit, attribute="proactive")
        for title, day, limit in formed
    ]
    disclosures.register(organ=real, rows=rows, actor="测试")
    assert list(listed(clerk, real, "disclosures", "?sort=due").items()) == [
        ("处罚", "逾期1个工作日 2022-10-18"),
        ("先", "今天到期 2022-10-19"),
        ("后", "还剩2个工作日 2022-10-21"),
    ]
    assert set(listed(clerk, real, "disclosures", "?due=late")) == {"处罚"}
    assert set(listed(clerk, real, "disclosures", "?due=near")) == {"先", "后"}


@time_machine.travel(TODAY)
def test_the_file_of_a_list_has_the_limit_in_words(clerk: Client, real: Organ) -> None:
    file = clerk.get(f"/desk/organs/{real.pk}/ledger/requests/?export=csv&sort=due").content.decode()
    assert "逾期2个工作日，2022-10-17" in file
