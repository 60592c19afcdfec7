"""What a page of the workbench asks the database: little, and never more for a longer ledger."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.organs import YEAR, application, staff
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import AdministrativeAct, Attribute, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
MOST = 15
CODES = ("requests", "disclosures", "acts", "remedies", "supervision")
DUE = ("requests", "disclosures", "remedies")
PAGES = (
    "",
    *(f"ledger/{code}/" for code in CODES),
    *(f"ledger/{code}/?page=2" for code in CODES),
    "ledger/requests/?sort=-number",
    "ledger/requests/?state=open",
    *(f"ledger/{code}/?sort=due" for code in DUE),
    *(f"ledger/{code}/?due={state}" for code in DUE for state in ("late", "near")),
    "ledger/requests/?received-from=2025-01-01&received-to=2025-12-31",
    "ledger/requests/?q=合同",
    "search/?q=合同",
    "search/?q=合同+道路",
    f"reports/{YEAR}/",
    f"reports/{YEAR}/cases/requests/new/total",
    "settings/",
    "people/",
    "import/",
    "log/",
    "log/?actor=测试",
    "log/?kind=requests.foirequest",
)


def fill(organ: Organ, first: int, count: int) -> None:
    """So many rows more in every register."""
    numbers, day, actor = range(first, first + count), date(YEAR, 3, 3), "测试"
    requests.receive(organ=organ, entries=[application(number) for number in numbers], actor=actor)
    documents = [
        Disclosure(
            organ=organ, index_no=f"S{number}", title="道路通知", formed_on=day, attribute=Attribute.PROACTIVE
        )
        for number in numbers
    ]
    disclosures.register(organ=organ, rows=documents, actor=actor)
    acts = [AdministrativeAct(organ=organ, on=day, kind="penalties", quantity=1) for _number in numbers]
    disclosures.register(organ=organ, rows=acts, actor=actor)
    cases = [
        RemedyCase(organ=organ, case_no=f"{number}号", kind="reconsideration", received_on=day)
        for number in numbers
    ]
    remedies.register(organ=organ, rows=cases, actor=actor)
    meetings = [Activity(organ=organ, on=day, kind="meeting", topic="道路") for _number in numbers]
    supervision.register(organ=organ, rows=meetings, actor=actor)


@pytest.mark.slow
def test_a_page_asks_at_most_fifteen_times_however_long_the_ledgers_are(client: Client, real: Organ) -> None:
    client.force_login(staff(real, "clerk", "signer", "auditor", "administrator"))

    def cost(address: str) -> int:
        """Of the page once it is known what the ledgers come to."""
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/desk/organs/{real.pk}/{address}").status_code == 200, address
        return len(queries)

    fill(real, 1, 55)
    before = {address: cost(address) for address in PAGES}
    fill(real, 100, 55)
    assert {address: cost(address) for address in PAGES} == before
    assert {address: asked for address, asked in before.items() if asked > MOST} == {}
