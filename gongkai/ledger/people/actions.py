"""Writing people: entering them, giving and ending roles, deputies, invitations. Each change is logged."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs import queries as organ_queries
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.people import queries
from gongkai.ledger.people.models import Charge, Delegation, Feed, Handover, Invitation, Membership, Person
from gongkai.ledger.people.roles import ADMINISTRATOR, AUDITOR, BY_CODE, CONSENTS, WRITES
from gongkai.lib.language import _
from gongkai.lib.today import now

#: How long a one-time link may be used.
LINK_HOURS = 72
#: Between these days a division of work begins or ends; any other is mistyped.
EARLIEST, FARTHEST = date(1990, 1, 1), timedelta(days=366)
#: How long it is kept who tried to log in, and from where.
LOGIN_DAYS = 200


class PeopleError(Exception):
    """What cannot be done with a person, in words."""


@transaction.atomic
def enrol(
    *, organ: Organ, username: str, name: str, actor: str, email: str = "", is_sample: bool = False
) -> Person:
    """Enter a person; without a password, which they choose themselves by an invitation."""
    if Person.objects.filter(username__iexact=username).exists():
        raise PeopleError(_("登录名 — 已经有人用“{name}” — 请换一个。").format(name=username))
    person = Person(username=username, name=name, email=email, is_sample=is_sample)
    person.set_unusable_password()
    person.save()
    audit.created([person], actor=actor, organ=organ)
    return person


@transaction.atomic
def give_role(
    *,
    person: Person,
    organ: Organ,
    role: str,
    actor: str,
    since: date | None = None,
    until: date | None = None,
    unit: Unit | None = None,
    by: Person | None = None,
) -> Membership:
    """Give a role at an organ from a day on. ``by`` gives it: the log says where that is to themselves, and
    whoever writes takes no consenting role so while another can give it. Whoever works at another organ has
    it once they accept."""
    held = Membership.objects.filter(person=person, organ=organ, role=role, unit=unit, until=None)
    if held.exists():
        raise PeopleError(
            _("角色 — {person}已经是{role} — 不用再加。").format(person=person.name, role=BY_CODE[role].zh)
        )
    if since and until and until <= since:
        raise PeopleError(_("止日 — 不晚于起日 — 请填写起日之后的日期，或留空。"))
    if person.is_sample != organ.is_for_show:
        raise PeopleError(_("人员 — 示例人员只能属于示例机关 — 请另建一个人员。"))
    reason = _own_consent(person, organ, role) if by == person else ""
    row = Membership.objects.create(
        person=person,
        organ=organ,
        role=role,
        since=since,
        until=until,
        unit=unit,
        awaits_consent=by is not None and _works_elsewhere(person, organ),
    )
    audit.created([row], actor=actor, organ=organ, reason=reason)
    return row


def _works_elsewhere(person: Person, organ: Organ) -> bool:
    return person.memberships.exists() and person not in queries.people_of(organ)


@transaction.atomic
def consent(*, membership: Membership) -> None:
    """The person takes the role that they were asked to."""
    before = state_of(membership)
    membership.awaits_consent = False
    membership.save(update_fields=["awaits_consent"])
    change = audit.Change(
        membership.organ, "people.membership.accept", audit.subject(membership), before, state_of(membership)
    )
    audit.record([change], actor=str(membership.person))


@transaction.atomic
def decline(*, membership: Membership, actor: str) -> None:
    """The person does not take it, or is asked no longer: it never was a role."""
    change = audit.Change(
        membership.organ, "people.membership.decline", audit.subject(membership), state_of(membership)
    )
    membership.delete()
    audit.record([change], actor=actor)


@transaction.atomic
def end_role(*, membership: Membership, on: date, actor: str) -> None:
    """From that day on the person no longer holds the role. The last administrator stays."""
    if membership.role == "administrator" and not _other_administrator(membership, on):
        raise PeopleError(_("系统管理员 — 这是最后一位 — 请先指定另一位系统管理员。"))
    before = state_of(membership)
    membership.until = on
    membership.save(update_fields=["until"])
    audit.changed([(before, membership)], actor=actor, organ=membership.organ)


@transaction.atomic
def delegate(
    *, person: Person, deputy: Person, organ: Organ, since: date, until: date, actor: str, reason: str = ""
) -> Delegation:
    """Let another hold a person's roles at an organ while they are away."""
    if person == deputy:
        raise PeopleError(_("代理人 — 不能是本人 — 请选择另一个人。"))
    if until <= since:
        raise PeopleError(_("止日 — 不晚于起日 — 请填写起日之后的日期。"))
    if not deputy.is_active:
        raise PeopleError(_("代理人 — {deputy}已经停用 — 请选择别的人。").format(deputy=deputy.name))
    _demand_fit(person, deputy, organ, since)
    if queries.is_away(person, organ, since, until):
        raise PeopleError(
            _("代理 — {person}这些天已经有人代理 — 请先结束那一个，或改日期。").format(person=person.name)
        )
    row = Delegation.objects.create(
        person=person, deputy=deputy, organ=organ, since=since, until=until, reason=reason
    )
    audit.created([row], actor=actor, organ=organ)
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, on: date, actor: str) -> None:
    """The absent person is back, or the delegation never comes to be."""
    before = state_of(delegation)
    delegation.until = on
    delegation.save(update_fields=["until"])
    audit.changed([(before, delegation)], actor=actor, organ=delegation.organ)


@transaction.atomic
def hand_over(
    *, roles: Sequence[Membership], successor: Person, on: date, actor: str, reason: str = "", by: Person
) -> Handover:
    """From that day on these roles of a person, and what they answer for, are the successor's. What the
    successor holds already they keep as it is; ``by`` is whoever hands over, as when a role is given."""
    person, organ = _whose(roles)
    _demand_successor(person, successor, organ)
    for row in roles:
        held = Membership.objects.filter(person=successor, organ=organ, role=row.role, unit=row.unit)
        if not held.filter(until=None, awaits_consent=False).exists():
            give_role(
                person=successor, organ=organ, role=row.role, unit=row.unit, since=on, actor=actor, by=by
            )
        end_role(membership=row, on=on, actor=actor)
    for charge in Charge.objects.filter(organ=organ, person=person, until=None):
        put_in_charge(organ=organ, work=charge.work, owner=successor, since=on, actor=actor)
    made = Handover.objects.create(organ=organ, person=person, successor=successor, on=on, reason=reason)
    audit.created([made], actor=actor, organ=organ)
    return made


def _whose(roles: Sequence[Membership]) -> tuple[Person, Organ]:
    """The one person and organ of all these roles."""
    if not roles:
        raise PeopleError(_("交接的角色 — 一个也没有选 — 请至少选一个。"))
    (found,) = {(row.person, row.organ) for row in roles}
    return found


def _demand_successor(person: Person, successor: Person, organ: Organ) -> None:
    if person == successor:
        raise PeopleError(_("接手的人 — 不能是本人 — 请选择另一个人。"))
    if not successor.is_active or successor not in queries.people_of(organ):
        raise PeopleError(
            _("接手的人 — {name}现在不在本机关做事 — 请先添加人员，角色可以从交接那天起。").format(
                name=successor.name
            )
        )


@transaction.atomic
def put_in_charge(*, organ: Organ, work: str, owner: Person | Unit | str, since: date, actor: str) -> Charge:
    """分工: from that day on a part of the work is somebody's; whoever had it before had it till then."""
    _demand_likely(since)
    end_charge(organ=organ, work=work, on=since, actor=actor)
    owned = (
        {"unit": owner}
        if isinstance(owner, Unit)
        else {"person": owner}
        if isinstance(owner, Person)
        else {"name": owner}
    )
    made = Charge.objects.create(organ=organ, work=work, since=since, **owned)
    audit.created([made], actor=actor, organ=organ)
    return made


@transaction.atomic
def end_charge(*, organ: Organ, work: str, on: date, actor: str) -> None:
    """From that day on nobody answers for it, or somebody else."""
    _demand_likely(on)
    row = Charge.objects.select_for_update().filter(organ=organ, work=work, until=None).first()
    if row is None:
        return
    if row.since and on <= row.since:
        raise PeopleError(
            _("从哪天起 — {owner}从{day}才开始负责 — 请填那天以后的日期。").format(
                owner=row.owner, day=row.since
            )
        )
    before = state_of(row)
    row.until = on
    row.save(update_fields=["until"])
    audit.changed([(before, row)], actor=actor, organ=organ)


@transaction.atomic
def take_back_charge(*, organ: Organ, work: str, reason: str, actor: str) -> None:
    """Take the last entry about a part of the work back: whoever was put in charge never was, who ended goes
    on. The log keeps what stood, with the reason."""
    rows = list(Charge.objects.select_for_update().filter(organ=organ, work=work)[:2])
    if not rows:
        raise PeopleError(_("分工 — 没有可以撤回的登记 — 请看“以前和以后”。"))
    last, before = rows[0], rows[1] if len(rows) > 1 else None
    if last.until is None:
        gone = audit.Change(organ, "people.charge.remove", audit.subject(last), state_of(last), reason=reason)
        since = last.since
        last.delete()
        audit.record([gone], actor=actor)
        if before is None or before.until != since:
            return
        last = before
    stood = state_of(last)
    last.until = None
    last.save(update_fields=["until"])
    audit.changed([(stood, last)], actor=actor, organ=organ, reason=reason)


def _demand_likely(day: date) -> None:
    """No division of work that is still told of began before the laws that it is about, and none is fixed far
    ahead: such a day is mistyped."""
    if not EARLIEST <= day <= now().date() + FARTHEST:
        raise PeopleError(
            _("从哪天起 — {day}不像是分工的日期 — 请核对；最早填{first}，最晚填一年以内的日期。").format(
                day=day, first=EARLIEST
            )
        )


@transaction.atomic
def set_active(*, person: Person, organ: Organ, active: bool, actor: str) -> None:
    """停用 or 启用 an account, where it is kept. Its past stays."""
    _demand_home(person, organ)
    if not active and any(
        row.role == "administrator" and not _other_administrator(row, now().date())
        for row in person.memberships.filter(until=None)
    ):
        raise PeopleError(_("系统管理员 — 这是最后一位 — 请先指定另一位系统管理员。"))
    before = state_of(person)
    person.is_active = active
    person.save(update_fields=["is_active"])
    audit.changed([(before, person)], actor=actor, organ=organ)


@transaction.atomic
def set_email(*, person: Person, organ: Organ, email: str, actor: str) -> None:
    """Where a person's mail goes."""
    if email == person.email:
        return
    before = state_of(person)
    person.email = email
    person.save(update_fields=["email"])
    audit.changed([(before, person)], actor=actor, organ=organ)


@transaction.atomic
def invite(*, person: Person, organ: Organ, actor: str, by: Person | None = None) -> str:
    """A one-time link's token, with which the person chooses a password; earlier links end.

    ``by`` makes it. Whoever writes must not get the account of whoever consents: another administrator makes
    that link; where there is none, the log and the person are told (docs/adr/0020).
    """
    on = now().date()
    if by is not None:
        _demand_home(person, organ)
    is_doubtful = by is not None and queries.could_act_as(by, person, organ, on)
    if by and is_doubtful and (others := queries.other_administrators(by, organ, on)):
        raise PeopleError(
            _("一次性链接 — 您自己起草，{person}要审定签发，两个人不能成一个人 — 请{other}来发。").format(
                person=person.name, other=others[0].name
            )
        )
    Invitation.objects.filter(person=person, used_at=None).delete()
    token = _invitation(person, made_by=actor if is_doubtful else "")
    subject = audit.subject(person)
    if is_doubtful:
        change = audit.Change(organ, "people.person.invite_alone", subject)
    else:
        change = audit.Change(organ, "people.person.invite", subject)
    audit.record([change], actor=actor)
    return token


@transaction.atomic
def setup_token() -> str:
    """The token of the link that sets up an empty data folder; an earlier one ends."""
    Invitation.objects.filter(person=None, used_at=None).delete()
    return _invitation(None)


@transaction.atomic
def accept(*, token: str, password: str) -> Person:
    """Take the password that an invited person chose; the link is spent. ValidationError for a weak one."""
    found = queries.invitation(token, now())
    if found is None or found.person is None:
        raise PeopleError(_("链接 — 已用过或已过期 — 请向系统管理员要一个新的。"))
    person = found.person
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _spend(found)
    audit.record(
        [audit.Change(None, "people.person.password", audit.subject(person))],
        actor=str(person),
    )
    return person


@transaction.atomic
def note_outside(*, person: Person) -> None:
    """Log that somebody is known from now on by their account at 统一身份认证."""
    audit.record([audit.Change(None, "person.bind", audit.subject(person))], actor=str(person))


@transaction.atomic
def unbind(*, person: Person, actor: str) -> int:
    """Forget by which account of 统一身份认证 somebody is known, and how many there were: the next one with
    their name is them."""
    count, _by_table = queries.bindings(person).delete()
    if count:
        audit.record([audit.Change(None, "person.unbind", audit.subject(person))], actor=actor)
    return count


@transaction.atomic
def forget_logins(at: datetime) -> int:
    """Drop what tells who tried to log in from where, and the log-ins that were not used since: kept no
    longer than needed (个人信息保护法 第十九条), and not less than six months (网络安全法)."""
    before, count = at - timedelta(days=LOGIN_DAYS), 0
    for table, field in _LOGINS:
        count += apps.get_model(table)._default_manager.filter(**{f"{field}__lt": before}).delete()[0]
    return count


_LOGINS = (
    ("axes.accessattempt", "attempt_time"),
    ("axes.accessfailurelog", "attempt_time"),
    ("axes.accesslog", "attempt_time"),
    ("usersessions.usersession", "last_seen_at"),
)


@transaction.atomic
def open_feed(*, person: Person, organ: Organ) -> str:
    """A new secret address for a person's calendar, as its token; an earlier one ends."""
    token = token_urlsafe(32)
    said = {"digest": queries.digest_of(token), "opened_at": now()}
    Feed.objects.update_or_create(person=person, organ=organ, defaults=said)
    _log_feed("open", person, organ)
    return token


@transaction.atomic
def close_feed(*, person: Person, organ: Organ) -> None:
    """The secret address ends."""
    if Feed.objects.filter(person=person, organ=organ).delete()[0]:
        _log_feed("close", person, organ)


@transaction.atomic
def begin(*, organ: Organ, above: Organ, username: str, name: str, actor: str) -> Person:
    """The first administrator of an organ that has nobody, entered by one of the organ above it.

    Only there and only then: whoever manages an organ that has people is for those people to say.
    """
    if queries.without_people([organ]) == [] or organ_queries.superior_of(organ, now().date()) != above:
        raise PeopleError(_("{organ} — 已经有人 — 请由它自己的系统管理员添加。").format(organ=organ.name))
    first = enrol(organ=organ, username=username, name=name, actor=actor, is_sample=organ.is_sample)
    give_role(person=first, organ=organ, role="administrator", actor=actor)
    return first


@transaction.atomic
def set_up(
    *,
    token: str,
    organ: Mapping[str, str],
    superior: str,
    person: Mapping[str, str],
    roles: Sequence[str],
) -> tuple[Organ, Person]:
    """Found an organ with its first person, all of it or nothing; the set-up link is spent.

    ``organ``: name, level and profile; ``person``: username, name, email, password. An organ that came in
    with a workbook is taken as it is. A superior that is known becomes the edge of the tree; an unknown one
    stays a name.
    """
    found = queries.invitation(token, now())
    if found is None or found.person is not None:
        raise PeopleError(_("链接 — 已用过或已过期 — 请重新运行gongkai serve，用它打印的新链接。"))
    actor = f"{person['name']}（{person['username']}）"
    made = _organ(organ, superior, actor)
    first = enrol(
        organ=made,
        username=person["username"],
        name=person["name"],
        email=person.get("email", ""),
        actor=actor,
    )
    for role in roles:
        give_role(person=first, organ=made, role=role, actor=actor)
    validate_password(person["password"], first)
    first.set_password(person["password"])
    first.save(update_fields=["password"])
    _spend(found)
    return made, first


def _organ(values: Mapping[str, str], superior: str, actor: str) -> Organ:
    profile = {key: value for key, value in values.items() if key not in {"name", "level"}}
    profile["superior_name"] = superior
    real = organ_queries.real_organs()
    if made := next((one for one in real if one.name == values["name"]), None):
        organs.describe(organ=made, profile=profile, actor=actor)
        return made
    made = organs.create(name=values["name"], level=values["level"], actor=actor, profile=profile)
    if above := next((one for one in real if superior in (one.name, *one.aliases)), None):
        organs.place_under(organ=made, superior=above, actor=actor)
    return made


def _log_feed(done: str, person: Person, organ: Organ) -> None:
    change = audit.Change(organ, f"people.feed.{done}", audit.subject(person))
    audit.record([change], actor=str(person))


def _own_consent(person: Person, organ: Organ, role: str) -> str:
    """What the log says of whoever gives a role to themselves; to a writer a consenting one is refused while
    another can give it."""
    on = now().date()
    if not (BY_CODE[role].duties & CONSENTS and queries.standing(person, on).duties(organ) & WRITES):
        return _("本人给自己加的")
    if others := queries.other_administrators(person, organ, on):
        raise PeopleError(
            _("角色 — {role}要由别人给您 — 请{other}来加。").format(
                role=BY_CODE[role].zh, other=others[0].name
            )
        )
    return _("本人给自己加的，本机关没有别的系统管理员")


def _demand_fit(person: Person, deputy: Person, organ: Organ, since: date) -> None:
    """Who audits or keeps the system does no work of others; the keys of the system pass to nobody."""
    on = max(since, now().date())
    own = queries.roles_of(deputy, organ, on)
    if AUDITOR in own or own == {ADMINISTRATOR}:
        role = BY_CODE[AUDITOR if AUDITOR in own else ADMINISTRATOR].zh
        raise PeopleError(
            _("代理人 — {deputy}是{role}，不办业务 — 请选择别的人。").format(deputy=deputy.name, role=role)
        )
    if queries.roles_of(person, organ, on) == {ADMINISTRATOR}:
        raise PeopleError(
            _("代理 — {person}只是系统管理员，这个角色不能代理 — 请另加一位系统管理员。").format(
                person=person.name
            )
        )


def _demand_home(person: Person, organ: Organ) -> None:
    """Who may set a person's password may be them at every organ: it is for the one that entered them."""
    home = queries.home_of(person, now().date())
    if home not in (None, organ):
        raise PeopleError(
            _("账号 — {person}的账号归{organ}管 — 请那里的系统管理员来办。").format(
                person=person.name, organ=home.name
            )
        )


def _invitation(person: Person | None, made_by: str = "") -> str:
    token = token_urlsafe(32)
    Invitation.objects.create(
        person=person,
        digest=queries.digest_of(token),
        expires_at=now() + timedelta(hours=LINK_HOURS),
        made_by=made_by,
    )
    return token


def _spend(invitation: Invitation) -> None:
    invitation.used_at = now()
    invitation.save(update_fields=["used_at"])


def _other_administrator(membership: Membership, on: date) -> bool:
    others = Membership.objects.filter(organ=membership.organ, role="administrator", person__is_active=True)
    # one who begins later, or whose end is set, would leave the organ without any
    others = others.exclude(since__gt=on).filter(until__isnull=True, awaits_consent=False)
    return others.exclude(person=membership.person).exists()
