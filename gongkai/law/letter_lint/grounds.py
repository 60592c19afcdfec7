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
    """Of a law no article is cited that it does not have, and none of its parts."""
    for match in _CITED.finditer(subject.text):
        law = next(name for name in _LAST if match["law"].strip("《》").endswith(name))
        if number(match["article"]) > _LAST[law]:
            why = f"{law}只有{_LAST[law]}条"
            yield Fault(match.span("article"), f"依据 — {match['article']} — {why} — 请照{law}改正。")
    for match in _OF_PART.finditer(subject.text):
        most = _PARTS.get((number(match["article"]), match["unit"]), 0)
        if most and number(match["part"]) > most:
            why = f"条例{match['article']}只有{most}{match['unit']}"
            yield Fault(match.span(), f"依据 — {match[0]} — {why} — 请照条例改正。")


#: The last article of each law of this name: of the regulation of 2019, of those of 2023 and 2017.
_LAST = {"行政复议法": 90, "行政诉讼法": 103, "条例": 56}
_NUMBER = r"第[一二三四五六七八九十百零〇0-9]{1,8}条"
#: Other regulations end in 条例 too: this one bears its name, or stands alone behind a word that cites.
_CITED = re.compile(
    rf"(?P<law>信息公开条例》?|《条例》|(?<![\u4e00-\u9fff])条例|(?<=[见按照据本依])条例|行政复议法》?|行政诉讼法》?)(?P<article>{_NUMBER})"
)
#: How many items 项 or paragraphs 款 articles of the regulation have that letters cite.
_PARTS = {(36, "项"): 7, (16, "款"): 2, (20, "项"): 15}
_OF_PART = re.compile(
    r"(?P<article>第(?:三十六|36|十六|16|二十|20)条)第?[（(]?(?P<part>[一二三四五六七八九十0-9]{1,3})[）)]?(?P<unit>[项款])"
)


def number(words: str) -> int:
    """第三十六条 is 36, 第 60 条 is 60; at most some hundreds."""
    said = re.sub(r"[^一二三四五六七八九十百0-9]", "", words)
    if said.isascii():
        return int(said or 0)
    hundreds, _h, rest = said.rpartition("百")
    tens, has_ten, ones = rest.rpartition("十")
    digits = {"": 0, **{char: value for value, char in enumerate("一二三四五六七八九", 1)}}
    many = 100 * (digits.get(hundreds, 1) if _h else 0)
    return many + 10 * ((digits.get(tens, 0) or 1) if has_ten else 0) + digits.get(ones, 0)


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
