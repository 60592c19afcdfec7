"""What the prose of a report says in figures: ``收到政府信息公开申请21件`` -> (new, 21).

Written to stay silent when in doubt. A sentence states a figure of the report only if it speaks of the
whole organ and the whole year: other years, parts of a year, single channels, single departments and
rounded figures are passed over, for a false alarm costs more trust than a missed slip.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from gongkai.law.annual_report.checks import patterns
from gongkai.law.annual_report.checks.language import Sentence, amount_of

LONGEST_CLAUSE = 200  # longer ones are not prose, and would be slow to match


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure in prose. ``figure`` names what it counts (keys of ``prose.FIGURES``); money is in 万元."""

    figure: str
    value: int | Decimal
    sentence: Sentence


def extract(said: Iterable[Sentence], year: int, organ: str, *, own: bool = False) -> tuple[Statement, ...]:
    """Every figure that a chapter's sentences in the report of ``year`` state about ``organ``.

    ``own`` prose is our own draft, which speaks of nothing but its organ's disclosure: no sentence has to say
    so again.
    """
    said = tuple(said)
    names = _own_names(organ, "\n".join([sentence.plain for sentence in said]))
    sums_others = bool(patterns.SUMS_OTHERS.search(organ))
    found: list[Statement] = []
    topic = _Topic()
    for sentence in said:
        topic = topic.after(sentence)
        if own:
            topic = topic._replace(applications=True, disclosure=True)
        if own or topic.is_elsewhere or any(map(patterns.STATES.search, (sentence.plain, *sentence.asides))):
            reading = _Reading(sentence, year, names, sums_others, topic)
            reading.acts = patterns.OWN_ACTS if own else patterns.ACTS
            found += reading.statements()
            topic = topic._replace(is_elsewhere=reading.is_of_another_year, counts_all=reading.counts_all)
        elif begins := patterns.YEAR.match(sentence.plain):
            topic = topic._replace(is_elsewhere=int(begins[1]) != year)
    return tuple(found)


def on_applications(said: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences that speak of applications for disclosure, and of nothing like them."""
    topic = _Topic()
    for sentence in said:
        topic = topic.after(sentence)
        if topic.applications and not patterns.OTHER_TOPIC.search(sentence.plain):
            yield sentence


class _Topic(NamedTuple):
    """What the sentences of a paragraph speak of: applications for disclosure, disclosure at all (over a
    semicolon), another year than the report's, and all applications or a part of them."""

    paragraph: int = -1
    applications: bool = False
    disclosure: bool = False
    goes_on: bool = False  # whether a semicolon joins the next sentence to this one
    is_elsewhere: bool = False
    counts_all: bool = False  # whether the last figure was that of all applications

    def after(self, sentence: Sentence) -> "_Topic":
        is_same = sentence.paragraph == self.paragraph
        return _Topic(
            sentence.paragraph,
            (is_same and self.applications) or bool(patterns.APPLICATION.search(sentence.plain)),
            (self.goes_on and self.disclosure) or "信息公开" in sentence.plain,
            sentence.plain.endswith(";"),
            is_same and self.is_elsewhere,
            is_same and self.counts_all,
        )


def _own_names(organ: str, text: str) -> tuple[str, ...]:
    """The organ's name and its endings, as far as ``text`` has them, the longest first: 绍兴市越城区东湖街道
    is also 东湖街道 and 东湖街道办事处."""
    bare = organ.replace("人民政府", "政府")
    names = {organ, bare, bare.removesuffix("政府")}
    names |= {f"{name}{tail}" for name in tuple(names) for tail in ("办事处", "政府", "人民政府")}
    found: set[str] = set()
    for name in names:
        endings = (name[start:] for start in range(len(name) - 3, -1, -1))
        found |= {*takewhile(text.__contains__, endings)}
    return tuple(sorted(found, key=len, reverse=True))


class _Reading:
    """One sentence, clause by clause."""

    def __init__(
        self, sentence: Sentence, year: int, own: tuple[str, ...], sums_others: bool, topic: _Topic
    ) -> None:
        self.sentence = sentence
        self.year = year
        self.own = own
        self.sums_others = sums_others
        other_topic = patterns.OTHER_TOPIC.search(sentence.plain)
        self.applications = topic.applications and not other_topic
        self.disclosure = self.applications or topic.disclosure
        self.clauses = patterns.LISTED_ACT.sub("、", sentence.plain).split(",")
        self.begins_elsewhere = topic.is_elsewhere
        self.begins_with_all = topic.counts_all
        #: whether the sentence begins with another year and comes to no end of it: the next goes on with it
        self.is_of_another_year = False
        self.of_part = False  # whether a department's or a village's share is being told
        self.unsure = _unsure(sentence)
        self.acts = patterns.ACTS
        self.remedies: list[str] = []  # the blocks that 维持 or 纠正 further on may speak of
        self.has_outcome = False
        self.last: Statement | None = None

    def statements(self) -> Iterator[Statement]:
        return (found for found in self._statements() if found.figure not in self.unsure)

    @property
    def counts_all(self) -> bool:
        """Whether the last figure told is the number of all applications, and no part of them."""
        counted = patterns.COUNTED.findall(self.sentence.plain)
        if not counted:
            return self.begins_with_all
        return len(counted) == 1 and self.last is not None and self.last.figure in ("new", "handled")

    def _statements(self) -> Iterator[Statement]:
        elsewhere = self.begins_elsewhere
        for clause in self.clauses:
            self.of_part = self._is_of_part(clause)
            elsewhere = self._elsewhere(clause, elsewhere)
            if not elsewhere and len(clause) <= LONGEST_CLAUSE and patterns.STATES.search(clause):
                yield from self._clause(clause)
        first = patterns.YEAR.match(self.clauses[0])
        is_other = int(first[1]) != self.year if first else self.begins_elsewhere
        self.is_of_another_year = elsewhere and is_other
        for aside in self.sentence.asides:
            if self.applications and not self._elsewhere(aside, False) and len(aside) <= LONGEST_CLAUSE:
                yield from self._all(patterns.CARRIED, aside)

    def _elsewhere(self, clause: str, before: bool) -> bool:
        """Whether the clause speaks of another year or of part of this one, like the clause before it."""
        years: set[int] = set()
        if "年" in clause:
            years = {int(found) for found in patterns.YEAR.findall(patterns.CARRIED_YEAR.sub("", clause))}
        if patterns.PARTIAL.search(clause) or years - {self.year}:
            return True
        return before and not (years or patterns.THIS_YEAR.search(clause))

    def _is_of_part(self, clause: str) -> bool:
        begins = "件" in clause and patterns.OF_PART.match(self._without_own(clause)) is not None
        return (self.of_part or begins) and not patterns.OF_WHOLE.search(clause)

    def _clause(self, clause: str) -> Iterator[Statement]:
        yield from self._received(clause)
        if self.applications and not self.of_part:
            yield from self._all(patterns.CARRIED, clause)
            if patterns.YEAR_END.search(self.sentence.plain) and not self.remedies:
                yield from self._all(patterns.IN_HAND, clause)
            yield from self._all(patterns.CONCLUDED, clause)
            yield from self._all(patterns.RESULTS, clause)
            yield from self._all(patterns.APPLICANTS, clause)
            yield from self._all_of_one(clause)
        yield from self._remedies(clause)
        yield from self._not_done(clause)
        if not patterns.PUBLISHED.search(clause):
            yield from self._all(self.acts, clause)
        yield from self._acts_done(clause)
        yield from self._fees(clause)
        if patterns.DOCUMENTS.about.search(clause) and not (
            patterns.CHANNEL.search(clause)
            or re.search("政府(?!规章)|办公室|本级|局|对", self._without_own(clause))
        ):
            yield from self._all(patterns.DOCUMENTS, clause)

    def _say(self, figure: str, value: int | Decimal) -> Statement:
        self.last = Statement(figure, value, self.sentence)
        return self.last

    def _all(self, wordings: patterns.Wordings, clause: str) -> Iterator[Statement]:
        rest = clause
        for figure, pattern, word in wordings.patterns if wordings.about.search(clause) else ():
            matches = list(pattern.finditer(rest)) if word in rest else []
            for match in matches:
                groups = match.groupdict()
                if (
                    "year" in groups
                    and groups["year"]
                    and not self._is_neighbour(figure, int(groups["year"]))
                ):
                    continue
                yield self._say(figure, amount_of(groups["n"]) if groups.get("n") else 0)
            # what one pattern has read, a broader one after it must not read again
            rest = pattern.sub("※", rest) if matches else rest

    def _is_neighbour(self, figure: str, year: int) -> bool:
        return year == self.year + (1 if figure == "carried_out" else -1)

    def _without_own(self, text: str) -> str:
        for name in self.own:
            text = text.replace(name, "")
        return text

    def _frames(self, before: str) -> bool:
        """Whether the words before a verb leave the whole organ and the whole year as the subject."""
        if (patterns.ONLY_OFFICE if self.sums_others else patterns.ABOVE).search(self._without_own(before)):
            return False
        return bool(patterns.FRAMED.fullmatch(self._without_own(before))) and _not_one_channel(before)

    def _received(self, clause: str) -> Iterator[Statement]:
        if not patterns.ABOUT_RECEIPT.search(clause):
            return
        if match := patterns.NONE_RECEIVED.match(clause):
            words = match["object"]
            if "申请" in words and _speaks_of_all(words) and self._frames(match["before"]):
                yield self._say("new", 0)
            return
        if (match := patterns.NIL_RECEIVED.match(clause)) and self._frames(match["before"]):
            yield self._say("new", 0)
            return
        for figure, pattern in patterns.RECEIVED:
            match = pattern.match(clause)
            if not match or not self._frames(match["before"]):
                continue
            words = match["object"] + match["after"]
            about = patterns.ABOUT_DISCLOSURE.search(words) or (self.applications and "申请" in words)
            if (
                about
                and all(map(_not_one_channel, (match["object"], words)))
                and _speaks_of_all(match["object"])
            ):
                yield self._say(figure, amount_of(match["n"]))
                return

    def _all_of_one(self, clause: str) -> Iterator[Statement]:
        """``收到10件，均为自然人申请`` says 0 of the others; after 信函3件 or 予以公开7件 only of those."""
        for figure, pattern in patterns.ALL_OF_ONE:
            if pattern.fullmatch(clause) and self.counts_all:
                yield self._say(figure, 0)

    def _not_done(self, clause: str) -> Iterator[Statement]:
        """``没有制发和废止行政规范性文件`` says 0 of each."""
        for pattern, figures in patterns.NOT_DONE if patterns.NOT.search(clause) else ():
            match = pattern.match(clause)
            if match and self._frames(match["before"]):
                for figure, words in figures:
                    if words.search(match["done"]):
                        yield self._say(figure, 0)

    def _acts_done(self, clause: str) -> Iterator[Statement]:
        for figure, pattern, _ in (
            patterns.ACTS_DONE.patterns if patterns.ACTS_DONE.about.search(clause) else ()
        ):
            match = pattern.match(clause)
            if match and self._frames(match["before"]):
                yield self._say(figure, amount_of(match["n"]))

    def _fees(self, clause: str) -> Iterator[Statement]:
        match = patterns.FEES.match(clause) if "行政事业性" in clause else None
        if match and self._frames(match["before"]):
            yield self._say("fees", Decimal(match["n"]).scaleb(0 if match["wan"] else -4))

    def _remedies(self, clause: str) -> Iterator[Statement]:
        if not patterns.ABOUT_REMEDIES.search(clause) or patterns.REVIEWER.search(clause):
            return
        if self._no_remedy(clause):
            named = [figure for figure, words in patterns.REMEDY_WORDS if re.search(words, clause)]
            for figure in named:
                yield self._say(figure, 0)
            return
        if not self.disclosure or patterns.OF_OTHER_MATTERS.search(self.sentence.plain):
            return
        if match := patterns.OUTCOME_OF_ALL.match(clause):
            if self.last and self.last.figure in patterns.BLOCKS:
                yield self._say(f"{self.last.figure}/{patterns.OUTCOMES[match['outcome']]}", self.last.value)
            return
        for match in patterns.REMEDY.finditer(clause):
            if match["outcome"]:
                if len(self.remedies) == 1:  # of several blocks nobody knows which is meant
                    yield self._say(
                        f"{self.remedies[0]}/{patterns.OUTCOMES[match['outcome']]}", amount_of(match["k"])
                    )
                    self.has_outcome = True
                continue
            words = match["words"] or match["words_after"]
            figure = next(
                figure for figure, pattern in patterns.REMEDY_WORDS_FIRST if re.fullmatch(pattern, words)
            )
            self.remedies = [figure] if self.has_outcome else [*self.remedies, figure]
            self.has_outcome = False
            if self._is_of_all(clause[: match.start()]):
                yield self._say(figure, amount_of(match["n"] or match["m"]))

    def _is_of_all(self, before: str) -> bool:
        """Whether the words before a number of cases name no other organ and no part of this one."""
        if self.sums_others and patterns.ONLY_OFFICE.search(before):
            return False
        return patterns.FOREIGN.search(self._without_own(before)) is None

    def _no_remedy(self, clause: str) -> bool:
        if self.disclosure and patterns.NIL_REMEDY.search(clause):
            return True
        nil = patterns.NIL_REMEDY_ONE.match(clause) if self.disclosure else None
        if nil and not patterns.SOME_REMEDY.search(nil["before"]) and self._is_of_all(nil["before"]):
            return True
        return bool(patterns.NO_REMEDY.search(clause)) and not patterns.SOME_REMEDY.search(
            patterns.YEAR.sub("", clause)
        )


def _unsure(sentence: Sentence) -> frozenset[str]:
    """Figures that the sentence narrows or widens by words of its own; they are held against nothing."""
    found: set[str] = set()
    if patterns.ALREADY_PUBLIC.search(sentence.plain):
        found |= {"granted", "opened"}
    if patterns.SET_APART.search(sentence.plain):
        found |= {"concluded", "handled"}
    if any(map(patterns.TAKES_IN.search, sentence.asides)):
        found |= {"granted", "partial", "refused", "withheld", "unavailable", "rejected", "other"}
    return frozenset(found)


def _not_one_channel(words: str) -> bool:
    """One channel narrows what is counted, in however many words (网上申请平台); a list of them does not."""
    return sum(bool(patterns.CHANNEL.search(part)) for part in re.split("[、和及与或]", words)) != 1


def _speaks_of_all(words: str) -> bool:
    """``法人或其他组织提出的申请`` alone leaves out 自然人."""
    only_some = re.search("自然人|企业|法人|组织|机构", words)
    return not only_some or bool(re.search("公民|任何|个人|自然人.*(?:法人|组织)", words))
