"""Whether a process lives, and whether it can serve: for the machines that watch over it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.backup import schema
from gongkai.jobs import queries as jobs
from gongkai.ledger.requests import privacy
from gongkai.lib.crypto import UnknownKey

LEAST_FREE = 100_000_000  # bytes
log = structlog.get_logger("gongkai.health")


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 while a visitor can be served, else 503 with what is not well; why stands in the log. Whether the
    jobs run is told besides: without them a visitor is served all the same."""
    is_up = _is_well("database", _database)
    found = {"database": is_up}
    # each would wait for a database that is away as long as the first one did, and the balancer for all
    found |= {name: is_up and _is_well(name, check) for name, check in OF_DATABASE}
    found["disk"] = _is_well("disk", _disk)
    is_ready = all(found.values())
    told = found | {"jobs": is_up and _is_well("jobs", _jobs)}
    return JsonResponse(told, status=200 if is_ready else 503)


def _is_well(name: str, check: Callable[[], bool]) -> bool:
    try:
        well = check()
    except (DatabaseError, UnknownKey, OSError):
        log.exception("not ready", check=name)
        return False
    if not well:
        log.error("not ready", check=name)
    return well


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    return not schema.is_behind() and not schema.newer()


def _keys() -> bool:
    privacy.opens()
    return True


def _disk() -> bool:
    data = Path(settings.DATA)
    return os.access(data, os.W_OK) and shutil.disk_usage(data).free > LEAST_FREE


def _jobs() -> bool:
    return jobs.stopped_since() is None


OF_DATABASE: tuple[tuple[str, Callable[[], bool]], ...] = (("migrations", _migrations), ("keys", _keys))
