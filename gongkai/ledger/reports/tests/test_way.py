"""The report's way: who takes which step, what stops it, what is published and what an amendment changes."""

import json
from datetime import date
from functools import partial
from hashlib import sha256

import pytest

from gongkai.law.annual_report.stages import STEPS, State
from gongkai.law.findings import Finding, Severity
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people
from gongkai.ledger.reports import actions, editions, progress, queries, remarks
from gongkai.ledger.reports.models import Edition, ProseDraft, ReportYear
from gongkai.ledger.reports.progress import Refused
from gongkai.ledger.reports.writing import write
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind

pytestmark = pytest.mark.django_db
CLERK, LEADER, COUNTY = "王敏（wangmin）", "张海涛（leader）", "县办（county）"
URL = "https://www.example.gov.cn/nb/2022.html"


@pytest.fixture
def town() -> Organ:
    """A town with one application of 2022, answered in the year; whose report has nothing to mend."""
    organ = organs.create(name="四间房镇人民政府", actor="测试")
    ask(organ, "1", "2022-03-01", "2022-03-20")
    return organ


def ask(organ: Organ, number: str, received: str, answered: str = "") -> None:
    kind = {"applicant_kind": "natural_person"}
    events = [EventEntry(EventKind.RECEIVED, date.fromisoformat(received), kind)]
    if answered:
        events.append(EventEntry(EventKind.ANSWERED, date.fromisoformat(answered), {"row": "granted"}))
    entry = RequestEntry(number, tuple(events), applicant_name="张三", content="低保发放标准")
    requests.receive(organ=organ, entries=[entry], actor="测试")


def walk(organ: Organ, *steps: str, year: int = 2022) -> None:
    """Take steps, each by whose it is."""
    who = {"approve": LEADER, "publish": LEADER, "send-back": LEADER, "pass": COUNTY, "return": COUNTY}
    for step in steps:
        actions.take(
            organ=organ,
            year=year,
            step=step,
            actor=who.get(step, CLERK),
            reason="照办",
            day=date(year + 1, 1, 20),
            url=URL,
        )


def at(organ: Organ, year: int = 2022) -> State:
    return queries.progress_of(organ, year, scope=Scope.of(organ)).state


ALL_THE_WAY = ("check", "approve", "submit", "pass", "publish")


@pytest.mark.slow
def test_a_report_goes_its_way_and_each_step_leaves_one_row_in_the_log(town: Organ) -> None:
    before = Entry.objects.count()
    walk(town, "check", "approve", "submit", "return")
    assert at(town) is State.RETURNED
    assert Entry.objects.count() == before + 4
    walk(town, *ALL_THE_WAY)
    file = partial(actions.take, organ=town, year=2022, step="file", actor=CLERK)
    with pytest.raises(Refused, match="原因 — 还没有填"):
        file(day=date(2023, 1, 21))
    for never in (None, date(2023, 1, 19), date(2999, 1, 1)):
        with pytest.raises(Refused, match="备案日期 — 要在公布（2023-01-20）和今天之间"):
            file(reason="滑公开备〔2023〕5号", day=never)
    file(reason="滑公开备〔2023〕5号", day=date(2023, 1, 21))
    assert at(town) is State.FILED
    taken = queries.progress_of(town, 2022, scope=Scope.of(town)).taken
    assert [(step.step.code, step.by) for step in taken[3:6]] == [
        ("return", COUNTY),
        ("check", CLERK),
        ("approve", LEADER),
    ]
    assert list(proof.differences()) == []


def test_whoever_drafted_or_checked_does_not_approve(town: Organ) -> None:
    actions.write_prose(organ=town, year=2022, texts={"problems": "人手少。"}, actor=LEADER)
    walk(town, "check")
    for actor in (CLERK, LEADER):
        with pytest.raises(Refused, match="自己编的不能自己审定"):
            actions.take(organ=town, year=2022, step="approve", actor=actor)


def test_whoever_drafted_or_checked_does_not_publish(town: Organ) -> None:
    actions.write_prose(organ=town, year=2022, texts={"problems": "人手少。"}, actor="李四（lisi）")
    walk(town, *ALL_THE_WAY[:-1])
    publish = partial(actions.take, organ=town, year=2022, step="publish", day=date(2023, 1, 20), url=URL)
    for actor in (CLERK, "李四（lisi）"):
        with pytest.raises(Refused, match="自己编的不能自己公布"):
            publish(actor=actor)
    publish(actor="王五（wangwu）")
    assert at(town) is State.PUBLISHED


def test_with_three_people_who_wrote_the_prose_does_not_check_it_either(town: Organ) -> None:
    actions.write_prose(organ=town, year=2022, texts={"problems": "人手少。"}, actor=CLERK)
    organs.set_option(organ=town, code="release_people", value="3", actor="测试")
    with pytest.raises(Refused, match="核对完毕 — 您写了正文，本机关设的是三人经手"):
        walk(town, "check")
    actions.take(organ=town, year=2022, step="check", actor="李四（lisi）")
    with pytest.raises(Refused, match="自己编的不能自己审定"):
        actions.take(organ=town, year=2022, step="approve", actor="李四（lisi）")
    walk(town, "approve")
    assert at(town) is State.APPROVED


def test_a_step_out_of_turn_is_refused_and_the_next_one_named(town: Organ) -> None:
    with pytest.raises(Refused, match="送审 — 报告现在是“编制中” — 下一步是核对完毕。"):
        walk(town, "submit")


@pytest.mark.slow
def test_what_was_vouched_for_is_what_goes_on(town: Organ) -> None:
    walk(town, "check", "approve")
    ask(town, "2", "2022-05-01", "2022-05-05")
    with pytest.raises(Refused, match="领导审定之后台账或正文变过"):
        walk(town, "submit")
    with pytest.raises(Refused, match="不能再改 — 请先在年度报告页收回修改"):
        actions.write_prose(organ=town, year=2022, texts={"problems": "人手少。"}, actor=CLERK)
    walk(town, "reopen", *ALL_THE_WAY)
    assert at(town) is State.PUBLISHED


@pytest.mark.slow
def test_the_organ_notes_what_the_county_said_only_where_nobody_there_works_with_the_program(
    town: Organ,
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    person = people.enrol(organ=county, username="county", name="县办", actor="测试")
    role = people.give_role(person=person, organ=county, role="supervisor", actor="测试")
    walk(town, "check", "approve", "submit")
    with pytest.raises(Refused, match="由上级办理"):
        actions.take(organ=town, year=2022, step="note-pass", actor=CLERK, reason="县办来电")
    people.end_role(membership=role, on=date(2023, 1, 1), actor="测试")
    actions.take(organ=town, year=2022, step="note-pass", actor=CLERK, reason="县办来电")
    assert at(town) is State.PASSED


@pytest.mark.slow
def test_an_error_stops_the_report_before_the_first_step_and_a_warning_does_not(town: Organ) -> None:
    def severities() -> set[Severity]:
        return {f.severity for f in queries.compile_report(town, 2022, scope=Scope.of(town)).findings}

    prose = {"overview": "本年新收政府信息公开申请9件。"}  # the table says 1
    actions.write_prose(organ=town, year=2022, texts=prose, actor=CLERK)
    assert Severity.WARNING in severities()
    assert Severity.ERROR not in severities()
    walk(town, "check", "approve", "submit", "pass", "reopen")
    prose = {"overview": "联系人电话13800138000。"}
    actions.write_prose(organ=town, year=2022, texts=prose, actor=CLERK)
    assert Severity.ERROR in severities()
    with pytest.raises(Refused, match="核对完毕 — 报告还有1处要改"):
        walk(town, "check")


@pytest.mark.slow
@pytest.mark.parametrize("before", [1, 2, 3, 4])
def test_an_error_that_was_passed_over_stops_every_later_step_but_back(town: Organ, before: int) -> None:
    walk(town, *ALL_THE_WAY[:before])
    # the words as they might come from a workbook of before, when only publishing asked for errors
    ReportYear.objects.update(texts={"problems": "联系人电话13800138000。"})
    row = ReportYear.objects.get()
    report = queries.compile_report(town, 2022, scope=Scope.of(town))
    row.steps[-1]["digest"] = progress.digest(report)
    way = progress.of(town, row)
    refused = {
        step.code
        for step in STEPS
        if "还有1处要改" in progress.why_not(step, way, report, actor="别人", has_superior=False)
    }
    noted = {"note-pass"} if before == 3 else set()
    assert refused == {ALL_THE_WAY[before], *noted}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "url", "why"),
    [
        (date(2022, 12, 30), URL, "公开日期 — 要在2022年终了之后"),
        (date(2999, 1, 1), URL, "公开日期 — 要在2022年终了之后"),
        (None, URL, "公开日期"),
        (date(2023, 1, 20), "javascript:alert(1)", "网址 — 不是网页地址"),
    ],
)
def test_publishing_asks_for_a_day_and_an_address_that_can_be(
    town: Organ, day: date | None, url: str, why: str
) -> None:
    walk(town, "check", "approve", "submit", "pass")
    with pytest.raises(Refused, match=why):
        actions.take(organ=town, year=2022, step="publish", actor=LEADER, day=day, url=url)
    assert not Edition.objects.exists()


@pytest.mark.slow
def test_the_published_version_never_changes_by_itself(town: Organ) -> None:
    walk(town, *ALL_THE_WAY)
    ask(town, "2", "2022-12-20")
    scope = Scope.of(town)
    public = queries.public_report(town, 2022, scope=scope)
    assert (public.version, public.published_on, public.url) == (0, date(2023, 1, 20), URL)
    assert public.cells["requests/new/total"] == 1
    now = queries.compile_report(town, 2022, scope=scope)
    moved = {d.code: (d.left, d.right) for d in editions.moved(public, now) if d.code.endswith("total")}
    assert moved == {"requests/new/total": (1, 2), "requests/carried_out/total": (0, 1)}
    row = Edition.objects.get()
    assert row.digest == sha256(row.content.encode()).hexdigest()
    assert Entry.objects.filter(subject=f"reports.edition:{row.pk}", action="report.edition").count() == 1


@pytest.mark.slow
def test_a_version_changed_past_the_program_is_found_out(town: Organ) -> None:
    walk(town, *ALL_THE_WAY)
    row = Edition.objects.get()
    Edition.objects.update(content=row.content.replace('"new": [1', '"new": [7'))
    (found,) = proof.differences()
    assert "台账被绕过程序改动过" in found.message


@pytest.mark.slow
def test_an_amendment_is_numbered_has_its_reason_and_shows_what_it_changes_in_the_next_year(
    town: Organ,
) -> None:
    walk(town, *ALL_THE_WAY)
    ask(town, "2", "2022-12-20")
    scope = Scope.of(town)
    next_year = queries.compile_report(town, 2023, scope=scope)
    assert [f.rule for f in next_year.findings if f.severity is Severity.ERROR] == ["AR-3.5", "AR-3.5"]
    moved = editions.moved(
        queries.public_report(town, 2022, scope=scope), queries.compile_report(town, 2022, scope=scope)
    )
    carried = [(c.column, c.published, c.now, c.next_year) for c in editions.carried(moved, next_year)]
    assert carried == [("自然人", 0, 1, 1), ("总计", 0, 1, 1)]

    made = actions.amend(organ=town, year=2022, reason="漏登一件", day=date(2023, 3, 1), actor=LEADER)
    assert (made.version, json.loads(made.content)["version"]) == (1, 1)
    assert [(e.version, e.reason) for e in editions.of(town, 2022, scope=scope)] == [(0, ""), (1, "漏登一件")]
    assert queries.public_report(town, 2022, scope=scope).cells["requests/new/total"] == 2
    for form in ("docx", "html", "pdf", "xlsx"):
        assert write(queries.public_report(town, 2022, scope=scope), form, organ=town)
    next_year = queries.compile_report(town, 2023, scope=scope)
    assert "AR-3.5" not in {finding.rule for finding in next_year.findings}
    with pytest.raises(Refused, match="没有要更正的"):
        actions.amend(organ=town, year=2022, reason="再来", day=date(2023, 3, 2), actor=LEADER)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reason", "day", "actor", "why"),
    [
        (" ", date(2023, 3, 1), LEADER, "更正原因 — 还没有填"),
        ("漏登", date(2023, 1, 1), LEADER, "更正日期 — 要在2023-01-20和今天之间"),
        ("漏登", date(2023, 3, 1), CLERK, "自己编的不能自己审定"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(
    town: Organ, reason: str, day: date, actor: str, why: str
) -> None:
    walk(town, *ALL_THE_WAY)
    ask(town, "2", "2022-12-20")
    actions.write_prose(organ=town, year=2022, texts={"problems": "人手少。"}, actor=CLERK)
    with pytest.raises(Refused, match=why):
        actions.amend(organ=town, year=2022, reason=reason, day=day, actor=actor)
    assert Edition.objects.count() == 1


def test_a_suggestion_stays_with_its_reason_until_it_is_judged_anew(town: Organ) -> None:
    def accepted() -> list[tuple[str, str, str]]:
        at = queries.progress_of(town, 2022, scope=Scope.of(town))
        return [(one.rule, one.reason, one.by) for one in at.accepted]

    finding = Finding("AR-N.1", Severity.WARNING, "narrative/overview", "正文“9件” — 表中为1件 — 请核对。")
    for reason in ("另有说明", "含并案一件"):  # a second reason takes the place of the first
        actions.accept(organ=town, year=2022, finding=finding, reason=reason, actor=CLERK)
    assert accepted() == [("AR-N.1", "含并案一件", CLERK)]
    actions.judge_anew(organ=town, year=2022, finding=finding, actor=CLERK)
    assert accepted() == []
    told = Entry.objects.filter(subject__startswith="reports.reportyear:").values_list("action", flat=True)
    assert list(told) == ["report.accept", "report.accept", "report.judge_anew"]


def test_prose_with_a_secrecy_mark_is_neither_saved_nor_kept_while_it_is_typed(town: Organ) -> None:
    texts = {"overview": "照办。", "problems": "绝密★10年 全文"}
    with pytest.raises(Refused, match="正文 — 有密级标志，不能录入 — 请联系保密员"):
        actions.write_prose(organ=town, year=2022, texts=texts, actor=CLERK)
    with pytest.raises(Refused, match="有密级标志"):
        actions.keep_draft(organ=town, year=2022, texts=texts, actor=CLERK)
    assert not ReportYear.objects.exists()
    assert not ProseDraft.objects.exists()


def test_what_the_statute_makes_an_error_cannot_be_accepted(town: Organ) -> None:
    finding = Finding("AR-3.1", Severity.ERROR, "requests/total/total", "不平 — 请改。")
    with pytest.raises(Refused, match="法定要求必须改"):
        actions.accept(organ=town, year=2022, finding=finding, reason="就这样", actor=CLERK)


def test_the_notice_of_the_organ_above_is_the_one_of_its_year(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    actions.keep_notice(organ=county, year=2022, actor=COUNTY, due_on=date(2023, 1, 18), items="总体情况")
    notice = queries.notice_for(town, 2022)
    assert notice
    assert (notice.organ, notice.due_on) == (county, date(2023, 1, 18))
    assert queries.notice_for(town, 2023) is None
    assert queries.notice_for(county, 2022) is None
    assert list(proof.differences()) == []


def of_notice(town: Organ) -> dict[str, list[str]]:
    """What is said of the notice's wishes, by rule."""
    found: dict[str, list[str]] = {}
    for finding in queries.compile_report(town, 2022, scope=Scope.of(town)).findings:
        if finding.rule in remarks.OF_NOTICE:
            assert finding.severity is Severity.WARNING
            found.setdefault(finding.rule, []).append(finding.message)
    return found


@pytest.mark.slow
def test_what_the_notice_asks_and_the_prose_lacks_is_a_suggestion_that_stops_nothing(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    texts = {
        "overview": "开展政务公开培训2次。",
        "problems": "公开不够及时。",
        "other_matters": "未收取信息处理费。",
    }
    actions.write_prose(organ=town, year=2022, texts=texts, actor=CLERK)
    assert of_notice(town) == {}
    asked = "政务公开培训情况\n 信息处理费收取情况\n\n建议提案办理结果"
    actions.keep_notice(
        organ=county, year=2022, actor=COUNTY, due_on=date(2023, 1, 18), items=asked, longest=20
    )
    found = of_notice(town)
    assert found[remarks.TOO_LONG] == ["正文 — 共27字，滑县人民政府的通知要求不超过20字 — 请删减后再报。"]
    assert [message.split("“")[1].split("”")[0] for message in found[remarks.NOT_WRITTEN]] == [
        "信息处理费收取情况",
        "建议提案办理结果",
    ]
    walk(town, "check", "approve", "submit", "pass", "publish")
    assert queries.progress_of(town, 2022, scope=Scope.of(town)).state is State.PUBLISHED
