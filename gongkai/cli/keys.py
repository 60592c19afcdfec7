"""``gongkai keys``: the keys that seal applicants' data."""

import typer

from gongkai.cli.frame import data_folder, ledger
from gongkai.cli.organs import actor
from gongkai.lib.language import _

command = typer.Typer(add_completion=False, no_args_is_help=True, help=_("申请人个人信息的加密密钥。"))


@command.command()
def rotate() -> None:
    """换一把新密钥，并把全部申请人信息用新密钥重新加密。

    例：gongkai keys rotate
    """
    ledger()
    from gongkai.ledger.requests.actions import reseal
    from gongkai.lib.crypto import keyring

    folder = data_folder() / "keys"
    keyring(folder).add_key()
    count = reseal(actor=actor())
    keyring(folder).drop_old_keys()
    print(
        _("已换新密钥，重新加密{count}件申请的个人信息。请备份{folder}。").format(count=count, folder=folder)
    )


@command.command()
def where() -> None:
    """密钥文件放在哪里（请另存一份，丢了就打不开）。

    例：gongkai keys where
    """
    print(data_folder() / "keys")
