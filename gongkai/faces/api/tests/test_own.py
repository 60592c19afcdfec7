"""Calls with a token: one organ, what it lets do and no more, names masked, every look behind them logged."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.api import tokens as calls
from gongkai.faces.api.tests.calls import at, problem, secret_of, told, with_
from gongkai.faces.api.urls import urlpatterns
from gongkai.faces.public.limits import Limit
from gongkai.faces.tests.organs import application, real_organ, staff
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.tokens import actions
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.tokens.options import APPLICATIONS, DEADLINES, LETTERS, PERMITS, PERSONAL, RECORDS
from gongkai.lib.today import today

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"
WRITES = {"personal", "check_report", "begin_import", "submit_report"}
CALLS = [one for one in urlpatterns if getattr(one.callback, "permit", None)]


@pytest.fixture
def town(db: None) -> Organ:
    cache.clear()
    return real_organ()


@pytest.fixture
def case(town: Organ) -> FoiRequest:
    asked = application(1, content="张三家的道路维修合同")
    entry = RequestEntry(
        asked.number,
        asked.events[:1],
        applicant_name="张三",
        content=asked.content,
        id_number=ID_NUMBER,
    )
    (row,) = requests.receive(organ=town, entries=[entry], actor="测试")
    return row


def address_of(organ: Organ, name: str) -> tuple[str, str]:
    """Where a call stands and how it is made."""
    place = next(one for one in CALLS if one.name == name)
    route = str(place.pattern).replace("<int:organ_id>", str(organ.pk)).replace("<int:application_id>", "1")
    return f"/api/v1/{route.replace('<slug:key>', 'none')}", "POST" if name in WRITES else "GET"


@pytest.mark.parametrize("call", [str(one.name) for one in CALLS])
def test_a_call_is_closed_without_a_token_that_has_its_permit_at_this_organ(
    client: Client, town: Organ, call: str
) -> None:
    url, method = address_of(town, call)
    permit = next(getattr(one.callback, "permit", None) for one in CALLS if one.name == call)
    elsewhere = organs.create(name="别处镇人民政府", actor="测试")
    others = [one for one in PERMITS if one != permit]

    def answered(secret: str) -> dict[str, Any]:
        body = {"data": {"fields": ["content"], "reason": "核对"}, "content_type": "application/json"}
        more: Any = body if method == "POST" and call == "personal" else {}
        return problem(getattr(client, method.lower())(url, headers=with_(secret), **more))

    assert answered("gongkai_wrong")["code"] == "unknown-token"
    assert answered(secret_of(town, *others))["code"] == "no-scope"
    there = answered(secret_of(elsewhere, *PERMITS))
    url = url.replace(f"/{town.pk}/", "/999/")
    nowhere = answered(secret_of(elsewhere, *PERMITS, name="又一个"))
    assert there["code"] == "not-found"
    assert {**there, "request_id": ""} == {**nowhere, "request_id": ""}


def test_who_is_not_known_is_told_how_to_say_who_they_are(client: Client, town: Organ) -> None:
    answer = client.get(at(town, "/deadlines"))
    assert (problem(answer)["status"], answer["WWW-Authenticate"]) == (401, 'Bearer realm="gongkai"')


def test_a_revoked_token_is_unknown_at_once(client: Client, town: Organ) -> None:
    secret = secret_of(town, DEADLINES)
    assert client.get(at(town, "/deadlines"), headers=with_(secret)).status_code == 200
    actions.revoke(token=Token.objects.get(), actor="测试")
    assert client.get(at(town, "/deadlines"), headers=with_(secret)).status_code == 401


def test_a_cookie_of_the_staff_opens_nothing_here(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "clerk"))
    assert client.get(at(town, "/applications")).status_code == 401


def test_what_is_due_is_told_by_number_and_day(client: Client, town: Organ, case: FoiRequest) -> None:
    (item,) = (
        one
        for one in told(client, at(town, "/deadlines"), **with_(secret_of(town, DEADLINES)))["items"]
        if one["ledger"] == "requests"
    )
    assert (item["number"], item["step"], item["due"]) == (case.number, "answer", "2025-03-31")
    assert (item["record"], item["is_late"]) == (case.pk, True)
    assert "张三" not in json.dumps(item, ensure_ascii=False)


def test_an_application_is_told_with_its_clock_and_without_names(
    client: Client, town: Organ, case: FoiRequest
) -> None:
    secret = secret_of(town, APPLICATIONS)
    (row,) = told(client, at(town, "/applications"), **with_(secret))["items"]
    assert row == told(client, at(town, f"/applications/{case.pk}"), **with_(secret))
    assert (row["number"], row["received_on"], row["due"]) == (case.number, "2025-03-03", "2025-03-31")
    assert (row["applicant"], row["content"]) == ("张某", "张某家的道路维修合同")


def test_applications_are_sorted_out_and_read_part_by_part(client: Client, town: Organ) -> None:
    requests.receive(organ=town, entries=[application(number) for number in (1, 2, 3)], actor="测试")
    headers = with_(secret_of(town, APPLICATIONS))
    first = told(client, at(town, "/applications?limit=2&answered=true"), **headers)
    rest = told(client, first["next"].removeprefix("http://testserver"), **headers)
    assert [len(first["items"]), len(rest["items"]), first["count"], rest["next"]] == [2, 1, 3, None]
    assert told(client, at(town, "/applications?answered=false"), **headers)["items"] == []
    assert told(client, at(town, "/applications?received_to=2025-03-02"), **headers)["items"] == []


def test_a_list_of_applications_costs_the_same_however_long_it_is(client: Client, town: Organ) -> None:
    headers = with_(secret_of(town, APPLICATIONS))
    requests.receive(organ=town, entries=[application(1)], actor="测试")
    client.get(at(town, "/applications"), headers=headers)
    costs = []
    for more in ((), range(2, 12)):
        requests.receive(organ=town, entries=[application(number) for number in more], actor="测试")
        with CaptureQueriesContext(connection) as asked:
            told(client, at(town, "/applications"), **headers)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 5


def test_a_look_behind_the_mask_needs_a_permit_a_reason_and_leaves_a_row(
    client: Client, town: Organ, case: FoiRequest
) -> None:
    headers = with_(secret_of(town, PERSONAL))
    url = at(town, f"/applications/{case.pk}/personal")
    asked = {"fields": ["applicant_name", "id_number"], "reason": "核对身份"}
    before = Entry.objects.count()
    silent = client.post(url, {**asked, "reason": ""}, content_type="application/json", headers=headers)
    assert problem(silent)["errors"][0]["where"].endswith("reason")
    assert Entry.objects.count() == before
    answer = client.post(url, asked, content_type="application/json", headers=headers)
    assert json.loads(answer.content)["personal"] == {"applicant_name": "张三", "id_number": ID_NUMBER}
    assert answer["Cache-Control"] == "no-store"
    token = Token.objects.get()
    rows = Entry.objects.filter(number__gt=before).values_list("action", "actor", "reason")
    assert list(rows) == [
        ("request.unmask.applicant_name", f"接口·大数据平台（令牌{token.pk}）", "核对身份"),
        ("request.unmask.id_number", f"接口·大数据平台（令牌{token.pk}）", "核对身份"),
    ]


def test_letters_and_the_register_are_read_without_their_text(
    client: Client, town: Organ, case: FoiRequest
) -> None:
    headers = with_(secret_of(town, LETTERS, RECORDS))
    assert told(client, at(town, f"/applications/{case.pk}/letters"), **headers) == {"items": []}
    assert told(client, at(town, "/register"), **headers)["count"] == 0


def test_who_calls_too_often_is_told_when_to_come_again(
    client: Client, town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "CALLING", Limit("token-calling", 2, 60))
    headers = with_(secret_of(town, DEADLINES))
    answers = [client.get(at(town, "/deadlines"), headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (problem(answers[2])["code"], answers[2]["Retry-After"]) == ("too-many", "60")


def test_who_guesses_secrets_is_stopped_whatever_they_guess_next(
    client: Client, town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "GUESSING", Limit("token-guessing", 2, 900))
    secret = secret_of(town, DEADLINES)
    for guess in ("gongkai_1", "gongkai_2"):
        assert client.get(at(town, "/deadlines"), headers=with_(guess)).status_code == 401
    assert client.get(at(town, "/deadlines"), headers=with_(secret)).status_code == 429


def test_the_day_of_its_last_use_is_kept_and_is_no_change(client: Client, town: Organ) -> None:
    secret, before = secret_of(town, DEADLINES), Entry.objects.count()
    client.get(at(town, "/deadlines"), headers=with_(secret))
    assert (Token.objects.get().used_on, Entry.objects.count()) == (today(), before)


def test_no_page_of_another_site_may_call_with_a_token(client: Client, town: Organ) -> None:
    url = at(town, "/deadlines")
    assert client.options(url).status_code == 405
    answer = client.get(url, headers=with_(secret_of(town, DEADLINES)) | {"Origin": "https://example.cn"})
    assert "Access-Control-Allow-Origin" not in answer


def test_a_token_outlives_nothing(client: Client, town: Organ) -> None:
    secret = secret_of(town, DEADLINES)
    Token.objects.update(expires_on=today() - timedelta(days=1))
    assert client.get(at(town, "/deadlines"), headers=with_(secret)).status_code == 401
