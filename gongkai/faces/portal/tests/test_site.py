"""The portal of an organ: closed until its guide opens it, search first, only what is public."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import hostile_organ, organ_to_mend, real_organ, staff
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.making import actions as making
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure, PublishedFile, Record, Version
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import ID_NUMBER, TITLE

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 17)
PLACES = ("", "guide/", "rules/", "catalogue/", "in-force/", "records/", "reports/")


def open_portal(organ: Organ) -> Organ:
    for code, value in (("portal", "on"), ("portal_basis", "指南（2022年版）第二条")):
        organs.set_option(organ=organ, code=code, value=value, actor="测试")
    return organ


@pytest.fixture
def town(db: None) -> Organ:
    return open_portal(real_organ())


def publish(organ: Organ, title: str, on: date | None = DAY, **values: Any) -> Disclosure:
    number = f"ZS/2022-{Disclosure.objects.count() + 1:05}"
    told = {"index_no": number, "formed_on": date(2022, 9, 20), "attribute": Attribute.PROACTIVE}
    row = Disclosure(organ=organ, title=title, published_on=on, **(told | values))
    disclosures.register(organ=organ, rows=[row], actor="测试")
    return row


def at(organ: Organ, place: str = "") -> str:
    return f"/organs/{organ.pk}/{place}"


def titles(client: Client, organ: Organ, query: str = "") -> list[str]:
    return texts(page(client, at(organ, f"records/{query}")), "//ul[@class='records']//a")


def meta(tree: Any) -> dict[str, str]:
    return {each.get("name"): each.get("content") for each in tree.xpath("//meta[@name]")}


@pytest.mark.parametrize("code", ["portal", "portal_basis"])
@pytest.mark.parametrize("place", PLACES)
def test_it_is_closed_until_it_is_switched_on_and_the_guide_says_so(
    client: Client, town: Organ, code: str, place: str
) -> None:
    assert client.get(at(town, place)).status_code == 200
    organs.set_option(organ=town, code=code, value={"portal": "off"}.get(code, ""), actor="测试")
    assert client.get(at(town, place)).status_code == 404


def test_a_number_that_no_organ_can_have_is_none(client: Client, town: Organ) -> None:
    assert client.get(f"/organs/{10**20}/records/").status_code == 404


def test_its_own_staff_see_a_preview_that_no_proxy_keeps(client: Client) -> None:
    town, other = real_organ(), organs.create(name="别处镇人民政府", actor="测试")
    client.force_login(staff(town, "clerk"))
    answer = client.get(at(town))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "预览" in texts(parsed(answer.content), "//*[@role='note']")[0]
    assert client.get(at(other)).status_code == 404


def test_the_first_page_leads_to_the_portal_that_is_open(client: Client, town: Organ) -> None:
    assert client.get("/")["Location"] == at(town)
    open_portal(organs.create(name="别处镇人民政府", actor="测试"))
    assert texts(page(client, "/"), "//main//li/a") == ["别处镇人民政府", "真实镇人民政府"]


def test_the_four_columns_bear_their_exact_names_in_their_order(client: Client, town: Organ) -> None:
    tree = page(client, at(town))
    assert texts(tree, "//nav[@class='four']//strong") == [
        *("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"),
    ]
    assert tree.xpath("string(//input[@type='search']/@name)") == "q"


def test_a_citizen_finds_a_record_in_two_steps(client: Client, town: Organ) -> None:
    row = publish(town, "2022年秋播小麦良种补贴实施方案")
    publish(town, "道路养护公告")
    tree = page(client, f"{at(town, 'records/')}?q=小麦")
    assert texts(tree, "//h1") == ["“小麦”找到1条"]
    assert texts(tree, "//mark") == ["小麦"]
    assert tree.xpath("//ul[@class='records']//a/@href") == [at(town, f"records/{row.pk}/")]


def test_lists_are_sorted_out_by_facets_that_can_be_taken_away_again(client: Client, town: Organ) -> None:
    publish(town, "预算", clause="art20_7")
    publish(town, "关于施行办法的通知", category=Category.NORMATIVE, clause="art20_1")
    assert titles(client, town, "?clause=art20_7") == ["预算"]
    assert titles(client, town, "?kind=notice&year=2022") == ["关于施行办法的通知"]
    tree = page(client, at(town, "records/?clause=art20_7&q=预算"))
    assert tree.xpath("//ul[@class='chosen']//a/@href") == [
        at(town, "records/?clause=art20_7"),
        at(town, "records/?q=%E9%A2%84%E7%AE%97"),
    ]


def test_what_is_many_is_counted_no_further(
    client: Client, town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    for number in range(3):
        publish(town, f"预算{number}", clause="art20_7")
    publish(town, "公告", clause="art20_9")
    assert texts(page(client, at(town, "catalogue/")), "//td[@class='number']") == ["2+", "1"]
    tree = page(client, at(town))
    assert texts(tree, "//header/a[contains(@href, 'records')]") == ["全部2+条"]
    assert texts(page(client, at(town, "records/")), "//h1") == ["法定主动公开内容：2+条"]


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999", "?page=-1"])
def test_there_is_no_such_page(client: Client, town: Organ, query: str) -> None:
    assert client.get(at(town, f"records/{query}")).status_code == 404


@pytest.mark.parametrize("query", ["?clause=x", "?year=x'", "?kind=%00", "?q=%00", '?q="', "?order=x&q=*"])
def test_nothing_that_is_typed_breaks_the_list(client: Client, town: Organ, query: str) -> None:
    assert client.get(at(town, f"records/{query}")).status_code == 200


def test_long_lists_have_pages(client: Client, town: Organ) -> None:
    rows = [
        Disclosure(
            organ=town,
            index_no=str(number),
            title=f"公告{number}",
            formed_on=DAY,
            published_on=DAY,
            attribute=Attribute.PROACTIVE,
        )
        for number in range(25)
    ]
    disclosures.register(organ=town, rows=rows, actor="测试")
    assert titles(client, town)[0] == "公告24"
    tree = page(client, at(town, "records/"))
    assert tree.xpath("//nav[@class='turn']//a/@href") == [at(town, "records/?page=2")]
    assert titles(client, town, "?page=2")[-1] == "公告0"


def test_a_record_shows_the_official_header_block_and_says_the_same_in_its_meta_tags(
    client: Client, town: Organ
) -> None:
    organs.set_option(organ=town, code="site_id_code", value="4105260000", actor="测试")
    row = publish(
        town,
        "关于施行办法的通知",
        document_no="真政〔2022〕3号",
        category=Category.NORMATIVE,
        clause="art20_1",
    )
    tree = page(client, at(town, f"records/{row.pk}/"))
    block = dict(zip(texts(tree, "//dl//dt"), texts(tree, "//dl//dd"), strict=True))
    assert [block[name] for name in ("索引号", "文号", "有效性", "成文日期", "发布日期", "发布机构")] == [
        *("ZS/2022-00001", "真政〔2022〕3号", "有效", "2022-09-20", "2022-10-17", "真实镇人民政府"),
    ]
    tags = meta(tree)
    assert [
        tags[name] for name in ("ArticleTitle", "PubDate", "ContentSource", "SiteIDCode", "ColumnName")
    ] == [
        *("关于施行办法的通知", "2022-10-17 00:00", "真实镇人民政府", "4105260000", "法定主动公开内容"),
    ]
    assert tags["Url"] == f"http://testserver{at(town, f'records/{row.pk}/')}"
    assert tree.xpath("//figure[@class='qr']/*[local-name()='svg']")


def test_what_lost_force_stays_and_says_so(client: Client, town: Organ) -> None:
    row = publish(
        town, "办法", category=Category.NORMATIVE, validity="repealed", repealed_on=date(2023, 5, 1)
    )
    tree = page(client, at(town, f"records/{row.pk}/"))
    assert texts(tree, "//p[@class='note warning']") == ["这件已废止，留在这里供查阅。"]
    assert texts(page(client, at(town, "in-force/")), "//h1") == ["现行有效的规章和行政规范性文件：0件"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [{"attribute": Attribute.WITHHELD}, {"attribute": ""}, {"on": None}, {"on": date(2099, 1, 1)}],
)
def test_what_is_not_public_has_no_page_and_stands_on_none(
    client: Client, town: Organ, values: dict[str, Any]
) -> None:
    row = publish(
        town, "不该看到的", **{"on": values["published_on"]} if "published_on" in values else values
    )
    assert client.get(at(town, f"records/{row.pk}/")).status_code == 404
    for place in (*PLACES, "records/?q=不该", "records/suggest/?q=不该"):
        assert "不该看到的" not in client.get(at(town, place)).content.decode()


def test_another_organ_s_record_has_no_page_here(client: Client, town: Organ) -> None:
    other = open_portal(organs.create(name="别处镇人民政府", actor="测试"))
    row = publish(other, "公告")
    assert client.get(at(town, f"records/{row.pk}/")).status_code == 404


def test_suggestions_come_while_one_types(client: Client, town: Organ) -> None:
    publish(town, "小麦良种补贴")
    tree = page(client, at(town, "records/suggest/?q=良种"))
    assert texts(tree, "//li/a") == ["小麦良种补贴"]
    assert client.get(at(town, "records/suggest/")).content.strip() == b""


def test_the_guide_says_what_the_settings_say_now(client: Client, town: Organ) -> None:
    organs.describe(organ=town, profile={"phone": "0372-8110001", "office": "党政办公室"}, actor="测试")
    words = page(client, at(town, "guide/")).text_content()
    assert all(
        word in words for word in ("0372-8110001", "党政办公室", "指南（2022年版）第二条", "20个工作日")
    )
    assert "网上：" not in words
    organs.describe(organ=town, profile={"phone": "0372-8110002"}, actor="测试")
    assert "0372-8110002" in page(client, at(town, "guide/")).text_content()


def test_the_organ_s_own_rules_stand_beside_the_state_s(client: Client, town: Organ) -> None:
    publish(town, "真实镇政府信息公开保密审查制度")
    publish(town, "政府信息公开培训通知")
    tree = page(client, at(town, "rules/"))
    assert texts(tree, "//section[2]//a") == ["真实镇政府信息公开保密审查制度"]
    assert any("《政府信息公开条例》" in line for line in texts(tree, "//section[1]//li"))


@pytest.mark.slow
def test_public_reports_stand_with_tables_and_files_and_no_link_into_the_workbench(client: Client) -> None:
    with time_machine.travel("2026-03-01"):
        organ = organ_to_mend()
        tree = page(client, at(organ, "reports/"))
        assert texts(tree, "//tbody//th") == ["2025年"]
        tree = page(client, at(organ, "reports/2025/"))
        assert len(tree.xpath("//table[contains(@class, 'official')]")) == 4  # the third twice, for phones
        assert tree.xpath("//table//td//a") == []
        assert client.get(at(organ, "reports/2025.json"))["Content-Type"] == "application/json"
        assert client.get(at(organ, "reports/2024/")).status_code == 404


def test_no_report_is_public_before_it_is_published(client: Client, town: Organ) -> None:
    publish(town, "公告")
    assert client.get(at(town, "reports/2022/")).status_code == 404
    assert texts(page(client, at(town, "reports/")), "//*[@class='empty']/strong") == ["还没有公布的年报"]


@pytest.mark.slow
def test_whatever_a_title_holds_stays_text(client: Client) -> None:
    organ = hostile_organ()
    for place in PLACES:
        answer = client.get(at(organ, place))
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_pages_hold_nothing_of_whoever_reads_them(client: Client, town: Organ) -> None:
    for place in PLACES:
        answer = client.get(at(town, place))
        assert b"csrf" not in answer.content
        assert not answer.cookies


def test_another_site_cannot_change_how_pages_look(client: Client, town: Organ) -> None:
    said = {"size": "elder", "next": at(town)}
    assert (
        client.post("/ui/display/", said, headers={"origin": "http://elsewhere.example"}).status_code == 403
    )
    assert client.post("/ui/display/", said, headers={"origin": "http://testserver"}).status_code == 302
    assert texts(page(client, at(town)), "//nav[@class='doors']//strong")[-1] == "看办事指南"


@pytest.fixture
def record(town: Organ) -> Iterator[Record]:
    """A list of poor households, released with a masked number and its file."""
    yield made.published(town, on=DAY)
    made.clear()


def page_of(town: Organ, record: Record) -> str:
    return at(town, f"records/{record.disclosure_id}/")


def test_a_repealed_document_and_what_repeals_it_lead_to_each_other(client: Client, town: Organ) -> None:
    old = publish(town, "某办法")
    new = made.linked(town, "repeals", old)
    made.clear()
    (words,), (there,) = (
        texts(page(client, page_of(town, new)), "//section[h2='相关文件']//li"),
        page(client, page_of(town, new)).xpath("//section[h2='相关文件']//a/@href"),
    )
    assert words == "本件废止的文件 某办法"
    tree = page(client, there)
    assert texts(tree, "//section[h2='相关文件']//li")[0].startswith("废止本件的文件 ")
    assert tree.xpath("//section[h2='相关文件']//a/@href") == [page_of(town, new)]
    assert "这件已废止，留在这里供查阅。" in texts(tree, "//p")


def test_a_released_record_is_read_with_its_body_and_its_file(
    client: Client, town: Organ, record: Record
) -> None:
    tree = page(client, page_of(town, record))
    assert texts(tree, "//div[contains(@class, 'body')]//table")
    (link,) = tree.xpath("//ul[@class='files']//a/@href")
    answer = client.get(link)
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert ID_NUMBER not in page(client, page_of(town, record)).text_content()
    assert titles(client, town, "?field=social_relief") == [TITLE]
    assert queries.counts(town, DAY)["topic"] == {"民政、扶贫、救灾": 1}
    word = texts(tree, "//div[contains(@class, 'body')]//p")[0][:6]
    assert titles(client, town, f"?q={word}") == [TITLE]
    assert titles(client, town, f"?q={ID_NUMBER}") == []


def test_what_is_changed_shows_only_when_it_is_released(client: Client, town: Organ, record: Record) -> None:
    publishing.change(record=record, actor="李四", reason="标题写错")
    again = Record.objects.get(pk=record.pk)
    making.confirm(record=again, elements=replace(made.ELEMENTS, title="改过的标题"), actor="李四")
    assert titles(client, town) == [TITLE]
    assert titles(client, town, "?q=改过") == []
    assert texts(page(client, page_of(town, record)), "//article/h1") == [TITLE]


def test_what_a_correction_changed_is_read_from_the_history_of_the_record(
    client: Client, town: Organ, record: Record
) -> None:
    made.published_again(record, reason="金额有误", shows=True, extra="补贴每亩35元。", expires_on=DAY)
    here = page_of(town, record)
    (link,) = page(client, here).xpath("//ul[@class='past']//a")
    assert (link.text, link.get("href")) == ("看第2版的改动", f"{here}changes/2/")
    told = page(client, f"{here}changes/2/")
    assert texts(told, "//section/h2") == ["要素", "正文"]
    assert texts(told, "//ins") == ["2022-10-17", "四间房镇人民政府办公室", "补贴每亩35元。"]
    assert meta(told)["robots"] == "noindex"
    assert [client.get(f"{here}changes/{n}/").status_code for n in (0, 1, 3)] == [404] * 3
    other = open_portal(organs.create(name="别处镇人民政府", actor="测试"))
    assert client.get(f"{page_of(other, record)}changes/2/").status_code == 404


def test_a_change_that_hides_what_stood_there_is_named_and_not_shown(
    client: Client, town: Organ, record: Record
) -> None:
    made.published_again(record, reason="隐去姓名", extra="另有一处。")
    here = page_of(town, record)
    assert "更正：隐去姓名" in texts(page(client, here), "//ul[@class='past']//span")
    assert page(client, here).xpath("//ul[@class='past']//a") == []
    assert client.get(f"{here}changes/2/").status_code == 404


@pytest.mark.parametrize("hard", [False, True])
def test_where_a_record_was_taken_back_its_changes_say_so_and_nothing_else(
    client: Client, town: Organ, record: Record, hard: bool
) -> None:
    again = made.published_again(record, reason="金额有误", shows=True, extra="补贴每亩35元。")
    here = f"{page_of(town, record)}changes/2/"
    kept = client.get(here)
    assert "补贴每亩35元。" in kept.content.decode()
    publishing.withdraw(record=again, said=Withdrawal("名单有误", hard=hard), actor="赵建国")
    answer = client.get(here, headers={"If-None-Match": kept["ETag"]})
    assert answer.status_code == 410
    told = answer.content.decode()
    assert [word in told for word in ("名单有误", "补贴每亩35元。", "金额有误", TITLE)] == [True] + [
        False
    ] * 3


def said_of(client: Client, town: Organ, record: Record) -> str:
    """All that is said of it, on its page, in lists, feeds and data, and in what lists are sorted by."""
    places = (f"records/{record.disclosure_id}/", "records/", "", "catalogue/", "in-force/", "data/")
    told = [client.get(at(town, place)).content for place in (*places, "feed.json", "feed.atom")]
    data: Any = client.get(at(town, "data/records.csv"))
    return b"".join([*told, *data.streaming_content]).decode()


@pytest.mark.slow
def test_its_class_number_and_days_are_those_that_were_released(
    client: Client, town: Organ, record: Record
) -> None:
    before = said_of(client, town, record)
    publishing.change(record=record, actor="李四", reason="归错了类")
    again = Record.objects.get(pk=record.pk)
    number, day = "四政〔2022〕99号", date(2022, 9, 27)
    other = replace(
        made.ELEMENTS, document_no=number, formed_on=day, category="normative_documents", expires_on=day
    )
    making.confirm(record=again, elements=other, actor="李四")
    new = replace(made.OPEN, clause="art20_1", topic="农业、林业、水利", field="taxation")
    again = making.classify(record=again, said=new, actor="李四", on=DAY)
    row = Disclosure.objects.get(record=record)
    disclosures.amend(organ=town, pairs=[(row, {"registration_no": "登2022-7"})], actor="测试", reason="错")
    assert disclosures.expire(on=date(2022, 10, 26)) == 0  # its new day has come for nobody yet
    assert said_of(client, town, record) == before
    assert titles(client, town, f"?q={number}") == titles(client, town, "?clause=art20_1") == []
    made.released(making.advance(record=again, deed=Deed.SUBMIT, actor="李四"))
    after = said_of(client, town, record)
    assert [word in after for word in (number, "2022-09-27", "登2022-7", "农业、林业、水利", "已失效")] == [
        True
    ] * 5
    assert titles(client, town, f"?q={number}&clause=art20_1&field=taxation&topic=农业、林业、水利") == [
        TITLE
    ]
    assert titles(client, town, "?topic=民政、扶贫、救灾") == []


def test_a_day_on_which_it_comes_down_holds_at_once_where_it_is_earlier(town: Organ, record: Record) -> None:
    row = Disclosure.objects.get(record=record)
    for day in (date(2022, 11, 1), date(2022, 12, 1)):
        disclosures.amend(organ=town, pairs=[(row, {"notice_until": day})], actor="测试", reason="错")
        told = queries.record(town, row.pk, date(2022, 10, 20))
        assert told is not None
        assert told.notice_until == day


@pytest.mark.slow
@pytest.mark.parametrize("hard", [False, True])
def test_a_withdrawn_record_is_found_nowhere_and_its_place_says_why(
    client: Client, town: Organ, record: Record, hard: bool
) -> None:
    (link,) = page(client, page_of(town, record)).xpath("//ul[@class='files']//a/@href")
    said = Withdrawal(reason="名单有误", hard=hard, title="已撤回的名单" if hard else "")
    publishing.withdraw(record=record, said=said, actor="赵建国")
    answer = client.get(page_of(town, record))
    assert (answer.status_code, "名单有误" in answer.content.decode()) == (410, True)
    assert TITLE not in answer.content.decode()
    assert client.get(link).status_code == 404
    for place in (*PLACES, f"records/?q={TITLE[:6]}", f"records/suggest/?q={TITLE[:6]}"):
        assert TITLE not in client.get(at(town, place)).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public_text")
        assert cursor.fetchone() == (0,)


def test_a_record_says_its_topic_and_is_taken_away_as_word(
    client: Client, town: Organ, record: Record
) -> None:
    tree = page(client, page_of(town, record))
    assert texts(tree, "//dt[.='主题分类']/following-sibling::dd") == ["民政、扶贫、救灾"]
    (way,) = tree.xpath("//a[normalize-space()='下载全文Word']/@href")
    assert client.get(way).getvalue()[:2] == b"PK"


def test_a_word_of_the_body_is_shown_marked_among_the_words_around_it(
    client: Client, town: Organ, record: Record
) -> None:
    version = record.versions.get()
    Version.objects.filter(pk=version.pk).update(text=version.text.replace("县民政局", "<b>县民政局"))
    (shown,) = page(client, at(town, "records/?q=县民政局")).xpath("//*[contains(@class, 'passage')]")
    assert (texts(shown, ".//mark"), "<b>县民政局" in shown.text_content()) == (["县民政局"], True)
    disclosures.amend(
        organ=town,
        pairs=[(Disclosure.objects.get(record=record), {"notice_until": date(2022, 10, 19)})],
        actor="测试",
        reason="错",
    )
    assert not page(client, at(town, "records/?q=县民政局")).xpath("//*[contains(@class, 'passage')]")


def test_a_list_whose_days_are_over_is_taken_down(client: Client, town: Organ, record: Record) -> None:
    row = Disclosure.objects.get(record=record)
    disclosures.amend(
        organ=town, pairs=[(row, {"notice_until": date(2022, 10, 25)})], actor="测试", reason="错"
    )
    (link,) = [at(town, f"records/{row.pk}/files/{file.pk}/") for file in PublishedFile.objects.all()]
    with time_machine.travel("2022-10-25 12:00+08:00"):
        assert client.get(link).status_code == 200
    with time_machine.travel("2022-10-26 12:00+08:00"):
        tree = page(client, page_of(town, record))
        assert (tree.xpath("//div[contains(@class, 'body')]"), client.get(link).status_code) == ([], 404)
    disclosures.expire(on=date(2022, 10, 26))
    left = client.get(page_of(town, record))
    assert (left.status_code, texts(parsed(left.content), "//main//h1")) == (410, [TITLE])
    assert "公示期已满，只留名称。" in texts(parsed(left.content), "//main//p")
    assert titles(client, town) == []
    answer = client.get(page_of(town, record))
    left = parsed(answer.content)
    assert (answer.status_code, texts(left, "//h1"), texts(left, "//dd")) == (410, [TITLE], [row.index_no])
    assert texts(left, "//*[@class='note warning']") == ["公示期已满，只留名称。"]
