"""Assessment: how what was found becomes a mark, a sum, a grade."""

from decimal import Decimal

import pytest

from gongkai.law.assessment import (
    METHODS,
    Fact,
    Grade,
    Indicator,
    Mark,
    Rule,
    Target,
    Total,
    grade_of,
    mark,
    places,
    shipped,
    total,
)

GOOD, LATE = Fact("核对条数", "supervision.task:1"), Fact("报送名单", "supervision.task:2", "逾期3天")
GRADES = (Grade("优秀", Decimal(90)), Grade("合格", Decimal(60)), Grade("不合格", Decimal(0)))


def an_indicator(rule: Rule, most: int = 20, each: str = "2") -> Indicator:
    return Indicator("1.1", "按期", most=Decimal(most), rule=rule, each=Decimal(each), targets=(*Target,))


@pytest.mark.parametrize(
    ("rule", "facts", "score"),
    [
        (Rule.SHARE, [GOOD, GOOD, LATE], "13.33"),
        (Rule.SHARE, [LATE], "0"),
        (Rule.EACH, [GOOD, LATE, LATE], "16"),
        (Rule.EACH, [LATE] * 11, "0"),
        (Rule.BONUS, [GOOD, GOOD, LATE], "4"),
        (Rule.BONUS, [GOOD] * 11, "20"),
        (Rule.BONUS, [], "0"),
    ],
)
def test_what_was_found_becomes_a_mark(rule: Rule, facts: list[Fact], score: str) -> None:
    assert mark(an_indicator(rule), facts).score == Decimal(score)


def test_every_point_that_is_missing_leads_to_its_row() -> None:
    found = mark(an_indicator(Rule.SHARE), [GOOD, LATE])
    assert found == Mark(Decimal(10), 2, (LATE,), (GOOD,))


@pytest.mark.parametrize("rule", [Rule.SHARE, Rule.EACH, Rule.HAND])
@pytest.mark.parametrize("facts", [None, []], ids=["no ledger tells", "nothing was asked"])
def test_what_nobody_knows_is_no_mark(rule: Rule, facts: list[Fact] | None) -> None:
    assert mark(an_indicator(rule), facts).score is None


def test_a_sum_leaves_out_what_is_unknown_on_both_sides() -> None:
    first, second = an_indicator(Rule.SHARE), Indicator("1.2", "另一项", most=Decimal(30), rule=Rule.HAND)
    found = total([first, second], {"1.1": Decimal(18), "1.2": None})
    assert found == Total(Decimal(18), Decimal(20), ("1.2",), Decimal(50))
    assert grade_of(found, GRADES, least_known=40) == "优秀"


@pytest.mark.parametrize(("known", "grade"), [("1.1", ""), ("1.2", "优秀"), ("bonus", "")])
def test_a_few_indicators_give_no_grade_of_the_whole(known: str, grade: str) -> None:
    weights = {"1.1": Rule.SHARE, "1.2": Rule.HAND, "bonus": Rule.BONUS}
    asked = [
        Indicator(code, code, most=Decimal(20 if code == "1.1" else 30), rule=rule)
        for code, rule in weights.items()
    ]
    best = next(one.most for one in asked if one.code == known)
    found = total(asked, {known: best})
    assert found.known == {"1.1": 40, "1.2": 60, "bonus": 0}[known]
    assert grade_of(found, GRADES) == grade


def test_a_bonus_comes_on_top() -> None:
    bonus = Indicator("4", "加分", most=Decimal(5), rule=Rule.BONUS, each=Decimal(1))
    found = total([an_indicator(Rule.SHARE), bonus], {"1.1": Decimal(10), "4": Decimal(5)})
    assert (found.score, found.out_of, found.percent) == (Decimal(15), Decimal(20), Decimal(75))


def test_of_nothing_there_is_no_grade() -> None:
    assert grade_of(total([an_indicator(Rule.SHARE)], {}), GRADES) == ""


def test_the_same_share_is_the_same_place() -> None:
    found = places({"东村": Decimal(90), "西村": Decimal(90), "南村": Decimal(80)})
    assert found == {"东村": 1, "西村": 1, "南村": 3}


def test_the_set_that_ships_gives_a_hundred_and_asks_for_no_number_of_items() -> None:
    found = shipped()
    for target in (Target.VILLAGE, Target.ORGAN):
        assert sum(one.most or 0 for one in found.of(target)) == 100
    assert {one.rule for one in found.indicators if one.rule} == {Rule.SHARE, Rule.HAND}
    assert {one.method for one in found.indicators if one.method} == {method.code for method in METHODS}
    assert all(one.basis for one in found.indicators if not one.is_group)
    assert len({one.code for one in found.indicators}) == len(found.indicators)
