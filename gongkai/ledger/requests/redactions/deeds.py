"""What is done with a redaction, in words, and what each deed has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from gongkai.ledger.requests.models import Redaction, RedactionBox


class Deed(StrEnum):
    """What is done with a redaction."""

    BEGIN = "begin"
    ADD = "add"
    ACCEPT = "accept"
    DECLINE = "decline"
    REMOVE = "remove"
    UNDO = "undo"
    MAKE = "make"
    ANNEX = "annex"
    DETACH = "detach"
    VOID = "void"

    @property
    def zh(self) -> str:
        return _WORDS[self]


_WORDS = {
    Deed.BEGIN: "放入材料",
    Deed.ADD: "加遮盖框",
    Deed.ACCEPT: "采纳建议",
    Deed.DECLINE: "不遮盖",
    Deed.REMOVE: "去掉遮盖框",
    Deed.UNDO: "撤回上一步",
    Deed.MAKE: "生成遮盖后的文件",
    Deed.ANNEX: "作为告知书的附件",
    Deed.DETACH: "不再作附件",
    Deed.VOID: "撤销",
}
#: The state that a deed gives to its boxes.
GIVES = {
    Deed.ADD: RedactionBox.State.ACCEPTED,
    Deed.ACCEPT: RedactionBox.State.ACCEPTED,
    Deed.DECLINE: RedactionBox.State.DECLINED,
    Deed.REMOVE: RedactionBox.State.REMOVED,
}


@dataclass(frozen=True, slots=True)
class Done:
    """A deed: by whom, when, on which places, and how these stood before it."""

    what: Deed
    by: str
    at: datetime
    marks: tuple[int, ...] = ()
    before: Mapping[str, Sequence[str]] | None = None
    is_undone: bool = False


def history(redaction: Redaction) -> list[Done]:
    return [
        Done(
            Deed(one["what"]),
            one["by"],
            datetime.fromisoformat(one["at"]),
            tuple(one.get("marks", ())),
            one.get("before"),
            one.get("undone", False),
        )
        for one in redaction.deeds
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


def deed(what: Deed, by: str, at: datetime, marks: Iterable[int] = (), before: Any = None) -> dict[str, Any]:
    """A deed as the row keeps it."""
    told = {"what": what.value, "by": by, "at": at.isoformat()}
    more = {"marks": list(marks), "before": before}
    return told | {name: value for name, value in more.items() if value}
