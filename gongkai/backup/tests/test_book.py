"""The book of backups, and which scheduled ones are kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gongkai.backup import book
from gongkai.backup.errors import Unusable
from gongkai.lib.today import BEIJING

NEW_YEAR = datetime(2026, 1, 1, 1, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


def noted(folder: Path, day: int, by: str = book.SCHEDULE, proven: bool | None = True) -> Path:
    """A backup of the n-th day of the year, with its keys, in the book and on disk."""
    at = NEW_YEAR + timedelta(days=day - 1)
    path = folder / f"gongkai-{at:%Y%m%d-%H%M%S}.zip"
    for file in (path, path.with_suffix(".keys")):
        file.touch()
    book.note(book.Entry(at.isoformat(), str(path), str(path.with_suffix(".keys")), by, proven))
    return path


def test_of_one_backup_the_last_words_hold(data: Path) -> None:
    noted(data, 1, proven=None)
    noted(data, 1, proven=False)
    (entry,) = book.entries()
    assert entry.proven is False
    assert book.last_good() is None
    noted(data, 1, proven=True)
    assert book.last_good() == book.entries()[0]


def test_a_line_that_a_crash_cut_short_is_passed_over(data: Path) -> None:
    first = noted(data, 1)
    with (data / book.FILE).open("a") as file:
        file.write('{"at": "2026-01-02T')
    second = noted(data, 2)
    assert [entry.path for entry in book.entries()] == [str(first), str(second)]


def test_a_year_of_nights_leaves_a_week_of_days_a_month_of_weeks_and_a_year_of_months() -> None:
    left: set[datetime] = set()
    for day in range(365):
        left = book.keep({*left, NEW_YEAR + timedelta(days=day)}, (7, 4, 12))
    assert sorted(f"{at:%m%d}" for at in left) == [
        *("0131", "0228", "0331", "0430", "0531", "0630", "0731", "0831", "0930", "1031", "1130"),
        *("1213", "1220", "1225", "1226", "1227", "1228", "1229", "1230", "1231"),
    ]


def test_only_scheduled_backups_are_taken_away(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BACKUP_KEEP", "1,0,0")
    by_hand, before_upgrade = noted(data, 1, book.COMMAND), noted(data, 2, book.UPGRADE)
    old, bad, last = noted(data, 3), noted(data, 5, proven=False), noted(data, 4)
    assert sorted(book.prune()) == [old, bad]
    assert sorted(data.glob("*.zip")) == [by_hand, before_upgrade, last]


@pytest.mark.parametrize("written", ["", "7", "7,4", "7,4,x", "0,0,0", "-1,4,12"])
def test_a_setting_that_cannot_be_read_takes_nothing_away(
    data: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr(settings, "BACKUP_KEEP", written)
    kept = noted(data, 1)
    with pytest.raises(Unusable, match="请写成7,4,12"):
        book.prune()
    assert kept.exists()


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=60, unique=True),
    st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_the_newest_is_always_kept_and_never_more_than_was_asked_for(
    days: list[int], spans: tuple[int, int, int]
) -> None:
    made = [NEW_YEAR + timedelta(days=day) for day in days]
    kept = book.keep(made, spans)
    assert max(made) in kept <= set(made)
    assert len(kept) <= sum(spans)
