"""A rule without a finding was met only where there was something to hold the report to."""

from dataclasses import replace

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.proved import unproved
from gongkai.law.tests.annual_reports import SOUND, a_report

BEFORE = a_report(SOUND, year=2021)
WORK = "".join(f"第{number}项重点工作按照计划如期完成并向社会公布。" for number in "一二三四五六七八九十")
NOW = a_report(SOUND, year=2022, narrative={"overview": f"开展了工作考核。{WORK}"})


def test_sums_of_known_figures_are_proved() -> None:
    assert {"AR-3.1", "AR-3.2", "AR-3.3", "AR-4.1"}.isdisjoint(unproved(NOW, BEFORE, ()))


def test_one_unread_figure_leaves_its_rules_unproved() -> None:
    lost = replace(NOW, cells={**NOW.cells, "remedies/reconsideration/upheld": None})
    found = unproved(lost, BEFORE, ())
    assert "AR-4.1" in found
    assert "AR-3.1" not in found


def test_without_last_years_report_what_goes_by_it_is_unproved() -> None:
    assert {"AR-3.5", "AR-2.1", "AR-5.1", "AR-O.1"} - set(unproved(NOW, BEFORE, ())) == {
        "AR-3.5",
        "AR-2.1",
        "AR-5.1",
        "AR-O.1",
    }
    assert {"AR-3.5", "AR-2.1", "AR-5.1", "AR-O.1"} <= set(unproved(NOW, None, ()))


def test_prose_of_a_few_sentences_is_not_said_to_be_nobody_elses() -> None:
    short = replace(NOW, narrative={"overview": "开展了工作考核。"})
    assert "AR-O.1" in unproved(short, BEFORE, ())
    assert "AR-O.1" not in unproved(NOW, BEFORE, ())


def test_without_prose_what_is_said_of_prose_is_unproved() -> None:
    assert "AR-P.1" in unproved(replace(NOW, narrative={}), BEFORE, ())
    assert "AR-P.1" not in unproved(NOW, BEFORE, ())


def test_a_rule_that_found_something_was_evaluated() -> None:
    slip = replace(NOW, cells={**NOW.cells, "requests/new/total": 99, "requests/new/other": None})
    found = check(slip, previous=BEFORE)
    rules = {finding.rule for finding in found if finding.severity != "info"}
    assert "AR-3.1" in rules
    assert rules.isdisjoint(unproved(slip, BEFORE, found))
