"""What others hand to the outbox."""

from dataclasses import dataclass
from datetime import date

#: What others are waited for is no delay of the organ: once their day is over, the work goes on.
OF_OTHERS = ("await",)


@dataclass(frozen=True, slots=True)
class Told:
    """A thing to do that has come so near that somebody is to be told.

    ``record`` is 0 where there is none. ``number`` and ``what`` are all that goes out of it: no name, no
    matter. ``to_leaders``: those who watch over what is late are told too.
    """

    ledger: str
    step: str
    record: int
    number: str
    what: str
    due: date
    stage: int
    to_leaders: bool = False

    @property
    def key(self) -> tuple[str, str, int, date, int]:
        return self.ledger, self.step, self.record, self.due, self.stage
