"""A delivery on its way: tried again, never twice, with its proof, and taken down with its record."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client, TestCase
from django_tasks_db.models import DBTaskResult

from gongkai.channels.tests.servers import HOST, WebServer, free_port, web_server
from gongkai.jobs import tasks
from gongkai.jobs.tick import tick
from gongkai.ledger import proof
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.deliveries import actions, photos, queries, sending
from gongkai.ledger.deliveries.actions import Done
from gongkai.ledger.deliveries.models import Aim, Delivery, Photo, State
from gongkai.ledger.deliveries.tests.conftest import outlet, webhook
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib.today import now

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each makes a record out of a real document


def send_later(**pause: int) -> None:
    with time_machine.travel(now() + timedelta(**pause), tick=False):
        sending.send()


def only() -> Delivery:
    return Delivery.objects.get()


def note(delivery: Delivery, address: str, words: str = "") -> None:
    places = [one.pk for one in delivery.postings.all()]
    actions.note(delivery=delivery, places=places, done=Done(now().date(), address, words), actor="李四")


def events(server: WebServer) -> list[str]:
    return [post.said["event"] for post in server.posts]


def test_a_record_stands_there_with_its_proof_and_counts_once_in_the_register(
    town: Organ, record: Record
) -> None:
    with web_server(answer={}) as app:
        way = webhook(town, app.base, name="云上滑州")
        actions.ask(record=record, outlet=way, actor="王敏")
        sending.send()
        sending.send()
    assert events(app) == ["record.published"]
    assert (only().aim, only().state, only().stands) == (Aim.PUBLISH, State.DONE, True)
    assert (only().proof, only().asked_by) == ("对方系统已收下。", "王敏")
    assert disclosures.items_per_channel(Scope.of(town), 2022) == {"云上滑州": 1}
    assert list(proof.differences()) == []


def test_what_was_asked_for_is_not_asked_for_again(town: Organ, record: Record) -> None:
    way = outlet(town, "folder", said={"name": "县门户"})
    actions.ask(record=record, outlet=way, actor="王敏")
    with pytest.raises(Refused, match="已经发过或正在发"):
        actions.ask(record=record, outlet=way, actor="王敏")


def test_a_failing_outlet_holds_up_no_other_and_is_tried_again(
    town: Organ, record: Record, tmp_path: Path
) -> None:
    port = free_port()
    broken = webhook(town, f"http://{HOST}:{port}")
    well = outlet(town, "folder", said={"name": "县门户"})
    for way in (broken, well):
        actions.ask(record=record, outlet=way, actor="王敏")
    sending.send()
    assert [one.state for one in queries.of_record(record)] == [State.WAITING, State.DONE]
    assert "连不上" in broken.deliveries.get().problem
    sending.send()
    assert broken.deliveries.get().attempts == 1  # not before its pause is over
    send_later(minutes=2)
    assert broken.deliveries.get().attempts == 2


def test_an_answer_that_never_came_is_asked_for_again_under_the_same_key(
    town: Organ, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.channels.http.SECONDS", 0.2)
    with web_server(answer={}, silent=True) as app:
        actions.ask(record=record, outlet=webhook(town, app.base), actor="王敏")
        sending.send()
        assert only().state == State.WAITING
        app.silent = False
        send_later(minutes=2)
    keys = {post.headers["Idempotency-Key"] for post in app.posts}
    assert (len(app.posts), keys, only().state) == (2, {only().key}, State.DONE)


@pytest.mark.parametrize(("code", "becomes"), [("folder", State.DONE), ("mail", State.UNSURE)])
def test_a_process_that_died_on_the_way_delivers_twice_nowhere(
    town: Organ, record: Record, code: str, becomes: State
) -> None:
    """A folder takes the same twice for one; of a mail nobody knows whether it left."""
    said = {"name": "县门户", "to": "a@example.cn", "host": HOST, "port": "9", "security": "plain"}
    actions.ask(
        record=record, outlet=outlet(town, code, said=said | {"sender": "a@example.cn"}), actor="王敏"
    )
    Delivery.objects.update(state=State.SENDING, attempts=1, tried_at=now())
    sending.send()
    assert only().state == State.SENDING  # whoever has it in hand may still live
    send_later(minutes=11)
    assert only().state == becomes


def test_wrong_settings_stop_one_outlet_until_they_are_mended(town: Organ, record: Record) -> None:
    with web_server(status=403) as app:
        way = webhook(town, app.base)
        actions.ask(record=record, outlet=way, actor="王敏")
        sending.send()
        send_later(minutes=5)
        way.refresh_from_db()
        assert ("不认这个地址或密钥" in way.trouble, len(app.posts)) == (True, 1)
        app.status = 200
        said = {"address": f"{app.base}/records", "secret": ""}
        opening = actions.Opening(name=way.name, said=said)
        actions.set_up(organ=town, code="webhook", opening=opening, actor="王敏", outlet=way)
        send_later(minutes=5)
    assert only().state == State.DONE


def test_what_is_released_goes_by_itself_where_that_is_switched_on(town: Organ) -> None:
    outlet(town, "folder", said={"name": "县门户"}, is_automatic=True)
    made.published(town)
    tick()
    tick()
    assert DBTaskResult.objects.filter(task_path="gongkai.jobs.tasks.deliver").count() == 1
    tasks.deliver.call()
    assert (only().state, only().asked_by) == (State.DONE, "系统")
    assert not queries.is_due(now())


def test_a_withdrawn_record_is_taken_down_everywhere(town: Organ, record: Record, tmp_path: Path) -> None:
    with web_server(answer={}) as app:
        ways = [
            webhook(town, app.base),
            outlet(town, "folder", said={"name": "县门户"}),
            outlet(town, "county", name="县公众号"),
        ]
        for way in ways:
            actions.ask(record=record, outlet=way, actor="王敏")
        sending.send()
        note(ways[2].deliveries.get(), "https://mp.example.cn/1")
        never = outlet(town, "county", name="县门户网站")
        actions.ask(record=record, outlet=never, actor="王敏")
        publishing.withdraw(record=record, said=Withdrawal("有隐私", hard=True), actor="赵建国")
        assert queries.is_due(now())
        sending.send()
    assert events(app) == ["record.published", "record.withdrawn"]
    assert "html" not in app.posts[1].said
    assert {post.said["at"] for post in app.posts} == {"2022-10-19T10:00:00+08:00"}
    assert app.posts[0].headers["Idempotency-Key"] != app.posts[1].headers["Idempotency-Key"]
    (place,) = (tmp_path / "县门户").iterdir()
    assert [path.name for path in place.iterdir()] == ["record.json"]
    states = {one.outlet.name: (one.aim, one.state) for one in queries.of_record(record)}
    assert states == {
        "测试webhook": (Aim.WITHDRAW, State.DONE),
        "测试folder": (Aim.WITHDRAW, State.DONE),
        "县公众号": (Aim.WITHDRAW, State.BY_HAND),
        "县门户网站": (Aim.PUBLISH, State.DROPPED),
    }
    actions.note_down(delivery=ways[2].deliveries.get(), actor="王敏", on=now().date())
    assert ways[2].deliveries.get().gone_at
    assert list(proof.differences()) == []


def test_the_photo_of_what_leaked_goes_with_it(town: Organ, record: Record) -> None:
    way = outlet(town, "board", name="公示栏", said={"places": "东徐村公示栏"})
    delivery = actions.ask(record=record, outlet=way, actor="王敏")
    done = Done(now().date(), photo=("公示栏.jpg", b"\xff\xd8\xff" + b"\0" * 100))
    actions.note(delivery=delivery, places=[delivery.postings.get().pk], done=done, actor="李四")
    photo = Photo.objects.get()
    publishing.withdraw(record=record, said=Withdrawal("有隐私", hard=True), actor="赵建国")
    with TestCase.captureOnCommitCallbacks(execute=True):
        sending.send()
    photo.refresh_from_db()
    assert photo.key_sealed == ""
    assert not photos.VAULT.path_of(photo.place).exists()
    assert list(proof.differences()) == []


def test_what_was_taken_back_before_it_went_out_never_goes(town: Organ, record: Record) -> None:
    with web_server(answer={}) as app:
        actions.ask(record=record, outlet=webhook(town, app.base), actor="王敏")
        publishing.withdraw(record=record, said=Withdrawal("错了"), actor="赵建国")
        sending.send()
    assert (app.posts, only().state) == ([], State.DROPPED)


def test_what_a_person_hands_over_is_done_when_noted_with_its_address(town: Organ, record: Record) -> None:
    way = outlet(town, "county", name="云上滑州")
    delivery = actions.ask(record=record, outlet=way, actor="王敏")
    assert [one.pk for one in queries.to_do(Scope.of(town), now().date(), 10)] == [delivery.pk]
    note(delivery, "https://app.example.cn/n/7", "已上首页")
    assert (only().state, only().address, only().proof) == (
        State.DONE,
        "https://app.example.cn/n/7",
        "已上首页",
    )
    assert not queries.to_do(Scope.of(town), now().date(), 10)


def test_a_file_that_was_changed_in_the_folder_is_found_out(
    town: Organ, record: Record, tmp_path: Path
) -> None:
    from gongkai.channels import Refused as Unproved

    actions.ask(record=record, outlet=outlet(town, "folder", said={"name": "县门户"}), actor="王敏")
    sending.send()
    assert sending.prove(only(), actor="王敏") == "文件都在，与公开的一致。"
    next(tmp_path.rglob("1_*")).write_bytes(b"other")
    with pytest.raises(Unproved, match="被改过"):
        sending.prove(only(), actor="王敏")
    actions.again(delivery=only(), actor="王敏")
    sending.send()
    assert sending.prove(only(), actor="王敏") == "文件都在，与公开的一致。"


def test_a_village_passes_on_what_its_group_was_told_and_the_person_is_not_kept(
    town: Organ, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SITE_URL", "https://gk.example.gov.cn")
    with web_server() as robot:
        said = {"address": f"{robot.base}/send?key=1", "places": "东徐村、西徐村", "days": "3"}
        way = outlet(town, "wecom_group", name="镇工作群", said=said)
        actions.ask(record=record, outlet=way, actor="王敏")
        sending.send()
    told = robot.posts[0].said["text"]["content"]
    assert f"https://gk.example.gov.cn/passed-on/{only().key}/" in told
    assert not any(secret in told for secret in ("低保", "最低生活保障", "陈"))
    first, second = only().postings.all()
    page = Client().get(f"/passed-on/{only().key}/")
    assert "东徐村" in page.content.decode()
    Client().post(f"/passed-on/{only().key}/", {"place": str(first.pk), "who": "徐大山"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.done_by, first.done_on, second.done_on) == ("东徐村", now().date(), None)
    organs.set_option(organ=town, code="person_statistics", value="on", actor="测试")
    organs.set_option(organ=town, code="person_statistics_basis", value="滑政办〔2022〕9号", actor="测试")
    Client().post(f"/passed-on/{only().key}/", {"place": str(second.pk), "who": "徐大河"})
    second.refresh_from_db()
    assert second.done_by == "徐大河"
    publishing.withdraw(record=record, said=Withdrawal("错了"), actor="赵建国")
    gone = Client().get(f"/passed-on/{only().key}/")
    assert (gone.status_code, "这条不用再传达" in gone.content.decode()) == (410, True)


def test_a_later_version_drops_the_sheet_of_the_one_before(town: Organ, record: Record) -> None:
    way = outlet(town, "board", name="公示栏", said={"places": "东徐村公示栏"})
    first = actions.ask(record=record, outlet=way, actor="王敏")
    note(first, "")
    made.published_again(record)
    second = actions.ask(record=record, outlet=way, actor="王敏")
    note(second, "")
    first.refresh_from_db()
    assert (first.aim, first.state) == (Aim.WITHDRAW, State.BY_HAND)
    assert Delivery.objects.get(version=2).stands
