"""Columns that the form does not have, or has in another order."""

from dataclasses import replace
from random import Random

from gongkai.law.annual_report.form import Role
from tests.synthetic.files import Box, Draft
from tests.synthetic.variants.base import ANY, GRIDS, Variant, unspanned


def empty_column(page: Draft, chance: Random) -> None:
    """A column in which nothing stands, between two others or at an edge."""
    for paper in page.sheets():
        rows = list(unspanned(paper))
        width = max(sum(box.colspan for box in row) for row in rows)
        at = chance.randint(0, width)
        for row in rows:
            column = 0
            for x, box in enumerate(row):
                if column == at:
                    row.insert(x, Box(""))
                    break
                if column < at < column + box.colspan:
                    row[x] = replace(box, colspan=box.colspan + 1)
                    break
                column += box.colspan
            else:
                row.append(Box(""))
        paper.rows = rows


def subtotal_column(page: Draft, chance: Random) -> None:
    """A column 小计 for 法人或其他组织, which the form does not have."""
    for paper in page.sheets("requests"):
        head = len(paper.head_rows())
        paper.rows[1][1] = replace(paper.rows[1][1], colspan=6)
        paper.rows[0][1] = replace(paper.rows[0][1], colspan=8)
        paper.rows[2].append(Box("小计", role=Role.HEAD))
        for row in paper.rows[head:]:
            row.insert(len(row) - 1, Box(str(chance.randint(0, 9))))


def other_order(page: Draft, chance: Random) -> None:
    """The columns of table three in an order of the organ's own, head and figures alike."""
    way = chance.choice(("total first", "natural last", "two swapped"))
    for paper in page.sheets("requests"):
        _, middle, low = paper.head_rows()
        natural, legal, total = middle
        if way == "total first":
            paper.rows[1] = [total, natural, legal]
        elif way == "natural last":
            paper.rows[1] = [legal, total, natural]
        else:
            low[1], low[2] = low[2], low[1]
        for row in paper.rows[3:]:
            first = next((x for x, box in enumerate(row) if box.code), len(row))
            boxes = row[first:]
            if way == "total first":
                boxes = [boxes[6], *boxes[:6]]
            elif way == "natural last":
                boxes = [*boxes[1:], boxes[0]]
            else:
                boxes[2], boxes[3] = boxes[3], boxes[2]
            row[first:] = boxes


def last_year_beside(page: Draft, chance: Random) -> None:
    """Last year's figures stand beside this year's, in columns or in a row of their own."""
    for paper in page.sheets("proactive"):
        for row in paper.rows:
            if row[-1].role is Role.HEAD:
                name = chance.choice(("上年", "上年制发件数", "去年处理决定数量", f"{page.year - 1}年"))
                row.append(Box(name, role=Role.HEAD))
            elif row[-1].code:
                row.append(Box(str(chance.randint(0, 99))))
    for paper in page.sheets("remedies"):
        boxes = paper.rows[-1]
        rows = [boxes, [Box(str(chance.randint(0, 99))) for _ in boxes]]
        if chance.random() < 0.5:
            rows.reverse()
        paper.rows[-1:] = rows


def serial_numbers(page: Draft, chance: Random) -> None:
    """Rows numbered by the organ: before the label, between label and figures, or at the end."""
    where = chance.choice(("first", "middle", "last"))
    for paper in page.sheets("requests"):
        number = 0
        paper.rows = list(unspanned(paper))
        for y, row in enumerate(paper.rows):
            first = next((x for x, box in enumerate(row) if box.code), 1)
            has_figures = any(box.code for box in row)
            number += has_figures
            box = Box(str(number)) if has_figures else Box("" if y else "序号", role=Role.HEAD)
            row.insert({"first": 0, "middle": first, "last": len(row)}[where], box)


def numbered_columns(page: Draft, chance: Random) -> None:
    """A row of numbers 1 to 7 below the heads."""
    for paper in page.sheets("requests"):
        numbers = [Box(str(number)) for number in range(1, 8)]
        paper.rows.insert(len(paper.head_rows()), [Box(chance.choice(("栏次", "甲", "")), 3), *numbers])


def each_year_a_column(page: Draft, chance: Random) -> None:
    """Every column twice, for this year and the last."""
    for paper in page.sheets("requests"):
        years = [f"{page.year}年", f"{page.year - 1}年"]
        is_first = chance.random() < 0.5
        head = [[replace(box, colspan=2 * box.colspan) for box in row] for row in paper.head_rows()]
        head[0][0] = replace(paper.rows[0][0], rowspan=4)
        names = years if is_first else years[::-1]
        rows = [*head, [Box(names[n % 2], role=Role.HEAD) for n in range(14)]]
        for row in paper.rows[len(head) :]:
            rows.append([])
            for box in row:
                pair = [box, Box(str(chance.randint(0, 50)))] if box.code else [box]
                rows[-1] += pair if is_first else pair[::-1]
        paper.rows = rows


def cumulative_column(page: Draft, chance: Random) -> None:
    """Chapter two with a column of sums over the years, whose head resembles one of the form."""
    names = ("累计", "历年累计处理决定数量", "累计制发件数", "本年处理数量")
    for paper in page.sheets("proactive"):
        place = chance.choice((1, None))
        for row in paper.rows:
            if row[-1].role is Role.HEAD:
                row.insert(place or len(row), Box(chance.choice(names), role=Role.HEAD))
            elif row[-1].code:
                row.insert(place or len(row), Box(str(chance.randint(0, 99))))


VARIANTS: tuple[Variant, ...] = (
    Variant("empty column", empty_column, GRIDS, may_lose=False),
    Variant("serial numbers", serial_numbers, ANY),
    Variant("columns numbered", numbered_columns, ANY),
    Variant("each year a column", each_year_a_column, ANY),
    Variant("cumulative column", cumulative_column, ANY),
    Variant("subtotal column", subtotal_column, moves_boxes=True),
    Variant("columns in another order", other_order, ANY),
    Variant("last year beside", last_year_beside, ANY, moves_boxes=True),
)
