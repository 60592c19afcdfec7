"""What the frame of the workbench shows around a page: whose desk it is, where one can go, who is there.

The workbench fills it in; the kit only draws it (``ui/desk.html``).
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go. ``icon`` is a lucide name; ``count`` waits there, ``urgent`` where it is late.

    ``over`` is the address over all its pages, where that is not its own.
    """

    label: object
    href: str
    icon: str = ""
    count: int | None = None
    urgent: bool = False
    over: str = ""
    current: bool = False

    @property
    def above(self) -> str:
        return self.over or self.href


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
    """The frame with the entry marked over the page ``path``; one over all others marks its own page."""
    entries = [entry for group in frame.groups for entry in group]

    def is_here(entry: Entry) -> bool:
        over_others = any(other.above.startswith(entry.above) for other in entries if other is not entry)
        return path == entry.href if over_others else path.startswith(entry.above)

    groups = (tuple(replace(entry, current=is_here(entry)) for entry in group) for group in frame.groups)
    return replace(frame, groups=tuple(groups))
