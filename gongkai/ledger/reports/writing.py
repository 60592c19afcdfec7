"""Writing a report to a file and proving it: it is read back and compared cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile

from django.conf import settings

from gongkai import papers
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.options import SITE_TAGS
from gongkai.ledger.reports import document, editions
from gongkai.lib.files import safe_name
from gongkai.lib.language import _
from gongkai.reading import compare, read_bytes
from gongkai.reading.compare import Difference

RARE = 0x2E7F  # what comes before are letters and marks that every font has
LONGEST = 40


class RoundTripError(Exception):
    """What was read back is not what the ledger says; the file is not handed out."""


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form in which a report leaves the program."""

    code: str
    zh: str
    content_type: str

    def name_for(self, report: ReportData) -> str:
        return f"{safe_name(report.title)}.{self.code}"


JSON = FileForm("json", "JSON", "application/json")
FILE_FORMS = (*(FileForm(form.name, form.zh, form.content_type) for form in papers.FORMS), JSON)
BY_CODE = {form.code: form for form in FILE_FORMS}

#: The column of the disclosure platform in which annual reports stand.
COLUMN = {
    "ColumnName": "政府信息公开年报",
    "ColumnDescription": "{organ}按年度公布的政府信息公开工作年度报告",
    "ColumnKeywords": "政府信息公开年报,政府信息公开工作年度报告,{organ}",
    "ColumnType": "政府信息公开",
}


def write(report: ReportData, code: str, *, organ: Organ | None = None) -> bytes:
    """The report as a file of this form, proved. RoundTripError names the cells that differ.

    The organ's settings shape the paper: its site's meta tags, to how many places 万元 are printed. JSON
    stays exact. Every form carries the head of the log as it stood.
    """
    form = BY_CODE[code]
    head = audit.head()
    if head is not None:
        report = replace(report, generator=f"{report.generator} · 台账校验码：{head}")
    if form is JSON:
        data = f"{dumps(report)}\n".encode()
    else:
        if organ is not None and organ.fee_places is not None:
            report = _rounded(report, organ.fee_places)
        paper = document.build(
            report,
            amendments=[*_missing(report), *_amendments(report, organ)],
            stamp=str(head or ""),
            code=editions.code_of(organ, report) if organ else "",
            tags=_tags(report, organ),
            data=dumps(report),
        )
        data = papers.write(paper, code, fonts_dir=settings.FONTS)
    differences = compare(report, read_bytes(data, name=form.name_for(report)))
    if differences:
        if lost := _lost(differences):
            named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in lost[:5])
            raise RoundTripError(
                _(
                    "{form}里印不出{named} — 所用的字体没有这个字 — "
                    "请在正文里换一个写法，或者把有这个字的字体放进{folder}。"
                ).format(form=form.zh, named=named, folder=settings.FONTS)
            )
        each = _("{cell}：台账{left}，文件{right}")
        pairs = ((d.name, *_parting(str(d.left), str(d.right))) for d in differences[:5])
        named = "；".join(each.format(cell=name, left=left, right=right) for name, left, right in pairs)
        raise RoundTripError(
            _("{form}回读与台账不一致（{count}处），没有写出文件：{named}。").format(
                form=form.zh, count=len(differences), named=named
            )
        )
    return data


def _lost(differences: Sequence[Difference]) -> list[str]:
    """Characters that were written and did not come back at all: the fonts have none of them."""
    return list(
        dict.fromkeys(
            char
            for difference in differences
            for char in str(difference.left)
            if char not in str(difference.right) and ord(char) > RARE and isinstance(difference.right, str)
        )
    )


def _parting(left: str, right: str) -> tuple[str, str]:
    """Two long texts from where they part, cut short."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    start = max(0, sum(1 for _pair in alike) - 5)
    return left[start:][:LONGEST], right[start:][:LONGEST]


def _missing(report: ReportData) -> list[str]:
    """Whose figures a sum does not have, for whoever reads it on paper."""
    missing = report.scope.missing if report.scope else ()
    return [f"汇总未计入的机关（{len(missing)}个）：{'、'.join(missing)}"] if missing else []


def _amendments(report: ReportData, organ: Organ | None) -> list[str]:
    """Each amendment up to this version in a line, for whoever has read an earlier one."""
    if organ is None or not report.version:
        return []
    known = editions.of(organ, report.year, scope=Scope.of(organ))[1 : report.version + 1]
    return [f"第{one.version}次更正（{one.on}）：{one.reason}" for one in known]


def _tags(report: ReportData, organ: Organ | None) -> dict[str, str]:
    """The meta tags of a government page; what the organ has not told is left out, and PubDate until the day
    of publication is known."""
    site = {tag: str(organ.option(code) or "") for tag, code in SITE_TAGS.items()} if organ else {}
    published = report.published_on.strftime("%Y-%m-%d 00:00") if report.published_on else ""
    column = {tag: text.format(organ=report.organ) for tag, text in COLUMN.items()}
    article = {"ArticleTitle": report.title, "PubDate": published, "ContentSource": report.organ}
    return {tag: text for tag, text in {**site, **column, **article}.items() if text}


def _rounded(report: ReportData, places: int) -> ReportData:
    """Money to so many places, half up, as 万元 are printed."""
    unit = Decimal(1).scaleb(-places)
    money = {
        code: value.quantize(unit, ROUND_HALF_UP)
        for code, value in report.cells.items()
        if isinstance(value, Decimal)
    }
    return replace(report, cells={**report.cells, **money})
