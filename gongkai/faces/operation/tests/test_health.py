"""Whether the server lives and can serve, told to machines."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

from gongkai.faces.operation import health
from gongkai.jobs import queries as jobs
from gongkai.jobs.tick import tick
from gongkai.ledger.organs.actions import create
from gongkai.ledger.requests.privacy import keys
from gongkai.lib.today import now

READY = "/health/ready/"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


def test_it_lives_whatever_becomes_of_the_database(client: Client) -> None:
    answer = client.get("/health/live/")  # a test without a database may not open it
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_all_well_is_200(client: Client, data: Path) -> None:
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "keys": True, "disk": True, "jobs": True}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM django_migrations WHERE app = 'organs'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('organs', '0999_later', '2026-01-01')",
    ],
)
def test_tables_of_another_version_are_not_ready(client: Client, data: Path, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
    answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": False, "keys": True, "disk": True, "jobs": True}


@pytest.mark.django_db
def test_keys_that_are_gone_are_not_ready(client: Client, data: Path) -> None:
    create(name="四间房镇人民政府", actor="王敏")
    keys()
    for path in (data / "keys").iterdir():
        path.unlink()
    answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()["keys"] is False


@pytest.mark.django_db
def test_a_disk_without_room_is_not_ready(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    assert client.get(READY).json()["disk"] is False
    monkeypatch.setattr(settings, "DATA", data / "gone")
    assert client.get(READY).status_code == 503


@pytest.mark.django_db
def test_jobs_that_stand_still_are_told_of_and_take_no_visitor_away(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick()
    monkeypatch.setattr(jobs, "_BEGUN", now())
    with time_machine.travel(now() + timedelta(minutes=4)):
        assert client.get(READY).json()["jobs"] is True
    with time_machine.travel(now() + timedelta(minutes=6)):
        answer = client.get(READY)
    assert (answer.status_code, answer.json()["jobs"]) == (200, False)


@pytest.mark.django_db
def test_a_process_that_has_just_begun_gives_the_jobs_time(client: Client, data: Path) -> None:
    with time_machine.travel("2022-10-18"):
        tick()
    assert client.get(READY).json()["jobs"] is True
