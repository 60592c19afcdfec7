"""``gongkai publish``: a portal as plain files, and records as packages for the county's site."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.frame import Fail, Found, ledger
from gongkai.cli.organs import choose
from gongkai.cli.progress import progress
from gongkai.lib.language import _

MOST_WORKERS = 8
#: Seconds after which it is told anew how far it is.
OFTEN = 0.5
#: The kind of package that is checked here.
SCHEMA = "gongkai.record/1"


def publish(
    static: Annotated[
        Path | None, typer.Option("--static", metavar="DIR", help=_("把整个公开门户写成静态网页的文件夹。"))
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            "--base", metavar="URL", help=_("这个文件夹将来的网址；写过一次就记住，不写用GONGKAI_URL。")
        ),
    ] = "",
    anew: Annotated[bool, typer.Option("--all", help=_("全部重写；平时只写有变化的。"))] = False,
    package: Annotated[
        Path | None, typer.Option("--package", metavar="FILE.zip", help=_("把一条信息打成县级网站的公开包。"))
    ] = None,
    record: Annotated[str, typer.Option("--record", help=_("打包哪一条：它的索引号。"))] = "",
    check: Annotated[
        Path | None, typer.Option("--check", metavar="FILE.zip", help=_("查验收到的公开包。"))
    ] = None,
    told: Annotated[Path | None, typer.Option("--told", hidden=True)] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", metavar="FILE.pem", help=_("单独用：写出本机的公钥；与 --check 同用：对方的公钥。")
        ),
    ] = None,
    organ: Annotated[
        str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))
    ] = None,
) -> None:
    """把公开门户写成静态网页，或者把一条信息打成县级网站的公开包。

    例：gongkai publish --static E:\\网站 --base https://www.example.gov.cn/zwgk/
    """
    if len([one for one in (static, package, check or key) if one]) != 1:
        raise Fail(_("gongkai publish — 要做哪一样 — 请写 --static、--package、--check、--key中的一个。"))
    if check:
        _check(check, key)
    elif static:
        _static(static, base, organ, anew=anew, told=told)
    elif package:
        _package(package, record, organ)
    elif key:
        _key(key)


def _static(static: Path, base: str, organ: str | None, *, anew: bool, told: Path | None) -> None:
    ledger()
    from gongkai.faces.portal.plain.publishing import publish as write
    from gongkai.ledger.base import Refused

    chosen = choose(organ)
    try:
        with ExitStack() as ended:

            def begin(total: int) -> Callable[[int], None]:
                return _both(ended.enter_context(progress(total, _("静态网页"))), total, told)

            done = write(chosen, static, _address(base, static), anew=anew, workers=_workers(), begin=begin)
    except Refused as error:
        raise Fail(str(error)) from error
    print(
        _("{organ}：{records}条，重画{drawn}条，写入{written}个文件，撤下{removed}个。").format(
            organ=chosen.name,
            records=done.records,
            drawn=done.drawn,
            written=done.written,
            removed=done.removed,
        )
    )


def _both(shown: Callable[[int], None], total: int, told: Path | None) -> Callable[[int], None]:
    """Shows each step, and from time to time writes how many are done where whoever began this looks."""
    done, last = 0, 0.0

    def tick(steps: int) -> None:
        nonlocal done, last
        done += steps
        shown(steps)
        if told and time.monotonic() - last > OFTEN:
            last = time.monotonic()
            told.write_text(f"{done}/{total}", "ascii")

    return tick


def _package(path: Path, record: str, organ: str | None) -> None:
    """One record as it is today."""
    if not record:
        raise Fail(_("--record — 没有写索引号 — 例如 --record 4105260000-2025-00012。"))
    ledger()
    from django.conf import settings

    from gongkai.ledger.base import Refused
    from gongkai.ledger.disclosures.public import packages
    from gongkai.lib.files import write_whole
    from gongkai.lib.signing import own_key
    from gongkai.lib.today import today

    try:
        data = packages.build(choose(organ), record, today(), own_key(settings.DATA / "keys"))
    except Refused as error:
        raise Fail(str(error)) from error
    write_whole(path, data)
    print(path)


def _check(path: Path, key: Path | None) -> None:
    """A package that has come, before anybody opens it."""
    from gongkai.lib.bundles import BadBundle, opened
    from gongkai.lib.files import ordinary
    from gongkai.lib.signing import public_key

    if key is None:
        raise Fail(_("--check — 没有写对方的公钥 — 请加 --key 公钥文件.pem。"))
    try:
        found = opened(ordinary(path).read_bytes(), public_key(ordinary(key).read_bytes(), key), SCHEMA)
    except BadBundle as error:
        print(error)
        raise Found from error
    said = found.manifest
    print("\t".join((said["action"], said["organ"], said["index_no"], said["title"])))


def _key(path: Path) -> None:
    """The public half, for whoever receives packages."""
    ledger()
    from django.conf import settings

    from gongkai.lib.files import write_whole
    from gongkai.lib.signing import own_key, public_text

    write_whole(path, public_text(own_key(settings.DATA / "keys")))
    print(path)


def _workers() -> int:
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _address(base: str, folder: Path) -> str:
    """Where the files will be opened; "" where the folder knows it."""
    from django.conf import settings

    from gongkai.faces.portal.plain.folder import BOOK

    if base and not base.startswith(("http://", "https://")):
        raise Fail(_("--base — “{base}”不是网址 — 例如 https://www.example.gov.cn/zwgk/。").format(base=base))
    if base or (folder / BOOK).exists():
        return base
    if not settings.SITE_URL:
        raise Fail(_("--base — 还不知道将来的网址 — 例如 --base https://www.example.gov.cn/zwgk/。"))
    return str(settings.SITE_URL)
