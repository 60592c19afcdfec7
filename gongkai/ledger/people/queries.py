"""Reading people: what a person may do where, on a day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q

from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Charge, Delegation, Feed, Handover, Invitation, Membership, Person
from gongkai.ledger.people.roles import AUDITOR, BY_CODE, CONSENTS, ROLES, WRITES, Duty, Role


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do on a day. ``roles``: by organ, the role and for whom it is held if not oneself.

    An organ that is missing may not even be known of.
    """

    roles: Mapping[Organ, tuple[tuple[Role, Person | None], ...]] = field(default_factory=dict)

    def duties(self, organ: Organ) -> frozenset[Duty]:
        return frozenset(duty for role, _for in self.roles.get(organ, ()) for duty in role.duties)

    def may(self, duty: Duty, organ: Organ) -> bool:
        return duty in self.duties(organ)

    def scope(self, duty: Duty) -> Scope:
        """The organs at which the person may do this."""
        return Scope.of(*(organ for organ in self.roles if self.may(duty, organ)))

    def organ(self, pk: int) -> Organ | None:
        """The organ with this key, where the person stands in any role there."""
        return next((organ for organ in self.roles if organ.pk == pk), None)


def standing(person: Any, on: date) -> Standing:
    """The standing of whoever is logged in. Nobody, the role-less and the deactivated may nothing.

    A deputy holds the roles of whoever is away: never the keys of the system, never a third one's, and none
    where they are the 审计员, who reads alone.
    """
    if not isinstance(person, Person) or not person.is_active:
        return Standing()
    away = Delegation.objects.filter(
        _spans(on), deputy=person, person=OuterRef("person"), organ=OuterRef("organ")
    )
    stands_in = Q(Exists(away), person__is_active=True) & ~Q(role="administrator")
    rows = Membership.objects.filter(_spans(on), awaits_consent=False).filter(Q(person=person) | stands_in)
    held: dict[Organ, list[tuple[Role, Person | None]]] = {}
    found = list(rows.select_related("organ", "person"))
    audited = {row.organ_id for row in found if row.person_id == person.pk and row.role == AUDITOR}
    for row in found:
        if row.person_id != person.pk and row.organ_id in audited:
            continue
        absent = None if row.person_id == person.pk else row.person
        held.setdefault(row.organ, []).append((BY_CODE[row.role], absent))
    return Standing({organ: tuple(roles) for organ, roles in held.items()})


def roles_of(person: Person, organ: Organ, on: date) -> frozenset[str]:
    """The codes of the roles that the person holds there for themselves."""
    held = standing(person, on).roles.get(organ, ())
    return frozenset(role.code for role, absent in held if absent is None)


def who_may(duty: Duty, organ: Organ, on: date) -> list[Person]:
    """Whoever holds a role at the organ that has this duty, for themselves."""
    codes = [role.code for role in ROLES if duty in role.duties]
    rows = Person.objects.filter(
        _spans(on, "memberships__"),
        is_active=True,
        memberships__organ=organ,
        memberships__role__in=codes,
        memberships__awaits_consent=False,
    )
    return list(rows.distinct())


def present(duty: Duty, organ: Organ, on: date) -> list[Person]:
    """Whoever has this duty at the organ on a day, or stands in for one who has it and is away."""
    away = Delegation.objects.filter(_spans(on), organ=organ, deputy__is_active=True).select_related("deputy")
    deputies = {row.person_id: row.deputy for row in away}
    return list(dict.fromkeys(deputies.get(person.pk, person) for person in who_may(duty, organ, on)))


def active(keys: Collection[int]) -> list[Person]:
    """The persons with these keys who still work."""
    return list(Person.objects.filter(pk__in=keys, is_active=True)) if keys else []


def units_for(person: Any, organ: Organ, on: date) -> set[int]:
    """The sections and villages for which a person speaks on a day, or stands in for one who does."""
    if not isinstance(person, Person) or not person.is_active:
        return set()
    away = Delegation.objects.filter(_spans(on), organ=organ, deputy=person, person__is_active=True)
    rows = Membership.objects.filter(_spans(on), organ=organ, unit__isnull=False, awaits_consent=False)
    rows = rows.filter(Q(person=person) | Q(person__in=away.values("person")))
    return set(rows.values_list("unit", flat=True))


def contacts(organ: Organ, on: date) -> dict[int, list[int]]:
    """Who speaks for each section or village on a day, by its key; deputies for those who are away."""
    away = dict(Delegation.objects.filter(_spans(on), organ=organ).values_list("person", "deputy"))
    rows = Membership.objects.filter(
        _spans(on), organ=organ, unit__isnull=False, person__is_active=True, awaits_consent=False
    )
    found: dict[int, list[int]] = {}
    for unit, person in rows.values_list("unit", "person"):
        found.setdefault(unit, []).append(away.get(person, person))
    return found


def could_act_as(maker: Person, person: Person, organ: Organ, on: date) -> bool:
    """Whether a one-time link in the hands of whoever makes it would join both sides of the two-person rule:
    they write, the person consents, and no second factor stands between."""
    if maker == person or not standing(maker, on).duties(organ) & WRITES:
        return False
    return bool(standing(person, on).duties(organ) & CONSENTS) and not has_second_factor(person)


def has_second_factor(person: Person) -> bool:
    rows = apps.get_model("mfa", "Authenticator").objects.filter(user=person)
    return bool(rows.filter(type__in=("totp", "webauthn")).exists())


def other_administrators(person: Person, organ: Organ, on: date) -> list[Person]:
    return [one for one in who_may(Duty.MANAGE, organ, on) if one != person]


def doubtful_link(person: Any) -> Invitation | None:
    """The link by which a person's password was set last, where its maker could have set it for them."""
    last = Invitation.objects.filter(person=person, used_at__isnull=False).order_by("-used_at").first()
    return last if last and last.made_by and not has_second_factor(person) else None


def by_username(username: str) -> Person | None:
    """Whoever logs in under this name; capitals are the same."""
    return Person.objects.filter(username__iexact=username).first()


def bindings(person: Person) -> Any:
    """The accounts of 统一身份认证 by which somebody is known."""
    return apps.get_model("socialaccount", "SocialAccount")._default_manager.filter(user=person)


def without_people(organs: Iterable[Organ]) -> list[Organ]:
    """Those of the organs at which nobody ever held a role."""
    found = list(organs)
    staffed = set(Membership.objects.filter(organ__in=found).values_list("organ", flat=True))
    return [organ for organ in found if organ.pk not in staffed]


def people_of(organ: Organ) -> list[Person]:
    """Everybody who ever held a role at the organ; not who is only asked to."""
    rows = Person.objects.filter(memberships__organ=organ, memberships__awaits_consent=False)
    return list(rows.distinct())


def asked_of(person: Any, on: date) -> list[Membership]:
    """The roles at other organs that wait for the person's word."""
    rows = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=on), awaits_consent=True)
    return list(rows.filter(person=person).select_related("organ", "unit")) if person.is_active else []


def home_of(person: Person, on: date) -> Organ | None:
    """Where the person was entered, as long as they hold a role there: that organ keeps their account."""
    rows = Membership.objects.filter(_spans(on), person=person, awaits_consent=False)
    first = rows.select_related("organ").order_by("pk").first()
    return first.organ if first else None


def memberships(organ: Organ) -> list[Membership]:
    """Every role ever held at the organ, the present ones first."""
    rows = Membership.objects.filter(organ=organ).select_related("person", "unit")
    return sorted(rows, key=lambda row: (row.until is not None, row.person.username, row.pk))


def delegations(organ: Organ, on: date) -> list[Delegation]:
    """Absences at the organ that last or are still to come."""
    rows = Delegation.objects.filter(Q(until__isnull=True) | Q(until__gt=on), organ=organ)
    return list(rows.select_related("person", "deputy"))


def held_roles(organ: Organ, on: date) -> list[Membership]:
    """The roles held at the organ on a day by whoever works, in the order of ``roles.ROLES``."""
    rows = Membership.objects.filter(_spans(on), organ=organ, awaits_consent=False, person__is_active=True)
    place = {role.code: number for number, role in enumerate(ROLES)}
    return sorted(rows.select_related("person", "unit"), key=lambda row: (place[row.role], row.pk))


def roles_to_hand_over(person: Person, organ: Organ) -> list[Membership]:
    """What the person holds at the organ or will, as far as no end is set."""
    rows = Membership.objects.filter(person=person, organ=organ, until=None, awaits_consent=False)
    return list(rows.select_related("person", "organ", "unit"))


def handovers(organ: Organ) -> list[Handover]:
    """Who handed over to whom at the organ, the latest first."""
    return list(Handover.objects.filter(organ=organ).select_related("person", "successor"))


def charges(organ: Organ, on: date) -> dict[str, Charge]:
    """Who answers for which part of the work on a day."""
    rows = Charge.objects.filter(_spans(on), organ=organ).select_related("person", "unit")
    return {row.work: row for row in rows}


def charges_ever(organ: Organ) -> dict[str, list[Charge]]:
    """Whoever answered for each part of the work, the latest first."""
    found: dict[str, list[Charge]] = {}
    for row in Charge.objects.filter(organ=organ).select_related("person", "unit"):
        found.setdefault(row.work, []).append(row)
    return found


def is_away(person: Person, organ: Organ, since: date, until: date) -> bool:
    """Whether somebody stands in for the person on any day from one to the other."""
    rows = Delegation.objects.filter(person=person, organ=organ)
    return rows.filter(since__lt=until, until__gt=since).exists()


def sample_people() -> list[Person]:
    """Whom one may be on a folder with nothing but samples."""
    if organs.real_organs():
        return []
    rows = Person.objects.filter(is_sample=True, is_active=True)
    return list(rows.prefetch_related("memberships__organ"))


def is_set_up() -> bool:
    """Whether anybody real can log in."""
    return Person.objects.filter(is_sample=False).exists()


def invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation a link stands for, while it may be used."""
    found = Invitation.objects.filter(digest=digest_of(token)).select_related("person").first()
    return found if found and found.is_open(at) else None


def feed_of(person: Person, organ: Organ) -> Feed | None:
    """The secret address that a person has opened at an organ."""
    return Feed.objects.filter(person=person, organ=organ).first()


def feed_behind(token: str, on: date) -> Feed | None:
    """What a secret address stands for, while its person may read the ledgers of the organ."""
    rows = Feed.objects.select_related("person", "organ")
    found = rows.filter(digest=digest_of(token)).first()
    return found if found and standing(found.person, on).may(Duty.READ, found.organ) else None


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _spans(on: date, at: str = "") -> Q:
    since, until = f"{at}since", f"{at}until"
    return (Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": on})) & (
        Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": on})
    )


def whose_session(key: str) -> str:
    """The key of whoever was logged in by a session, ended by its time or not; empty where nobody was, and
    once they logged out."""
    row = Session.objects.filter(pk=key).first()
    return str(row.get_decoded().get(SESSION_KEY, "")) if row else ""
