"""渠道, ways out: how a message is handed to a mail server, a group robot, another system.

Transport alone, which knows no ledger. One module for each way, listed in ``CHANNELS``; nothing goes out
unless somebody has set a way up.
"""

from gongkai.channels import dingtalk, mail, webhook, wecom
from gongkai.channels.base import (
    Channel,
    Field,
    Later,
    Lost,
    Message,
    Misconfigured,
    Refused,
    Settings,
    Unsent,
    Unsure,
)

CHANNELS: tuple[Channel, ...] = (mail.CHANNEL, wecom.CHANNEL, dingtalk.CHANNEL, webhook.CHANNEL)
BY_CODE = {channel.code: channel for channel in CHANNELS}

__all__ = [
    "BY_CODE",
    "CHANNELS",
    "Channel",
    "Field",
    "Later",
    "Lost",
    "Message",
    "Misconfigured",
    "Refused",
    "Settings",
    "Unsent",
    "Unsure",
]
