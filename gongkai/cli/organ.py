"""``gongkai organ``: organs, their place in the tree, their settings."""

from typing import Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import choose
from gongkai.lib.language import _

command = typer.Typer(add_completion=False, no_args_is_help=True, help=_("机关、上下级关系和设置。"))
ACTOR = "命令行"
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
    actions.place_under(organ=child, superior=parent, actor=ACTOR, in_sum=not outside_sum)
    print(_("{child}已放到{parent}之下。").format(child=child.name, parent=parent.name))


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
        actions.set_option(organ=chosen, code=code, value=value, actor=ACTOR)
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
        print(f"{option.code} = {'' if now is None else now}  {option.zh}")
        for key, words in option.choices:
            print(f"    {key}  {words}")
