"""Logging in by an OpenID provider, against one that runs on this machine and a server set up for it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jwt", reason="the extra oidc is not installed")
requests = pytest.importorskip("requests")

from gongkai.cli.tests.test_backup import code  # noqa: E402
from gongkai.faces.workbench.tests.provider import CLIENT, SECRET, Provider, running  # noqa: E402
from tests.e2e.site import free_port  # noqa: E402

pytestmark = pytest.mark.slow
PEOPLE = """
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.people import actions as people
organ = organs.create(name='四间房镇人民政府', actor='测试')
for name in ('wangmin', 'lisi', 'zhaoliu', 'left'):
    person = people.enrol(organ=organ, username=name, name=name, actor='测试')
    people.give_role(person=person, organ=organ, role='clerk', actor='测试')
people.set_active(person=person, organ=organ, active=False, actor='测试')
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def data(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(laid_out, tmp_path_factory.mktemp("outside") / "data"))
    code(PEOPLE, folder)
    return folder


@pytest.fixture(scope="module")
def address(data: Path, provider: Provider) -> Iterator[str]:
    set_here = {
        "GONGKAI_OIDC_ISSUER": provider.url,
        "GONGKAI_OIDC_CLIENT": CLIENT,
        "GONGKAI_OIDC_SECRET": SECRET,
        "GONGKAI_OIDC_NAME": "全省统一身份认证",
    }
    with served(data, set_here) as found:
        yield found


@contextmanager
def served(data: Path, set_here: dict[str, str]) -> Iterator[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--no-browser", f"--port={free_port()}"],
        env={**kept, **set_here, "GONGKAI_DATA": str(data), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert server.stdout
        found = re.search(r"http://[\d.:]+", server.stdout.readline())
        assert found
        yield found[0]
    finally:
        server.terminate()
        server.communicate(timeout=30)


def log_in(address: str, provider: Provider, lies: str = "", visitor: Any = None, **claims: str) -> Any:
    """The page at which somebody ends who logs in from outside."""
    provider.claims, provider.lies = claims, lies
    visitor = visitor or requests.Session()
    shown = visitor.get(f"{address}/account/login/?next=/desk/asked/", timeout=30)
    (link,) = re.findall(r'href="(/account/oidc/[^"]+)"', shown.text)
    assert "用全省统一身份认证登录" in shown.text
    return visitor.get(address + link.replace("&amp;", "&"), timeout=30)


def test_who_was_entered_here_is_let_in_and_led_on(address: str, provider: Provider) -> None:
    visitor = requests.Session()
    ended = log_in(address, provider, visitor=visitor, sub="7001", preferred_username="wangmin")
    assert (ended.status_code, ended.url) == (200, f"{address}/desk/asked/")
    again = log_in(address, provider, sub="7001", preferred_username="a name that was changed there")
    assert again.url == f"{address}/desk/asked/"


def test_nothing_of_what_was_told_is_kept_but_the_number(
    address: str, provider: Provider, data: Path
) -> None:
    log_in(address, provider, sub="7004", preferred_username="zhaoliu", phone_number="13800138000")
    look = "from allauth.socialaccount.models import SocialAccount, SocialToken; "
    look += "print(SocialAccount.objects.get(uid='7004').extra_data, SocialToken.objects.count())"
    assert code(look, data).stdout.strip() == "{} 0"


REFUSED = {
    "nobody entered them": ({"sub": "7002", "preferred_username": "nobody"}, "没有这个登录名"),
    "they have left": ({"sub": "7003", "preferred_username": "left"}, "没有这个登录名"),
    "no name is told": ({"sub": "7005"}, "没有这个登录名"),
}


@pytest.mark.parametrize(("claims", "words"), REFUSED.values(), ids=list(REFUSED))
def test_who_was_not_entered_is_refused_in_words(
    address: str, provider: Provider, claims: dict[str, str], words: str
) -> None:
    ended = log_in(address, provider, **claims)
    assert (ended.status_code, words in ended.text) == (403, True)


LIES = {
    "it was cancelled": 403,
    "the code is refused": 403,
    "the state is another": 403,
    "there is no identity": 403,
    "nobody has signed": 403,
    "another key has signed": 403,
    "another issuer has signed": 403,
    "another issuer is discovered": 503,
    "it is for another client": 403,
    "the identity is of yesterday": 403,
    "both answers differ": 403,
    "it is down": 503,
}


@pytest.mark.parametrize(("lies", "status"), LIES.items(), ids=list(LIES))
def test_whatever_is_not_as_the_standard_asks_lets_nobody_in(
    address: str, provider: Provider, lies: str, status: int
) -> None:
    visitor = requests.Session()
    ended = log_in(address, provider, lies, visitor, sub="7006", preferred_username="lisi")
    assert (ended.status_code, "没有登录" in ended.text) == (status, True)
    assert "/account/login/" in visitor.get(f"{address}/desk/asked/", timeout=30).url


def test_a_name_that_was_given_to_somebody_else_there_opens_nothing(
    address: str, provider: Provider, data: Path
) -> None:
    assert log_in(address, provider, sub="7007", preferred_username="lisi").status_code == 200
    ended = log_in(address, provider, sub="7008", preferred_username="lisi")
    assert (ended.status_code, "另一个账号绑定" in ended.text) == (403, True)
    words = [sys.executable, "-m", "gongkai", "person", "unbind", "lisi"]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    assert subprocess.run(words, env={**kept, "GONGKAI_DATA": str(data)}, timeout=60).returncode == 0
    assert log_in(address, provider, sub="7008", preferred_username="lisi").status_code == 200
