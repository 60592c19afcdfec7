"""Assessment on screen: begun by a clerk, scored by a village, checked, settled by the leader."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import staff
from gongkai.ledger.assessment.models import Assessment, Card, Consequence, Indicators
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.supervision import matters, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.models import Activity, Task
from gongkai.ledger.supervision.tests.pushing import CLERK, a_town, plan, speaker, villages_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("static_folder")]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-12-31 10:00+08:00"):
        yield


@pytest.fixture
def town() -> Organ:
    town = a_town("东徐村", "西徐村")
    row = plan(town, "notice", on=date(2026, 11, 27))
    matters.give_out(
        matter=row, assignment=Assignment(row.title, villages_of(town), date(2026, 12, 10)), actor=CLERK
    )
    organs.set_option(organ=town, code="least_known", value="0", actor="测试")  # so little is known here
    return town


@pytest.fixture
def clerk(town: Organ) -> Person:
    return staff(town, "clerk")


@pytest.fixture
def leader(town: Organ) -> Person:
    return staff(town, "leader", username="leader", name="张海涛")


def at(town: Organ, path: str = "") -> str:
    return f"/desk/organs/{town.pk}/supervision/{path}"


def text(client: Client, url: str) -> str:
    return "".join(page(client, url).xpath("string(//main)").split())


def send(client: Client, url: str, **said: Any) -> Any:
    """The form of a page, filled in and sent."""
    (form,) = page(client, url).xpath("//form[contains(@class, 'form') or contains(@class, 'question')]")
    filled: dict[str, list[Any]] = {}
    for name, value in form.form_values():
        filled.setdefault(name, []).append(value)
    return client.post(url, filled | said)


def begin(client: Client, town: Organ) -> Assessment:
    assert send(client, at(town, "assessments/new/")).status_code == 302
    return Assessment.objects.get()


def card_of(town: Organ, village: str = "东徐村") -> tuple[Card, str]:
    card = Card.objects.get(unit__name=village)
    return card, at(town, f"cards/{card.pk}/")


def test_a_quarter_is_assessed_from_the_clerk_over_the_village_to_the_leader(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    east = speaker(town, villages_of(town)[0], "dongxu")
    client.force_login(clerk)
    row = begin(client, town)
    assert (row.title, row.first, row.last) == (
        "2026年第四季度政府信息公开工作考核",
        date(2026, 10, 1),
        date(2026, 12, 31),
    )
    _card, url = card_of(town)

    client.force_login(east)
    assert "东徐村" in text(client, at(town, "assessments/"))
    assert "西徐村" not in text(client, at(town, "assessments/"))
    shown = page(client, url)
    assert "期限2026-12-10，还没有办好" in shown.text_content()
    assert shown.xpath("//a[contains(@href, '/supervision/tasks/')][contains(., '报送全年')]")
    assert client.get(card_of(town, "西徐村")[1]).status_code == 404
    reported = Proof(date(2026, 12, 9), words="已核对")
    tasks.report(task=Task.objects.get(unit__name="西徐村"), proof=reported, actor="西徐")
    assert send(client, f"{url}score/", **{"mark-3.3": "done"}).status_code == 302
    assert client.get(f"{url}check/").status_code == 403

    client.force_login(clerk)
    (proved,) = page(client, card_of(town, "西徐村")[1]).xpath("//details[summary='合要求的凭据']//a/@href")
    assert "/supervision/tasks/" in proved
    assert client.get(f"{url}settle/").status_code == 403
    assert send(client, f"{url}check/", **{"mark-1.1": "done"}).status_code == 422  # not a word of why
    assert send(client, f"{url}check/", **{"mark-1.1": "done", "why": "停电，报备过"}).status_code == 302
    assert "核评改了台账的数：停电，报备过" in text(client, url)

    client.force_login(leader)
    assert send(client, f"{url}settle/", conclusion="办得好").status_code == 302
    shown = text(client, url)
    assert "东徐村：优秀" in shown
    assert "2026-12-31核定" in shown
    assert "核定1张，共2张" in text(client, at(town, f"assessments/{row.pk}/"))
    assert not Activity.objects.filter(kind="assessment").exists()


def test_an_appeal_is_answered_before_the_leader_settles(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    client.force_login(clerk)
    begin(client, town)
    _card, url = card_of(town)
    client.force_login(speaker(town, villages_of(town)[0], "dongxu"))
    send(client, f"{url}score/")
    client.force_login(clerk)
    send(client, f"{url}check/")
    client.force_login(speaker(town, villages_of(town)[0], "dongxu2"))
    assert send(client, f"{url}appeal/", words="12月9日已经报过").status_code == 302
    client.force_login(leader)
    assert client.get(f"{url}settle/").status_code == 403
    assert "申诉待复核" in text(client, url)


def test_points_and_places_stand_only_where_the_county_asks_for_them(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    client.force_login(clerk)
    row = begin(client, town)
    with time_machine.travel("2027-01-20 10:00+08:00"):
        for village in ("东徐村", "西徐村"):
            client.force_login(clerk)
            said = {"mark-3.3": "done"} if village == "西徐村" else {}
            send(client, f"{card_of(town, village)[1]}check/", **said)
            client.force_login(leader)
            if village == "西徐村":
                for code in ("unit_points", "unit_ranking"):
                    organs.set_option(organ=town, code=code, value="on", actor="测试")
                    organs.set_option(
                        organ=town, code=f"{code}_basis", value="滑政办〔2026〕8号", actor="测试"
                    )
            else:
                shown = text(client, card_of(town, village)[1])
                assert "分（满分" not in shown
                assert "不排名" in text(client, at(town, f"assessments/{row.pk}/"))
            send(client, f"{card_of(town, village)[1]}settle/")
        shown = text(client, at(town, f"assessments/{row.pk}/"))
    assert "10/30" in shown
    assert "名次" in shown


def test_a_card_of_which_too_little_is_known_names_what_lacks(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    organs.set_option(organ=town, code="least_known", value="50", actor="测试")
    client.force_login(clerk)
    begin(client, town)
    _card, url = card_of(town)
    send(client, f"{url}score/", **{"mark-3.3": "done"})
    client.force_login(staff(town, "clerk", username="checker"))
    send(client, f"{url}check/")
    client.force_login(leader)
    shown = text(client, url)
    assert "知道的不够，不评等次知道的指标占分值的30%，不到50%" in shown
    assert "1.2交办的任务按期办结" in shown
    assert "算不出等次" in text(client, f"{url}settle/")
    assert send(client, f"{url}settle/").status_code == 302
    assert "东徐村：知道的不够，没有等次" in text(client, url)


def test_nobody_scores_before_the_span_is_over(client: Client, town: Organ, clerk: Person) -> None:
    client.force_login(clerk)
    said = {"first": "2026-01-01", "last": "2027-01-10", "due": "2027-01-09"}
    answer = send(client, at(town, "assessments/new/"), **said)
    assert (answer.status_code, "考核期到2027-01-10才结束" in answer.content.decode()) == (422, True)
    assert send(client, at(town, "assessments/new/"), **{**said, "due": "2027-01-10"}).status_code == 302


def test_the_indicators_are_shown_with_what_is_counted(client: Client, town: Organ, clerk: Person) -> None:
    client.force_login(clerk)
    shown = text(client, at(town, "assessments/indicators/"))
    assert "3.3公开的内容合法" in shown
    assert "台账不知道" in shown
    assert "页面和文书上不写分" in shown


def test_what_was_begun_by_mistake_is_dropped(client: Client, town: Organ, clerk: Person) -> None:
    client.force_login(clerk)
    row = begin(client, town)
    assert send(client, at(town, f"assessments/{row.pk}/drop/"), reason="重复").status_code == 302
    row.refresh_from_db()
    assert row.state == Assessment.State.DROPPED


def test_a_criticism_is_drafted_issued_and_printed_and_the_trend_is_exported(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    client.force_login(clerk)
    row = begin(client, town)
    _card, url = card_of(town)
    with time_machine.travel("2027-01-20 10:00+08:00"):
        client.force_login(clerk)
        send(client, f"{url}check/")
        client.force_login(leader)
        send(client, f"{url}settle/", conclusion="通知没有答复")
        client.force_login(clerk)
        assert client.get(f"{url}consequences/deduction/").status_code == 404  # no document of the county
        assert send(client, f"{url}consequences/criticism/").status_code == 302
        paper = Consequence.objects.get()
        here = at(town, f"consequences/{paper.pk}/")
        client.force_login(speaker(town, villages_of(town)[0], "dongxu0"))
        assert client.get(f"{here}paper.pdf").status_code == 404  # not issued yet
        client.force_login(clerk)
        assert client.get(f"{here}issue/").status_code == 403
        client.force_login(leader)
        assert send(client, f"{here}issue/").status_code == 302
        assert "通报批评已签发" in text(client, url)
        client.force_login(speaker(town, villages_of(town)[0], "dongxu"))
        assert "通报批评" in text(client, url)
        assert client.get(f"{here}paper.pdf").status_code == 200
        client.force_login(speaker(town, villages_of(town)[1], "xixu"))
        assert client.get(f"{here}paper.pdf").status_code == 404
        client.force_login(leader)
        for address in (
            f"{here}paper.pdf",
            f"{url}card.docx",
            at(town, f"assessments/{row.pk}/result.pdf"),
        ):
            assert client.get(address).status_code == 200
        assert client.get(f"{here}paper.html").status_code == 404
        shown = text(client, at(town, "assessments/trend/"))
        exported = client.get(at(town, "assessments/trend/?export=csv")).content.decode()
    assert "东徐村不合格" in shown
    assert "东徐村,不合格" in exported


def test_the_county_s_indicators_come_in_by_excel_or_are_refused_by_row(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    data = client.get(at(town, "assessments/indicators.xlsx")).content
    url, said = at(town, "assessments/indicators/adopt/"), {"title": "县考核办法", "year": "2026"}
    assert "不按月考核条数" in text(client, at(town, "assessments/indicators/"))
    assert send(client, url, **said, file=_file(data)).status_code == 302
    shown = text(client, at(town, "assessments/indicators/"))
    assert ("不按月考核条数" in shown, "没有写依据的文件" in shown) == (False, True)
    assert send(client, url, **said, document_no="滑政办〔2026〕8号", file=_file(data)).status_code == 302
    assert [str(row) for row in Indicators.objects.all()] == [
        "2026年第2版县考核办法",
        "2026年第1版县考核办法",
    ]
    assert "滑政办〔2026〕8号" in text(client, at(town, "assessments/indicators/"))

    book = openpyxl.load_workbook(io.BytesIO(data))
    book["考核指标"]["D3"] = None
    broken = io.BytesIO()
    book.save(broken)
    answer = send(client, url, **said, file=_file(broken.getvalue()))
    assert answer.status_code == 422
    assert "“考核指标”第3行：分值 — 没有填或者是0" in answer.content.decode()
    assert send(client, url, **said, file=_file(b"%PDF-1.7")).status_code == 422
    assert Indicators.objects.count() == 2


def _file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("县办法.xlsx", data)
