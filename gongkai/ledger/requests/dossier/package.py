"""The file of one application as a package (contract "Case archive"): the same state gives the same bytes.

Its audit rows bear their hashes, so that whoever gets it can prove them without this program
(docs/howto/archive.md).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gongkai.ledger.base import state_of
from gongkai.ledger.requests import attachments, privacy
from gongkai.ledger.requests.dossier import document
from gongkai.ledger.requests.dossier.contents import Dossier
from gongkai.ledger.requests.dossier.document import Place
from gongkai.ledger.requests.models import FoiRequest, Letter, RequestEvent
from gongkai.lib.bundles import digest, zipped
from gongkai.lib.today import BEIJING

SCHEMA = "gongkai.case/1"
_SEALED = ("id_number", "contact", "other_personal")


def write(dossier: Dossier, place: Place, contents: bytes, *, fonts_dir: Path | None) -> bytes:
    """The package; ``contents`` is contents.xlsx, the catalogue line. UnknownKey where a file is gone."""
    parts = {
        "case.pdf": document.write(dossier, place, fonts_dir=fonts_dir),
        "audit.jsonl": b"".join(map(_line, dossier.log)),
        "contents.xlsx": contents,
        **{
            document.name_in_package(number, file): attachments.content(file)
            for number, file in enumerate(dossier.files, 1)
            if not file.quarantine
        },
    }
    said = {**_case(dossier, place), "files": [digest(path, data) for path, data in parts.items()]}
    return zipped({"case.json": _json(said), **parts})


def _case(dossier: Dossier, place: Place) -> dict[str, Any]:
    row = dossier.row
    return {
        "schema": SCHEMA,
        "organ": row.organ.name,
        "uscc": row.organ.uscc,
        "number": row.number,
        "applicant": _applicant(row),
        "content": row.content,
        "delivery_form": row.delivery_form,
        "received_on": row.received_on,
        "answered_on": row.answered_on,
        "closed_on": dossier.closed_on,
        "result": row.result,
        "is_redo": row.is_redo,
        "remarks": row.remarks,
        "extra": row.extra,
        "events": [_event(event) for event in sorted(dossier.events, key=lambda event: event.pk)],
        "letters": [_letter(letter) for letter in dossier.letters],
        "arrivals": [
            {
                "number": arrival.number,
                "kind": arrival.kind,
                "channel": arrival.channel,
                "arrived_at": arrival.arrived_at,
                "said": json.loads(privacy.opened(arrival).as_json()),
            }
            for arrival in dossier.arrivals
        ],
        "missing": list(dossier.missing),
        "archive": asdict(place),
    }


def _applicant(row: FoiRequest) -> dict[str, Any]:
    keys = privacy.keys()
    return {
        "kind": row.applicant_kind,
        "name": row.applicant_name,
        "agent": row.agent,
        "joint_applicants": row.joint_applicants,
        **{name: keys.open(getattr(row, f"{name}_sealed")) for name in _SEALED},
    }


def _event(event: RequestEvent) -> dict[str, Any]:
    return {
        "id": event.pk,
        "kind": event.kind,
        "on": event.on,
        "data": event.data,
        "reason": event.reason,
        "replaces": event.replaces_id,
        "recorded_at": event.recorded_at,
        "recorded_by": event.recorded_by,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    wanted = ("code", "kind", "document_no", "signed_on", "state", "text", "deeds")
    return {
        "id": letter.pk,
        **{name: value for name, value in state_of(letter).items() if name in wanted},
        "addressee": privacy.addressee_of(letter),
        "event": letter.event_id,
    }


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _json(said: Mapping[str, Any]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True, default=_written)
    return text.encode() + b"\n"


def _written(value: Any) -> str:
    """Days and instants: an instant in one zone, whatever database gave it."""
    return value.isoformat() if not hasattr(value, "astimezone") else value.astimezone(BEIJING).isoformat()
