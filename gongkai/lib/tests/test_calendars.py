"""The calendar of an installation: shipped notices, imported ones, and what an import changes."""

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.notices import Notice, NoticeError, from_toml
from gongkai.law.workdays import OFFICIAL
from gongkai.lib import calendars

NOTICE_2027 = from_toml("""
year = 2027
number = "国办发明电〔2026〕0号"
off = [
    ["01-01", "01-03", "元旦"],
    ["02-05", "02-11", "春节"],
    ["04-03", "04-05", "清明节"],
    ["05-01", "05-05", "劳动节"],
    ["06-09", "06-09", "端午节"],
    ["09-15", "09-15", "中秋节"],
    ["10-01", "10-07", "国庆节"],
]
work = [2027-02-20, 2027-05-08, 2027-10-09]
""")


def test_without_imports_the_calendar_is_the_official_one(tmp_path: Path) -> None:
    assert calendars.load(tmp_path / "没有这个文件夹") == OFFICIAL


def test_the_days_of_a_century_are_reckoned_once_until_a_notice_changes(tmp_path: Path) -> None:
    calendars.add(tmp_path, NOTICE_2027)
    before = calendars.load(tmp_path)
    assert calendars.load(tmp_path) is before
    calendars.add(tmp_path, Notice(2027, NOTICE_2027.title, NOTICE_2027.off, NOTICE_2027.work[1:]))
    assert calendars.load(tmp_path) is not before


def test_an_imported_notice_ends_the_provisional_year(tmp_path: Path) -> None:
    path = calendars.add(tmp_path, NOTICE_2027)
    assert path == tmp_path / "calendar" / "2027.toml"
    calendar = calendars.load(tmp_path)
    assert not calendar.is_provisional(2027)
    assert calendar.day(date(2027, 2, 8)).why == "春节放假"
    assert calendar.notice_for(2027) == NOTICE_2027


def test_a_second_import_replaces_the_first(tmp_path: Path) -> None:
    calendars.add(tmp_path, NOTICE_2027)
    amended = Notice(2027, NOTICE_2027.title, NOTICE_2027.off, NOTICE_2027.work[1:])
    calendars.add(tmp_path, amended)
    assert calendars.load(tmp_path).notice_for(2027) == amended
    assert [path.name for path in (tmp_path / "calendar").iterdir()] == ["2027.toml"]


def test_the_preview_names_the_days_that_change_and_no_others() -> None:
    changes = calendars.preview(OFFICIAL, NOTICE_2027)
    assert [(change.date, change.before.works, change.after.why) for change in changes][:3] == [
        (date(2027, 2, 5), True, "春节放假"),
        (date(2027, 2, 8), True, "春节放假"),
        (date(2027, 2, 9), True, "春节放假"),
    ]
    assert (date(2027, 2, 20), "调休上班") in [(c.date, c.after.why) for c in changes]
    assert all(change.before.works != change.after.works for change in changes)
    assert calendars.preview(OFFICIAL.with_notices(NOTICE_2027), NOTICE_2027) == ()


def test_a_damaged_file_is_named_in_words(tmp_path: Path) -> None:
    path = calendars.add(tmp_path, NOTICE_2027)
    path.write_text("year = 2027", encoding="utf-8")
    with pytest.raises(NoticeError, match=r"2027\.toml已损坏.*请重新导入"):
        calendars.load(tmp_path)
