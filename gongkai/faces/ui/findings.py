"""Findings as people read them: numbered, placed in their chapter, why and how to mend apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from gongkai.law.annual_report.form import Form
from gongkai.law.findings import Finding, Severity

#: 要改, 建议 and 提示 in the reader's language.
WORDS = {
    Severity.ERROR: gettext_lazy("要改"),
    Severity.WARNING: gettext_lazy("建议"),
    Severity.INFO: gettext_lazy("提示"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the number that stands beside it and in its cell or sentence.

    ``chapter`` is the key of the chapter it is about, empty where it is about the whole report; ``href``
    leads to the place; ``quote`` is the sentence it is about, empty where it names none.
    """

    number: int
    rule: str
    severity: str
    word: str
    where: str
    chapter: str
    place: str
    href: str
    why: str
    remedy: str
    quote: str
    source: str
    expected: object
    actual: object

    @property
    def shows_sum(self) -> bool:
        return self.expected is not None and self.actual is not None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A chapter that has findings while another one is open."""

    heading: str
    errors: int
    warnings: int
    href: str


def shown(findings: Sequence[Finding], form: Form, *, link: Callable[[str, int], str]) -> tuple[Shown, ...]:
    """Findings numbered in the order in which they weigh. ``link`` takes where and number."""
    order = list(Severity)
    listed = sorted(findings, key=lambda finding: order.index(finding.severity))
    return tuple(_shown(number, finding, form, link) for number, finding in enumerate(listed, 1))


def elsewhere(findings: Sequence[Shown], form: Form, part: str) -> list[Elsewhere]:
    """The other chapters that have something to correct or suggest, in their order."""
    found = []
    for chapter in form.chapters:
        there = [f for f in findings if f.chapter == chapter.key != part and f.severity != "info"]
        if there:
            errors = sum(f.severity == "error" for f in there)
            found.append(Elsewhere(chapter.heading, errors, len(there) - errors, there[0].href))
    return found


def _shown(number: int, finding: Finding, form: Form, link: Callable[[str, int], str]) -> Shown:
    why, _, remedy = finding.message.rpartition(" — ")
    return Shown(
        number=number,
        rule=finding.rule,
        severity=finding.severity.value,
        word=str(WORDS[finding.severity]),
        where=finding.where,
        chapter=chapter_of(finding.where, form),
        place=form.name_of(finding.where),
        href=link(finding.where, number),
        why=why or remedy,
        remedy=remedy if why else "",
        quote=_quote(finding.message),
        source=finding.source,
        expected=finding.expected,
        actual=finding.actual,
    )


def chapter_of(where: str, form: Form) -> str:
    """The chapter in which a place lies: a cell's, a prose chapter's own, or none."""
    key = where.removeprefix("narrative/").split("/")[0]
    return key if any(chapter.key == key for chapter in form.chapters) else ""


def _quote(message: str) -> str:
    """What a finding on prose quotes: 正文“……” — or 正文“……”之后 —."""
    if not message.startswith("正文“"):
        return ""
    return message.removeprefix("正文“").split(" — ")[0].rpartition("”")[0].removesuffix("……")
