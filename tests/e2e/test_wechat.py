"""A released record goes to an official account of WeChat: set up, looked at, published, found again."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from gongkai.channels.tests.wechat_server import WeChat, wechat_server
from tests.e2e.looking import faults, seen
from tests.e2e.site import ROOT, environment, follow, site

TOWN = """
import django, json
django.setup()
from django.test import Client
from gongkai.faces.tests.organs import staff
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions
town = actions.create(name="四间房镇人民政府", actor="测试")
record = made.published(town)
client = Client()
client.force_login(staff(town, "administrator", "clerk"))
(cookie,) = client.cookies.values()
print(json.dumps({"organ": town.pk, "record": record.pk, "name": cookie.key, "value": cookie.value}))
"""
DELIVER = "import django; django.setup(); from gongkai.ledger.deliveries.sending import send; send()"


@pytest.fixture
def platform() -> Iterator[WeChat]:
    with wechat_server(polls=100) as found:
        yield found


def run(data: Path, code: str) -> str:
    known = environment(data) | {"DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    command = [sys.executable, "-c", code]
    made = subprocess.run(command, cwd=ROOT, env=known, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return made.stdout


def fill(page: Page, said: dict[str, str]) -> None:
    for label, value in said.items():
        page.get_by_label(label, exact=True).fill(value)


@pytest.mark.browser
@pytest.mark.slow
def test_an_account_is_set_up_an_article_looked_at_and_published_and_every_page_on_the_way_is_sound(
    started_before: Path, chrome: Browser, platform: WeChat
) -> None:
    found: dict[str, object] = {}
    with site(started_before) as address:
        told = json.loads(run(started_before, TOWN).splitlines()[-1])
        page = chrome.new_page(bypass_csp=True)
        page.context.add_cookies([{"name": told["name"], "value": told["value"], "url": address}])
        desk = f"{address}/desk/organs/{told['organ']}/"
        page.goto(f"{desk}settings/outlets/new/wechat/")
        found["account"] = seen(page, "account of wechat")
        page.goto(f"{desk}settings/outlets/new/wechat/")
        said = platform.settings
        fill(page, {"AppID": said["appid"], "AppSecret": said["secret"], "接口地址": said["base"]})
        fill(page, {"名称": "四间房发布", "备案": "豫新媒〔2024〕18号"})
        follow(page.get_by_role("button", name="保存"))
        page.goto(f"{desk}ledger/disclosures/making/{told['record']}/")
        follow(page.get_by_role("link", name="去发布"))
        article = page.url
        found["article"] = seen(page, "article for wechat")
        page.goto(article)
        follow(page.get_by_role("button", name="发布", exact=True))
        run(started_before, DELIVER)
        page.reload()
        page.get_by_text("平台正在审核").wait_for()
        found["under way"] = faults(page, "article under review")
        page.context.close()
    assert {name: what for name, what in found.items() if what} == {}
