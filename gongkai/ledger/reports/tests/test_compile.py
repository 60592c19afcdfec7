"""The report is a sum over the ledger: every figure, every year, every organ below."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS
from gongkai.law.findings import Severity
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.reports import actions, queries
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def apply(
    organ: Organ, number: str, received: str, answered: str = "", row: str = "granted", **data: Any
) -> None:
    """One application, answered or open."""
    kind = data.pop("kind", "natural_person")
    events = [EventEntry(EventKind.RECEIVED, date.fromisoformat(received), {"applicant_kind": kind, **data})]
    if answered:
        events.append(EventEntry(EventKind.ANSWERED, date.fromisoformat(answered), {"row": row}))
    entry = RequestEntry(number, tuple(events), applicant_name="张三", content="低保发放标准")
    requests.receive(organ=organ, entries=[entry], actor="王敏")


def figures(organ: Organ, year: int) -> Mapping[str, Any]:
    """The cells that are not zero."""
    made = queries.compile_report(organ, year, scope=Scope.of(organ))
    return {code: value for code, value in made.cells.items() if value}


def document(organ: Organ, index_no: str, formed: str, **values: Any) -> None:
    row = Disclosure(
        organ=organ, index_no=index_no, title="通知", formed_on=date.fromisoformat(formed), **values
    )
    disclosures.register(organ=organ, rows=[row], actor="王敏")


def test_a_case_over_new_year_stands_in_three_rows(town: Organ) -> None:
    apply(town, "1", "2022-12-20", "2023-01-16", "partial")
    assert figures(town, 2022) == {
        "requests/new/natural_person": 1,
        "requests/new/total": 1,
        "requests/carried_out/natural_person": 1,
        "requests/carried_out/total": 1,
    }
    assert figures(town, 2023) == {
        "requests/carried_in/natural_person": 1,
        "requests/carried_in/total": 1,
        "requests/partial/natural_person": 1,
        "requests/partial/total": 1,
        "requests/total/natural_person": 1,
        "requests/total/total": 1,
    }


def test_a_case_open_over_two_new_years_is_carried_through_the_year_between(town: Organ) -> None:
    apply(town, "1", "2021-12-20", "2023-01-16")
    apply(town, "2", "2022-05-05", "2022-05-06")
    cells = figures(town, 2022)
    assert cells["requests/carried_in/total"] == cells["requests/carried_out/total"] == 1
    assert cells["requests/total/total"] == 1


def test_a_correction_does_not_move_the_year(town: Organ) -> None:
    events = (
        EventEntry(EventKind.RECEIVED, date(2022, 12, 20), {"applicant_kind": "business"}),
        EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 12, 22), {"due": "2023-01-12"}),
        EventEntry(EventKind.CORRECTED, date(2023, 1, 8)),
    )
    requests.receive(organ=town, entries=[RequestEntry("1", events, "甲公司", "规划")], actor="王敏")
    assert figures(town, 2022)["requests/new/business"] == 1
    apply(town, "2", "2023-02-01", "2023-02-02")
    assert figures(town, 2023)["requests/carried_in/business"] == 1


@pytest.mark.parametrize(("counting", "expected"), [("exclude", 1), ("new", 2)])
def test_a_redo_is_counted_again_only_where_the_organ_says_so(
    town: Organ, counting: str, expected: int
) -> None:
    organs.set_option(organ=town, code="redo_counting", value=counting, actor="王敏")
    apply(town, "1", "2022-03-01", "2022-03-20")
    apply(town, "1-重", "2022-06-01", "2022-06-20", redo=True)
    assert figures(town, 2022)["requests/new/total"] == expected
    behind = queries.behind(town, 2022, "requests/new/total", scope=Scope.of(town))
    assert behind.rows.count() == expected


def test_a_document_is_in_force_until_it_is_repealed_or_lapses_whichever_is_first(town: Organ) -> None:
    normative = {"category": "normative_documents"}
    document(town, "1", "2020-05-01", **normative)
    document(town, "2", "2021-05-01", **normative, expires_on=date(2022, 6, 30))
    document(town, "3", "2022-05-01", **normative, repealed_on=date(2022, 9, 1), expires_on=date(2027, 5, 1))
    document(town, "4", "2022-05-01", **normative, repealed_on=date(2023, 2, 1))
    document(town, "5", "2022-05-01", category="other")
    cells = figures(town, 2022)
    path = "proactive/normative_documents"
    assert (cells[f"{path}/made"], cells[f"{path}/repealed"], cells[f"{path}/in_force"]) == (2, 2, 2)


@pytest.mark.parametrize(
    ("expires", "lapses_in"), [("2022-12-30", 2022), ("2022-12-31", 2023), ("2023-01-01", 2023)]
)
def test_what_is_valid_until_a_day_is_in_force_on_that_day(town: Organ, expires: str, lapses_in: int) -> None:
    document(town, "1", "2021-05-01", category="normative_documents", expires_on=date.fromisoformat(expires))
    path = "proactive/normative_documents"
    told = {year: figures(town, year) for year in range(2021, lapses_in + 1)}
    assert [year for year, cells in told.items() if cells.get(f"{path}/repealed")] == [lapses_in]
    assert [year for year, cells in told.items() if cells.get(f"{path}/in_force")] == [
        *range(2021, lapses_in)
    ]
    for year in told:
        gone = queries.behind(town, year, f"{path}/repealed", scope=Scope.of(town)).rows
        assert gone.count() == told[year].get(f"{path}/repealed", 0)


def test_fees_are_exact_in_ten_thousand_yuan(town: Organ) -> None:
    rows = [
        AdministrativeAct(organ=town, on=date(2022, 3, 1), kind="fees", amount=Decimal("380.05")),
        AdministrativeAct(organ=town, on=date(2022, 4, 1), kind="fees", amount=Decimal("1200")),
        AdministrativeAct(organ=town, on=date(2021, 4, 1), kind="fees", amount=Decimal("99")),
        AdministrativeAct(organ=town, on=date(2022, 4, 1), kind="licensing", quantity=7),
    ]
    disclosures.register(organ=town, rows=rows, actor="王敏")
    assert figures(town, 2022) == {"proactive/fees_10k_yuan": Decimal("0.158005"), "proactive/licensing": 7}


def test_a_review_is_pending_until_the_year_in_which_it_ends(town: Organ) -> None:
    case = {"organ": town, "kind": "reconsideration", "received_on": date(2022, 11, 1)}
    rows = [
        RemedyCase(case_no="1", **case, concluded_on=date(2023, 1, 20), result="corrected"),
        RemedyCase(case_no="2", **case, as_reviewer_only=True),
        RemedyCase(case_no="3", **case | {"kind": "complaint"}),
    ]
    remedies.register(organ=town, rows=rows, actor="王敏")
    path = "remedies/reconsideration"
    assert figures(town, 2022) == {f"{path}/pending": 1, f"{path}/total": 1}
    assert figures(town, 2023) == {f"{path}/corrected": 1, f"{path}/total": 1}


def test_a_review_with_a_day_but_no_outcome_stays_pending_until_the_outcome_is_entered(town: Organ) -> None:
    case = RemedyCase(
        organ=town,
        case_no="1",
        kind="reconsideration",
        received_on=date(2022, 1, 1),
        concluded_on=date(2022, 2, 1),
    )
    remedies.register(organ=town, rows=[case], actor="王敏")
    apply(town, "1", "2023-03-01")
    path = "remedies/reconsideration"
    for year in (2022, 2023):
        cells = figures(town, year)
        assert (cells[f"{path}/pending"], cells[f"{path}/total"]) == (1, 1)
        assert queries.behind(town, year, f"{path}/pending", scope=Scope.of(town)).rows.count() == 1


def test_an_answer_whose_kind_was_not_entered_is_an_error_beside_the_cell(town: Organ) -> None:
    apply(town, "1", "2022-03-01", "2022-03-20", row="")
    made = queries.compile_report(town, 2022, scope=Scope.of(town))
    errors = [finding for finding in made.findings if finding.severity is Severity.ERROR]
    assert {finding.rule for finding in errors} == {"AR-3.2"}


def test_a_year_of_which_the_ledger_tells_nothing_is_refused_not_filled_with_zeros(town: Organ) -> None:
    apply(town, "1", "2022-03-01", "2022-03-20")
    with pytest.raises(queries.NoSuchYear, match=r"2021年.*台账里有的年度：2022"):
        queries.compile_report(town, 2021, scope=Scope.of(town))


def test_a_year_through_which_a_case_was_open_has_its_report(town: Organ) -> None:
    apply(town, "1", "2021-12-20", "2023-02-01")
    assert figures(town, 2022) == {
        f"requests/{row}/{column}": 1
        for row in ("carried_in", "carried_out")
        for column in ("natural_person", "total")
    }
    assert queries.years(Scope.of(town)) == {2021, 2022, 2023}


def test_a_year_through_which_a_review_was_open_has_its_report(town: Organ) -> None:
    day = {"received_on": date(2021, 5, 9), "concluded_on": date(2023, 3, 1), "result": "upheld"}
    case = RemedyCase(organ=town, case_no="1", kind="reconsideration", **day)
    remedies.register(organ=town, rows=[case], actor="王敏")
    assert figures(town, 2022) == {
        "remedies/reconsideration/pending": 1,
        "remedies/reconsideration/total": 1,
    }


@pytest.mark.parametrize(
    ("year", "expected"), [(2022, {"in_force": 1}), (2023, {"repealed": 1})], ids=["in force", "lapsing"]
)
def test_a_year_that_holds_but_an_old_document_has_its_report(
    town: Organ, year: int, expected: dict[str, int]
) -> None:
    document(town, "1", "2020-05-01", category="normative_documents", expires_on=date(2023, 4, 30))
    path = "proactive/normative_documents"
    assert figures(town, year) == {f"{path}/{name}": count for name, count in expected.items()}


def test_a_year_without_anything_to_enter_is_begun_on_purpose_and_is_all_zeros(town: Organ) -> None:
    with pytest.raises(queries.NoSuchYear, match="加 --begin 编出数字为0的报告"):
        queries.compile_report(town, 2022, scope=Scope.of(town))
    actions.begin(organ=town, year=2022, actor="王敏")
    assert figures(town, 2022) == {}
    assert queries.years(Scope.of(town)) == {2022}


def test_a_year_that_has_not_begun_has_no_report(town: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TODAY", "2026-11-29")
    document(town, "1", "2022-05-01", category="normative_documents", repealed_on=date(2030, 1, 1))
    for compile_ in (queries.compile_report, queries.rollup):
        with pytest.raises(queries.NoSuchYear, match="2030年 — 还没有到"):
            compile_(town, 2030, scope=Scope.of(town))
    assert queries.years(Scope.of(town)) == {2022}


def test_a_report_bears_the_name_of_its_years_last_day(town: Organ) -> None:
    organs.rename(organ=town, name="四间房街道办事处", on=date(2024, 1, 1), actor="测试")
    for year in (2022, 2023, 2024):
        apply(town, str(year), f"{year}-03-01", f"{year}-03-20")
    made = {year: queries.compile_report(town, year, scope=Scope.of(town)) for year in (2022, 2023, 2024)}
    assert [report.organ for report in made.values()] == [
        "四间房镇人民政府",
        "四间房镇人民政府",
        "四间房街道办事处",
    ]
    assert made[2022].title.startswith("四间房镇人民政府2022年")


def remarks(organ: Organ, year: int, scope: Scope | None = None) -> dict[str, tuple[str, str]]:
    """What is said of the ledgers behind a report."""
    compile_ = queries.rollup if scope else queries.compile_report
    made = compile_(organ, year, scope=scope or Scope.of(organ))
    return {f.rule: (f.severity.value, f.message) for f in made.findings if f.rule.startswith("AR-L")}


def test_the_report_of_the_running_year_says_that_it_is_not_over(
    town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(town, "1", "2022-03-01", "2022-03-20")
    monkeypatch.setenv("GONGKAI_TODAY", "2022-12-31")
    severity, message = remarks(town, 2022)["AR-L.1"]
    assert severity == "info"
    assert "2022年还没有结束 — 数字只到今天（2022-12-31）" in message
    monkeypatch.setenv("GONGKAI_TODAY", "2023-01-01")
    assert remarks(town, 2022) == {}


def test_a_suit_left_open_after_its_appeal_period_is_told_for_it_counts_as_pending(town: Organ) -> None:
    row = RemedyCase(
        organ=town, case_no="（2022）行初1号", kind="litigation_direct", received_on=date(2022, 5, 9)
    )
    said = {"outcome": "suit_claim_rejected", "redo": "no", "served_on": "2022-10-12"}
    row.events = [{"n": 1, "step": "decide", "on": "2022-10-10", "said": said}]
    remedies.register(organ=town, rows=[row], actor="王敏")
    assert remarks(town, 2022)["AR-L.14"][1].startswith("（2022）行初1号 — 上诉期限在2022年已满")


def test_a_year_of_leftovers_alone_asks_whether_its_ledger_was_imported(town: Organ) -> None:
    apply(town, "1", "2021-12-20", "2023-02-01")
    assert "请核对这一年的台账是否已经导入" in remarks(town, 2022)["AR-L.2"][1]
    actions.begin(organ=town, year=2022, actor="王敏")
    assert remarks(town, 2022) == {}


@pytest.mark.parametrize(
    ("number", "body", "told"),
    [("（2022）行复1号", "县政府", True), ("(2022)行复1号 ", "", True), ("（2022）行复1号", "市政府", False)],
    ids=["the same", "the same written otherwise", "of another body"],
)
def test_a_case_in_two_ledgers_of_a_sum_is_told(town: Organ, number: str, body: str, told: bool) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    other = organs.create(name="留固镇人民政府", actor="测试")
    for child in (town, other):
        organs.place_under(organ=child, superior=county, actor="测试")
    case = {"kind": "reconsideration", "received_on": date(2022, 5, 9)}
    first = RemedyCase(organ=town, case_no="（2022）行复1号", body="县政府", **case)
    remedies.register(organ=town, rows=[first], actor="王敏")
    second = RemedyCase(organ=other, case_no=number, body=body, **case)
    remedies.register(organ=other, rows=[second], actor="王敏")
    found = remarks(county, 2022, Scope.of(county, town, other))
    assert ("AR-L.3" in found) is told
    assert found["AR-L.4"][0] == "info"
    if told:
        assert "留固镇人民政府、四间房镇人民政府的台账里都有，汇总时计了2次" in found["AR-L.3"][1]


def test_a_roll_up_of_a_silent_year_names_the_years_there_are(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    apply(town, "1", "2022-03-01", "2022-03-20")
    with pytest.raises(queries.NoSuchYear, match=r"2021年.*台账里有的年度：2022"):
        queries.rollup(county, 2021, scope=Scope.of(county, town))


def test_before_2019_there_was_no_form(town: Organ) -> None:
    apply(town, "1", "2018-03-01", "2018-03-20")
    with pytest.raises(queries.NoSuchYear, match="2018年没有统一的年度报告格式"):
        queries.compile_report(town, 2018, scope=Scope.of(town))


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2022, "2021")])
def test_the_form_is_the_one_in_force_for_the_year(town: Organ, year: int, form: str) -> None:
    apply(town, "1", f"{year}-03-01", f"{year}-03-20", "other_no_correction")
    made = queries.compile_report(town, year, scope=Scope.of(town))
    assert made.format == form
    row = "other_all" if form == "2019" else "other_no_correction"
    assert made.cells[f"requests/{row}/total"] == 1


def test_an_organ_outside_the_scope_has_no_report(town: Organ) -> None:
    apply(town, "1", "2022-03-01", "2022-03-20")
    with pytest.raises(queries.NoSuchYear):
        queries.compile_report(town, 2022, scope=Scope())


def test_prose_follows_the_ledger_and_a_figure_typed_by_hand_is_held_against_it(town: Organ) -> None:
    apply(town, "1", "2022-03-01", "2022-03-20")
    bound = {"overview": "（二）依申请公开\n2022年，我镇新收政府信息公开申请{新收件数}件。"}
    actions.write_prose(organ=town, year=2022, texts=bound, actor="王敏")
    apply(town, "2", "2022-04-01", "2022-04-20")
    made = queries.compile_report(town, 2022, scope=Scope.of(town))
    assert "新收政府信息公开申请2件" in made.narrative["overview"]
    assert not any(finding.rule.startswith("AR-N") for finding in made.findings)
    typed = {"overview": "（二）依申请公开\n2022年，我镇新收政府信息公开申请3件。"}
    actions.write_prose(organ=town, year=2022, texts=typed, actor="王敏")
    made = queries.compile_report(town, 2022, scope=Scope.of(town))
    assert any(finding.rule.startswith("AR-N") for finding in made.findings)


def test_an_emptied_chapter_goes_back_to_the_draft(town: Organ) -> None:
    apply(town, "1", "2022-03-01", "2022-03-20")
    actions.write_prose(organ=town, year=2022, texts={"problems": "没有。"}, actor="王敏")
    actions.write_prose(organ=town, year=2022, texts={"problems": " "}, actor="王敏")
    assert queries.text_of(town, 2022, scope=Scope.of(town)) == {}


def test_channel_counts_stand_apart_and_never_become_items(town: Organ) -> None:
    counts = [ChannelCount(organ=town, month=date(2022, 3, 1), channel="网站", count=118)]
    disclosures.register(organ=town, rows=counts, actor="王敏")
    made = queries.compile_report(town, 2022, scope=Scope.of(town))
    assert made.items_published is None
    document(town, "1", "2022-03-01", published_on=date(2022, 3, 2), channels=["网站", "公众号"])
    made = queries.compile_report(town, 2022, scope=Scope.of(town))
    assert made.items_published is not None
    assert (made.items_published.count, dict(made.items_published.per_channel)) == (
        1,
        {"网站": 1, "公众号": 1},
    )


def test_the_roll_up_sums_who_reported_and_names_who_is_missing(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    other = organs.create(name="留固镇人民政府", actor="测试")
    silent = organs.create(name="白道口镇人民政府", actor="测试")
    for child in (town, other, silent):
        organs.place_under(organ=child, superior=county, actor="测试")
    apply(town, "1", "2022-03-01", "2022-03-20")
    apply(other, "1", "2022-03-01", kind="business")
    everyone = Scope.of(county, town, other, silent)
    made = queries.rollup(county, 2022, scope=everyone)
    assert made.cells["requests/new/total"] == 2
    assert made.cells["requests/carried_out/business"] == 1
    assert made.scope is not None
    assert set(made.scope.included) == {town.name, other.name}
    assert made.scope.missing == (silent.name,)


def test_organs_that_count_redo_cases_differently_are_each_counted_their_way(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    other = organs.create(name="留固镇人民政府", actor="测试")
    organs.set_option(organ=other, code="redo_counting", value="new", actor="测试")
    for child in (town, other):
        organs.place_under(organ=child, superior=county, actor="测试")
        apply(child, "1", "2022-03-01", "2022-03-20", redo=True)
    made = queries.rollup(county, 2022, scope=Scope.of(county, town, other))
    assert made.cells["requests/new/total"] == 1


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_ledger(town: Organ) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            queries.compile_report(town, 2022, scope=Scope.of(town))
        return len(caught)

    apply(town, "0", "2021-03-01", "2021-03-20")
    apply(town, "1", "2022-03-01", "2022-03-20")
    meeting = Activity(organ=town, on=date(2022, 4, 1), kind="meeting")
    supervision.register(organ=town, rows=[meeting], actor="王敏")
    few = count()
    for number in range(2, 30):
        apply(town, str(number), "2022-03-01", "2022-03-20", kind=APPLICANT_KEYS[number % 6])
        document(town, str(number), "2022-03-01", published_on=date(2022, 3, 2), channels=["网站"])
    activities = [Activity(organ=town, on=date(2022, 5, n), kind="training", people=n) for n in range(1, 20)]
    supervision.register(organ=town, rows=activities, actor="王敏")
    assert count() == few <= 45


@pytest.mark.slow
def test_behind_every_cell_stand_exactly_the_records_it_counts(town: Organ) -> None:
    rows = ("granted", "refused_internal", "other_other")
    for number in range(24):
        received, answered = (
            f"{2021 + number % 3}-0{1 + number % 9}-11",
            f"{2021 + number % 3}-11-{number + 1:02}",
        )
        apply(
            town,
            str(number),
            received,
            answered if number % 4 else "",
            rows[number % 3],
            kind=APPLICANT_KEYS[number % 6],
        )
    document(town, "1", "2021-05-01", category="normative_documents", repealed_on=date(2022, 5, 1))
    document(town, "2", "2022-05-01", category="normative_documents")
    acts = [AdministrativeAct(organ=town, on=date(2022, n, 1), kind="penalties", quantity=n) for n in (3, 4)]
    disclosures.register(organ=town, rows=acts, actor="王敏")
    case = {"organ": town, "kind": "litigation_direct", "received_on": date(2021, 11, 1)}
    cases = [
        RemedyCase(case_no="1", **case, concluded_on=date(2022, 1, 20), result="upheld"),
        RemedyCase(case_no="2", **case),
    ]
    remedies.register(organ=town, rows=cases, actor="王敏")
    made = queries.compile_report(town, 2022, scope=Scope.of(town))
    for code, value in made.cells.items():
        behind = queries.behind(town, 2022, code, scope=Scope.of(town))
        if behind.ledger == "acts":
            counted = behind.rows.aggregate(total=Sum("quantity"))["total"] or 0
        elif behind.ledger == "fees":
            counted = behind.rows.aggregate(total=Sum("amount"))["total"] or 0
        else:
            counted = behind.rows.count()
        assert counted == value, code
