"""What others hand to the outbox."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Told:
    """A thing to do that has come so near that somebody is to be told.

    ``record`` is 0 where there is none. ``number`` and ``what`` are all that goes out of it: no name, no
    matter. ``to_leaders``: those who watch over what is late are told too. ``owners``: the persons
    whose it is to do, besides those who see to everything.
    """

    ledger: str
    step: str
    record: int
    number: str
    what: str
    due: date
    stage: int
    to_leaders: bool = False
    owners: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str, int, date, int]:
        return self.ledger, self.step, self.record, self.due, self.stage
