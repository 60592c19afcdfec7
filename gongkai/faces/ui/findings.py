"""Findings as people read them: numbered, placed in their chapter, why and how to mend apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.law.annual_report.form import Form
from gongkai.law.findings import Finding, Severity
from gongkai.lib.language import retell

#: 要改, 建议 and 提示 in the reader's language.
WORDS = {
    Severity.ERROR: gettext_lazy("要改"),
    Severity.WARNING: gettext_lazy("建议"),
    Severity.INFO: gettext_lazy("提示"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """The one step that mends a finding: a link, or with ``post`` a button."""

    label: object
    href: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a finding: in which words, by whom and when; ``undo`` is where it is judged anew."""

    words: object
    by: str
    at: str
    undo: str = ""


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
    action: Action | None = None
    handled: Handled | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody has to look at it still."""
        return self.severity != "info" and self.handled is None

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


def shown(
    findings: Sequence[Finding],
    form: Form,
    *,
    link: Callable[[str, int], str],
    action: Callable[[Finding], Action | None] = lambda finding: None,
    handled: Callable[[Finding], Handled | None] = lambda finding: None,
) -> tuple[Shown, ...]:
    """Findings on a report. ``link`` takes where and number."""
    return numbered(
        findings,
        place=form.name_of,
        link=link,
        chapter=lambda where: chapter_of(where, form),
        quote=_quote,
        action=action,
        handled=handled,
    )


def numbered(
    findings: Sequence[Finding],
    *,
    place: Callable[[str], str],
    link: Callable[[str, int], str],
    chapter: Callable[[str], str] = lambda where: "",
    quote: Callable[[str], str] = lambda message: "",
    action: Callable[[Finding], Action | None] = lambda finding: None,
    handled: Callable[[Finding], Handled | None] = lambda finding: None,
    first: int = 1,
) -> tuple[Shown, ...]:
    """Findings on anything, numbered from ``first`` in the order in which they weigh. ``place`` names a
    place, ``link`` leads there, ``action`` mends, ``handled`` tells what was already decided."""
    order = list(Severity)
    listed = sorted(findings, key=lambda finding: order.index(finding.severity))
    return tuple(
        _shown(
            number,
            finding,
            place=place(finding.where),
            href=link(finding.where, number),
            chapter=chapter(finding.where),
            quote=quote(finding.message),
            action=action(finding),
            handled=handled(finding),
        )
        for number, finding in enumerate(listed, first)
    )


def elsewhere(findings: Sequence[Shown], form: Form, part: str) -> list[Elsewhere]:
    """The other chapters that have something to correct or suggest, in their order."""
    found = []
    for chapter in form.chapters:
        there = [f for f in findings if f.chapter == chapter.key != part and f.is_open]
        if there:
            errors = sum(f.severity == "error" for f in there)
            found.append(Elsewhere(chapter.heading, errors, len(there) - errors, there[0].href))
    return found


def _shown(number: int, finding: Finding, **more: Any) -> Shown:
    why, _, remedy = retell(finding.message).rpartition(" — ")
    return Shown(
        number=number,
        rule=finding.rule,
        severity=finding.severity.value,
        word=str(WORDS[finding.severity]),
        where=finding.where,
        why=why or remedy,
        remedy=remedy if why else "",
        source=finding.source,
        expected=finding.expected,
        actual=finding.actual,
        **more,
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
