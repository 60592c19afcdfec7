"""``gongkai person``: who works at an organ, for whoever keeps the server. Each change is logged as his."""

from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import actor, choose
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ
    from gongkai.ledger.people.models import Person

command = typer.Typer(add_completion=False, no_args_is_help=True, help=_("机关的人员、角色和一次性链接。"))
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]
Username = Annotated[str, typer.Argument(metavar=_("登录名"))]
Address = Annotated[
    str, typer.Option("--address", help=_("浏览器里打开本系统的地址，例如https://gk.example.gov.cn。"))
]
HERE = "http://127.0.0.1:8000"


@command.command("list")
def list_(organ: OrganName = None) -> None:
    """列出一个机关的人员和角色。

    例：gongkai person list --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.people import queries

    for row in queries.memberships(choose(organ)):
        until = _("（至{day}）").format(day=row.until) if row.until else ""
        print(f"{row.person} {_(row.get_role_display())}{until}")


@command.command()
def add(
    username: Username,
    role: Annotated[list[str], typer.Option("--role", help=_("角色，可写几次，例如系统管理员。"))],
    name: Annotated[str, typer.Option("--name", help=_("姓名；本系统已有的人不用写。"))] = "",
    organ: OrganName = None,
    address: Address = HERE,
) -> None:
    """给一个机关添加人员和角色，打印一次性链接；登录名已有的，给他在这个机关加上角色。

    例：gongkai person add wangmin --name 王敏 --role 公开专员 --role 系统管理员 --organ 留固镇
    """
    ledger()
    from django.db import transaction

    from gongkai.ledger.people import actions, queries

    chosen, codes = choose(organ), [_role(word) for word in role]
    known = queries.by_username(username)
    if known is None and not name:
        raise Fail(_("--name — 没有人用登录名“{name}”，要新建 — 请写上姓名。").format(name=username))
    try:
        with transaction.atomic():
            person = known or actions.enrol(
                organ=chosen, username=username, name=name, actor=actor(), is_sample=chosen.is_sample
            )
            for code in codes:
                actions.give_role(person=person, organ=chosen, role=code, actor=actor())
    except actions.PeopleError as error:
        raise Fail(str(error)) from error
    print(_("{person}已是{organ}的{roles}。").format(person=person, organ=chosen.name, roles="、".join(role)))
    if known is None:
        _print_link(person, chosen, address)


@command.command()
def link(username: Username, organ: OrganName = None, address: Address = HERE) -> None:
    """给一个人新的一次性链接，用来设密码；旧的马上作废。

    例：gongkai person link wangmin --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.people import queries

    chosen = choose(organ)
    person = next((one for one in queries.people_of(chosen) if one.username == username), None)
    if person is None:
        raise Fail(
            _("登录名“{name}” — {organ}没有这个人 — 请用 gongkai person list 查看。").format(
                name=username, organ=chosen.name
            )
        )
    _print_link(person, chosen, address)


@command.command()
def unbind(username: Username) -> None:
    """解除一个人与统一身份认证账号的绑定；下一次用这个登录名进来的账号会重新绑定。先核实是本人。

    例：gongkai person unbind wangmin
    """
    ledger()
    from gongkai.ledger.people import actions, queries

    person = queries.by_username(username)
    if person is None or not actions.unbind(person=person, actor=actor()):
        raise Fail(_("登录名“{name}” — 没有绑定过统一身份认证的账号 — 不用解除。").format(name=username))
    print(_("{person}的绑定已解除。").format(person=person))


def _print_link(person: "Person", organ: "Organ", address: str) -> None:
    from django.urls import reverse

    from gongkai.ledger.people import actions

    token = actions.invite(person=person, organ=organ, actor=actor())
    path = reverse("workbench:accept", args=(token,))
    print(
        _("请把这个一次性链接交给本人，{hours}小时内有效：{link}").format(
            hours=actions.LINK_HOURS, link=address.rstrip("/") + path
        )
    )


def _role(word: str) -> str:
    from gongkai.ledger.people.roles import ROLES

    for role in ROLES:
        if word in (role.code, role.zh) and not role.of_unit:
            return role.code
    known = "、".join(role.zh for role in ROLES if not role.of_unit)
    raise Fail(_("--role {word} — 没有这个角色 — 可写：{known}。").format(word=word, known=known))
