"""Series of annual reports out of a seed, sound but for one fault whose effect is known without our rules.

An organ has three years in a row. Its sums hold within each and over the years; then one figure of one year
is spoilt, and ``Made.breaks`` says which identities that breaks, in that year and in the next.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from gongkai.law.annual_report.form import Form, Kind, Slot
from gongkai.law.annual_report.formats import BY_CODE, FORMS, form_for
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, REMEDY_BLOCKS, REMEDY_COLUMNS, TOTAL
from gongkai.law.annual_report.model import ReportData, Value, request_codes, result_keys

YEARS = 3
_COLUMNS = (*APPLICANT_KEYS, TOTAL)
_PARTS = tuple(key for key, _ in REMEDY_COLUMNS if key != TOTAL)
_PLACES = ["青山", "白水", "龙泉", "石桥", "柳林", "新华", "东风", "红旗", "永安", "太平"]
_KINDS = ("镇人民政府", "乡人民政府", "县人民政府", "区住房和城乡建设局", "街道办事处")
_THINGS = [
    "征地补偿",
    "危房改造",
    "财政预算",
    "环境监测",
    "招标采购",
    "学区划分",
    "道路养护",
    "农机补贴",
    "医保缴费",
    "公租房分配",
]
_DEEDS = [
    "按时公开",
    "逐条核对",
    "集中整理",
    "会同村居公示",
    "在服务大厅张贴",
    "通过政务网站发布",
    "组织干部培训",
    "回访群众",
]


@dataclass(slots=True)
class Made:
    """One report, and as (rule, cell) the identities that it breaks, alone or beside last year's."""

    report: ReportData
    breaks: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class _Year:
    """A year of an organ while it is made."""

    cells: dict[str, Value]
    rows: tuple[str, ...]
    has_stock: bool
    is_first: bool
    follows_stock: bool  # whether last year's form counted what is in force
    next: "_Year | None" = None
    breaks: set[tuple[str, str]] = field(default_factory=set)

    def add(self, code: str, by: int) -> None:
        value = self.cells[code]
        assert isinstance(value, int), code
        self.cells[code] = value + by


def reports(count: int, seed: int = 0) -> Iterator[Made]:
    """``count`` reports, the years of one organ after each other; the same for the same seed."""
    made = 0
    for organ in range(-(-count // YEARS)):
        for one in series(organ, seed):
            if made < count:
                yield one
            made += 1


def series(number: int, seed: int = 0) -> list[Made]:
    """The reports of one organ, in the order of years. Half of the organs have a fault."""
    chance = Random(f"{seed} {number}")
    organ = f"{chance.choice(_PLACES)}{number}{chance.choice(_KINDS)}"
    first = chance.randint(2019, 2023)
    years = _sound(chance, range(first, first + YEARS))
    spoilt = chance.choice(years)
    if chance.random() < 0.5:
        chance.choice(FAULTS)(chance, spoilt)
    return [
        Made(
            ReportData(organ, first + n, form_for(first + n).code, year.cells, _prose(chance, organ)),
            year.breaks,
        )
        for n, year in enumerate(years)
    ]


def html(report: ReportData) -> bytes:
    """The report as a plain web page with its tables."""
    parts = [f"<html><head><meta charset='utf-8'><title>{report.title}</title></head><body>"]
    for chapter in report.form.chapters:
        parts.append(f"<p>{chapter.heading}</p><p>{report.narrative.get(chapter.key, '')}</p>")
        # a report may print （六）其他处理 as the other form does
        forms = FORMS if chapter.key == "requests" else (report.form,)
        for table in (form.table(chapter.key) for form in forms if _has(report, form, chapter.key)):
            parts += ["<table>", *(_html_row(report, row) for row in table.rows), "</table>"]
    return "".join([*parts, "</body></html>"]).encode()


def _has(report: ReportData, form: Form, chapter: str) -> bool:
    is_table = any(table.code == chapter for table in form.tables)
    return is_table and (chapter != "requests" or form.result_keys == report.result_keys)


def _html_row(report: ReportData, row: Iterable[Slot]) -> str:
    boxes = []
    for slot in row:
        value = report.cells[slot.code] if slot.code else slot.text
        text = "" if value is None else value
        boxes.append(f"<td colspan='{slot.colspan}' rowspan='{slot.rowspan}'>{text}</td>")
    return f"<tr>{''.join(boxes)}</tr>"


def _sound(chance: Random, span: range) -> list[_Year]:
    years: list[_Year] = []
    before: dict[str, Value] = {}
    columns = APPLICANT_KEYS if chance.random() < 0.3 else APPLICANT_KEYS[:1]
    for number in span:
        form = form_for(number)
        rows = result_keys(form, form.code == "2021" and chance.random() < 0.8)
        cells = _empty(form.code, rows)
        for column in columns:
            _column(chance, cells, rows, column, _int(before.get(f"requests/carried_out/{column}")))
        for key in ("regulations", "normative_documents"):
            _documents(chance, cells, f"proactive/{key}", _int(before.get(f"proactive/{key}/in_force")))
        for block, _ in REMEDY_BLOCKS:
            _remedies(chance, cells, f"remedies/{block}", _int(before.get(f"remedies/{block}/pending")))
        cells["proactive/licensing"] = chance.randrange(200)
        has_stock = "proactive/regulations/in_force" in cells
        year = _Year(cells, rows, has_stock, not years, bool(years and years[-1].has_stock))
        if years:
            years[-1].next = year
        years.append(year)
        before = cells
    return years


def _empty(form: str, rows: tuple[str, ...]) -> dict[str, Value]:
    slots = BY_CODE[form].slots
    cells: dict[str, Value] = {code: 0 for code in slots if not code.startswith("requests/")}
    cells |= {code: Decimal("0.5") for code, slot in slots.items() if slot.kind is Kind.MONEY}
    return cells | dict.fromkeys(request_codes(rows), 0)


def _column(
    chance: Random, cells: dict[str, Value], rows: tuple[str, ...], column: str, carried_in: int
) -> None:
    new = chance.randrange(40)
    carried_out = chance.randint(0, min(5, new + carried_in))
    figures = {"new": new, "carried_in": carried_in, "carried_out": carried_out}
    left = figures[TOTAL] = new + carried_in - carried_out
    while left:
        row, some = chance.choice(rows), chance.randint(1, left)
        figures[row] = figures.get(row, 0) + some
        left -= some
    for row, figure in figures.items():
        cells[f"requests/{row}/{column}"] = figure
        cells[f"requests/{row}/{TOTAL}"] = _int(cells[f"requests/{row}/{TOTAL}"]) + figure


def _documents(chance: Random, cells: dict[str, Value], row: str, before: int) -> None:
    made = chance.randrange(6)
    cells[f"{row}/made"] = made
    if f"{row}/in_force" in cells:
        repealed = chance.randint(0, min(3, before + made))
        cells[f"{row}/repealed"] = repealed
        cells[f"{row}/in_force"] = before + made - repealed


def _remedies(chance: Random, cells: dict[str, Value], block: str, pending_before: int) -> None:
    figures = {part: chance.randrange(4) for part in _PARTS}
    figures["other"] += pending_before
    for part, figure in figures.items():
        cells[f"{block}/{part}"] = figure
    cells[f"{block}/{TOTAL}"] = sum(figures.values())


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _prose(chance: Random, organ: str) -> dict[str, str]:
    def some(count: int) -> str:
        return "".join(
            f"围绕{chance.choice(_THINGS)}和{chance.choice(_THINGS)}{chance.choice(_DEEDS)}，"
            f"并就{chance.choice(_THINGS)}{chance.choice(_DEEDS)}。"
            for _ in range(count)
        )

    return {
        "overview": f"{organ}认真做好政府信息公开。{some(8)}工作考核、社会评议均已开展，未发生责任追究。",
        "problems": some(3),
        "other_matters": "本年度未发出收费通知，未收取信息处理费。",
    }


# -- faults: each spoils a year and writes down what that breaks


def _result_of_a_column(chance: Random, year: _Year) -> None:
    row, column = chance.choice(year.rows), chance.choice(APPLICANT_KEYS)
    year.add(f"requests/{row}/{column}", chance.randint(1, 9))
    year.breaks |= {("AR-3.2", f"requests/total/{column}"), ("AR-3.3", f"requests/{row}/total")}


def _total_of_a_row(chance: Random, year: _Year) -> None:
    row = chance.choice(year.rows)
    year.add(f"requests/{row}/total", chance.randint(1, 9))
    year.breaks |= {("AR-3.3", f"requests/{row}/total"), ("AR-3.2", "requests/total/total")}


def _total_of_a_column(chance: Random, year: _Year) -> None:
    where = f"requests/total/{chance.choice(_COLUMNS)}"
    year.add(where, 1)
    year.breaks |= {("AR-3.1", where), ("AR-3.2", where), ("AR-3.3", "requests/total/total")}


def _new(chance: Random, year: _Year) -> None:
    column = chance.choice(_COLUMNS)
    year.add(f"requests/new/{column}", 10**11)  # a telephone number in the wrong box
    year.breaks |= {("AR-3.1", f"requests/total/{column}"), ("AR-3.3", "requests/new/total")}


def _carried_in(chance: Random, year: _Year) -> None:
    column = chance.choice(_COLUMNS)
    year.add(f"requests/carried_in/{column}", 1)
    year.breaks |= {("AR-3.1", f"requests/total/{column}"), ("AR-3.3", "requests/carried_in/total")}
    if not year.is_first:
        year.breaks.add(("AR-3.5", f"requests/carried_in/{column}"))


def _carried_out(chance: Random, year: _Year) -> None:
    column = chance.choice(_COLUMNS)
    year.add(f"requests/carried_out/{column}", 1)
    year.breaks |= {("AR-3.1", f"requests/total/{column}"), ("AR-3.3", "requests/carried_out/total")}
    if year.next:
        year.next.breaks.add(("AR-3.5", f"requests/carried_in/{column}"))


def _negative_result(chance: Random, year: _Year) -> None:
    one, other = chance.sample(year.rows, 2)
    column = chance.choice(APPLICANT_KEYS)
    for row, by in ((one, 10_000), (other, -10_000)):
        year.add(f"requests/{row}/{column}", by)
        year.add(f"requests/{row}/total", by)
    year.breaks |= {("AR-3.4", f"requests/{other}/{column}"), ("AR-3.4", f"requests/{other}/total")}


def _part_of_a_block(chance: Random, year: _Year) -> None:
    block = chance.choice([key for key, _ in REMEDY_BLOCKS])
    year.add(f"remedies/{block}/{chance.choice(('upheld', 'corrected', 'other'))}", 1)
    year.breaks.add(("AR-4.1", f"remedies/{block}/total"))


def _pending_forgotten(chance: Random, year: _Year) -> None:
    block = chance.choice([key for key, _ in REMEDY_BLOCKS])
    for part in ("pending", TOTAL):
        year.add(f"remedies/{block}/{part}", 1_000)
    if year.next:
        year.next.breaks.add(("AR-4.2", f"remedies/{block}/total"))


def _negative_act(chance: Random, year: _Year) -> None:
    year.cells["proactive/penalties"] = -chance.randint(1, 9)
    year.breaks.add(("AR-2.2", "proactive/penalties"))


def _negative_fees(chance: Random, year: _Year) -> None:
    if "proactive/fees_10k_yuan" in year.cells:
        year.cells["proactive/fees_10k_yuan"] = Decimal("-0.000001")
        year.breaks.add(("AR-2.2", "proactive/fees_10k_yuan"))


def _stock(chance: Random, year: _Year) -> None:
    where = f"proactive/{chance.choice(('regulations', 'normative_documents'))}/in_force"
    if year.has_stock:
        year.add(where, 50)
        if year.follows_stock:
            year.breaks.add(("AR-2.1", where))
        if year.next:
            year.next.breaks.add(("AR-2.1", where))


def _repealed(chance: Random, year: _Year) -> None:
    row = f"proactive/{chance.choice(('regulations', 'normative_documents'))}"
    if year.has_stock:
        year.add(f"{row}/repealed", 500)
        if year.follows_stock:
            year.breaks |= {("AR-2.1", f"{row}/in_force"), ("AR-2.2", f"{row}/repealed")}


def _blank(chance: Random, year: _Year) -> None:
    """A figure that is not there breaks nothing."""
    year.cells[chance.choice(list(year.cells))] = None


def _too_large(chance: Random, year: _Year) -> None:
    """Boxes that ran together, to the largest number that is still read."""
    year.cells["requests/new/natural_person"] = 10**18 - 1
    year.breaks |= {("AR-3.1", "requests/total/natural_person"), ("AR-3.3", "requests/new/total")}


FAULTS: tuple[Callable[[Random, _Year], None], ...] = (
    _result_of_a_column,
    _total_of_a_row,
    _total_of_a_column,
    _new,
    _carried_in,
    _carried_out,
    _negative_result,
    _part_of_a_block,
    _pending_forgotten,
    _negative_act,
    _negative_fees,
    _stock,
    _repealed,
    _blank,
    _too_large,
)
