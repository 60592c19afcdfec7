"""Results as files: what stands in each table, in each form the same."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gongkai.analysis import tables
from gongkai.analysis.organs import key_of, level_of, region_of
from gongkai.analysis.store import Store
from gongkai.analysis.tests.folders import judged, written
from gongkai.law.tests.annual_reports import SOUND, a_report

TABLES = ("", ".files", ".facts", ".summary")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A sound report, one of the 2019 form with a wrong sum, and a file that is none."""
    fees = {"proactive/fees_10k_yuan": Decimal("59237.2449"), "requests/new/other": None}
    written(tmp_path / "in", [a_report(SOUND | fees, organ="淮安市某县人民政府")])
    slip = {"requests/new": [3, 0, 0, 0, 0, 0, 2], "proactive/legacy/fees/change": "+4"}
    written(tmp_path / "in", [a_report(slip, organ="示例镇", year=2020, form="2019", undivided_other=True)])
    (tmp_path / "in" / "坏.json").write_text("{", encoding="utf-8")
    return judged(tmp_path / "in")


def rows(store: Store, out: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table by its name, whatever form it was written in."""
    written_to = tables.write(store, out)
    assert written_to == [out.with_name(f"r{table}{out.suffix}") for table in TABLES]
    found = {}
    for table, path in zip(TABLES, written_to, strict=True):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                found[table] = list(csv.DictReader(file))
        else:
            with duckdb.connect() as db:
                cursor = db.execute("SELECT * FROM read_parquet(?)", [str(path)])
                names = [column[0] for column in cursor.description or ()]
                found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


@pytest.mark.slow
def test_findings_say_who_what_where_and_an_unreadable_file_is_one(store: Store, tmp_path: Path) -> None:
    findings = rows(store, tmp_path / "r.parquet")[""]
    errors = [row for row in findings if row["severity"] == "error"]
    assert [(row["organ"], row["year"], row["rule"], row["where"]) for row in errors] == [
        ("示例镇", 2020, "AR-3.3", "requests/new/total"),
        ("示例镇", 2020, "AR-3.1", "requests/total/natural_person"),
        ("示例镇", 2020, "AR-3.1", "requests/total/total"),
    ]
    assert (errors[0]["expected"], errors[0]["actual"]) == ("3", "2")
    assert errors[0]["place"] == "一、本年新收政府信息公开申请数量·总计"
    (unreadable,) = (row for row in findings if row["severity"] == "unreadable")
    assert unreadable["message"].startswith("《坏.json》")
    assert unreadable["path"].endswith("坏.json")


@pytest.mark.slow
def test_facts_are_the_cells_that_each_form_has_with_their_source(store: Store, tmp_path: Path) -> None:
    facts = rows(store, tmp_path / "r.parquet")[".facts"]
    by_code = {(row["year"], row["code"]): row for row in facts}
    assert sum(year == 2022 for year, _ in by_code) == 200
    assert sum(year == 2020 for year, _ in by_code) == 198
    new = by_code[2022, "requests/new/natural_person"]
    assert (new["table"], new["row"], new["column"], new["value"]) == ("requests", "new", "natural_person", 8)
    assert len(new["sha256"]) == 64
    assert new["reader"].startswith("gongkai ")
    assert new["region"] == "淮安市"
    assert by_code[2022, "requests/new/other"]["value"] is None
    assert by_code[2022, "proactive/fees_10k_yuan"]["amount_10k_yuan"] == Decimal("59237.2449")
    assert by_code[2020, "proactive/legacy/fees/change"]["text"] == "+4"
    assert by_code[2020, "proactive/normative_documents/made"]["name"] == "规范性文件·本年新制作数量"


@pytest.mark.slow
def test_a_fee_with_more_decimals_than_are_kept_is_not_rounded_but_told_as_printed(tmp_path: Path) -> None:
    printed = ("1.123456", "1.1234567", "0.0000001", "9999999999999.5")
    for number, fee in enumerate(printed):
        cells = {"proactive/fees_10k_yuan": Decimal(fee)}
        written(tmp_path / "in", [a_report(SOUND | cells, organ=f"第{number}镇人民政府")])
    facts = rows(judged(tmp_path / "in"), tmp_path / "r.parquet")[".facts"]
    fees = [row for row in facts if row["code"] == "proactive/fees_10k_yuan"]
    told = {(str(row["amount_10k_yuan"]), row["text"]) for row in fees}
    assert told == {("1.123456", None), *(("None", fee) for fee in printed[1:])}


@pytest.mark.slow
def test_files_and_summary_count_the_reports(store: Store, tmp_path: Path) -> None:
    found = rows(store, tmp_path / "r.parquet")
    states = {Path(row["path"]).name: (row["status"], row["year"], row["errors"]) for row in found[".files"]}
    assert states == {
        "坏.json": ("unreadable", None, None),
        "淮安市某县人民政府-2022.json": ("ok", 2022, 0),
        "示例镇-2020.json": ("errors", 2020, 3),
    }
    assert [
        (row["year"], row["region"], row["reports"], row["reports_with_errors"], row["requests_new"])
        for row in found[".summary"]
    ] == [(2020, None, 1, 1, 2), (2022, "淮安市", 1, 0, 10)]


@pytest.mark.slow
def test_csv_says_the_same_as_parquet(store: Store, tmp_path: Path) -> None:
    as_csv, parquet = rows(store, tmp_path / "r.csv"), rows(store, tmp_path / "r.parquet")
    for table in TABLES:
        assert [list(row) for row in as_csv[table]] == [list(row) for row in parquet[table]]
        for plain, typed in zip(as_csv[table], parquet[table], strict=True):
            text = {key: "" if value is None else str(value) for key, value in typed.items()}
            assert text == plain


def test_json_lines_are_what_the_command_prints(store: Store, tmp_path: Path) -> None:
    (path,) = tables.write(store, tmp_path / "r.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines] == ["unreadable", "ok", "errors"]
    assert lines == [tables.as_json(result) for result in store.results()]


@pytest.mark.slow
def test_a_result_that_cannot_be_written_leaves_the_earlier_one_whole(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    out.write_text("earlier", encoding="utf-8")
    (tmp_path / "r.summary.csv").mkdir()  # the last table finds its place taken
    with pytest.raises(OSError, match=r"r\.summary\.csv"):
        tables.write(store, out)
    assert out.read_text(encoding="utf-8") == "earlier"
    assert not list(tmp_path.glob(".r*")), "no draft is left"


@pytest.mark.slow
def test_a_report_that_lies_there_twice_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "甲县"
    (page,) = written(folder, [a_report(SOUND, organ="城关镇")])
    (folder / "城关镇-2022.又一份.json").write_bytes(page.read_bytes())
    written(tmp_path / "in" / "乙县", [a_report(SOUND, organ="城关镇")])  # another organ of the same name
    found = rows(judged(tmp_path / "in"), tmp_path / "r.parquet")
    copies = {Path(row["path"]).name: row["copy_of"] for row in found[".files"] if row["copy_of"]}
    assert copies == {"城关镇-2022.又一份.json": str(page)}
    (summary,) = found[".summary"]
    assert (summary["reports"], summary["requests_new"]) == (2, 20)


@pytest.mark.slow
def test_what_is_unread_is_not_summed_and_is_said(tmp_path: Path) -> None:
    unread = SOUND | {"requests/new": [8, 2, 0, 0, 0, 0, None]}
    written(tmp_path / "in", [a_report(SOUND, organ="甲镇"), a_report(unread, organ="乙镇")])
    (summary,) = rows(judged(tmp_path / "in"), tmp_path / "r.parquet")[".summary"]
    assert (summary["reports"], summary["reports_with_unread"], summary["requests_new"]) == (2, 1, 10)


@pytest.mark.slow
def test_rules_that_had_nothing_to_go_by_are_named(store: Store, tmp_path: Path) -> None:
    named = {row["year"]: row["unproved"] for row in rows(store, tmp_path / "r.parquet")[".files"]}
    assert "AR-3.5" in named[2022].split(), "there is no report of the year before"
    assert "AR-4.1" not in named[2022].split()
    assert named[None] is None


@pytest.mark.parametrize(
    ("organ", "folders", "region"),
    [
        ("淮安市洪泽区人民政府", (), "淮安市"),
        ("江苏省财政厅", (), "江苏省"),
        ("内蒙古自治区人民政府", (), "内蒙古自治区"),
        ("延边朝鲜族自治州人民政府", (), "延边朝鲜族自治州"),
        ("四间房镇人民政府", (), ""),
        ("四间房镇人民政府", ("河南省", "安阳市", "滑县"), "安阳市"),
        ("淮安市某局", ("宿迁市",), "淮安市"),
        ("某镇人民政府", ("全市年报", "各地市", "2022"), ""),
        ("县城市管理局", (), ""),
        ("市场监督管理局", (), ""),
        ("", (), ""),
    ],
)
def test_a_region_is_what_the_name_begins_with_else_the_folder_or_unknown(
    organ: str, folders: tuple[str, ...], region: str
) -> None:
    assert region_of(organ, folders) == region


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("江苏省人民政府", "province"),
        ("北京市人民政府", "province"),
        ("淮安市人民政府", "city"),
        ("延边朝鲜族自治州人民政府", "city"),
        ("淮安市洪泽区人民政府", "county"),
        ("示例县", "county"),
        ("四间房镇", "town"),
        ("某街道办事处", "town"),
        ("淮安市财政局", "department"),
        ("某县人民政府办公室", "department"),
        ("某省国有资产监督管理委员会", "department"),
        ("经济开发区", ""),
        ("平潭综合实验区管理委员会", ""),
        ("某村村民委员会", ""),
        ("", ""),
    ],
)
def test_a_kind_of_organ_is_how_its_name_ends_or_unknown(organ: str, level: str) -> None:
    assert level_of(organ) == level


def test_an_organ_is_known_with_and_without_the_word_government() -> None:
    assert key_of("四间房镇 人民政府") == key_of("四间房镇") == "四间房镇"
