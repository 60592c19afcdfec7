"""更正: what a version changed of the one before, and what of that everybody may see.

An earlier wording is shown where whoever corrected it said that it may be, and of it nothing personal that
the last version does not say itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from gongkai.law import secrecy
from gongkai.law.personal_data import scan
from gongkai.law.personal_numbers import Confidence
from gongkai.ledger.disclosures.making import screening
from gongkai.ledger.disclosures.models import Disclosure, PublishedFile, Version
from gongkai.ledger.disclosures.public.elements import NAMES
from gongkai.ledger.disclosures.queries import Published
from gongkai.ledger.disclosures.statements import CORRECTION
from gongkai.lib.differences import Line, differences


@dataclass(frozen=True, slots=True)
class Told:
    """A line before and after; ``is_hidden`` where what stood there before may not be read any more."""

    line: Line
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """An element as it is kept, by its name among ``public.elements``; the title is one too."""

    name: str
    told: Told


@dataclass(frozen=True, slots=True)
class File:
    """A file that came, went or says something else, and what in it does."""

    name: Told
    lines: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """All that parts two versions."""

    before: Version
    version: Version
    elements: tuple[Element, ...]
    lines: tuple[Told, ...]
    files: tuple[File, ...]


def between(before: Version, version: Version) -> Change:
    """What a version changed, whole."""
    return Change(
        before,
        version,
        tuple(_elements(before, version)),
        _lines(before.text, version.text),
        tuple(_files(_annexes(before), _annexes(version))),
    )


def open_pairs(row: Disclosure, told: Published | None, on: date) -> dict[int, tuple[Version, Version]]:
    """The versions that everybody may compare with the one before, by their number: each with it. None of a
    list whose days are over, and none before a correction of which it was not said that they may."""
    if told is None or (row.notice_until and row.notice_until < on):
        return {}
    since = _closed_at(told.record.deeds)
    known = [one for one in told.versions if since is None or one.released_at > since]
    return {later.number: (earlier, later) for later, earlier in pairwise(known)}


def told_to_all(before: Version, version: Version, told: Published) -> Change:
    """What everybody may see of what a version changed."""
    texts = _texts(before)
    hits = scan("\n".join(texts), _public_values(told), least=Confidence.MEDIUM)
    places = {place for hit in hits for place in range(hit.start, hit.end)}
    hidden = {text for at, text in _placed(texts) if not places.isdisjoint(range(at, at + len(text)))}
    return _without(between(before, version), hidden)


def _elements(before: Version, version: Version) -> Iterator[Element]:
    if before.title != version.title:
        yield Element("title", Told(Line(before.title, version.title)))
    if before.said and version.said:  # else kept by a program that did not write them down
        for name in NAMES:
            was, is_ = before.said.get(name), version.said.get(name)
            if was != is_:
                yield Element(name, Told(Line(was, is_)))


def _annexes(version: Version) -> list[PublishedFile]:
    """Its files besides the first: the body, which is on the page."""
    return list(version.files.all())[1:]


def _files(old: Sequence[PublishedFile], new: Sequence[PublishedFile]) -> Iterator[File]:
    """By the original that they were made of, else by their name."""
    left = list(old)
    for file in new:
        was = next((one for one in left if one.original_id == file.original_id), None)
        was = was or next((one for one in left if one.name == file.name), None)
        if was is None:
            yield File(Told(Line(None, file.name)))
            continue
        left.remove(was)
        if (was.name, was.text, was.sha256) != (file.name, file.text, file.sha256):
            lines = _lines(was.text, file.text)
            if lines or was.name != file.name:
                yield File(Told(Line(was.name, file.name)), lines)
    yield from (File(Told(Line(file.name, None))) for file in left)


def _lines(old: str, new: str) -> tuple[Told, ...]:
    return tuple(map(Told, differences(old.splitlines(), new.splitlines())))


def _closed_at(deeds: Sequence[Mapping[str, Any]]) -> datetime | None:
    """When it was last corrected without a word that what stood there before may be shown."""
    closed = [one["at"] for one in deeds if one["what"] == CORRECTION and not one.get("shows")]
    return datetime.fromisoformat(closed[-1]) if closed else None


def _public_values(told: Published) -> set[str]:
    """What may stand there because the last version says it, or because it is the organ's own."""
    hits = scan("\n".join(_texts(told.versions[0])))
    return {*(hit.value for hit in hits), *screening.own_contacts(told.record.organ)}


def _texts(version: Version) -> list[str]:
    """All that a version says, line by line."""
    texts = [version.title, *version.said.values(), *version.text.splitlines()]
    for file in version.files.all():
        texts += [file.name, *file.text.splitlines()]
    return texts


def _placed(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for text in texts:
        yield at, text
        at += len(text) + 1


def _without(change: Change, hidden: set[str]) -> Change:
    """Without the lines that may not be read any more."""

    def shown(told: Told) -> Told:
        was = told.line.before
        if was and (was in hidden or secrecy.marked(was, of_file=False)):
            return Told(Line(None, told.line.after), is_hidden=True)
        return told

    return replace(
        change,
        elements=tuple(replace(one, told=shown(one.told)) for one in change.elements),
        lines=tuple(map(shown, change.lines)),
        files=tuple(File(shown(one.name), tuple(map(shown, one.lines))) for one in change.files),
    )
