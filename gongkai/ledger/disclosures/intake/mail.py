"""收件邮箱: what the people named by an organ mail becomes drafts of that organ. Of strangers' mail the head
alone is read. Whatever was looked at is marked as seen, and stays in the mailbox."""

from collections.abc import Mapping

from django.conf import settings

from gongkai.channels.mailbox import Mailbox, Opened, Waiting, opened
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.intake import actions, letters, queries
from gongkai.ledger.disclosures.models import Intake
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import real_organs
from gongkai.ledger.vault import MEGABYTE, NotScanned
from gongkai.lib.language import _

_WAY = Intake.Way.MAIL


def is_set() -> bool:
    return bool(settings.IMAP_HOST)


def mailbox() -> Mailbox:
    return Mailbox(
        settings.IMAP_HOST,
        settings.IMAP_PORT,
        settings.IMAP_USER,
        settings.IMAP_PASSWORD,
        settings.IMAP_FOLDER,
    )


def take_in() -> tuple[int, int]:
    """Take in what waits in the mailbox: how many became drafts, how many were refused.
    ``channels.Unsent`` where it cannot be opened."""
    senders = _senders()
    taken = refused = 0
    with opened(mailbox()) as box:
        for waiting in list(box.waiting()):
            head = letters.head(waiting.head, settings.IMAP_VOUCHED_BY)
            try:
                for organ in senders.get(head.sender, []):
                    why = _take(box, waiting, head, organ, is_sole=len(senders[head.sender]) == 1)
                    taken, refused = taken + (not why), refused + bool(why)
            except NotScanned:
                continue  # it stays unread, and is tried again
            box.seen(waiting.uid)
    return taken, refused


def _senders() -> Mapping[str, list[Organ]]:
    found: dict[str, list[Organ]] = {}
    for organ in real_organs():
        for sender in queries.senders_of(organ):
            found.setdefault(sender, []).append(organ)
    return found


def _take(box: Opened, waiting: Waiting, head: letters.Head, organ: Organ, *, is_sole: bool) -> str:
    """Why a message was not taken in; empty where it was, now or before."""
    if known := actions.is_known(organ, head.key):
        return "" if known.record_id else "known"
    try:
        _demand(waiting, head, is_sole)
        handed = letters.files(box.message(waiting.uid))
    except Refused as error:
        actions.refuse(organ=organ, way=_WAY, key=head.key, said=str(error), sender=head.sender)
        return str(error)
    why, _is_barred = actions.receive(organ=organ, way=_WAY, key=head.key, handed=handed, sender=head.sender)
    return why


def _demand(waiting: Waiting, head: letters.Head, is_sole: bool) -> None:
    if not head.is_vouched:
        raise Refused(_("邮件 — 邮件服务器没有证明发件人是真的 — 请问本人；是真的请从单位邮箱再发。"))
    if not is_sole:
        raise Refused(_("邮件 — 几个机关都写了这个发件人，不知道给哪一个 — 请只留在一个机关的设置里。"))
    if waiting.size > letters.MOST_BYTES:
        raise Refused(_("邮件 — 超过{size}兆字节 — 请分几封发。").format(size=letters.MOST_BYTES // MEGABYTE))
