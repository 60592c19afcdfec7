"""A letter while it is written: what is typed is kept, sealed, in the session of whoever types it until it is
saved, so that a lost connection loses nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from gongkai.ledger.requests.privacy import keys
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.today import now

KEY = "letters"
#: So many letters at once; the one longest untouched goes first.
MOST = 10


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they stood at an instant."""

    fields: Mapping[str, str]
    at: datetime


def keep(request: HttpRequest, letter: str, fields: Mapping[str, str]) -> None:
    said = json.dumps({"fields": dict(fields), "at": now().isoformat()}, ensure_ascii=False)
    others = [(name, sealed) for name, sealed in request.session.get(KEY, {}).items() if name != letter]
    request.session[KEY] = dict([*others, (letter, keys().seal(said))][-MOST:])


def of(request: HttpRequest, letter: str) -> Typed | None:
    """What was typed and never saved."""
    sealed = request.session.get(KEY, {}).get(letter)
    if sealed is None or "fresh" in request.GET:
        return None
    try:
        said = json.loads(keys().open(sealed))
    except UnknownKey:  # sealed before the keys were changed
        return None
    return Typed(said["fields"], datetime.fromisoformat(said["at"]))


def forget(request: HttpRequest, letter: str) -> None:
    kept = request.session.get(KEY, {})
    request.session[KEY] = {name: sealed for name, sealed in kept.items() if name != letter}
