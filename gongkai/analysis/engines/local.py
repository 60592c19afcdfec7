"""The Python rules: one report, and the reports it is held against, checked in whichever process is free."""

import time
from dataclasses import dataclass

from gongkai.analysis.files import report_of
from gongkai.law.annual_report.checks import Company, check
from gongkai.law.annual_report.identities import Broken
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
    findings: tuple[Finding, ...]
    seconds: float


def judge(case: Case) -> Verdict:
    """Every rule over one report."""
    began = time.perf_counter()
    findings = check(
        report_of(case.report),
        previous=report_of(case.previous) if case.previous else None,
        alike=report_of(case.alike) if case.alike else None,
        broken=case.broken,
        company=case.company,
    )
    return Verdict(findings, time.perf_counter() - began)
