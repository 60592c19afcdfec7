"""Where a report's tables stand in its file, and what is printed in the box of each cell."""

import json

import pytest

from gongkai.reading import recognised
from gongkai.reading.printed import Part, from_json, to_json
from gongkai.reading.tests import printed

REPORT = printed.report("2021")
WRITERS = {"html": printed.html, "xlsx": printed.excel, "pdf": printed.pdf}


def boxes(parts: tuple[Part, ...]) -> dict[str, str]:
    """What is printed for each cell."""
    return {code: box.text for part in parts for row in part.rows for box in row for code in box.codes}


def parts_in(data: bytes, name: str) -> tuple[Part, ...]:
    return recognised(data, name=name).parts()


@pytest.mark.parametrize("kind", ["html", "xlsx", pytest.param("pdf", marks=pytest.mark.slow)])
def test_every_cell_has_its_box_with_its_figure(kind: str) -> None:
    parts = parts_in(WRITERS[kind](REPORT), f"报告.{kind}")
    assert {code: int(float(text or 0)) for code, text in boxes(parts).items()} == {
        code: int(value or 0) for code, value in REPORT.cells.items()
    }
    places = {(part.table, bool(part.page), bool(part.sheet), part.number > 0) for part in parts}
    assert places == {
        (table, kind == "pdf", kind == "xlsx", True) for table in ("proactive", "requests", "remedies")
    }


def test_prose_of_a_sheet_is_no_part_of_its_tables() -> None:
    parts = parts_in(printed.excel(REPORT), "报告.xlsx")
    for part in parts:
        for row in (part.rows[0], part.rows[-1]):
            assert len([box for box in row if box.text]) > 1


def test_a_row_that_is_in_doubt_is_known_by_its_first_figure() -> None:
    label = "四、结转下年度继续办理</td>"
    page = printed.html(REPORT).decode().replace(label, f"{label}<td>77</td>", 1)
    parts = parts_in(page.encode(), "报告.html")
    (doubted,) = [box for part in parts for row in part.rows for box in row if len(box.codes) > 1]
    assert doubted.text == "77"
    assert {code.rsplit("/", 1)[0] for code in doubted.codes} == {"requests/carried_out"}


def test_tables_that_came_out_as_text_are_shown_as_text() -> None:
    text = printed.text(REPORT, between="\n").decode()
    parts = parts_in(text.encode(), "报告.txt")
    (requests,) = [part for part in parts if part.table == "requests"]
    assert not requests.rows
    assert "（一）予以公开" in requests.lines


def test_a_table_that_goes_on_without_end_is_cut() -> None:
    row = b"<tr><td>" + "五、某某".encode() + b"</td><td>" + b"1" * 500 + b"</td></tr>"
    page = printed.html(REPORT).replace("四、结转下年度继续办理".encode(), b"x</td></tr>" + row * 400, 1)
    parts = parts_in(page, "报告.html")
    assert parts[-1].is_cut
    assert len(json.dumps(to_json(parts), ensure_ascii=False)) < 400_000


def test_parts_go_through_json_as_they_are() -> None:
    parts = parts_in(printed.html(REPORT), "报告.html")
    assert from_json(json.loads(json.dumps(to_json(parts)))) == parts
