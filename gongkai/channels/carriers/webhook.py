"""对接其他系统: a record to the county's app or another system, signed as every event (``channels.webhook``).

The receiver knows a record again by its ``Idempotency-Key``. Small files travel in the body, others are named
with their print and fetched from the portal.
"""

from base64 import b64encode
from typing import Any

from gongkai.channels import webhook
from gongkai.channels.base import Message, Settings
from gongkai.channels.carriers import event
from gongkai.channels.carriers.base import Carrier, Outcome, Parcel, Preview, Publication, should
from gongkai.channels.http import encoded
from gongkai.law.findings import Finding
from gongkai.lib.language import _

#: So many bytes of files travel within one event.
CARRIED = 8 * 1024 * 1024


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    if _fits(publication) or publication.url:
        return ()
    words = _("附件 — 合起来超过8兆字节，只发文件名 — 请另外交给对方，或者开通公开门户供对方下载。")
    return (should("CH-webhook", "附件", words),)


def preview(settings: Settings, publication: Publication) -> Preview:
    files = [event.described(file) for file in publication.files]
    return Preview(_laid_out(event.published(publication, files)), publication.html)


def deliver(settings: Settings, parcel: Parcel) -> Outcome:
    _send(settings, parcel, event.published(parcel.publication, _files(parcel.publication)))
    return Outcome(_("对方系统已收下。"))


def withdraw(settings: Settings, parcel: Parcel) -> Outcome:
    _send(settings, parcel, event.withdrawn(parcel.publication))
    return Outcome(_("对方系统已收到撤下的通知。"))


def _send(settings: Settings, parcel: Parcel, said: dict[str, Any]) -> None:
    webhook.hand_over(settings, Message(parcel.key, parcel.publication.title, "", event=said))


def _files(publication: Publication) -> list[dict[str, Any]]:
    carried = _fits(publication)
    return [
        event.described(file) | ({"base64": b64encode(file.read()).decode()} if carried else {})
        for file in publication.files
    ]


def _fits(publication: Publication) -> bool:
    return sum(file.size for file in publication.files) <= CARRIED


def _laid_out(said: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {encoded(value).decode()}" for name, value in said.items())


CARRIER = Carrier(
    "webhook",
    "对接其他系统",
    "县级App或别的系统的接口：放行后自动推过去，撤回时通知对方撤下",
    webhook.CHANNEL.fields,
    check,
    preview,
    deliver,
    withdraw=withdraw,
    knows_again=True,
)
