"""Old Word files: read through antiword where it is installed, refused in words where it is not."""

import lzma
import shutil
from pathlib import Path

import pytest

from gongkai.reading import ReadError, read_bytes, safely
from tests.synthetic.files import draft

# Made from an invented report of the synthetic generator: chapter two and the prose.
OLD = lzma.decompress((Path(__file__).parent / "data" / "chapter_two.doc.xz").read_bytes())


def test_an_old_word_file_without_the_program_that_reads_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match="没有安装antiword，无法读取，请另存为docx后再试。"):
        read_bytes(OLD, name="旧.doc")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("antiword") is None, reason="本机没有安装antiword，旧版Word文件不试。")
def test_an_old_word_file_is_read_and_what_antiword_leaves_out_is_said() -> None:
    truth = draft(8, "2021", "doc").truth
    report = read_bytes(OLD, name="旧.doc")
    assert safely.read_bytes(OLD, name="旧.doc") == report
    read = {code: value for code, value in report.cells.items() if value is not None}
    assert read == {code: value for code, value in truth.items() if code.startswith("proactive/")}
    assert {finding.where for finding in report.findings} == set(report.cells) - set(read)
    assert (report.organ, report.year) == ("某县青山镇人民政府", 2022)
