"""四间房镇 2022: the ledger gives the published tables, and the warnings that the published text deserves."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from gongkai.law.annual_report.formats import y2021
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Severity
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.queries import NoSuchYear, compile_report, rollup, text_of, years

pytestmark = pytest.mark.django_db

TOWN, COUNTY = "四间房镇人民政府", "滑县人民政府"

#: The three tables as published: every cell 0, the fee too.
TABLE_TWO = {
    "regulations/made": 0,
    "regulations/repealed": 0,
    "regulations/in_force": 0,
    "normative_documents/made": 0,
    "normative_documents/repealed": 0,
    "normative_documents/in_force": 0,
    "licensing": 0,
    "penalties": 0,
    "coercion": 0,
    "fees_10k_yuan": Decimal("0"),
}
TABLE_THREE = {row.key: (0, 0, 0, 0, 0, 0, 0) for row in y2021.REQUEST_ROWS}
TABLE_FOUR = {f"{block}/{column}": 0 for block, _ in REMEDY_BLOCKS for column, _ in REMEDY_COLUMNS}

#: What the checks say to the report, and why its published text deserves it.
DESERVED = {
    ("AR-1.1", "社会评议"): (
        Severity.WARNING,
        "chapter one tells of no 社会评议, which Art 50(4) asks of a town",
    ),
    ("AR-1.1", "责任追究"): (Severity.WARNING, "nor of 责任追究: chapter five only announces rules for it"),
    ("AR-1.1", "政府信息管理"): (Severity.INFO, "none of its own six headings is 政府信息管理"),
    ("AR-1.1", "监督保障"): (Severity.INFO, "nor 监督保障"),
    ("AR-6.1", "信息处理费"): (
        Severity.INFO,
        "chapter six says 无 and not that no fee was collected; no application, so no more than a hint",
    ),
    ("AR-2.1", "2021年"): (
        Severity.INFO,
        "no report of 2021 at hand: the stock of documents is not compared",
    ),
    ("AR-3.5", "2021年"): (Severity.INFO, "nor what was carried over"),
    ("AR-4.2", "2021年"): (Severity.INFO, "nor the pending cases"),
}


@pytest.fixture
def report(samples: Mapping[str, Organ]) -> ReportData:
    return compile_report(samples[TOWN], 2022, scope=Scope.of(*samples.values()))


def test_the_tables_are_the_published_ones(report: ReportData) -> None:
    published = (
        {f"proactive/{code}": value for code, value in TABLE_TWO.items()}
        | {f"remedies/{code}": value for code, value in TABLE_FOUR.items()}
        | {code: 0 for code in y2021.FORM.slots if code.startswith("requests/")}
    )
    assert len(published) == 200
    assert report.cells == published
    assert {key: report.row(key) for key in TABLE_THREE} == TABLE_THREE
    assert report.cells["proactive/fees_10k_yuan"] == Decimal(0)


def test_thirty_two_items_were_published_over_three_channels(report: ReportData) -> None:
    assert report.items_published is not None
    assert report.items_published.count == 32
    assert set(report.items_published.per_channel) == {"云上滑州", "微信公众号", "其他政务新媒体"}
    assert "主动公开政府信息32条" in report.narrative["overview"]


def test_no_error_is_found_and_every_warning_is_deserved(report: ReportData) -> None:
    said = {
        (finding.rule, word): finding.severity
        for finding in report.findings
        for rule, word in DESERVED
        if finding.rule == rule and word in finding.message
    }
    assert said == {key: severity for key, (severity, _why) in DESERVED.items()}
    assert len(report.findings) == len(DESERVED)


def test_the_prose_has_the_six_headings_of_the_town(report: ReportData) -> None:
    headings = re.findall(r"^（.）.+$", report.narrative["overview"], re.MULTILINE)
    assert headings == [
        "（一）强化组织领导",
        "（二）建立工作机制",
        "（三）主动公开政府信息情况",
        "（四）依申请公开政府信息情况",
        "（五）建设政府信息公开平台",
        "（六）全面推进基层政务公开",
    ]
    assert report.narrative["other_matters"] == "无"


def test_every_figure_of_the_prose_is_bound_to_the_ledger(
    samples: Mapping[str, Organ], report: ReportData
) -> None:
    kept = text_of(samples[TOWN], 2022, scope=Scope.of(samples[TOWN]))
    assert not re.search(r"\d", "".join(kept.values()))
    assert "全年培训2次" in report.narrative["overview"]
    assert "全年4次" in report.narrative["overview"]


def test_every_item_was_published_within_twenty_working_days(samples: Mapping[str, Organ]) -> None:
    items = list(Disclosure.objects.filter(organ=samples[TOWN]))
    assert len(items) == 32
    for item in items:
        assert item.published_on is not None
        assert OFFICIAL.is_workday(item.formed_on), item.title
        assert OFFICIAL.is_workday(item.published_on), item.title
        assert 0 < OFFICIAL.count(item.formed_on, item.published_on) <= 20, item.title
        assert item.published_on <= date(2022, 12, 31)
        assert item.attribute == Attribute.PROACTIVE


def test_the_county_has_no_report_of_its_own_and_sums_the_town(samples: Mapping[str, Organ]) -> None:
    whole = Scope.of(*samples.values())
    with pytest.raises(NoSuchYear):
        compile_report(samples[COUNTY], 2022, scope=whole)
    summed = rollup(samples[COUNTY], 2022, scope=whole)
    assert summed.scope is not None
    assert (summed.scope.included, summed.scope.missing) == ((TOWN,), ())
    assert years(Scope.of(samples[TOWN])) == {2022}
