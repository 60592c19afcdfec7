"""Python and SQL evaluate one table of identities; neither finds what the other does not."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from gongkai.analysis.cells import figures
from gongkai.analysis.engines.duckdb import IDENTITIES, of_store
from gongkai.analysis.files import Reading, find, pack
from gongkai.analysis.store import Store
from gongkai.analysis.tests.folders import checked, written
from gongkai.law.annual_report.contract import to_json
from gongkai.law.annual_report.identities import Broken, broken
from gongkai.law.annual_report.model import ReportData
from gongkai.law.tests.annual_reports import SOUND, a_report
from tests.synthetic.reports import reports

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "reports"
TWO = ("local", "duckdb")  # the third engine has its tests in test_spark
AS_TEXT = ("/change", "/amount")  # cells that the 2019 form prints as text


def in_sql(made: list[ReportData], scratch: Path) -> dict[int, list[Broken]]:
    """What SQL finds in each of ``made``, by its number."""
    store = Store()
    store.register(Path(f"{number}.json") for number in range(len(made)))
    for number, report in enumerate(made):
        reading = Reading(
            0.0, report=pack(to_json(report)), organ=report.organ, year=report.year, figures=figures(report)
        )
        store.keep(f"{number}.json", reading)
    store.link_years()
    found = dict(of_store(store, scratch))
    store.close()
    return found


def in_python(made: list[ReportData]) -> dict[int, list[Broken]]:
    years = {(report.organ, report.year): report for report in reversed(made)}
    found = {}
    for number, report in enumerate(made):
        if several := list(broken(report, years.get((report.organ, report.year - 1)))):
            found[number] = several
    return found


def plainly(found: dict[int, list[Broken]]) -> dict[int, set[Broken]]:
    return {number: set(several) for number, several in found.items()}


@pytest.mark.slow
def test_both_engines_find_exactly_the_faults_that_were_put_in(tmp_path: Path) -> None:
    made = list(reports(2_000))
    found = plainly(in_sql([one.report for one in made], tmp_path))
    assert found == plainly(in_python([one.report for one in made]))
    places = {n: {(b.identity.rule, b.identity.where) for b in several} for n, several in found.items()}
    assert places == {number: one.breaks for number, one in enumerate(made) if one.breaks}
    rules = {rule for breaks in places.values() for rule, _ in breaks}
    assert rules == {identity.rule for identity in IDENTITIES}, "every rule has met a fault"


@pytest.mark.slow
def test_whatever_the_figures_are_both_engines_agree(tmp_path: Path) -> None:
    chance = Random(1)
    figure = (None, None, *range(-3, 4), 10**18 - 1, -(10**18) + 1)
    made = []
    for number in range(400):
        year = 2019 + number % 5
        form = "2019" if year < 2021 else "2021"
        undivided = form == "2019" or chance.random() < 0.5
        report = a_report(SOUND, organ=f"第{number // 5}镇", year=year, form=form, undivided_other=undivided)
        counts = [
            code for code, value in report.cells.items() if type(value) is int and not code.endswith(AS_TEXT)
        ]
        changed = {code: chance.choice(figure) for code in chance.sample(counts, chance.randrange(12))}
        if form == "2021":
            changed["proactive/fees_10k_yuan"] = chance.choice([None, Decimal("-0.01"), Decimal(7)])
        made.append(replace(report, cells={**report.cells, **changed}))
    found = in_sql(made, tmp_path)
    assert plainly(found) == plainly(in_python(made))
    assert list(found) == sorted(found)


@pytest.mark.slow
def test_a_report_is_found_alike_in_words_too_whoever_evaluated_it(tmp_path: Path) -> None:
    written(tmp_path, [one.report for one in reports(60, seed=3)])
    by_python, by_sql = ({r.path: r.findings for r in checked(tmp_path, engine=name)} for name in TWO)
    assert by_python == by_sql
    assert any(
        f["rule"] == "AR-3.5" and f["expected"] is not None for found in by_sql.values() for f in found
    )


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="没有真实年报样本（../shared/samples），只比较自带的。")
def test_both_engines_agree_on_published_reports() -> None:
    paths = [path for path in find([SAMPLES]) if "truth" not in path.name]
    by_python, by_sql = ([(r.path, r.findings) for r in checked(*paths, engine=name)] for name in TWO)
    assert by_python == by_sql
