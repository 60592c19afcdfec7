"""A run over many files: linked by organ and year, stopped by none of them."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.analysis.store import Result
from gongkai.analysis.tests.folders import checked, endless, rules, written
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.tests.annual_reports import SOUND, a_report

WORDS = "".join(f"本年度第{n}项重点工作按照计划如期完成并向社会公布。" for n in "一二三四五六七八九十")
OTHER_WORDS = WORDS.replace("按照计划如期完成", "因为人手不够未能完成")


def carried(out: int, year: int, organ: str = "示例镇", into: int = 0) -> ReportData:
    """A report of zeros but for what is carried over, by business and in all."""
    cells = {
        f"requests/{row}/{column}": count
        for row, count in (("carried_out", out), ("carried_in", into))
        for column in ("business", "total")
    }
    return a_report(cells, year=year, organ=organ)


@pytest.mark.slow
def test_a_report_is_held_against_the_same_organs_report_of_the_year_before(tmp_path: Path) -> None:
    written(tmp_path / "2022", [carried(0, 2022, "示例镇人民政府"), carried(0, 2022, "别的镇")])
    written(tmp_path / "2021", [carried(3, 2021, "示例镇")])
    written(tmp_path / "2020", [carried(7, 2020, "示例镇")])  # two years before is nobody's business
    broken = {
        Path(result.path).stem: {where for rule, where in rules(result) if rule == "AR-3.5"}
        for result in checked(tmp_path)
    }
    assert broken == {
        "示例镇-2020": set(),
        "示例镇-2021": {"requests/carried_in/business", "requests/carried_in/total"},
        "示例镇人民政府-2022": {"requests/carried_in/business", "requests/carried_in/total"},
        "别的镇-2022": set(),
    }


def test_the_report_that_is_named_as_last_years_goes_before_one_in_the_folder(tmp_path: Path) -> None:
    this = written(tmp_path / "a", [carried(0, 2022, into=3), carried(1, 2021)])
    (named,) = written(tmp_path / "b", [carried(3, 2021)])
    results = checked(*this, previous=named)
    assert [Path(result.path).stem for result in results] == ["示例镇-2022", "示例镇-2021"]
    assert "AR-3.5" not in {rule for rule, _ in rules(results[0])}
    assert "AR-3.5" in {rule for rule, _ in rules(checked(*this)[0])}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_towns_of_one_name_in_two_counties_are_not_held_against_each_other(
    tmp_path: Path, engine: str
) -> None:
    written(tmp_path / "滑县", [carried(3, 2021), carried(0, 2022, into=3)])
    written(tmp_path / "兰考", [carried(5, 2021), carried(0, 2022, into=5)])
    for result in checked(tmp_path, engine=engine):
        assert "AR-3.5" not in {rule for rule, _ in rules(result)}


def told(results: list[Result], rule: str) -> dict[str, list[str]]:
    """The messages of a rule by file."""
    return {
        Path(result.path).stem: [f["message"] for f in result.findings if f["rule"] == rule]
        for result in results
    }


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_several_files_of_one_report_are_told_and_which_of_them_is_last_years(
    tmp_path: Path, engine: str
) -> None:
    sound = a_report(SOUND, year=2021, organ="示例镇")
    mended = replace(sound, cells={**sound.cells, "requests/carried_out/total": 3})
    this = a_report({"requests/carried_in": [1, 1, 0, 0, 0, 0, 2]}, organ="示例镇")
    for name, report in {"2021": sound, "2021-副本": sound, "2021-更正": mended, "2022": this}.items():
        (tmp_path / f"{name}.json").write_text(dumps(report), encoding="utf-8")
    results = checked(tmp_path, engine=engine)
    folder = tmp_path.name
    cell = "“四、结转下年度继续办理·总计”"
    assert told(results, "AR-F.1")["2021"] == [
        f"《{folder}/2021-更正.json》 — 也是示例镇2021年的年报，有1格数字不同，如{cell}这里是2，那里是3"
        " — 请只留下公布的一份再查。",
        f"《{folder}/2021-副本.json》 — 也是示例镇2021年的年报，数字全部相同 — 请只留下公布的一份再查。",
    ]
    assert {stem: len(said) for stem, said in told(results, "AR-F.2").items() if said} == {"2022": 1}
    assert told(results, "AR-F.2")["2022"] == [
        f"上年年报 — 2021年的有3份文件，核对用的是《{folder}/2021-副本.json》，"
        f"《{folder}/2021-更正.json》有1格数字不同；《{folder}/2021.json》数字与它相同"
        " — 用错了的请只留下公布的一份再查。"
    ]
    assert told(results, "AR-3.5")["2022"] == []


@pytest.mark.slow
def test_last_years_report_that_may_be_a_namesakes_is_not_used_and_that_is_said(tmp_path: Path) -> None:
    written(tmp_path / "甲", [carried(3, 2021, "城关镇")])
    written(tmp_path / "乙", [carried(5, 2021, "城关镇")])
    written(tmp_path / "丙", [carried(0, 2022, "城关镇", into=3), carried(1, 2022, "别的镇")])
    messages = told(checked(tmp_path), "AR-3.5")
    assert messages["城关镇-2022"] == [
        "上年结转数 — 名叫“城关镇”的机关不止一个，2021年的年报里分不出哪一份是本机关的，未核对"
        " — 请单独提供本机关2021年的年报，或按县分文件夹存放后再查。"
    ]
    assert messages["别的镇-2022"] == ["上年结转数 — 没有2021年的年报，未核对 — 请一并提供2021年的年报再查。"]


def test_reports_whose_organ_was_not_read_are_not_taken_for_one_organ(tmp_path: Path) -> None:
    nameless = [carried(3, 2021, organ=""), carried(0, 2022, organ="")]
    for result in checked(*written(tmp_path, nameless)):
        assert "AR-3.5" not in {rule for rule, _ in rules(result)}


@pytest.mark.slow
def test_copied_prose_is_found_among_all_reports_of_the_run(tmp_path: Path) -> None:
    said = {f"第{n}镇": WORDS.replace("项", f"项{n}号") for n in range(8)}
    said |= {"甲镇": WORDS, "乙镇": WORDS}
    written(tmp_path, [a_report(organ=organ, narrative={"overview": words}) for organ, words in said.items()])
    copied = {
        result.report["organ"]: [f["message"] for f in result.findings if f["rule"] == "AR-O.1"]
        for result in checked(tmp_path)
        if result.report
    }
    assert {organ for organ, messages in copied.items() if messages} == {"甲镇", "乙镇"}
    assert "10句中有10句与另一机关的年报（乙镇2022年）一字不差" in copied["甲镇"][0]


@pytest.mark.slow
def test_a_sentence_that_everybody_has_does_not_hide_who_copied_from_whom(tmp_path: Path) -> None:
    reports = [
        a_report(
            organ=f"第{n}镇", narrative={"overview": f"{WORDS}本镇第{n}号特色工作取得了良好的社会反响。"}
        )
        for n in range(30)
    ]
    results = checked(*written(tmp_path, reports))
    assert all("AR-O.1" in {rule for rule, _ in rules(result)} for result in results)


@pytest.mark.slow
def test_bad_files_are_told_and_the_others_are_checked(tmp_path: Path) -> None:
    written(tmp_path, [carried(1, year) for year in (2019, 2020, 2021, 2022)])
    (tmp_path / "半份.json").write_text('{"organ": ', encoding="utf-8")
    (tmp_path / "空.html").write_bytes(b"")
    results = {Path(result.path).name: result for result in checked(tmp_path)}
    assert results["半份.json"].trouble.startswith("《半份.json》")
    assert results["空.html"].status == "unreadable"
    assert [result.status for result in results.values()].count("unreadable") == 2
    assert len(results) == 6


@pytest.mark.slow
def test_a_file_that_never_ends_costs_its_time_limit_and_nothing_else(tmp_path: Path) -> None:
    paths = written(tmp_path, [carried(1, year) for year in (2019, 2020, 2021)])
    *others, late = checked(*paths, endless(tmp_path / "没完没了.txt"), seconds=5)
    assert late.trouble == "《没完没了.txt》 — 超过5秒还没有读完，已跳过 — 请只保留年度报告正文后再试。"
    assert [other.status for other in others] == ["errors"] * 3  # 结转 without 总计


def test_folders_give_what_may_be_a_report_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.json", "b/1.html", "a.json", "c.exe", "b/~$1.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}", encoding="utf-8")
    found = [Path(result.path).relative_to(tmp_path).as_posix() for result in checked(tmp_path)]
    assert found == ["a.json", "b/1.html", "b/2.json"]


def test_a_report_survives_the_way_through_the_store_as_it_is(tmp_path: Path) -> None:
    cells = {"proactive/fees_10k_yuan": Decimal("59237.2449"), "requests/new/other": None}
    (path,) = written(tmp_path, [a_report(cells, narrative={"overview": "“引号”\n第二段"})])
    (result,) = checked(path)
    assert result.report is not None
    assert result.report["proactive"]["fees_10k_yuan"] == "59237.2449"
    assert result.report["requests"]["new"][5] is None
    assert result.report["narrative"]["overview"] == "“引号”\n第二段"
