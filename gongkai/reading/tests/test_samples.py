"""Real published reports against their figures read by hand, where the samples lie beside the checkout."""

import json
from pathlib import Path

import pytest

from gongkai.law.annual_report.contract import from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import compare, read

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "reports"
#: The longest take as long as all others.
LONG = [pytest.param(number, marks=pytest.mark.slow) for number in ("002", "004")]
SHORT = ["010", "022", "024", "026"]

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="没有真实年报样本（../shared/samples），只跑自带的小样例。"
)


def sample(number: str) -> tuple[ReportData, ReportData]:
    """What the file gives, and the truth."""
    truth = json.loads((SAMPLES / f"{number}.truth.json").read_text(encoding="utf-8"))
    return read(next(SAMPLES.glob(f"{number}-*"))), from_json({**truth, "narrative": {}})


@pytest.mark.parametrize("number", [*LONG, *SHORT, "005", "016"])
def test_no_figure_of_a_published_report_is_read_wrong(number: str) -> None:
    data, truth = sample(number)
    wrong = [difference for difference in compare(truth, data) if difference.right is not None]
    assert wrong == []
    assert (data.organ, data.year, data.format) == (truth.organ, truth.year, truth.format)


@pytest.mark.parametrize("number", [*LONG, *SHORT])
def test_every_figure_of_a_whole_report_is_read(number: str) -> None:
    data, truth = sample(number)
    assert compare(truth, data) == ()
    assert data.findings == ()


def test_005_lacks_what_its_text_lost_and_nothing_else() -> None:
    data, truth = sample("005")
    lost = {difference.code for difference in compare(truth, data)}
    assert lost == {finding.where for finding in data.findings}
    assert lost == {code for code in data.cells if code.startswith("remedies/litigation")} - {
        "remedies/litigation_direct/upheld",
        "remedies/litigation_direct/corrected",
    }


def test_016_whose_figures_run_together_is_solved_where_rows_and_columns_bear_each_other_out() -> None:
    data, truth = sample("016")
    lost = {difference.code for difference in compare(truth, data)}
    assert lost == {code for code in data.cells if not code.startswith("requests/")}
    assert lost == {finding.where for finding in data.findings if finding.rule == "AR-unread"}
    assert {f.where for f in data.findings if f.rule == "AR-derived"} == set(data.cells) - lost
