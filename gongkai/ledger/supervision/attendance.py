"""Who came: one name in a line, as it was typed or pasted out of a list."""

import re
from collections import Counter

from gongkai.ledger.base import Refused
from gongkai.lib.language import _

_BETWEEN = re.compile(r"[\n\r；;、]+")


def lines(text: str) -> list[str]:
    """The lines of a list, blanks and what only separates left out; Refused where a line stands there twice.

    Two of one name are told apart by their unit: 张三 东村, 张三 西村.
    """
    found = [line for part in _BETWEEN.split(text) if (line := " ".join(part.split()).strip("，,"))]
    if twice := [line for line, times in Counter(found).items() if times > 1]:
        raise Refused(
            _("名单 — “{names}”写了两次 — 同名的请在后面写上单位，重复的请删去。").format(
                names="、".join(twice[:5])
            )
        )
    return found


def count(text: str) -> int | None:
    """How many came; None where no list was kept."""
    return len(text.splitlines()) or None
