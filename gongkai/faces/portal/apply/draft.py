"""An application while it is filled in: kept sealed in the session of the browser, whatever happens to the
line."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.entries import Kept, Said
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.privacy import keys
from gongkai.lib.crypto import UnknownKey

#: How the keys of a session begin that tell of an application.
OURS = ("apply-", "filed-", "tracking", "question")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is filled in so far. ``done``: the steps that were sent whole."""

    said: Said = field(default_factory=Said)
    files: tuple[Kept, ...] = ()
    done: tuple[str, ...] = ()

    @property
    def is_begun(self) -> bool:
        return self.said != Said() or bool(self.files)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was filed last from this browser: shown until the session ends."""

    number: str
    code: str
    without_files: bool = False
    kind: str = Arrival.Kind.APPLICATION


def draft_of(request: HttpRequest, organ: Organ) -> Draft:
    found = _opened(request, _key(organ))
    if not found:
        return Draft()
    return Draft(
        Said.from_json(json.dumps(found["said"])),
        tuple(Kept(**one) for one in found["files"]),
        tuple(found["done"]),
    )


def keep(request: HttpRequest, organ: Organ, draft: Draft) -> None:
    kept = {
        "said": json.loads(draft.said.as_json()),
        "files": [asdict(one) for one in draft.files],
        "done": draft.done,
    }
    _seal(request, _key(organ), kept)


def say(draft: Draft, values: Mapping[str, Any]) -> Draft:
    """The draft with what a form says now; the fields of other steps stay."""
    known = Said.__dataclass_fields__
    return replace(draft, said=replace(draft.said, **{k: v for k, v in values.items() if k in known}))


def forget(request: HttpRequest, organ: Organ, *, with_files: bool) -> None:
    """Drop the draft; its files too, where no application has taken them over."""
    if with_files:
        for kept in draft_of(request, organ).files:
            attachments.drop(kept)
    request.session.pop(_key(organ), None)


def leave(request: HttpRequest, organ: Organ) -> None:
    """Nothing of an application, filed or not, stays in this browser; whoever is logged in stays so."""
    forget(request, organ, with_files=True)
    close(request)


def close(request: HttpRequest) -> None:
    """Whatever of applications is open in this browser is so no longer."""
    for key in list(request.session.keys()):
        if key.startswith(OURS):
            del request.session[key]


def filed(request: HttpRequest, organ: Organ) -> Receipt | None:
    found = _opened(request, f"filed-{organ.pk}")
    return Receipt(**found) if found else None


def keep_receipt(request: HttpRequest, organ: Organ, receipt: Receipt) -> None:
    _seal(request, f"filed-{organ.pk}", asdict(receipt))


def _key(organ: Organ) -> str:
    return f"apply-{organ.pk}"


def _seal(request: HttpRequest, key: str, value: Any) -> None:
    request.session[key] = keys().seal(json.dumps(value, ensure_ascii=False))


def _opened(request: HttpRequest, key: str) -> dict[str, Any]:
    try:
        text = keys().open(request.session.get(key, ""))
    except UnknownKey:  # sealed before the keys were changed
        return {}
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
