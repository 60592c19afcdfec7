"""A report as JSON: what goes out comes back, and what is not a report is refused in words."""

import copy
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.contract import ContractError, dumps, from_json, to_json
from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.model import (
    FeeNotices,
    ItemsPublished,
    ReportData,
    Scope,
    Value,
    request_codes,
)
from gongkai.law.findings import Finding, Severity
from gongkai.law.tests.annual_reports import SOUND, a_report

COUNTS = st.one_of(st.none(), st.integers(-5, 10**9))
MONEY = st.one_of(st.none(), st.decimals(0, 10**9, places=4, allow_nan=False))
AMOUNT = st.decimals(0, 10**6, places=2, allow_nan=False)
WORDS = st.text("政府信息公开2022，。{}[]\n", max_size=20)
NAMES = st.dictionaries(st.text("网站公众号", min_size=1, max_size=4), st.integers(0, 99), max_size=3)


@st.composite
def reports(draw: st.DrawFn) -> ReportData:
    form = BY_CODE[draw(st.sampled_from(["2019", "2021"]))]
    keys = BY_CODE[draw(st.sampled_from(["2019", "2021"]))].result_keys
    cells: dict[str, Value] = {code: draw(COUNTS) for code in request_codes(keys)[:21]}
    cells |= dict.fromkeys(request_codes(keys)[21:], 0)
    for code, slot in form.slots.items():
        if not code.startswith("requests/"):
            kinds = {Kind.COUNT: COUNTS, Kind.MONEY: MONEY, Kind.TEXT: st.one_of(COUNTS, WORDS)}
            cells[code] = draw(kinds[slot.kind])
    figures = st.one_of(st.none(), st.integers(-(10**18) + 1, 10**18 - 1), AMOUNT, st.just("总计"))
    finding = st.builds(
        Finding,
        st.just("AR-3.1"),
        st.sampled_from(Severity),
        st.just("report"),
        WORDS,
        WORDS,
        figures,
        figures,
    )
    return ReportData(
        organ="示例镇人民政府",
        year=draw(st.integers(2019, 2030)),
        format=form.code,
        cells=cells,
        narrative=draw(st.dictionaries(st.sampled_from(["overview", "problems"]), WORDS)),
        findings=tuple(draw(st.lists(finding, max_size=2))),
        level=draw(st.sampled_from(["", "town", "county"])),
        scope=draw(st.none() | st.builds(Scope, st.just("rollup"), st.just(("甲镇",)), st.just(("乙镇",)))),
        fee_notices=draw(st.none() | st.builds(FeeNotices, st.integers(0, 9), AMOUNT, AMOUNT)),
        items_published=draw(
            st.none()
            | st.builds(ItemsPublished, st.integers(0, 99), st.sampled_from(["item", "posting"]), NAMES)
        ),
        published_on=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        url=draw(st.sampled_from(["", "https://www.example.gov.cn/1.html"])),
        version=draw(st.none() | st.integers(0, 3)),
        source=draw(st.none() | st.just({"path": "a.html", "sha256": "0" * 64})),
        headings=draw(st.sampled_from([(), ("一、总体情况",)])),
        labels=draw(st.sampled_from([{}, {"行政规范性文件": "规范性文件"}])),
    )


@pytest.mark.slow
@given(reports())
def test_what_goes_out_comes_back(report: ReportData) -> None:
    assert from_json(json.loads(dumps(report))) == report
    assert to_json(from_json(to_json(report))) == to_json(report)


def test_the_shape_is_that_of_the_contract() -> None:
    data = to_json(a_report(SOUND | {"proactive/fees_10k_yuan": Decimal("12.3400")}))
    assert list(data) == [
        "schema", "organ", "year", "format", "proactive", "requests", "remedies", "narrative", "findings",
    ]  # fmt: skip
    assert data["requests"]["new"] == [8, 2, 0, 0, 0, 0, 10]
    assert list(data["requests"])[:3] == ["new", "carried_in", "granted"]
    assert list(data["requests"])[-2:] == ["total", "carried_out"]
    assert data["remedies"]["reconsideration"] == {
        "upheld": 2, "corrected": 1, "other": 0, "pending": 1, "total": 4,
    }  # fmt: skip
    assert data["proactive"]["fees_10k_yuan"] == "12.3400"


def test_a_row_of_table_three_stands_on_one_line() -> None:
    assert '"new": [8, 2, 0, 0, 0, 0, 10],' in dumps(a_report(SOUND))


def test_a_2019_report_has_its_legacy_and_nulls_for_what_it_never_asked() -> None:
    proactive = to_json(a_report(form="2019", year=2020, undivided_other=True))["proactive"]
    assert proactive["normative_documents"] == {"made": 0, "repealed": None, "in_force": None}
    assert proactive["fees_10k_yuan"] is None
    assert proactive["legacy"]["normative_documents"] == {"newly_published": 0, "published_total": 0}
    assert proactive["legacy"]["fees"] == {"items_last_year": 0, "change": 0}


def test_an_undivided_row_of_other_results_goes_with_either_form() -> None:
    data = to_json(a_report({"requests/other_all": [4, 0, 0, 0, 0, 0, 4]}, undivided_other=True))
    assert data["requests"]["other_all"] == [4, 0, 0, 0, 0, 0, 4]
    assert "other_other" not in data["requests"]
    assert to_json(from_json(data)) == data


def test_keys_of_others_at_the_top_are_left_alone() -> None:
    assert from_json(to_json(a_report()) | {"notes": "read by hand"}) == from_json(to_json(a_report()))


def _changed(path: str, value: Any) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(to_json(a_report()))
    *steps, last = path.split("/")
    place = data
    for step in steps:
        place = place[step]
    if value is KeyError:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("organ", 5, "“organ” — 值5不对 — 应为文字"),
        ("year", "2022", "“year” — 值2022不对"),
        ("format", "2020", "应为2019或2021"),
        ("schema", "gongkai.record/1", "应为gongkai.annual-report/1"),
        ("requests/granted", KeyError, "“requests/granted” — 缺少这一项"),
        ("requests/granted", [1, 2], "应为7个数的数组"),
        ("requests/granted", [0, 0, 2.5, 0, 0, 0, 0], "“requests/granted/research” — 值2.5不对"),
        ("requests/granted", [True, 0, 0, 0, 0, 0, 0], "“requests/granted/natural_person”"),
        ("requests/granded", [0] * 7, "“requests/granded” — 不是本格式的项目"),
        ("requests/other_all", [0] * 7, "不是本格式的项目"),
        ("remedies/litigation_direct/total", "3", "应为整数，读不出的写null"),
        ("remedies/litigation_direct/totals", 3, "“remedies/litigation_direct/totals” — 不是本格式的项目"),
        ("proactive/fees_10k_yuan", 59237.2449, "应为引号内的小数"),
        ("proactive/fees_10k_yuan", "NaN", "应为引号内的小数"),
        (
            "requests/granted",
            [10**18] + [0] * 6,
            "“requests/granted/natural_person” — 值1000000000000000000不对 — 超过18位",
        ),
        ("remedies/litigation_direct/total", 10**400, "“remedies/litigation_direct/total” — 值1"),
        ("proactive/licensing", -(10**18), "超过18位"),
        ("proactive/fees_10k_yuan", 10**30, "超过30位"),
        ("proactive/fees_10k_yuan", "1" * 31, "应为引号内的小数"),
        ("version", 10**18, "超过18位"),
        ("organ", "柳\ud800镇", r"“organ” — 文字里有残缺的字符（\ud800） — 请从原文重新录入这一处。"),
        ("narrative/overview", "\udfff", "“narrative/overview” — 文字里有残缺的字符"),
        ("narrative", {"\ud801": ""}, "“narrative” — 文字里有残缺的字符"),
        ("headings", ["一、", "\ud800"], "“headings/1” — 文字里有残缺的字符"),
        ("requests", {"\udc00": {"\udc00": "\udc00"}}, "文字里有残缺的字符"),
        ("published_on", "2023年1月", "应为2023-01-31这样的日期"),
        ("level", "village", "应为town、department、county、other之一"),
        ("findings", [{"rule": "AR-3.1"}], "“findings/0/severity” — 缺少这一项"),
    ],
)
def test_what_is_not_a_report_is_refused_with_its_place(path: str, value: Any, words: str) -> None:
    with pytest.raises(ContractError, match=re.escape(words)) as refused:
        from_json(_changed(path, value))
    assert str(refused.value).encode()  # can be printed, whatever was in the file
