"""Matters from their plan to the register: each ends as one row of it, and counts once."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from gongkai.ledger import proof
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import matters, queries, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.models import Enclosure, Matter, Task
from gongkai.ledger.supervision.tests.pushing import (
    CLERK,
    LEADER,
    a_town,
    plan,
    problem,
    rows,
    villages_of,
)

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2026, 11, 30), date(2026, 12, 10)
DONE = Proof(TODAY, words="已经遮盖，11月30日重新张贴")


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村", "西徐村")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-30 10:00+08:00", tick=False):
        yield


def test_matters_are_numbered_by_kind_and_year(town: Organ) -> None:
    numbers = [plan(town, "notice").number, plan(town, "notice").number, plan(town, "training").number]
    numbers.append(plan(town, "notice", on=date(2027, 1, 4)).number)
    assert numbers == ["公通〔2026〕1号", "公通〔2026〕2号", "公训〔2026〕1号", "公通〔2027〕1号"]


def test_a_training_is_in_the_register_once_it_is_closed_with_how_many_came(town: Organ) -> None:
    row = plan(town, "training", target="各村联络员")
    row = matters.attend(matter=row, names="张三 东徐村\n李四、王五；\n\n 张三  西徐村 ", actor=CLERK)
    assert rows(town) == []
    matters.close(matter=row, actor=CLERK)
    assert rows(town) == [("training", TODAY, "公开属性怎样定", "各村联络员", 4)]
    with pytest.raises(Refused, match="现在是“已办结”"):
        matters.close(matter=row, actor=CLERK)
    assert len(rows(town)) == 1


def test_without_a_list_it_is_not_known_how_many_came(town: Organ) -> None:
    matters.close(matter=plan(town, "training"), actor=CLERK)
    assert rows(town) == [("training", TODAY, "公开属性怎样定", "", None)]


def test_a_name_that_stands_twice_on_the_list_is_asked_about(town: Organ) -> None:
    with pytest.raises(Refused, match="“张三”写了两次"):
        matters.attend(matter=plan(town, "training"), names="张三\n李四\n张三", actor=CLERK)


def test_what_is_still_to_come_is_not_closed(town: Organ) -> None:
    with pytest.raises(Refused, match="2026-12-01还没有到"):
        matters.close(matter=plan(town, "training", on=date(2026, 12, 1)), actor=CLERK)


def test_a_meeting_is_closed_with_its_minutes_and_its_decisions_go_on(town: Organ) -> None:
    row = plan(town, "meeting")
    with pytest.raises(Refused, match="还没有写纪要"):
        matters.close(matter=row, actor=CLERK)
    row = matters.write_up(matter=row, minutes="会议定了一件事。", actor=CLERK)
    decided = Assignment("补齐村务公开栏", villages_of(town), DUE)
    first, _second = tasks.give(matter=row, assignment=decided, actor=CLERK)
    row = matters.close(matter=row, actor=CLERK)
    assert rows(town) == [("meeting", TODAY, "第四季度推进会", "", None)]
    assert tasks.report(task=first, proof=DONE, actor=CLERK).state == Task.State.DONE


def test_a_notice_is_in_the_register_once_it_was_passed_on_and_ends_when_all_have_answered(
    town: Organ,
) -> None:
    row = plan(town, "notice")
    to_both = Assignment(row.title, villages_of(town), DUE)
    row = matters.give_out(matter=row, assignment=to_both, actor=CLERK)
    assert rows(town) == [("notice", TODAY, "报送全年公开数据", "东徐村、西徐村", None)]
    with pytest.raises(Refused, match="还有2项任务没有办完"):
        matters.close(matter=row, actor=CLERK)
    for task in row.tasks.all():
        assert tasks.report(task=task, proof=DONE, actor="李四").state == Task.State.CLOSED
    assert matters.close(matter=row, actor=CLERK).state == Matter.State.CLOSED
    assert len(rows(town)) == 1


def test_whoever_has_a_notice_already_is_not_given_it_twice(town: Organ) -> None:
    row, (east, west) = plan(town, "notice"), villages_of(town)
    row = matters.give_out(matter=row, assignment=Assignment(row.title, [east], DUE), actor=CLERK)
    row = matters.give_out(matter=row, assignment=Assignment(row.title, [east, west], DUE), actor=CLERK)
    assert [task.unit for task in row.tasks.order_by("pk")] == [east, west]
    with pytest.raises(Refused, match="都已经有这项任务在办"):
        matters.give_out(matter=row, assignment=Assignment(row.title, [east], DUE), actor=CLERK)
    assert len(rows(town)) == 1


def test_a_notice_that_was_passed_on_cannot_be_taken_for_none(town: Organ) -> None:
    row = plan(town, "notice")
    row = matters.give_out(matter=row, assignment=Assignment(row.title, villages_of(town), DUE), actor=CLERK)
    with pytest.raises(Refused, match="不办了"):
        matters.drop(matter=row, reason="看错", actor=CLERK)


def test_a_problem_is_closed_once_somebody_else_has_looked_again(town: Organ) -> None:
    task = problem(town)
    task = tasks.report(task=task, proof=DONE, actor=CLERK)
    with pytest.raises(Refused, match="自己报的不能自己复核"):
        tasks.check(task=task, words="", actor=CLERK)
    with pytest.raises(Refused, match="还有1项任务没有办完"):
        matters.close(matter=task.matter, actor=CLERK)
    tasks.check(task=task, words="到现场看过", actor=LEADER)
    matters.close(matter=task.matter, actor=CLERK)
    assert rows(town) == [("rectification", TODAY, "公示栏的补贴名单没有遮盖证件号码", "", None)]


def test_what_was_checked_and_is_not_so_is_opened_again_until_its_problem_is_closed(town: Organ) -> None:
    task = tasks.report(task=problem(town), proof=DONE, actor=CLERK)
    task = tasks.check(task=task, words="", actor=LEADER)
    task = tasks.reopen(task=task, due=DUE, reason="名单又贴出来了", actor=LEADER)
    assert (task.state, task.due, task.done_on, task.words) == ("open", DUE, None, DONE.words)
    task = tasks.check(task=tasks.report(task=task, proof=DONE, actor=CLERK), words="", actor=LEADER)
    closed = matters.close(matter=task.matter, actor=CLERK)
    with pytest.raises(Refused, match="请另登记一件，注明接着哪一件"):
        tasks.reopen(task=task, due=DUE, reason="又来", actor=LEADER)
    again = plan(town, "rectification", follows=closed)
    assert again.follows == closed


def test_a_task_that_is_sent_back_is_its_owners_again(town: Organ) -> None:
    task = tasks.report(task=problem(town), proof=DONE, actor=CLERK)
    task = tasks.send_back(task=task, reason="照片上看得到号码", actor=LEADER)
    assert (task.state, task.done_by) == (Task.State.OPEN, "")


def test_done_without_a_word_of_how_is_not_taken(town: Organ) -> None:
    with pytest.raises(Refused, match="一样就够"):
        tasks.report(task=problem(town), proof=Proof(TODAY), actor=CLERK)


def test_a_moved_day_keeps_the_old_one_with_its_reason(town: Organ) -> None:
    task = tasks.move(task=problem(town), due=DUE, reason="印刷要几天", actor=CLERK)
    assert task.due == DUE
    assert task.deeds[-1]["reason"] == "由2026-12-04改为2026-12-10：印刷要几天"


def test_who_is_late_is_told_by_the_day_on_which_it_was_done(town: Organ) -> None:
    task = problem(town, due=date(2026, 11, 27))
    assert task.is_late(TODAY)
    in_time = Proof(date(2026, 11, 27), words="已经遮盖")
    assert not tasks.report(task=task, proof=in_time, actor=CLERK).is_late(TODAY)


def test_who_wrote_that_somebody_is_held_to_account_does_not_settle_it(town: Organ) -> None:
    row = plan(town, "accountability")
    with pytest.raises(Refused, match="自己登记的不能自己核定"):
        matters.close(matter=row, actor=CLERK)
    closed = matters.close(matter=row, actor=LEADER)
    assert rows(town) == [("accountability", date(2026, 11, 27), "补贴名单泄露个人信息", "东徐村", None)]
    assert closed.activity is not None
    assert closed.activity.note == (
        "《政府信息公开条例》第五十三条第（三）项：违反条例规定的其他情形；责令改正；决定机关：镇人民政府；"
        "公责〔2026〕1号"
    )


def test_what_is_dropped_counts_nowhere_and_takes_its_tasks_along(town: Organ) -> None:
    task = problem(town)
    matters.drop(matter=task.matter, reason="和上一件重复", actor=CLERK)
    task.refresh_from_db()
    assert (task.state, rows(town)) == (Task.State.DROPPED, [])


def test_what_was_changed_meanwhile_is_not_written_over(town: Organ) -> None:
    row = plan(town, "meeting")
    seen = len(row.deeds)
    matters.edit(matter=row, said={"text": "一、通报情况"}, seen=seen, actor=LEADER)
    with pytest.raises(Refused, match="您打开以后有人改过"):
        matters.edit(matter=row, said={"text": "别的"}, seen=seen, actor=CLERK)
    row.refresh_from_db()
    assert row.text == "一、通报情况"


def test_text_with_a_secrecy_mark_is_kept_nowhere(town: Organ) -> None:
    with pytest.raises(Refused, match="请联系保密员"):
        plan(town, "notice", text="秘密★1年 关于……的通知")
    assert not Matter.objects.exists()


def test_a_file_lies_encrypted_and_one_with_a_secrecy_mark_in_its_name_not_at_all(town: Organ) -> None:
    row = plan(town, "training")
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
    file = matters.add_file(matter=row, name="讲义.png", data=png, actor=CLERK)
    assert (file.kind, file.size) == ("png", 108)
    with pytest.raises(Refused, match="没有留存"):
        matters.add_file(matter=row, name="内部资料.png", data=png, actor=CLERK)
    assert Enclosure.objects.count() == 1


def test_a_problem_that_lies_over_the_turn_of_the_year_is_told_of_in_both(town: Organ) -> None:
    old = plan(town, "rectification", title="目录缺项", on=date(2025, 11, 3), measure="补齐目录")
    given = Assignment("补齐目录", villages_of(town)[:1], DUE)
    (task,) = tasks.give(matter=old, assignment=given, actor=CLERK)
    mended = tasks.check(task=tasks.report(task=task, proof=DONE, actor=CLERK), words="", actor=LEADER)
    matters.close(matter=mended.matter, actor=CLERK)
    problem(town)
    matters.drop(matter=plan(town, "rectification"), reason="不是问题", actor=CLERK)
    before, now = queries.carried(Scope.of(town), 2025), queries.carried(Scope.of(town), 2026)
    assert before == queries.Carried(0, 0, ("目录缺项，整改措施是补齐目录",))
    unmended = "公示栏的补贴名单没有遮盖证件号码，整改措施是撤下名单，遮盖后重新张贴"
    assert now == queries.Carried(1, 1, (unmended,))


def test_every_row_stands_in_the_log_as_it_is(town: Organ) -> None:
    task = tasks.report(task=problem(town), proof=DONE, actor=CLERK)
    matters.close(matter=tasks.check(task=task, words="", actor=LEADER).matter, actor=CLERK)
    assert list(proof.differences()) == []
