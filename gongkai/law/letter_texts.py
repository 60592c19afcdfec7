"""What the letters of a request say 文书正文: the default text of each kind, and how its fields are filled.

The texts stand in ``letters.toml``, one paragraph a line. An organ may have its own (``complaints`` says what
is wrong with one). What frames a letter is no part of its text: title, number, addressee, organ and date.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.decision_kind import DecisionKind
from gongkai.law.decisions import BY_CODE as DECISIONS
from gongkai.law.events import Party
from gongkai.law.exemptions import BY_CODE as EXEMPTIONS
from gongkai.law.holidays import zh_date
from gongkai.law.letters import BY_CODE, BY_NUMBER, PART_BY_CODE, PLAIN_ANSWER, Letter
from gongkai.law.remedies import Bodies, remedy_sentence
from gongkai.law.sources import ARCHIVES_LAW, PRACTICE, REGULATION, Instrument, Source

#: To whom a letter goes 主送.
APPLICANT, THIRD_PARTY, ORGAN = "applicant", "third_party", "organ"
ANSWER, NOTICE, LETTER = "answer", "notice", "letter"  # in which series it is numbered

#: What stands for the bodies that an organ has not named yet.
OPEN_BODIES = Bodies("【复议机关】", "【管辖的人民法院】")

#: Fields that the register and the law fill; every other one is written for the letter.
BOUND: Mapping[str, str] = {
    "organ": "行政机关全称",
    "you": "您或者贵单位",
    "received_on": "收到申请之日",
    "application_no": "申请编号",
    "request": "申请内容",
    "channel": "收到方式",
    "due_on": "答复期限届满日",
    "new_due_on": "延长后的答复期限届满日",
    "basis": "依据的条、款、项",
    "ground": "不予公开的事由",
    "remedies": "行政复议、行政诉讼的途径和期限",
}
_OWN = {"amount": "数额（元）", "served": "送达的文书"}
#: Every field that a text may hold, with its Chinese name.
FIELDS: Mapping[str, str] = {**{code: part.zh for code, part in PART_BY_CODE.items()}, **_OWN, **BOUND}

_FIELD = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"[{}]")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_STOPS = "。；;，"
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of letter as it is written: printed ``title``, ``text`` with its fields, ``after`` the signature
    (a slip to send back), and what its fields usually say."""

    letter: Letter
    title: str
    text: str
    to: str = APPLICANT
    series: str = NOTICE
    is_numbered: bool = True
    after: str = ""
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the text in their order."""
        return fields_of(self.text)

    @property
    def written(self) -> tuple[str, ...]:
        """The fields that somebody writes for each letter."""
        return tuple(name for name in self.fields if name not in BOUND)

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields that an organ's own text must hold too: the parts of this kind, and those of the law."""
        parts = {*self.letter.parts, "basis", "remedies", "received_on", "application_no", "request"}
        return tuple(name for name in self.fields if name in parts)


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(files("gongkai.law").joinpath("letters.toml").read_text(encoding="utf-8"))


@cache
def template(code: str) -> Template:
    """The default of a kind of letter; KeyError for any other code."""
    letter, given = BY_CODE[code], _texts()[code]
    lines = [given["text"].strip()]
    if given.get("opening", True):
        lines.insert(0, _texts()["opening"])
    if letter.has_remedy_clause:
        lines.append("{remedies}")
    return Template(
        letter,
        given["title"],
        "\n".join(lines),
        given.get("to", APPLICANT),
        given.get("series", ANSWER if letter.has_remedy_clause else NOTICE),
        given.get("numbered", True),
        given.get("after", "").strip(),
        given.get("says", {}),
    )


def phrases_of(title: str) -> tuple[str, ...]:
    """The title of a letter in pieces between which a new line may begin; joined they are the title."""
    return tuple(_PHRASE.findall(title))


_PHRASE = re.compile(r"政府信息公开申请|政府信息公开|政府信息|（[^）]*）|(?:(?!政府信息|（).)+")


def transfer() -> tuple[str, str]:
    """Title and text of the letter that passes a demand to rectify on to the organ that may (Art 41)."""
    given = _texts()["record_correction"]["transfer"]
    return given["title"], given["text"].strip()


def letter_of(kind: DecisionKind) -> Letter:
    """The letter of a decision; the plain answer where it has none of its own."""
    return BY_NUMBER[kind.letter] if kind.letter else PLAIN_ANSWER


def says(code: str, kind: DecisionKind | None = None) -> Mapping[str, str]:
    """What the written fields usually say, by kind of letter and decision."""
    return {**template(code).says, **(_texts()["kinds"].get(kind.code, {}) if kind else {})}


def fields_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def complaints(code: str, text: str) -> Iterator[str]:
    """Why a text cannot be an organ's own for this kind of letter, each in one sentence."""
    known, standard = fields_of(text), template(code)
    if not text.strip() or len(text) > _LONGEST:
        yield f"正文 — 要有1至{_LONGEST}个字 — 请写短一些，或者恢复标准文本。"
    if _BRACE.search(_FIELD.sub("", text)) or _has_stray_brackets(text):
        yield "正文 — 有不成对的花括号或者方括号 — 请写成{栏目}、[可不印的话]。"
    for name in known:
        if name not in FIELDS:
            yield f"正文 — 没有“{{{name}}}”这个栏目 — 请照标准文本改正。"
    for name in standard.needed:
        if name not in known:
            yield f"正文 — 缺少“{FIELDS[name]}” — 请补上{{{name}}}。"


def _has_stray_brackets(text: str) -> bool:
    rest = _OPTIONAL.sub("", text)
    return "[" in rest or "]" in rest


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register knows of the request and the organ, on the day the letter is dated."""

    organ: str
    application_no: str
    request: str
    received_on: date
    signed_on: date
    bodies: Bodies
    you: str = "您"
    channel: str = ""
    delivery: str = ""
    due_on: date | None = None
    new_due_on: date | None = None
    kind: DecisionKind | None = None
    chosen_ground: str = ""
    applicant: str = ""
    asked: tuple[Party, ...] = ()  # whose opinion was asked
    objections: int = 0  # of so many third parties
    told: int = 0  # so many of them in writing that it is granted all the same

    @property
    def ground(self) -> str:
        """The ground on which it withholds; a decision with only one rests on that."""
        grounds = self.kind.grounds if self.kind else ()
        return grounds[0] if len(grounds) == 1 else self.chosen_ground


def fill(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of a text. An empty field leaves 【its name】, and with [brackets] around it nothing."""
    lines = (_filled(_without_empty(line, values), values) for line in text.splitlines())
    return tuple(part for line in lines for part in line.splitlines() if part.strip())


def _without_empty(line: str, values: Mapping[str, str]) -> str:
    def kept(match: re.Match[str]) -> str:
        return match[1] if all(values.get(name) for name in fields_of(match[1])) else ""

    return _OPTIONAL.sub(kept, line)


def _filled(line: str, values: Mapping[str, str]) -> str:
    def said(match: re.Match[str]) -> str:
        value = values.get(match[1]) or f"【{FIELDS.get(match[1], match[1])}】"
        # the text has its own stop behind the field
        return value.rstrip(_STOPS) if line[match.end() :][:1] in tuple(_STOPS) else value

    return _FIELD.sub(said, line)


def values_of(code: str, facts: Facts, written: Mapping[str, str]) -> dict[str, str]:
    """What each field says: the register's, the law's, and what was ``written``."""
    days = {"received_on": facts.received_on, "due_on": facts.due_on, "new_due_on": facts.new_due_on}
    return {
        **{name: _words(value) for name, value in written.items() if name not in BOUND},
        **{name: zh_date(day) for name, day in days.items() if day},
        "organ": facts.organ,
        "you": facts.you,
        "application_no": facts.application_no,
        "request": facts.request.strip(),
        "channel": facts.channel,
        "basis": citation(sources_of(code, facts.kind, facts.ground)),
        "ground": EXEMPTIONS[facts.ground].zh if facts.ground in EXEMPTIONS else "",
        "remedies": remedies_of(code, facts),
    }


def _words(value: str) -> str:
    """A value as it is printed: a day in Chinese."""
    try:
        return zh_date(date.fromisoformat(value))
    except ValueError:
        return value.strip()


def remedies_of(code: str, facts: Facts) -> str:
    """The remedy clause; "" for steps on the way, which cannot be contested alone."""
    letter = BY_CODE[code]
    if not letter.has_remedy_clause:
        return ""
    kind = facts.kind or DECISIONS["granted_provided"]  # what a third party contests is that it is granted
    act = "本答复" if facts.kind else "本决定"
    return remedy_sentence(kind, facts.signed_on, facts.bodies, act=act)


def sources_of(code: str, kind: DecisionKind | None, ground: str) -> tuple[Source, ...]:
    """The articles on which a letter stands: the decision's own, of several grounds the one it rests on."""
    if kind is None:
        return (*_BESIDES.get(code, ()), BY_CODE[code].source)
    if ground not in kind.grounds or len(kind.grounds) < 2:
        return kind.sources
    of_grounds = tuple(EXEMPTIONS[one].source.article for one in kind.grounds)
    others = (one for one in kind.sources if not any(art.startswith(one.article) for art in of_grounds))
    return (*others, EXEMPTIONS[ground].source)


_BESIDES = {"fee_notice": (REGULATION.at("第四十二条"),)}
_LAWS = (REGULATION, ARCHIVES_LAW)


def citation(sources: Sequence[Source]) -> str:
    """Sources as a letter cites them: 《…条例》第三十六条第（三）项、第十四条; custom is no basis."""
    by_instrument: dict[Instrument, list[str]] = {}
    for source in sources:
        if source.instrument is not PRACTICE:
            by_instrument.setdefault(source.instrument, []).append(source.article)
    return "和".join(
        f"《{full_title(one)}》{'、'.join(filter(None, articles))}" for one, articles in by_instrument.items()
    )


def full_title(instrument: Instrument) -> str:
    """A law or regulation of the state bears the state's name."""
    return f"中华人民共和国{instrument.title}" if instrument in _LAWS else instrument.title
