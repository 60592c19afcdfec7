"""The rules of letters by example: a sound letter with something changed, and what a rule says of it.

How to write one stands at the head of ``cases/letter_lint.toml``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.decisions import BY_CODE as DECISIONS
from gongkai.law.events import Party
from gongkai.law.findings import Finding
from gongkai.law.letter_lint import Lesson, Subject, check
from gongkai.law.letter_texts import Facts, fill, says, template, values_of
from gongkai.law.remedies import Bodies

PATH = Path(__file__).parent / "cases" / "letter_lint.toml"
FACTS = Facts(
    organ="四间房镇人民政府",
    application_no="〔2026〕11号",
    request="2025年高标准农田建设项目施工合同",
    received_on=date(2026, 9, 16),
    signed_on=date(2026, 10, 19),
    bodies=Bodies("滑县人民政府", "滑县人民法院"),
    channel="互联网",
    due_on=date(2026, 10, 26),
    new_due_on=date(2026, 11, 23),
    asked=(Party.THIRD_PARTY,),
    objections=1,
    told=1,
)


@dataclass(frozen=True, slots=True)
class Example:
    """One situation: what is wrong with the letter, or why it is right."""

    rule: str
    what: str
    says: tuple[str, ...]
    given: Mapping[str, Any]

    def subject(self) -> Subject:
        given, code = self.given, self.given["letter"]
        kind = DECISIONS[given["kind"]] if "kind" in given else None
        facts = replace(FACTS, kind=kind, chosen_ground=given.get("ground", ""), **given.get("facts", {}))
        written = {**says(code, kind), **given.get("written", {})}
        text = "\n".join(fill(template(code).text, values_of(code, facts, written)))
        for old, new in given.get("replace", ()):
            assert old in text, f"{self.what}: {old}"
            text = text.replace(old, new)
        text = "\n".join(filter(None, (text, given.get("add", ""))))
        strangers = tuple(given.get("strangers", ()))
        hidden = tuple(given.get("hidden", ()))
        lessons = tuple(Lesson(**one) for one in given.get("lessons", ()))
        number = given.get("document_no", "")
        return Subject(code, text, facts, written, number, strangers, hidden=hidden, lessons=lessons)

    def findings(self) -> tuple[Finding, ...]:
        """What the rule of the example says."""
        return tuple(finding for finding in check(self.subject()) if finding.rule == self.rule)


@cache
def examples(rule: str) -> tuple[Example, ...]:
    """The examples of a rule in their order; none where it has none."""
    given = tomllib.loads(PATH.read_text(encoding="utf-8")).get(rule, ())
    return tuple(Example(rule, one["what"], tuple(one.get("says", ())), one) for one in given)


def rules() -> set[str]:
    return set(tomllib.loads(PATH.read_text(encoding="utf-8")))
