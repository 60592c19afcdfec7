"""年报汇总分析: every number leads to just its reports, and what is shown can be taken along."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from gongkai.analysis.tests.folders import written
from gongkai.faces.portal.tests.many_reports import NAME, a_folder, a_result
from gongkai.faces.tests.html import page, texts
from gongkai.faces.ui import pictures
from gongkai.law.annual_report.contract import dumps
from gongkai.law.tests.annual_reports import SOUND, a_report

HERE = f"/check/many/{quote(NAME)}/"
CHINESE = re.compile(r"[\u3400-\u9fff，。：；（）]")
HOSTILE = "<script>alert(1)</script>镇"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the result of 90 reports."""
    folder = tmp_path_factory.mktemp("many")
    a_result(folder, a_folder(folder / "in", 90))
    return folder


@pytest.fixture(autouse=True)
def no_pictures() -> Iterator[None]:
    """As if another page had its pictures drawn: these tests are about numbers."""
    with pictures._drawing:
        yield


@pytest.fixture
def many(data: Path, settings: LazySettings) -> None:
    settings.DATA = data


def rows(tree: Any, table: str) -> list[list[str]]:
    found = tree.xpath(f"//*[@id='{table}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def test_an_empty_folder_says_what_to_do(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    tree = page(client, "/check/many/")
    assert texts(tree, "//h1") == ["还没有汇总过年报"]
    assert texts(tree, "//code") == ["python3 run.py gongkai check 全市年报 --page 全市"]


@pytest.mark.slow
def test_one_result_is_shown_at_once_and_several_are_listed(
    client: Client, settings: LazySettings, tmp_path: Path, data: Path
) -> None:
    settings.DATA = tmp_path
    written(tmp_path / "in", [a_report(SOUND)])
    a_result(tmp_path, tmp_path / "in", "全县")
    assert client.get("/check/many/")["Location"] == f"/check/many/{quote('全县')}/"
    (tmp_path / "many" / "旧.sqlite").write_bytes(b"spoilt" * 200)
    assert {" ".join(text.split()) for text in texts(page(client, "/check/many/"), "//main//li")} == {
        "全县1份，2026-01-31检查",
        "旧这个版本读不了，请重新检查",
    }


def test_the_title_says_how_many_reports_and_how_many_are_to_be_mended(client: Client, many: None) -> None:
    tree = page(client, HERE)
    (title,) = texts(tree, "//h1")
    found = re.fullmatch(r"90份年报，(\d+)份有要改的", title)
    assert found, title
    assert 0 < int(found[1]) < 90
    assert "2026-01-31检查" in tree.xpath("string(//main)")
    assert "有1个文件读不了，不在上面的数里" in texts(tree, "//summary")


@pytest.mark.slow
def test_every_number_leads_to_the_list_of_just_its_reports(client: Client, many: None) -> None:
    tree = page(client, HERE)
    sums = {
        "件",
        "新收申请",
        "上年结转",
        "办结",
        "结转下年度",
        *texts(tree, "//*[@id='results-by-year']//th"),
    }
    followed = 0
    for section in tree.xpath("//section[contains(@class, 'section')]"):
        heads = texts(section, ".//thead//th")
        for row in section.xpath(".//tbody/tr"):
            for head, cell in zip(heads, row, strict=True):
                for link in cell.xpath(".//a[contains(@href, '/reports/')]"):
                    listed = page(client, link.get("href"))
                    number = int(re.match(r"\d+", texts(listed, "//h1")[0])[0])  # type: ignore[index]
                    shown = int(link.text.replace(",", ""))
                    if head in sums:
                        of_reports = [int(row[2].text_content()) for row in listed.xpath("//tbody/tr")]
                        assert number > len(of_reports) or sum(of_reports) == shown, link.get("href")
                    else:
                        assert number == shown, link.get("href")
                    followed += 1
    assert followed > 60


def test_a_list_leads_to_a_report_and_its_findings(client: Client, many: None) -> None:
    listed = page(client, f"{HERE}reports/?errors=1")
    counts = [int(row[2].text_content()) for row in listed.xpath("//tbody/tr")]
    assert counts == sorted(counts, reverse=True)
    assert min(counts) > 0
    report = page(client, listed.xpath("//tbody/tr[1]/th/a/@href")[0])
    assert len(report.xpath("//article[contains(@class, 'error')]")) == counts[0]
    assert f"有{counts[0]}处要改" in texts(report, "//h1")[0]
    assert len(texts(report, "//*[@class='digest']")[0]) == 64
    assert not report.xpath("//*[contains(text(), '/tmp/')]")


def test_the_filter_narrows_everything_and_keeps_what_was_chosen(client: Client, many: None) -> None:
    tree = page(client, f"{HERE}?region=淮安市&year=2022")
    assert texts(tree, "//option[@selected]") == ["2022", "淮安市"]
    whole = {row[0]: row for row in rows(page(client, f"{HERE}?region=淮安市"), "years")}
    assert rows(tree, "years") == [whole["2022"]]
    unknown = page(client, f"{HERE}?region=-")
    assert texts(unknown, "//option[@selected]") == ["未知"]
    assert 0 < sum(int(row[1]) for row in rows(unknown, "years")) < 90


def test_within_a_region_its_organs_are_ranked_by_what_is_to_be_mended(client: Client, many: None) -> None:
    ranked = rows(page(client, f"{HERE}?region=淮安市"), "ranking")
    assert all(organ.startswith("淮安市") for organ, *_numbers in ranked)
    errors = [int(row[2]) for row in ranked]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] > 0


def test_no_share_is_given_of_fewer_than_twenty_reports(client: Client, many: None) -> None:
    for url in (HERE, f"{HERE}?year=2022", f"{HERE}?region=-"):
        tree = page(client, url)
        for _rule, _found, held, part in rows(tree, "rules"):
            assert (part == "—") == (int(held) < 20), url
    regions = rows(page(client, HERE), "ranking")
    assert {part != "—" for _region, reports, _errors, part in regions if int(reports) >= 20} == {True}
    assert {
        part for _region, _reports, _errors, part in rows(page(client, f"{HERE}?year=2022"), "ranking")
    } == {"—"}


@pytest.mark.slow
def test_a_year_without_a_sound_report_is_unknown_and_not_nought(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    slip = SOUND | {"requests/new": [8, 2, 0, 0, 0, 0, 11]}
    written(tmp_path / "in", [a_report(SOUND, year=2020), a_report(slip, year=2022)])
    a_result(tmp_path, tmp_path / "in")
    assert rows(page(client, HERE), "years") == [
        ["2020", "1", "1", "10", "2", "10", "2"],
        ["2022", "1", "0", "—", "—", "—", "—"],
    ]


@pytest.mark.parametrize("table", ["results", "years", "results-by-year", "rules", "ranking"])
def test_a_table_leaves_as_csv_and_json_with_what_it_shows(client: Client, many: None, table: str) -> None:
    shown = rows(page(client, f"{HERE}?level=town"), table)
    assert shown
    as_json = json.loads(b"".join(client.get(f"{HERE}files/{table}.json?level=town").streaming_content))  # type: ignore[attr-defined]
    assert as_json["asked"] == {"level": "town"}
    assert (as_json["name"], as_json["made_on"]) == (NAME, "2026-01-31")
    answer = client.get(f"{HERE}files/{table}.csv?level=town")
    assert "attachment" in answer["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))  # type: ignore[attr-defined]
    assert head == texts(page(client, f"{HERE}?level=town"), f"//*[@id='{table}']//thead//th")
    for row, line, values in zip(shown, lines, as_json["rows"], strict=True):
        assert line == ["" if value is None else str(value) for value in values.values()]
        for said, value in zip(row, values.values(), strict=True):
            plain = said.replace(",", "").replace("%", "")
            assert plain == (
                "—" if value is None else str(round(value, 1) if isinstance(value, float) else value)
            )


def test_the_reports_of_a_list_leave_with_their_findings(client: Client, many: None) -> None:
    count = len(page(client, f"{HERE}reports/?rule=AR-3.3").xpath("//tbody/tr"))
    reports = json.loads(b"".join(client.get(f"{HERE}files/reports.json?rule=AR-3.3").streaming_content))  # type: ignore[attr-defined]
    assert len(reports["rows"]) == count > 0
    assert {"organ", "year", "region", "level", "new", "path", "sha256"} <= set(reports["rows"][0])
    findings = json.loads(b"".join(client.get(f"{HERE}files/findings.json?rule=AR-3.3").streaming_content))  # type: ignore[attr-defined]
    whose = {(row["organ"], row["year"]) for row in findings["rows"] if row["rule"] == "AR-3.3"}
    assert whose == {(row["organ"], row["year"]) for row in reports["rows"]}


@pytest.mark.slow
def test_a_spreadsheet_runs_nothing_that_a_file_is_called(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    written(tmp_path / "in", [a_report(organ="=HYPERLINK(1)镇")])
    a_result(tmp_path, tmp_path / "in")
    text = b"".join(client.get(f"{HERE}files/reports.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=HYPERLINK(1)镇" in text
    assert "\n=" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/check/many/没有/",
        "/check/many/../",
        f"{HERE}?year=abc",
        f"{HERE}reports/?figure=organ",
        f"{HERE}reports/?page=99",
        f"{HERE}reports/?page=x",
        f"{HERE}reports/99999/",
        f"{HERE}files/results.exe",
        f"{HERE}files/secret.csv",
        f"{HERE}files/results.csv?figure=1%3Bdrop",
    ],
)
def test_what_is_not_there_is_said_in_words(client: Client, many: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_unknown_words_of_an_address_find_nothing(client: Client, many: None) -> None:
    for word in ("rule=AR-9.9", "organ=x' OR 1=1 --", "region=火星市", "level=king"):
        assert texts(page(client, f"{HERE}reports/?{word}"), "//h1") == ["0份年报"]


def test_a_spoilt_result_says_how_to_make_it_anew(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / f"{NAME}.sqlite").write_bytes(b"spoilt" * 200)
    answer = client.get(HERE)
    assert answer.status_code == 503
    assert f"gongkai check 文件夹 --page {NAME}" in answer.content.decode()


@pytest.mark.slow
def test_names_in_reports_stay_text(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "in").mkdir()
    wrong = a_report(SOUND | {"requests/new": [8, 2, 0, 0, 0, 0, 11]}, organ=HOSTILE)
    (tmp_path / "in" / "a.json").write_text(dumps(wrong), encoding="utf-8")
    a_result(tmp_path, tmp_path / "in")
    for place in ("?region=-", "reports/", "reports/0/", f"reports/?organ={quote(HOSTILE)}"):
        answer = client.get(f"{HERE}{place}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode(), place
        assert HOSTILE in page(client, f"{HERE}{place}").text_content(), place


@pytest.mark.parametrize(
    "place", ["", "?region=-", "reports/?rule=AR-3.3&held=AR-3.5&counted=0", "reports/2/"]
)
def test_in_english_only_official_words_and_names_are_chinese(client: Client, many: None, place: str) -> None:
    client.cookies["django_language"] = "en"
    tree = page(client, f"{HERE}{place}")
    for kept in tree.xpath("//*[@lang='zh-CN'] | //code | //title | //option"):
        kept.drop_tree()
    assert [text.strip() for text in tree.itertext() if CHINESE.search(text)] == []


@pytest.mark.slow
def test_with_patience_the_pictures_stand_in_the_page(
    client: Client, settings: LazySettings, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = data
    monkeypatch.setattr(pictures, "_drawing", Lock())
    monkeypatch.setattr(pictures, "PATIENCE", 30.0)
    tree = page(client, HERE)
    assert len(tree.xpath("//*[local-name()='svg' and @role='img']")) == 10
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
