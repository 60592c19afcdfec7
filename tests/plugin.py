"""The ground under every test: an own data folder, SQLite, or with ``--postgres`` a real PostgreSQL.

Loaded by name (pyproject.toml) because settings read the environment before any conftest is seen.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest

from tests.postgres import database, server
from tests.shared import made_once, shared_folder

#: What a developer may have set for real work. No test may see it, let alone write there.
OUTER = ("DATABASE_URL", "GONGKAI_TODAY", "GONGKAI_LANG", "GONGKAI_DEBUG", "GONGKAI_FONTS", "GONGKAI_HOSTS")
FACES = Path(__file__).resolve().parent.parent / "gongkai" / "faces"
SCHEMA = FACES / "api" / "tests" / "test_schema.py"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}

#: How many examples a property is tried on. No deadline: a test is not a stopwatch.
hypothesis.settings.register_profile("whole", max_examples=100, deadline=None)
hypothesis.settings.register_profile("quick", max_examples=20, deadline=None)
hypothesis.settings.load_profile("whole")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run the tests that use the database, on a real PostgreSQL"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    held = ExitStack()
    early_config.add_cleanup(held.close)
    # a shell starts what runs in its background deaf to Ctrl-C, and so would be what tests start to be ended
    signal.signal(signal.SIGINT, signal.default_int_handler)
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if not is_worker:
        for name in OUTER:
            os.environ.pop(name, None)
        if early_config.known_args_namespace.postgres:
            os.environ["DATABASE_URL"] = held.enter_context(server())
    # Workers of a parallel run each have their own folder; keys and chain heads are written there.
    os.environ["GONGKAI_DATA"] = held.enter_context(
        tempfile.TemporaryDirectory(prefix="gongkai-tests-", ignore_cleanup_errors=True)
    )


def uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def meets_postgres(item: pytest.Item) -> bool:
    """What is slow among the faces is slow because it draws: what it asks, the ledgers' own tests ask too."""
    only_draws = item.get_closest_marker("slow") is not None and item.path.is_relative_to(FACES)
    return uses_database(item) and not only_draws


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--postgres`` what meets the database; without it nothing that asks for PostgreSQL."""
    on_postgres = config.getoption("postgres")

    def belongs(item: pytest.Item) -> bool:
        asks = item.get_closest_marker("postgres") is not None
        return asks or meets_postgres(item) if on_postgres else not asks

    kept = [item for item in items if belongs(item)]
    if dropped := [item for item in items if item not in kept]:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What calls the whole schema draws cases while it is collected: seconds, for tests that are not run."""
    is_idle = collection_path == SCHEMA and "not slow" in config.getoption("markexpr")
    return True if is_idle else None


@pytest.fixture
def head_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the head of the log had been noted: a test's transaction is never committed."""
    from gongkai.ledger.audit import queries

    monkeypatch.setattr(queries, "noted_heads", lambda: [head] if (head := queries.head()) else [])


@pytest.fixture(autouse=True)
def actions_have_a_transaction(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own transaction would hide an action without one, which breaks wherever it is really run."""
    if not uses_database(request.node):
        return
    from django.db import connection

    from gongkai.ledger.audit import actions

    request.getfixturevalue("_django_db_helper")
    if not connection.in_atomic_block:
        return  # a test without a transaction sees it by itself
    alone, outside = actions.alone, len(connection.savepoint_ids)

    def deeper() -> None:
        if len(connection.savepoint_ids) <= outside:
            raise RuntimeError("a change and its log row belong into one transaction")
        alone()

    monkeypatch.setattr(actions, "alone", deeper)


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first start leaves it: its tables alone take seconds. To be copied, not used."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def lay_out(folder: Path) -> None:
        command = [sys.executable, "-m", "gongkai.cli.prepare"]
        subprocess.run(command, env={**known, "GONGKAI_DATA": str(folder)}, check=True, timeout=120)

    return made_once(shared_folder(tmp_path_factory) / "laid-out", lay_out)


@pytest.fixture
def started_before(laid_out: Path, tmp_path: Path) -> Path:
    """A data folder of one's own in which nothing was entered yet."""
    return Path(shutil.copytree(laid_out, tmp_path / "data"))


@pytest.fixture
def place(started_before: Path) -> Iterator[dict[str, str]]:
    """The environment of processes of their own: a data folder, on whichever database this run is about."""
    known = {"GONGKAI_DATA": str(started_before), "GONGKAI_WEBHOOK_HOSTS": "127.0.0.1"}
    with database(os.environ.get("DATABASE_URL", "")) as url:
        yield known | ({"DATABASE_URL": url} if url else {})


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    """Passwords of tests are hashed in no time; what makes a real one slow is Django's to prove."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
