"""One's own account: its pages speak the house's words, and offer only what the person has."""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.entry.accounts import device
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
PASSWORD = "芒种前后点瓜种豆2022"
WHY = "//*[@class='wrong-why']"
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def person(client: Client, real: Organ) -> Client:
    """The clerk, logged in with a password of their own."""
    clerk = staff(real, "clerk")
    people.accept(token=people.invite(person=clerk, organ=real, actor="测试"), password=PASSWORD)
    log_in(client)
    return client


def log_in(client: Client, password: str = PASSWORD) -> Any:
    said = {"login": "wangmin", "password": password}
    return client.post("/account/login/", said, follow=True, headers={"user-agent": AGENT})


def test_what_is_refused_says_which_thing_why_and_how_to_mend_it(person: Client) -> None:
    asked = {"oldpassword": "不是这个", "password1": "12345678", "password2": "87654321"}
    answer = person.post("/account/password/", asked)
    said = texts(parsed(answer.content), WHY)
    assert said == [
        "现在的密码 — 不对 — 请重新输入；忘了的，请系统管理员给您一个一次性链接。",
        *("密码 — 少于10个字，容易被猜到 — 请加长。", "密码 — 太常见，容易被猜到 — 请换一个。"),
        "密码 — 全是数字，容易被猜到 — 请加上文字或字母。",
    ]
    assert "你" not in answer.content.decode()


def test_a_second_factor_is_set_up_by_a_key_that_can_be_read_out(person: Client) -> None:
    person.post("/account/reauthenticate/", {"password": PASSWORD})
    tree = page(person, "/account/second-factor/totp/activate/")
    (key,) = texts(tree, "//p[@class='secret']")
    assert [len(group) for group in key.split()] == [4] * 8
    answer = person.post("/account/second-factor/totp/activate/", {"code": "000000"})
    (said,) = texts(parsed(answer.content), WHY)
    assert said.startswith("验证码 — 不对或已过期 — ")


@pytest.mark.slow
def test_the_second_step_takes_a_recovery_code_and_offers_no_key_that_is_not_there(person: Client) -> None:
    clerk = people.Person.objects.get(username="wangmin")
    TOTP.activate(clerk, generate_totp_secret())
    codes = RecoveryCodes.activate(clerk).generate_codes()
    person.logout()
    tree = parsed(log_in(person).content)
    assert "恢复码" in texts(tree, "//main")[0]
    assert not tree.xpath("//*[@id='mfa_webauthn_authenticate']")
    answer = person.post("/account/second-factor/authenticate/", {"code": codes[0]}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/desk/organs/")
    person.get(codes_page := "/account/second-factor/recovery-codes/")
    person.post("/account/second-factor/reauthenticate/", {"code": codes[1]})  # before secrets, once more
    tree = page(person, codes_page)
    assert texts(tree, "//ul[@class='codes']/li") == codes[2:]
    assert "和手机分开收好" in texts(tree, "//main")[0]


def test_where_somebody_is_logged_in_is_told_as_a_person_knows_it(person: Client) -> None:
    assert texts(page(person, "/account/sessions/"), "//tbody/tr/th") == ["Edge · Windows（这里）"]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox · Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/116.0 MicroMessenger/8.0.49", "微信 · 安卓"),
        ("curl/8.0", "别的浏览器 · 别的系统"),
    ],
)
def test_a_device_has_a_browser_and_a_system(agent: str, said: str) -> None:
    assert device(agent) == said
