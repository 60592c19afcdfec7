"""The Python rules: one report, and the reports it is held against, checked in whichever process is free."""

import time
from dataclasses import dataclass

from gongkai.analysis.files import report_of
from gongkai.law.annual_report.checks import Company, check
from gongkai.law.annual_report.identities import Broken
from gongkai.law.annual_report.proved import unproved
from gongkai.law.findings import Finding


@dataclass(frozen=True, slots=True)
class Case:
    """A report with last year's and the other organ's most like it, packed; ``broken`` are the identities
    that another engine has found, None where they are still to be evaluated; ``company`` is what else bears
    its name."""

    place: int
    path: str
    report: bytes
    previous: bytes | None = None
    alike: bytes | None = None
    broken: tuple[Broken, ...] | None = None
    company: Company | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules found; ``unproved`` are those that had nothing to hold the report to."""

    findings: tuple[Finding, ...]
    unproved: tuple[str, ...]
    seconds: float


def judge(case: Case) -> Verdict:
    """Every rule over one report."""
    began = time.perf_counter()
    report = report_of(case.report)
    previous = report_of(case.previous) if case.previous else None
    findings = check(
        report,
        previous=previous,
        alike=report_of(case.alike) if case.alike else None,
        broken=case.broken,
        company=case.company,
    )
    return Verdict(findings, unproved(report, previous, findings), time.perf_counter() - began)
