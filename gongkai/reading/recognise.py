"""From a neutral page to a report: which form, which table, which cell; what could not be read is said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.law.annual_report.checks.labels import is_same
from gongkai.law.annual_report.checks.period import of_another_year
from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import BY_CODE, FORMS, form_for
from gongkai.law.annual_report.model import ReportData, Value, printed_codes
from gongkai.law.findings import Finding, Severity
from gongkai.law.text import plain, without_numbering
from gongkai.reading import pictured
from gongkai.reading.chapters import Prose, prose
from gongkai.reading.characters import COVERED, NOISE, squeeze
from gongkai.reading.errors import ReadError
from gongkai.reading.extent import first_report, own_tables
from gongkai.reading.flow import read_flow
from gongkai.reading.found import DISPUTED, Found
from gongkai.reading.glued import read_glued
from gongkai.reading.leaks import personal_data
from gongkai.reading.limits import Deadline
from gongkai.reading.page import Cell, Page, Run
from gongkai.reading.printed import Part, parts_of
from gongkai.reading.tables import TableReader
from gongkai.reading.titles import organ_and_year

_DIVIDED = tuple(f"requests/{key}/" for key in BY_CODE["2019"].folds)
#: Labels of table three on either form: a report may divide （六）其他处理 as the other form does.
_REQUEST_LABELS = {
    code: label for form in FORMS for code, label in form.labels.items() if code.startswith("requests/")
}
#: A figure, or what became of one, that slipped into the box of its label.
_STRAY = re.compile("[0-9A-Za-z]")
#: Words that only a report of the unified form prints.
_MARKS = (
    "第二十条第",
    "本年新收政府信息公开申请",
    "结转下年度继续办理",
    "本列数据的勾稽关系",
    "未经复议直接起诉",
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A report, and what is known of where its figures stand; nothing is known of one that came as data."""

    report: ReportData
    page: Page | None = None
    runs: Sequence[Run] = ()
    places: Mapping[str, Cell] = field(default_factory=dict)

    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.page, self.runs, self.places) if self.page else ()


def recognise(page: Page, *, name: str) -> Recognised:
    """The report on ``page``; ``name`` is the file's. Raises ReadError when there is none.

    Cells of the form that the source does not give are None: blank without a word, unread with AR-unread.
    """
    deadline = Deadline(name)
    page, another = first_report(page)
    organ, year = organ_and_year(page, name)
    tables = own_tables(page, year)
    found = Found()
    reader = TableReader(found)
    for block in tables.blocks:
        if isinstance(block, str):
            reader.note(block)
        else:
            deadline.check()
            reader.read(block)
    reader.close()
    if not page.is_picture:  # of a picture, only what stands in ruled boxes is figures
        _read_text(tables, found, deadline)
    if not found.values and not found.unread and not _is_report(page):
        raise ReadError(
            f"《{name}》里没有找到年度报告的表格，请确认是2019年度以后的政府信息公开工作年度报告。"
        )
    if not year:
        raise ReadError(f"《{name}》没有写明是哪一年的年度报告，请把文件名改为“机关名称-年份”后再试。")
    form = _form(found, page, year)
    rows = _rows(found, form)
    if page.is_picture:
        pictured.settle(found, form.code, rows.result_keys)
    cells, unread = _cells(found, form, rows)
    words = prose(page, organ)
    report = ReportData(
        organ=organ,
        year=year,
        format=form.code,
        cells=cells,
        narrative=words.narrative,
        findings=(
            *_unnamed(organ),
            *_left_out(another),
            *_mixed(found, form),
            *unread,
            *personal_data(page, words, found.unread),
            *_period(page, words, year),
        ),
        published_on=page.published_on,
        headings=words.headings,
        labels=_altered(found, form),
    )
    return Recognised(report, page, reader.runs, found.places)


def _read_text(page: Page, found: Found, deadline: Deadline) -> None:
    """What the document's text says, beside its tables and where it has none."""
    in_grids = {*found.values, *found.unread}
    in_order = read_flow(page.texts(), deadline)
    found.compare(in_order)
    found.fill(in_order)
    read_glued(page, found, in_grids)


def _period(page: Page, words: Prose, year: int) -> Iterator[Finding]:
    """The period told outside the chapters, whose own text the checks look at: above the first, as a rule."""
    chapters = "\n".join(words.narrative.values())
    if not [*of_another_year(chapters, year, "")]:
        yield from of_another_year(page.text, year, "narrative/overview")


def _is_report(page: Page) -> bool:
    text = squeeze(page.text)
    return sum(mark in text for mark in _MARKS) >= 2 or len(prose(page, "").headings) >= 4


def _form(found: Found, page: Page, year: int) -> Form:
    """The form of chapter two's first head, else of the first marker in the text, else of that year."""
    if found.heads and not found.is_headless:
        return BY_CODE[next(iter(found.heads))]
    text = squeeze(page.text)
    places = {
        code: min((at for mark in form.markers if (at := text.find(squeeze(mark))) >= 0), default=len(text))
        for code, form in BY_CODE.items()
    }
    first = min(places, key=lambda code: places[code])
    if places[first] < len(text) and not found.is_headless:
        return BY_CODE[first]
    try:
        return form_for(year)
    except LookupError:
        return BY_CODE["2021"]


def _altered(found: Found, form: Form) -> dict[str, str]:
    """Labels and heads of the form that are printed in other words: official → printed."""
    rows = _REQUEST_LABELS | form.labels
    printed = {rows[code]: label for code, label in found.rows.items() if code in rows} | found.columns
    return {
        official: "".join(label.split())
        for official, label in printed.items()
        if label and not is_same(official, label) and not _STRAY.search(without_numbering(plain(label)))
    }


def _mixed(found: Found, form: Form) -> tuple[Finding, ...]:
    """AR-format-mixed where chapter two itself prints heads of both forms."""
    if len(found.heads) < 2:
        return ()
    message = "主动公开情况表同时用了2019年和2021年两种格式的栏目 — 只按其中一种读取 — 请对照原文核对。"
    return (Finding("AR-format-mixed", Severity.WARNING, "report", message, str(form.source)),)


def _rows(found: Found, form: Form) -> Form:
    """The form that has the rows of table three as printed: （六）其他处理 in one or in three."""
    other = [code for code in (*found.values, *found.unread) if code.startswith("requests/other_")]
    whole = any(code.startswith("requests/other_all/") for code in other)
    divided = any(code.startswith(_DIVIDED) for code in other)
    return form if whole == divided else BY_CODE["2019" if whole else "2021"]


def _cells(found: Found, form: Form, rows: Form) -> tuple[dict[str, Value], tuple[Finding, ...]]:
    """Every cell of the form, table three with the rows of ``rows``."""
    codes = printed_codes(form.code, rows.result_keys)
    findings: list[Finding] = []
    for code in [code for code in codes if code not in found.values or code in found.derived]:
        name = (rows if code in rows.slots else form).name_of(code)
        if code in found.derived:
            findings.append(_derived(code, name, found.values[code]))
        else:
            reason = found.reasons.get(code.split("/")[0], "")
            findings.append(_unread(code, name, found.unread.get(code, ""), reason, found.whys.get(code, "")))
    return {code: found.values.get(code) for code in codes}, tuple(findings)


def _derived(code: str, name: str, value: Value) -> Finding:
    message = f"{name}是{value} — 原文的数字连在一起或没有表头，按勾稽关系只有这一种读法 — 请对照原文核对。"
    return Finding("AR-derived", Severity.INFO, code, message, expected=value)


def _unread(code: str, name: str, printed: str, reason: str, why: str) -> Finding:
    if why:
        pass
    elif COVERED in printed:
        why = "这一格里看得见的与文件中的文字不一致：文字看不见，或者上面有图片、批注"
    elif DISPUTED in printed:
        one, _, other = printed.replace(NOISE, "").partition(DISPUTED)
        why = f"两次读出的数不同：{one}和{other}"
    elif printed and not reason:
        why = f"原文写作“{printed.replace(NOISE, '□')}”，认不出是哪一个数"
    elif reason:
        why = f"原文的表格里认不出这一格，也不能按勾稽关系推算：{reason}"
    else:
        why = "原文的表格里没有找到这一格"
    return Finding("AR-unread", Severity.WARNING, code, f"{name}没有读出 — {why} — 请对照原文补填。")


def _left_out(another: tuple[str, int] | None) -> tuple[Finding, ...]:
    """The second report of a workbook or page is not read, and that is said."""
    if another is None:
        return ()
    organ, year = another
    message = (
        f"{organ}的{year}年年度报告没有读出 — 同一个文件里有两份年报，只读前面的一份"
        " — 请另存为单独的文件再查。"
    )
    return (Finding("AR-unread", Severity.WARNING, "report", message),)


def _unnamed(organ: str) -> tuple[Finding, ...]:
    if organ:
        return ()
    message = "机关名称没有读出 — 标题里没有写明 — 请对照原文补填。"
    return (Finding("AR-unread", Severity.WARNING, "report", message),)
