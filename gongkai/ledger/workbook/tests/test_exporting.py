"""An export holds the whole ledger, and importing it again changes nothing."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count, pairwise
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.ledger import proof
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs import actions as organ_actions
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.workbook.exporting import Export, export
from gongkai.ledger.workbook.sheets import (
    ACTS,
    APPLICATIONS,
    CONSULTATIONS,
    DISCLOSURES,
    ORGAN,
    REMEDIES,
    SHEETS,
    Column,
    Sheet,
)
from gongkai.ledger.workbook.tests.books import APPLICATION, table, take, take_rows, town, xlsx

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
DAYS = st.dates(date(1990, 1, 1), date(2026, 11, 23))
#: Text with everything that has ever broken a workbook.
TEXTS = st.text(
    st.sampled_from("青石镇公开张三 Aa09（）()〔〕“”、；,;=+-@'\"<>&\n\t_x000D_　é😀*"),
    min_size=1,
    max_size=40,
).map(str.strip)


def exported(path: Any, organ: Organ, **how: Any) -> Any:
    path.write_bytes(export(Export(organ, "测试", **how)))
    return path


def values(column: Column) -> st.SearchStrategy[Any]:
    """Any value that fits a column, as a person might write it."""
    kind = column.kind
    if column.private:
        return st.sampled_from(
            ["11010519491231002X", "13812345678", "0372-8000000", "滑县青石镇一村1号", "E12345678"]
        )
    if kind.choices:
        return st.sampled_from(kind.choices)
    if kind.style == "date":
        return DAYS
    if column.field == "extended.days":
        return st.integers(1, 20)
    if kind.style == "whole":
        return st.integers(0, 10**9)
    if kind.style == "money":
        return st.decimals(0, 99999, places=2).map(Decimal)
    if column.name == "月份":
        return DAYS.map(lambda day: f"{day:%Y-%m}")
    return TEXTS


def in_order(row: dict[str, Any], *names: str) -> None:
    """None of these days before the one that precedes it."""
    filled = [name for name in names if name in row]
    for earlier, later in pairwise(filled):
        row[later] = max(row[earlier], row[later])


@st.composite
def rows(draw: st.DrawFn, sheet: Sheet) -> dict[str, Any]:
    row = {
        column.name: draw(values(column))
        for column in sheet.columns
        if column.required or draw(st.booleans())
    }
    if sheet.number and sheet is not CONSULTATIONS:
        row[sheet.number] = f"{row[sheet.number]}·{next(NUMBERS)}"
    for column in sheet.columns:
        if column.required and row[column.name] == "":
            row[column.name] = "某"
    if draw(st.integers(0, 4)) == 0:
        row["自己加的列"] = draw(TEXTS)
    match sheet.name:
        case APPLICATIONS.name:
            if "答复日期" in row:
                row["答复类型"] = draw(values(sheet.column("answered.result")))
                in_order(row, "收到日期", "答复日期", "送达日期")
        case DISCLOSURES.name:
            if row.get("有效性") in {"废止", "失效"}:
                row["废止日期"] = draw(DAYS)
            in_order(row, "形成日期", "公开日期")
            in_order(row, "形成日期", "废止日期")
        case REMEDIES.name:
            in_order(row, "收到日期", "审结日期")
        case ACTS.name:
            row["日期"] = draw(DAYS)
            if "月份" in row:
                del row["日期"]
            row["金额" if row["类别"] == "行政事业性收费" else "数量"] = draw(st.integers(0, 5))
    return row


@st.composite
def workbooks(draw: st.DrawFn) -> dict[str, list[list[Any]]]:
    sheets: dict[str, list[dict[str, Any]]] = {
        sheet.name: draw(st.lists(rows(sheet), max_size=3))
        for sheet in SHEETS
        if sheet not in {ORGAN, CONSULTATIONS}
    }
    numbers = [row["申请编号"] for row in sheets[APPLICATIONS.name]]
    letters = draw(st.lists(rows(CONSULTATIONS), max_size=4)) if numbers else []
    for letter in letters:
        letter["申请编号"] = draw(st.sampled_from(numbers))
    sheets[CONSULTATIONS.name] = letters
    # within a sheet some rows may well be the same
    for name in ("渠道发布", "行政行为", "工作推进"):
        sheets[name] += sheets[name][:1]
    about = {ORGAN.name: [["联系电话", draw(st.sampled_from(["", "0372-8000000"]))]]}
    return {name: table(*listed) for name, listed in sheets.items() if listed} | about


@pytest.mark.slow
@given(sheets=workbooks())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_importing_an_export_changes_nothing(tmp_path, sheets):
    organ = organ_actions.create(name=f"青石镇人民政府{next(NUMBERS)}", actor="测试")
    first = take(xlsx(tmp_path / "a.xlsx", sheets), organ)
    assert first.refused == []
    organ.refresh_from_db()
    out = exported(tmp_path / "b.xlsx", organ)
    head = audit.head()
    again = take(out, organ)
    assert (again.refused, +again.added, +again.changed) == ([], {}, {})
    assert +again.unchanged == +first.added
    assert audit.head() == head
    twice = exported(tmp_path / "c.xlsx", organ)
    assert cells_of(out) == cells_of(twice)


def test_the_limit_of_another_law_has_its_column_only_where_a_row_has_it(tmp_path, head_noted):
    organ = organ_actions.create(name="青石镇人民政府", actor="测试")
    heads = ["索引号", "标题", "形成日期"]
    take(xlsx(tmp_path / "a.xlsx", {"主动公开": [heads, ["1", "通知", "2022-10-08"]]}), organ)
    plain = cells_of(exported(tmp_path / "b.xlsx", organ))["主动公开"][0]
    assert plain[-1] == "备注"
    more = [*heads, "其他法律规定的公开期限"]
    rows = [more, ["2", "处罚决定书", "2022-10-08", "行政处罚决定"]]
    take(xlsx(tmp_path / "c.xlsx", {"主动公开": rows}), organ)
    assert Disclosure.objects.get(index_no="2").limit == "penalty"
    with_it = exported(tmp_path / "d.xlsx", organ)
    assert cells_of(with_it)["主动公开"][0] == [*plain, "其他法律规定的公开期限"]
    assert +take(with_it, organ).changed == {}


def cells_of(path: Any) -> dict[str, list[Any]]:
    book = openpyxl.load_workbook(path)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def test_personal_data_leave_masked(tmp_path):
    organ = town()
    take_rows(
        tmp_path,
        organ,
        "依申请公开",
        {**APPLICATION, "证件号码": "11010519491231002X", "联系方式": "13812345678"},
    )
    page = cells_of(exported(tmp_path / "b.xlsx", organ))["依申请公开"]
    row = dict(zip(page[0], page[1], strict=True))
    stored = FoiRequest.objects.get()
    assert (row["证件号码"], row["联系方式"]) == (stored.id_number_masked, stored.contact_masked)
    assert "*" in row["证件号码"]
    assert "*" in row["联系方式"]


def test_with_personal_data_they_leave_in_clear_and_the_log_says_so(tmp_path, head_noted):
    organ = town()
    bare = {**APPLICATION, "申请编号": "2022-2"}
    take_rows(tmp_path, organ, "依申请公开", {**APPLICATION, "证件号码": "11010519491231002X"}, bare)
    out = exported(tmp_path / "b.xlsx", organ, with_personal_data=True)
    page = cells_of(out)["依申请公开"]
    assert dict(zip(page[0], page[1], strict=True))["证件号码"] == "11010519491231002X"
    looks = Entry.objects.filter(action="request.unmask")
    assert [look.subject for look in looks] == [
        f"requests.foirequest:{FoiRequest.objects.get(number='2022-1').pk}"
    ]
    assert proof.verify() is None
    assert +take(out, organ).unchanged == {"依申请公开": 2}


def test_a_masked_export_teaches_another_ledger_no_false_numbers(tmp_path):
    organ, other = town(), organ_actions.create(name="白石镇人民政府", actor="测试")
    take_rows(tmp_path, organ, "依申请公开", {**APPLICATION, "证件号码": "11010519491231002X"})
    report = take(exported(tmp_path / "b.xlsx", organ), other)
    assert FoiRequest.objects.get(organ=other).id_number_sealed == ""
    assert "证件号码" in [warning.column for warning in report.warnings]


def test_what_was_entered_elsewhere_comes_back_unchanged(tmp_path):
    organ = town()
    received = EventEntry(EventKind.RECEIVED, date(2022, 3, 1), {"applicant_kind": "other"})
    day = date(2022, 3, 10)
    histories = [
        [EventEntry(EventKind.WITHDRAWN, day)],
        [EventEntry(EventKind.ANSWERED, day, {"row": "refused_secret"})],
        [EventEntry(EventKind.ANSWERED, day, {"row": "granted", "kind": "granted_published"})],
        [EventEntry(EventKind.ANSWERED, day, {"row": "unavailable_not_held", "kind": "other_archived"})],
        [
            EventEntry(EventKind.ANSWERED, day, {"row": "partial"}),
            EventEntry(EventKind.REDO_ORDERED, day + timedelta(90), {"days": 15}),
            EventEntry(EventKind.ANSWERED, day + timedelta(100), {"row": "granted"}, slot="redo"),
        ],
        [EventEntry(EventKind.CONSULTATION_SENT, day, {"party": "third_party"}, slot="7")],
    ]
    entries = [
        RequestEntry(f"2022-{number}", (received, *history), "某村委会", "道路")
        for number, history in enumerate(histories, 1)
    ]
    actions.receive(organ=organ, entries=entries, actor="测试")
    report = take(exported(tmp_path / "b.xlsx", organ), organ)
    assert (report.refused, +report.added, +report.changed) == ([], {}, {})


def test_a_year_has_what_is_counted_in_it(tmp_path):
    organ = town()
    answered = {"答复类型": "予以公开", "收到日期": "2021-12-20"}
    sheets = {
        "依申请公开": table(
            {**APPLICATION, **answered, "申请编号": "当年办结", "答复日期": "2021-12-30"},
            {**APPLICATION, **answered, "申请编号": "结转后办结", "答复日期": "2022-01-10"},
            {**APPLICATION, "申请编号": "次年新收", "收到日期": "2023-01-04"},
        ),
        "复议诉讼": table(
            {
                "案号": "早已审结",
                "类型": "行政复议",
                "收到日期": "2020-01-01",
                "审结日期": "2020-02-01",
                "结果": "结果维持",
            },
            {"案号": "尚未审结", "类型": "行政复议", "收到日期": "2021-11-01"},
        ),
        "渠道发布": table(
            {"月份": "2021-12", "渠道": "微信", "条数": 1}, {"月份": "2022-01", "渠道": "网站", "条数": 2}
        ),
    }
    take(xlsx(tmp_path / "a.xlsx", sheets), organ)
    pages = cells_of(exported(tmp_path / "b.xlsx", organ, year=2022))
    assert [row[0] for row in pages["依申请公开"][1:]] == ["结转后办结"]
    assert [row[0] for row in pages["复议诉讼"][1:]] == ["尚未审结"]
    assert [row[1] for row in pages["渠道发布"][1:]] == ["网站"]
