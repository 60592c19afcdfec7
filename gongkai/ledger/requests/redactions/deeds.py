"""What is done with a redaction, in words, and what each deed has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.ledger import deeds
from gongkai.ledger.requests.models import Redaction, RedactionBox


class Deed(deeds.Deed):
    """What is done with a redaction."""

    BEGIN = "begin", "放入材料"
    ADD = "add", "加遮盖框"
    ACCEPT = "accept", "采纳建议"
    DECLINE = "decline", "不遮盖"
    REMOVE = "remove", "去掉遮盖框"
    UNDO = "undo", "撤回上一步"
    MAKE = "make", "生成遮盖后的文件"
    ANNEX = "annex", "作为告知书的附件"
    DETACH = "detach", "不再作附件"
    VOID = "void", "撤销"


#: The state that a deed gives to its boxes.
GIVES = {
    Deed.ADD: RedactionBox.State.ACCEPTED,
    Deed.ACCEPT: RedactionBox.State.ACCEPTED,
    Deed.DECLINE: RedactionBox.State.DECLINED,
    Deed.REMOVE: RedactionBox.State.REMOVED,
}


@dataclass(frozen=True, slots=True)
class Done(deeds.Done[Deed]):
    """A deed on places of the document: which, and how these stood before it."""

    marks: tuple[int, ...] = ()
    before: Mapping[str, Sequence[str]] | None = None
    is_undone: bool = False


def history(redaction: Redaction) -> list[Done]:
    known = deeds.history(Deed, redaction.deeds)
    return [
        Done(
            done.what,
            done.by,
            done.at,
            marks=tuple(one.get("marks", ())),
            before=one.get("before"),
            is_undone=one.get("undone", False),
        )
        for done, one in zip(known, redaction.deeds, strict=True)
    ]


def authors(redaction: Redaction) -> set[str]:
    """Whoever decided what is hidden; none of them reviews or signs the letter that it goes with."""
    of_boxes = {*GIVES, Deed.BEGIN, Deed.UNDO, Deed.MAKE}
    return {done.by for done in history(redaction) if done.what in of_boxes}


def undoable(redaction: Redaction) -> int | None:
    """The place in the history of the last deed that can be taken back."""
    found = [
        place for place, done in enumerate(history(redaction)) if done.what in GIVES and not done.is_undone
    ]
    return found[-1] if found else None
