"""What anyone reads over HTTP: what the portal's pages say, in parts, and for nothing when it is the same."""

import json
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.api import public
from gongkai.faces.api.problems import PROBLEMS
from gongkai.faces.api.tests.calls import ROOT, at, opened, problem, told
from gongkai.faces.api.urls import API
from gongkai.faces.portal.tests.test_site import publish
from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import YEAR, organ_to_mend, real_organ, staff
from gongkai.law.annual_report import contract
from gongkai.ledger.disclosures.making.publishing import Withdrawal, withdraw
from gongkai.ledger.disclosures.models import Category
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Organ:
    caches["pages"].clear()
    return opened(real_organ())


def test_only_organs_whose_portal_is_open_are_there(client: Client, town: Organ) -> None:
    closed = organs.create(name="别处镇人民政府", actor="测试")
    listed = told(client, f"{ROOT}/organs?limit=1")
    assert ([one["name"] for one in listed["items"]], listed["next"]) == (["真实镇人民政府"], None)
    for place in ("", "/records", "/catalogue", "/reports", "/data", "/data/records", "/records/1"):
        assert problem(client.get(at(closed, place)))["code"] == "not-found", place


@pytest.mark.parametrize(
    "place", ["/organs/999", "/organs/99999999999999999999/records", "/organs/x", "/none"]
)
def test_whatever_is_not_there_is_told_in_the_same_words(client: Client, town: Organ, place: str) -> None:
    found = problem(client.get(f"{ROOT}{place}"))
    assert (found["status"], found["code"]) == (404, "not-found")
    assert found["detail"] == "地址 — 没有这一项，或者没有对外公开 — 请核对编号和地址。"


def test_a_record_says_what_the_open_data_say_and_its_key(client: Client, town: Organ) -> None:
    row = publish(town, "关于施行办法的通知", category=Category.NORMATIVE, clause="art20_1")
    (found,) = told(client, at(town, "/records"))["items"]
    (line,) = told(client, at(town, "/data/records"))["items"]
    assert found == {"id": row.pk, **line}
    assert (found["title"], found["published_on"]) == ("关于施行办法的通知", "2022-10-17")
    assert found["url"] == f"http://testserver/organs/{town.pk}/records/{row.pk}/"


def test_a_released_record_comes_with_its_text_files_and_versions(client: Client, town: Organ) -> None:
    record = made.published(town)
    assert record.disclosure
    whole = told(client, at(town, f"/records/{record.disclosure.pk}"))
    assert "公示" in whole["html"]
    (file,) = whole["files"]
    downloaded = client.get(file["url"].removeprefix("http://testserver"))
    assert (len(downloaded.content), file["kind"]) == (file["size"], "docx")
    assert [version["number"] for version in whole["versions"]] == [1]


def test_a_record_leads_to_what_each_correction_changed(client: Client, town: Organ) -> None:
    record = made.published(town, extra="手机13866554433。")
    hidden = made.published_again(record, extra="每亩30元，办公电话8110001。")
    record = made.published_again(hidden, reason="金额有误", shows=True, extra="每亩35元，办公电话8110001。")
    assert record.disclosure
    versions = told(client, at(town, f"/records/{record.disclosure.pk}"))["versions"]
    assert [one["changes"] is None for one in versions] == [False, True, True]
    change = told(client, versions[0]["changes"].removeprefix("http://testserver"))
    assert (change["number"], change["reason"], change["elements"], change["files"]) == (
        3,
        "金额有误",
        [],
        [],
    )
    assert change["lines"] == [
        {
            "before": "每亩30元，办公电话8110001。",
            "after": "每亩35元，办公电话8110001。",
            "is_hidden": False,
        }
    ]
    gone = problem(client.get(at(town, f"/records/{record.disclosure.pk}/changes/2")))
    assert gone["code"] == "not-found"
    withdraw(record=record, said=Withdrawal("名单有误"), actor="赵建国")
    gone = problem(client.get(versions[0]["changes"].removeprefix("http://testserver")))
    assert (gone["code"], "名单有误" in gone["detail"], "35元" in gone["detail"]) == ("gone", True, False)


def test_a_record_names_what_interprets_it_and_is_named_there(client: Client, town: Organ) -> None:
    rule = publish(town, "关于施行办法的通知", category=Category.NORMATIVE, clause="art20_1")
    about = made.linked(town, "interprets", rule).disclosure
    assert about
    for row, other, is_back in ((about, rule, False), (rule, about, True)):
        (link,) = told(client, at(town, f"/records/{row.pk}"))["links"]
        assert (link["kind"], link["is_back"], link["id"]) == ("interprets", is_back, other.pk)
        assert link["url"] == f"http://testserver/organs/{town.pk}/records/{other.pk}/"


def test_what_was_taken_back_is_gone_at_once_and_says_why(client: Client, town: Organ) -> None:
    record = made.published(town)
    assert record.disclosure
    here = at(town, f"/records/{record.disclosure.pk}")
    etag = client.get(here)["ETag"]
    withdraw(record=record, said=Withdrawal("名单有误"), actor="赵建国")
    answer = client.get(here, headers={"If-None-Match": etag})
    found = problem(answer)
    assert (answer.status_code, found["code"]) == (410, "gone")
    assert "名单有误" in found["detail"]
    assert told(client, at(town, "/records"))["items"] == []


def test_a_list_is_read_part_by_part(client: Client, town: Organ) -> None:
    for number in range(5):
        publish(town, f"公告{number}")
    first = told(client, at(town, "/records?limit=2&q=公告"))
    second = told(client, first["next"].removeprefix("http://testserver"))
    third = told(client, second["next"].removeprefix("http://testserver"))
    parts = [[one["title"] for one in part["items"]] for part in (first, second, third)]
    assert parts == [["公告4", "公告3"], ["公告2", "公告1"], ["公告0"]]
    assert (first["previous"], third["next"], third["count"], third["has_more"]) == (None, None, 5, False)


def test_the_rows_of_a_table_are_read_part_by_part_too(client: Client, town: Organ) -> None:
    for number in range(3):
        publish(town, f"公告{number}")
    first = told(client, at(town, "/data/records?limit=2"))
    rest = told(client, first["next"].removeprefix("http://testserver"))
    assert [one["title"] for one in first["items"] + rest["items"]] == ["公告2", "公告1", "公告0"]
    assert rest["next"] is None


def test_the_catalogue_counts_and_leads_to_the_records(client: Client, town: Organ) -> None:
    publish(town, "预算", clause="art20_7")
    items = told(client, at(town, "/catalogue"))["items"]
    (budget,) = (item for item in items if item["count"])
    assert (budget["value"], budget["label"]) == ("art20_7", "第二十条第（七）项")
    listed = told(client, budget["url"].removeprefix("http://testserver"))
    assert [one["title"] for one in listed["items"]] == ["预算"]


@pytest.mark.parametrize(
    ("asked", "where", "detail"),
    [
        ("limit=0", "query/limit", "参数limit — 太小 — 请写1以上的数。"),
        ("limit=101", "query/limit", "参数limit — 太大 — 请写100以下的数。"),
        ("page=x", "query/page", "参数page — 不是整数 — 请写成整数。"),
        ("clause=art99", "query/clause", "参数clause — 没有这个取值 — 请从接口说明所列的里选。"),
        ("q=%00", "query/q", "参数q — 有不能写的字符 — 请对照接口说明改正。"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_part_by_part(
    client: Client, town: Organ, asked: str, where: str, detail: str
) -> None:
    found = problem(client.get(at(town, f"/records?{asked}")))
    assert (found["status"], found["code"], found["detail"]) == (422, "invalid", detail)
    assert found["errors"] == [{"where": where, "detail": detail}]


def test_a_report_is_the_contracts_own_json_and_its_findings_stand_beside_it(
    client: Client, db: None
) -> None:
    caches["pages"].clear()
    organ = opened(organ_to_mend())
    (line,) = told(client, at(organ, "/reports"))["items"]
    assert line["year"] == YEAR
    answer = client.get(line["report"].removeprefix("http://testserver"))
    file = client.get(f"/organs/{organ.pk}/reports/{YEAR}.json")
    assert answer.content == file.content
    report = contract.from_json(json.loads(answer.content))
    found = told(client, line["findings"].removeprefix("http://testserver"))["items"]
    assert found == [contract.finding_to_json(finding) for finding in report.findings]
    assert "AR-P.1" in {finding["rule"] for finding in found}


def test_whoever_has_an_answer_is_told_so_until_something_changes(client: Client, town: Organ) -> None:
    publish(town, "预算")
    first = client.get(at(town, "/records"))
    assert first["Cache-Control"] == "no-cache"
    same = client.get(at(town, "/records"), headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    publish(town, "决算")
    assert client.get(at(town, "/records"), headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("place", ["/organs", "/openapi.json"])
def test_what_hangs_on_no_organ_is_told_apart_by_its_content(client: Client, town: Organ, place: str) -> None:
    etag = client.get(f"{ROOT}{place}")["ETag"]
    assert client.get(f"{ROOT}{place}", headers={"If-None-Match": etag}).status_code == 304


def test_a_page_of_any_site_may_read_it_and_nothing_more(client: Client, town: Organ) -> None:
    asked = client.options(at(town, "/records"))
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    answer = client.get(at(town, "/records"), headers={"Origin": "https://example.cn"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


def test_a_preview_of_the_staff_is_none_here(client: Client, db: None) -> None:
    closed = real_organ()
    client.force_login(staff(closed, "clerk"))
    assert client.get(f"/organs/{closed.pk}/").status_code == 200
    assert client.get(at(closed)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written_where_everybody_reads(client: Client, town: Organ, method: str) -> None:
    answer: Any = getattr(client, method)(at(town, "/records"))
    assert (problem(answer)["code"], answer["Allow"]) == ("method", "GET, HEAD, OPTIONS")


def test_a_list_and_a_record_cost_the_same_however_many_there_are(client: Client, town: Organ) -> None:
    def cost(place: str) -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(at(town, place)).status_code == 200
        return len(asked)

    row = publish(town, "公告")
    few = cost("/records"), cost(f"/records/{row.pk}")
    for number in range(20):
        publish(town, f"公告{number}")
    assert (cost("/records"), cost(f"/records/{row.pk}")) == few
    assert few <= (5, 8)


def test_what_is_kept_costs_one_question(client: Client, town: Organ) -> None:
    publish(town, "公告")
    client.get(at(town, "/records"))
    with CaptureQueriesContext(connection) as asked:
        client.get(at(town, "/records"))
    assert len(asked) == 1


def test_something_nobody_foresaw_is_told_by_its_code_alone(
    client: Client, town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_more: Any) -> Any:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(public, "_record", fails)
    publish(town, "公告")
    answer = client.get(at(town, "/records"))
    found = problem(answer)
    assert (found["code"], found["request_id"]) == ("broken", answer["X-Request-ID"])
    assert "secret" not in answer.content.decode()


def test_the_page_describes_every_call_and_every_problem(client: Client, db: None) -> None:
    tree = page(client, f"{ROOT}/")
    ids = set(tree.xpath("//@id"))
    calls = {call["operationId"] for path in API.described["paths"].values() for call in path.values()}
    assert calls <= ids
    assert {one.code for one in PROBLEMS} <= ids
    assert not tree.xpath("//script[not(@src)] | //style | //*[@style]")
