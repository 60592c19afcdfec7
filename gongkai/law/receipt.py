"""When a request counts as received 收到申请之日, per channel (条例 Art 31), and what proves it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.sources import PRACTICE, REGULATION, Source
from gongkai.law.text import key_of

_ARTICLE_31 = REGULATION.at("第三十一条")


class Evidence(StrEnum):
    """The day that fixes receipt: the application was there, signed for, or confirmed by both sides."""

    ARRIVED = "arrived"
    SIGNED = "signed"
    CONFIRMED = "confirmed"

    @property
    def zh(self) -> str:
        return {"arrived": "到达日期", "signed": "签收日期", "confirmed": "与申请人确认的日期"}[self.value]


@dataclass(frozen=True, slots=True)
class Channel:
    """A way for a request to reach the organ 收到方式. ``always_open``: it may never be refused."""

    code: str
    zh: str
    evidence: Evidence
    basis: str
    source: Source
    always_open: bool = False
    aliases: tuple[str, ...] = ()
    earlier: str = ""  # how it was before the rule in force


CHANNELS: tuple[Channel, ...] = (
    Channel(
        "in_person",
        "当面提交",
        Evidence.ARRIVED,
        "当面提交的，以提交之日为收到申请之日",
        _ARTICLE_31,
        always_open=True,
        aliases=("当面", "现场", "现场提交"),
    ),
    Channel(
        "registered_mail",
        "邮寄签收",
        Evidence.SIGNED,
        "以邮寄方式提交的，以行政机关签收之日为收到申请之日",
        _ARTICLE_31,
        always_open=True,
        aliases=("邮寄", "EMS", "特快专递", "快递", "快递（EMS）", "EMS快递", "挂号", "挂号信"),
    ),
    Channel(
        "plain_letter",
        "平常信函",
        Evidence.CONFIRMED,
        "以平常信函等无需签收的邮寄方式提交的，应当于收到当日与申请人确认，以确认之日为收到申请之日",
        _ARTICLE_31,
        always_open=True,
        aliases=("平信", "信函"),
        earlier="2015年的解释（国办公开办函〔2015〕207号）：寄到其他处室或个人的，以工作机构实际收到并电话确认之日"
        "为准；联系不上的先登记，恢复联系之日起算。",
    ),
    Channel(
        "internet",
        "互联网",
        Evidence.CONFIRMED,
        "通过互联网渠道提交的，以双方确认之日为收到申请之日",
        _ARTICLE_31,
        aliases=("互联网渠道", "网上", "网络", "网站", "电子邮件", "邮件", "电子邮箱"),
        earlier="2015年的解释（国办公开办函〔2015〕207号）：电子邮件以系统收到之日为准；2019年5月15日起须双方确认。",
    ),
    Channel(
        "fax",
        "传真",
        Evidence.CONFIRMED,
        "通过政府信息公开工作机构的传真提交的，以双方确认之日为收到申请之日",
        _ARTICLE_31,
    ),
    Channel(
        "oral",
        "口头",
        Evidence.ARRIVED,
        "书写确有困难口头提出、由行政机关代为填写的，以代为填写之日为收到申请之日",
        PRACTICE.at(verified=False),
        always_open=True,
        aliases=("口头提出",),
    ),
)
CHANNEL = {channel.code: channel for channel in CHANNELS}


@dataclass(frozen=True, slots=True)
class ReceiptDate:
    """The receipt date in law; None while evidence is ``missing`` (one Chinese sentence). ``note`` warns."""

    received_on: date | None
    basis: str
    missing: str
    note: str
    source: Source


def from_label(text: str) -> Channel | None:
    """The channel called so in a ledger (“EMS”, “电子邮件”, “internet”); None where the word is unknown."""
    word = key_of(text)
    for channel in CHANNELS:
        if word in map(key_of, (channel.code, channel.zh, *channel.aliases)):
            return channel
    return None


def receipt(
    channel: Channel,
    *,
    arrived_on: date | None = None,
    signed_on: date | None = None,
    confirmed_on: date | None = None,
) -> ReceiptDate:
    """When a request over ``channel`` counts as received, as far as the evidence goes."""
    dates = {
        Evidence.ARRIVED: arrived_on,
        Evidence.SIGNED: signed_on,
        Evidence.CONFIRMED: confirmed_on,
    }
    day = dates[channel.evidence]
    name = channel.evidence.zh
    if day is None:
        missing = f"{channel.zh}的收到申请之日还不能确定 — 缺少{name} — 请补上{name}。"
    elif arrived_on and day < arrived_on:
        missing = f"{channel.zh}的收到申请之日不能确定 — {name}早于到达日期 — 请核对这两个日期。"
        day = None
    else:
        missing = ""
    late = channel.code == "plain_letter" and arrived_on and day and day > arrived_on
    note = "平常信函应在收到当日与申请人确认 — 确认晚于到达日期 — 请记明联系经过。" if late else ""
    return ReceiptDate(day, channel.basis, missing, note, channel.source)
