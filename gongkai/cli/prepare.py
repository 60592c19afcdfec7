"""Preparing a data folder before it is served: keys, tables, samples. A process that ``serve`` starts.

What it prints is the token of the set-up link, where nobody real can log in yet; else nothing.
"""

import sys
from importlib.util import find_spec
from secrets import token_urlsafe

from gongkai.cli.frame import Fail, data_folder, ledger
from gongkai.cli.main import guarded
from gongkai.lib.files import write_once
from gongkai.lib.language import _


def prepare(*, demo: bool) -> None:
    """Bring the folder to where the web server can open it; ``demo`` loads the samples."""
    ledger(create=True)
    _demand_parts()
    from django.core.cache import cache

    (data_folder() / "static").mkdir(exist_ok=True)  # the web server warns where it is missing
    cache.clear()  # what an older program remembered may have another shape
    write_once(data_folder() / "keys" / "session.key", token_urlsafe(50).encode())
    if not demo:
        _offer_setup()
        return
    from gongkai.ledger.organs.queries import real_organs
    from gongkai.lib.today import today
    from gongkai.sample.load import load_all

    if real := real_organs():
        raise Fail(
            _("数据文件夹{folder} — 里面有真实机关“{organ}” — 请用 --data 另指一个文件夹放示例。").format(
                folder=data_folder(), organ=real[0].name
            )
        )
    load_all(today())


def _demand_parts() -> None:
    """What a setting needs besides is installed, or it is said before the first page breaks."""
    from django.conf import settings

    if settings.OIDC_ISSUER and find_spec("jwt") is None:
        raise Fail(
            _("GONGKAI_OIDC_ISSUER — 没有装统一身份认证的组件 — 请安装gongkai[oidc]，或者去掉这个设置。")
        )
    if settings.S3_BUCKET and find_spec("boto3") is None:
        raise Fail(_("GONGKAI_S3_BUCKET — 没有装对象存储的组件 — 请安装gongkai[s3]，或者去掉这个设置。"))


def _offer_setup() -> None:
    from gongkai.ledger.people import actions, queries

    if not queries.is_set_up():
        print(actions.setup_token())


if __name__ == "__main__":
    guarded(lambda: prepare(demo="--demo" in sys.argv[1:]))
