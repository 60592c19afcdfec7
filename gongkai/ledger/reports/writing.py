"""Writing a report to a file form, and proving it: what was written is read back and compared cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.reports import document
from gongkai.papers import docx, html, pdf, xlsx
from gongkai.reading import compare, read_bytes


class RoundTripError(Exception):
    """What was read back is not what the ledger says; the file is not handed out."""


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form in which a report leaves the program."""

    code: str
    zh: str
    content_type: str
    write: Callable[[ReportData], bytes]

    def name_for(self, report: ReportData) -> str:
        return f"{report.title}.{self.code}"


def _fonts() -> Path | None:
    return settings.FONTS if settings.FONTS.is_dir() else None


def _html(report: ReportData) -> bytes:
    return html.page(document.build(report, data=dumps(report))).encode()


FILE_FORMS: tuple[FileForm, ...] = (
    FileForm(
        "docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda report: docx.write(document.build(report)),
    ),
    FileForm("pdf", "PDF", "application/pdf", lambda report: pdf.write(document.build(report), fonts_dir=_fonts())),
    FileForm("html", "网页", "text/html; charset=utf-8", _html),
    FileForm(
        "xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda report: xlsx.write(document.build(report)),
    ),
    FileForm("json", "JSON", "application/json", lambda report: (dumps(report) + "\n").encode()),
)
BY_CODE = {form.code: form for form in FILE_FORMS}


def write(report: ReportData, code: str) -> bytes:
    """The report as a file of this form, proved. RoundTripError names the cells that differ."""
    form = BY_CODE[code]
    data = form.write(report)
    differences = compare(report, read_bytes(data, name=form.name_for(report)))
    if differences:
        named = "；".join(f"{d.name}：台账{d.left}，文件{d.right}" for d in differences[:5])
        raise RoundTripError(f"{form.zh}回读与台账不一致（{len(differences)}处），没有写出文件：{named}。")
    return data
