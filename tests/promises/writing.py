"""A process that writes all that a ledger takes, in any order, until it is killed; one that looks.

``write SEED`` acknowledges each write by a line of its own, printed after the action has returned: which
kind, and by what it is found again. ``look`` reads such lines and prints those of which nothing or only half
is there, and what the proof of the ledgers says.
"""

import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import django

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ
    from gongkai.ledger.requests.entries import RequestEntry

TOWN, CLERK, LEADER, COUNTY = "青石镇人民政府", "王敏（wangmin）", "张海涛（leader）", "县办（county）"
#: Rows of a workbook, all of which are in or none.
BATCH = 5
#: The steps of a report's way, up to where it is locked.
WAY = {"check": CLERK, "approve": LEADER, "submit": CLERK, "pass": COUNTY, "publish": LEADER}
Write = Callable[["Organ", str], str]


def filed(town: "Organ", key: str) -> str:
    """An application on line."""
    from gongkai.ledger.requests import inbox
    from gongkai.ledger.requests.entries import Said

    said = Said(applicant_name="张三", content=f"道路养护资金{key}")
    at = datetime.now(UTC)
    made = inbox.arrive(organ=town, channel="internet", said=said, at=at, actor=inbox.APPLICANT)
    return str(made.arrival.pk)


def registered(town: "Organ", key: str) -> str:
    from gongkai.ledger.requests import actions

    actions.receive(organ=town, entries=[_application(key)], actor=CLERK)
    return key


def decided(town: "Organ", key: str) -> str:
    """An application that is registered, and answered in a write of its own."""
    from gongkai.ledger.requests import actions
    from gongkai.ledger.requests.entries import EventEntry
    from gongkai.ledger.requests.models import EventKind

    (row,) = actions.receive(organ=town, entries=[_application(key)], actor=CLERK)
    answer = EventEntry(EventKind.ANSWERED, date(2022, 3, 20), {"row": "granted"})
    actions.add_event(foi_request=row, event=answer, actor=CLERK)
    return key


def published(town: "Organ", key: str) -> str:
    """A record released by two people, with its files."""
    from gongkai.ledger.disclosures.tests import made

    return str(made.published(town).pk)


def imported(town: "Organ", key: str) -> str:
    """A workbook: every row of it or none."""
    from gongkai.law.workdays import OFFICIAL
    from gongkai.ledger.workbook import reading
    from gongkai.ledger.workbook.importing import Import, import_workbooks
    from gongkai.ledger.workbook.tests.books import APPLICATION, table, xlsx

    rows = [{**APPLICATION, "申请编号": f"{key}-{number}"} for number in range(BATCH)]
    with tempfile.TemporaryDirectory() as folder:
        book = xlsx(Path(folder) / "a.xlsx", {"依申请公开": table(*rows)})
        how = Import(find_organ=lambda _name: town, actor=CLERK, on=date(2022, 12, 1), calendar=OFFICIAL)
        import_workbooks(reading.read([book]), how)
    return key


def locked(town: "Organ", key: str) -> str:
    """The report of an organ of its own, taken all its way and published."""
    from gongkai.ledger.organs import actions as organs
    from gongkai.ledger.reports import actions

    organ = organs.create(name=f"第{key}号镇人民政府", actor=CLERK)
    decided(organ, key)
    for step, actor in WAY.items():
        actions.take(
            organ=organ,
            year=2022,
            step=step,
            actor=actor,
            day=date(2023, 1, 20),
            url="https://www.example.gov.cn/nb/2022.html",
            reason="照台账",
        )
    return organ.name


def _application(key: str) -> "RequestEntry":
    from gongkai.ledger.requests.entries import EventEntry, RequestEntry
    from gongkai.ledger.requests.models import EventKind

    received = EventEntry(EventKind.RECEIVED, date(2022, 3, 1), {"applicant_kind": "natural_person"})
    return RequestEntry(key, (received,), applicant_name="张三", content="道路养护资金")


#: Each with how often it comes among the others.
WRITES: dict[Write, int] = {filed: 4, registered: 4, decided: 4, imported: 2, published: 1, locked: 1}


def write(seed: int) -> None:
    """Without end, in an order that the seed gives."""
    from gongkai.ledger.organs import actions, queries

    town = next(iter(queries.all_organs()), None) or actions.create(name=TOWN, actor=CLERK)
    chance = random.Random(seed)
    while True:
        (do,) = chance.choices(list(WRITES), list(WRITES.values()))
        print(json.dumps([do.__name__, do(town, uuid4().hex[:12])]), flush=True)


def look(acknowledged: Iterable[str]) -> list[str]:
    """What was acknowledged and is not there whole, and what was never acknowledged and is there in part."""
    from gongkai.ledger import proof
    from gongkai.ledger.requests.models import FoiRequest

    lost = [line for line in acknowledged if not _is_there(*json.loads(line))]
    broken = proof.verify()
    half = [
        key
        for key, count in _batches(FoiRequest.objects.values_list("number", flat=True)).items()
        if count != BATCH
    ]
    return [*lost, *(f"half: {key}" for key in half), *([broken.message] if broken else [])]


def _batches(numbers: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for number in numbers:
        key, dash, _place = number.partition("-")
        if dash:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _is_there(kind: str, key: str) -> bool:
    """Whether it stands as it was acknowledged; what is encrypted opens, files are read."""
    from gongkai.ledger.disclosures.making.files import VAULT
    from gongkai.ledger.disclosures.models import PublishedFile
    from gongkai.ledger.reports.models import Edition
    from gongkai.ledger.requests.inbox import privacy
    from gongkai.ledger.requests.models import Arrival, FoiRequest

    rows = FoiRequest.objects.filter(number__startswith=key)
    if kind == "filed":
        return any(privacy.opened(row).applicant_name == "张三" for row in Arrival.objects.filter(pk=key))
    if kind == "published":
        files = list(PublishedFile.objects.filter(version__record_id=key))
        return bool(files) and all(VAULT.content(file) for file in files)
    if kind == "locked":
        return Edition.objects.filter(organ__name=key, year=2022).count() == 1
    if kind == "decided":
        return rows.filter(answered_on=date(2022, 3, 20)).count() == 1
    return rows.count() == (BATCH if kind == "imported" else 1)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "write":
        write(int(sys.argv[2]))
    else:
        print(json.dumps(look(sys.stdin), ensure_ascii=False))
