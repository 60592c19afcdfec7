"""The whole schema, called as it says and as it does not: nothing breaks, every answer is as described."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.openapi.loaders import from_dict
from schemathesis.specs.openapi.checks import ignored_auth

from gongkai.faces.api import tokens
from gongkai.faces.api.tests.calls import ROOT, opened, secret_of, with_
from gongkai.faces.api.urls import API
from gongkai.faces.portal.tests.test_site import publish
from gongkai.faces.public.limits import Limit
from gongkai.faces.tests.organs import YEAR, organ_to_mend
from gongkai.jobs import imports as jobs
from gongkai.ledger.disclosures.models import Category
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.tokens.options import PERMITS
from gongkai.wsgi import application

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
WITHIN = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
schema = from_dict(json.loads(json.dumps(API.described)))
schema.app, schema.location = application, f"{ROOT}/openapi.json"


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A server drops its connection after each request; here the test's transaction would go with it."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def there(db: None) -> dict[str, Any]:
    """An organ with a report, a register row and a corrected record, as the parts of an address name them."""
    caches["pages"].clear()
    organ = opened(organ_to_mend())
    publish(organ, "关于施行办法的通知", category=Category.NORMATIVE, clause="art20_1")
    record = made.published_again(made.published(organ), shows=True, extra="另有一处。")
    found = {"organ_id": organ.pk, "record_id": record.disclosure_id, "year": YEAR, "table": "records"}
    key = jobs.begin(jobs.Asked(organ.pk, "测试", 0, False, False), [("主动公开.csv", [b"-"])])
    found["number"] = 2
    return {**found, "application_id": FoiRequest.objects.filter(organ=organ)[0].pk, "key": key}


@pytest.fixture
def secret(there: dict[str, Any]) -> str:
    organ = organs.at(there["organ_id"])
    assert organ
    return secret_of(organ, *PERMITS)


@schema.parametrize()
@WITHIN
def test_a_call_answers_as_it_is_described(case: Case, db: None) -> None:
    case.call_and_validate()


@schema.parametrize()
@WITHIN
def test_a_call_about_what_is_there_answers_as_it_is_described(
    case: Case, there: dict[str, Any], secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a token that lets do everything, where one is asked for."""
    monkeypatch.setattr(tokens, "CALLING", Limit("none", 10**9, 1))
    case.path_parameters = {name: there[name] for name in case.path_parameters}
    headers = with_(secret) if "security" in case.operation.definition.raw else {}
    case.call_and_validate(headers=headers, excluded_checks=[ignored_auth])
