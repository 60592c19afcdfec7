"""工作群通知: a robot tells the work group that something was published and is to be passed on.

Number, day and link, and nothing else: whoever reads the group may be anybody. The link leads to a page on
which each village says that it has passed it on.
"""

from collections.abc import Callable
from datetime import timedelta

from gongkai.channels import Channel, Message, dingtalk, wecom
from gongkai.channels.base import Field, Settings
from gongkai.channels.carriers.base import Carrier, Outcome, Parcel, Point, Preview, Publication, should
from gongkai.channels.carriers.board import places, places_complaint
from gongkai.law.findings import Finding
from gongkai.lib.language import _
from gongkai.lib.today import today

MOST_DAYS = 30


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    if publication.url or publication.confirm:
        return ()
    words = _("链接 — 没有网址，群里的人打不开 — 登记网址或者开通公开门户以后再发。")
    return (should("CH-group", _("链接"), words),)


def preview(settings: Settings, publication: Publication) -> Preview:
    return Preview(f"{_title()}\n{_text(settings, publication)}")


def points(settings: Settings, publication: Publication) -> tuple[Point, ...]:
    return tuple(Point(place) for place in places(settings["places"]))


def _deliver(channel: Channel) -> Callable[[Settings, Parcel], Outcome]:
    def deliver(settings: Settings, parcel: Parcel) -> Outcome:
        text = _text(settings, parcel.publication)
        channel.hand_over(settings, Message(parcel.key, _title(), text))
        return Outcome(_("已发到群里。"))

    return deliver


def _withdraw(channel: Channel) -> Callable[[Settings, Parcel], Outcome]:
    def withdraw(settings: Settings, parcel: Parcel) -> Outcome:
        text = f"{_number(parcel.publication)} 已撤回，请不要再转，已经张贴、转发的请撤下。"
        channel.hand_over(settings, Message(parcel.key, _title(), text))
        return Outcome(_("撤回的通知已发到群里。"))

    return withdraw


def _title() -> str:
    return "政府信息公开：请传达"


def _text(settings: Settings, publication: Publication) -> str:
    due = today() + timedelta(days=int(settings["days"]))
    lines = [
        f"{_number(publication)} 已公开，请在{due}以前传达到村。",
        publication.confirm or publication.url,
    ]
    return "\n".join(filter(None, lines))


def _number(publication: Publication) -> str:
    return publication.document_no or publication.index_no


def _days_complaint(text: str) -> str:
    if text.isascii() and text.isdigit() and 0 < int(text) <= MOST_DAYS:
        return ""
    return _("几天以内 — 不是1至30的数 — 例如3。")


def _carrier(channel: Channel, zh: str) -> Carrier:
    return Carrier(
        f"{channel.code}_group",
        zh,
        "只发文号、期限和链接；各村在链接里点一次“已传达”，不统计到人",
        (
            *channel.fields,
            Field("places", "传达到哪些村", "用顿号分开，例如“东徐村、西徐村”", complaint=places_complaint),
            Field("days", "几天以内传达", default="3", complaint=_days_complaint),
        ),
        check,
        preview,
        _deliver(channel),
        withdraw=_withdraw(channel),
        points=points,
        confirms=True,
        a_minute=channel.a_minute,
    )


WECOM = _carrier(wecom.CHANNEL, "企业微信工作群")
DINGTALK = _carrier(dingtalk.CHANNEL, "钉钉工作群")
