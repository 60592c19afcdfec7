"""Other files with a report under the same name, where many reports are checked together."""

from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Other, Subject
from gongkai.law.findings import Finding, Severity


def one_file(subject: Subject) -> Iterator[Finding]:
    """AR-F.1: an organ has one report a year. Of files that differ, one is not what was published."""
    company, report = subject.company, subject.report
    for other in company.twins:
        yield Finding(
            "AR-F.1",
            Severity.WARNING if other.differing else Severity.INFO,
            "report",
            f"《{other.file}》 — 也是{report.organ}{report.year}年的年报，{_agreement(subject, other)}"
            " — 请只留下公布的一份再查。",
            actual=other.file,
        )
    if namesake := company.namesake:
        more = f"等{company.namesakes}份" if company.namesakes > 1 else ""
        yield Finding(
            "AR-F.1",
            Severity.INFO,
            "report",
            f"《{namesake.file}》{more} — 与本份同名同年，{_agreement(subject, namesake)}"
            " — 是同一机关的请只留下公布的一份，是同名的别的机关请按县分文件夹存放。",
            actual=namesake.file,
        )


def which_last_year(subject: Subject) -> Iterator[Finding]:
    """AR-F.2: where last year's report lies there in several files, which of them was taken."""
    company, year = subject.company, subject.report.year - 1
    if company.spare and company.last_year:
        others = "；".join(
            f"《{other.file}》{f'有{other.differing}格数字不同' if other.differing else '数字与它相同'}"
            for other in company.spare
        )
        yield Finding(
            "AR-F.2",
            Severity.INFO,
            "report",
            f"上年年报 — {year}年的有{len(company.spare) + 1}份文件，核对用的是《{company.last_year}》，"
            f"{others} — 用错了的请只留下公布的一份再查。",
            actual=company.last_year,
        )


def _agreement(subject: Subject, other: Other) -> str:
    if not other.differing:
        return "数字全部相同"
    here, there = (
        "空格" if value is None else value for value in (subject.report.cells.get(other.first), other.there)
    )
    name = subject.report.name_of(other.first)
    return f"有{other.differing}格数字不同，如“{name}”这里是{here}，那里是{there}"
