"""The people of an organ from the command line."""

import re
from collections.abc import Callable

import pytest

from gongkai.cli.main import main
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.actions import create
from gongkai.ledger.people import queries
from gongkai.lib.today import now

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str, str]]
TOWN = ("--organ", "留固镇")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs ``gongkai person …`` on the test database: exit code, stdout, stderr."""
    monkeypatch.setattr("gongkai.cli.person.ledger", lambda: None)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["person", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    for name in ("四间房镇人民政府", "留固镇人民政府"):
        create(name=name, actor="测试")
    return run


@pytest.mark.slow
def test_the_first_person_of_a_second_organ_gets_a_link(say: Say) -> None:
    asked = ("add", "lijianguo", "--name", "李建国", "--role", "公开专员", "--role", "系统管理员", *TOWN)
    code, said, _ = say(*asked, "--address", "https://gk.example.com/")
    assert code == 0
    link = re.search(r"https://gk\.example\.com/desk/link/([\w-]+)/", said)
    assert link
    found = queries.invitation(link[1], now())
    assert found is not None
    assert str(found.person) == "李建国（lijianguo）"
    town = organs.named("留固镇")
    assert [row.role for row in queries.memberships(town)] == ["clerk", "administrator"]
    logged = Entry.objects.filter(organ=town, action="people.person.invite")
    assert logged.get().actor.startswith("命令行")
    assert "李建国（lijianguo） 系统管理员" in say("list", *TOWN)[1]


def test_somebody_of_another_organ_is_given_a_role_and_no_link(say: Say) -> None:
    say("add", "zhou", "--name", "周凯", "--role", "clerk", "--organ", "四间房镇")
    code, said, _ = say("add", "ZHOU", "--role", "clerk", *TOWN)
    assert (code, "/desk/link/" in said) == (0, False)
    assert len(queries.memberships(organs.named("留固镇"))) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("add", "zhou", "--role", "clerk", *TOWN), "请写上姓名"),
        (("add", "zhou", "--name", "周凯", "--role", "书记", *TOWN), "没有这个角色 — 可写：签发人、"),
        (("link", "zhou", *TOWN), "留固镇人民政府没有这个人"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(say: Say, asked: tuple[str, ...], said: str) -> None:
    code, _, error = say(*asked)
    assert code == 2
    assert said in error
