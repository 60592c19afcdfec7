"""The result of a run for the page: what is counted, and that a number has just those reports behind it."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gongkai.analysis.overview import FIGURES, is_name, names, place_of
from gongkai.analysis.overview.build import build
from gongkai.analysis.overview.query import (
    LEAST,
    PAGE,
    Chosen,
    Overview,
    Sought,
    Unusable,
    opened,
    share,
)
from gongkai.analysis.tests.folders import judged, written
from gongkai.law.annual_report.model import ReportData
from gongkai.law.tests.annual_reports import SOUND, a_report
from tests.synthetic.reports import reports

ALL = Chosen()
SLIP = SOUND | {"requests/new": [8, 2, 0, 0, 0, 0, 11]}
UNREAD = SOUND | {"requests/granted": [6, 1, 0, 0, 0, 0, None]}


def result(folder: Path, made: list[ReportData]) -> Path:
    """The file of a run over ``made``, and over one that is no report."""
    written(folder / "in", made)
    (folder / "in" / "坏.json").write_text("{", encoding="utf-8")
    store = judged(folder / "in")
    build(store, folder / "many" / "r.sqlite", on=date(2026, 1, 31))
    store.close()
    return folder / "many" / "r.sqlite"


@pytest.fixture
def overview(tmp_path: Path) -> Iterator[Overview]:
    """Two sound reports of one region, a wrong one and an unread one of places that do not say where."""
    made = [
        a_report(SOUND, organ="淮安市某县人民政府", year=2021),
        a_report(SOUND, organ="淮安市某县人民政府"),
        a_report(SLIP, organ="甲镇"),
        a_report(UNREAD, organ="乙镇", year=2020, form="2019", undivided_other=True),
    ]
    with opened(result(tmp_path, made)) as found:
        yield found


def test_reports_are_counted_by_year_region_and_kind_of_organ(overview: Overview) -> None:
    assert overview.made[2:] == ("2026-01-31", 1, 0)
    assert overview.choices() == ([2020, 2021, 2022], ["", "淮安市"], ["county", "town"])
    assert overview.total(ALL).reports == 4
    assert overview.total(Chosen(region="淮安市")).reports == 2
    assert overview.total(Chosen(region="", year=2020)).reports == 1
    assert overview.total(Chosen(level="town")).reports == 2
    assert overview.total(Chosen(year=1999)).reports == 0


def test_only_sound_and_whole_tables_are_summed(overview: Overview) -> None:
    total = overview.total(ALL)
    assert (total.counted, total.figures["new"], total.figures["granted"]) == (2, 20, 14)
    left_out = {report.organ for report in overview.reports(ALL, Sought(is_counted=False))}
    assert left_out == {"甲镇", "乙镇"}
    assert overview.by_year(ALL)[2020].counted == 0


@pytest.mark.slow
def test_figures_of_both_forms_are_the_sums_of_their_rows(tmp_path: Path) -> None:
    refused = {"requests/refused_law": [2, 0, 0, 0, 0, 0, 2], "requests/refused_query": [1, 0, 0, 0, 0, 0, 1]}
    divided = {
        "requests/other_other": [1, 0, 0, 0, 0, 0, 1],
        "requests/other_no_payment": [1] + [0] * 5 + [1],
    }
    whole = {"requests/other_all": [2, 0, 0, 0, 0, 0, 2]}
    totals = {"requests/new": [5, 0, 0, 0, 0, 0, 5], "requests/total": [5, 0, 0, 0, 0, 0, 5]}
    made = [
        a_report(refused | divided | totals, organ="甲镇"),
        a_report(refused | whole | totals, organ="乙镇", undivided_other=True),
        a_report(refused | whole | totals, organ="丙镇", year=2020, form="2019", undivided_other=True),
    ]
    with opened(result(tmp_path, made)) as overview:
        assert [report.figures for report in overview.reports(ALL, Sought())] == [
            dict.fromkeys(FIGURES, 0) | {"new": 5, "refused": 3, "other": 2, "total": 5}
        ] * 3


def test_a_rule_is_counted_over_the_reports_that_could_be_held_to_it(overview: Overview) -> None:
    by_rule = {one.rule: (one.found, one.held) for one in overview.rules(ALL)}
    assert by_rule["AR-3.3"] == (1, 3), "乙镇 has an unread figure"
    assert by_rule["AR-3.5"] == (1, 1), (
        "one has last year's beside it, and carries in what that did not carry out"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "sought",
    [
        Sought(),
        Sought(has_errors=True),
        Sought(has_errors=False),
        Sought(rule="AR-3.3"),
        Sought(held="AR-3.5"),
        Sought(figure="granted"),
        Sought(is_counted=False),
        Sought(organ="甲镇"),
        Sought(rule="AR-3.3", organ="乙镇"),
    ],
)
def test_a_count_is_the_number_of_reports_in_its_list(overview: Overview, sought: Sought) -> None:
    for chosen in (ALL, Chosen(year=2022), Chosen(region=""), Chosen(level="town", year=2020)):
        listed = list(overview.reports(chosen, sought, None))
        assert overview.count(chosen, sought) == len(listed)


@pytest.mark.slow
def test_every_number_of_many_reports_has_that_many_reports_behind_it(tmp_path: Path) -> None:
    made = [one.report for one in reports(150, seed=5)]
    with opened(result(tmp_path, made)) as overview:
        total = overview.total(ALL)
        assert total.with_errors == overview.count(ALL, Sought(has_errors=True)) > 5
        assert total.counted == overview.count(ALL, Sought(is_counted=True)) < total.reports == 150
        for rule in overview.rules(ALL):
            assert rule.found == overview.count(ALL, Sought(rule=rule.rule))
            assert rule.held == overview.count(ALL, Sought(held=rule.rule))
        for year, of_year in overview.by_year(ALL).items():
            listed = list(overview.reports(Chosen(year=year), Sought(is_counted=True), None))
            assert of_year.figures["new"] == sum(report.figures["new"] or 0 for report in listed)


def test_findings_of_a_report_are_what_is_to_be_mended_in_it(overview: Overview) -> None:
    (wrong,) = overview.reports(ALL, Sought(organ="甲镇"))
    found = overview.findings(wrong)
    assert [(one.rule, one.where) for one in found if one.severity == "error"] == [
        ("AR-3.3", "requests/new/total"),
        ("AR-3.1", "requests/total/total"),
    ]
    assert {one.severity.value for one in found} <= {"error", "warning"}
    assert overview.report(wrong.id) == wrong
    assert overview.report(99) is None


def test_organs_with_most_to_mend_come_first_and_their_years_are_one(overview: Overview) -> None:
    assert [(one.organ, one.reports, one.errors) for one in overview.organs(ALL)] == [
        ("淮安市某县人民政府", 2, 2),
        ("甲镇", 1, 2),
    ]


@pytest.mark.slow
def test_lists_come_in_pages(tmp_path: Path) -> None:
    made = [a_report(organ=f"第{n}镇") for n in range(PAGE + 3)]
    with opened(result(tmp_path, made)) as overview:
        pages = [[report.organ for report in overview.reports(ALL, Sought(), page)] for page in (1, 2, 3)]
    assert list(map(len, pages)) == [PAGE, 3, 0]
    assert not set(pages[0]) & set(pages[1])


@pytest.mark.slow
def test_where_the_files_lay_on_the_machine_is_not_told(tmp_path: Path) -> None:
    written(tmp_path / "in" / "淮安市", [a_report(organ="甲镇")])
    written(tmp_path / "in" / "宿迁市", [a_report(organ="乙镇")])
    with opened(result(tmp_path, [])) as overview:
        assert {report.path for report in overview.reports(ALL, Sought())} == {
            "淮安市/甲镇-2022.json",
            "宿迁市/乙镇-2022.json",
        }
        assert overview.unreadable()[0][0] == "坏.json"
        everything = str(list(overview._db.iterdump()))
    assert str(tmp_path) not in everything


def test_no_share_is_told_of_too_few() -> None:
    assert share(1, LEAST) == 100 / LEAST
    assert share(1, LEAST - 1) is None
    assert share(3, 12, reports=LEAST) == 25
    assert share(3, 120, reports=LEAST - 1) is None
    assert share(0, 0, reports=LEAST) is None


@pytest.mark.slow
def test_a_sum_beyond_all_bounds_is_unknown_and_spoils_no_other(tmp_path: Path) -> None:
    huge = 2**47
    cells = {"requests/new": [huge, 0, 0, 0, 0, 0, huge], "requests/carried_out": [huge, 0, 0, 0, 0, 0, huge]}
    with opened(result(tmp_path, [a_report(cells, organ=f"{n}镇") for n in range(3)])) as overview:
        assert overview.total(ALL).figures["new"] == 3 * huge
    larger = replace(a_report(organ="大镇"), cells=a_report({**cells, "requests/new": [2**49] * 7}).cells)
    with opened(result(tmp_path, [larger])) as overview:
        assert overview.total(ALL).counted == 3


def test_a_result_that_is_replaced_is_whole_at_any_time(tmp_path: Path, overview: Overview) -> None:
    again = result(tmp_path / "again", [a_report(organ="丁镇")])
    place = tmp_path / "many" / "r.sqlite"
    again.replace(place)
    assert overview.total(ALL).reports == 4, "who has it open reads on in the old one"
    with opened(place) as new:
        assert new.total(ALL).reports == 1
    assert [path.name for path in place.parent.iterdir()] == ["r.sqlite"]


def test_what_is_no_result_of_this_version_is_said(tmp_path: Path) -> None:
    spoilt, other = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    spoilt.write_bytes(b"no result" * 200)
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE made (schema INTEGER)")
        db.execute("INSERT INTO made VALUES (99)")
    db.close()
    for path in (spoilt, other):
        with pytest.raises(Unusable), opened(path):
            pass
    with pytest.raises(FileNotFoundError), opened(tmp_path / "c.sqlite"):
        pass


def test_results_are_listed_by_name_the_newest_first(tmp_path: Path) -> None:
    assert names(tmp_path) == []
    for n, name in enumerate(("全市", "全省")):
        path = place_of(tmp_path, name)
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (n, n))
    place_of(tmp_path, "../x").touch()
    (tmp_path / "many" / "全市.sqlite.resume").touch()
    assert names(tmp_path) == ["全省", "全市"]


@pytest.mark.parametrize("text", ["全市", "2022年_全省-甲（更正）", "a" * 40])
def test_a_name_is_part_of_an_address(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["", ".", "..", "../a", "a/b", "a b", "a?b", "a" * 41, "全市\n"])
def test_what_cannot_be_part_of_an_address_is_no_name(text: str) -> None:
    assert not is_name(text)
