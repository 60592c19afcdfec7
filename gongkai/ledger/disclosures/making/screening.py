"""What the screen finds in a record's files, put together to what is decided at once, and the verdicts.

A column of a list is one thing to decide on. A verdict names it by its key and holds no personal value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from gongkai.law import secrecy
from gongkai.law.personal_data import scan
from gongkai.law.personal_numbers import Confidence
from gongkai.ledger.disclosures.making import queries
from gongkai.ledger.disclosures.models import Original, Record
from gongkai.ledger.organs.models import Organ
from gongkai.lib.language import _
from gongkai.reading.originals.model import Original as Read
from gongkai.reading.originals.screen import GAP, SECRECY, WRONG_WORD, Found, screen, zh

_BETWEEN = re.compile(r"[、，,;；\s]+")


class Verdict(StrEnum):
    """What is done with what was found."""

    MASK = "mask"
    REMOVE = "remove"
    KEEP = "keep"

    @property
    def zh(self) -> str:
        return {"mask": "遮盖", "remove": "删去", "keep": "保留"}[self.value]


@dataclass(frozen=True, slots=True)
class Screened:
    """A file with what was read of it and what the screen found there."""

    original: Original
    name: str
    read: Read
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What one decides on at once: everything of a kind in one place of one file."""

    key: str
    original: Original
    kind: str
    where: str
    found: tuple[Found, ...]
    verdict: Mapping[str, str] | None

    @property
    def zh(self) -> str:
        return zh(self.kind)

    @property
    def confidence(self) -> Confidence:
        return max(one.confidence for one in self.found)

    @property
    def example(self) -> str:
        """The first of it, masked, with the words beside it."""
        return self.found[0].context.replace(GAP, self.found[0].cover)

    @property
    def can_mask(self) -> bool:
        return Verdict.MASK in self.verdicts

    @property
    def is_column(self) -> bool:
        return self.where.endswith("列")

    @property
    def said(self) -> str:
        """What was decided, and why."""
        if self.verdict is None:
            return ""
        words = _(Verdict(self.verdict["verdict"]).zh)
        return f"{words}：{self.verdict['reason']}" if self.verdict["reason"] else words

    @property
    def is_hidden(self) -> bool:
        return self.found[0].is_hidden

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide: what is hidden goes in any case, what is unsure may stay."""
        return self.verdict is None and not self.is_hidden and self.confidence >= Confidence.MEDIUM

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What may be decided. A secrecy mark is nobody's here to decide on; scanned pictures and PDF files
        are not rewritten."""
        if self.kind == SECRECY:
            return ()
        can_cover = self.original.kind in {"docx", "xlsx"} and self.found[0].is_rewritten
        if self.kind == "profile" or not can_cover:
            return (Verdict.KEEP,)
        return (Verdict.REMOVE, Verdict.KEEP) if self.kind == WRONG_WORD else tuple(Verdict)


def screened(record: Record) -> list[Screened]:
    """Each file in use with what is found in it."""
    allow, wrong = own_contacts(record.organ), wrong_words(record.organ)
    return [
        Screened(one, name, read, screen(read, allow=allow, wrong=wrong))
        for one, name, read in queries.read_files(record)
    ]


def groups(record: Record, files_: Iterable[Screened]) -> list[Group]:
    """What is found, by file, place and kind, in the order in which it stands."""
    verdicts = {one["key"]: one for one in record.verdicts}
    found: dict[tuple[int, str, str], list[Found]] = {}
    originals = {}
    for file in files_:
        originals[file.original.pk] = file.original
        for one in file.found:
            found.setdefault((file.original.pk, one.where, one.kind), []).append(one)
    return [
        Group(key, originals[pk], kind, where, tuple(ones), verdicts.get(key))
        for (pk, where, kind), ones in found.items()
        for key in [key_of(originals[pk], where, kind)]
    ]


def key_of(original: Original, where: str, kind: str) -> str:
    return sha256(repr((original.sha256, where, kind)).encode()).hexdigest()[:16]


def covers(groups_: Iterable[Group], original: Original) -> dict[str, str]:
    """Which words of a file are covered, and by what, as it was decided."""
    made: dict[str, str] = {}
    for group in groups_:
        if group.original.pk == original.pk and group.verdict and not group.is_hidden:
            verdict = Verdict(group.verdict["verdict"])
            for one in group.found if verdict is not Verdict.KEEP else ():
                made[one.text] = one.cover if verdict is Verdict.MASK else ""
    return made


def kept(groups_: Sequence[Group], original: Original) -> set[str]:
    """The values that stay in a file, because somebody said why."""
    return {
        one.value
        for group in groups_
        if group.original.pk == original.pk and group.verdict and group.verdict["verdict"] == Verdict.KEEP
        for one in group.found
    }


def leak(texts: Mapping[str, str], allow: Iterable[str]) -> str:
    """What of words that everybody will read may not be: 标题里有个人信息; empty where nothing is wrong. They
    come by where they stand."""
    for where, text in texts.items():
        if scan(text, allow, least=Confidence.MEDIUM):
            return _("{where}里有个人信息").format(where=_(where))
        if secrecy.marked(text, of_file=False):
            return _("{where}里有密级标志").format(where=_(where))
    return ""


def own_contacts(organ: Organ) -> tuple[str, ...]:
    """What may stand everywhere: the organ's own telephones and addresses."""
    said = (organ.phone, organ.fax, organ.email, str(organ.option("own_contacts")))
    return tuple(one for text in said for one in _BETWEEN.split(text) if one)


def wrong_words(organ: Organ) -> dict[str, str]:
    """The organ's wrong words and what they should be."""
    pairs = (one.partition("=") for one in _BETWEEN.split(str(organ.option("wrong_words"))) if one)
    return {wrong: right for wrong, _sign, right in pairs if wrong}


def in_words(group: Group) -> str:
    """What was found, counted: 公民身份号码186处."""
    return _("{kind}{count}处").format(kind=_(group.zh), count=len(group.found))
