"""练习机关: an organ of its own for the people of a real one, full of made-up cases, to practise on.

It is a sample: it counts nowhere, sends nothing and is seen by nobody else. Its name says on each page and
paper what it is.
"""

from datetime import date

from django.db import transaction

from gongkai.ledger.base import Refused
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs import queries
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.queries import held_roles
from gongkai.lib.language import _
from gongkai.papers.model import PRACTICE
from gongkai.sample import present, removal, town
from gongkai.sample.base import write

#: What it has in common with a sample, but for what is open to the public.
OPTIONS = {
    "fee_collection": "on",
    "duty_openness_day": "on",
    "duty_guide_review": "on",
    "outline": "town",
    "review_organ": "示例县人民政府",
    "court": "示例县人民法院",
}
PROFILE = {
    "superior_name": "示例县人民政府",
    "office": "示例办公室",
    "address": "示例路1号",
    "hours": "工作日8:30—12:00，14:30—18:00",
    "phone": "0372-0000000",
}


@transaction.atomic
def make(organ: Organ, *, on: date, actor: str) -> Organ:
    """The practice organ of a real one, founded where there is none; everybody has the roles there that they
    have here, as of today."""
    if organ.is_sample:
        raise Refused(_("练习机关 — {organ}是示例机关 — 请在真实机关里建。").format(organ=organ.name))
    found = queries.practice_of(organ) or _found(organ, actor)
    is_new = not held_roles(found, on)
    _let_in(organ, found, on, actor)
    if is_new:
        write(found, town.ledger())
        present.put(found, on)
    return found


def _found(organ: Organ, actor: str) -> Organ:
    made = organs.create(
        name=f"{organ.name}{PRACTICE}",
        level=organ.level,
        aliases=[f"{alias}{PRACTICE}" for alias in organ.aliases],
        is_sample=True,
        practises_for=organ,
        options=OPTIONS,
        profile=PROFILE,
        actor=actor,
    )
    organs.add_units(organ=made, units=town.UNITS, actor=actor)
    return made


def _let_in(organ: Organ, practice: Organ, on: date, actor: str) -> None:
    """What is held for a section or village of the real organ is none of the practice's."""
    held = {(row.person_id, row.role) for row in held_roles(practice, on)}
    for row in held_roles(organ, on):
        if row.unit is None and (row.person_id, row.role) not in held:
            people.give_role(person=row.person, organ=practice, role=row.role, actor=actor)


def remove(organ: Organ, *, actor: str) -> None:
    """Remove the practice organ of a real one with all that was tried there."""
    found = queries.practice_of(organ)
    if found is None:
        raise Refused(_("练习机关 — {organ}没有 — 不用删。").format(organ=organ.name))
    removal.remove(found, actor=actor)
