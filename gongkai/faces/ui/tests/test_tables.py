"""Tables of work: what the address says decides what is shown, and what is shown is what is exported."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import parsed, texts
from gongkai.faces.ui import tables
from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Table, Words, exporting
from gongkai.faces.ui.tables.filters import Rows
from gongkai.faces.ui.tables.paging import InTurn, Pages
from gongkai.faces.ui.tables.state import State
from gongkai.ledger.organs import actions
from gongkai.ledger.organs.models import Organ


@dataclass(frozen=True)
class Row:
    name: str
    state: str
    count: int
    day: date | None = None


ROWS = [
    Row("丙镇", "open", 0, date(2022, 3, 1)),
    Row("甲镇", "closed", 12),
    Row("乙镇", "open", 3, date(2022, 1, 1)),
]
TABLE = Table(
    "towns",
    "各镇",
    (
        Column("name", "镇", order=("name",), href=lambda row: f"/{row.name}"),
        Column("state", "状态", order=("state",)),
        Column("count", "件数", order=("count",), number=True),
        Column("day", "日期", order=("day",), shown=False),
    ),
    Empty("还没有镇", "请先登记。", "/new", "登记"),
    filters=(
        Choice(
            "state",
            "状态",
            [("", "全部"), ("open", "在办"), ("closed", "办结")],
            lambda rows, state: [row for row in rows if row.state == state],
            in_line=True,
        ),
        Words("name", "镇", lambda rows, words: [row for row in rows if words in row.name]),
        Dates("day", "日期", lambda rows, days: [row for row in rows if row.day and row.day >= days[0]]),
    ),
    order_words="按急缓排序",
    a_page=2,
)


def request(query: str = "") -> HttpRequest:
    return RequestFactory().get(f"/towns/?{query}")


def drawn(query: str = "", rows: Rows = ROWS, table: Table = TABLE, **more: Any) -> Any:
    shown = tables.show(table, request(query), rows, **more)
    return parsed(render_to_string("ui/table.html", {"table": shown}).encode())


def names(query: str, rows: Sequence[Any] = ROWS) -> list[str]:
    return texts(drawn(query, rows), "//tbody//th")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["丙镇", "甲镇"]),
        ("page=2", ["乙镇"]),
        ("page=99", ["乙镇"]),
        ("page=what", ["丙镇", "甲镇"]),
        ("sort=count", ["丙镇", "乙镇"]),
        ("sort=-count", ["甲镇", "乙镇"]),
        ("sort=day", ["乙镇", "丙镇"]),  # an unknown day comes last
        ("sort=-day", ["丙镇", "乙镇"]),  # either way
        ("sort=secret", ["丙镇", "甲镇"]),
        ("state=open", ["丙镇", "乙镇"]),
        ("state=secret", ["丙镇", "甲镇"]),
        ("name=甲", ["甲镇"]),
        ("day-from=2022-02-01", ["丙镇"]),
        ("day-from=yesterday", ["丙镇", "甲镇"]),
    ],
)
def test_the_address_says_which_rows_stand_in_which_order(query: str, shown: list[str]) -> None:
    assert names(query) == shown


def test_a_head_sorts_and_sorts_back_and_keeps_the_filter() -> None:
    def head(query: str) -> tuple[str, str]:
        (found,) = drawn(query).xpath("//th[contains(., '件数')]")
        return found.get("aria-sort"), found.find("a").get("href")

    assert head("state=open&page=2") == ("none", "/towns/?state=open&sort=count")
    assert head("sort=count") == ("ascending", "/towns/?sort=-count")
    assert head("sort=-count") == ("descending", "/towns/?sort=count")


def test_the_order_is_said_and_one_leads_back_to_it() -> None:
    assert texts(drawn(), "//*[@class='order']") == ["按急缓排序"]
    (back,) = drawn("sort=count&state=open").xpath("//*[@class='order']/a")
    assert (back.text, back.get("href")) == ("回到按急缓排序", "/towns/?state=open")


def test_columns_are_chosen_and_the_first_always_stays() -> None:
    assert texts(drawn(), "//thead//th") == ["镇", "状态", "件数"]
    assert texts(drawn("columns=day&columns=secret"), "//thead//th") == ["镇", "日期"]
    assert texts(drawn("columns=secret"), "//thead//th") == ["镇", "状态", "件数"]
    kept = drawn("columns=day&sort=day&state=open").xpath("//form[@class='column-choice']/input")
    assert [(field.get("name"), field.get("value")) for field in kept] == [("sort", "day"), ("state", "open")]


def test_an_option_in_line_says_what_it_would_find() -> None:
    tree = drawn("state=open", counts={"state": {"": 3, "open": 2, "closed": 1}})
    assert texts(tree, "//*[@class='switch']/a") == ["全部 3", "在办 2", "办结 1"]
    assert tree.xpath("//*[@class='switch']/a/@href") == [
        "/towns/",
        "/towns/?state=open",
        "/towns/?state=closed",
    ]
    assert texts(tree, "//*[@class='switch']/a[@aria-current]") == ["在办 2"]


def test_figures_stand_right_zeros_are_quiet_and_sums_below() -> None:
    tree = drawn(sums={"name": "合计", "count": 15})
    figures = tree.xpath("//tbody//td[contains(@class, 'is-number')]")
    assert [(figure.text, "is-zero" in figure.get("class")) for figure in figures] == [
        ("0", True),
        ("12", False),
    ]
    assert texts(tree, "//tfoot//*[self::th or self::td]") == ["合计", "", "15"]


def test_long_words_are_two_lines_of_the_row_with_all_of_them_there() -> None:
    rows = [Row("丙镇", "路" * 61, 0), Row("甲镇", "路" * 60, 0)]
    assert texts(drawn("", rows), "//*[@class='shortened']") == ["路" * 61]


def test_nothing_at_all_and_nothing_that_fits_are_told_apart() -> None:
    assert texts(drawn(rows=[]), "//*[@class='empty']") == ["还没有镇请先登记。登记"]
    tree = drawn("name=丁&sort=count")
    assert texts(tree, "//*[@class='empty']/strong") == ["没有符合条件的"]
    assert tree.xpath("//*[@class='empty']/a/@href") == ["/towns/?sort=count"]


@pytest.mark.django_db
def test_queries_in_turn_are_one_list_from_either_end() -> None:
    for number in range(7):
        actions.create(name=f"{number}镇", actor="测试")
    few, rest = Organ.objects.filter(name__lt="3"), Organ.objects.filter(name__gte="3")
    rows = InTurn((few.order_by("name"), rest.order_by("-name")))
    whole = [organ.name[0] for organ in rows]
    assert list(Pages(Organ.objects.none(), 2).get_page(1)) == list(Pages(InTurn(()), 2).get_page(1)) == []
    assert "".join(whole) == "0126543"
    for first, last in ((0, 2), (2, 4), (5, 7), (6, 9), (0, 7)):
        assert [organ.name[0] for organ in rows[first:last]] == whole[first:last]


def test_many_pages_are_elided() -> None:
    many = [Row(str(number), "open", number) for number in range(40)]
    assert texts(drawn("page=10", many), "//nav[@class='pages']/*") == [
        *("上一页", "1", "…", "9", "10", "11", "…", "20", "下一页")
    ]
    assert drawn("page=10&state=open", many).xpath("//a[@rel='next']/@href") == ["/towns/?page=11&state=open"]


def test_what_is_shown_is_exported_all_pages_of_it() -> None:
    answer = tables.export(TABLE, request("export=csv&sort=-count&columns=count"), ROWS)
    assert answer is not None
    assert answer.content.decode("utf-8-sig").splitlines() == ["镇,件数", "甲镇,12", "乙镇,3", "丙镇,0"]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%90%84%E9%95%87")


def test_excel_gets_dates_and_figures_as_such() -> None:
    answer = tables.export(TABLE, request("export=xlsx&columns=count&columns=day&state=open"), ROWS)
    assert answer is not None
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [[name, count, day.date()] for name, count, day in rows] == [  # type: ignore[union-attr]
        ["丙镇", 0, date(2022, 3, 1)],
        ["乙镇", 3, date(2022, 1, 1)],
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@A1", "\t=1"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_somebody_typed_is_never_run_as_a_formula(form: str, typed: str) -> None:
    answer = tables.export(TABLE, request(f"export={form}"), [Row(typed, "open", -1)])
    assert answer is not None
    if form == "csv":
        line = answer.content.decode("utf-8-sig").splitlines()[1]
        assert line.startswith(f"'{typed}")
        assert line.endswith(",-1")  # a figure stays one
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert (sheet["A2"].value, sheet["A2"].data_type) == (typed, "s")


def test_too_long_a_file_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "LARGEST", 2)
    answer = tables.export(TABLE, request("export=csv"), ROWS)
    assert answer is not None
    assert answer.status_code == 413
    assert "请先筛选" in answer.content.decode()


@pytest.mark.parametrize("query", ["", "export=pdf"])
def test_no_file_is_made_unasked(query: str) -> None:
    assert tables.export(TABLE, request(query), ROWS) is None


@pytest.mark.parametrize("how_many", [1, 5])
def test_a_table_asks_the_database_twice_however_many_rows_it_has(db: None, how_many: int) -> None:
    for number in range(how_many):
        actions.create(name=f"第{number}镇人民政府", actor="测试")
    table = Table(
        "organs", "机关", (Column("name", "名称", order=("name",)),), Empty("无"), order=("-name",), a_page=3
    )
    with CaptureQueriesContext(connection) as queries:
        tree = drawn("sort=name", Organ.objects.all(), table)
    assert len(queries) == 2
    assert texts(tree, "//tbody//th") == [f"第{number}镇人民政府" for number in range(min(how_many, 3))]


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["name", "-name", "founded", "-founded"])
def test_pages_behind_the_middle_are_read_from_the_end_and_hold_what_they_should(sort: str) -> None:
    for number in range(7):
        actions.create(name=f"{number}镇", actor="测试")
    column = sort.lstrip("-")
    by = {"name": ("name",), "founded": ("abolished_on",)}[column]  # nobody knows the second
    table = Table("organs", "机关", (Column(column, "机关", order=by),), Empty("没有"), a_page=2)
    whole = [row.pk for row in State.of(table, request(f"sort={sort}")).rows(Organ.objects.all())]
    with CaptureQueriesContext(connection) as asked:
        shown = [
            row.pk
            for page in range(1, 5)
            for row in tables.show(table, request(f"sort={sort}&page={page}"), Organ.objects.all()).page
        ]
    assert shown == whole
    assert not any("OFFSET 6" in query["sql"] for query in asked)
