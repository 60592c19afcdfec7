"""Plain shapes that the actions of matters and tasks take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.ledger.organs.models import Unit
from gongkai.ledger.people.models import Person


@dataclass(frozen=True, slots=True)
class Assignment:
    """交办: what is to be done, by whom, by when. Each owner has a task of their own."""

    what: str
    owners: Sequence[Unit | Person]
    due: date


@dataclass(frozen=True, slots=True)
class Proof:
    """凭据: what the work itself leaves. Words, an address or a file: one of them is enough."""

    on: date
    words: str = ""
    address: str = ""
    file: tuple[str, bytes] | None = None
