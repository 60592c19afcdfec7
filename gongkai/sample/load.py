"""Loading the sample organs into a data folder."""

from gongkai.ledger.organs import queries
from gongkai.ledger.organs.models import Organ
from gongkai.sample import county, town
from gongkai.sample.base import SampleOrgan, load

#: A superior or successor stands before the organ that names it.
SAMPLES: tuple[SampleOrgan, ...] = (*town.ORGANS, *county.ORGANS)


def load_all() -> list[Organ]:
    """Load the samples that are not there yet, each in one transaction; the sample organs are returned.

    An organ of a sample's name that is there already, sample or real, is left as it is: a second call changes
    nothing, and a call after a broken one completes it.
    """
    known = {organ.name: organ for organ in queries.all_organs()}
    for sample in SAMPLES:
        if sample.name not in known:
            known[sample.name] = load(sample, known)
    return [known[sample.name] for sample in SAMPLES if known[sample.name].is_sample]
