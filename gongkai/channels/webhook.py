"""对接其他系统: ``gongkai.event/1`` to an address of another system, signed with a shared key.

The key is sent by nobody: the signature is HMAC-SHA256 over timestamp, dot and body.
"""

import hashlib
import hmac

from gongkai.channels import http
from gongkai.channels.base import Channel, Field, Message, Settings
from gongkai.lib.language import _
from gongkai.lib.today import now

SCHEMA = "gongkai.event/1"
SHORTEST = 16
NAME = "对方系统"


def hand_over(settings: Settings, message: Message) -> None:
    body = http.encoded({"schema": SCHEMA, **message.event})
    moment = str(int(now().timestamp()))
    headers = {
        "X-Gongkai-Timestamp": moment,
        "X-Gongkai-Signature": signature(settings["secret"], moment, body),
        "Idempotency-Key": message.key,
    }
    http.check_status(http.post(settings["address"], body, headers=headers, zh=_(NAME)), _(NAME))


def signature(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _secret_complaint(secret: str) -> str:
    if len(secret) >= SHORTEST:
        return ""
    return _("签名的密钥 — 少于{count}个字，容易被猜到 — 请和对方约定一串更长的。").format(count=SHORTEST)


CHANNEL = Channel(
    "webhook",
    "对接其他系统",
    (
        Field(
            "address",
            "接收地址",
            "对方系统给的网址；主机要先由管服务器的人写进GONGKAI_WEBHOOK_HOSTS",
            secret=True,
            complaint=http.address_complaint,
        ),
        Field(
            "secret",
            "签名的密钥",
            "和对方约定的一串字，至少16个",
            secret=True,
            complaint=_secret_complaint,
        ),
    ),
    hand_over,
    for_machines=True,
    knows_again=True,
)
