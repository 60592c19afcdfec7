"""Where a redaction stands, why something cannot be done with it now, and how its boxes are told."""

from collections.abc import Iterable

from gongkai.ledger.requests.facts import is_archived
from gongkai.ledger.requests.models import (
    FoiRequest,
    Letter,
    LetterState,
    Redaction,
    RedactionBox,
    RequestEvent,
)
from gongkai.ledger.requests.redactions.grounds import GROUND, exemption_of
from gongkai.lib.language import _
from gongkai.redaction.boxes import Box

State, BoxState = Redaction.State, RedactionBox.State
#: The decision whose letter has the result as its annex: 部分公开.
PARTIAL = "partial"


def boxes(redaction: Redaction, *states: str) -> list[RedactionBox]:
    """The boxes in these states; costs no query where they were fetched with it."""
    return [box for box in redaction.boxes.all() if box.state in states]


def as_box(row: RedactionBox) -> Box:
    """The box as the engine takes it, with the article of its ground to be printed in it."""
    ground = GROUND.get(row.ground)
    left, top, width, height = map(float, (row.left, row.top, row.width, row.height))
    return Box(row.page, left, top, width, height, ground.label if ground else "")


def next_mark(redaction: Redaction) -> int:
    return max((box.mark for box in redaction.boxes.all()), default=0) + 1


def told(box: RedactionBox) -> str:
    """A box as the log tells it: where, and on which ground. Never what stands there."""
    ground = GROUND.get(box.ground)
    where = f"第{box.mark}处，第{box.page}页{box.left},{box.top}起{box.width}×{box.height}毫米"
    return f"{where}，{ground.zh}" if ground else where


def hidden_on(redactions: Iterable[Redaction]) -> tuple[str, ...]:
    """The grounds of the law on which something is hidden, each once."""
    hidden = (box.ground for one in redactions for box in boxes(one, BoxState.ACCEPTED))
    return tuple(dict.fromkeys(exemption_of(ground).code for ground in hidden))


def why_not_begin(row: FoiRequest, events: Iterable[RequestEvent]) -> str:
    """Why nothing can be put in to be hidden in parts; empty where it can. ``events`` are all of the case."""
    if row.erased_on:
        return _("这件申请 — 档案已经销毁 — 不能再放入材料。")
    if is_archived(events):
        return _("这件申请 — 已经归档 — 请先在“档案”里从档案盒取出，没有放进盒的撤回“归档”，再放入材料。")
    return ""


def why_fixed(redaction: Redaction) -> str:
    """Why nothing can be changed any more; empty where it can."""
    if redaction.state == State.VOID:
        return _("这份材料 — 已经撤销 — 要遮盖请重新放入。")
    if redaction.letter and redaction.letter.state == LetterState.SIGNED:
        return _("这份材料 — 已随告知书签发 — 要改请先作废告知书。")
    if redaction.letter and redaction.letter.state == LetterState.REVIEW:
        return _("这份材料 — 已随告知书送审 — 要改请先退回告知书。")
    if is_archived(redaction.foi_request.events.all()):
        return _("这份材料 — 这件已经归档 — 请先在“档案”里从档案盒取出，没有放进盒的撤回“归档”。")
    return ""


def why_not_make(redaction: Redaction) -> str:
    """Why the redacted document cannot be made now."""
    if why := why_fixed(redaction):
        return why
    waiting = {box.mark for box in boxes(redaction, BoxState.PROPOSED)}
    if waiting:
        return _("遮盖后的文件 — 还有{count}处建议没有看 — 请逐处采纳或者不遮盖。").format(count=len(waiting))
    if not boxes(redaction, BoxState.ACCEPTED):
        return _("遮盖后的文件 — 还没有遮盖框 — 没有要遮盖的，就不用区分处理。")
    return ""


def why_not_annex(redaction: Redaction, letter: Letter) -> str:
    """Why the result cannot go along with a letter."""
    if letter.kind != PARTIAL or letter.foi_request_id != redaction.foi_request_id:
        return _("附件 — 不是这件申请的部分公开告知书 — 请先起草部分公开告知书。")
    if letter.state != LetterState.DRAFT:
        return _("附件 — 告知书已经送审或者签发 — 请先退回告知书。")
    return ""


def why_not_ready(redactions: Iterable[Redaction]) -> str:
    """Why a letter cannot go on with what is to be its annexes."""
    for one in redactions:
        if one.state != State.MADE:
            return _("附件《{title}》 — 还没有生成遮盖后的文件 — 请先生成并看过。").format(title=one.title)
    return ""
