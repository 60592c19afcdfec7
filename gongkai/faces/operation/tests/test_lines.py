"""The line of a request says what an operator needs, and nothing that anybody typed."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from gongkai.faces.operation.middleware import ALPHABET, watched
from gongkai.faces.tests.organs import YEAR
from gongkai.faces.tests.test_access import ADDRESSES
from gongkai.ledger.organs.models import Organ
from gongkai.lib import logs

NUMBER, NAME = "11010519491231002X", "欧阳某某"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture(params=[logs.JSON, logs.PLAIN])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged, as it would stand on the terminal: at every level and of every logger."""
    stream = io.StringIO()
    form = logs.configuration(request.param)["formatters"]["line"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form["()"](**{name: value for name, value in form.items() if name != "()"}))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def lines(written: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines() if line.startswith("{")]


only_json = pytest.mark.parametrize("written", [logs.JSON], indirect=True)


@pytest.mark.slow
@only_json
def test_a_request_is_one_line_with_view_status_time_and_organ(
    client: Client, sample: Organ, lines: Lines
) -> None:
    answer = client.get(f"/desk/organs/{sample.pk}/reports/{YEAR}/?part=overview")
    (line,) = [line for line in lines() if line["logger"] == "gongkai.request"]
    assert {name: line[name] for name in ("event", "level", "view", "status")} == {
        "event": "request",
        "level": "info",
        "view": "workbench:report",
        "status": 200,
    }
    assert line["ms"] > 0
    assert line["code"] == answer["X-Request-ID"]
    assert set(line["code"]) <= set(ALPHABET)
    assert line["organ"] == sample.pk


@only_json
def test_a_person_whom_the_view_asked_for_stands_in_the_line_by_number(
    lines: Lines, rf: RequestFactory
) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        request._cached_user = User(pk=7, username=NAME)  # type: ignore[attr-defined] # as Django keeps it
        return HttpResponse()

    watched(answer)(rf.get("/"))
    watched(lambda _request: HttpResponse())(rf.get("/"))
    assert [line.get("person") for line in lines()] == [7, None]


@only_json
def test_a_broken_page_shows_the_code_under_which_its_error_is_logged(
    sample: Organ, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ValueError(f"{NAME} {NUMBER}") from KeyError(NUMBER)

    monkeypatch.setattr("gongkai.ledger.reports.queries.compile_report", broken)
    answer = Client(raise_request_exception=False).get(f"/desk/organs/{sample.pk}/reports/{YEAR}/")
    assert answer.status_code == 500
    code = answer["X-Request-ID"]
    assert code in answer.content.decode()
    (error,) = [line for line in lines() if line["logger"] == "django.request"]
    assert error["code"] == code
    assert [told["kind"] for told in error["errors"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert error["errors"][0]["at"][-1].endswith(" broken")
    assert any(place.startswith("gongkai.faces.workbench") for place in error["errors"][0]["at"])


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, *_ in ADDRESSES])
def test_no_line_holds_what_was_typed_into_address_form_file_or_header(
    sample: Organ, written: io.StringIO, name: str
) -> None:
    url = next(address for known, address, *_ in ADDRESSES if known == name).format(organ=sample.pk)
    client = Client(raise_request_exception=False)
    file = io.BytesIO(f"{NAME}，{NUMBER}".encode())
    file.name = f"{NAME}{NUMBER}.txt"
    typed = {"text": f"{NAME} {NUMBER}", "name": NAME, "page": f"{NUMBER}"}
    headers = dict.fromkeys(("Referer", "User-Agent", "X-Request-ID", "X-Forwarded-For", "Cookie"), NUMBER)
    client.get(f"{url}?q={NUMBER}&name={NAME}&part={NUMBER}&cell={NUMBER}", headers=headers)
    client.get(f"{url}{NUMBER}/{NAME}")
    client.get(url, headers={"Host": f"{NUMBER}.example"})
    client.post(url, typed, headers=headers)
    client.post(url, {**typed, "file": file, "previous": file})
    client.generic("POST", url, f"{NUMBER}{{{NAME}".encode(), f"application/json; charset={NUMBER}")
    client.generic("POST", url, f"--x\r\n{NUMBER}", "multipart/form-data; boundary=x")
    client.generic(NUMBER, url)
    said = written.getvalue()
    assert said.count("\n") >= 8
    assert NUMBER not in said
    assert NUMBER[:-1] not in said
    assert NAME not in said


@pytest.mark.slow
def test_no_line_holds_what_an_exception_says(
    sample: Organ, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (ValueError, KeyError, OSError, UnicodeError, PermissionError, RuntimeError):

        def broken(*_args: object, kind: type[Exception] = kind, **_more: object) -> None:
            error = kind(f"{NAME} {NUMBER}")
            error.add_note(NUMBER)
            raise error from OSError(13, "Permission denied", f"/data/{NAME}{NUMBER}.docx")

        monkeypatch.setattr("gongkai.ledger.reports.queries.compile_report", broken)
        client = Client(raise_request_exception=False)
        client.get(f"/desk/organs/{sample.pk}/reports/{YEAR}/")
    logging.getLogger("some.library").error("bad row %s %s", NAME, NUMBER, exc_info=ValueError(NUMBER))
    said = written.getvalue()
    assert NUMBER not in said
    assert NAME not in said
    assert "some.library" in said


def test_what_a_database_quotes_of_a_row_is_not_logged(db: None, written: io.StringIO) -> None:
    from django.db import DatabaseError

    try:
        Organ.objects.create(name=NAME, aliases=[], pk=1)
        Organ.objects.create(name=NAME, aliases=[NUMBER], pk=1)
    except DatabaseError:
        logging.getLogger("gongkai.test").exception("not stored")
    said = written.getvalue()
    assert "IntegrityError" in said
    assert NAME not in said
    assert NUMBER not in said


def test_the_token_of_the_figures_is_not_logged(
    db: None, client: Client, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "METRICS_TOKEN", "s3cret")
    client.get("/metrics/?token=s3cret", headers={"Authorization": "Bearer s3cret"})
    assert "s3cret" not in written.getvalue()
