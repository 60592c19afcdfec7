"""Which rows are about the same as a question: by the words that both have, without knowing the language.

Chinese has no spaces, so pairs of characters stand for words; words of other scripts and figures are whole.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TypeVar

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

Rows = TypeVar("Rows", bound=QuerySet)
#: So many pairs are looked for; a longer question says no more.
MOST = 24
_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z]{2,}|[0-9]{2,}")
#: What stands in every question and says nothing of its matter.
_EMPTY = re.compile(
    r"政府信息|申请公开|请求公开|公开|申请|请问|想要|知道|了解|关于|有关|相关|哪些|哪里|什么|怎么|怎样|多少|为什么|"
    r"是否|有没有|以及|(?<=[0-9])年度?|[的了吗呢和与贵我请]"
)


def likest(rows: Rows, field: str, text: str) -> Rows:
    """The rows that share at least a third of the question's words, and two where it has so many."""
    found = pairs(text)
    if not found:
        return rows.none()
    shared = sum(
        (Case(When(**{f"{field}__icontains": pair}, then=Value(1)), default=Value(0)) for pair in found),
        start=Value(0, output_field=IntegerField()),
    )
    least = max(min(2, len(found)), -(-len(found) // 3))
    return rows.annotate(shared=shared).filter(shared__gte=least).order_by(F("shared").desc(), "-pk")


def share(one: str, other: str) -> float:
    """How much of what either says both say, from 0 to 1."""
    ours, theirs = set(_pairs(one)), set(_pairs(other))
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def pairs(text: str) -> list[str]:
    """What is looked for: pairs of characters, whole words and figures, each once."""
    return list(dict.fromkeys(_pairs(text)))[:MOST]


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(_EMPTY.sub(" ", text)):
        if run.isascii():
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def cover(text: str, wanted: list[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it stands in the question."""
    marks = [False] * len(text)
    for pair in wanted:
        for found in re.finditer(re.escape(pair), text):
            marks[found.start() : found.end()] = [True] * len(pair)
    return [
        ("".join(char for char, _mark in run), is_shared)
        for is_shared, run in groupby(zip(text, marks, strict=True), key=lambda one: one[1])
    ]
