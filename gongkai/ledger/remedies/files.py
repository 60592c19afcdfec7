"""Files of a case: looked at, encrypted, given out and dropped; each with its row in the log."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused
from gongkai.ledger.remedies.models import RemedyCase, RemedyFile
from gongkai.ledger.vault import MEGABYTE, Barred, Kept, Vault, reseal_rows
from gongkai.lib import kinds
from gongkai.lib.language import _

FOLDER = "remedy-files"
LARGEST, MOST = 10 * MEGABYTE, 20
VAULT = Vault(FOLDER, kinds.KINDS, LARGEST, lambda: _("也可以分几次"))


def add(*, case: RemedyCase, title: str, files: Sequence[tuple[str, bytes]], actor: str) -> list[RemedyFile]:
    """Keep files of a case under one title; Refused, and none of them kept, where one may not be."""
    if not files:
        raise Refused(_("材料 — 没有选文件 — 请选一个或者几个文件。"))
    if len(files) > MOST:
        raise Refused(_("材料 — 一次最多20个 — 请分几次。"))
    kept: list[Kept] = []
    with VAULT.unless_named(one.place for one in kept):
        for name, data in files:
            try:
                kept.append(VAULT.keep(name, data))
            except Barred:
                _barred(case, actor)
                raise
        with transaction.atomic():
            rows = [_row(case, title, one) for one in kept]
            return [audit.put(row, None, "remedies.remedyfile.add", actor=actor) for row in rows]


def _row(case: RemedyCase, title: str, kept: Kept) -> RemedyFile:
    looked = {"is_read": kept.is_read, "is_scanned": kept.is_scanned}
    return RemedyFile(organ=case.organ, case=case, title=title, **kept.columns, **looked)


@transaction.atomic
def drop(row: RemedyFile, *, actor: str) -> None:
    """Give up the file and its key; that it was there stays in the log."""
    row.name_sealed = row.key_sealed = ""
    row.save(update_fields=["name_sealed", "key_sealed"])
    audit.record([audit.Change(row.organ, "remedies.remedyfile.drop", audit.subject(row))], actor=actor)
    transaction.on_commit(partial(VAULT.drop, row.place))


def of(case: RemedyCase) -> list[RemedyFile]:
    """The files of a case that were not dropped, the oldest first."""
    return list(case.files.exclude(key_sealed="").select_related("organ"))


def name_of(row: RemedyFile) -> str:
    return audit.keys().open(row.name_sealed)


def content(row: RemedyFile) -> bytes:
    return VAULT.content(row)


@transaction.atomic
def reseal() -> int:
    """Seal names and keys anew under the newest key; the number of rows."""
    rows = RemedyFile.objects.exclude(key_sealed="").only("id", "name_sealed", "key_sealed")
    return reseal_rows(rows, ["name_sealed", "key_sealed"])


def sweep() -> int:
    """Drop the files that no row names; how many."""
    return VAULT.sweep(set(RemedyFile.objects.values_list("place", flat=True)))


@transaction.atomic
def _barred(case: RemedyCase, actor: str) -> None:
    """A file bore a secrecy mark: only that it happened is kept."""
    audit.record(
        [audit.Change(case.organ, "remedies.remedyfile.barred", "remedies.remedyfile:")], actor=actor
    )
