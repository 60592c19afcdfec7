"""Answer before asking: what an organ has published, and the answers it has made public, for a matter."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from django.urls import reverse

from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.public import queries as disclosures
from gongkai.ledger.likeness import cover, pairs
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import queries as requests
from gongkai.lib.today import today

#: The shortest matter that says anything.
LEAST = 3
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that may answer: ``pieces`` of its title, each with whether the question has it too."""

    code: str
    pieces: list[tuple[str, bool]]
    on: date
    href: str = ""
    gist: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What may answer: ``first`` is shown, ``more`` is folded away."""

    first: list[Answer]
    more: list[Answer]

    @property
    def print(self) -> str:
        """Which answers these are, so that a form can say that it has shown them."""
        codes = " ".join(answer.code for answer in (*self.first, *self.more))
        return sha256(codes.encode()).hexdigest()[:16]


def found_for(organ: Organ, text: str) -> Found | None:
    """What may answer a matter; None where nothing does."""
    if len(text.strip()) < LEAST:
        return None
    scope, wanted = Scope.of(organ), pairs(text)
    answers = []
    for row in requests.answers_like(scope, text):
        assert row.published_on is not None
        href = reverse("portal:answer", args=(row.pk,))
        title = cover(row.title, wanted)
        answers.append(Answer(f"answers:{row.pk}", title, row.published_on, href=href, gist=row.gist))
    for item in disclosures.like([organ], text, today(), most=8):
        assert item.published_on is not None
        answers.append(
            Answer(
                f"disclosures:{item.pk}",
                cover(item.title, wanted),
                item.published_on,
                href=item.url if urlsplit(item.url).scheme in {"http", "https"} else "",
                where="、".join(item.channels),
            )
        )
    return Found(answers[:SHOWN], answers[SHOWN:]) if answers else None


@dataclass(frozen=True, slots=True)
class Holder:
    """Another organ that may hold the matter, with the ``title`` of what it has published."""

    organ: Organ
    title: str = ""


def holders_for(organ: Organ, text: str) -> list[Holder]:
    """Who may hold a matter instead: the organs that it names, else those that have published like it."""
    if len(text.strip()) < LEAST:
        return []
    if named := _named(organ, text):
        return [Holder(one) for one in named[:SHOWN]]
    others = {one.pk: one for one in organs.with_portal(today()) if one.pk != organ.pk}
    rows = disclosures.like(others.values(), text, today(), most=8)
    likest = [row for row in rows if row.shared == rows[0].shared]  # type: ignore[attr-defined]
    titles = {row.organ_id: row.title for row in reversed(likest)}
    return [Holder(others[pk], title) for pk, title in titles.items()][:SHOWN]


def _named(organ: Organ, text: str) -> list[Organ]:
    """The other organs whose names stand in a text; in 示例县人民政府办公室 no 示例县人民政府 stands."""
    found = []
    for one in sorted(organs.shown_organs(), key=lambda one: -len(one.name)):
        if one.name in text and one.exists_on(today()):
            text = text.replace(one.name, "")
            found.append(one)
    return [one for one in found if one.pk != organ.pk]
