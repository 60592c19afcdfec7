"""What the law says in Chinese is known again when it is shown, and retold whole."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gongkai.law import clocks
from gongkai.law.annual_report.checks import CHECKS
from gongkai.law.procedure import TRANSITIONS, why_not
from gongkai.law.tests.annual_report_examples import examples
from gongkai.law.tests.test_clocks import as_event, read_cases
from gongkai.lib.language import retell, speaking
from tests.house.catalogue import LAW, catalogue

BLANK = re.compile(r"\{(\d+)\}")
QUOTED = re.compile("“[^”]*”|《[^》]*》|（[^）]*）|〔[^〕]*〕")
#: Marks of a Chinese sentence; labels of the form, names and quotations may stand in an English one.
CHINESE = re.compile("[，。；]|请|没有|应当")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def is_retold(sentence: str) -> bool:
    return not CHINESE.search(QUOTED.sub("", retell(sentence)))


def test_every_pattern_is_known_again_when_it_is_filled_in() -> None:
    lost = {}
    for entry in catalogue(LAW):
        said, english = str(entry.id), str(entry.string)
        if BLANK.search(said) and retell(BLANK.sub(r"7\1", said)) != BLANK.sub(r"7\1", english):
            lost[said] = retell(BLANK.sub(r"7\1", said))
    assert lost == {}


@pytest.mark.parametrize("rule", [check.id for check in CHECKS])
def test_what_a_rule_finds_is_said_in_english(rule: str) -> None:
    said = {finding.message for example in examples(rule) for finding in example.findings()}
    assert said
    assert [sentence for sentence in sorted(said) if not is_retold(sentence)] == []


@pytest.mark.parametrize("case", read_cases("clocks.toml", "case"), ids=lambda case: case["name"])
def test_a_clock_gives_its_reasons_in_english(case: dict[str, Any]) -> None:
    deadline = clocks.run([as_event(row) for row in case["events"]], on=case["on"])
    said = [*(finding.message for finding in deadline.findings), *(step.why for step in deadline.steps)]
    said += [why for step in TRANSITIONS if (why := why_not(step.code, deadline))]
    assert [sentence for sentence in said if not is_retold(sentence)] == []
    assert not re.search("[\u4e00-\u9fff]", retell(deadline.state.zh))


def test_a_sum_and_a_quotation_stand_in_the_english_as_they_are() -> None:
    said = "正文“没有收费” — 写的是3件，表格“本年新收申请·总计”是4件 — 请核对后改正正文或表格。"
    assert retell(said) == (
        "The sentence “没有收费” — it says 3, the table has 4 for “本年新收申请·总计” — "
        "check, and correct prose or table."
    )


def test_a_list_is_retold_piece_by_piece() -> None:
    assert retell("国庆节、中秋节放假") == "National Day, Mid-Autumn Festival holiday"


def test_what_nobody_said_stays_as_it_is() -> None:
    assert retell("这一句，没有人说过。") == "这一句，没有人说过。"
    assert retell("") == ""


def test_in_chinese_nothing_is_retold() -> None:
    with speaking("zh-hans"):
        assert retell("周一") == "周一"
