"""Ledgers such as nobody has kept, with whatever text, dates and figures a column takes."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st

from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision.models import Activity
from gongkai.sample.base import Ledger, SampleOrgan

# PostgreSQL takes no NUL, and no database takes half a surrogate pair
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
TEXT = st.text(LETTERS, max_size=12)
NAME = st.text(LETTERS, min_size=1, max_size=12)
DAY = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONEY = st.decimals(Decimal("-1e11"), Decimal("1e11"), places=2)
EXTRA = st.dictionaries(
    TEXT,
    st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3)),
)
KINDS = [EventKind.CORRECTED, EventKind.EXTENDED, EventKind.FEE_NOTICED, EventKind.SERVED]


@st.composite
def applications(draw: st.DrawFn, number: int) -> RequestEntry:
    received = draw(DAY)
    later = st.integers(0, 60).map(lambda days: received + timedelta(days))
    events = [
        EventEntry(EventKind.RECEIVED, received, {"applicant_kind": "natural_person", "said": draw(TEXT)})
    ]
    events += [EventEntry(kind, draw(later)) for kind in draw(st.lists(st.sampled_from(KINDS), max_size=3))]
    return RequestEntry(
        str(number),
        tuple(events),
        applicant_name=draw(TEXT),
        content=draw(TEXT),
        id_number=draw(st.just("") | st.just("11010519491231002X") | NAME),
        contact=draw(TEXT),
        joint_applicants=draw(st.none() | st.integers(0, 2**31 - 1)),
        remarks=draw(TEXT),
        extra=draw(st.dictionaries(TEXT, TEXT, max_size=3)),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    def some(build: Any) -> list[Any]:
        return [build(number) for number in range(draw(st.integers(0, 3)))]

    return Ledger(
        requests=some(lambda number: draw(applications(number))),
        disclosures=some(
            lambda number: Disclosure(
                index_no=str(number),
                title=draw(TEXT),
                formed_on=draw(DAY),
                published_on=draw(st.none() | DAY),
                channels=draw(st.lists(TEXT, max_size=3)),
                extra=draw(EXTRA),
            )
        ),
        counts=some(
            lambda _n: ChannelCount(month=draw(DAY), channel=draw(TEXT), count=draw(st.integers(-9, 9)))
        ),
        acts=some(lambda _n: AdministrativeAct(on=draw(DAY), kind="fees", amount=draw(st.none() | MONEY))),
        cases=some(
            lambda number: RemedyCase(
                case_no=str(number),
                kind="complaint",
                received_on=draw(DAY),
                request_number=str(number),
                as_reviewer_only=draw(st.booleans()),
            )
        ),
        activities=some(
            lambda _n: Activity(on=draw(DAY), kind="meeting", note=draw(TEXT), remarks=draw(TEXT))
        ),
        prose={2022: {"problems": draw(TEXT)}},
    )


def organs() -> st.SearchStrategy[list[SampleOrgan]]:
    """One to three organs, each with a ledger of its own."""
    lists = st.lists(ledgers(), min_size=1, max_size=3)
    return lists.map(
        lambda kept: [SampleOrgan(f"第{n}镇", partial(_same, one)) for n, one in enumerate(kept)]
    )


def _same(ledger: Ledger) -> Ledger:
    return ledger
