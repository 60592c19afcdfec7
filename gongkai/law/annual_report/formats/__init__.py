"""The official report forms, newest last. A new form is one module here and its line in FORMS."""

from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import y2019, y2021

FORMS: tuple[Form, ...] = (y2019.FORM, y2021.FORM)
BY_CODE = {form.code: form for form in FORMS}


def form_for(year: int) -> Form:
    """The form in force for the report of ``year``; LookupError before 2019, when there was none."""
    for form in FORMS:
        if form.covers(year):
            return form
    raise LookupError(f"{year}年没有统一的年度报告格式（统一格式自2019年度起）")
