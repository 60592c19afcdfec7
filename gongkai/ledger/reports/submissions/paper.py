"""The Word file of a package held against its figures: what is reported upward must be what is published."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.vault import MEGABYTES, SECONDS
from gongkai.reading import ReadError, safely
from gongkai.reading.compare import Difference, compare

RULE = "AR-L.15"
QUOTED = 3  # of the cells that differ so many are named


def against(report: ReportData, data: bytes, member: Organ) -> Iterator[Finding]:
    """Where the paper names another organ or year, has other figures, or other words."""
    try:
        paper = safely.read_bytes(data, name="report.docx", seconds=SECONDS, megabytes=MEGABYTES)
    except ReadError:
        yield _found(Severity.WARNING, "报送包 — 里面的Word读不出来，没有和数据核对 — 请打开看，数字要一样。")
        return
    if paper.organ and not organs.is_called(member, paper.organ):
        yield _found(
            Severity.ERROR,
            f"报送包 — 里面的Word写的是“{paper.organ}”，数据是{report.organ}的 — 请退回，让对方重新生成。",
        )
    if paper.year != report.year:
        yield _found(
            Severity.ERROR,
            f"报送包 — 里面的Word是{paper.year}年的，数据是{report.year}年的 — 请退回，让对方重新生成。",
        )
    different = compare(report, paper)
    cells = [one for one in different if not _is_prose(one) and not _is_rounded(one.left, one.right)]
    if cells:
        each = "；".join(
            f"{one.name}，数据{_told(one.left)}，Word{_told(one.right)}" for one in cells[:QUOTED]
        )
        yield _found(
            Severity.ERROR,
            f"报送包 — 里面的Word和数据有{len(cells)}格不一样（{each}） — "
            "报的数和公布的要一样，请退回，让对方重新生成。",
        )
    if prose := [one.name for one in different if _is_prose(one)]:
        yield _found(
            Severity.WARNING,
            f"报送包 — 里面的Word和数据的正文不一样（{'、'.join(prose)}） — 请问清哪一份是公布的。",
        )


def _is_prose(one: Difference) -> bool:
    return one.code.startswith("narrative/")


def _is_rounded(exact: Value, printed: Value) -> bool:
    """Money as the paper prints it: an organ sets to how many places."""
    if not isinstance(exact, Decimal) or not isinstance(printed, int | Decimal):
        return False
    return abs(exact - printed) <= Decimal(1).scaleb(Decimal(printed).as_tuple().exponent) / 2  # type: ignore[arg-type]


def _told(value: Value) -> str:
    return "空着" if value is None else str(value)


def _found(severity: Severity, message: str) -> Finding:
    return Finding(RULE, severity, "report", message)
