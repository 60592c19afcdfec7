"""A released record goes out from its page: set up, looked at, put up, noted, taken down."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongkai.faces.tests.html import page, parsed
from gongkai.faces.tests.organs import staff
from gongkai.ledger import agenda
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.deliveries import actions
from gongkai.ledger.deliveries.actions import Opening
from gongkai.ledger.deliveries.models import Delivery, Outlet
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.public import packages
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib import calendars
from gongkai.lib.signing import own_key
from gongkai.lib.today import today
from gongkai.reading.originals.tests.documents import photograph

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("static_folder")]
JPEG = photograph()


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


@pytest.fixture
def record(town: Organ) -> Iterator[Record]:
    yield made.published(town)
    made.clear()


@pytest.fixture
def desk(client: Client, town: Organ) -> str:
    client.force_login(staff(town, "administrator", "clerk"))
    return f"/desk/organs/{town.pk}/"


def text(client: Client, address: str) -> str:
    return "".join(page(client, address).xpath("string(//main)").split())


def tasks(town: Organ) -> list[str]:
    found = agenda.items(town, on=today(), calendar=calendars.load(settings.DATA))
    return [one.step for one in found if one.ledger == "deliveries"]


def test_an_app_of_the_county_is_opened_and_what_it_published_is_noted_with_a_photo(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    client.post(f"{desk}settings/outlets/new/county/", {"name": "云上滑州", "is_on": "on"})
    outlet = Outlet.objects.get()
    here = f"{desk}ledger/disclosures/making/{record.pk}/"
    assert "云上滑州交给县级平台未做" in text(client, here)
    client.post(f"{here}outlets/{outlet.pk}/", {"take_down_on": ""})
    delivery = Delivery.objects.get()
    assert tasks(town) == ["put_up"]
    told = {
        "places": [str(delivery.postings.get().pk)],
        "on": str(today()),
        "address": "https://app.example.cn/n/7",
        "words": "已上首页",
    }
    at = f"{desk}ledger/disclosures/deliveries/{delivery.pk}/"
    photo = SimpleUploadedFile("公示栏.jpg", JPEG, "image/jpeg")
    client.post(f"{at}note/", told | {"photo": photo})
    assert "云上滑州交给县级平台已发布已上首页" in text(client, here)
    assert "https://app.example.cn/n/7" in text(client, at)
    link, original = page(client, at).xpath("//a[contains(@href, '/photos/')]/@href")
    shown = client.get(str(link)).content
    assert Image.open(io.BytesIO(shown)).size == (40, 64)  # upright
    assert (b"Exif" in JPEG, b"Exif" in shown, b"HUAWEI" in shown) == (True, False, False)
    assert "打开原片" in text(client, str(original))
    assert client.post(str(original), {"reason": "群众说没有贴过"}).content == JPEG
    last = Entry.objects.filter(organ=town).latest("pk")
    assert (last.action, last.reason) == ("request.unmask.photo", "群众说没有贴过")
    assert tasks(town) == []


def test_the_package_for_the_countys_site_is_downloaded_on_the_page_and_after_withdrawal_holds_no_word(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    at = f"{desk}ledger/disclosures/making/{record.pk}/"
    (link,) = page(client, at).xpath("//a[contains(@href, '/package/')]/@href")
    key = own_key(settings.DATA / "keys").public_key()
    bundle = packages.opened(client.get(str(link)).content, key)
    assert [name for name in bundle.files if name.startswith("files/")] == ["files/1-公示.docx"]
    publishing.withdraw(record=record, said=Withdrawal("写错"), actor="赵建国")
    gone = packages.opened(client.get(str(link)).content, key)
    assert not any("东徐村".encode() in data for data in gone.files.values())


def test_a_photo_that_cannot_be_read_says_so_and_stays_as_it_came(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    outlet = actions.set_up(organ=town, code="county", opening=Opening("云上滑州", {}), actor="测试")
    delivery = actions.ask(record=record, outlet=outlet, actor="李四")
    broken = JPEG[:300]
    places = [one.pk for one in delivery.postings.all()]
    done = actions.Done(today(), photo=("公示栏.jpg", broken))
    actions.note(delivery=delivery, places=places, done=done, actor="李四")
    at = f"{desk}ledger/disclosures/deliveries/{delivery.pk}/"
    link, original = page(client, at).xpath("//a[contains(@href, '/photos/')]/@href")
    answer = client.get(str(link), follow=True)
    assert "读不出来，不能显示" in parsed(answer.content).xpath("string()")
    assert client.post(str(original), {"reason": "核对"}).content == broken


def test_a_day_that_has_not_come_is_refused_beside_its_field(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    outlet = actions.set_up(organ=town, code="county", opening=Opening("云上滑州", {}), actor="测试")
    delivery = actions.ask(record=record, outlet=outlet, actor="李四")
    told = {"places": [str(delivery.postings.get().pk)], "on": str(today() + timedelta(days=1))}
    answer = client.post(f"{desk}ledger/disclosures/deliveries/{delivery.pk}/note/", told)
    assert answer.status_code == 422
    assert "晚于今天" in parsed(answer.content).xpath("string(//main)")


def test_who_notes_what_somebody_else_has_noted_meanwhile_is_told_so(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    outlet = actions.set_up(organ=town, code="county", opening=Opening("云上滑州", {}), actor="测试")
    delivery = actions.ask(record=record, outlet=outlet, actor="李四")
    places = [one.pk for one in delivery.postings.all()]
    actions.note(delivery=delivery, places=places, done=actions.Done(today()), actor="李四")
    told = {"places": [str(places[0])], "on": str(today()), "address": "https://app.example.cn/n/7"}
    at = f"{desk}ledger/disclosures/deliveries/{delivery.pk}/"
    answer = client.post(f"{at}note/", told, follow=True)
    assert answer.redirect_chain == [(at, 302)]
    assert "各处都已经登记过" in parsed(answer.content).xpath("string()")
    assert delivery.postings.get().done_by == "李四"


def test_a_withdrawn_record_is_a_task_until_it_is_noted_as_gone(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    outlet = actions.set_up(organ=town, code="county", opening=Opening("云上滑州", {}), actor="测试")
    delivery = actions.ask(record=record, outlet=outlet, actor="李四")
    places = [one.pk for one in delivery.postings.all()]
    actions.note(delivery=delivery, places=places, done=actions.Done(today()), actor="李四")
    publishing.withdraw(record=record, said=Withdrawal("写错"), actor="赵建国")
    actions.follow()
    assert tasks(town) == ["bring_down"]
    assert "要从这个渠道撤下" in text(client, desk)
    client.post(f"{desk}ledger/disclosures/deliveries/{delivery.pk}/note-down/", {"on": str(today())})
    assert tasks(town) == []
    assert "已撤下" in text(client, f"{desk}ledger/disclosures/making/{record.pk}/")


def test_a_sheet_whose_day_is_over_is_a_task_until_it_is_down(
    client: Client, desk: str, town: Organ, record: Record
) -> None:
    opening = Opening("公示栏", {"places": "东徐村公示栏"})
    outlet = actions.set_up(organ=town, code="board", opening=opening, actor="测试")
    delivery = actions.ask(record=record, outlet=outlet, actor="李四", take_down_on=today())
    places = [one.pk for one in delivery.postings.all()]
    actions.note(delivery=delivery, places=places, done=actions.Done(today()), actor="李四")
    assert tasks(town) == ["bring_down"]
    client.post(f"{desk}ledger/disclosures/deliveries/{delivery.pk}/note-down/", {"on": str(today())})
    assert tasks(town) == []


def test_a_secret_of_an_outlet_is_never_shown_again(client: Client, desk: str, town: Organ) -> None:
    said = {"address": "https://qyapi.weixin.qq.com/hook", "secret": "一串足够长的只给接口用的密钥尾巴"}
    opening = Opening("县里", said)
    outlet = actions.set_up(organ=town, code="webhook", opening=opening, actor="测试")
    shown = page(client, f"{desk}settings/outlets/{outlet.pk}/").xpath("string(//main)")
    assert "密钥尾巴" in shown
    assert said["secret"] not in shown
