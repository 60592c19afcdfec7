"""``gongkai scan``: found, nothing found, unreadable; a number is never told in full."""

import json
from pathlib import Path

import pytest

from gongkai.cli.scan import scan
from gongkai.reading.originals.tests.documents import ID_NUMBER, MOBILE, notice, workbook

pytestmark = pytest.mark.slow  # each file is read in a process of its own


def code_of(*paths: Path, as_json: bool = False) -> int:
    try:
        scan(list(paths), as_json=as_json)
    except SystemExit as end:
        return int(str(end.code))
    return 0


def test_what_is_found_is_told_masked_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名册.xlsx").write_bytes(workbook())
    (tmp_path / "好的.txt").write_text("自10月9日起封闭施工。", "utf-8")
    assert code_of(tmp_path / "名册.xlsx", tmp_path / "好的.txt", as_json=True) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["status"] for line in lines] == ["found", "ok"]
    first = lines[0]["found"][0]
    assert (first["name"], first["where"], first["masked"], first["hidden"]) == (
        "公民身份号码",
        "表“发放名册”“身份证号”列",
        "110***********002X",
        False,
    )
    assert {one["kind"] for one in lines[0]["found"] if one["hidden"]} == {"mobile", "bank_account"}
    assert [secret for secret in (ID_NUMBER, MOBILE) if secret in json.dumps(lines)] == []


def test_a_clean_file_is_code_0_and_one_that_cannot_be_read_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "好的.md").write_text("自10月9日起封闭施工。", "utf-8")
    (tmp_path / "坏的.docx").write_bytes(notice()[:900])
    assert code_of(tmp_path / "好的.md") == 0
    assert "没有查出个人信息" in capsys.readouterr().out
    assert code_of(tmp_path / "坏的.docx") == 2
    assert code_of(tmp_path / "没有.docx") == 2
    assert code_of(tmp_path / "好的.md", tmp_path / "坏的.docx") == 1
    assert "坏的.docx" in capsys.readouterr().err
