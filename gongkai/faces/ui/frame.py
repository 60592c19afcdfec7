"""What the frame of the workbench shows around a page: whose desk it is, where one can go, who is there.

The workbench fills it in; the kit only draws it (``ui/desk.html``).
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go. ``icon`` is a lucide name; ``count`` waits there, ``urgent`` where it is late."""

    label: object
    href: str
    icon: str = ""
    count: int | None = None
    urgent: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at the desk, as what; ``entries`` are links of the account, ``sign_out`` takes a POST."""

    name: str
    role: object = ""
    entries: tuple[Entry, ...] = ()
    sign_out: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """``groups`` of entries are parted by a line; ``search`` is the address that takes ``q``."""

    organ: str
    groups: tuple[tuple[Entry, ...], ...]
    home: str = "/"
    search: str = ""
    person: Person | None = None
    note: object = ""


def at(frame: Frame, path: str) -> Frame:
    """The frame with the entry marked under which the page ``path`` lies: the longest address over it."""
    over = [entry.href for group in frame.groups for entry in group if path.startswith(entry.href)]
    here = max(over, key=len, default="")
    groups = (tuple(replace(entry, current=entry.href == here) for entry in group) for group in frame.groups)
    return replace(frame, groups=tuple(groups))
