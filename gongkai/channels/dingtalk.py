"""钉钉群机器人: the group robot of DingTalk, signed where it has a secret."""

import base64
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlencode

from gongkai.channels import http, robots
from gongkai.channels.base import Channel, Field, Later, Message, Misconfigured, Refused, Settings
from gongkai.channels.robots import BUSY, Meaning
from gongkai.lib.language import _
from gongkai.lib.today import now

LONGEST = 18_000  # bytes: the documented end is 20,000 of the whole
NAME = "钉钉"
#: Whoever sends more than twenty a minute is not heard for ten.
_TOO_MANY = Meaning(Later, "这个机器人一分钟发了20条以上", "会自动过一会儿再发。", timedelta(minutes=10))
_UNKNOWN = Meaning(Misconfigured, "没有这个机器人", "请在群里重新添加，复制新的Webhook地址。")
_CONTENT = Meaning(Refused, "说内容不合适", "请把这个码告诉管服务器的人。")
MEANINGS: dict[object, Meaning] = {
    -1: BUSY,
    130101: _TOO_MANY,
    410100: _TOO_MANY,
    310000: Meaning(
        Misconfigured,
        "安全设置不符",
        "加签的请核对密钥，自定义关键词的请加“公开”，限定IP的请加本机的IP；电脑的时间也要准。",
    ),
    300005: _UNKNOWN,
    400101: _UNKNOWN,
    400106: _UNKNOWN,
    400013: Meaning(Misconfigured, "群已经解散", "请在别的群里添加机器人，复制新的Webhook地址。"),
    400102: Meaning(Misconfigured, "机器人已经停用", "请在群里启用它，或者另加一个。"),
    **dict.fromkeys((430101, 430102, 430103, 430104), _CONTENT),
}


def hand_over(settings: Settings, message: Message) -> None:
    # two blanks before a line's end are markdown's way to break it
    text = robots.within(message.text, LONGEST, _("……其余请登录查看。")).replace("\n", "  \n")
    said = {"title": message.title, "text": f"**{message.title}**\n\n{text}"}
    body = http.encoded({"msgtype": "markdown", "markdown": said, "at": {"atMobiles": [], "isAtAll": False}})
    address = settings["address"] + _signature(settings.get("secret", ""))
    robots.check(http.post(address, body, zh=_(NAME)), MEANINGS, _(NAME))


def _signature(secret: str) -> str:
    """What a signed robot wants behind its address; good for an hour."""
    if not secret:
        return ""
    moment = str(int(now().timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    return "&" + urlencode({"timestamp": moment, "sign": base64.b64encode(digest).decode()})


def _secret_complaint(secret: str) -> str:
    if not secret or secret.startswith("SEC"):
        return ""
    return _("加签的密钥 — 应当以SEC开头 — 请在机器人的安全设置里复制“加签”下面的一串。")


CHANNEL = Channel(
    "dingtalk",
    "钉钉群机器人",
    (
        robots.address_field(
            "机器人的Webhook地址",
            "access_token",
            "群设置 → 机器人 → 添加自定义机器人，复制以https://oapi.dingtalk.com开头的整个地址",
        ),
        Field(
            "secret",
            "加签的密钥",
            "安全设置选“加签”的才填，以SEC开头；选“自定义关键词”的，关键词写“公开”",
            secret=True,
            required=False,
            complaint=_secret_complaint,
        ),
    ),
    hand_over,
    robots.A_MINUTE,
)
