"""The arithmetic of the chain, apart from the database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.lib.language import _

GENESIS = "0" * 64
HASHED = ("number", "at", "actor", "organ_id", "action", "subject", "reason", "before", "after", "previous")


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: enough to tell later whether anything before it was touched."""

    number: int
    hash: str
    at: str

    def __str__(self) -> str:
        return f"{self.number} {self.hash} {self.at}"

    @classmethod
    def parse(cls, line: str) -> "Head":
        number, digest, at = line.split()
        return cls(int(number), digest, at)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold, and what is wrong there."""

    number: int
    message: str


def goes_on(left: str, before: str, after: str) -> bool:
    """Whether a log row begins with the state that the one before it left, or leads back to that state.

    If not, the row was changed past the program in between, and this change would cover it up.
    """
    return left in {before, after}


def link(values: Mapping[str, object]) -> str:
    """The hash of one row over the columns HASHED: SHA-256 of their canonical JSON."""
    listed = [values[name] for name in HASHED]
    # tampering may leave what JSON does not know, such as bytes
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(rows: Iterable[Mapping[str, object]], heads: Iterable[Head]) -> Break | None:
    """Walk the rows in order of their numbers against the chain and the heads noted outside it.

    Memory stays flat: rows may be an iterator over millions.
    """
    noted = {head.number: head for head in heads}
    previous, expected = GENESIS, 1
    for row in rows:
        number = row["number"]
        if not isinstance(number, int):
            return Break(
                expected, _("操作日志第{expected}条的条数不是整数：这一条被改动过").format(expected=expected)
            )
        if number != expected:
            return Break(
                expected,
                _("操作日志第{expected}条不在了（下一条是第{number}条）").format(
                    expected=expected, number=number
                ),
            )
        if row["previous"] != previous or row["hash"] != link(row):
            return Break(
                number, _("操作日志第{number}条与链不符：这一条或它前面的内容被改动过").format(number=number)
            )
        head = noted.pop(number, None)
        if head is not None and head.hash != row["hash"]:
            return Break(
                number, _("操作日志第{number}条与库外记录的链头不符：日志被整段重写过").format(number=number)
            )
        previous, expected = str(row["hash"]), number + 1
    if noted:
        return Break(
            expected,
            _("操作日志在第{last}条之后被截断：库外记录过第{noted}条").format(
                last=expected - 1, noted=max(noted)
            ),
        )
    return None
