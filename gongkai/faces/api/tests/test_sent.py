"""What a system hands in: a report is checked and not kept, a workbook taken in whole or not at all."""

import json
from base64 import b64decode
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.faces.api.tests.calls import at, problem, secret_of, told, with_
from gongkai.faces.tests.organs import real_organ
from gongkai.jobs import imports as jobs
from gongkai.law.annual_report import contract
from gongkai.law.tests.annual_reports import a_report
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import Received
from gongkai.ledger.reports.submissions import keys, packages
from gongkai.ledger.reports.tests import test_submissions as submissions
from gongkai.ledger.reports.tests.test_tree import under
from gongkai.ledger.tokens.options import CHECK, IMPORT, SUBMIT

pytestmark = pytest.mark.django_db
WORKBOOK = "索引号,标题,形成日期,公开日期,公开属性\nZS-1,预算,2022-03-01,2022-03-08,主动公开\n"


@pytest.fixture
def town(db: None) -> Organ:
    cache.clear()
    return real_organ()


def checked(client: Client, town: Organ, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(at(town, "/check"), {"report": file}, headers=with_(secret_of(town, CHECK)))


def sent(client: Client, town: Organ, secret: str, content: str, asked: str = "") -> Any:
    file = SimpleUploadedFile("主动公开.csv", content.encode())
    url = at(town, f"/imports{asked}")
    return client.post(url, {"workbooks": file}, headers=with_(secret))


def outcome(client: Client, town: Organ, secret: str, begun: Any) -> Any:
    """What came of an import, once the jobs process has had its turn."""
    key = json.loads(begun.content)["key"]
    jobs.take_in.call(key)
    return told(client, at(town, f"/imports/{key}"), **with_(secret))


@pytest.mark.slow
def test_a_report_comes_back_as_it_was_read_with_what_the_rules_find(client: Client, town: Organ) -> None:
    report = a_report({"requests/total/total": 999})
    answer = json.loads(checked(client, town, "年报.json", contract.dumps(report).encode()).content)
    assert (answer["path"], answer["status"]) == ("年报.json", "errors")
    assert contract.from_json(answer["report"]).cells["requests/total/total"] == 999
    assert "AR-3.2" in {finding["rule"] for finding in answer["findings"]}


@pytest.mark.slow
def test_what_is_no_report_is_said_to_be_unreadable(client: Client, town: Organ) -> None:
    answer = json.loads(checked(client, town, "年报.pdf", b"%PDF-1.4 broken").content)
    assert (answer["status"], answer["report"], answer["findings"]) == ("unreadable", None, [])
    assert "年报.pdf" in answer["message"]


def test_a_form_without_a_file_is_told_which_part_is_missing(client: Client, town: Organ) -> None:
    headers = with_(secret_of(town, CHECK, IMPORT))
    for place, part in (("/check", "report"), ("/imports", "workbooks")):
        found = problem(client.post(at(town, place), {}, headers=headers))
        assert (found["code"], found["errors"][0]["where"]) == ("invalid", f"form/{part}")


def test_a_broken_form_is_a_bad_request(client: Client, town: Organ) -> None:
    kind = "multipart/form-data; boundary=" + "x" * 300
    for place in ("/check", "/imports"):
        answer = client.post(
            at(town, place),
            b"--x",
            content_type=kind,
            headers=with_(secret_of(town, CHECK, IMPORT, name=place)),
        )
        assert problem(answer)["code"] == "bad-request"


def test_what_is_too_large_is_refused_before_it_is_read(client: Client, town: Organ) -> None:
    headers = with_(secret_of(town, IMPORT))
    answer = client.post(at(town, "/imports"), {}, headers=headers, CONTENT_LENGTH=str(53 * 2**20))
    assert problem(answer)["code"] == "too-large"


def test_a_workbook_is_taken_in_and_twice_changes_nothing(client: Client, town: Organ) -> None:
    secret = secret_of(town, IMPORT)
    begun = sent(client, town, secret, WORKBOOK)
    assert begun.status_code == 202
    waits = told(client, json.loads(begun.content)["url"].removeprefix("http://testserver"), **with_(secret))
    assert (waits["state"], waits["report"]) == ("waiting", None)
    first = outcome(client, town, secret, begun)
    assert (first["state"], first["report"]["added"]["主动公开"]) == ("done", 1)
    assert [row.title for row in disclosures.of(Scope.of(town))] == ["预算"]
    actor = Entry.objects.get(action="disclosures.disclosure.create").actor
    assert actor.startswith("接口·大数据平台（令牌")
    again = outcome(client, town, secret, sent(client, town, secret, WORKBOOK))
    assert again["report"]["unchanged"]["主动公开"] == 1


def test_a_bad_row_keeps_the_workbook_out_and_is_named(client: Client, town: Organ) -> None:
    secret = secret_of(town, IMPORT)
    found = outcome(client, town, secret, sent(client, town, secret, WORKBOOK.replace("2022-03-01", "哪天")))
    (refused,) = found["report"]["refused"]
    assert (refused["sheet"], refused["column"], refused["value"]) == ("主动公开", "形成日期", "哪天")
    assert not disclosures.of(Scope.of(town))


def test_a_trial_writes_nothing(client: Client, town: Organ) -> None:
    secret = secret_of(town, IMPORT)
    found = outcome(client, town, secret, sent(client, town, secret, WORKBOOK, "?dry=true"))
    assert found["report"]["added"]["主动公开"] == 1
    assert not disclosures.of(Scope.of(town))


@pytest.mark.slow
def test_a_package_from_below_is_taken_and_answered_with_its_receipt(client: Client, town: Organ) -> None:
    submissions.register(town, under(town, submissions.TOWN), submissions.KEY)
    secret, data = secret_of(town, SUBMIT), submissions.package()

    def submit(content: bytes) -> Any:
        file = SimpleUploadedFile("报送包.zip", content)
        return client.post(at(town, "/submissions"), {"package": file}, headers=with_(secret))

    assert "已经损坏" in problem(submit(data[:-50]))["detail"]
    assert "没有文件" in problem(client.post(at(town, "/submissions"), headers=with_(secret)))["detail"]
    answer = submit(data)
    said = json.loads(answer.content)
    assert (answer.status_code, said["organ"], said["state"]) == (201, submissions.TOWN, "submitted")
    receipt = packages.read_receipt(b64decode(said["receipt"]), keys.own().public_key())
    assert receipt.digest == packages.digest_of(data)
    assert "这一个已经收过" in problem(submit(data))["detail"]
    assert Received.objects.count() == 1
