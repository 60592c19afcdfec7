"""Every address in one table, with who may open it and how; and what each answer carries."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.faces.tests.organs import YEAR
from gongkai.ledger.organs.models import Organ

REPORT = f"/desk/organs/{{organ}}/reports/{YEAR}/"
CELL = "requests/total/natural_person"

#: name, address, methods that it takes, whether it shows an organ (and so is closed for real ones).
ADDRESSES = (
    ("portal:home", "/", "get", False),
    ("portal:sample", "/sample/", "post", False),
    ("portal:checkup", "/check/", "get post", False),
    ("portal:checkup-file", "/check/files/json", "post", False),
    ("workbench:report", REPORT, "get", True),
    ("workbench:cases", f"{REPORT}cases/{CELL}", "get", True),
    ("workbench:download", f"{REPORT}files/json", "get", True),
    ("operation:live", "/health/live/", "get", False),
    ("operation:ready", "/health/ready/", "get", False),
    ("operation:metrics", "/metrics/", "get", False),
)
#: What an empty form is answered; it leads on where nothing else is said.
ANSWERS = {"/check/": 422, "/check/files/json": 410}
OF_ORGANS = [address for _, address, _, shows_organ in ADDRESSES if shows_organ]


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def test_no_address_is_missing_from_the_table() -> None:
    assert sorted(names(get_resolver())) == sorted(name for name, *_ in ADDRESSES)


@pytest.mark.parametrize(
    ("name", "address", "methods", "shows_organ"), ADDRESSES, ids=lambda value: str(value)
)
def test_an_address_takes_its_own_method_alone(
    client: Client, sample: Organ, name: str, address: str, methods: str, shows_organ: bool
) -> None:
    url = address.format(organ=sample.pk)
    answers = {other: getattr(client, other)(url).status_code for other in ("get", "post", "put", "delete")}
    assert {other for other, status in answers.items() if status != 405} == set(methods.split())
    expected = {"get": 200, "post": ANSWERS.get(url, 302)}
    assert all(answers[method] == expected[method] for method in methods.split())


@pytest.mark.parametrize("address", OF_ORGANS)
def test_a_real_organ_answers_as_if_it_were_not_there(client: Client, real: Organ, address: str) -> None:
    answer = client.get(address.format(organ=real.pk))
    assert answer.status_code == client.get(address.format(organ=real.pk + 1)).status_code == 404
    assert real.name not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"{REPORT}?cell=requests/total/nobody",
        f"{REPORT}?cell=nothing",
        f"{REPORT}?part=seventh",
        f"{REPORT}cases/requests/total/nobody",
        f"{REPORT}files/exe",
        "/desk/organs/{organ}/reports/1999/",
        "/desk/organs/{organ}/reports/2018/cases/requests/total/business",
        "/desk/organs/{organ}/reports/2025/files/../../secret",
        "/nothing",
    ],
)
def test_what_does_not_exist_is_said_in_words(client: Client, sample: Organ, address: str) -> None:
    answer = client.get(address.format(organ=sample.pk))
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


@pytest.mark.parametrize("address", [address for _, address, methods, _ in ADDRESSES if "get" in methods])
def test_no_page_lets_foreign_code_in_or_itself_be_framed(
    client: Client, sample: Organ, address: str
) -> None:
    answer = client.get(address.format(organ=sample.pk))
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_form_from_elsewhere_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("portal:sample"))
    assert answer.status_code == 403
    assert "页面过期了" in answer.content.decode()


def test_a_broken_page_says_what_to_do(sample: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr("gongkai.ledger.reports.queries.compile_report", broken)
    client = Client(raise_request_exception=False)
    answer = client.get(REPORT.format(organ=sample.pk))
    assert answer.status_code == 500
    assert "gongkai doctor" in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()
