"""Files that records are made of: read in memory, refused where they bear a secrecy mark, then stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.ledger import vault
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.models import Coordination, Original, PublishedFile
from gongkai.ledger.vault import MEGABYTE, Kept, Vault
from gongkai.lib import kinds
from gongkai.lib.language import _
from gongkai.reading import ReadError, has_eyes
from gongkai.reading.originals import model, safely
from gongkai.reading.originals.covers import Covers
from gongkai.reading.originals.safely import Opened
from gongkai.redaction import safely as redaction
from gongkai.redaction.errors import RedactionError

FOLDER = "records"
LARGEST, MOST = 30 * MEGABYTE, 20
VAULT = Vault(FOLDER, kinds.DOCUMENTS, LARGEST, lambda: _("也可以分几次"))


Barred = vault.Barred


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read and stored, and waits for its row."""

    name: str
    read: model.Original
    kept: Kept


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that holds what is seen alone: the file, and what is read in it."""

    data: bytes
    read: model.Original


def take(files: Sequence[tuple[str, bytes]]) -> list[Taken]:
    """Read and store all of the files; Refused, and none of them kept, where one may not be."""
    if len(files) > MOST:
        raise Refused(_("文件 — 一次最多{most}个 — 请分几次拖入。").format(most=MOST))
    _demand_different(files)
    taken: list[Taken] = []
    with VAULT.unless_named(one.kept.place for one in taken):
        for name, data in files:
            taken.append(_take(name, data))
    return taken


def _demand_different(files: Sequence[tuple[str, bytes]]) -> None:
    names: dict[bytes, str] = {}
    for name, data in files:
        if first := names.get(data):
            told = _("文件 — “{first}”和“{second}”是同一个文件 — 请去掉一个再拖入。")
            raise Refused(told.format(first=first, second=name))
        names[data] = name


def _take(name: str, data: bytes) -> Taken:
    kind = VAULT.checked(name, data)
    read, words = _read(name, data, kind.code)
    return Taken(vault.shown_name(name, kind), read, VAULT.keep(name, data, words))


def _read(name: str, data: bytes, kind: str) -> Opened:
    """What is in a file; nothing, where it cannot be read. Pictures are looked at where that is installed."""
    try:
        found = safely.read(data, kind, name=name)
        looks = has_eyes() and (found.original.is_pictures or found.original.pictures)
        return safely.read(data, kind, name=name, with_eyes=True) if looks else found
    except ReadError:
        return Opened(model.Original(), "")


def row_of(taken: Taken, *, is_body: bool) -> Original:
    """The row of a stored file, without its record."""
    return Original(
        **taken.kept.columns,
        is_body=is_body,
        read_sealed=keys().seal(json.dumps(model.as_json(taken.read), ensure_ascii=False)),
        is_read=bool(taken.read.blocks or taken.read.pieces) and not taken.read.is_unseen,
        is_scanned=taken.kept.is_scanned,
    )


def name_of(original: Original) -> str:
    return keys().open(original.name_sealed)


def read_of(original: Original) -> model.Original:
    """What was read of an original when it came in."""
    return model.from_json(json.loads(keys().open(original.read_sealed)))


def content(original: Original | PublishedFile) -> bytes:
    return VAULT.content(original)


def copied(original: Original, covers: Covers) -> Copied:
    """A copy of an original of what is seen, words covered, read again; Refused where none can be made."""
    name = name_of(original)
    try:
        data, read = safely.copied(content(original), original.kind, name=name, covers=covers)
        if read.hidden and original.kind == kinds.PDF.code:  # pages with unseen words
            data = redaction.redact(data, ()).pdf
            read = safely.read(data, original.kind, name=name).original
    except (ReadError, RedactionError) as error:
        raise Refused(
            _("{file} — 做不出干净的公开件（{why}） — 请另存为新的文件，再换文件。").format(
                file=name, why=error
            )
        ) from error
    if read.hidden:
        raise Refused(_("{file} — 公开件里还有看不见的内容 — 请另存为新的文件，再换文件。").format(file=name))
    return Copied(data, read)


def sweep() -> int:
    """Drop the files that no row names; how many."""
    named = {
        *Original.objects.values_list("place", flat=True),
        *PublishedFile.objects.values_list("place", flat=True),
        *Coordination.objects.exclude(place="").values_list("place", flat=True),
    }
    return VAULT.sweep(named)
