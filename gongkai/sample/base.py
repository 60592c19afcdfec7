"""What a sample organ is made of, and how its ledger is written: by the same actions as any other's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.sample.people import ACTOR, enter

#: A sample organ has its portal open and takes applications on line, so that a visitor can try it.
OPTIONS: Mapping[str, str | int | None] = {
    "portal": "on",
    "portal_basis": "示例机关，可以试看",
    "online_apply": "on",
    "online_basis": "示例机关，可以试填",
    "fee_collection": "on",
    "duty_openness_day": "on",
    "duty_guide_review": "on",
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records of one organ, not yet stored. Rows come without their organ; prose by year and chapter."""

    requests: Sequence[RequestEntry] = ()
    disclosures: Sequence[Disclosure] = ()
    counts: Sequence[ChannelCount] = ()
    acts: Sequence[AdministrativeAct] = ()
    cases: Sequence[RemedyCase] = ()
    activities: Sequence[Activity] = ()
    prose: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SampleOrgan:
    """One sample organ. ``superior`` and ``successor`` name samples that are loaded before it.

    ``staff`` begins the log-in names of its people; without it nobody works there. ``places`` are those where
    it puts up what it publishes and has it read out; without them it has no outlets.
    """

    name: str
    ledger: Callable[[], Ledger] = Ledger
    superior: str = ""
    aliases: tuple[str, ...] = ()
    options: Mapping[str, str | int | None] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict)
    units: tuple[tuple[str, str], ...] = ()
    abolished_on: date | None = None
    successor: str = ""
    staff: str = ""
    places: tuple[str, ...] = ()


@transaction.atomic
def load(sample: SampleOrgan, known: Mapping[str, Organ]) -> Organ:
    """Found the organ with all its records, or nothing of it. ``known``: the organs already there by name."""
    organ = organs.create(
        name=sample.name,
        aliases=sample.aliases,
        is_sample=True,
        options={**OPTIONS, **sample.options},
        profile={"superior_name": sample.superior, **sample.profile},
        actor=ACTOR,
    )
    # invented figures must not enter the sum of a real organ that bears a sample's name
    if sample.superior and known[sample.superior].is_sample:
        organs.place_under(organ=organ, superior=known[sample.superior], actor=ACTOR)
    if sample.units:
        organs.add_units(organ=organ, units=sample.units, actor=ACTOR)
    if sample.staff:
        enter(organ, prefix=sample.staff)
    write(organ, sample.ledger())
    if sample.abolished_on:
        organs.abolish(
            organ=organ, on=sample.abolished_on, successor=known.get(sample.successor), actor=ACTOR
        )
    return organ


def write(organ: Organ, ledger: Ledger) -> None:
    """Enter the records of a sample."""
    stored = requests.receive(organ=organ, entries=ledger.requests, actor=ACTOR)
    by_number = {row.number: row for row in stored}
    for case in ledger.cases:
        case.foi_request = by_number.get(case.request_number)
    for row in (*ledger.disclosures, *ledger.counts, *ledger.acts, *ledger.cases, *ledger.activities):
        row.organ = organ
    for rows in (ledger.disclosures, ledger.counts, ledger.acts):
        disclosures.register(organ=organ, rows=list(rows), actor=ACTOR)
    remedies.register(organ=organ, rows=list(ledger.cases), actor=ACTOR)
    supervision.register(organ=organ, rows=list(ledger.activities), actor=ACTOR)
    for year, texts in ledger.prose.items():
        reports.write_prose(organ=organ, year=year, texts=texts, actor=ACTOR)
