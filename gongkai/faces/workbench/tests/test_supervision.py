"""What pushes the work, on screen: by a clerk who sees to it, a village that owes it, a leader who checks."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import staff
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.supervision import queries
from gongkai.ledger.supervision.models import Activity, Matter, Task
from gongkai.ledger.supervision.tests.pushing import a_town, plan, problem, speaker, villages_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("static_folder")]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-30 10:00+08:00"):
        yield


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村", "西徐村")


@pytest.fixture
def clerk(town: Organ) -> Person:
    return staff(town, "clerk")


@pytest.fixture
def leader(town: Organ) -> Person:
    return staff(town, "leader", username="leader", name="张海涛")


def at(town: Organ, path: str = "") -> str:
    return f"/desk/organs/{town.pk}/{path}"


def text(client: Client, url: str) -> str:
    return "".join(page(client, url).xpath("string(//main)").split())


def send(client: Client, url: str, **said: Any) -> Any:
    """The form of a page, filled in and sent."""
    (form,) = page(client, url).xpath("//form[contains(@class, 'form') or contains(@class, 'question')]")
    filled: dict[str, list[Any]] = {}
    for name, value in form.form_values():
        filled.setdefault(name, []).append(value)
    return client.post(url, filled | said)


def test_a_notice_goes_from_its_arrival_to_the_register_over_the_answers_of_two_villages(
    client: Client, town: Organ, clerk: Person
) -> None:
    east = speaker(town, villages_of(town)[0], "dongxu")
    client.force_login(clerk)
    said = {"title": "报送全年公开数据", "by": "县办", "due": "2026-12-10", "text": "请核对条数"}
    assert send(client, at(town, "supervision/notice/new/"), **said).status_code == 302
    notice = Matter.objects.get()
    assert "去传达" in text(client, at(town))
    assert send(client, at(town, f"supervision/matters/{notice.pk}/give-out/")).status_code == 302
    shown = text(client, at(town, f"supervision/matters/{notice.pk}/"))
    assert "办结0项，共2项" in shown
    assert "东徐村" in shown
    assert "西徐村" in shown
    assert [row.kind for row in Activity.objects.all()] == ["notice"]

    client.force_login(east)
    assert "1项任务等您办" in text(client, at(town))
    task = Task.objects.get(unit__name="东徐村")
    assert "请核对条数" in text(client, at(town, f"supervision/tasks/{task.pk}/"))
    url = at(town, f"supervision/tasks/{task.pk}/report/")
    assert send(client, url).status_code == 422  # not a word of how
    assert send(client, url, words="核对过，共12条").status_code == 302
    assert "今天没有要您办的" in text(client, at(town))

    client.force_login(clerk)
    assert "西徐村" in text(client, at(town, "supervision/tasks/?state=open"))
    assert "1项待办" in text(client, at(town, "supervision/tasks/"))


def test_a_village_sees_its_own_tasks_and_no_others(client: Client, town: Organ, clerk: Person) -> None:
    east, west = villages_of(town)
    task = problem(town)
    client.force_login(speaker(town, west, "xixu"))
    for path in ("", "report/", "files/1/"):
        assert client.get(at(town, f"supervision/tasks/{task.pk}/{path}")).status_code == 404
    assert "没有待办的任务" in text(client, at(town, "supervision/tasks/"))
    assert client.get(at(town, f"supervision/matters/{task.matter_id}/")).status_code == 403
    client.force_login(speaker(town, east, "dongxu"))
    shown = text(client, at(town, f"supervision/tasks/{task.pk}/"))
    assert "撤下名单" in shown
    assert "supervision/matters/" not in shown
    for deed in ("check", "drop", "move"):
        assert client.get(at(town, f"supervision/tasks/{task.pk}/{deed}/")).status_code == 403


def test_another_organ_sees_nothing_of_it(client: Client, town: Organ) -> None:
    task = problem(town)
    other = organs.create(name="留固镇人民政府", actor="测试")
    client.force_login(staff(other, "clerk", "leader"))
    for path in (f"tasks/{task.pk}/", f"matters/{task.matter_id}/", f"matters/{task.matter_id}/edit/"):
        assert client.get(at(other, f"supervision/{path}")).status_code == 404
        assert client.get(at(town, f"supervision/{path}")).status_code == 404


def test_a_problem_is_entered_with_its_owner_mended_checked_and_closed(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    client.force_login(clerk)
    east, _west = villages_of(town)
    said = {
        "title": "公示栏的名单没有遮盖",
        "source": "audit",
        "measure": "遮盖后重新张贴",
        "owner": f"u{east.pk}",
        "due": "2026-12-04",
    }
    assert send(client, at(town, "supervision/rectification/new/"), **said).status_code == 302
    task = Task.objects.get()
    assert (task.what, task.owner, task.due) == ("遮盖后重新张贴", "东徐村", date(2026, 12, 4))
    url = at(town, f"supervision/tasks/{task.pk}/")
    assert send(client, f"{url}report/", address="https://www.example.gov.cn/1.html").status_code == 302
    assert "自己报的不能自己复核" in text(client, url)
    assert client.get(f"{url}check/").status_code == 403
    client.force_login(leader)
    assert send(client, f"{url}check/", words="打开看过").status_code == 302
    assert client.get(at(town, f"supervision/matters/{task.matter_id}/close/")).status_code == 403
    client.force_login(clerk)
    assert send(client, at(town, f"supervision/matters/{task.matter_id}/close/")).status_code == 302
    assert [(row.kind, row.topic) for row in Activity.objects.all()] == [
        ("rectification", "公示栏的名单没有遮盖")
    ]
    again = page(client, at(town, f"supervision/rectification/new/?follows={task.matter_id}"))
    assert again.xpath("//input[@name='title']/@value") == ["公示栏的名单没有遮盖"]


def test_only_a_leader_settles_that_somebody_is_held_to_account(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    row = plan(town, "accountability")
    client.force_login(clerk)
    assert client.get(at(town, f"supervision/matters/{row.pk}/close/")).status_code == 403
    client.force_login(leader)
    assert send(client, at(town, f"supervision/matters/{row.pk}/close/")).status_code == 302
    assert Activity.objects.get().kind == "accountability"


def test_lists_are_narrowed_found_and_given_out(client: Client, town: Organ, clerk: Person) -> None:
    problem(town)
    plan(town, "rectification", title="网页链接打不开")
    client.force_login(clerk)
    url = at(town, "supervision/rectification/")
    assert "网页链接打不开" in text(client, f"{url}?q=链接")
    assert "名单" not in text(client, f"{url}?q=链接")
    assert "没有符合条件的" in text(client, f"{url}?state=closed")
    assert "网页链接打不开" in client.get(f"{url}?export=csv").content.decode()
    assert "遮盖后重新张贴" in text(client, at(town, "search/?q=重新张贴"))
    assert queries.tasks(Scope.of(town)).count() == 1
    assert "还没有推进会" in text(client, at(town, "supervision/meeting/"))


def test_a_duty_for_which_something_is_planned_is_told_of_as_that(
    client: Client, town: Organ, clerk: Person
) -> None:
    with time_machine.travel("2026-12-10 10:00+08:00"):
        client.force_login(clerk)
        assert "工作推进会" in text(client, at(town))
        plan(town, "meeting", on=date(2026, 12, 20))
        shown = text(client, at(town))
    assert "第四季度推进会" in shown
    assert "工作推进会" not in shown


def test_what_last_years_chapter_five_says_is_taken_up_as_a_problem_and_offered_no_more(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    url = at(town, "supervision/rectification/proposals/")
    assert "没有可以取的" in text(client, url)
    prose = {"problems": "2025年有两点不足：一是公开栏更新不及时；二是目录缺项没有补齐。下一步继续改进。"}
    reports.write_prose(organ=town, year=2025, texts=prose, actor="测试")
    links = page(client, url).xpath("//a[contains(@href, 'source=chapter_five')]/@href")
    assert len(links) == 4
    said = {"measure": "每周更新一次", "owner": f"u{villages_of(town)[0].pk}", "due": "2026-12-31"}
    (link,) = [one for one in links if "%E5%85%AC%E5%BC%80%E6%A0%8F" in one]
    assert send(client, link, **said).status_code == 302
    row = Matter.objects.get()
    assert (row.title, row.source) == ("公开栏更新不及时", "chapter_five")
    assert "公开栏更新不及时已登记" in text(client, url)


def test_the_agenda_of_a_meeting_is_drafted_and_its_papers_are_printed(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    assert send(client, at(town, "supervision/meeting/new/")).status_code == 302
    row = Matter.objects.get()
    assert row.title == "2026年第四季度政府信息公开工作推进会"
    assert row.text.startswith("一、通报2026年第四季度政府信息公开工作情况")
    url = at(town, f"supervision/matters/{row.pk}/")
    assert send(client, f"{url}write-up/", minutes="一、会议通报了情况。").status_code == 302
    assert send(client, f"{url}attend/", names="张三 东徐村\n李四 西徐村").status_code == 302
    owner = f"u{villages_of(town)[0].pk}"
    given = {"what": "补齐公开栏", "owners": owner, "due": "2026-12-10"}
    assert send(client, f"{url}give/", **given).status_code == 302
    for code, words in {
        "sheet": "东徐村",
        "agenda": "第四季度",
        "minutes": "补齐公开栏",
        "tasks": "东徐村",
    }.items():
        answer = client.get(f"{url}papers/{code}.docx")
        document = docx.Document(io.BytesIO(answer.content))
        said = [one.text for one in document.paragraphs]
        said += [cell.text for table in document.tables for line in table.rows for cell in line.cells]
        assert any(words in one for one in said), code
        assert client.get(f"{url}papers/{code}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{url}papers/none.pdf").status_code == 404
    assert send(client, f"{url}close/").status_code == 302
    assert Activity.objects.get().people == 2


def test_a_number_of_a_person_in_a_problem_is_told_when_it_is_registered(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    said = {"title": "公示栏贴了11010519491231002X的名单", "source": "audit", "measure": "撤下"}
    said |= {"owner": f"u{villages_of(town)[0].pk}", "due": "2026-12-04"}
    assert send(client, at(town, "supervision/rectification/new/"), **said).status_code == 302
    row = Matter.objects.get()
    assert "文字里像有公民身份号码" in page(client, at(town, f"supervision/matters/{row.pk}/")).text_content()
