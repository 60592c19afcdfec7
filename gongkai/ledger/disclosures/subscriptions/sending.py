"""Writing to subscribers: once to ask whether they are meant, then of every day on which something new of
their search was published, when that day is over. Nothing goes to whoever did not confirm.

A mail is noted as sent before it goes, and that is taken back where it certainly did not get there: rather
one day untold than one told twice.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai.channels import Later, Message, Misconfigured, Unsent, mail
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.disclosures.models import Disclosure, Subscription
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.subscriptions.actions import read
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import queries as outbox
from gongkai.lib.language import _

#: So many mails of an organ in one round, and records named in one mail.
A_ROUND, NAMED = mail.A_MINUTE, 30
_SIGNER = Signer(salt="subscription")


def offers_mail(organ: Organ) -> bool:
    """Whether an organ lets people subscribe: it says so, can send mail, and the links in it lead home."""
    way = outbox.ways(organ).get(mail.CHANNEL.code)
    is_on = organ.option("mail_subscriptions") == "on" and organ.has_portal and not organ.is_sample
    return bool(is_on and settings.SITE_URL and way and way.is_on)


def token(row: Subscription) -> str:
    """What a link in a mail names it by."""
    return _SIGNER.sign(f"{row.pk}.{row.email_print[:16]}")


def named(token: str) -> tuple[int, str]:
    """The subscription that a link names; (0, "") where it is none of ours."""
    try:
        pk, print_ = _SIGNER.unsign(token).split(".")
    except (BadSignature, ValueError):
        return 0, ""
    return int(pk), print_


def is_due(on: date) -> bool:
    """Whether somebody is to be written to, and can be."""
    return bool(settings.SENDING) and bool(_organs(on))


def send(on: date, at: datetime) -> int:
    """Write to whoever is due; how many mails got there."""
    if not settings.SENDING:
        return 0
    return sum(_send_of(organ, on, at) for organ in _organs(on))


def _organs(on: date) -> list[Organ]:
    """The organs of which a mail waits, and may go."""
    found = Organ.objects.filter(pk__in=_due(on).order_by().values("organ"))
    ways = {organ: outbox.ways(organ).get(mail.CHANNEL.code) for organ in found if offers_mail(organ)}
    return [organ for organ, way in ways.items() if way and not way.trouble]


def _due(on: date) -> QuerySet[Subscription]:
    asked = Q(confirmed_on=None, mailed_at=None)
    return Subscription.objects.filter(asked | Q(told_on__lt=on - timedelta(1)))


def _send_of(organ: Organ, on: date, at: datetime) -> int:
    way, sent = outbox.ways(organ)[mail.CHANNEL.code], 0
    for row in _due(on).filter(organ=organ).order_by("pk"):
        if sent >= A_ROUND:
            break
        message = _message(row, on)
        if not _noted(row, on, at if message else row.mailed_at) or message is None:
            continue
        try:
            mail.hand_over(outbox.said(way), message)
        except (Later, Misconfigured):  # the organ's reminders tell of it
            _take_back(row)
            break
        except Unsent:  # this address takes none, or may have taken it
            continue
        sent += 1
    return sent


def _noted(row: Subscription, on: date, at: datetime | None) -> bool:
    """Note it as sent, for this process alone."""
    mine = Subscription.objects.filter(pk=row.pk, mailed_at=row.mailed_at, told_on=row.told_on)
    told = {"told_on": on - timedelta(1)} if row.confirmed_on else {}
    return bool(mine.update(mailed_at=at, **told))


def _take_back(row: Subscription) -> None:
    Subscription.objects.filter(pk=row.pk).update(mailed_at=row.mailed_at, told_on=row.told_on)


def _message(row: Subscription, on: date) -> Message | None:
    """What is to be said today; None where there is nothing new."""
    link = f"{settings.SITE_URL}{reverse('portal:subscription', args=[token(row)])}"
    if row.confirmed_on is None:
        title = _("请确认订阅：{organ}政府信息公开").format(organ=row.organ.name)
        return _mail(row, title, "\n\n".join(_asking(row, link)), link)
    found = _new(row, on)
    if not found:
        return None
    title = _("{organ}新公开{count}条").format(organ=row.organ.name, count=len(found))
    return _mail(
        row, title, "\n\n".join([*_lines(row.organ, found), _("退订：{link}").format(link=link)]), link
    )


def _new(row: Subscription, on: date) -> list[Disclosure]:
    """What was published since the last day that was told of, up to yesterday, and is public still."""
    yesterday = on - timedelta(1)
    rows = queries.find(row.organ, read(row.asked), yesterday, most=NAMED).rows
    assert row.told_on
    return [one for one in rows if one.published_on and one.published_on > row.told_on]


def _asking(row: Subscription, link: str) -> Iterator[str]:
    words = "、".join([*(f"“{word}”" for word in read(row.asked).words), *read(row.asked).facets.values()])
    yield _("有人用这个邮箱订阅了{organ}新公开的信息（{words}）。").format(
        organ=row.organ.name, words=words or _("全部")
    )
    yield _("是您本人，请打开下面的网址，点“确认订阅”；不是，不用理会，七天后自动删除，不会再来信。")
    yield link


def _lines(organ: Organ, rows: Sequence[Disclosure]) -> Iterator[str]:
    for row in rows:
        address = f"{settings.SITE_URL}{reverse('portal:site-record', args=[organ.pk, row.pk])}"
        yield f"{row.published_on} {row.title}\n{address}"


def _mail(row: Subscription, title: str, text: str, link: str) -> Message:
    """With the button by which mail programs end it at once (RFC 8058)."""
    headers = {"List-Unsubscribe": f"<{link}end/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    key = keys().fingerprint(f"{row.pk}:{row.told_on}:{row.asked_at.isoformat()}")[:32]
    return Message(key, title, text, keys().open(row.email_sealed), headers=headers)
