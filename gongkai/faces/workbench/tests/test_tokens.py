"""接口令牌 on screen: told once, agreed to by who may do what it lets do, ended with a question."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import real_organ, staff
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.tokens import queries
from gongkai.ledger.tokens.models import Token
from gongkai.lib.today import today

pytestmark = pytest.mark.django_db
SAID = {"name": "县平台", "permits": ["deadlines:read", "applications:personal"]}


@pytest.fixture
def town(db: None) -> Organ:
    return real_organ()


def listed(town: Organ) -> str:
    return reverse("workbench:tokens", args=(town.pk,))


def made(client: Client, town: Organ, **more: str) -> tuple[Token, str]:
    said = {**SAID, "expires_on": str(today()), **more}
    answer = client.post(reverse("workbench:token-new", args=(town.pk,)), said)
    (secret,) = re.findall(r"gongkai_[\w-]{43}", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    return Token.objects.get(), secret


def test_the_secret_is_shown_once_and_stands_nowhere_afterwards(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "administrator", "clerk"))
    token, secret = made(client, town)
    assert queries.behind(secret, today()) == token
    assert secret not in client.get(listed(town)).content.decode()
    assert texts(page(client, listed(town)), "//h1") == ["接口令牌在用1个"]


def test_what_an_administrator_may_not_see_somebody_else_agrees_to(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "administrator"))
    token, secret = made(client, town)
    assert queries.behind(secret, today()) is None
    agreeing = reverse("workbench:token-agree", args=(town.pk, token.pk))
    assert client.get(agreeing).status_code == 403
    client.force_login(staff(town, "office_head", username="zhao", name="赵建国"))
    assert "王敏（wangmin）发的" in client.get(agreeing).content.decode()
    assert client.post(agreeing).status_code == 302
    assert queries.behind(secret, today()) == token


def test_a_token_for_what_comes_from_below_is_agreed_to_by_whoever_supervises(
    client: Client, town: Organ
) -> None:
    client.force_login(staff(town, "administrator"))
    said = {"name": "县财政局", "permits": ["reports:submit"], "expires_on": str(today())}
    shown = client.post(reverse("workbench:token-new", args=(town.pk,)), said).content.decode()
    assert "请上级监督员打开下面的地址同意" in shown
    token = Token.objects.get()
    agreeing = reverse("workbench:token-agree", args=(town.pk, token.pk))
    client.force_login(staff(town, "office_head", username="zhao", name="赵建国"))
    refused = client.get(agreeing)  # may not do what it lets do
    assert refused.status_code == 403
    assert "看下级机关" in refused.content.decode()
    client.force_login(staff(town, "auditor", username="qian", name="钱进"))
    assert client.post(agreeing).status_code == 403
    client.force_login(staff(town, "supervisor", username="county", name="县办"))
    assert client.post(agreeing).status_code == 302
    token.refresh_from_db()
    assert token.works_on(today())


def test_it_is_ended_after_a_question(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "administrator", "clerk"))
    token, secret = made(client, town)
    ending = reverse("workbench:token-revoke", args=(town.pk, token.pk))
    assert texts(page(client, ending), "//h1") == ["停用令牌“县平台”？"]
    assert client.post(ending)["Location"] == listed(town)
    assert queries.behind(secret, today()) is None


@pytest.mark.parametrize("said", [{"permits": []}, {"name": ""}, {"expires_on": "2020-01-01"}])
def test_what_is_missing_or_past_is_refused_in_words(
    client: Client, town: Organ, said: dict[str, str]
) -> None:
    client.force_login(staff(town, "administrator"))
    url = reverse("workbench:token-new", args=(town.pk,))
    answer = client.post(url, {**SAID, "expires_on": str(today()), **said})
    assert answer.status_code == 422
    assert parsed(answer.content).xpath("//*[contains(text(), ' — ')]")
    assert not Token.objects.exists()
