"""Loading the sample organs into a data folder."""

from datetime import date

from django.db import transaction

from gongkai.ledger.organs import queries
from gongkai.ledger.organs.models import Organ
from gongkai.sample import catalogue, county, outlets, present, town
from gongkai.sample.base import SampleOrgan, load

#: A superior or successor stands before the organ that names it.
SAMPLES: tuple[SampleOrgan, ...] = (*town.ORGANS, *county.ORGANS)


def load_all(on: date | None = None) -> list[Organ]:
    """Load the samples that are not there yet, each in one transaction; the sample organs are returned.

    An organ of a sample's name that is there already, sample or real, is left as it is: a second call changes
    nothing, and a call after a broken one completes it. ``on`` is the day of whoever will look at
    them: where it lies after the sample's years, something is open on it.
    """
    known = {organ.name: organ for organ in queries.all_organs()}
    for sample in SAMPLES:
        if sample.name not in known:
            known[sample.name] = _load(sample, known, on)
    return [known[sample.name] for sample in SAMPLES if known[sample.name].is_sample]


def _load(sample: SampleOrgan, known: dict[str, Organ], on: date | None) -> Organ:
    with transaction.atomic():
        organ = load(sample, known)
        if on and on.year > county.YEARS[-1] and sample.staff:
            present.put(organ, on)
            catalogue.put(organ)
            if sample.places:
                outlets.put(organ, sample.places, on)
    return organ
