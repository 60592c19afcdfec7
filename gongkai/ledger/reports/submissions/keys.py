"""The keys between two installations: one's own, and those of others that were told over and registered."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from gongkai.ledger.base import Refused
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import SenderKey
from gongkai.lib import signing
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.language import _


def own() -> Ed25519PrivateKey:
    """The key with which this installation signs, made when it is first asked for."""
    return signing.own_key(Path(settings.DATA) / "keys")


def own_fingerprint() -> str:
    return signing.fingerprint(own().public_key())


def own_text() -> bytes:
    """The public half of it, as a file for the other side."""
    return signing.public_text(own())


def registered(organ: Organ, member: Organ | None) -> SenderKey | None:
    """The key in force of an organ below, or of the one above."""
    return SenderKey.objects.filter(organ=organ, member=member, ended_at=None).first()


def read(text: str) -> Ed25519PublicKey:
    """A public key as it was told over; Refused where it is none."""
    try:
        return signing.public_key(text.strip().encode("ascii", "replace"), Path(_("公钥")))
    except UnknownKey as error:
        raise Refused(str(error)) from error
