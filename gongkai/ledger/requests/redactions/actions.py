"""Redacting: each function is one transaction with its rows in the log. The log says where and why something
was hidden, and never what.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TypeVar

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.requests import attachments, inbox
from gongkai.ledger.requests.models import (
    Attachment,
    FoiRequest,
    Letter,
    LetterState,
    Redaction,
    RedactionBox,
)
from gongkai.ledger.requests.redactions import deeds, progress, queries
from gongkai.ledger.requests.redactions.deeds import GIVES, Deed
from gongkai.ledger.requests.redactions.grounds import GROUND, PRIVACY
from gongkai.ledger.requests.steps import Refused
from gongkai.lib import kinds
from gongkai.lib.language import _, retell
from gongkai.lib.today import now
from gongkai.redaction import safely
from gongkai.redaction.boxes import SMALLEST, Box
from gongkai.redaction.errors import RedactionError
from gongkai.redaction.text import Proposal

T = TypeVar("T")
State, BoxState = Redaction.State, RedactionBox.State
KINDS = (kinds.PDF, kinds.JPEG, kinds.PNG, kinds.TIFF)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody draws a box: page and millimetres."""

    page: int
    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal


def begin(*, foi_request: FoiRequest, title: str, name: str, data: bytes, actor: str) -> Redaction:
    """Take in a document of the organ that is to be given in part, with what the law's patterns propose."""
    if why := progress.why_not_begin(foi_request, foi_request.events.all()):
        raise Refused(why)
    if kinds.kind_of(data) not in KINDS:
        raise Refused(_("材料 — 只能遮盖PDF和图片 — Word等文件请先另存为PDF。"))
    organ = foi_request.organ
    (kept,) = inbox.keep_files(organ=organ, actor=actor, files=[(name, data)])
    with attachments.VAULT.unless_named([kept.place]):
        looked = _engine(lambda: safely.look(data, allow=filter(None, (organ.phone, organ.fax))))
        with transaction.atomic():
            row = Redaction(organ=organ, foi_request=foi_request, title=title, sizes=list(looked.sizes))
            _do(row, Deed.BEGIN, None, actor)
            file = Attachment.objects.create(redaction=row, **asdict(kept))
            audit.created([file], actor=actor, organ=organ)
            _propose(row, looked.proposals, actor)
    return row


def add(*, redaction: Redaction, place: Place, ground: str, actor: str) -> int:
    """Hide what stands in a rectangle, widened to whole characters; the number of its place."""
    left, top, width, height = map(float, (place.left, place.top, place.width, place.height))
    drawn = Box(place.page, left, top, width, height)
    box = _engine(lambda: safely.snap(queries.source(redaction), drawn))
    if min(box.width, box.height) < SMALLEST:
        raise Refused(_("遮盖框 — 太小，或者不在页面上 — 请重新画，或者改位置和宽高。"))
    (mark,) = _add(redaction, [[box]], ground, actor)
    return mark


def add_words(*, redaction: Redaction, words: str, pages: Sequence[int], ground: str, actor: str) -> int:
    """Hide every place of the pages (none: of all) where these words stand; how many there are."""
    boxes = _engine(lambda: safely.find(queries.source(redaction), words, pages))
    hidden = progress.boxes(redaction, BoxState.ACCEPTED)
    new = [[box] for box in boxes if not any(_holds(known, box) for known in hidden)]
    if not new:
        raise Refused(_("要遮盖的字 — 没有找到，或者都已经遮盖 — 扫描件里的字请画框。"))
    return len(_add(redaction, new, ground, actor))


def add_lines(*, redaction: Redaction, boxes: Sequence[Box], ground: str, actor: str) -> None:
    """Hide whole lines, each a place."""
    _add(redaction, [[box] for box in boxes], ground, actor)


def decide(*, redaction: Redaction, deed: Deed, marks: Sequence[int], actor: str, ground: str = "") -> None:
    """Accept or decline what was proposed, or remove what was hidden; on the places of these numbers."""
    with transaction.atomic():
        row, before = _locked(redaction)
        boxes = list(row.boxes.filter(mark__in=marks).exclude(state=GIVES[deed]))
        if deed is Deed.ACCEPT and ground not in GROUND:
            raise _no_ground()
        if boxes:
            was = _set(
                row, boxes, {box.mark: (GIVES[deed], ground or box.ground) for box in boxes}, deed, actor
            )
            _do(row, deed, before, actor, sorted({box.mark for box in boxes}), was)


def undo(*, redaction: Redaction, actor: str) -> None:
    """Take back the last deed on boxes."""
    with transaction.atomic():
        row, before = _locked(redaction)
        place = deeds.undoable(row)
        if place is None:
            raise Refused(_("撤回 — 没有可以撤回的 — 请看经过。"))
        done = deeds.history(row)[place]
        back = {int(mark): (state, ground) for mark, (state, ground) in (done.before or {}).items()}
        boxes = list(row.boxes.filter(mark__in=done.marks))
        _set(row, boxes, back, Deed.UNDO, actor)
        row.deeds = [one | {"undone": True} if at == place else one for at, one in enumerate(row.deeds)]
        _do(row, Deed.UNDO, before, actor, done.marks)


def make(*, redaction: Redaction, actor: str, every_page: bool = False) -> Redaction:
    """Make the redacted document and read it again; Refused, and nothing kept, where it does not hold."""
    redaction = Redaction.objects.select_related("organ", "letter").get(pk=redaction.pk)
    if why := progress.why_not_make(redaction):
        raise Refused(why)
    seen = len(redaction.deeds)
    boxes = [progress.as_box(box) for box in progress.boxes(redaction, BoxState.ACCEPTED)]
    done = _engine(lambda: safely.redact(queries.source(redaction), boxes, every_page=every_page))
    if not done.proof.holds:
        raise Refused(
            _("遮盖后的文件 — 检验没有通过：{leaks} — 没有留存；请勾选“每页都转成图片”再生成。").format(
                leaks="、".join(dict.fromkeys(_(leak.zh) for leak, _page in done.proof.leaks))
            )
        )
    kept = attachments.store(f"{redaction.title}.pdf", done.pdf, kinds.PDF, is_read=True, is_scanned=False)
    with attachments.VAULT.unless_named([kept.place]), transaction.atomic():
        row, before = _locked(redaction)
        if len(row.deeds) != seen:
            raise Refused(_("遮盖后的文件 — 刚才有人改过遮盖框 — 请看过再生成。"))
        _drop_result(row, actor)
        file = Attachment.objects.create(redaction=row, is_result=True, letter=row.letter, **asdict(kept))
        audit.created([file], actor=actor, organ=row.organ)
        row.state, row.every_page = State.MADE, every_page
        row.proof = {
            "pages": done.proof.pages,
            "streams": done.proof.streams,
            "words": done.proof.words,
            "remains": list(done.proof.remains),
            "boxes": len(boxes),
        }
        _do(row, Deed.MAKE, before, actor)
    return row


@transaction.atomic
def annex(*, redaction: Redaction, letter: Letter, actor: str) -> None:
    """Let the result go along with the answer that is given in part. Called by
    ``letters.actions.annex_result``, which writes it down with the letter too."""
    row, before = _locked(redaction)
    if why := progress.why_not_annex(row, letter):
        raise Refused(why)
    _go_with(row, letter, Deed.ANNEX, before, actor)


@transaction.atomic
def detach(*, redaction: Redaction, actor: str) -> None:
    """Let it go with no letter; called by ``letters.actions.drop_result``."""
    row, before = _locked(redaction)
    _go_with(row, None, Deed.DETACH, before, actor)


@transaction.atomic
def void(*, redaction: Redaction, actor: str) -> None:
    """撤销: both documents are taken out of the data folder; what was decided stays in history and log."""
    row, before = _locked(redaction)
    if row.letter and row.letter.state == LetterState.DRAFT:
        raise Refused(_("这份材料 — 是告知书的附件 — 请先不再作附件，再撤销。"))
    for file in row.files.all():
        _drop(row, file, actor)
    row.state, row.letter, row.proof = State.VOID, None, {}
    _do(row, Deed.VOID, before, actor)


@transaction.atomic
def look(*, redaction: Redaction, actor: str) -> None:
    """Somebody sees the document as it was handed in: a row of the log, one a day for each person."""
    if not queries.has_looked(redaction, actor):
        change = audit.Change(redaction.organ, "request.unmask.redaction", audit.subject(redaction))
        audit.record([change], actor=actor)


def _add(redaction: Redaction, places: Sequence[Sequence[Box]], ground: str, actor: str) -> list[int]:
    if ground not in GROUND:
        raise _no_ground()
    with transaction.atomic():
        row, before = _locked(redaction)
        first = progress.next_mark(row)
        marks = list(range(first, first + len(places)))
        _store(
            row,
            [
                _row_of(row, mark, box, actor, ground=ground, state=BoxState.ACCEPTED)
                for mark, boxes in zip(marks, places, strict=True)
                for box in boxes
            ],
            actor,
        )
        _do(row, Deed.ADD, before, actor, marks, {str(mark): [BoxState.REMOVED, ground] for mark in marks})
    return marks


def _propose(row: Redaction, proposals: Iterable[Proposal], actor: str) -> None:
    boxes = [
        _row_of(row, mark, box, actor, ground=PRIVACY, origin=one.kind, masked=one.masked[:100])
        for mark, one in enumerate(proposals, 1)
        for box in one.boxes
    ]
    _store(row, boxes, actor)


def _row_of(row: Redaction, mark: int, box: Box, actor: str, **more: str) -> RedactionBox:
    sides = (Decimal(f"{side:.1f}") for side in (box.left, box.top, box.width, box.height))
    places = dict(zip(("left", "top", "width", "height"), sides, strict=True))
    return RedactionBox(redaction=row, mark=mark, page=box.page, by=actor, **places, **more)


def _store(row: Redaction, boxes: Sequence[RedactionBox], actor: str) -> None:
    stored = RedactionBox.objects.bulk_create(boxes)
    audit.record(
        [
            audit.Change(
                row.organ, "redaction.box", audit.subject(box), after=state_of(box), reason=progress.told(box)
            )
            for box in stored
        ],
        actor=actor,
    )


def _set(
    row: Redaction, boxes: Sequence[RedactionBox], to: Mapping[int, tuple[str, str]], deed: Deed, actor: str
) -> dict[str, list[str]]:
    """Bring boxes to the state and ground of their numbers; how they stood before."""
    was = {str(box.mark): [box.state, box.ground] for box in boxes}
    changes = []
    for box in boxes:
        before = state_of(box)
        box.state, box.ground = to[box.mark]
        box.by = actor
        change = (row.organ, f"redaction.{deed.value}", audit.subject(box), before, state_of(box))
        changes.append(audit.Change(*change, reason=progress.told(box)))
    RedactionBox.objects.bulk_update(boxes, ["state", "ground", "by"])
    audit.record(changes, actor=actor)
    return was


def _locked(redaction: Redaction) -> tuple[Redaction, dict[str, object]]:
    """The redaction for one deed alone; ``Refused`` where it can no longer be changed."""
    rows = Redaction.objects.select_for_update(of=("self",)).select_related("organ", "letter")
    row = rows.get(pk=redaction.pk)
    if why := progress.why_fixed(row):
        raise Refused(why)
    return row, state_of(row)


def _do(
    row: Redaction,
    what: Deed,
    before: Mapping[str, object] | None,
    actor: str,
    marks: Iterable[int] = (),
    was: Mapping[str, list[str]] | None = None,
) -> None:
    """Note a deed and save; whatever changes a box makes the result worthless."""
    if what in {*GIVES, Deed.UNDO} and row.state == State.MADE:
        _drop_result(row, actor)
        row.state, row.proof = State.DRAFT, {}
    row.deeds = [*row.deeds, told(what, actor, now(), marks=list(marks), before=was)]
    row.save()
    change = audit.Change(row.organ, f"redaction.{what.value}", audit.subject(row), before, state_of(row))
    audit.record([change], actor=actor)


def _go_with(
    row: Redaction, letter: Letter | None, what: Deed, before: Mapping[str, object], actor: str
) -> None:
    row.letter = letter
    for file in row.files.filter(is_result=True):
        was = state_of(file)
        file.letter = letter
        file.save(update_fields=["letter"])
        change = (row.organ, f"redaction.{what.value}", audit.subject(file), was, state_of(file))
        audit.record([audit.Change(*change)], actor=actor)
    _do(row, what, before, actor)


def _drop_result(row: Redaction, actor: str) -> None:
    for file in row.files.filter(is_result=True):
        _drop(row, file, actor)


def _drop(row: Redaction, file: Attachment, actor: str) -> None:
    """Take a document out of ledger and folder, once that is certain."""
    change = audit.Change(row.organ, "redaction.drop", audit.subject(file), state_of(file), None)
    file.delete()
    audit.record([change], actor=actor)
    transaction.on_commit(lambda: attachments.drop(file))


def _holds(known: RedactionBox, box: Box) -> bool:
    hidden = progress.as_box(known)
    return hidden.page == box.page and hidden.edges.shared(box.edges).area >= box.edges.area * 0.98


def _no_ground() -> Refused:
    return Refused(_("事由 — 还没有选 — 每一处都要有不予公开的事由。"))


def _engine(work: Callable[[], T]) -> T:
    """What the engine answers; ``Refused`` in the reader's language where it cannot."""
    try:
        return work()
    except RedactionError as error:
        raise Refused(retell(str(error))) from error
