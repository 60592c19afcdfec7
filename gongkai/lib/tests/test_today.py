from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from gongkai.lib.today import now, today


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2022-12-31T15:59:59+00:00", "2022-12-31"),
        ("2022-12-31T16:00:00+00:00", "2023-01-01"),
    ],
)
def test_the_day_begins_at_midnight_in_beijing(
    instant: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    with time_machine.travel(datetime.fromisoformat(instant), tick=False):
        assert today().isoformat() == day
        assert now() == datetime.fromisoformat(instant)
        assert now().utcoffset() == timedelta(hours=8)


def test_a_demonstration_may_set_the_day_and_keeps_the_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TODAY", "2023-01-31")
    with time_machine.travel(datetime(2026, 7, 1, 2, 30, tzinfo=UTC), tick=False):
        assert now().isoformat() == "2023-01-31T10:30:00+08:00"


def test_a_day_that_is_no_date_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TODAY", "2023-02-30")
    with pytest.raises(ValueError, match="GONGKAI_TODAY的值“2023-02-30”不是日期，请写成2023-01-31"):
        today()
