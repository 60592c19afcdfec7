"""Figures for Prometheus: right, few, and for operators alone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families as parsed

from gongkai.backup import book
from gongkai.jobs.tick import tick
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


def figures(client: Client) -> dict[str, float]:
    """Every figure by its name and labels."""
    page = client.get("/metrics/").content.decode()
    samples = [sample for family in parsed(page) for sample in family.samples]
    return {f"{s.name} {' '.join(sorted(s.labels.values()))}".strip(): s.value for s in samples}


def test_requests_are_counted_by_view_and_status(client: Client) -> None:
    before = figures(client)
    client.get("/health/live/")
    client.get("/nothing/")
    after = figures(client)
    for name in ("gongkai_requests_total 200 operation:live", "gongkai_requests_total - 404"):
        assert after[name] - before.get(name, 0) == 1
    name = "gongkai_request_seconds_count operation:live"
    assert after[name] - before.get(name, 0) == 1


def test_the_ledger_the_jobs_and_the_backups_are_told(client: Client) -> None:
    first = figures(client)
    assert first["gongkai_audit_rows"] == 0
    assert "gongkai_last_tick_timestamp_seconds" not in first
    assert "gongkai_last_backup_timestamp_seconds" not in first
    create(name="四间房镇人民政府", actor="王敏")
    tick(by="gk1:4711")
    book.note(book.Entry("2026-01-01T00:00:00+08:00", "/a.zip", "", book.COMMAND))
    then = figures(client)
    assert then["gongkai_database_up"] == 1
    assert then["gongkai_audit_rows"] == 1
    assert (
        then["gongkai_jobs ready"] == 5
    )  # the log, reminders, drafts and files, what ends, what was destroyed
    assert then["gongkai_last_tick_timestamp_seconds"] > 1_700_000_000
    assert then["gongkai_leader gk1"] == 1
    assert then["gongkai_last_backup_timestamp_seconds"] == 1767196800


@pytest.mark.slow
def test_addresses_that_strangers_invent_make_no_new_figures(client: Client, sample: Organ) -> None:
    client.get("/nothing/")
    client.get(f"/desk/organs/{sample.pk}/reports/2025/")
    client.get(f"/desk/organs/{sample.pk + 1}/reports/2025/")
    figures(client)  # this page counts itself too, once it was seen
    before = figures(client)
    for number in range(40):
        client.get(f"/nothing/{number}?q=110105194912310{number}")
        client.get(f"/desk/organs/{sample.pk + 2 + number}/reports/2025/")
        client.generic(f"M{number}", "/nothing/")
    after = figures(client)
    assert after.keys() == before.keys()
    assert not [name for name in after if "110105" in name or sample.name in name]


def test_where_no_token_is_set_only_this_machine_sees_them(client: Client) -> None:
    assert client.get("/metrics/").status_code == 200
    assert client.get("/metrics/", REMOTE_ADDR="::1").status_code == 200
    assert client.get("/metrics/", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/metrics/", REMOTE_ADDR="").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_stranger_behind_a_proxy_on_this_machine_does_not(client: Client, header: str) -> None:
    assert client.get("/metrics/", headers={header: "127.0.0.1"}).status_code == 404


def test_where_a_token_is_set_it_is_asked_for_everywhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "METRICS_TOKEN", "s3cret")
    for given in ("", "Bearer ", "Bearer s3cre", "Basic s3cret2", "Bearer 密"):
        assert client.get("/metrics/", headers={"Authorization": given}).status_code == 404
    answer = client.get("/metrics/", headers={"Authorization": "Bearer s3cret"}, REMOTE_ADDR="10.0.0.7")
    assert answer.status_code == 200
    assert "s3cret" not in answer.content.decode()
