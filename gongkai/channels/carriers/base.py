"""What every carrier has in common: what it gets to publish, what it says of it, and how that comes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.channels.base import Field, Settings
from gongkai.law.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class File:
    """A published file; ``read`` opens it."""

    name: str
    kind: str  # a code of gongkai.lib.kinds
    size: int
    sha256: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Publication:
    """A released record as everybody sees it, and nothing that is not public.

    Of a record that was taken back there is but its title and number, with ``withdrawn_because``.
    """

    index_no: str
    title: str
    organ: str
    version: int
    at: datetime | None = None  # when it was released, or taken back
    document_no: str = ""
    issuer: str = ""
    document_kind: str = ""  # of gongkai.law.proactive
    topic: str = ""
    summary: str = ""
    formed_on: date | None = None
    published_on: date | None = None
    notice_until: date | None = None
    reason: str = ""  # why this version was made
    html: str = ""
    text: str = ""
    url: str = ""  # where it stands in the organ's portal; empty where nobody can open it
    confirm: str = ""  # where whoever passes it on says so; empty where there is no such page
    phone: str = ""
    address: str = ""
    files: tuple[File, ...] = ()
    withdrawn_because: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A publication on its way through one carrier.

    ``key`` is the same however often it is tried. ``notes`` is what earlier tries noted; ``note`` keeps more
    of it at once, whatever happens afterwards: whoever takes several steps notes each, and begins after the
    last.
    """

    key: str
    publication: Publication
    notes: Mapping[str, Any] = field(default_factory=dict)
    note: Callable[[Mapping[str, Any]], None] = lambda notes: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. ``proof`` is one sentence; ``address`` is where everybody sees it.

    ``is_settled`` False: the other side has it and is still at it; the same is asked again after ``pause``.
    """

    proof: str = ""
    address: str = ""
    is_settled: bool = True
    pause: timedelta = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a preview offers; it is made when somebody opens it."""

    name: str
    content_type: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Preview:
    """How it will look there: plain text as it is sent, clean HTML, papers to print.

    ``look`` names the sheet that dresses ``html`` as the other side does, its title included; empty: as a
    document.
    """

    text: str = ""
    html: str = ""
    look: str = ""
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """Where, and at what time of which day, a person puts it up."""

    where: str
    on: date | None = None
    at: str = ""


def _nothing(_settings: Settings, _publication: Publication) -> tuple[Finding, ...]:
    return ()


def _as_it_is(_settings: Settings, publication: Publication) -> Preview:
    return Preview(publication.text, publication.html)


def no_point(_settings: Settings, _publication: Publication) -> tuple[Point, ...]:
    return ()


def one_point(_settings: Settings, _publication: Publication) -> tuple[Point, ...]:
    return (Point(""),)


@dataclass(frozen=True, slots=True)
class Carrier:
    """载体: the contract of everything a record is published through.

    ``check`` says before it goes what would not fit; an error stops it. ``deliver`` and ``withdraw`` are
    called again until they settle, and raise ``Unsent`` where they fail; None: a person does it. At each of
    ``points`` somebody notes what was done there. ``prove`` looks whether it still stands; None where nobody
    can ask.
    ``knows_again``: what is handed over twice under one key, or is taken up after its notes, appears once.
    """

    code: str
    zh: str
    hint: str
    fields: tuple[Field, ...] = ()
    check: Callable[[Settings, Publication], tuple[Finding, ...]] = _nothing
    preview: Callable[[Settings, Publication], Preview] = _as_it_is
    deliver: Callable[[Settings, Parcel], Outcome] | None = None
    prove: Callable[[Settings, Parcel], Outcome] | None = None
    withdraw: Callable[[Settings, Parcel], Outcome] | None = None
    points: Callable[[Settings, Publication], tuple[Point, ...]] = no_point
    replaces: bool = True  # a later version takes the place of the one before; else that is taken down
    asks_address: bool = False  # whoever did it by hand says where it stands on the web
    confirms: bool = False  # each of its points says on a page of its own that it has passed it on
    is_account: bool = False  # of new media: it needs its 备案
    knows_again: bool = False
    a_minute: int | None = None

    @property
    def goes_by_itself(self) -> bool:
        """For templates, which would call ``deliver``."""
        return self.deliver is not None


def must(rule: str, where: str, words: str) -> Finding:
    """要改: it does not go like this."""
    return Finding(rule, Severity.ERROR, where, words)


def should(rule: str, where: str, words: str) -> Finding:
    """建议: it goes, and would be better otherwise."""
    return Finding(rule, Severity.WARNING, where, words)
