"""What is new, for machines: feeds, maps for search engines, and what is told again only after a change."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from lxml import etree

from gongkai.faces.portal.tests.test_site import DAY, at, open_portal, publish, titles
from gongkai.faces.tests.organs import real_organ, staff
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import ID_NUMBER, TITLE

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOST = "http://testserver"
FEEDS = ("feed.atom", "feed.json")


@pytest.fixture
def town(db: None) -> Organ:
    caches["pages"].clear()
    return open_portal(real_organ())


def atom(client: Client, organ: Organ, query: str = "") -> Any:
    return etree.fromstring(client.get(at(organ, f"feed.atom{query}")).content)


def json(client: Client, organ: Organ, query: str = "") -> Any:
    return client.get(at(organ, f"feed.json{query}")).json()


def test_both_feeds_tell_the_same_of_a_record(client: Client, town: Organ) -> None:
    row = publish(town, "小麦良种补贴<实施>方案", clause="art20_11")
    entry = atom(client, town).find("a:entry", ATOM)
    address = f"{HOST}{at(town, f'records/{row.pk}/')}"
    assert [
        entry.findtext(f"a:{tag}", namespaces=ATOM) for tag in ("title", "id", "published", "updated")
    ] == [
        *("小麦良种补贴<实施>方案", address, "2022-10-17T00:00:00+08:00", "2022-10-17T00:00:00+08:00"),
    ]
    told = json(client, town)
    assert (told["title"], told["home_page_url"]) == (
        "真实镇人民政府政府信息公开",
        f"{HOST}{at(town, 'records/')}",
    )
    assert told["items"] == [
        {
            "id": address,
            "url": address,
            "title": "小麦良种补贴<实施>方案",
            "content_html": "小麦良种补贴&lt;实施&gt;方案",
            "date_published": "2022-10-17T00:00:00+08:00",
            "date_modified": "2022-10-17T00:00:00+08:00",
            "tags": ["民生保障"],
        }
    ]


@pytest.mark.slow
def test_both_feeds_lead_from_a_document_to_what_it_repeals_and_back(client: Client, town: Organ) -> None:
    old = publish(town, "某办法<旧>")
    new = made.linked(town, "repeals", old).disclosure
    made.clear()
    assert new
    address = {row.pk: f"{HOST}{at(town, f'records/{row.pk}/')}" for row in (old, new)}
    told = {item["url"]: item.get("_links") for item in json(client, town)["items"]}
    assert told == {
        address[new.pk]: [
            {"kind": "repeals", "is_back": False, "title": "某办法<旧>", "url": address[old.pk]}
        ],
        address[old.pk]: [{"kind": "repeals", "is_back": True, "title": TITLE, "url": address[new.pk]}],
    }
    links = atom(client, town).findall("a:entry/a:link[@rel='related']", ATOM)
    assert [(link.get("href"), link.get("title")) for link in links] == [
        (address[old.pk], "某办法<旧>"),
        (address[new.pk], TITLE),
    ]
    record = new.record
    publishing.withdraw(record=record, said=Withdrawal("有误"), actor="赵建国")
    assert ["_links" in item for item in json(client, town)["items"]] == [False]


def test_a_feed_is_asked_for_with_the_words_of_the_list(client: Client, town: Organ) -> None:
    publish(town, "小麦良种补贴方案", clause="art20_11")
    publish(town, "道路养护公告", clause="art20_9")
    assert [item["title"] for item in json(client, town, "?clause=art20_9")["items"]] == ["道路养护公告"]
    told = json(client, town, "?q=小麦&order=best&clause=none")
    assert [item["title"] for item in told["items"]] == ["小麦良种补贴方案"]
    assert told["feed_url"] == f"{HOST}{at(town, 'feed.json')}?q=%E5%B0%8F%E9%BA%A6"
    assert "“小麦”" in told["title"]


def test_a_list_names_its_feeds_in_its_head(client: Client, town: Organ) -> None:
    publish(town, "道路养护公告", clause="art20_9")
    for query in ("", "?clause=art20_9"):
        tree = etree.HTML(client.get(at(town, f"records/{query}")).content)
        assert tree.xpath("//head/link[@rel='alternate']/@href") == [at(town, feed + query) for feed in FEEDS]


@pytest.mark.parametrize(
    "query", ["?clause=x", "?kind=%00", "?q=%00", '?q="', "?q=" + "长" * 500, "?year=x'"]
)
@pytest.mark.parametrize("feed", FEEDS)
def test_nothing_that_is_typed_breaks_a_feed(client: Client, town: Organ, feed: str, query: str) -> None:
    assert client.get(at(town, feed + query)).status_code == 200


@pytest.mark.parametrize("place", ["feed.rss", "feed.", "sitemap.xml?p=2", "sitemap.xml?p=x"])
def test_there_is_no_such_feed_or_map(client: Client, town: Organ, place: str) -> None:
    assert client.get(at(town, place)).status_code == 404


def test_what_is_not_public_stands_in_no_feed_and_on_no_map(client: Client, town: Organ) -> None:
    seen = publish(town, "看得到的")
    publish(town, "明天的", date(2099, 1, 1))
    publish(town, "不公开的", attribute=Attribute.WITHHELD)
    publish(town, "没有公开的", None)
    assert [item["title"] for item in json(client, town)["items"]] == ["看得到的"]
    listed = client.get(at(town, "sitemap.xml")).content.decode()
    records = [row.pk for row in Disclosure.objects.all() if f"/records/{row.pk}/" in listed]
    assert records == [seen.pk]


def test_robots_are_told_of_open_portals_alone(client: Client, town: Organ) -> None:
    closed = organs.create(name="没开通镇人民政府", actor="测试")
    sample = open_portal(organs.create(name="示例镇人民政府", actor="测试", is_sample=True))
    rules = client.get("/robots.txt").content.decode().splitlines()
    assert rules[-1] == "Disallow: /"
    assert f"Allow: {at(town)}" in rules
    maps = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{HOST}{at(town, 'sitemap.xml')}</loc>" in maps
    for organ in (closed, sample):
        assert at(organ) not in f"{rules} {maps}"
    organs.set_option(organ=town, code="portal", value="off", actor="测试")
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get(at(town, "sitemap.xml")).status_code == 404


@pytest.mark.slow
def test_a_map_names_every_page_and_the_day_of_its_last_change(client: Client, town: Organ) -> None:
    row = publish(town, "公告")
    tree = etree.fromstring(client.get(at(town, "sitemap.xml")).content)
    found = {url.findtext("{*}loc"): url.findtext("{*}lastmod") for url in tree}
    assert found[f"{HOST}{at(town, f'records/{row.pk}/')}"] == "2022-10-17"
    for place in found:
        assert client.get(str(place).removeprefix(HOST)).status_code == 200


PLACES = ("", "guide/", "records/", "in-force/", "reports/", *FEEDS, "sitemap.xml")


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_told_again_only_after_a_change(client: Client, town: Organ, place: str) -> None:
    with time_machine.travel("2022-10-18 09:00+08:00", tick=False) as clock:
        publish(town, "公告")
        clock.shift(5)
        first = client.get(at(town, place))
        assert (first["Cache-Control"], first["Last-Modified"]) == (
            "no-cache",
            "Tue, 18 Oct 2022 01:00:01 GMT",
        )
        for asks, told in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            asked = {asks: first[told]}
            again = client.get(at(town, place), headers=asked)
            assert (again.status_code, again.content) == (304, b"")
            clock.shift(1)
            publish(town, "又一件公告")
            assert client.get(at(town, place), headers=asked).status_code == 200
            clock.shift(5)
            first = client.get(at(town, place))
        clock.move_to("2022-10-19 00:00:02+08:00")
        assert client.get(at(town, place), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_second_change_within_one_second_is_not_missed(client: Client, town: Organ) -> None:
    with time_machine.travel("2022-10-18 09:00:00.100+08:00", tick=False) as clock:
        publish(town, "公告")
        assert "Last-Modified" not in client.get(at(town, "feed.json"))
        clock.shift(0.5)
        publish(town, "又一件公告")
        clock.shift(5)
        asked = {"If-Modified-Since": "Tue, 18 Oct 2022 01:00:00 GMT"}  # by the clock of whoever asks
        assert client.get(at(town, "feed.json"), headers=asked).status_code == 200


def test_each_reader_gets_the_page_as_they_chose_it(client: Client, town: Organ) -> None:
    plain = client.get(at(town))
    client.cookies["gongkai_size"] = "elder"
    elder = client.get(at(town), headers={"If-None-Match": plain["ETag"]})
    assert (elder.status_code, plain["Vary"]) == (200, "Cookie")
    assert b'class="doors"' in elder.content
    client.cookies["django_language"] = "en"
    assert b'<html lang="en"' in client.get(at(town)).content


@pytest.mark.slow
def test_a_preview_is_kept_by_nobody(client: Client) -> None:
    town = real_organ()
    client.force_login(staff(town, "clerk"))
    for place in PLACES:
        answer = client.get(at(town, place))
        assert (answer["Cache-Control"], "ETag" in answer) == ("private, no-store", False)


@pytest.fixture
def record(town: Organ) -> Iterator[Any]:
    yield made.published(town, on=DAY)
    made.clear()


@pytest.mark.slow
@pytest.mark.parametrize("hard", [False, True])
def test_what_is_withdrawn_is_gone_from_what_was_kept(
    client: Client, town: Organ, record: Any, hard: bool
) -> None:
    assert f"{TITLE}" in client.get(at(town, "feed.atom")).content.decode()
    assert ID_NUMBER not in client.get(at(town, "feed.json")).content.decode()
    page = at(town, f"records/{record.disclosure_id}/")
    for _twice in range(2):
        assert titles(client, town) == [TITLE]
        assert client.get(page).status_code == 200
    said = Withdrawal(reason="名单有误", hard=hard, title="已撤回的名单" if hard else "")
    publishing.withdraw(record=record, said=said, actor="赵建国")
    assert client.get(page).status_code == 410
    for place in (*PLACES, f"records/{record.disclosure_id}/"):
        content = client.get(at(town, place)).content.decode()
        assert TITLE not in content
        assert f"records/{record.disclosure_id}/</" not in content


def test_a_corrected_record_is_told_as_changed(client: Client, town: Organ, record: Any) -> None:
    version = record.versions.get()
    version.released_at = version.released_at.replace(year=2030)
    version.save()
    row = Disclosure.objects.get(record=record)
    disclosures.amend(
        organ=town, pairs=[(row, {"document_no": "四政〔2022〕37号"})], actor="测试", reason="错"
    )
    (item,) = json(client, town)["items"]
    assert (item["date_published"][:10], item["date_modified"][:4]) == (DAY.isoformat(), "2030")
    assert "2030-" in client.get(at(town, "sitemap.xml")).content.decode()


def test_what_no_feed_may_hold_is_left_out(client: Client, town: Organ) -> None:
    publish(town, "公\x07告\ufffe<b>")
    assert atom(client, town).findtext("a:entry/a:title", namespaces=ATOM) == "公告<b>"
