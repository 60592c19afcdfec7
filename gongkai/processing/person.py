"""What is held of one person 查阅、复制 (个人信息保护法 第四十五条): found by two things that only they and
the organ know, given as one package, each look logged."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.law.workdays import Calendar
from gongkai.ledger.archive import package
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import privacy, queries
from gongkai.ledger.requests.models import Arrival, FoiRequest
from gongkai.lib.language import _

SCHEMA = "gongkai.person/1"


def found(organ: Organ, *, name: str, number: str) -> tuple[list[FoiRequest], list[Arrival]]:
    """The applications, and what has not become one, of whoever has this name and this ID number or contact.
    Either alone finds nobody: others have the name, and a family one telephone."""
    print_, scope = privacy.fingerprint(number), Scope.of(organ)
    of_number = Q(id_number_print=print_) | Q(contact_print=print_)
    rows = queries.of(scope).filter(of_number, erased_on=None, applicant_name=name)
    waiting = queries.arrivals(scope).filter(of_number, erased_on=None, foi_request=None)
    return list(rows), [row for row in waiting if privacy.opened(row).applicant_name == name]


@transaction.atomic
def take(
    organ: Organ,
    *,
    name: str,
    number: str,
    actor: str,
    reason: str,
    on: date,
    calendar: Calendar,
    fonts_dir: Path | None,
) -> bytes:
    """The package: index.json, and for each application its own. ``Refused`` where nothing is held."""
    rows, waiting = found(organ, name=name, number=number)
    if not (rows or waiting):
        raise Refused(_("这个人 — 按姓名和号码没有找到 — 请核对，两样都要与申请时写的一致。"))
    told: dict[str, Any] = {"schema": SCHEMA, "organ": organ.name, "on": on.isoformat(), "name": name}
    told["applications"] = [{"number": row.number, "package": package.name_of(row)} for row in rows]
    told["waiting"] = [{"number": row.number, "said": json.loads(_said(row))} for row in waiting]
    changes = [
        audit.Change(organ, "request.unmask.person", audit.subject(row), reason=reason) for row in waiting
    ]
    audit.record(changes, actor=actor)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("index.json", json.dumps(told, ensure_ascii=False, indent=2))
        for row in rows:
            data = package.take(
                row, calendar=calendar, on=on, fonts_dir=fonts_dir, actor=actor, reason=reason
            )
            made.writestr(f"applications/{package.name_of(row)}", data)
    return file.getvalue()


def _said(row: Arrival) -> str:
    return privacy.opened(row).as_json()
