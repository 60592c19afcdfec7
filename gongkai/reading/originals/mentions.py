"""Other documents that a text names, and what it is to each of them: their interpretation 解读, what repeals
废止 or amends 修改 them. What is named only as a ground or beside is not told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.reading.originals.elements import number_in

INTERPRETS, REPEALS, AMENDS = "interprets", "repeals", "amends"
_NAMED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》(?:[（(]([^（()）]{6,40})[）)])?")
_SENTENCE = re.compile(r"[^。；;\n]+")
_EXPLAINS = re.compile(r"解读|一图读懂|图解|问答|起草说明")
#: What a sentence, or a title, does with the documents that it names.
_DEEDS = (
    (re.compile(r"废止|停止执行|不再执行|宣布失效"), REPEALS),
    (re.compile(r"修改|修订|修正"), AMENDS),
)
_GROUND = re.compile(r"^(?:为|根据|依据|按照|依照)")
_LONGEST = 30  # characters of a reason


@dataclass(frozen=True, slots=True)
class Mention:
    """A document by its name, its number or both; ``because`` are the words that tell what is done to it."""

    kind: str
    name: str
    number: str
    because: str


def mentions(title: str, texts: Iterable[str]) -> tuple[Mention, ...]:
    """Each document once, as it is met first; the title is read before the text."""
    texts = [title, *texts]
    if _EXPLAINS.search(title):
        found = [list(_within(text, INTERPRETS)) for text in texts]
        told = found[0] or [one for each in found for one in each]
    else:
        of_title = next((kind for words, kind in _DEEDS if words.search(title)), "")
        told = [one for text in texts for one in _done(text, of_title)]
    return tuple({(one.name, one.number): one for one in reversed(told)}.values())[::-1]


def _done(text: str, of_title: str) -> Iterator[Mention]:
    for sentence in _SENTENCE.findall(text):
        kind = next((kind for words, kind in _DEEDS if words.search(sentence)), of_title)
        if kind and not _GROUND.match(sentence.strip()):
            yield from _within(sentence, kind)


def _within(text: str, kind: str) -> Iterator[Mention]:
    because, rest = " ".join(text.split())[:_LONGEST], text
    for found in _NAMED.finditer(text):
        yield Mention(kind, found[1].strip(), number_in(found[2] or ""), because)
        rest = rest.replace(found[0], " ")
    if number := number_in(rest):
        yield Mention(kind, "", number, because)
