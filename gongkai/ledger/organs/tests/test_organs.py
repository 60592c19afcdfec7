"""The tree of organs over time."""

from datetime import date

import pytest

from gongkai.ledger.organs import actions, queries
from gongkai.ledger.organs.models import Organ, Superior

pytestmark = pytest.mark.django_db


def organ(name: str) -> Organ:
    return actions.create(name=name, actor="测试")


def test_the_sum_of_a_year_holds_the_organs_that_stood_below_on_its_last_day() -> None:
    county, town, other = organ("滑县人民政府"), organ("四间房镇人民政府"), organ("城关街道办事处")
    actions.place_under(organ=town, superior=county, actor="测试")
    actions.place_under(organ=other, superior=county, actor="测试", since=date(2023, 3, 1))
    assert queries.below(county, 2022) == [town]
    assert set(queries.below(county, 2023)) == {town, other}


def test_a_merged_town_stays_in_the_sum_of_its_last_year_and_leaves_the_next() -> None:
    county, old, new = organ("滑县人民政府"), organ("老店镇人民政府"), organ("新店镇人民政府")
    for town in (old, new):
        actions.place_under(organ=town, superior=county, actor="测试")
    actions.abolish(organ=old, on=date(2024, 6, 1), actor="测试", successor=new)
    assert old in queries.below(county, 2024)
    assert queries.below(county, 2025) == [new]
    assert Organ.objects.filter(pk=old.pk).exists()


def test_a_town_that_moved_counts_where_it_stood_last() -> None:
    one, two, town = organ("滑县人民政府"), organ("浚县人民政府"), organ("老店镇人民政府")
    actions.place_under(organ=town, superior=one, actor="测试")
    actions.place_under(organ=town, superior=two, actor="测试", since=date(2023, 7, 1))
    assert (queries.below(one, 2022), queries.below(two, 2022)) == ([town], [])
    assert (queries.below(one, 2023), queries.below(two, 2023)) == ([], [town])


def test_a_vertically_led_organ_is_not_in_the_sum() -> None:
    county, tax = organ("滑县人民政府"), organ("国家税务总局滑县税务局")
    actions.place_under(organ=tax, superior=county, actor="测试", in_sum=False)
    assert queries.below(county, 2022) == []


def test_a_superior_cannot_stand_below_its_own_subordinate() -> None:
    one, two, three = organ("甲县人民政府"), organ("乙镇人民政府"), organ("丙镇人民政府")
    actions.place_under(organ=two, superior=one, actor="测试")
    actions.place_under(organ=three, superior=two, actor="测试")
    for lower in (one, two, three):
        with pytest.raises(actions.TreeError, match="甲县人民政府"):
            actions.place_under(organ=one, superior=lower, actor="测试")


def test_a_circle_in_old_data_ends() -> None:
    one, two = organ("甲镇人民政府"), organ("乙镇人民政府")
    Superior.objects.create(organ=one, superior=two)
    Superior.objects.create(organ=two, superior=one)
    assert queries.below(one, 2022) == [two]


def test_a_street_is_found_by_its_name_without_office() -> None:
    street = organ("青石街道办事处")
    assert queries.named("青石街道") == street
    Organ.objects.update(aliases=[])  # as entered before this short name was known
    assert queries.named("青石街道") == street
    exact = organ("青石街道")
    assert queries.named("青石街道") == exact
    assert queries.aliases_from("办事处") == []


def test_an_organ_answers_to_its_short_its_former_and_its_new_name() -> None:
    town = organ("四间房镇人民政府")
    actions.rename(organ=town, name="四间房街道办事处", on=date(2024, 1, 1), actor="测试")
    for name in ("四间房镇", "四间房镇人民政府", "四间房街道办事处"):
        assert queries.named(name) == town


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    organ("四间房镇人民政府")
    with pytest.raises(queries.UnknownOrgan, match="是不是：四间房镇"):
        queries.named("四间方镇")


LEVELS = {
    "四间房镇人民政府": "town",
    "城关街道办事处": "town",
    "滑县人民政府": "county",
    "洪泽区人民政府": "county",
    "滑县财政局": "department",
    "滑县人民政府办公室": "department",
}


@pytest.mark.parametrize(("name", "level"), LEVELS.items())
def test_the_level_is_read_from_the_name(name: str, level: str) -> None:
    assert organ(name).level == level


def test_names_sort_as_in_a_dictionary() -> None:
    for name in ("周口镇人民政府", "安阳镇人民政府", "留固镇人民政府"):
        organ(name)
    assert [one.name[0] for one in queries.all_organs()] == ["安", "留", "周"]


def test_a_setting_that_does_not_exist_names_those_that_do() -> None:
    town = organ("四间房镇人民政府")
    with pytest.raises(actions.OptionError, match="redo_counting"):
        actions.set_option(organ=town, code="colour", value="red", actor="测试")
    with pytest.raises(actions.OptionError, match="可取：exclude"):
        actions.set_option(organ=town, code="redo_counting", value="twice", actor="测试")
