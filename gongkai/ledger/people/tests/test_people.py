"""What staff may do: nothing without a role, everything of a role at its organ and in its time."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.actions import PeopleError
from gongkai.ledger.people.models import Membership, Person
from gongkai.ledger.people.queries import Standing, standing
from gongkai.ledger.people.roles import BY_CODE, ROLES, Duty
from gongkai.ledger.requests.models import FoiRequest

pytestmark = pytest.mark.django_db
DAY = date(2022, 6, 1)
PASSWORD = "芒种前后点瓜种豆2022"


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


@pytest.fixture
def other() -> Organ:
    return organs.create(name="留固镇人民政府", actor="测试")


def person(organ: Organ, username: str = "wangmin", name: str = "王敏", *roles: str) -> Person:
    made = actions.enrol(organ=organ, username=username, name=name, actor="测试")
    for role in roles:
        actions.give_role(person=made, organ=organ, role=role, actor="测试")
    return made


def test_nobody_sees_anything_without_a_role(town: Organ) -> None:
    assert standing(AnonymousUser(), DAY) == standing(person(town), DAY) == Standing()
    assert standing(person(town, "b"), DAY).scope(Duty.READ) == Scope()
    assert not FoiRequest.objects.within(Scope()).exists()


def test_a_role_opens_one_organ_for_its_time(town: Organ, other: Organ) -> None:
    clerk = person(town)
    actions.give_role(
        person=clerk, organ=town, role="clerk", since=date(2022, 1, 1), until=date(2023, 1, 1), actor="测试"
    )
    assert standing(clerk, DAY).scope(Duty.READ) == Scope.of(town)
    assert standing(clerk, date(2021, 12, 31)) == standing(clerk, date(2023, 1, 1)) == Standing()
    assert not standing(clerk, DAY).duties(other)


def test_whoever_is_deactivated_may_nothing(town: Organ) -> None:
    clerk = person(town, "wangmin", "王敏", "clerk")
    actions.set_active(person=clerk, organ=town, active=False, actor="测试")
    assert standing(clerk, DAY) == Standing()
    actions.set_active(person=clerk, organ=town, active=True, actor="测试")
    assert standing(clerk, DAY).may(Duty.RECORD, town)


def test_whoever_keeps_the_system_sees_no_content(town: Organ) -> None:
    keeper = person(town, "zhou", "周凯", "administrator")
    assert standing(keeper, DAY).duties(town) == {Duty.ENTER, Duty.MANAGE}


def test_no_role_both_drafts_and_releases_and_an_auditor_changes_nothing() -> None:
    assert [role.code for role in ROLES if {Duty.DRAFT, Duty.RELEASE} <= role.duties] == []
    assert BY_CODE["auditor"].duties == {Duty.ENTER, Duty.READ_REPORT, Duty.READ, Duty.AUDIT}


def test_a_deputy_holds_the_roles_while_the_other_is_away_but_not_the_keys(town: Organ) -> None:
    head = person(town, "li", "李建国", "office_head", "administrator")
    deputy = person(town, "wangmin", "王敏", "clerk")
    actions.delegate(
        person=head, deputy=deputy, organ=town, since=DAY, until=date(2022, 6, 8), reason="出差", actor="测试"
    )
    away = standing(deputy, date(2022, 6, 7))
    assert away.may(Duty.APPROVE, town)
    assert not away.may(Duty.MANAGE, town)
    assert (BY_CODE["office_head"], head) in away.roles[town]
    assert not standing(deputy, date(2022, 6, 8)).may(Duty.APPROVE, town)


def test_a_deputy_of_a_deputy_holds_nothing_of_the_first(town: Organ) -> None:
    head, second, third = (
        person(town, "li", "李建国", "office_head"),
        person(town, "wangmin", "王敏"),
        person(town, "zhang", "张海涛"),
    )
    for absent, deputy in ((head, second), (second, third)):
        actions.delegate(
            person=absent, deputy=deputy, organ=town, since=DAY, until=date(2022, 7, 1), actor="测试"
        )
    assert standing(third, DAY) == Standing()


def test_nobody_stands_in_who_is_deactivated_nor_two_for_one(town: Organ) -> None:
    head, clerk = person(town, "li", "李建国", "office_head"), person(town, "wangmin", "王敏", "clerk")
    stand_in = partial(actions.delegate, person=head, organ=town, actor="测试")
    gone = person(town, "wangwu", "王五", "clerk")
    actions.set_active(person=gone, organ=town, active=False, actor="测试")
    with pytest.raises(PeopleError, match="王五已经停用"):
        stand_in(deputy=gone, since=DAY, until=date(2022, 7, 1))
    stand_in(deputy=clerk, since=DAY, until=date(2022, 7, 1))
    with pytest.raises(PeopleError, match="李建国这些天已经有人代理"):
        stand_in(deputy=clerk, since=date(2022, 6, 20), until=date(2022, 8, 1))
    stand_in(deputy=clerk, since=date(2022, 7, 1), until=date(2022, 8, 1))


def test_whoever_audits_or_keeps_the_system_alone_stands_in_for_nobody(town: Organ) -> None:
    clerk = person(town, "wangmin", "王敏", "clerk")
    auditor, keeper = person(town, "shen", "沈计", "auditor"), person(town, "zhou", "周凯", "administrator")
    stand_in = partial(actions.delegate, organ=town, since=DAY, until=date(2032, 7, 1), actor="测试")
    with pytest.raises(PeopleError, match="沈计是审计员，不办业务"):
        stand_in(person=clerk, deputy=auditor)
    with pytest.raises(PeopleError, match="周凯是系统管理员，不办业务"):
        stand_in(person=clerk, deputy=keeper)
    with pytest.raises(PeopleError, match="周凯只是系统管理员，这个角色不能代理"):
        stand_in(person=keeper, deputy=clerk)
    second = person(town, "li", "李四", "leader", "administrator")
    stand_in(person=clerk, deputy=second)
    assert standing(second, DAY).may(Duty.RECORD, town)
    actions.give_role(person=second, organ=town, role="auditor", actor="测试")  # later, and still reads alone
    assert not standing(second, DAY).may(Duty.RECORD, town)


def test_the_log_says_who_gave_a_role_to_themselves(town: Organ) -> None:
    keeper, clerk = person(town, "zhou", "周凯", "administrator"), person(town, "wangmin", "王敏", "clerk")
    actions.give_role(person=keeper, organ=town, role="signer", actor=str(keeper), by=keeper)
    actions.give_role(person=clerk, organ=town, role="legal_reviewer", actor=str(keeper), by=keeper)
    own, others = Entry.objects.order_by("number").filter(actor=str(keeper))
    assert (own.reason, others.reason) == ("本人给自己加的", "")


def test_an_administrator_who_begins_later_does_not_replace_the_last_one(town: Organ) -> None:
    keeper, heir = person(town, "zhou", "周凯", "administrator"), person(town, "li", "李建国")
    actions.give_role(person=heir, organ=town, role="administrator", actor="测试", since=date(2022, 7, 1))
    (held,) = Membership.objects.filter(person=keeper)
    with pytest.raises(PeopleError, match="最后一位"):
        actions.end_role(membership=held, on=DAY, actor="测试")


def test_the_same_role_is_given_once(town: Organ) -> None:
    clerk = person(town, "wangmin", "王敏", "clerk")
    with pytest.raises(PeopleError, match="王敏已经是公开专员"):
        actions.give_role(person=clerk, organ=town, role="clerk", actor="测试")


def test_the_last_administrator_stays(town: Organ) -> None:
    keeper = person(town, "zhou", "周凯", "administrator")
    (held,) = Membership.objects.filter(person=keeper)
    with pytest.raises(PeopleError, match="最后一位"):
        actions.end_role(membership=held, on=DAY, actor="测试")
    with pytest.raises(PeopleError, match="最后一位"):
        actions.set_active(person=keeper, organ=town, active=False, actor="测试")
    person(town, "li", "李建国", "administrator")
    actions.end_role(membership=held, on=DAY, actor="测试")
    assert standing(keeper, DAY) == Standing()


def test_a_log_in_name_is_taken_once_however_it_is_written(town: Organ) -> None:
    person(town, "WangMin")
    with pytest.raises(PeopleError, match="已经有人用"):
        person(town, "wangmin", "王闽")


def test_an_invitation_lets_in_once(town: Organ) -> None:
    clerk = person(town)
    token = actions.invite(person=clerk, organ=town, actor="测试")
    with pytest.raises(ValidationError):
        actions.accept(token=token, password="12345678")
    assert actions.accept(token=token, password=PASSWORD).check_password(PASSWORD)
    with pytest.raises(PeopleError, match="已用过或已过期"):
        actions.accept(token=token, password=PASSWORD)


def test_a_later_invitation_ends_the_earlier(town: Organ) -> None:
    clerk = person(town)
    first, _second = (actions.invite(person=clerk, organ=town, actor="测试") for _ in range(2))
    with pytest.raises(PeopleError, match="向系统管理员要一个新的"):
        actions.accept(token=first, password=PASSWORD)


def test_the_first_organ_is_founded_with_its_first_person_or_not_at_all() -> None:
    values: Any = {
        "organ": {"name": "新镇人民政府", "level": "town", "leader": "张副镇长"},
        "superior": "滑县人民政府",
        "roles": ("clerk", "administrator"),
    }
    first = {"username": "wangmin", "name": "王敏", "password": "12345678"}
    with pytest.raises(ValidationError):
        actions.set_up(token=actions.setup_token(), person=first, **values)
    organ, made = actions.set_up(
        token=actions.setup_token(), person={**first, "password": PASSWORD}, **values
    )
    assert standing(made, DAY).may(Duty.RECORD, organ)
    assert standing(made, DAY).may(Duty.MANAGE, organ)
    assert (organ.leader, organ.superior_name) == ("张副镇长", "滑县人民政府")
    assert queries.is_set_up()


def test_a_person_of_a_sample_never_enters_a_real_organ(town: Organ) -> None:
    invented = actions.enrol(organ=town, username="x", name="示例", actor="测试", is_sample=True)
    with pytest.raises(PeopleError, match="示例人员只能属于示例机关"):
        actions.give_role(person=invented, organ=town, role="clerk", actor="测试")


def test_a_role_given_past_the_program_is_found(town: Organ, head_noted: None) -> None:
    clerk = person(town, "wangmin", "王敏", "clerk")
    assert proof.verify() is None
    Membership.objects.filter(person=clerk).update(role="signer")
    found = proof.verify()
    assert found
    assert "绕过程序改动过" in str(found)


def test_a_log_in_is_no_change_of_the_ledger(town: Organ, head_noted: None) -> None:
    clerk = person(town)
    clerk.set_password(PASSWORD)
    clerk.save()
    assert proof.verify() is None


def test_whoever_drafts_makes_no_link_for_the_signer_while_another_can(town: Organ) -> None:
    clerk = person(town, "wangmin", "王敏", "clerk", "administrator")
    signer = person(town, "zhao", "赵国强", "signer")
    keeper = person(town, "zhou", "周凯", "administrator")
    with pytest.raises(PeopleError, match="请周凯来发"):
        actions.invite(person=signer, organ=town, actor=str(clerk), by=clerk)
    with pytest.raises(PeopleError, match="请周凯来加"):
        actions.give_role(person=clerk, organ=town, role="signer", actor=str(clerk), by=clerk)
    assert actions.invite(person=signer, organ=town, actor=str(keeper), by=keeper)
    assert actions.invite(person=keeper, organ=town, actor=str(clerk), by=clerk)


def test_the_only_administrator_makes_it_and_the_log_and_the_signer_are_told(town: Organ) -> None:
    clerk = person(town, "wangmin", "王敏", "clerk", "administrator")
    signer = person(town, "zhao", "赵国强", "signer")
    token = actions.invite(person=signer, organ=town, actor=str(clerk), by=clerk)
    assert Entry.objects.filter(action="people.person.invite_alone", actor=str(clerk)).exists()
    actions.accept(token=token, password=PASSWORD)
    link = queries.doubtful_link(signer)
    assert link is not None
    assert link.made_by == "王敏（wangmin）"
    Authenticator.objects.create(user=signer, type="totp", data={})
    assert queries.doubtful_link(signer) is None
    assert not queries.could_act_as(clerk, signer, town, DAY)


def test_whoever_works_elsewhere_is_asked_and_the_role_does_nothing_before_they_accept(
    town: Organ, other: Organ, head_noted: None
) -> None:
    signer = person(town, "liguo", "李国", "signer")
    keeper = person(other, "keeper", "周凯", "administrator")
    row = actions.give_role(person=signer, organ=other, role="administrator", actor="周凯", by=keeper)
    assert queries.asked_of(signer, DAY) == [row]
    assert standing(signer, DAY).duties(other) == frozenset()
    assert signer not in [*queries.people_of(other), *queries.who_may(Duty.MANAGE, other, DAY)]
    with pytest.raises(PeopleError, match="这是最后一位"):  # who was only asked is no second one
        actions.end_role(membership=keeper.memberships.get(), on=DAY, actor="周凯")
    actions.consent(membership=row)
    assert standing(signer, DAY).may(Duty.MANAGE, other)
    assert queries.asked_of(signer, DAY) == []
    assert proof.verify() is None


def test_who_declines_holds_no_role_and_can_be_asked_again(
    town: Organ, other: Organ, head_noted: None
) -> None:
    signer, keeper = person(town, "liguo", "李国", "signer"), person(other, "keeper", "周凯", "administrator")
    for _twice in range(2):
        row = actions.give_role(person=signer, organ=other, role="auditor", actor="周凯", by=keeper)
        actions.decline(membership=row, actor=str(signer))
    assert [one.person for one in queries.memberships(other)] == [keeper]
    assert proof.verify() is None


def test_only_the_organ_that_entered_somebody_sets_their_password_and_stops_their_account(
    town: Organ, other: Organ
) -> None:
    signer, keeper = person(town, "liguo", "李国", "signer"), person(other, "keeper", "周凯", "administrator")
    row = actions.give_role(person=signer, organ=other, role="auditor", actor="周凯", by=keeper)
    actions.consent(membership=row)
    with pytest.raises(PeopleError, match="李国的账号归四间房镇人民政府管"):
        actions.invite(person=signer, organ=other, actor="周凯", by=keeper)
    with pytest.raises(PeopleError, match="李国的账号归四间房镇人民政府管"):
        actions.set_active(person=signer, organ=other, active=False, actor="周凯")
    actions.end_role(membership=signer.memberships.get(organ=town), on=DAY, actor="测试")
    assert actions.invite(person=signer, organ=other, actor="周凯", by=keeper)  # now they work there alone
