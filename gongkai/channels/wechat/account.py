"""What has to be said of an official account before anything can be published by it."""

import re
from dataclasses import dataclass, field

from gongkai.channels import http
from gongkai.channels.base import Field, Settings
from gongkai.lib.language import _

BASE = "https://api.weixin.qq.com"
_APPID = re.compile(r"wx[0-9a-f]{16}")
_SECRET = re.compile(r"[0-9a-f]{32}")
_ORIGINAL = re.compile(r"gh_[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks, and where; the secret is shown nowhere."""

    appid: str
    secret: str = field(repr=False)
    base: str = BASE

    @classmethod
    def of(cls, said: Settings) -> "Account":
        return cls(said["appid"], said["secret"], (said.get("base") or BASE).rstrip("/"))


def _appid_complaint(appid: str) -> str:
    if _APPID.fullmatch(appid):
        return ""
    return _("AppID — 不像公众号的AppID — 应当是wx开头的18个字符，请在公众平台“设置与开发”里复制。")


def _secret_complaint(secret: str) -> str:
    if _SECRET.fullmatch(secret):
        return ""
    return _("AppSecret — 不像公众号的密钥 — 应当是32个字符，忘了的请在公众平台重置后整串复制。")


def _original_complaint(name: str) -> str:
    if not name or _ORIGINAL.fullmatch(name):
        return ""
    return _("原始ID — 不像原始ID — 应当是gh_开头的15个字符，请在公众平台“账号信息”里复制。")


FIELDS: tuple[Field, ...] = (
    Field("appid", "AppID", "公众平台 → 设置与开发 → 开发接口管理", complaint=_appid_complaint),
    Field("secret", "AppSecret", "同一页上重置后只显示一次", secret=True, complaint=_secret_complaint),
    Field(
        "base",
        "接口地址",
        "一般不改；经县里的转发平台发的，填它给的地址",
        default=BASE,
        complaint=http.address_complaint,
    ),
    Field(
        "original_id",
        "原始ID",
        "公众平台 → 账号信息，以gh_开头；换了登录邮箱也不变",
        required=False,
        complaint=_original_complaint,
    ),
)
