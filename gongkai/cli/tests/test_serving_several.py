"""Two web processes over one database: what they count is counted once, what one changes the other shows."""

import json
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from gongkai.cli.tests.test_serve import OPEN, served
from gongkai.faces.api.tokens import CALLING
from gongkai.reading.originals.tests.documents import TITLE
from tests.processes import begun, done

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # for the run on PostgreSQL too

#: An organ whose portal is open, one released record, and a token; printed: where they are.
TOWN = """
from datetime import date
from gongkai.cli.prepare import prepare
prepare(demo=False)
from gongkai.faces.api.tests.calls import opened, secret_of
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.tokens.options import DEADLINES
town = opened(real_organ())
record = made.published(town, on=date(2022, 10, 11))
print(json.dumps([town.pk, record.pk, secret_of(town, DEADLINES)]))
"""
WITHDRAW = """
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.models import Record
publishing.withdraw(record=Record.objects.get(), said=publishing.Withdrawal("内容有误"), actor="赵建国")
"""
#: A process that gives index numbers in transactions of their own.
NUMBERS = """
from datetime import date
from django.db import transaction
from gongkai.ledger.disclosures.making import numbers
from gongkai.ledger.organs.models import Organ
for _time in range(15):
    with transaction.atomic():
        number = numbers.give(organ=Organ.objects.get(), on=date(2022, 10, 12), actor="王敏")
    print(number, flush=True)
"""
DAY = "2022-10-12"  # within the days for which the record is shown


def test_two_web_processes_count_calls_together_and_show_nothing_that_was_withdrawn(
    place: dict[str, str],
) -> None:
    organ, record, secret = json.loads(done(place, TOWN, DAY).splitlines()[-1])
    folder, more = place.pop("GONGKAI_DATA"), {**place, "GONGKAI_TODAY": DAY}
    page = f"organs/{organ}/records/{record}/"
    with (
        served(Path(folder), "--workers", "2", **more) as (address, _process),
        ThreadPoolExecutor(8) as threads,
    ):

        def opened(path: str, **headers: str) -> str:
            try:
                with OPEN(urllib.request.Request(f"{address}{path}", headers=headers), timeout=30) as answer:
                    return str(answer.read().decode())
            except urllib.error.HTTPError as error:
                return str(error.code)

        def called(_number: int) -> str:
            return opened("api/v1/organs/0/deadlines", Authorization=f"Bearer {secret}")  # of another organ

        assert all(TITLE in shown for shown in threads.map(opened, [page] * 16))
        assert Counter(threads.map(called, range(CALLING.most + 30))) == {"404": CALLING.most, "429": 30}
        assert connections(place.get("DATABASE_URL", "")) <= 2 * 12 + 4
        done({**place, "GONGKAI_DATA": folder}, WITHDRAW, DAY)
        assert {*threads.map(opened, [page] * 16)} == {"410"}


def connections(url: str) -> int:
    """How many others the database serves; none on SQLite."""
    if not url:
        return 0
    with closing(psycopg.connect(url)) as asked:
        counted = asked.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(counted.fetchall()[0][0]) - 1


def test_processes_that_give_index_numbers_at_once_give_each_once_and_leave_none_out(
    place: dict[str, str],
) -> None:
    done(place, TOWN, DAY)
    before = "from gongkai.ledger.disclosures.models import IndexNumber\nprint(IndexNumber.objects.count())"
    had = int(done(place, before, DAY))
    given: list[str] = []
    for process in [begun(place, NUMBERS, DAY) for _number in range(3)]:
        given += process.communicate(timeout=120)[0].split()
    places = sorted(int(number.rpartition("-")[2]) for number in given)
    assert places == [*range(had + 1, had + 46)]
