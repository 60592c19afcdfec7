"""``gongkai keys``: the keys that seal applicants' data."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.frame import Fail, data_folder, ledger
from gongkai.cli.organs import actor
from gongkai.lib.language import _

KeyFile = Annotated[Path, typer.Argument(metavar="FILE", help=_("密钥文件，以.keys结尾。"))]
command = typer.Typer(add_completion=False, no_args_is_help=True, help=_("申请人个人信息的加密密钥。"))


@command.command()
def rotate() -> None:
    """换一把新密钥，并把全部申请人信息用新密钥重新加密。

    例：gongkai keys rotate
    """
    ledger()
    from gongkai.ledger.deliveries.actions import reseal as reseal_outlets
    from gongkai.ledger.disclosures.actions import reseal as reseal_records
    from gongkai.ledger.outbox import actions as outbox
    from gongkai.ledger.remedies.files import reseal as reseal_remedies
    from gongkai.ledger.reports.kept.actions import reseal as reseal_kept_reports
    from gongkai.ledger.reports.submissions.actions import reseal as reseal_submissions
    from gongkai.ledger.requests.actions import reseal
    from gongkai.ledger.supervision.actions import reseal as reseal_supervision
    from gongkai.lib.crypto import keyring

    folder = data_folder() / "keys"
    keyring(folder).add_key()
    count = reseal(actor=actor())
    reseal_records()
    reseal_outlets()
    reseal_kept_reports()
    reseal_submissions()
    reseal_remedies()
    reseal_supervision()
    outbox.reseal()
    keyring(folder).drop_old_keys()
    print(
        _(
            "已换新密钥，重新加密{count}件申请的个人信息。请用 gongkai keys save 另存一份；"
            "旧备份仍要用旧的密钥文件。"
        ).format(count=count)
    )


@command.command()
def where() -> None:
    """密钥文件放在哪里（请另存一份，丢了就打不开）。

    例：gongkai keys where
    """
    print(data_folder() / "keys")


@command.command()
def save(file: KeyFile) -> None:
    """把密钥另存一份（放到U盘等别的地方，不要和备份放在一起）。

    例：gongkai keys save E:\\gongkai.keys
    """
    ledger()
    from gongkai.backup import keys

    held = keys.held(data_folder())
    if not held.marks:
        raise Fail(_("密钥 — 还没有密钥，登记第一件申请时才会有 — 请登记以后再存。"))
    if file.exists():
        raise Fail(_("{file} — 已经有这个文件 — 请换个文件名。").format(file=file))
    keys.write(held, file)
    print(_("密钥已另存到{file}。存好以后请运行 gongkai keys confirm {file} 核对。").format(file=file))


@command.command()
def confirm(file: KeyFile) -> None:
    """核对另存的密钥文件是不是正在用的密钥，并记下核对过。

    例：gongkai keys confirm E:\\gongkai.keys
    """
    ledger()
    from gongkai.backup import keys
    from gongkai.backup.errors import Unusable

    try:
        keys.confirm(file, actor=actor())
    except Unusable as error:
        raise Fail(str(error)) from error
    print(_("{file}与正在使用的密钥相同，已记入操作日志。").format(file=file))


@command.command()
def load(file: KeyFile) -> None:
    """把密钥文件放回没有密钥的数据文件夹（先恢复备份、后找到密钥时用）。

    例：gongkai keys load E:\\gongkai.keys
    """
    ledger()
    from gongkai.backup import keys
    from gongkai.backup.errors import Unusable
    from gongkai.ledger import proof

    folder = data_folder()
    if keys.marks(folder):
        raise Fail(_("密钥文件夹{folder} — 已有密钥，不覆盖 — 不用再放。").format(folder=folder / "keys"))
    try:
        contents = keys.read(file).contents
    except Unusable as error:
        raise Fail(str(error)) from error
    keys.put(contents, folder)
    if broken := proof.verify():
        for name in contents:
            (folder / "keys" / name).unlink()
        raise Fail(
            _("{file} — 放上这份密钥，台账与操作日志就对不上（{why}） — 请换一份密钥文件。").format(
                file=file, why=broken.message
            )
        )
    print(_("密钥已放回，台账与操作日志逐行相符。"))
