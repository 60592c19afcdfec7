"""Several jobs processes, as on several machines: one leads, another takes over, nothing is done twice."""

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai.channels.tests.servers import mail_server
from tests.processes import begun, done, set_up

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,  # for the run on PostgreSQL too
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]
#: A jobs process whose minutes are short, and which tells whenever it looks for what is due.
JOBS = """
import os
from gongkai.jobs import __main__ as jobs, tick
known = tick.tick
def told(by):
    known(by)
    with open(os.environ["TICKS"], "a") as file:
        file.write(f"{os.getpid()}\\n")
tick.tick, jobs.MINUTE = told, 0.1
jobs.main()
"""
STANDS = """
from collections import Counter
from django_tasks_db.models import DBTaskResult
from gongkai.jobs import queries
from gongkai.ledger.outbox.models import Dispatch
rows = list(DBTaskResult.objects.values_list("task_path", "status", "worker_ids"))
print(json.dumps({
    "daily": Counter(path.rpartition(".")[2] for path, _status, _by in rows if not path.endswith("remind")),
    "states": sorted({status for _path, status, _by in rows}),
    "takers": sorted({len(by) for _path, _status, by in rows}),
    "sent": list(Dispatch.objects.values_list("state", flat=True)),
    "leader": queries.leader().rpartition(":")[2],
}))
"""
DAY = "2025-03-24"


def stands(place: dict[str, str]) -> Any:
    return json.loads(done(place, STANDS, DAY).splitlines()[-1])


def until(is_so: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_of_three_jobs_processes_one_looks_another_takes_over_and_all_is_done_once(
    place: dict[str, str], tmp_path: Path
) -> None:
    ticks, backups = tmp_path / "ticks", tmp_path / "backups"
    ticks.touch()
    place |= {"TICKS": str(ticks), "GONGKAI_BACKUP_DAILY": "1", "GONGKAI_BACKUP_DIR": str(backups)}

    def lookers() -> list[str]:
        return ticks.read_text().split()

    with mail_server() as server:
        done(place, set_up("mail", server.settings), DAY)
        processes = {str(one.pid): one for one in (begun(place, JOBS, DAY) for _number in range(3))}
        try:
            until(lambda: server.mails and any(backups.glob("*.zip")))
            until(lambda: stands(place)["states"] == ["SUCCESSFUL"])
            (first,) = set(lookers())  # of three, however often they looked
            assert stands(place)["leader"] == first
            processes[first].send_signal(signal.SIGKILL)
            until(lambda: lookers()[-1] != first)
            second = lookers()[-1]
            assert second in processes
            processes[second].send_signal(signal.SIGTERM)  # as when its machine is shut down
            until(lambda: lookers()[-1] not in {first, second})
            third = lookers()[-1]
            came_back = begun(place, JOBS, DAY)
            processes[str(came_back.pid)] = came_back
            time.sleep(4)
            assert set(lookers()[-5:]) == {third}  # who comes back does not push it aside
        finally:
            for one in processes.values():
                one.kill()
                one.communicate(timeout=30)
        found = stands(place)
        assert found["states"] == ["SUCCESSFUL"]
        assert set(found["daily"].values()) == {1}
        assert {"verify_log", "back_up", "sweep", "end_disclosures", "scrub"} <= found["daily"].keys()
        assert found["takers"] == [1]
        assert (len(server.mails), found["sent"]) == (1, ["sent"])
        assert len(list(backups.glob("*.zip"))) == 1
