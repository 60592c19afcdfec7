"""Every rule of the report by example: what it finds, in which words, and what it lets pass."""

import pytest

from gongkai.law.annual_report.checks import CHECKS, check
from gongkai.law.findings import Severity
from gongkai.law.tests.annual_report_examples import FOLDER, Example, examples, sound

RULES = [rule.id for rule in CHECKS]
EXAMPLES = [example for rule in RULES for example in examples(rule)]


def test_in_the_sound_report_nothing_is_found() -> None:
    report, last_year = sound()
    assert check(report, previous=last_year) == ()


def test_every_file_of_examples_is_a_rules() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} - {"sound"} <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_an_example_that_fails_and_one_that_passes(rule: str) -> None:
    assert {example.fails for example in examples(rule)} == {True, False}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule} {example.what}")
def test_what_is_changed_gives_exactly_these_findings(example: Example) -> None:
    found = example.findings()
    assert tuple(f.message for f in found if f.rule == example.rule) == example.says
    assert {f.rule for f in found} - {example.rule} == example.others
    assert bool(example.says) is example.fails


def test_no_finding_is_graver_than_its_rule() -> None:
    order = list(Severity)
    allowed = {rule.id: order.index(rule.severity) for rule in CHECKS}
    for example in EXAMPLES:
        for finding in example.findings():
            assert order.index(finding.severity) >= allowed[finding.rule], example
