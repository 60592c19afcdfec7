"""Open data: the same rows in three forms, only what stands on public pages, the terms beside them."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from gongkai.faces.portal.site.data import FORMS, _making
from gongkai.faces.portal.tests.test_site import DAY, at, open_portal, publish
from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import organ_to_mend, real_organ
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.making import actions as making
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Attribute, Category, Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.remembered import Years
from gongkai.reading.originals.tests.documents import ID_NUMBER, TITLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Organ:
    caches["pages"].clear()
    return open_portal(real_organ())


def sent(client: Client, organ: Organ, form: str, table: str = "records") -> bytes:
    answer: Any = client.get(at(organ, f"data/{table}.{form}"))
    assert (answer.status_code, answer["Content-Type"]) == (200, FORMS[form])
    return b"".join(answer.streaming_content)


def told(client: Client, organ: Organ, table: str = "records") -> Any:
    return json.loads(sent(client, organ, "json", table))


@pytest.fixture
def parquet(tmp_path: Path) -> Any:
    def rows(data: bytes, sql: str = "SELECT * FROM {}") -> list[tuple[Any, ...]]:
        path = tmp_path / "sent.parquet"
        path.write_bytes(data)
        return duckdb.execute(sql.format(f"'{path}'")).fetchall()

    return rows


def test_a_record_stands_in_all_three_forms_with_the_same_values(
    client: Client, town: Organ, parquet: Any
) -> None:
    row = publish(
        town,
        "关于施行办法的通知",
        category=Category.NORMATIVE,
        clause="art20_1",
        expires_on=date(2099, 1, 1),
        channels=["政府网站", "微信公众号"],
    )
    values = {
        "index_no": "ZS/2022-00001",
        "title": "关于施行办法的通知",
        "document_no": "",
        "publisher": "真实镇人民政府",
        "formed_on": "2022-09-20",
        "published_on": "2022-10-17",
        "category": "行政规范性文件",
        "document_kind": "通知",
        "clause": "第二十条第（一）项",
        "matter": "行政法规、规章和规范性文件",
        "topic": "",
        "field": "",
        "validity": "有效",
        "effective_on": None,
        "expires_on": "2099-01-01",
        "repealed_on": None,
        "registration_no": "",
        "filed_on": None,
        "channels": "政府网站、微信公众号",
        "url": f"http://testserver{at(town, f'records/{row.pk}/')}",
    }
    assert told(client, town)["rows"] == [values]
    head, line = csv.reader(io.StringIO(sent(client, town, "csv").decode("utf-8-sig")))
    assert line == ["" if value is None else value for value in values.values()]
    assert head[:6] == ["索引号", "名称", "文号", "发布机构", "成文日期", "发布日期"]
    (found,) = parquet(sent(client, town, "parquet"))
    assert [None if value is None else str(value) for value in found] == list(values.values())


def test_the_terms_stand_beside_the_data(client: Client, town: Organ, parquet: Any) -> None:
    organs.set_option(organ=town, code="data_licence", value="引用'请注明来源", actor="测试")
    publish(town, "公告")
    assert texts(page(client, at(town, "data/")), "//*[@id='licence']/p") == ["引用'请注明来源"]
    assert told(client, town)["licence"] == "引用'请注明来源"
    (licence,) = parquet(
        sent(client, town, "parquet"),
        "SELECT decode(value) FROM parquet_kv_metadata({}) WHERE decode(key) = 'licence'",
    )
    assert licence == ("引用'请注明来源",)
    link = client.get(at(town, "data/records.csv"))["Link"]
    assert f'<http://testserver{at(town, "data/")}#licence>; rel="license"' in link


def test_every_column_is_described_where_it_is_offered(client: Client, town: Organ) -> None:
    tree = page(client, at(town, "data/"))
    for table in ("records", "reports"):
        head = told(client, town, table)["fields"]
        assert {field["key"] for field in head} <= set(texts(tree, "//code"))
        assert {field["name"] for field in head} <= set(texts(tree, "//tbody/tr/th"))


def test_what_is_not_public_is_in_no_file(client: Client, town: Organ) -> None:
    publish(town, "看得到的")
    publish(town, "明天的", date(2099, 1, 1))
    publish(town, "不公开的", attribute=Attribute.WITHHELD)
    publish(town, "没有公开的", None)
    assert [row["title"] for row in told(client, town)["rows"]] == ["看得到的"]


def test_a_text_that_a_spreadsheet_would_run_stays_text(client: Client, town: Organ) -> None:
    publish(town, "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in sent(client, town, "csv").decode()


@pytest.fixture
def record(town: Organ) -> Iterator[Record]:
    yield made.published(town, on=DAY)
    made.clear()


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_only_what_was_released_is_in_a_file_and_what_is_withdrawn_no_more(
    client: Client, town: Organ, record: Record, form: str, parquet: Any
) -> None:
    def whole() -> str:
        data = sent(client, town, form)
        return str(parquet(data)) if form == "parquet" else data.decode()

    publishing.change(record=record, actor="李四", reason="标题写错")
    again = Record.objects.get(pk=record.pk)
    making.confirm(record=again, elements=replace(made.ELEMENTS, title="改过的标题"), actor="李四")
    assert (TITLE in whole(), "改过的标题" in whole(), ID_NUMBER in whole()) == (True, False, False)
    said = Withdrawal(reason="名单有误")
    publishing.withdraw(record=Record.objects.get(pk=record.pk), said=said, actor="赵建国")
    assert TITLE not in whole()


@pytest.mark.slow
def test_the_figures_of_public_reports_are_given_cell_by_cell(client: Client, parquet: Any) -> None:
    with time_machine.travel("2026-03-01"):
        organ = organ_to_mend()
        cells = Years(organ, Scope.of(organ)).public(2025).cells
        rows = {row["code"]: row for row in told(client, organ, "reports")["rows"]}
        counts = {code: value for code, value in cells.items() if isinstance(value, int)}
        assert {code: rows[code]["count"] for code in counts} == counts
        assert rows["requests/new/natural_person"]["name"] == "一、本年新收政府信息公开申请数量·自然人"
        data = sent(client, organ, "parquet", "reports")
        assert len(parquet(data)) == len(rows)
        assert parquet(data, "SELECT sum(count)::BIGINT FROM {}") == [
            (sum(row["count"] or 0 for row in rows.values()),)
        ]


def test_a_table_without_rows_is_a_table(client: Client, town: Organ, parquet: Any) -> None:
    assert told(client, town, "reports")["rows"] == []
    assert sent(client, town, "csv", "reports").decode().count("\n") == 1
    assert parquet(sent(client, town, "parquet", "reports")) == []


@pytest.mark.parametrize(
    "file", ["records.exe", "requests.csv", "records.", "../records.csv", "records.csv/"]
)
def test_there_is_no_such_file(client: Client, town: Organ, file: str) -> None:
    assert client.get(at(town, f"data/{file}")).status_code == 404


def test_of_two_who_ask_for_parquet_at_once_one_is_told_to_come_again(client: Client, town: Organ) -> None:
    with _making:
        answer = client.get(at(town, "data/records.parquet"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert client.get(at(town, "data/records.parquet")).status_code == 200


def test_who_has_the_newest_file_is_told_so(client: Client, town: Organ) -> None:
    asked = {"If-None-Match": client.get(at(town, "data/records.csv"))["ETag"]}
    assert client.get(at(town, "data/records.csv"), headers=asked).status_code == 304
    publish(town, "公告")
    assert client.get(at(town, "data/records.csv"), headers=asked).status_code == 200
