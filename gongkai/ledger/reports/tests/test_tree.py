"""The sum of a county, right to the cell: of thirty organs some sent files, some packages, some nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.db import transaction

from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import State
from gongkai.law.findings import Severity
from gongkai.law.tests.annual_reports import SOUND, a_report
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import tree
from gongkai.ledger.reports.models import Received
from gongkai.ledger.reports.submissions import actions
from gongkai.ledger.reports.tests.test_way import ask, walk
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db
YEAR = 2022
COUNTY = "滑县人民政府"
#: The thirty by how they report: the ledgers of 17 are here.
HERE = [f"第{number}镇人民政府" for number in range(1, 18)]
FILES, PACKAGES = [f"文件{n}镇人民政府" for n in range(5)], [f"报送{n}镇人民政府" for n in range(2)]
LATE, WRONG, MERGED = (
    [f"迟报{n}镇人民政府" for n in range(3)],
    [f"错报{n}镇人民政府" for n in range(2)],
    "撤并镇人民政府",
)
NEW, DONE = "requests/new/natural_person", "requests/granted/natural_person"


def sound(name: str, times: int = 1) -> ReportData:
    cells = {code: [times * figure for figure in figures] for code, figures in SOUND.items()}
    return a_report(cells, organ=name, year=YEAR)


def came(organ: Organ, report: ReportData, state: State, came_as: str, revision: int = 0) -> Received:
    """A report as it was taken in before, whatever its file said."""
    content = dumps(report)
    row = Received(
        organ=organ,
        year=report.year,
        came_as=came_as,
        revision=revision,
        state=state.value,
        content=content,
        digest=sha256(content.encode()).hexdigest(),
        received_by="县办",
        received_at=datetime(YEAR + 1, 1, 16, tzinfo=BEIJING),
        place=f"{organ.pk}-{report.year}-{revision}",
        size=1,
    )
    with transaction.atomic():
        return audit.put(row, None, "report.receive", actor="县办")


def under(county: Organ, name: str, *, in_sum: bool = True) -> Organ:
    made = organs.create(name=name, actor="测试")
    organs.place_under(organ=made, superior=county, actor="测试", in_sum=in_sum)
    return made


@pytest.fixture
def county() -> Organ:
    return organs.create(name=COUNTY, actor="测试")


def figures(report: ReportData | None) -> Mapping[str, object]:
    assert report
    return report.cells


def rules(report: ReportData | None) -> dict[str, str]:
    assert report
    return {finding.rule: finding.message for finding in report.findings}


@pytest.mark.slow
def test_the_sum_of_thirty_organs_is_right_to_the_cell_and_every_cell_leads_to_its_organs(
    county: Organ,
) -> None:
    for number, name in enumerate(HERE, 1):
        organ = under(county, name)
        for case in range(number % 3 + 1):
            ask(organ, f"{name}{case}", "2022-03-01", "2022-03-20")
        walk(organ, "check", "approve", "submit", "pass")
    for times, name in enumerate(FILES, 1):
        came(under(county, name), sound(name, times), State.PASSED, "file")
    for times, name in enumerate(PACKAGES, 10):
        came(under(county, name), sound(name, times), State.PASSED, "package", 1)
    for name in LATE:
        under(county, name)
    for name in WRONG:
        came(under(county, name), sound(name, 100), State.RETURNED, "file")
    merged = under(county, MERGED)
    came(merged, sound(MERGED, 3), State.PASSED, "file")
    organs.abolish(organ=merged, on=date(YEAR, 7, 1), actor="测试", successor=Organ.objects.get(name=HERE[0]))
    under(county, "国家税务总局滑县税务局", in_sum=False)

    grown = tree.of(county, YEAR)
    assert len([leaf for leaf in grown.leaves if leaf.organ.name != "国家税务总局滑县税务局"]) == 30
    times = sum(range(1, 6)) + 10 + 11 + 3
    applications = sum(number % 3 + 1 for number in range(1, 18))
    expected = {code: times * figure for code, figure in sound("甲").cells.items() if isinstance(figure, int)}
    for row in ("new", "granted", "total"):
        for column in ("natural_person", "total"):
            expected[f"requests/{row}/{column}"] += applications
    assert {code: figures(grown.report)[code] for code in expected} == expected

    assert [leaf.organ.name for leaf in grown.missing] == sorted(
        (*LATE, *WRONG), key=lambda name: Organ.objects.get(name=name).sort_key
    )
    why = {leaf.organ.name: leaf.why for leaf in grown.leaves if not leaf.accepted}
    assert why[LATE[0]] == "还没有报送"
    assert why[WRONG[0]] == "已退回，还没有改好再送"
    assert why["国家税务总局滑县税务局"] == "垂直管理，在本系统另报，不计入"
    told = rules(grown.report)
    assert "共5个机关没有计入汇总" in told["AR-L.9"]
    assert f"{MERGED} — 2022-07-01撤并，它有自己的报告" in told["AR-L.10"]

    behind = {leaf.organ.name: value for leaf, value in grown.behind(NEW)}
    assert sum(behind.values()) == figures(grown.report)[NEW]  # type: ignore[arg-type]
    assert set(behind) == {*HERE, *FILES, *PACKAGES, MERGED}
    assert next(iter(behind)) == PACKAGES[1]  # the largest first
    hashes = {leaf.organ.name: leaf.digest for leaf in grown.summed}
    assert hashes[FILES[0]] == Received.objects.get(organ__name=FILES[0]).digest
    assert all(len(one) == 64 for one in hashes.values())


def test_what_nobody_accepted_is_not_summed(county: Organ) -> None:
    waiting = under(county, "甲镇人民政府")
    came(waiting, sound("甲镇人民政府"), State.SUBMITTED, "file")
    grown = tree.of(county, YEAR)
    assert grown.report is None
    assert [leaf.why for leaf in grown.leaves] == ["已送审，还没有审核"]


@pytest.mark.slow
def test_a_ledger_that_moved_after_it_was_passed_is_left_out_until_it_is_passed_anew(county: Organ) -> None:
    town = under(county, "甲镇人民政府")
    ask(town, "1", "2022-03-01", "2022-03-20")
    walk(town, "check", "approve", "submit", "pass")
    assert figures(tree.of(county, YEAR).report)[NEW] == 1
    ask(town, "2", "2022-04-01", "2022-04-20")
    assert [leaf.why for leaf in tree.of(county, YEAR).leaves] == ["通过以后台账或正文变过，要重新核对、送审"]
    walk(town, "reopen", "check", "approve", "submit", "pass")
    assert figures(tree.of(county, YEAR).report)[NEW] == 2


@pytest.mark.slow
def test_the_head_is_summed_with_its_own_office_once_that_was_approved(county: Organ) -> None:
    ask(county, "1", "2022-03-01", "2022-03-20")
    came(under(county, "甲镇人民政府"), sound("甲镇人民政府"), State.PASSED, "file")
    (own, _town) = tree.of(county, YEAR).leaves
    assert (own.organ, own.why) == (county, "本机关自己的报告还没有审定")
    walk(county, "check", "approve")
    grown = tree.of(county, YEAR)
    assert [leaf.organ.name for leaf in grown.summed] == [COUNTY, "甲镇人民政府"]
    assert figures(grown.report)[NEW] == 1 + SOUND["requests/new"][0]


def test_a_sum_from_below_is_taken_whole_and_its_members_are_not_counted_again(county: Organ) -> None:
    city = organs.create(name="示例市人民政府", actor="测试")
    organs.place_under(organ=county, superior=city, actor="测试")
    whole = replace(sound(COUNTY, 5), scope=tree.ReportScope("rollup", ("甲镇人民政府",)))
    came(county, whole, State.PASSED, "package", 1)
    came(under(county, "甲镇人民政府"), sound("甲镇人民政府", 2), State.PASSED, "file")
    grown = tree.of(city, YEAR)
    assert figures(grown.report)[NEW] == 5 * SOUND["requests/new"][0]
    assert [leaf.why for leaf in grown.leaves if not leaf.accepted] == ["已含在滑县人民政府的汇总里"]
    assert grown.missing == ()


def test_members_below_members_are_summed_each_once(county: Organ) -> None:
    town = under(county, "甲镇人民政府")
    station = under(town, "甲镇派出机构")
    came(town, sound(town.name), State.PASSED, "file")
    came(station, sound(station.name, 2), State.PASSED, "file")
    grown = tree.of(county, YEAR)
    assert [(leaf.organ.name, leaf.depth) for leaf in grown.leaves] == [(town.name, 1), (station.name, 2)]
    assert figures(grown.report)[NEW] == 3 * SOUND["requests/new"][0]


def test_the_same_figures_twice_and_a_blank_cell_are_pointed_out(county: Organ) -> None:
    for name in ("甲镇人民政府", "乙镇人民政府"):
        report = sound(name)
        cells = {**report.cells, "proactive/licensing": None}
        came(under(county, name), replace(report, cells=cells), State.PASSED, "file")
    told = rules(tree.of(county, YEAR).report)
    assert "两家的数每一格都一样" in told["AR-L.11"]
    assert "甲镇人民政府" in told["AR-L.12"]
    assert figures(tree.of(county, YEAR).report)["proactive/licensing"] is None


def test_cases_of_reports_from_elsewhere_are_told_not_to_have_been_compared(county: Organ) -> None:
    for number, name in enumerate(("甲镇人民政府", "乙镇人民政府"), 1):
        came(under(county, name), sound(name, number), State.PASSED, "file")
    assert (
        "甲镇人民政府、乙镇人民政府 — 报来的只有复议诉讼的件数"
        in rules(tree.of(county, YEAR).report)["AR-L.13"]
    )
    no_case = {code: 0 if code.startswith("remedies/") else n for code, n in sound("丙镇").cells.items()}
    alone = organs.create(name="浚县人民政府", actor="测试")
    for name, cells in (("丙镇", no_case), ("丁镇", sound("丁镇").cells)):
        came(under(alone, name), replace(sound(name), cells=cells), State.PASSED, "file")
    assert "AR-L.13" not in rules(tree.of(alone, YEAR).report)


def test_a_merged_organ_without_a_report_is_asked_after_and_not_waited_for(county: Organ) -> None:
    merged, after = under(county, MERGED), under(county, "甲镇人民政府")
    came(after, sound(after.name), State.PASSED, "file")
    organs.abolish(organ=merged, on=date(YEAR, 7, 1), actor="测试", successor=after)
    grown = tree.of(county, YEAR)
    assert grown.missing == ()
    assert (
        f"{MERGED} — 2022-07-01撤并，它没有自己的报告 — 请核对甲镇人民政府计入了它的数"
        in rules(grown.report)["AR-L.10"]
    )
    ask(merged, "1", "2022-03-01", "2022-03-20")  # its ledger is here after all
    assert [leaf.organ for leaf in tree.of(county, YEAR).missing] == [merged]


def test_last_years_sum_is_what_this_one_follows_upon(county: Organ) -> None:
    town = under(county, "甲镇人民政府")
    last = sound(town.name)
    cells = {**last.cells, "requests/carried_out/natural_person": 77}
    came(town, replace(last, year=YEAR - 1, cells=cells), State.PASSED, "file")
    came(town, sound(town.name), State.PASSED, "file", 1)
    grown = tree.of(county, YEAR)
    assert figures(grown.before)[NEW] == SOUND["requests/new"][0]
    assert grown.report
    assert any(
        "2021年报的结转下年度是77" in one.message for one in grown.report.findings if one.rule == "AR-3.5"
    )


def test_two_sums_of_the_same_reports_have_one_digest(county: Organ) -> None:
    town = under(county, "甲镇人民政府")
    row = came(town, sound(town.name), State.PASSED, "file")
    first = tree.of(county, YEAR).digest
    assert first == sha256(f"{town.name}\t{row.digest}\n".encode()).hexdigest()
    actions.judge(row=row, state=State.RETURNED, reason="又发现错", actor="县办")
    assert tree.of(county, YEAR).digest != first


def test_the_draft_of_the_sum_says_of_the_duties_what_its_reports_say(county: Organ) -> None:
    said = {
        "甲镇人民政府": "开展工作考核2次，通报批评1次；没有开展社会评议；没有发生责任追究。",
        "乙镇人民政府": "没有开展社会评议；责任追究{1}人。",
        "丙镇人民政府": "工作考核情况未作统计；没有开展社会评议；没有发生责任追究。",
    }
    for times, (name, overview) in enumerate(said.items(), 1):
        report = replace(sound(name, times), narrative={"overview": overview})
        came(under(county, name), report, State.PASSED, "file")
    made = tree.of(county, YEAR).report
    assert made
    overview = made.narrative["overview"]
    assert "工作考核：甲镇人民政府“开展工作考核2次，通报批评1次”；" in overview
    assert "的报告没有写。社会评议：" in overview
    assert "“没有开展社会评议”。责任追究：" in overview
    assert "乙镇人民政府“责任追究｛1｝人”" in overview
    assert "未作统计；" not in overview
    told = [one for one in made.findings if one.rule == "AR-1.1" and one.severity is Severity.WARNING]
    assert told == []
    for row in Received.objects.all():
        row.content = row.content.replace("工作考核2次", "检查2次").replace("通报批评1次", "批评1次")
        row.save()
    cache.clear()
    made = tree.of(county, YEAR).report  # nobody told of it: whoever writes is shown where
    assert made
    (finding,) = [one for one in made.findings if one.rule == "AR-1.1" and one.severity is Severity.WARNING]
    assert finding.expected == "工作考核"
