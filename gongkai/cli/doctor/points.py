"""What doctor says of one thing."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.lib.today import BEIJING

GOOD, WARN, BAD = "✓", "！", "✗"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at: how it stands, and what to do if not well. A warning is not an error yet."""

    mark: str
    text: str


def either(is_well: bool) -> str:
    return GOOD if is_well else BAD


def minute(instant: datetime) -> str:
    return f"{instant.astimezone(BEIJING):%Y-%m-%d %H:%M}"
