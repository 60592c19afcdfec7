"""Cases of the register: their steps, what these write into the columns, the application opened again."""

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from gongkai.law.annual_report.formats import BY_CODE as FORMS
from gongkai.law.annual_report.tally import YearFacts, tally
from gongkai.law.remedy_procedure import STEP
from gongkai.law.remedy_results import COLUMNS
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda, proof, search
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions, queries
from gongkai.ledger.remedies.facts import project, version
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.remedies.steps import asks
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters.queries import begin, lessons
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.requests.queries import weighed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture
def town() -> Organ:
    made = organs.create(name="四间房镇人民政府", actor="测试")
    for duty in ("training", "meeting", "annual_report"):
        organs.set_option(organ=made, code=f"duty_{duty}", value="off", actor="测试")
    return made


def answered(town: Organ) -> FoiRequest:
    """Asked in May 2026 and refused on 1 June."""
    kind = {"row": "refused_process", "kind": "refused_process"}
    events = (
        EventEntry(EventKind.RECEIVED, date(2026, 5, 11), {"applicant_kind": "natural_person"}),
        EventEntry(EventKind.ANSWERED, date(2026, 6, 1), kind),
        EventEntry(EventKind.SERVED, date(2026, 6, 2), {"way": "direct"}),
    )
    entry = RequestEntry("〔2026〕1号", events, applicant_name="张三", content="道路养护资金")
    return requests.receive(organ=town, entries=[entry], actor="测试")[0]


def case(town: Organ, kind: str = "reconsideration", **more: Any) -> RemedyCase:
    row = RemedyCase(
        organ=town,
        case_no="滑复〔2026〕3号",
        kind=kind,
        received_on=date(2026, 7, 1),
        body="滑县人民政府",
        **more,
    )
    return actions.register(organ=town, rows=[row], actor="测试")[0]


def take(row: RemedyCase, step: str, on: date, **said: Any) -> RemedyCase:
    return actions.take(
        case=row,
        step=STEP[step],
        on=on,
        said=said,
        actor="王敏",
        today=TODAY,
        calendar=OFFICIAL,
        seen=version(row),
    )


def test_a_decision_writes_what_the_register_says_of_it(town: Organ) -> None:
    row = take(case(town), "answer", date(2026, 7, 10))
    row = take(row, "decide", date(2026, 8, 20), outcome="review_upheld", redo="no", served_on="2026-08-24")
    assert (row.concluded_on, row.result, row.outcome) == (date(2026, 8, 24), "upheld", "维持")
    assert list(proof.differences()) == []


def test_another_column_than_the_outcome_gives_needs_its_reason(town: Organ) -> None:
    row = case(town)
    said = {"outcome": "review_claim_rejected", "redo": "no", "column": "other"}
    with pytest.raises(Refused, match="为什么改计 — 按结果应计入“结果维持”"):
        take(row, "decide", date(2026, 8, 20), **said)
    row = take(row, "decide", date(2026, 8, 20), **said, because="县司法局统一口径")
    assert row.result == "other"


def test_a_step_that_is_not_lawful_is_refused_with_the_law_s_own_sentence(town: Organ) -> None:
    with pytest.raises(Refused, match="不能登记恢复审理 — 现在是“待答复”"):
        take(case(town), "resume", date(2026, 7, 10))
    with pytest.raises(Refused, match="负责人没有出庭的原因 — 没有填"):
        take(RemedyCase.objects.get(), "hear", date(2026, 7, 10), what="court", head="no", people="李四")


def test_who_takes_a_step_sees_what_another_entered_meanwhile(town: Organ) -> None:
    row = case(town)
    take(row, "accept", date(2026, 6, 29), procedure="simplified")
    with pytest.raises(Refused, match="您看到的已不是最新的"):
        take(row, "answer", date(2026, 7, 8))


def test_a_redo_opens_the_application_with_its_new_limit_and_taking_it_back_closes_it(town: Organ) -> None:
    application = answered(town)
    row = case(town, foi_request=application)
    said = {"outcome": "review_annulled", "redo": "yes", "days": 15, "document_no": "滑复决〔2026〕3号"}
    row = take(row, "decide", date(2026, 8, 20), **said)
    assert (row.redo_ordered, row.redo_due, row.result) == (True, date(2026, 9, 10), "corrected")
    assert not row.still_open  # what is left to do is the application's
    standing = weighed(application, OFFICIAL)[0].on(TODAY)
    assert (standing.state.code, standing.due) == ("reopened", date(2026, 9, 10))
    application.refresh_from_db()
    assert application.answered_on == date(2026, 6, 1)  # counted once
    steps = [(item.ledger, item.step) for item in agenda.items(town, on=date(2026, 9, 1), calendar=OFFICIAL)]
    assert steps == [("requests", "answer")]
    actions.void(case=row, number=1, actor="王敏", reason="登记错了", today=TODAY, calendar=OFFICIAL)
    row.refresh_from_db()
    assert (row.concluded_on, row.result, row.redo_ordered, row.redo_due) == (None, "", False, None)
    assert weighed(application, OFFICIAL)[0].on(TODAY).state.code == "served"
    assert list(proof.differences()) == []


def test_a_judgment_orders_a_redo_only_once_it_takes_effect(town: Organ) -> None:
    application = answered(town)
    row = case(town, "litigation_direct", foi_request=application)
    row = take(row, "decide", date(2026, 8, 20), outcome="suit_annulled", redo="yes")
    assert (row.concluded_on, row.result) == (None, "")
    assert weighed(application, OFFICIAL)[0].on(TODAY).state.code == "served"
    with pytest.raises(Refused, match="上诉期限到2026年9月4日才满"):
        take(row, "take_effect", date(2026, 9, 4))
    with pytest.raises(Refused, match="上诉期限到2026年9月4日满，通常2026年9月5日生效"):
        take(row, "take_effect", TODAY)
    row = take(row, "take_effect", date(2026, 9, 7), note="原告9月1日前后才收到判决书")
    assert (row.concluded_on, row.result, row.redo_due) == (date(2026, 9, 7), "corrected", date(2026, 10, 10))
    assert weighed(application, OFFICIAL)[0].on(TODAY).due == date(2026, 10, 10)


@pytest.mark.parametrize("outcome", ["review_upheld", "review_claim_rejected", "review_ended"])
def test_nothing_is_to_be_redone_where_the_act_stands_or_was_not_looked_at(town: Organ, outcome: str) -> None:
    with pytest.raises(Refused, match=r"责令重新作出处理 — 结果是.*没有要重作的"):
        take(case(town), "decide", date(2026, 8, 20), outcome=outcome, redo="yes")


def test_a_review_is_heard_and_holds_no_session_of_a_court(town: Organ) -> None:
    names = [ask.name for ask in asks(STEP["hear"], "reconsideration")]
    assert (STEP["hear"].zh_of("reconsideration"), "what" in names) == ("听证", False)
    assert "what" in [ask.name for ask in asks(STEP["hear"], "litigation_direct")]
    assert str(STEP["answer"].source_of("complaint")) == "《政府信息公开条例》第五十一条"


def test_a_judgment_takes_effect_on_the_day_after_its_appeal_period(town: Organ) -> None:
    row = take(
        case(town, "litigation_direct"), "decide", date(2026, 8, 20), outcome="suit_annulled", redo="no"
    )
    assert queries.unsettled(Scope.of(town), 2026, TODAY, OFFICIAL) == [row.case_no]
    assert queries.unsettled(Scope.of(town), 2026, date(2026, 9, 4), OFFICIAL) == []
    row = take(row, "take_effect", date(2026, 9, 5))
    assert row.concluded_on == date(2026, 9, 5)
    assert queries.unsettled(Scope.of(town), 2026, TODAY, OFFICIAL) == []


def test_a_redo_without_application_is_due_until_it_is_done(town: Organ) -> None:
    row = take(
        case(town), "decide", date(2026, 8, 20), outcome="review_ordered", redo="yes", until="2026-12-10"
    )
    assert row.still_open
    (item,) = agenda.items(town, on=TODAY, calendar=OFFICIAL)
    assert (item.step, item.due, str(item.source)) == ("redo", date(2026, 12, 10), "《行政复议法》第六十四条")
    row = take(row, "redo_done", date(2026, 11, 20))
    assert not row.still_open
    assert agenda.items(town, on=TODAY, calendar=OFFICIAL) == []


def test_a_redo_that_a_workbook_brought_is_told_of_once(town: Organ) -> None:
    application = answered(town)
    due: dict[str, Any] = {"redo_ordered": True, "redo_due": date(2026, 12, 10), "result": "corrected"}
    case(town, foi_request=application, concluded_on=date(2026, 11, 10), **due)
    assert [item.step for item in agenda.items(town, on=TODAY, calendar=OFFICIAL)] == ["redo"]
    order = EventEntry(EventKind.REDO_ORDERED, date(2026, 11, 10), {"due": "2026-12-10"})
    requests.add_event(foi_request=application, event=order, actor="测试")
    assert [item.ledger for item in agenda.items(town, on=TODAY, calendar=OFFICIAL)] == ["requests"]


def test_an_opinion_is_due_in_sixty_days_though_the_case_is_over(town: Organ) -> None:
    row = take(case(town), "decide", date(2026, 10, 20), outcome="review_unlawful", redo="no")
    row = take(row, "receive_opinion", date(2026, 10, 26), what="opinion", points="完善检索")
    (item,) = agenda.items(town, on=TODAY, calendar=OFFICIAL)
    assert (item.step, item.due) == ("opinion", date(2026, 12, 25))
    take(row, "answer_opinion", date(2026, 11, 20), measures="已补检索记录")
    assert agenda.items(town, on=TODAY, calendar=OFFICIAL) == []


def test_a_co_defendant_answers_the_court_and_counts_nowhere(town: Organ) -> None:
    row = RemedyCase(
        organ=town,
        case_no="（2026）行初1号",
        kind="litigation_after_reconsideration",
        received_on=date(2026, 11, 20),
        as_reviewer_only=True,
    )
    actions.register(organ=town, rows=[row], actor="测试")
    (item,) = agenda.items(town, on=TODAY, calendar=OFFICIAL)
    assert (item.step, item.due) == ("suit_answer", date(2026, 12, 7))
    assert queries.groups(Scope.of(town), 2026) == ()


def test_what_was_corrected_by_hand_is_not_undone_by_a_later_entry(town: Organ) -> None:
    row = take(case(town), "decide", date(2026, 8, 20), outcome="review_upheld", redo="no")
    actions.amend(organ=town, pairs=[(row, {"outcome": "维持原答复"})], actor="测试", reason="照原话")
    row.refresh_from_db()
    row = take(row, "receive_opinion", date(2026, 9, 1), what="advice", points="改进")
    assert row.outcome == "维持原答复"


def test_names_of_people_are_masked_and_those_of_firms_are_not(town: Organ) -> None:
    row = case(town, claimant="张三丰", third_person="滑县示例商贸有限公司", outcome="张三丰撤回")
    assert queries.shown_claimant(row) == "张某某"
    assert queries.shown(row, row.outcome) == "张某某撤回"
    assert queries.shown(row, row.third_person) == "滑县示例商贸有限公司"
    linked = case_of_application(town)
    assert queries.shown_claimant(linked) == "张某"


def case_of_application(town: Organ) -> RemedyCase:
    row = RemedyCase(
        organ=town,
        case_no="2",
        kind="complaint",
        received_on=date(2026, 7, 1),
        foi_request=answered(town),
    )
    return actions.register(organ=town, rows=[row], actor="测试")[0]


REVIEWED = [("review_upheld", "upheld"), ("review_annulled", "corrected"), ("review_ended", "other")]
JUDGED = [("suit_claim_rejected", "upheld"), ("suit_unlawful", "corrected")]


def test_what_names_people_goes_with_the_file_of_the_application_and_what_is_counted_stays(
    town: Organ,
) -> None:
    application = answered(town)
    row = case(town, foi_request=application, claimant="张三丰", third_person="李四光")
    row = take(row, "hear", date(2026, 7, 20), what="hearing", head="yes", people="王五")
    row = take(row, "decide", date(2026, 8, 20), outcome="review_upheld", redo="no", document_no="决3号")
    row = actions.write_paper(
        case=row, code="evidence", said={"evidence": "张三丰的申请"}, over={}, actor="王敏"
    )
    actions.erase(foi_request=application, actor="王敏", reason="销毁清册")
    row.refresh_from_db()
    assert "张三丰" not in str(vars(row))
    assert "王五" not in str(row.events)
    assert (row.claimant, row.third_person, row.papers) == ("", "", {})
    assert (row.result, row.concluded_on) == ("upheld", date(2026, 8, 20))
    assert queries.shown_claimant(row) != "张三丰"
    assert list(proof.differences()) == []


def test_the_search_finds_a_lesson_and_hides_the_name_in_it(town: Organ) -> None:
    row = case(town, claimant="张三丰")
    actions.learn(case=row, kind="refused_process", said="张三丰案：检索范围太窄", actor="王敏")
    (found,) = search.find(Scope.of(town), "检索范围")
    assert [(hit.name, hit.texts) for hit in found.hits] == [("滑复〔2026〕3号", ("张某某案：检索范围太窄",))]


def test_what_a_case_taught_warns_the_next_letter_of_its_kind(town: Organ) -> None:
    row = case(town, foi_request=answered(town))
    assert queries.contested_kind(row, OFFICIAL) == "refused_process"
    actions.learn(case=row, kind="refused_process", said="没有写明属于哪一种过程性信息", actor="王敏")
    fresh = RequestEntry(
        "〔2026〕2号",
        (EventEntry(EventKind.RECEIVED, date(2026, 11, 23), {"applicant_kind": "natural_person"}),),
        applicant_name="李四",
        content="会议记录",
    )
    (application,) = requests.receive(organ=town, entries=[fresh], actor="测试")
    weighed_, _seen = weighed(application, OFFICIAL)
    said = {
        kind: [
            one.message
            for one in begin(plan, application, weighed_, TODAY).findings
            if one.rule == "LET-lesson"
        ]
        for kind in ("refused_process", "granted_provided")
        if (plan := plans.plan("answer", kind))
    }
    (warning,) = said["refused_process"]
    assert warning.startswith("教训 — 滑复〔2026〕3号纠正过")
    assert said["granted_provided"] == []
    actions.learn(case=row, kind="refused_process", said="", actor="王敏")
    assert lessons(town) == ()
    assert list(proof.differences()) == []


KINDS = [*queries.COUNTED, "complaint"]


def course(rng: Random) -> tuple[RemedyCase, list[tuple[str, date, dict[str, Any]]], tuple[Any, ...]]:
    """A case with its steps, and what by an independent reckoning the register must say of it."""
    kind = rng.choice(KINDS)
    received = date(rng.randint(2018, 2024), rng.randint(1, 12), rng.randint(1, 28))
    row = RemedyCase(kind=kind, received_on=received, as_reviewer_only=rng.random() < 0.15)
    ends = received + timedelta(rng.randint(5, 500))
    if rng.random() < 0.3:
        return row, [], (None, "")
    if kind == "complaint":
        return row, [("close", ends, {"outcome_words": "已答复"})], (ends, "")
    if kind == "reconsideration":
        code, column = rng.choice(
            [("review_upheld", "upheld"), ("review_annulled", "corrected"), ("review_ended", "other")]
        )
        return row, [("decide", ends, {"outcome": code, "redo": "no"})], (ends, column)
    code, column = rng.choice(JUDGED)
    first = [("decide", ends, {"outcome": code, "redo": "no"})]
    how = rng.choice(["pending", "effective", "appealed", "changed"])
    if how == "pending":
        return row, first, (None, "")
    if how == "effective":
        later = ends + timedelta(20 + rng.randint(10, 40))
        return row, [*first, ("take_effect", later, {})], (later, column)
    first.append(("appeal", ends + timedelta(9), {"who": "other"}))
    if how == "appealed":
        return row, first, (None, "")
    later = ends + timedelta(rng.randint(30, 200))
    return row, [*first, ("decide", later, {"outcome": "suit_withdrawn", "redo": "no"})], (later, "other")


def expected(cases: list[tuple[str, date, bool, date | None, str]], year: int) -> Counter[tuple[str, str]]:
    """Chapter four of a year, reckoned from days alone."""
    found: Counter[tuple[str, str]] = Counter()
    for kind, received, only_reviews, ended, column in cases:
        if kind == "complaint" or only_reviews or received.year > year or (ended and ended.year < year):
            continue
        found[kind, column if ended and ended.year == year else "pending"] += 1
    return found


def tallied(town: Organ, year: int) -> Counter[tuple[str, str]]:
    """Chapter four of a year as the report has it, without sums."""
    facts = YearFacts("四间房镇", year, remedies=queries.groups(Scope.of(town), year))
    cells = tally(facts, FORMS["2021"])
    wanted = [(kind, column) for kind in queries.COUNTED for column, _zh in COLUMNS]
    return Counter(
        {key: cells[f"remedies/{key[0]}/{key[1]}"] for key in wanted if cells[f"remedies/{key[0]}/{key[1]}"]}
    )


def check_years(town: Organ, seeds: range) -> int:
    """Random registers, each year of each held against the independent reckoning; how many years."""
    count = 0
    for seed in seeds:
        rng = Random(seed)
        rows, known = [], []
        for number in range(rng.randint(0, 14)):
            row, steps, (ended, column) = course(rng)
            row.organ, row.case_no = town, f"{seed}-{number}"
            for n, (step, on, said) in enumerate(steps, 1):
                row.events.append({"n": n, "step": step, "on": on.isoformat(), "said": said})
            for name, value in asdict(project(row, row.events, TODAY, OFFICIAL)).items():
                setattr(row, name, value)
            rows.append(row)
            known.append((row.kind, row.received_on, row.as_reviewer_only, ended, column))
        RemedyCase.objects.all().delete()
        RemedyCase.objects.bulk_create(rows)
        for year in range(2017, 2027):
            assert tallied(town, year) == expected(known, year), (seed, year)
            count += 1
    return count


def test_chapter_four_of_any_year_is_what_an_independent_reckoning_finds(town: Organ) -> None:
    assert check_years(town, range(20)) == 200


@pytest.mark.slow
def test_chapter_four_of_thousands_of_random_years(town: Organ) -> None:
    assert check_years(town, range(20, 220)) == 2000
