"""Documents out: one neutral document, written as Word, PDF, web page or Excel.

Knows no request and no report; whoever has something to print builds a ``model.Document``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongkai.papers import docx, html, pdf, xlsx
from gongkai.papers.model import Document


@dataclass(frozen=True, slots=True)
class Form:
    """A file form in which a document leaves. ``write`` takes the site's font folder too; PDF embeds it."""

    name: str
    zh: str
    content_type: str
    write: Callable[[Document, Path | None], bytes]

    @property
    def extension(self) -> str:
        return f".{self.name}"


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMS: tuple[Form, ...] = (
    Form("docx", "Word", f"{_OFFICE}.wordprocessingml.document", lambda document, _: docx.write(document)),
    Form(
        "pdf", "PDF", "application/pdf", lambda document, fonts_dir: pdf.write(document, fonts_dir=fonts_dir)
    ),
    Form("html", "网页", "text/html; charset=utf-8", lambda document, _: html.page(document).encode()),
    Form("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", lambda document, _: xlsx.write(document)),
)
BY_NAME = {form.name: form for form in FORMS}


def write(document: Document, form: str, *, fonts_dir: Path | None = None) -> bytes:
    """The document in the form of that name (docx, pdf, html, xlsx); LookupError for another."""
    if form not in BY_NAME:
        raise LookupError(f"没有“{form}”这种文件形式，可用的有{'、'.join(BY_NAME)}")
    return BY_NAME[form].write(document, fonts_dir)
