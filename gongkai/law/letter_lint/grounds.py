"""On what an answer rests: articles, the weighing of interests, what is hidden in its annexes, lessons."""

import re
from collections.abc import Iterator

from gongkai.law.exemptions import BY_CODE as EXEMPTIONS
from gongkai.law.exemptions import Weighing
from gongkai.law.letter_lint.subject import NOWHERE, Fault, Subject, flat
from gongkai.law.letter_texts import sources_of
from gongkai.law.sources import (
    REGULATION,
)


def article(subject: Subject) -> Iterator[Fault]:
    """The articles of the outcome are cited, and none of another outcome."""
    ours = [
        source.article
        for source in sources_of(subject.code, subject.facts.kind, subject.facts.ground)
        if source.instrument is REGULATION
    ]
    text = flat(subject.text)
    for article in ours:
        if flat(article) not in text:
            yield Fault(
                NOWHERE, f"依据 — 没有写明{article} — 请补上《中华人民共和国政府信息公开条例》{article}。"
            )
    for match in _ITEM.finditer(subject.text):
        if flat(match[0]) not in map(flat, ours):
            right = "、".join(ours) or "与答复相符的条文"
            yield Fault(match.span(), f"{match[0]} — 不是这种文书的依据 — 请改为{right}。")


def known_article(subject: Subject) -> Iterator[Fault]:
    """Of the regulation no article is cited that it does not have."""
    for match in _OF_REGULATION.finditer(subject.text):
        if match[1] not in _ARTICLES:
            why = f"条例只有{len(_ARTICLES)}条"
            yield Fault(match.span(1), f"依据 — {match[1]} — {why} — 请照条例改正。")


_DIGITS = "一二三四五六七八九"

#: The articles of the regulation of 2019.
_ARTICLES = frozenset(
    f"第{(_DIGITS[tens - 1] if tens > 1 else '') + '十' if tens else ''}{_DIGITS[ones - 1] if ones else ''}条"
    for tens in range(6)
    for ones in range(10)
    if 0 < tens * 10 + ones <= 56
)

_OF_REGULATION = re.compile(r"(?:信息公开条例》?|《条例》)(第[一二三四五六七八九十百零〇]{1,8}条)")

_ITEM = re.compile(r"第三十六条(?:第一款)?第[（(]?[一二三四五六七][）)]?项")


def weighing(subject: Subject) -> Iterator[Fault]:
    """What may be withheld, or must be but for the public interest, was weighed (Art 15, 16)."""
    facts = subject.facts
    ground = EXEMPTIONS[facts.ground] if facts.kind and facts.ground else None
    if ground is None or ground.weighing is Weighing.FINDING or subject.written.get("weighing"):
        return
    if not _WEIGHED.search(subject.text):
        what = f"“{ground.zh}”公开与否要衡量公共利益，文书没有写"
        yield Fault(NOWHERE, f"公共利益的衡量 — {what} — 请写明衡量的结果，或者在案卷里记明。")


_WEIGHED = re.compile("公共利益|衡量|权衡")


def hidden(subject: Subject) -> Iterator[Fault]:
    """Whatever ground something is hidden on in an annex, the letter names it."""
    text = flat(subject.text)
    for code in subject.hidden:
        ground = EXEMPTIONS[code]
        if code != subject.facts.ground and flat(ground.source.article) not in text:
            what = f"附件里有按“{ground.zh}”遮盖的，文书没有写这一事由"
            yield Fault(NOWHERE, f"遮盖的事由 — {what} — 请写明{ground.source.article}，或者改遮盖框的事由。")


def lessons(subject: Subject) -> Iterator[Fault]:
    """An answer of a kind that was corrected before is looked at twice."""
    kind = subject.facts.kind
    for lesson in subject.lessons:
        if kind and lesson.kind == kind.code:
            said = lesson.said.rstrip("。")
            yield Fault(NOWHERE, f"教训 — {lesson.case_no}纠正过“{kind.zh}”的答复：{said} — 请对照核对。")
