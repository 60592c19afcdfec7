"""What an organ has published is found by its words and facets; what it has not is never found."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions
from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.actions import INDEX
from gongkai.ledger.disclosures.public.facets import document_kind
from gongkai.ledger.disclosures.public.queries import Asked, Found
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2025, 3, 3), date(2025, 10, 20)


@pytest.fixture
def town() -> Organ:
    return organs.create(name="河口镇人民政府", actor="测试")


def publish(organ: Organ, title: str, on: date | None = DAY, **values: Any) -> Disclosure:
    number = Disclosure.objects.count() + 1
    told = {"index_no": f"HK/2025-{number:05}", "formed_on": DAY, "attribute": Attribute.PROACTIVE, **values}
    row = Disclosure(organ=organ, title=title, published_on=on, **told)
    actions.register(organ=organ, rows=[row], actor="测试")
    return row


def look(organ: Organ, text: str = "", *, best: bool = False, on: date = TODAY, **facets: str) -> Found:
    return queries.find(organ, Asked(queries.words_of(text), facets, best_first=best), on)


def titles(organ: Organ, text: str = "", **more: Any) -> list[str]:
    return [row.title for row in look(organ, text, **more).rows]


@pytest.mark.parametrize(
    "text",
    [
        *("低保", "金", "农村 低保", "（2025）5号", "〔2025〕5号", "镇政[2025]5", "“低保金 发放”", '"河口"'),
        *("HK/2025-00001", "ＷＰＳ", "wps", "王建国", "国"),
    ],
)
def test_it_is_found_by_any_word_of_its_title_or_numbers(town: Organ, text: str) -> None:
    title = "河口镇农村低保金 发放公示（WPS 联系人王建国）"
    publish(town, title, document_no="镇政〔2025〕5号")
    publish(town, "别的公告")
    assert titles(town, text) == [title]


@pytest.mark.parametrize("text", ["桥", "公公", "低保 桥梁", "“农村 低保”", "t1", "all", "*"])
def test_what_does_not_stand_there_is_not_found(town: Organ, text: str) -> None:
    publish(town, "农村低保金发放公示")
    assert titles(town, text) == []


def test_remarks_and_reasons_are_no_one_s_but_the_organ_s(town: Organ) -> None:
    publish(town, "公告", remarks="来信人李四", withheld_because="曾拟不公开", url="http://old/1")
    assert [titles(town, text) for text in ("李四", "曾拟", "old")] == [[], [], []]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"on": None}, {"published_on": DAY}),
        ({"attribute": Attribute.ON_REQUEST}, {"attribute": Attribute.PROACTIVE}),
        ({"attribute": ""}, {"attribute": Attribute.PROACTIVE}),
    ],
)
def test_it_is_there_once_it_is_released(town: Organ, before: Any, after: dict[str, Any]) -> None:
    row = publish(town, "低保公示", **before)
    assert (titles(town), titles(town, "低保"), queries.record(town, row.pk, TODAY)) == ([], [], None)
    actions.amend(organ=town, pairs=[(row, after)], actor="测试", reason="放行")
    assert (titles(town), titles(town, "低保")) == (["低保公示"], ["低保公示"])


@pytest.mark.parametrize("attribute", [Attribute.WITHHELD, Attribute.ON_REQUEST])
def test_it_is_gone_with_all_its_words_once_it_is_withdrawn(town: Organ, attribute: str) -> None:
    row, other = publish(town, "低保公示"), publish(town, "公告")
    actions.amend(organ=town, pairs=[(row, {"attribute": attribute})], actor="测试", reason="撤回")
    assert (titles(town), titles(town, "低保"), queries.record(town, row.pk, TODAY)) == (
        [other.title],
        [],
        None,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM public_text")
        assert [text.split("\n")[0] for (text,) in cursor.fetchall()] == ["公告"]


def test_a_correction_is_found_by_what_it_says_now_and_on_its_new_day(town: Organ) -> None:
    row, later = publish(town, "道路公示"), publish(town, "公告", date(2025, 5, 1))
    new = {"title": "桥梁公示", "published_on": date(2025, 6, 1)}
    actions.amend(organ=town, pairs=[(row, new)], actor="测试", reason="错")
    assert (titles(town, "道路"), titles(town)) == ([], ["桥梁公示", later.title])


def test_nothing_is_shown_before_its_day(town: Organ) -> None:
    row = publish(town, "公告", date(2025, 10, 21))
    assert (look(town).count, queries.record(town, row.pk, TODAY)) == (0, None)
    assert titles(town, on=date(2025, 10, 21)) == ["公告"]


def test_what_the_index_names_is_held_against_the_register(town: Organ) -> None:
    row = publish(town, "公告")
    Disclosure.objects.filter(pk=row.pk).update(attribute=Attribute.WITHHELD)  # past the program
    assert titles(town, "公告") == []
    assert INDEX.stale() == 1
    assert (INDEX.rebuild(), INDEX.stale(), look(town).count) == (1, 0, 0)


def test_an_organ_shows_its_own(town: Organ) -> None:
    other = organs.create(name="山口镇人民政府", actor="测试")
    row = publish(other, "公告")
    assert (titles(town, "公告"), titles(other, "公告")) == ([], ["公告"])
    assert queries.record(town, row.pk, TODAY) is None
    assert list(queries.published(Scope(), TODAY)) == []


def test_facets_narrow_it_down_alone_and_with_words(town: Organ) -> None:
    publish(town, "2024年预算", date(2024, 2, 1), clause="art20_7")
    publish(town, "2025年预算", date(2025, 2, 1), clause="art20_7")
    publish(town, "关于公布预算的通知", category=Category.NORMATIVE, clause="art20_1")
    assert titles(town, clause="art20_7") == ["2025年预算", "2024年预算"]
    assert titles(town, "预算", clause="art20_7", year="2024") == ["2024年预算"]
    assert titles(town, "预算", category="normative_documents") == ["关于公布预算的通知"]
    assert titles(town, kind="notice") == ["关于公布预算的通知"]
    assert titles(town, kind="art20_7") == []
    assert queries.counts(town, TODAY)["clause"] == {"art20_7": 2, "art20_1": 1}
    assert queries.counts(town, TODAY)["year"] == {"2024": 1, "2025": 2}
    publish(town, "再一件")  # what was counted a moment ago is counted anew
    assert queries.counts(town, TODAY)["year"] == {"2024": 1, "2025": 3}


def test_best_first_puts_the_title_that_begins_with_the_words_before_newer_ones(town: Organ) -> None:
    publish(town, "低保资金公示")
    publish(town, "关于开展年度低保资金核查的通知", date(2025, 8, 1))
    assert titles(town, "低保") == ["关于开展年度低保资金核查的通知", "低保资金公示"]
    assert titles(town, "低保", best=True) == ["低保资金公示", "关于开展年度低保资金核查的通知"]


def test_many_are_counted_as_more_than_a_thousand(town: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    for number in range(3):
        publish(town, f"公告{number}")
    found = look(town, "公告")
    assert (found.count, found.has_more, len(found.rows)) == (2, True, 3)
    assert (look(town, "公告2").count, look(town, "公告2").has_more) == (1, False)


def test_where_nothing_holds_the_words_the_nearest_are_named(town: Organ) -> None:
    row = publish(town, "农村最低生活保障资金发放公示")
    publish(town, "道路养护公告")
    assert titles(town, "低保资金发放名单") == []
    assert queries.like([town], "生活保障资金名单", TODAY) == [row]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发《河口镇管理办法》的通知", "notice"),
        ("河口镇人民政府令", "order"),
        ("关于禁火的通告（第二号）", "public_notice"),
        ("低保名单", ""),
    ],
)
def test_the_kind_of_a_document_is_read_from_its_title(title: str, kind: str) -> None:
    assert document_kind(title) == kind


def test_what_lost_force_is_no_longer_among_what_is_in_force(town: Organ) -> None:
    told: dict[str, Any] = {"category": Category.NORMATIVE}
    publish(town, "现行", **told)
    publish(town, "到期", **told, expires_on=date(2025, 10, 19))
    publish(town, "今天还有效", **told, expires_on=TODAY)
    publish(town, "废止", **told, repealed_on=date(2025, 10, 1), validity="repealed")
    publish(town, "通知")
    assert {row.title for row in queries.in_force(town, TODAY)} == {"现行", "今天还有效"}
