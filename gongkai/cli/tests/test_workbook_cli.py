"""``gongkai template``, ``import`` and ``export`` as a user meets them."""

import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from gongkai.cli.main import main
from gongkai.ledger.organs import actions
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.workbook.tests.books import APPLICATION, table, xlsx

pytestmark = pytest.mark.django_db
TOWN, OTHER = "青石镇人民政府", "白石镇人民政府"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """A data folder that has a database, so that commands go on to look into it."""
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "gongkai.sqlite3").touch()
    return tmp_path


@pytest.fixture
def gongkai(capsys):
    """Runs a command; gives its exit code, stdout and stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


def book(folder: Path, *rows: Mapping[str, object], name: str = "台账.xlsx") -> Path:
    return xlsx(folder / name, {"依申请公开": table(*(rows or (APPLICATION,)))})


@pytest.mark.slow
def test_template_fill_import_export_import(gongkai, folder):
    assert gongkai("template", folder / "台账.xlsx")[0] == 0
    filled = openpyxl.load_workbook(folder / "台账.xlsx")
    page = filled["依申请公开"]
    names = [cell.value for cell in page[1]]
    for name, value in APPLICATION.items():
        page.cell(3, names.index(name) + 1, value)
    filled.save(folder / "台账.xlsx")
    code, out, _err = gongkai("import", folder / "台账.xlsx", "--organ", TOWN)
    assert (code, out.splitlines()[0]) == (0, "依申请公开：新增1，更正0，不变0")
    assert gongkai("export", folder / "导出.xlsx")[0] == 0
    code, out, _err = gongkai("import", folder / "导出.xlsx")
    assert (code, out.splitlines()[0]) == (0, "依申请公开：新增0，更正0，不变1")


def test_json_has_the_shape_that_was_promised(gongkai, folder):
    bad = {**APPLICATION, "申请编号": "2022-2", "收到日期": "昨天"}
    code, out, _err = gongkai(
        "import", book(folder, APPLICATION, bad), "--organ", TOWN, "--skip-bad", "--json"
    )
    said = json.loads(out)
    assert code == 1
    assert list(said) == ["added", "changed", "unchanged", "warnings", "refused"]
    assert (said["added"]["依申请公开"], said["changed"]["依申请公开"], said["unchanged"]["依申请公开"]) == (
        1,
        0,
        0,
    )
    (refused,) = said["refused"]
    assert list(refused) == ["sheet", "row", "column", "value", "message"]
    assert (refused["sheet"], refused["row"], refused["column"], refused["value"]) == (
        "依申请公开",
        3,
        "收到日期",
        "昨天",
    )


def test_a_refused_row_leaves_nothing_behind_not_even_the_organ(gongkai, folder):
    code, out, _err = gongkai("import", book(folder, {**APPLICATION, "收到日期": "昨天"}), "--organ", TOWN)
    assert code == 1
    assert "没有导入任何内容" in out
    assert "收到日期 — 读不出日期 — 请写成2022-01-05这样的日期。" in out
    assert not Organ.objects.exists()


def test_a_file_that_cannot_be_read_is_exit_two_with_one_line(gongkai, folder):
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04nonsense")
    code, out, err = gongkai("import", folder / "坏.xlsx", "--organ", TOWN)
    assert (code, out, len(err.strip().splitlines())) == (2, "", 1)
    assert "损坏" in err


def test_of_several_files_one_unreadable_stops_all(gongkai, folder):
    good = book(folder)
    code, _out, err = gongkai("import", good, folder / "没有.xlsx", "--organ", TOWN)
    assert (code, FoiRequest.objects.count()) == (2, 0)
    assert "没有这个文件" in err


def test_a_street_named_shortly_is_founded_under_its_full_name(gongkai, folder):
    sheets = {"依申请公开": table(APPLICATION), "机关信息": [["机关名称", "滨河区青石街道办事处"]]}
    assert gongkai("import", xlsx(folder / "a.xlsx", sheets), "--organ", "青石街道")[0] == 0
    assert Organ.objects.get().name == "滨河区青石街道办事处"
    for name in ("青石街道", "滨河区青石街道"):
        assert gongkai("export", folder / f"{name}.xlsx", "--organ", name)[0] == 0


def test_the_first_import_founds_the_organ_and_a_short_name_finds_it(gongkai, folder):
    assert gongkai("import", book(folder), "--organ", TOWN)[0] == 0
    assert gongkai("import", book(folder), "--organ", "青石镇")[0] == 0
    assert [organ.name for organ in Organ.objects.all()] == [TOWN]


@pytest.mark.parametrize("said", [(), ("--organ", "青石镇")])
def test_the_full_name_in_the_workbook_founds_the_organ(gongkai, folder, said):
    path = xlsx(folder / "a.xlsx", {"依申请公开": table(APPLICATION), "机关信息": [["机关名称", TOWN]]})
    assert gongkai("import", path, *said)[0] == 0
    assert Organ.objects.get().name == TOWN


@pytest.mark.parametrize("said", ["青石镇", "青石镇人民政府"])
def test_a_name_shorter_than_the_workbooks_becomes_a_short_name_and_is_told(gongkai, folder, said):
    full = "示范县青石镇人民政府"
    sheets = {"依申请公开": table(APPLICATION), "机关信息": [["机关名称", full]]}
    code, out, _err = gongkai("import", xlsx(folder / "a.xlsx", sheets), "--organ", said, "--json")
    (organ,) = Organ.objects.all()
    assert (code, organ.name, said in organ.aliases) == (0, full, True)
    (warning,) = [one for one in json.loads(out)["warnings"] if one["sheet"] == "机关信息"]
    assert (warning["column"], warning["value"]) == ("机关名称", full)
    assert f"已按全称建立机关，“{said}”作为简称" in warning["message"]
    code, out, _err = gongkai("import", folder / "a.xlsx", "--organ", said, "--create", "--json")
    assert (code, Organ.objects.count(), "简称" in out) == (0, 1, False)


def test_another_organs_name_in_the_workbook_founds_the_one_that_was_named(gongkai, folder):
    sheets = {"依申请公开": table(APPLICATION), "机关信息": [["机关名称", OTHER]]}
    code, out, _err = gongkai("import", xlsx(folder / "a.xlsx", sheets), "--organ", TOWN)
    assert (code, Organ.objects.get().name, "请确认没有选错机关" in out) == (0, TOWN, True)


def test_without_any_name_the_first_import_asks_for_one(gongkai, folder):
    code, _out, err = gongkai("import", book(folder))
    assert (code, "--organ" in err) == (2, True)


def test_an_unknown_organ_is_refused_with_the_nearest_names_and_create_founds_it(gongkai, folder):
    actions.create(name=TOWN, actor="测试")
    code, _out, err = gongkai("import", book(folder), "--organ", "青石乡人民政府")
    assert code == 2
    assert TOWN in err
    assert "--create" in err
    assert gongkai("import", book(folder), "--organ", OTHER, "--create")[0] == 0
    assert Organ.objects.count() == 2
    code, _out, err = gongkai("export", folder / "b.xlsx")
    assert code == 2
    assert "--organ" in err


def test_a_sample_counts_as_no_organ_and_takes_no_import(gongkai, folder):
    actions.create(name=OTHER, actor="测试", is_sample=True)
    code, _out, err = gongkai("import", book(folder), "--organ", OTHER)
    assert (code, FoiRequest.objects.count()) == (2, 0)
    assert "示例" in err
    assert gongkai("import", book(folder), "--organ", TOWN)[0] == 0
    assert gongkai("export", folder / "b.xlsx")[0] == 0


def test_a_dry_run_in_a_folder_without_data_leaves_it_without(gongkai, folder, monkeypatch):
    (folder / "data" / "gongkai.sqlite3").unlink()
    code, out, _err = gongkai("import", book(folder), "--organ", TOWN, "--dry-run")
    assert (code, "新增1" in out) == (0, True)
    assert not list((folder / "data").iterdir())
    assert not Organ.objects.exists()


def test_personal_data_are_printed_by_no_command(gongkai, folder):
    row = {**APPLICATION, "证件号码": "11010519491231002X", "联系方式": "13812345678"}
    said = [
        gongkai("import", book(folder, row, row), "--organ", TOWN),
        gongkai("import", book(folder, row, row), "--organ", TOWN, "--json", "--skip-bad"),
        gongkai("export", folder / "b.xlsx", "--with-personal-data"),
    ]
    assert [code for code, _out, _err in said] == [1, 1, 0]
    assert not any(secret in str(said) for secret in ("11010519491231002X", "13812345678"))


def test_export_refuses_a_place_it_cannot_write_to(gongkai, folder):
    actions.create(name=TOWN, actor="测试")
    for target in (folder / "b.csv", folder / "没有" / "b.xlsx"):
        code, _out, err = gongkai("export", target)
        assert (code, len(err.strip().splitlines())) == (2, 1)


@pytest.mark.parametrize("command", ["template", "export"])
def test_a_filled_workbook_is_not_written_over(gongkai, folder, command):
    actions.create(name=TOWN, actor="测试")
    path = book(folder)
    before = path.read_bytes()
    code, _out, err = gongkai(command, path)
    assert (code, path.read_bytes()) == (2, before)
    assert "已经有这个文件" in err
    assert gongkai(command, path, "--force")[0] == 0
    assert path.read_bytes() != before


def test_in_english_an_unknown_organ_and_a_year_without_data_are_told_in_english(
    gongkai, folder, monkeypatch
):
    monkeypatch.setenv("GONGKAI_LANG", "en")
    assert gongkai("import", book(folder), "--organ", TOWN)[0] == 0
    code, _out, err = gongkai("export", folder / "b.xlsx", "--organ", "青石乡人民政府")
    assert (code, "not in the data folder — did you mean" in err) == (2, True)
    code, _out, err = gongkai("report", 2020)
    assert (code, "the ledger has no record of this year — years in the ledger: 2022" in err) == (2, True)


def test_in_english_refused_rows_and_missing_files_are_told_in_english(gongkai, folder, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "en")
    bad = {**APPLICATION, "收到日期": "昨天", "申请人类型": None}
    code, out, _err = gongkai("import", book(folder, bad), "--organ", TOWN)
    assert code == 1
    assert "收到日期 — cannot be read as a date — write it as 2022-01-05." in out
    assert "申请人类型 — is not filled in and must be — fill it in." in out
    code, _out, err = gongkai("import", folder / "没有.xlsx", "--organ", TOWN)
    assert (code, "there is no such file — check the path and the name." in err) == (2, True)


def test_a_correction_of_a_row_that_was_changed_past_the_program_is_refused_in_words(gongkai, folder):
    gongkai("import", book(folder), "--organ", TOWN)
    FoiRequest.objects.update(result="granted")
    code, out, err = gongkai("import", book(folder, {**APPLICATION, "申请内容": "决算"}))
    assert (code, out) == (2, "")
    assert err.startswith(f"{TOWN}·{APPLICATION['申请编号']} — 与操作日志最后一次记下的不符")
