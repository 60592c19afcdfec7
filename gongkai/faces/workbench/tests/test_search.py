"""Words found over the ledgers of one organ."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import HOSTILE, application, staff
from gongkai.ledger import search
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import AdministrativeAct, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = date(2025, 3, 3)
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def town(real: Organ) -> Organ:
    """A ledger in which 道路 stands once in each register."""
    asked = application(7, content="道路养护资金")
    entry = RequestEntry(
        asked.number, asked.events, applicant_name="赵六", content=asked.content, id_number=ID_NUMBER
    )
    requests.receive(organ=real, entries=[entry], actor="测试")
    document = Disclosure(
        organ=real, index_no="1", title="道路施工公告", document_no="镇发〔2025〕3号", formed_on=DAY
    )
    act = AdministrativeAct(organ=real, on=DAY, kind="licensing", quantity=1, note="占用道路许可")
    disclosures.register(organ=real, rows=[document], actor="测试")
    disclosures.register(organ=real, rows=[act], actor="测试")
    case = RemedyCase(organ=real, case_no="〔2025〕12号", kind="complaint", received_on=DAY, body="道路局")
    remedies.register(organ=real, rows=[case], actor="测试")
    meeting = Activity(organ=real, on=DAY, kind="meeting", topic="道路信息公开推进会")
    supervision.register(organ=real, rows=[meeting], actor="测试")
    return real


def hits(organ: Organ, text: str, *, identities: bool = False) -> list[tuple[str, str]]:
    found = search.find(Scope.of(organ), text, identities=identities)
    return [(each.ledger, hit.name) for each in found for hit in each.hits]


def test_a_word_is_found_in_every_ledger(town: Organ) -> None:
    assert hits(town, "道路") == [
        ("requests", "〔2025〕7号"),
        ("disclosures", "道路施工公告"),
        ("acts", "占用道路许可"),
        ("remedies", "〔2025〕12号"),
        ("supervision", "道路信息公开推进会"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("养护  道路", ["〔2025〕7号"]),
        ("镇发〔2025〕3号", ["道路施工公告"]),
        ("道路 桥梁", []),
        ("   ", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_every_word_must_stand_in_a_row(town: Organ, text: str, found: list[str]) -> None:
    assert [name for _ledger, name in hits(town, text)] == found


def test_another_organ_s_rows_are_not_found(town: Organ, sample: Organ) -> None:
    assert hits(sample, "道路养护") == []
    assert hits(sample, "道路维修") != []
    assert hits(town, "道路维修") == []


def test_a_name_is_not_looked_for_and_a_number_only_as_a_whole(town: Organ) -> None:
    assert hits(town, "赵六", identities=True) == []
    assert hits(town, ID_NUMBER) == []
    assert hits(town, "110105 19491231 002x", identities=True) == [("requests", "〔2025〕7号")]
    assert hits(town, ID_NUMBER[:-1], identities=True) == []


@pytest.mark.slow
@pytest.mark.parametrize(("role", "sees"), [("clerk", 1), ("leader", 0)])
def test_by_an_id_number_only_they_find_who_may_see_it(
    client: Client, town: Organ, role: str, sees: int
) -> None:
    client.force_login(staff(town, role))
    answer = page(client, f"/desk/organs/{town.pk}/search/?q={ID_NUMBER}")
    assert len(answer.xpath("//main//ul//a")) == sees
    assert "赵六" not in answer.text_content()


def test_what_was_looked_for_is_marked_and_leads_to_its_record(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "clerk"))
    tree = page(client, f"/desk/organs/{town.pk}/search/?q=道路+养护")
    assert texts(tree, "//h1") == ["“道路 养护”：1件"]
    assert texts(tree, "//main//mark") == ["道路", "养护"]
    assert tree.xpath("//header//input[@name='q']/@value") == ["道路 养护"]
    (link,) = tree.xpath("//main//ul//a/@href")
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("text", "marked"),
    [("[2025]3", "〔2025〕3"), ("（２０２５）３号", "〔2025〕3号"), ("ｐｐｐ", "PPP"), ("株)甲", "㈱甲")],
)
def test_it_is_marked_as_it_stands_there_however_it_was_typed(
    client: Client, town: Organ, text: str, marked: str
) -> None:
    title = "关于镇发〔2025〕3号PPP项目的㈱甲"
    row = Disclosure(organ=town, index_no="9", title=title, formed_on=DAY)
    disclosures.register(organ=town, rows=[row], actor="测试")
    client.force_login(staff(town, "clerk"))
    tree = page(client, f"/desk/organs/{town.pk}/search/?q={text}")
    assert marked in texts(tree, f"//main//a[contains(., '{title}')]//mark")


def test_what_is_typed_stays_text(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "clerk"))
    answer = client.get(f"/desk/organs/{town.pk}/search/", {"q": HOSTILE})
    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()


@pytest.mark.slow
def test_a_search_costs_the_same_however_much_there_is(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "clerk"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/organs/{town.pk}/search/?q=道路").status_code == 200
        return len(asked)

    before = cost()
    requests.receive(organ=town, entries=[application(number) for number in range(100, 160)], actor="测试")
    assert cost() == before <= 12
    tree = page(client, f"/desk/organs/{town.pk}/search/?q=道路")
    assert len(tree.xpath("//main//section[1]//li")) == search.MOST
    assert "请再加一个词" in tree.text_content()
