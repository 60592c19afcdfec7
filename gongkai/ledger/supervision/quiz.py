"""小测验 of a training: questions as they are typed, and how many were answered right. Nobody's name is kept.

A question is a line; below it a choice in each line, the right one after an asterisk; an empty line parts the
questions.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.ledger.base import Refused
from gongkai.lib.language import _

MOST = 10
RIGHT = "*"
_EMPTY = re.compile(r"\n\s*\n")


def parse(text: str) -> list[dict[str, Any]]:
    """The questions of a text; Refused where one cannot be asked. An empty text has none."""
    blocks = [block.strip() for block in _EMPTY.split(text.replace("\r", "")) if block.strip()]
    if len(blocks) > MOST:
        raise Refused(
            _("小测验 — 有{count}题，太长 — 请留下不超过{most}题。").format(count=len(blocks), most=MOST)
        )
    return [_question(number, block.splitlines()) for number, block in enumerate(blocks, 1)]


def _question(number: int, lines: Sequence[str]) -> dict[str, Any]:
    ask, *choices = [line.strip() for line in lines if line.strip()]
    right = [place for place, choice in enumerate(choices) if choice.startswith(RIGHT)]
    if len(choices) < 2 or len(right) != 1:
        raise Refused(
            _("第{number}题 — 要有两个以上的选项，恰好一个对的 — 请在对的前面写*。").format(number=number)
        )
    words = [choice.removeprefix(RIGHT).strip() for choice in choices]
    return {"ask": ask, "choices": words, "right": right[0]}


def text_of(questions: Sequence[Mapping[str, Any]]) -> str:
    """The questions as they are typed."""
    return "\n\n".join(
        "\n".join(
            (
                one["ask"],
                *(
                    f"{RIGHT if place == one['right'] else ''}{choice}"
                    for place, choice in enumerate(one["choices"])
                ),
            )
        )
        for one in questions
    )


def marks(questions: Sequence[Mapping[str, Any]], answers: Sequence[int]) -> list[bool]:
    """Which of the answers are right."""
    return [answer == one["right"] for one, answer in zip(questions, answers, strict=True)]


def tallied(tally: Mapping[str, Any], right: Sequence[bool]) -> dict[str, Any]:
    """A tally with one more who answered: how many did, and how many were right in each question."""
    before = tally.get("right") or [0] * len(right)
    return {
        "taken": tally.get("taken", 0) + 1,
        "right": [count + is_right for count, is_right in zip(before, right, strict=True)],
    }
