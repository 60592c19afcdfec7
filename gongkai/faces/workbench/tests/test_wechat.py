"""A record on its way to WeChat, on the workbench: its account, its article before, its address after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from gongkai.channels.tests.servers import HOST
from gongkai.channels.tests.wechat_server import SECRET, wechat_server
from gongkai.channels.wechat import api
from gongkai.channels.wechat.page import LOOK
from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import staff
from gongkai.faces.ui import styles
from gongkai.ledger.deliveries import sending
from gongkai.ledger.deliveries.models import Delivery, Outlet
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

SHEET = (Path(styles.__file__).parent / "static/ui/wechat.css").read_text("utf-8")
#: Grey is mixed in a sheet of ours: colours are named in the tokens alone.
GREY = "color-mix(in srgb, var(--sheet-black) 60%, var(--sheet))"


@pytest.mark.parametrize("part", LOOK)
def test_the_preview_of_an_article_is_dressed_as_what_is_sent(part: str) -> None:
    """Pages allow no styles of elements, so that the look is written twice."""
    rule = "; ".join(LOOK[part].replace("#666", GREY).replace(":", ": ").split(";"))
    selector = ".wechat section" if part == "section" else f".wechat section {part}"
    assert f"{selector} {{ {rule}; }}" in SHEET


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


@pytest.fixture
def record(town: Organ) -> Iterator[Record]:
    yield made.published(town)
    made.clear()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("static_folder")
def test_an_account_is_told_its_keys_an_article_is_looked_at_and_its_address_comes_back(
    client: Client, town: Organ, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])
    api._tokens.clear()
    client.force_login(staff(town, "administrator", "clerk"))
    desk = f"/desk/organs/{town.pk}/"
    with wechat_server() as platform:
        typed = {f"said_{name}": value for name, value in platform.settings.items()}
        typed |= {"name": "四间房发布", "is_on": "on"}
        refused = client.post(f"{desk}settings/outlets/new/wechat/", typed)
        assert "备案" in refused.content.decode()
        client.post(f"{desk}settings/outlets/new/wechat/", typed | {"registration": "豫新媒2024-18"})
        outlet = Outlet.objects.get()
        assert "点了才发" in page(client, f"{desk}settings/outlets/").xpath("string(//main)")
        assert SECRET not in client.get(f"{desk}settings/outlets/{outlet.pk}/").content.decode()
        asking = f"{desk}ledger/disclosures/making/{record.pk}/outlets/{outlet.pk}/"
        (article,) = page(client, asking).xpath("//article[@class='wechat']")
        assert article.xpath("string(p[@class='title'])") == record.disclosure.title  # type: ignore[union-attr]
        assert not article.xpath(".//*[@style]")
        assert article.xpath("p[@class='cover']/img/@src")[0].startswith("data:image/png;base64,")
        client.post(asking)
        sending.send()
    delivery = Delivery.objects.get()
    shown = page(client, f"{desk}ledger/disclosures/deliveries/{delivery.pk}/").xpath("string(//main)")
    assert platform.standing[0]["url"] in shown
    assert "已在公众号发表。" in shown
