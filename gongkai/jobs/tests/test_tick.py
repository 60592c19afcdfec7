"""What is due is enqueued once a day, and what became of it is known."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from gongkai.jobs import queries, tasks
from gongkai.jobs.__main__ import tell_of_failure
from gongkai.jobs.tick import tick
from gongkai.ledger.archive.models import Destruction
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.actions import create
from gongkai.ledger.transparency import queries as transparency
from gongkai.ledger.transparency.actions import Statement, append
from gongkai.lib.proofs import Kind
from gongkai.lib.today import now

pytestmark = pytest.mark.django_db
REMIND, END, SCRUB = (f"gongkai.jobs.tasks.{name}" for name in ("remind", "end_disclosures", "scrub"))
SWEEP, VERIFY = (f"gongkai.jobs.tasks.{name}" for name in ("sweep", "verify_log"))
DAILY = [END, SCRUB, SWEEP, VERIFY]


def enqueued() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("task_path", flat=True))


def test_however_often_it_ticks_a_task_is_enqueued_once_a_day() -> None:
    with time_machine.travel("2026-03-01T04:00:00+00:00") as clock:
        tick()
        tick()
        assert enqueued() == DAILY
        clock.shift(86400)
        tick()
        assert enqueued() == sorted(DAILY * 2)


def test_the_public_log_is_signed_each_day_and_soon_after_it_has_grown(head_noted: None) -> None:
    sign = "gongkai.jobs.tasks.sign_public_log"
    with transaction.atomic():
        append([Statement(Kind.RELEASE, "thing:1", "公示")])
    tick()
    tick()
    assert enqueued().count(sign) == 1
    tasks.sign_public_log.call()
    assert [head.size for head in transparency.signed()] == [1]
    DBTaskResult.objects.all().delete()
    tick()
    assert sign not in enqueued()
    with time_machine.travel(now() + timedelta(days=1)):
        tick()
        assert sign in enqueued()


def test_the_backup_is_enqueued_where_it_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BACKUP_DAILY", True)
    tick()
    assert enqueued() == ["gongkai.jobs.tasks.back_up", *DAILY]


def test_reminders_are_enqueued_as_soon_as_something_has_changed_and_not_again_before(
    head_noted: None,
) -> None:
    cache.clear()
    create(name="四间房镇人民政府", actor="王敏")
    tick()
    tick()
    assert enqueued() == sorted([REMIND, *DAILY])
    tasks.remind.call()
    DBTaskResult.objects.all().delete()
    tick()
    assert enqueued() == []


def test_what_tasks_came_to_is_kept_for_two_weeks() -> None:
    with time_machine.travel("2026-03-01T04:00:00+00:00"):
        create(name="四间房镇人民政府", actor="王敏")
        tick()
        DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=now())
    with time_machine.travel("2026-03-14T04:00:00+00:00"):
        tasks.sweep.call()
        assert len(enqueued()) == 5
    with time_machine.travel("2026-03-16T04:00:00+00:00"):
        tasks.sweep.call()
        assert enqueued() == []


def test_who_tried_to_log_in_from_where_is_kept_for_two_hundred_days() -> None:
    attempts = apps.get_model("axes.accessattempt")._default_manager
    with time_machine.travel("2026-03-01T04:00:00+00:00"):
        attempts.create(username="wangmin", ip_address="10.0.0.7", failures_since_start=1)
    for day, left in (("2026-09-16", 1), ("2026-09-18", 0)):
        with time_machine.travel(f"{day}T04:00:00+00:00"):
            tasks.sweep.call()
            assert attempts.count() == left


def test_what_a_killed_process_had_begun_holds_nothing_up_for_long() -> None:
    with time_machine.travel("2026-03-01T04:00:00+00:00"):
        tasks.remind.enqueue()
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now())
        assert queries.is_on_its_way(tasks.remind)
    with time_machine.travel("2026-03-01T04:11:00+00:00"):
        assert not queries.is_on_its_way(tasks.remind)


def test_when_it_ticked_last_is_known() -> None:
    assert queries.last_tick() is None
    with time_machine.travel("2026-03-01T04:00:00+00:00", tick=False):
        tick()
    last = queries.last_tick()
    assert last is not None
    assert last.isoformat() == "2026-03-01T04:00:00+00:00"


def test_a_log_that_does_not_hold_is_an_outcome_that_is_not_well(head_noted: None) -> None:
    tick()
    tasks.verify_log.call()
    outcome = queries.last_outcome("verify_log")
    assert outcome is not None
    assert outcome[0]
    create(name="四间房镇人民政府", actor="王敏")
    Entry.objects.update(actor="李某")
    tasks.verify_log.call()
    outcome = queries.last_outcome("verify_log")
    assert outcome is not None
    assert not outcome[0]
    assert "第1条与链不符" in outcome[1]


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_is_counted_and_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("11010519491231002X")

    monkeypatch.setattr(tasks, "verify", fail)
    task_finished.connect(tell_of_failure)
    tick()
    assert queries.queue() == {"READY": 4, "RUNNING": 0, "FAILED": 0, "SUCCESSFUL": 0}
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert queries.queue() == {"READY": 0, "RUNNING": 0, "FAILED": 1, "SUCCESSFUL": 3}
    told = [record.getMessage() for record in caplog.records if record.name == "gongkai.jobs"]
    assert told == ["task failed: gongkai.jobs.tasks.verify_log builtins.ZeroDivisionError"]


def test_what_was_destroyed_is_cleaned_away_the_next_day_where_the_database_was_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = create(name="四间房镇人民政府", actor="王敏")
    day = date(2033, 1, 4)
    Destruction.objects.create(
        organ=town, opinion="期满", proposed_by="甲", proposed_on=day, carried_by="乙", carried_on=day
    )
    tick()
    answers = iter((False, True))
    monkeypatch.setattr(tasks.scrubbing, "scrub", lambda: next(answers))
    for is_well in (False, True):
        tasks.scrub.call()
        outcome = queries.last_outcome("scrub")
        assert outcome is not None
        assert outcome[0] == is_well
