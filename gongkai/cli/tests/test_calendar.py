"""``gongkai calendar`` from the command line."""

from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.ledger.audit.models import Entry

pytestmark = pytest.mark.django_db

NOTICE = """关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test; the notice lies beside it."""
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("GONGKAI_LANG", raising=False)
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    return tmp_path


def call(*arguments: str) -> int:
    """Run the command; its exit code."""
    with pytest.raises(SystemExit) as end:
        main(["calendar", *arguments])
    return int(str(end.value.code))


def test_a_year_is_shown_with_its_notice(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("show", "2026") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "《国务院办公厅关于2026年部分节假日安排的通知》（国办发明电〔2025〕7号）"
    assert "  国庆节  2026-10-01—2026-10-07  放假7天" in lines
    assert lines[-2].startswith("工作日：1月21 2月16 3月22")
    assert lines[-1] == "全年248个工作日"


def test_a_notice_that_was_changed_while_its_year_ran_names_the_change(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("show", "2020") == 0
    assert "国办发明电〔2020〕1号：春节假期延长至2月2日" in capsys.readouterr().out


def test_a_year_without_a_notice_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("show", "2027") == 0
    assert "2027年还没有放假通知" in capsys.readouterr().out


def test_a_dry_run_tells_what_would_change_and_keeps_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("import", str(folder / "通知.txt"), "--dry-run") == 0
    out = capsys.readouterr().out
    assert "2027-02-08：周一（暂定），上班 → 春节放假，不上班" in out
    assert "2027-02-20：周六（暂定），不上班 → 调休上班，上班" in out
    assert "共18天有变化。" in out
    assert not (folder / "data").exists()
    assert not Entry.objects.exists()


def test_an_imported_notice_is_the_calendar_from_then_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("import", str(folder / "通知.txt")) == 0
    assert call("import", str(folder / "通知.txt")) == 0
    assert "共0天有变化。" in capsys.readouterr().out
    assert call("show", "2027") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "全年247个工作日"


def test_an_import_is_in_the_log_for_it_moves_every_deadline(folder: Path) -> None:
    number = "国办发明电〔2026〕9号"
    (folder / "通知.txt").write_text(f"{number}\n{NOTICE}", encoding="utf-8")
    assert call("import", str(folder / "通知.txt")) == 0
    (folder / "通知.txt").write_text(
        f"{number}\n{NOTICE}".replace("6月9日（周三）放假1天，不调休", "6月9日（周三）至10日（周四）放假"),
        encoding="utf-8",
    )
    assert call("import", str(folder / "通知.txt")) == 0
    first, second = Entry.objects.all()
    assert (first.action, first.subject, first.organ) == ("calendar.import", "calendar:2027", None)
    assert first.reason == number
    assert "命令行" in first.actor
    assert (first.before, second.before) == ("", first.after)
    assert second.after != first.after


def test_an_import_that_cannot_be_written_leaves_no_row_in_the_log(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "calendar").touch()
    assert call("import", str(folder / "通知.txt")) == 2
    assert "calendar" in capsys.readouterr().err
    assert not Entry.objects.exists()


def test_a_damaged_calendar_is_named_and_mended_by_importing_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("import", str(folder / "通知.txt")) == 0
    (folder / "data" / "calendar" / "2027.toml").write_text("year =", encoding="utf-8")
    capsys.readouterr()
    assert call("show", "2027") == 2
    assert "已损坏" in capsys.readouterr().err
    assert call("import", str(folder / "通知.txt")) == 0
    assert call("show", "2027") == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (NOTICE.replace("6月9日（周三）", "6月9日（周二）"), "的星期不对 — 2027年6月9日是周三"),
        (NOTICE.replace("共7天", "共8天"), "写明8天，起止日期却是7天"),
        ("明天放假", "不知道是哪一年的通知"),
    ],
)
def test_an_unfit_notice_is_refused_with_one_line_and_keeps_nothing(
    text: str, sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "通知.txt").write_text(text, encoding="utf-8")
    assert call("import", str(folder / "通知.txt")) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1
    assert not (folder / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["show", "1800"], "工作日历只到1990年至2100年"), (["import", "没有.txt"], "没有这个文件")],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 2
    assert sentence in capsys.readouterr().err
