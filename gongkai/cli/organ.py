"""``gongkai organ``: organs, their place in the tree, their settings."""

from datetime import date
from typing import Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import actor, choose
from gongkai.lib.language import _

command = typer.Typer(add_completion=False, no_args_is_help=True, help=_("机关、上下级关系和设置。"))
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]


@command.command("list")
def list_() -> None:
    """列出数据文件夹里的机关。

    例：gongkai organ list
    """
    ledger()
    from gongkai.ledger.organs import queries

    for organ in queries.all_organs():
        mark = _("（示例）") if organ.is_sample else ""
        above = organ.superiors.filter(until=None).select_related("superior").first()
        print(organ.name + mark + (f" ← {above.superior.name}" if above else ""))


@command.command()
def under(
    superior: Annotated[str, typer.Argument(metavar=_("上级机关"), help=_("上级机关的名称。"))],
    organ: OrganName = None,
    since: Annotated[
        str, typer.Option("--since", help=_("自哪一天起，例如2024-01-01；不写就是一直如此。"))
    ] = "",
    outside_sum: Annotated[
        bool, typer.Option("--outside-sum", help=_("不计入上级汇总（垂直管理）。"))
    ] = False,
) -> None:
    """把一个机关放到上级机关之下，汇总时计入。

    例：gongkai organ under 滑县人民政府 --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.organs import actions

    child, parent = choose(organ), choose(superior)
    if child == parent:
        raise Fail(_("上级机关 — 就是本机关{name} — 请写另一个机关。").format(name=child.name))
    start = _day("--since", since) if since else None
    try:
        actions.place_under(organ=child, superior=parent, actor=actor(), since=start, in_sum=not outside_sum)
    except actions.TreeError as error:
        raise Fail(str(error)) from error
    print(_("{child}已放到{parent}之下。").format(child=child.name, parent=parent.name))


@command.command()
def rename(
    name: Annotated[str, typer.Argument(metavar=_("新名称"))],
    on: Annotated[str, typer.Option("--on", help=_("更名的日期，例如2024-01-01。"))],
    organ: OrganName = None,
) -> None:
    """机关更名；原来的名称仍然认得。

    例：gongkai organ rename 四间房街道办事处 --on 2024-01-01 --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.organs import actions, queries

    chosen, day = choose(organ), _day("--on", on)
    if any(other.name == name for other in queries.all_organs()):
        raise Fail(_("新名称 — 已经有机关叫“{name}” — 请核对名称。").format(name=name))
    before = chosen.name
    try:
        actions.rename(organ=chosen, name=name, on=day, actor=actor())
    except actions.UnfitName as error:
        raise Fail(str(error)) from error
    print(_("{before}已更名为{name}。").format(before=before, name=name))


@command.command()
def abolish(
    on: Annotated[str, typer.Option("--on", help=_("撤销的日期，例如2024-01-01。"))],
    into: Annotated[str, typer.Option("--into", help=_("并入哪个机关；没有就不写。"))] = "",
    organ: OrganName = None,
) -> None:
    """机关撤销或合并；台账保留，当年的数字仍计入原来的汇总。

    例：gongkai organ abolish --on 2024-01-02 --into 新店镇 --organ 老店镇
    """
    ledger()
    from gongkai.ledger.organs import actions

    chosen, day = choose(organ), _day("--on", on)
    successor = choose(into) if into else None
    if successor == chosen:
        raise Fail(_("--into — 就是本机关{name} — 请写另一个机关。").format(name=chosen.name))
    actions.abolish(organ=chosen, on=day, actor=actor(), successor=successor)
    print(_("{organ}已登记为自{day}起撤销。").format(organ=chosen.name, day=day))


@command.command("drop-samples")
def drop_samples(
    yes: Annotated[bool, typer.Option("--yes", help=_("不再问，直接删。"))] = False,
) -> None:
    """删除示例机关，连同台账、附件和人员；不能恢复，真实机关的一件不动。

    例：gongkai organ drop-samples
    """
    ledger()
    from gongkai.ledger.base import Refused
    from gongkai.ledger.organs import queries
    from gongkai.sample import removal

    names = "、".join(organ.name for organ in queries.sample_organs())
    if not names:
        raise Fail(_("示例机关 — 数据文件夹里没有 — 不用删。"))
    tried = removal.entered_since()
    said = _("要删除的示例机关：{names}；其中{count}处是载入以后登记的，也一起删。")
    print(said.format(names=names, count=tried))
    if not yes and not typer.confirm(_("删除？不能恢复")):
        raise Fail(_("没有删除。"))
    try:
        count = removal.remove_all(actor=actor())
    except Refused as error:
        raise Fail(str(error)) from error
    print(_("{count}个示例机关已删除。").format(count=count))


@command.command()
def practise(
    organ: OrganName = None,
    end: Annotated[bool, typer.Option("--end", help=_("删除练习机关，连同里面登记的一切。"))] = False,
) -> None:
    """建一个练习机关：编的事，机关里的人照自己的角色练习；不计数，不对外发送。

    例：gongkai organ practise --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.base import Refused
    from gongkai.lib.today import today
    from gongkai.sample import practice

    chosen = choose(organ)
    try:
        if end:
            practice.remove(chosen, actor=actor())
            print(_("{organ}的练习机关已删除。").format(organ=chosen.name))
        else:
            made = practice.make(chosen, on=today(), actor=actor())
            print(_("{organ}建好了，现在有角色的人都能进去。").format(organ=made.name))
    except Refused as error:
        raise Fail(str(error)) from error


@command.command("set")
def set_(
    code: Annotated[
        str, typer.Argument(metavar=_("设置"), help=_("设置的名称，见 gongkai organ settings。"))
    ],
    value: Annotated[str, typer.Argument(metavar=_("值"))],
    organ: OrganName = None,
) -> None:
    """改一项设置。

    例：gongkai organ set outline town --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.organs import actions

    chosen = choose(organ)
    try:
        actions.set_option(organ=chosen, code=code, value=value, actor=actor())
    except actions.OptionError as error:
        raise Fail(str(error)) from error
    print(_("{organ}：{code}已设为{value}。").format(organ=chosen.name, code=code, value=value))


@command.command()
def settings(organ: OrganName = None) -> None:
    """列出一个机关的设置、可取的值和现在的值。

    例：gongkai organ settings --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.organs.options import OPTIONS

    chosen = choose(organ)
    for option in OPTIONS:
        now = chosen.option(option.code)
        print(f"{option.code} = {'' if now is None else now}  {_(option.zh)}")
        for key, words in option.choices:
            print(f"    {key}  {words}")


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Fail(
            _("{option} {text} — 不是日期 — 请写成2024-01-01。").format(option=option, text=text)
        ) from error
