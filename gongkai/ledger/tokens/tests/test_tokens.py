"""A token is told once, kept as a digest, works with the consent of who may do what it lets do, and ends."""

from datetime import timedelta

import pytest

from gongkai.faces.tests.organs import real_organ, staff
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.tokens import actions, queries
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.tokens.options import DEADLINES, IMPORT, PERSONAL
from gongkai.lib.today import today

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def town(db: None) -> Organ:
    return real_organ()


def made(town: Organ, *roles: str) -> tuple[Token, str]:
    by = staff(town, *roles)
    return actions.make(
        organ=town, name="平台", permits=(DEADLINES, PERSONAL), expires_on=today() + MONTH, by=by
    )


def test_only_its_digest_is_kept_and_neither_stands_in_the_log(town: Organ) -> None:
    token, secret = made(town, "administrator")
    assert secret.startswith("gongkai_")
    assert token.digest == queries.digest_of(secret)
    kept = [str(value) for value in Token.objects.values_list().get()]
    kept += [str(row) for row in Entry.objects.values_list()]
    assert not [text for text in kept if secret in text]


def test_who_may_do_all_of_it_agrees_by_making_it(town: Organ) -> None:
    token, secret = made(town, "clerk", "administrator")
    assert queries.behind(secret, today()) == token


def test_who_only_keeps_the_system_gives_nobody_what_they_may_not_see(town: Organ) -> None:
    token, secret = made(town, "administrator")
    assert queries.behind(secret, today()) is None
    auditor = staff(town, "auditor", username="shenji", name="申记")
    with pytest.raises(Refused, match="有的权限您自己没有"):
        actions.agree(token=token, by=auditor)
    actions.agree(token=token, by=staff(town, "office_head", username="zhao", name="赵建国"))
    assert queries.behind(secret, today()) == token


def test_it_works_to_its_last_day_and_not_after(town: Organ) -> None:
    token, secret = made(town, "clerk", "administrator")
    assert queries.behind(secret, token.expires_on) == token
    assert queries.behind(secret, token.expires_on + timedelta(days=1)) is None


def test_revoked_it_ends_at_once_and_for_good(town: Organ) -> None:
    token, secret = made(town, "clerk", "administrator")
    actions.revoke(token=token, actor="王敏")
    assert queries.behind(secret, today()) is None
    with pytest.raises(Refused, match="不用再办"):
        actions.agree(token=token, by=staff(town, "office_head", username="zhao", name="赵建国"))


@pytest.mark.parametrize("days", [-1, 367])
def test_it_lasts_no_longer_than_a_year(town: Organ, days: int) -> None:
    by = staff(town, "clerk", "administrator")
    until = today() + timedelta(days=days)
    with pytest.raises(Refused, match="不在一年以内"):
        actions.make(organ=town, name="平台", permits=[IMPORT], expires_on=until, by=by)


def test_each_step_of_its_life_is_a_row_of_the_log(town: Organ) -> None:
    token, _secret = made(town, "administrator")
    actions.agree(token=token, by=staff(town, "office_head", username="zhao", name="赵建国"))
    actions.revoke(token=token, actor="王敏")
    rows = Entry.objects.filter(subject=f"tokens.token:{token.pk}").values_list("action", "actor", "reason")
    assert list(rows) == [
        ("tokens.token.create", "王敏（wangmin）", ""),
        ("tokens.token.change", "赵建国（zhao）", "同意令牌起用"),
        ("tokens.token.change", "王敏", "停用令牌"),
    ]


def test_an_organ_sees_its_own_alone(town: Organ) -> None:
    token, _secret = made(town, "administrator")
    assert queries.of(Scope.of(town)) == [token]
    assert queries.of(Scope()) == []
