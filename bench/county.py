"""The county's screens over 60 organs with 200,000 applications, against a constant page.

Run as ``python -m bench.county [ORGANS] [APPLICATIONS]``. Half the organs report from their ledgers, a third
sent files, the others nothing. Each page is opened first (cold), after one organ wrote something, and then
again: its median against that of a constant page. Exit code 1 past 300 ms. It works in a folder of its own.
"""

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from bench.ledgers import BESIDE, TODAY, fill
from bench.options import numbers
from bench.rounds import said
from bench.workbench import ms

ROUNDS, LIMIT, MOST_QUERIES = 15, 300, 40
YEAR = 2024
PAGES = (
    ("organs below", f"below/{YEAR}/"),
    ("sum", f"below/{YEAR}/sum/"),
    ("year against year", f"below/{YEAR}/compared/"),
)


def main() -> int:
    organs, applications = numbers(__doc__, organs=60, applications=200_000)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_TODAY": TODAY}
        from gongkai.cli.frame import ledger

        ledger(create=True)
        (Path(folder) / "static").mkdir()
        return 0 if _measure(Path(folder), organs, applications) else 1


def _measure(folder: Path, organs: int, applications: int) -> bool:
    from django.db import connection
    from django.test import Client

    from gongkai.ledger.audit.models import Entry

    county, members, person = _county(organs)
    connection.close()
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as plain:
        fill(plain, members[0].pk, applications)
        plain.execute("UPDATE requests_foirequest SET organ_id = ? + id % ?", (members[0].pk, organs))
        for statement in BESIDE:
            plain.execute(statement)
        plain.commit()
    _handed_in(members)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    constant = median(ms(client, "/robots.txt") for _ in range(ROUNDS))
    print(f"a constant page {constant:.1f} ms; {Entry.objects.count():,} rows in the log", flush=True)
    fine = True
    for what, path in PAGES:
        fine &= _page(client, county, members, what, path, constant)
    return fine


def _page(client: Any, county: Any, members: list[Any], what: str, path: str, constant: float) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.ledger.organs import actions

    address = f"/desk/organs/{county.pk}/{path}"
    cold = ms(client, address)
    moved = []
    for number in range(3):
        actions.set_option(organ=members[0], code="short_name", value=f"我镇{number}", actor="bench")
        moved.append(ms(client, address))
    with CaptureQueriesContext(connection) as captured:
        ms(client, address)
    queries = len(captured)  # the next request empties the list
    typical = median(ms(client, address) for _ in range(ROUNDS))
    return said(
        what,
        f"{typical:5.0f} ms = {typical / constant:.0f} × a constant page; "
        f"after a change {median(moved):.0f}, cold {cold:.0f}; {queries} SQL",
        within=typical <= LIMIT and queries <= MOST_QUERIES,
    )


def _county(count: int) -> tuple[Any, list[Any], Any]:
    """The county with its organs, whose keys follow one another, and somebody who looks over them."""
    from gongkai.ledger.organs import actions
    from gongkai.ledger.people import actions as people

    county = actions.create(name="示例县人民政府", actor="bench")
    members = [actions.create(name=f"示例{number}镇人民政府", actor="bench") for number in range(count)]
    for member in members:
        actions.place_under(organ=member, superior=county, actor="bench")
    person = people.enrol(organ=county, username="county", name="刘芳", actor="bench")
    people.give_role(person=person, organ=county, role="supervisor", actor="bench")
    return county, members, person


def _handed_in(members: list[Any]) -> None:
    """Half were passed as their ledgers have them, a third came as files."""
    from hashlib import sha256

    from django.db import transaction

    from gongkai.law.annual_report.contract import dumps
    from gongkai.ledger.audit import actions as audit
    from gongkai.ledger.base import Scope
    from gongkai.ledger.reports import progress, queries
    from gongkai.ledger.reports.models import Received, ReportYear
    from gongkai.lib.today import now

    for number, member in enumerate(members):
        if number % 6 == 5:
            continue
        report = queries.compile_report(member, YEAR, scope=Scope.of(member))
        if number % 2:
            content = dumps(report)
            row: Any = Received(
                organ=member,
                year=YEAR,
                came_as="file",
                state="passed",
                content=content,
                digest=sha256(content.encode()).hexdigest(),
                received_by="bench",
                received_at=now(),
                place=str(number),
                size=1,
            )
        else:
            step = {"step": "pass", "by": "bench", "at": now().isoformat(), "reason": ""}
            steps = [{**step, "digest": progress.digest(report)}]
            row = ReportYear(organ=member, year=YEAR, state="passed", steps=steps)
        with transaction.atomic():
            audit.put(row, None, "report.bench", actor="bench")


if __name__ == "__main__":
    sys.exit(main())
