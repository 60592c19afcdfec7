"""Which rules a report was really held to: one without a finding may only have had nothing to go by."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from gongkai.law.annual_report.checks import CHECKS, Settings
from gongkai.law.annual_report.checks.overlap import is_comparable
from gongkai.law.annual_report.identities import Identity, Relation, identities
from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Finding, Severity

#: Not a rule that a report can meet: it says what an unread figure must be.
PROPOSALS = frozenset({"AR-derived"})
#: Rules that look at last year's report, beside those whose sums do.
_OF_LAST_YEAR = frozenset({"AR-5.1", "AR-O.1"})
#: Rules that look at the prose.
_OF_PROSE = ("AR-N.", "AR-1.", "AR-5.", "AR-6.", "AR-P.", "AR-O.")


def unproved(report: ReportData, previous: ReportData | None, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The rules that found nothing to mend, because a figure, last year's report or the prose is missing."""
    broken = {finding.rule for finding in findings if finding.severity is not Severity.INFO}
    return tuple(
        rule.id
        for rule in CHECKS
        if rule.id not in broken | PROPOSALS and not is_proved(rule.id, report, previous)
    )


def is_proved(rule: str, report: ReportData, previous: ReportData | None) -> bool:
    """Whether a rule without a finding was met, and not merely passed over for want of something."""
    if rule in _OF_LAST_YEAR and previous is None:
        return False
    if rule.startswith(_OF_PROSE) and not any(report.narrative.values()):
        return False
    if rule == "AR-O.1" and not is_comparable(report, Settings()):
        return False
    if rule == "AR-S.1" and not report.headings:
        return False
    sums = _by_rule(report.format, report.result_keys).get(rule, ())
    return all(is_known(identity, report, previous) for identity in sums)


def provable(report: ReportData, previous: ReportData | None) -> Iterator[Identity]:
    """The equalities that the form or the regulation demands and whose figures are all known."""
    for identity in identities(report.format, report.result_keys):
        is_demanded = identity.severity is Severity.ERROR and identity.relation is Relation.EQUAL
        if is_demanded and is_known(identity, report, previous):
            yield identity


def is_known(identity: Identity, report: ReportData, previous: ReportData | None) -> bool:
    """Whether every figure of an identity was read."""
    here = (identity.where, *identity.adds, *identity.takes)
    return _has(report, here) and (
        not identity.last_year or (previous is not None and _has(previous, identity.last_year))
    )


@cache
def _by_rule(format_code: str, result_keys: tuple[str, ...]) -> Mapping[str, list[Identity]]:
    found: dict[str, list[Identity]] = {}
    for identity in identities(format_code, result_keys):
        found.setdefault(identity.rule, []).append(identity)
    return found


def _has(report: ReportData, codes: tuple[str, ...]) -> bool:
    return all(report.cells.get(code) is not None for code in codes)
