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


VARIANTS: tuple[Variant, ...] = (
    Variant("empty column", empty_column, GRIDS, may_lose=False),
    Variant("subtotal column", subtotal_column, moves_boxes=True),
    Variant("columns in another order", other_order, ANY),
    Variant("last year beside", last_year_beside, ANY, moves_boxes=True),
)
