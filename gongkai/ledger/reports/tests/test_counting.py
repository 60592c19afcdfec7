"""Thousands of years of ledgers that nobody chose: table three says what whoever counts by hand finds."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from random import Random

import pytest

from gongkai.law.annual_report.formats import y2021
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, TOTAL
from gongkai.law.annual_report.model import Value
from gongkai.law.annual_report.tally import YearFacts, tally
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.requests.queries import groups
from gongkai.ledger.requests.tests.walks import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FORM, YEARS = y2021.FORM, range(2021, 2027)
ROWS = ("new", "carried_in", *FORM.result_keys, "total", "carried_out")
COLUMNS = (*APPLICANT_KEYS, TOTAL)
History = list[EventEntry]


def ledgers(chance: Random, count: int = 400) -> dict[Organ, list[History]]:
    """Organs, each with some applications that went lawful steps of any kind in any of the years."""
    found = {}
    for number in range(count):
        organ = organs.create(name=f"第{number}镇人民政府", actor="测试")
        walks = [
            Walk.of(chance.choice, date(chance.choice(YEARS) - 1, chance.randint(1, 12), 1), steps=7 - n)
            for n in range(chance.randint(1, 8))
        ]
        found[organ] = [walk.entries for walk in walks]
        entries = [
            RequestEntry(str(n), tuple(history), applicant_name="张三", content="低保发放标准")
            for n, history in enumerate(found[organ])
        ]
        requests.receive(organ=organ, entries=entries, actor="王敏")
    return found


def by_hand(histories: list[History], year: int) -> Counter[str]:
    """Table three of a year, each application looked at by itself; what is 0 is left out."""
    table: Counter[str] = Counter()
    for history in histories:
        received = history[0]
        ends = [one for one in history if one.kind in {EventKind.ANSWERED, EventKind.WITHDRAWN}]
        end = min(ends, key=lambda one: one.on, default=None)
        if received.on.year > year or (end and end.on.year < year):
            continue
        rows = ["new" if received.on.year == year else "carried_in"]
        if end is None or end.on.year > year:
            rows.append("carried_out")
        else:
            row = "other_other" if end.kind == EventKind.WITHDRAWN else end.data["row"]
            rows += [row, "total"]
        for row in rows:
            table[f"requests/{row}/{received.data['applicant_kind']}"] += 1
            table[f"requests/{row}/total"] += 1
    return table


def of_table_three(cells: Mapping[str, Value]) -> dict[str, Value]:
    return {code: figure for code, figure in cells.items() if code.startswith("requests/") and figure}


def test_the_ledgers_count_is_the_reports_count_in_every_cell_of_thousands_of_years() -> None:
    known, seen = ledgers(Random(1)), Counter[str]()
    for organ, histories in known.items():
        for year in YEARS:
            wanted = by_hand(histories, year)
            facts = YearFacts(organ.name, year, groups(Scope.of(organ), year))
            assert of_table_three(tally(facts, FORM)) == wanted, (organ, year)
            seen += wanted
    assert len(known) * len(YEARS) >= 2000
    assert {code.split("/")[1] for code in seen} == set(ROWS)
    assert {code.split("/")[2] for code in seen} == set(COLUMNS)


def test_the_whole_report_and_the_records_behind_its_cells_are_counted_so_too() -> None:
    for organ, histories in ledgers(Random(2), count=12).items():
        for year in YEARS:
            wanted, own = by_hand(histories, year), Scope.of(organ)
            assert of_table_three(queries.figures(organ, year, scope=own)) == wanted, (organ, year)
            for code, figure in wanted.items():
                assert queries.behind(organ, year, code, scope=own).rows.count() == figure, (organ, code)
