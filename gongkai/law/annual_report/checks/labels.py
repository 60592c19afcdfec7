"""Row labels and heads of the three tables, as the form prints them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from gongkai.law.annual_report.checks.subject import Subject, cite
from gongkai.law.annual_report.form import Role, Slot, Table
from gongkai.law.annual_report.formats import BY_CODE, FORMS
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.findings import Finding, Severity
from gongkai.law.text import key_of, plain

BETWEEN = "；"  # labels that one finding tells of
_FEW = 3  # labels of a table that are told one by one; more are told in one sentence
_YEAR = re.compile(r"(?:本年)?\(?20\d\d年?\)?度?")
_ASIDE = re.compile(r"\([^()]*\)")


def labels_kept(subject: Subject) -> Iterator[Finding]:
    """AR-S.6: labels that were reworded, shortened, or kept from the older form."""
    codes = _codes(subject.report.format)
    altered = [
        (official, printed)
        for official, printed in subject.report.labels.items()
        if official in codes and not is_same(official, printed)
    ]
    for table in subject.form.tables:
        own = [pair for pair in altered if codes[pair[0]].startswith(f"{table.code}/")]
        if len(own) > _FEW:
            yield _told(table, own)
        else:
            yield from (_told(table, [pair]) for pair in own)


@lru_cache(maxsize=20_000)
def is_same(official: str, printed: str) -> bool:
    """Whether a label is printed in the official words: type, numbering, the year by its number (2022年 for
    本年) and a remark put behind it in brackets do not matter."""
    wanted, found = plain(official), _YEAR.sub("本年", plain(printed))
    if key_of(wanted) == key_of(found):
        return True
    has_more = key_of(found).startswith(key_of(wanted))
    return has_more and key_of(_ASIDE.sub("", wanted)) == key_of(_ASIDE.sub("", found))


def _told(table: Table, pairs: list[tuple[str, str]]) -> Finding:
    """Said of the table: its figures are not what is wrong."""
    listed = "；".join(f"原文“{printed}”，应为“{official}”" for official, printed in pairs[:_FEW])
    more = f"；共{len(pairs)}处" if len(pairs) > _FEW else ""
    official, printed = (BETWEEN.join(words) for words in zip(*pairs, strict=True))
    return Finding(
        "AR-S.6",
        Severity.WARNING,
        f"narrative/{table.code}",
        f"表格栏目名 — {listed}{more} — 请改用统一格式的栏目名。",
        cite(table.source),
        expected=official,
        actual=printed,
    )


@cache
def _codes(form_code: str) -> Mapping[str, str]:
    """Every official label and head with the first figure in its row or under it, the form's own first."""
    codes: dict[str, str] = {}
    for form in (BY_CODE[form_code], *FORMS):
        for code, label in form.labels.items():
            codes.setdefault(label, code)
        for head, code in _heads(form.table("proactive")):
            codes.setdefault(head, code)
    return codes | {label: f"requests/new/{key}" for key, label in APPLICANTS}


def _heads(table: Table) -> Iterator[tuple[str, str]]:
    heads: tuple[Slot, ...] = ()
    for row in table.rows:
        if row[0].role is Role.HEAD:
            heads = row
        elif row[0].role is Role.LABEL:
            yield from ((head.text, slot.code) for head, slot in zip(heads[1:], row[1:], strict=True))
