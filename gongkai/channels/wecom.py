"""企业微信群机器人: the group robot of WeCom, or of a platform of its own (政务微信) at another host."""

from datetime import timedelta

from gongkai.channels import http, robots
from gongkai.channels.base import Channel, Later, Message, Misconfigured, Settings
from gongkai.channels.robots import BUSY, Meaning
from gongkai.lib.language import _

LONGEST = 2048  # bytes of a text
NAME = "企业微信"
MEANINGS: dict[object, Meaning] = {
    -1: BUSY,
    45009: Meaning(Later, "这个机器人一分钟发了20条以上", "会自动过一会儿再发。", timedelta(minutes=1)),
    93000: Meaning(
        Misconfigured, "没有这个机器人", "机器人可能删了，请在群里重新添加，复制新的Webhook地址。"
    ),
    93004: Meaning(Misconfigured, "机器人已经停用", "请在群里启用它，或者另加一个。"),
    93008: Meaning(Misconfigured, "机器人不在群里", "请在群里重新添加，复制新的Webhook地址。"),
}


def hand_over(settings: Settings, message: Message) -> None:
    text = robots.within(f"{message.title}\n{message.text}", LONGEST, _("……其余请登录查看。"))
    body = http.encoded({"msgtype": "text", "text": {"content": text}})
    robots.check(http.post(settings["address"], body, zh=_(NAME)), MEANINGS, _(NAME))


CHANNEL = Channel(
    "wecom",
    "企业微信群机器人",
    (
        robots.address_field(
            "机器人的Webhook地址",
            "key",
            "群设置 → 消息推送（群机器人）→ 添加，复制以https://qyapi.weixin.qq.com开头的整个地址",
        ),
    ),
    hand_over,
    robots.A_MINUTE,
)
