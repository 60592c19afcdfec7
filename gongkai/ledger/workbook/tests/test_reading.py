"""Files are read whatever wrote them, and hostile ones end in one sentence."""

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from gongkai.ledger.workbook import reading
from gongkai.ledger.workbook.parsing import Plan, parse
from gongkai.ledger.workbook.reading import Unreadable, read
from gongkai.ledger.workbook.sheets import SHEETS
from gongkai.ledger.workbook.template import template
from gongkai.ledger.workbook.tests.books import APPLICATION, TODAY, table, xlsx

CSV = "申请编号,收到日期,申请人类型,申请人,申请内容\n2022-1,2022-03-01,自然人,张三,道路\n"


def rows_of(path: Path) -> list[tuple[int, list[object]]]:
    (book,) = read([path])
    return [(number, list(line)) for number, line in book.tables[0].rows]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "台账.xlsx")
    with pytest.raises(Unreadable, match="不是普通文件"):
        read([tmp_path / "台账.xlsx"])


def test_a_title_above_the_header_and_empty_rows_do_no_harm(tmp_path):
    lines = [["青石镇2022年台账"], [], *table(APPLICATION), [], ["", "", ""], *table(APPLICATION)[1:]]
    rows = rows_of(xlsx(tmp_path / "a.xlsx", {"依申请公开": lines}))
    assert [number for number, _line in rows] == [4, 7]


@pytest.mark.parametrize(("name", "other"), [("主动公开", "主动公开 "), ("依申请公开", "依 申请公开 ")])
def test_two_sheets_of_one_name_are_not_read_as_one(tmp_path, name, other):
    path = xlsx(tmp_path / "a.xlsx", {name: table(APPLICATION), other: table(APPLICATION)})
    with pytest.raises(Unreadable, match=f"工作表“{name}”有2张（“{name}”、“{other}”） — 请合并成一张"):
        read([path])


def test_columns_are_found_by_their_header_in_any_order_and_width(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx", {"依申请公开": [["收到日期（必填）", " 申请 编号*"], ["2022-03-01", "1"]]}
    )
    (book,) = read([path])
    assert book.tables[0].header == ("收到日期", "申请编号")


def test_example_rows_are_skipped(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"依申请公开": table({**APPLICATION, "申请编号": "示例"}, APPLICATION)})
    assert [number for number, _line in rows_of(path)] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(tmp_path, encoding):
    path = tmp_path / "依申请公开.csv"
    path.write_bytes(CSV.encode(encoding))
    assert rows_of(path) == [(2, ["2022-1", "2022-03-01", "自然人", "张三", "道路"])]


def test_csv_keeps_long_numbers_and_leading_zeros(tmp_path):
    path = tmp_path / "依申请公开.csv"
    path.write_text("申请编号,证件号码\n007,411111111111111111\n", "utf-8")
    assert rows_of(path) == [(2, ["007", "411111111111111111"])]


def test_several_csv_files_are_one_workbook_in_the_order_of_its_sheets(tmp_path):
    for name in ("征求意见", "依申请公开"):
        (tmp_path / f"{name}.csv").write_text(
            "申请编号,发出日期,收到日期\n1,2022-03-02,2022-03-01\n", "utf-8"
        )
    (book,) = read([tmp_path / "征求意见.csv", tmp_path / "依申请公开.csv"])
    assert [found.sheet.name for found in book.tables] == ["依申请公开", "征求意见"]


def test_the_template_is_read_back_empty(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(template())
    (book,) = read([path])
    assert [found.sheet.name for found in book.tables] == [sheet.name for sheet in SHEETS]
    assert all(found.rows == () for found in book.tables if found.sheet.name != "机关信息")
    assert book.ignored == ()


@pytest.mark.slow
def test_the_template_helps_with_lists_notes_an_example_and_text_cells():
    book = openpyxl.load_workbook(io.BytesIO(template()))
    page = book["依申请公开"]
    columns = {page.cell(1, place).value: place for place in range(1, page.max_column + 1)}
    assert [*columns] == [column.name for column in SHEETS[0].columns]
    assert page.cell(2, 1).value == "示例"
    assert all(page.cell(1, place).comment for place in columns.values())
    for name in ("证件号码", "联系方式"):
        assert page.column_dimensions[get_column_letter(columns[name])].number_format == "@"
    lists = {str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation}
    assert {
        f"{get_column_letter(columns[name])}2" for name in ("收到方式", "申请人类型", "答复类型")
    } <= lists
    assert page.freeze_panes == "B2"


def test_sheets_of_other_names_are_named_and_left_alone(tmp_path):
    (book,) = read([xlsx(tmp_path / "a.xlsx", {"依申请公开": table(APPLICATION), "Sheet2": [["草稿"]]})])
    assert book.ignored == ("Sheet2",)


def hostile(tmp_path: Path, case: str) -> Path:
    path = tmp_path / "台账.xlsx"
    good = xlsx(tmp_path / "good.xlsx", {"依申请公开": table(APPLICATION)}).read_bytes()
    match case:
        case "missing":
            return path
        case "folder":
            path.mkdir()
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_bytes("这不是表格".encode())
        case "half":
            path.write_bytes(good[: len(good) // 2])
        case "other zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("a.txt", "x")
        case "old xls":
            path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
        case "locked":
            path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
        case "no sheet":
            xlsx(path, {"Sheet1": [["a"]]})
        case "no header":
            xlsx(path, {"依申请公开": [["张三", "2022-03-01"]]})
        case "wrong csv name":
            path = tmp_path / "台账.csv"
            path.write_text(CSV, "utf-8")
        case "broken csv":
            path = tmp_path / "依申请公开.csv"
            path.write_bytes(b"\xff\xff\xff\x81")
        case "far cell":
            repack(
                good,
                path,
                b"</sheetData>",
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
            )
    return path


def repack(good: bytes, path: Path, old: bytes, new: bytes) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            target.writestr(entry.filename, source.read(entry).replace(old, new))


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("missing", "没有这个文件"),
        ("folder", "是文件夹|打不开"),
        ("empty", "空文件"),
        ("text", "不是Excel工作簿"),
        ("half", "损坏"),
        ("other zip", "损坏"),
        ("old xls", r"另存为\.xlsx"),
        ("locked", "有密码"),
        ("no sheet", "没有认得的工作表"),
        ("no header", "找不到表头"),
        ("wrong csv name", "文件名不是工作表名"),
        ("broken csv", "编码"),
        ("far cell", "行列太多"),
    ],
)
def test_a_file_that_cannot_be_read_ends_in_one_sentence(tmp_path, case, says):
    with pytest.raises(Unreadable, match=says) as raised:
        read([hostile(tmp_path, case)])
    assert "\n" not in str(raised.value)
    assert str(raised.value).count(" — ") == 2
    assert str(raised.value).endswith("。")


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_CONTENT", 100_000)
    good = xlsx(tmp_path / "good.xlsx", {"依申请公开": table(APPLICATION)}).read_bytes()
    path = tmp_path / "bomb.xlsx"
    repack(good, path, b"</sheetData>", b" " * 1_000_000 + b"</sheetData>")
    assert path.stat().st_size < 20_000
    with pytest.raises(Unreadable, match="解开后太大"):
        read([path])


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    with pytest.raises(Unreadable, match="文件超过"):
        read([xlsx(tmp_path / "a.xlsx", {"依申请公开": table(APPLICATION)})])


def with_openpyxl(path: Path, *cells: tuple[str, str], merged: str = "") -> Plan:
    """A sheet of two applications with some cells changed, saved by a program that computes nothing."""
    rows = table(APPLICATION, APPLICATION | {"申请编号": "2022-2"})
    book = openpyxl.load_workbook(xlsx(path, {"依申请公开": rows}))
    for name, value in cells:
        book["依申请公开"][name] = value
    if merged:
        book["依申请公开"].merge_cells(merged)
    book.save(path)
    (read_back,) = read([path])
    return parse(read_back, TODAY)


def test_a_formula_that_was_never_computed_is_not_taken_for_an_empty_cell(tmp_path):
    plan = with_openpyxl(tmp_path / "a.xlsx", ("B2", "=TODAY()"), ("F1", "获取方式"), ("F2", '="邮" & "寄"'))
    assert [(remark.row, remark.column) for remark in plan.refused] == [(2, "收到日期"), (2, "获取方式")]
    assert plan.refused[0].message == (
        "收到日期 — 是公式，还没有算出值 — 请在Excel里打开后保存一次，或者粘贴为数值。"
    )


def test_a_row_of_nothing_but_formulas_never_computed_is_not_dropped(tmp_path):
    plan = with_openpyxl(tmp_path / "a.xlsx", *((f"{column}4", f"={column}3") for column in "ABCDE"))
    assert {remark.row for remark in plan.refused} == {4}


def test_a_formula_is_read_by_its_value_be_it_empty(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"依申请公开": table(APPLICATION | {"获取方式": 7})})
    repack(
        path.read_bytes(),
        path,
        b'<c r="F2"><v>7</v></c>',
        b'<c r="F2" t="str"><f>IF(1,"",0)</f><v></v></c>',
    )
    (book,) = read([path])
    assert book.tables[0].rows[0][1][5] == ""
    assert parse(book, TODAY).refused == []


def test_what_a_merged_range_hides_is_asked_for_row_by_row(tmp_path):
    plan = with_openpyxl(tmp_path / "a.xlsx", ("F1", "备注"), ("F2", "同一来信"), merged="D2:F3")
    assert [remark.message for remark in plan.refused] == [
        f"{column} — 是合并单元格，只有左上角一格有值 — 请取消合并，逐行填写。"
        for column in ("申请内容", "备注", "申请人", "申请内容", "备注")
    ]


def test_a_title_over_several_rows_and_columns_may_be_merged(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"依申请公开": [["青石镇台账"], [], *table(APPLICATION)]})
    book = openpyxl.load_workbook(path)
    book["依申请公开"].merge_cells("A1:E2")
    book.save(path)
    assert [number for number, _line in rows_of(path)] == [4]


def test_a_cell_that_is_only_formatted_far_below_and_right_does_no_harm(tmp_path):
    good = xlsx(tmp_path / "good.xlsx", {"依申请公开": table(APPLICATION)}).read_bytes()
    far = b'<row r="1048576"><c r="XFC1048576" s="1"/><c r="XFD1048576" s="1"></c></row></sheetData>'
    repack(good, tmp_path / "far.xlsx", b"</sheetData>", far)
    assert [number for number, _line in rows_of(tmp_path / "far.xlsx")] == [2]


@pytest.mark.slow
def test_very_many_empty_rows_do_no_harm(tmp_path):
    good = xlsx(tmp_path / "good.xlsx", {"依申请公开": table(APPLICATION)}).read_bytes()
    empty = b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (row, row) for row in range(3, 100_000))
    repack(good, tmp_path / "long.xlsx", b"</sheetData>", empty + b"</sheetData>")
    assert [number for number, _line in rows_of(tmp_path / "long.xlsx")] == [2]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<c x="a>" r="XFD1048576"><v>1</v></c>',
        b"<c foo='<c bar=\" ' r='XFD1048576' q=' \"/>'><v>1</v></c>",
    ],
)
def test_a_cell_with_a_value_far_out_is_refused_however_it_is_written(tmp_path, cell):
    good = xlsx(tmp_path / "good.xlsx", {"依申请公开": table(APPLICATION)}).read_bytes()
    repack(good, tmp_path / "far.xlsx", b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>")
    with pytest.raises(Unreadable, match="行列太多（1048576行16384列）"):
        read([tmp_path / "far.xlsx"])


def test_a_file_without_a_row_of_data_says_so(tmp_path):
    (tmp_path / "依申请公开.csv").write_text(CSV.splitlines()[0], encoding="utf-8")
    (tmp_path / "主动公开.csv").write_text("索引号,标题,形成日期\n1,通知,2022-03-01\n", encoding="utf-8")
    (tmp_path / "空白.xlsx").write_bytes(template())
    books = read([tmp_path / "依申请公开.csv", tmp_path / "主动公开.csv", tmp_path / "空白.xlsx"])
    assert [remark.message for book in books for remark in parse(book, TODAY).warnings] == [
        "空白.xlsx — 没有数据行 — 没有可以导入的内容；请在表头下面逐行填写。",
        "依申请公开.csv — 没有数据行 — 没有可以导入的内容；请在表头下面逐行填写。",
    ]
