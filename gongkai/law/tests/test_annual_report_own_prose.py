"""Our own draft is held to more than a stranger's: what a hand typed beside a bound figure is found."""

from decimal import Decimal

import pytest

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.model import FeeNotices
from gongkai.law.findings import Severity
from gongkai.law.tests.annual_reports import a_report

#: New 74, carried in 18, done 70, carried out 22; 6 reviews, 4 suits; 13 penalties; 3 notices over 520.50 元.
BOUND = (
    "2022年，本机关新收政府信息公开申请74件，上年结转18件，办结70件，结转下年度办理22件。"
    "作出行政许可决定0件、行政处罚决定13件、行政强制决定0件。"
    "因政府信息公开引起行政复议6件、行政诉讼4件。"
)
FEES = "2022年，本机关发出收费通知3件，总金额520.5元，实际收取信息处理费520.5元。"


def found(typed: str, chapter: str = "overview") -> set[tuple[str, object, object]]:
    """Rule, figure of the ledger and figure of the prose of what the typed sentence brings."""

    def findings(overview: str, other_matters: str) -> set[tuple[str, object, object]]:
        report = a_report(
            {
                "requests/new": [74, 0, 0, 0, 0, 0, 74],
                "requests/carried_in": [18, 0, 0, 0, 0, 0, 18],
                "requests/granted": [70, 0, 0, 0, 0, 0, 70],
                "requests/total": [70, 0, 0, 0, 0, 0, 70],
                "requests/carried_out": [22, 0, 0, 0, 0, 0, 22],
                "remedies/reconsideration": [6, 0, 0, 0, 6],
                "remedies/litigation_direct": [2, 0, 0, 0, 2],
                "remedies/litigation_after_reconsideration": [2, 0, 0, 0, 2],
                "proactive/penalties": 13,
                "proactive/fees_10k_yuan": Decimal("0.05205"),
            },
            narrative={"overview": overview, "other_matters": other_matters},
            fee_notices=FeeNotices(3, Decimal("520.50"), Decimal("520.50")),
        )
        told = check(report, own=True)
        return {(f.rule, f.expected, f.actual) for f in told if f.rule.startswith(("AR-N", "AR-6"))}

    assert findings(BOUND, FEES) == set()
    return findings(BOUND + typed, FEES) if chapter == "overview" else findings(BOUND, typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("未收到依申请公开申请。", ("AR-N.1", 74, 0)),
        ("2022年收到公民申请75件，全部办结。", ("AR-N.1", 74, 75)),
        ("共受理申请75例。", ("AR-N.3", 74, 75)),
        ("上年结转17件。", ("AR-N.2", 18, 17)),
        ("结转下年度办理21件。", ("AR-N.2", 22, 21)),
        ("没有发生行政诉讼。", ("AR-N.6", 4, 0)),
        ("2022年发生行政复议99件。", ("AR-N.6", 6, 99)),
        ("行政处罚99起。", ("AR-N.7", 13, 99)),
    ],
)
def test_a_typed_figure_beside_the_bound_one_is_held_against_the_table(
    typed: str, expected: tuple[str, int, int]
) -> None:
    assert found(typed) == {expected}


def test_a_sentence_that_denies_two_blocks_denies_each() -> None:
    assert found("2022年无行政复议、行政诉讼案件。") == {("AR-N.6", 6, 0), ("AR-N.6", 4, 0)}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("信息处理费总金额500元。", {("AR-6.1", Decimal("520.50"), Decimal(500))}),
        ("未收取信息处理费。", {("AR-6.1", Decimal("520.50"), Decimal(0))}),
        (
            "发出收费通知9件，总金额9000元，实际收取信息处理费520.5元。",
            {("AR-6.1", 3, 9), ("AR-6.1", Decimal("520.50"), Decimal(9000))},
        ),
        ("共发出收费通知3件，总金额520.5元，收取信息处理费0.05205万元。", set()),
    ],
)
def test_what_chapter_six_says_of_fees_is_held_against_the_notices(
    typed: str, expected: set[tuple[str, object, object]]
) -> None:
    assert found(typed, "other_matters") == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (
            "工作考核情况未作统计；社会评议情况未作统计；责任追究情况未作统计。",
            ["工作考核", "社会评议", "责任追究"],
        ),
        ("开展工作考核2次；没有开展社会评议；责任追究情况未作统计。", ["责任追究"]),
        ("开展工作考核2次；没有开展社会评议；没有发生责任追究。", []),
    ],
)
def test_what_the_draft_could_not_count_is_not_taken_for_reported(text: str, missing: list[str]) -> None:
    told = check(a_report(level="town", narrative={"overview": text}), own=True)
    assert [f.expected for f in told if (f.rule, f.severity) == ("AR-1.1", Severity.WARNING)] == missing


@pytest.mark.parametrize(
    "typed",
    [
        "2021年收到申请60件。",
        "上半年收到申请30件。",
        "收到群众留言75件。",
        "开展行政处罚案卷评查3次。",
        "全年收到政府信息公开申请74件，全部按期答复。",
    ],
)
def test_what_speaks_of_something_else_is_let_pass(typed: str) -> None:
    assert found(typed) == set()
