"""Figures for Prometheus: requests as they are answered, the rest counted when it is asked for.

Labels are names of views and machines and states of tasks, of which there are few; no address, organ or
person is one.
Several web processes put theirs together in the folder PROMETHEUS_MULTIPROC_DIR, which ``serve`` makes.
"""

import os
from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from gongkai.backup import book
from gongkai.jobs import queries as jobs
from gongkai.ledger.audit import queries as audit

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
own = CollectorRegistry()
requests = Counter("gongkai_requests", "Requests answered.", ["view", "status"], registry=own)
latency = Histogram(
    "gongkai_request_seconds", "Time to answer a request.", ["view"], buckets=BUCKETS, registry=own
)


def answered(view: str, status: int, seconds: float) -> None:
    requests.labels(view, str(status)).inc()
    latency.labels(view).observe(seconds)


def page() -> bytes:
    """All figures as Prometheus reads them."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(own)
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)
    together.register(Ledger())
    return generate_latest(together)


class Ledger(Collector):
    """What the database and the book of backups say at this moment."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = list(_of_database())
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("gongkai_database_up", "Whether the database answers.", value=bool(found))
        yield from found
        if last := book.last_good():
            yield GaugeMetricFamily(
                "gongkai_last_backup_timestamp_seconds",
                "When the last backup not known to be bad was made.",
                value=last.made_at.timestamp(),
            )


def _of_database() -> Iterator[Metric]:
    head = audit.head()
    yield GaugeMetricFamily("gongkai_audit_rows", "Rows of the log.", value=head.number if head else 0)
    waiting = GaugeMetricFamily("gongkai_jobs", "Background tasks by state.", labels=["state"])
    for state, count in jobs.queue().items():
        waiting.add_metric([state.lower()], count)
    yield waiting
    if last := jobs.last_tick():
        yield GaugeMetricFamily(
            "gongkai_last_tick_timestamp_seconds",
            "When the jobs process last looked for what is due.",
            value=last.timestamp(),
        )
    leader = GaugeMetricFamily("gongkai_leader", "Which machine looks for what is due.", labels=["machine"])
    if name := jobs.leader():
        leader.add_metric([name.rpartition(":")[0]], 1)
    yield leader


own.register(Ledger())
ProcessCollector(registry=own)
PlatformCollector(registry=own)
