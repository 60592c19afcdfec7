"""Taking a standard catalogue over: one transaction, each line with its row in the log."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import NamedTuple

from django.db import transaction

from gongkai.law import secrecy
from gongkai.law.catalogue import Entry
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.disclosures.models import CatalogueLine
from gongkai.ledger.organs.models import Organ
from gongkai.lib import kinds
from gongkai.lib.language import _
from gongkai.reading.catalogues import entries
from gongkai.reading.errors import ReadError
from gongkai.reading.originals import safely

#: Kinds of files in which tables are read; and so many lines are more than all 26 fields have.
TAKEN, MOST = ("xlsx", "docx", "pdf"), 5000
_PARTS = tuple(asdict(Entry()))
_SAID = ("place", "name", "is_current", *_PARTS)
_LONGEST = {name: getattr(CatalogueLine._meta.get_field(name), "max_length", None) for name in _PARTS}
Key = tuple[str, str, str, int]
Changed = tuple[dict[str, object], CatalogueLine]


class Adopted(NamedTuple):
    """How many lines are new, say something else than before, and are not in the catalogue any more."""

    added: int
    changed: int
    gone: int


def read(name: str, data: bytes) -> tuple[Entry, ...]:
    """The lines in the tables of a file; Refused, and nothing kept, where there are none."""
    kind = kinds.kind_of(data)
    if kind is None or kind.code not in TAKEN:
        raise Refused(_("标准目录 — 不是能读的文件 — 请用Excel、Word或者PDF的表格。"))
    try:
        opened = safely.read(data, kind.code, name=name)
    except ReadError as error:
        raise Refused(str(error)) from error
    if secrecy.marked(f"{name}\n{opened.words}", of_file=True):
        raise Refused(_("标准目录 — 文件有密级或者不公开的标志，没有收下 — 请联系保密员。"))
    found = entries(opened.original.blocks)
    if not found:
        raise Refused(
            _("标准目录 — 表里没有“公开事项”“公开内容”这些栏 — 请用印发的标准目录原表，表头不要改。")
        )
    if len(found) > MOST:
        raise Refused(_("标准目录 — 超过{most}行 — 请按领域分几次。").format(most=MOST))
    return found


@transaction.atomic
def adopt(*, organ: Organ, said: Sequence[Entry], actor: str) -> Adopted:
    """Take lines over: those of the fields that the new ones are of take the place of what was there."""
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    wanted = _keyed(_row(organ, place, one) for place, one in enumerate(said, 1))
    fields = {one.field for one in said}
    standing = CatalogueLine.objects.filter(organ=organ, field__in=fields)
    known = _keyed(standing.order_by("-is_current", "place", "pk"))
    new = [row for key, row in wanted.items() if key not in known]
    both = [(known[key], row) for key, row in wanted.items() if key in known]
    changed = [_become(row, other) for row, other in both if _differ(row, other)]
    gone = [_end(row) for key, row in known.items() if key not in wanted and row.is_current]
    CatalogueLine.objects.bulk_create(new)
    CatalogueLine.objects.bulk_update([row for _before, row in (*changed, *gone)], _SAID, batch_size=500)
    audit.created(new, actor=actor, organ=organ)
    audit.changed([*changed, *gone], actor=actor, organ=organ)
    return Adopted(len(new), len(changed), len(gone))


def _row(organ: Organ, place: int, one: Entry) -> CatalogueLine:
    """A line as a row, each part no longer than its column."""
    parts = {name: value[: _LONGEST.get(name)] for name, value in asdict(one).items()}
    return CatalogueLine(organ=organ, place=place, name=one.name, **parts)


def _keyed(rows: Iterable[CatalogueLine]) -> dict[Key, CatalogueLine]:
    """By what a line is known again: the n-th of several with the same names is the n-th."""
    found: dict[Key, CatalogueLine] = {}
    times: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        names = row.field, row.item, row.sub_item
        found[*names, times[names]] = row
        times[names] += 1
    return found


def _differ(row: CatalogueLine, wanted: CatalogueLine) -> bool:
    return any(getattr(row, name) != getattr(wanted, name) for name in _SAID)


def _become(row: CatalogueLine, wanted: CatalogueLine) -> Changed:
    before = state_of(row)
    for name in _SAID:
        setattr(row, name, getattr(wanted, name))
    return before, row


def _end(row: CatalogueLine) -> Changed:
    before = state_of(row)
    row.is_current = False
    return before, row
