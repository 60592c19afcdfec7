"""The Python rules over one report and those it is held against, and this machine's processes for them."""

import os
import time
from dataclasses import dataclass

from gongkai.analysis.files import report_of
from gongkai.analysis.store import Store
from gongkai.analysis.workers import Crew, Here, Terms
from gongkai.law.annual_report.checks import Company, check
from gongkai.law.annual_report.identities import Broken
from gongkai.law.annual_report.proved import unproved
from gongkai.law.findings import Finding

_FEW = 3  # files that are read sooner than other processes are started


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


def crew(store: Store, terms: Terms) -> Crew | Here:
    """This machine's processes for the files of a run."""
    return crew_for(store.count("TRUE"), terms)


def crew_for(files: int, terms: Terms) -> Crew | Here:
    """Who reads so many files: at most ``jobs`` processes, by default as many as there are processors."""
    return Here() if files <= _FEW else Crew(min(terms.jobs or _cores(), files), terms.seconds)


def _cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
