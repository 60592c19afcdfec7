"""Proposals from words: the title decides, else what stands oftenest in the text; nothing is guessed."""

import pytest

from gongkai.law import classification, proactive


@pytest.mark.parametrize(
    ("title", "clause", "field", "topic"),
    [
        ("2022年9月农村最低生活保障资金发放公示", "art21", "social_relief", "民政、扶贫、救灾"),
        ("四间房镇2022年部门预算公开说明", "art20_7", "budget", "财政、金融、审计"),
        ("关于2022年秸秆禁烧的通告", "art20_12", "environment", "农业、林业、水利"),
        ("行政处罚决定书（滑政罚〔2022〕3号）", "art20_6", None, None),
        ("2022年公开招聘工作人员公告", "art20_14", "employment", "劳动、人事、监察"),
        ("关于印发集体资金管理办法的通知", "art20_1", None, "财政、金融、审计"),
        ("关于春节放假的通知", None, None, None),
    ],
)
def test_a_title_speaks_for_its_item_field_and_topic(
    title: str, clause: str | None, field: str | None, topic: str | None
) -> None:
    found = (
        classification.clause(title, ""),
        classification.field(title, ""),
        classification.topic(title, ""),
    )
    assert [one and one.code for one in found] == [clause, field, topic]


def test_a_title_that_says_nothing_leaves_it_to_the_text() -> None:
    found = classification.field("关于做好有关工作的通知", "危房改造对象名单。危房改造资金。")
    assert found == classification.Likely("rural_housing_repair", "危房改造")
    assert classification.field("通知", "提到一次就业") is None


@pytest.mark.parametrize(
    ("title", "ground"),
    [
        ("关于解决饮水工程资金的请示", "process"),
        ("国庆节值班安排", "internal"),
        ("政府信息公开工作年度报告", None),
    ],
)
def test_a_title_speaks_for_a_ground_of_article_16(title: str, ground: str | None) -> None:
    found = classification.ground(title)
    assert (found and found.code) == ground


def test_every_field_has_its_words_and_every_topic_is_of_the_list() -> None:
    assert set(classification._FIELDS) == {term.code for term in proactive.FIELDS}
    assert set(classification._CLAUSES) | {"art20_15"} == set(proactive.BY_CODE)
    assert set(classification._TOPICS) <= set(classification.TOPICS)
