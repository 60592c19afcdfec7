"""Rows: of the organ’s own, folded, empty, too long, or cut by a page’s end."""

from dataclasses import replace
from random import Random

from tests.synthetic.files import Box, Draft, Sheet
from tests.synthetic.variants.base import ANY, GROUPS, TABLES, Variant, as_seen, unspanned


def own_rows(page: Draft, chance: Random) -> None:
    """Rows of the organ's own, and subtotals of a group."""
    labels = ("4.其他", "9.法律法规规定的其他情形", "小计", "其中：网上申请", "总计", "（八）其他")
    for paper in page.sheets("requests"):
        for _ in range(2):
            # Inside a group only: the group's box must grow by the row.
            starts = [
                y
                for y, row in enumerate(paper.rows)
                for box in row
                if box.text.startswith(("（三）", "（四）", "（五）")) and box.rowspan > 1
            ]
            y = chance.choice(starts)
            for x, box in enumerate(paper.rows[y]):
                if not box.code and box.rowspan > 1:
                    paper.rows[y][x] = replace(box, rowspan=box.rowspan + 1)
            whole = next(
                (
                    (top, x)
                    for top, row in enumerate(paper.rows)
                    for x, box in enumerate(row)
                    if box.text.startswith("三、本年度") and top != y
                ),
                None,
            )
            if whole:
                top, x = whole
                paper.rows[top][x] = replace(paper.rows[top][x], rowspan=paper.rows[top][x].rowspan + 1)
            size = next(
                box.rowspan for box in paper.rows[y] if box.text.startswith(("（三）", "（四）", "（五）"))
            )
            row = [Box(chance.choice(labels)), *(Box(str(chance.randint(0, 9))) for _ in range(7))]
            paper.rows.insert(y + size - 1, row)


def undivided(page: Draft, chance: Random) -> None:
    """（六）其他处理 in one row though chapter two is of the form in force."""
    if page.form != "2021":
        return
    for paper in page.sheets("requests"):
        rows = [
            y
            for y, row in enumerate(paper.rows)
            if any(box.code.startswith("requests/other_") for box in row)
        ]
        if not rows:
            continue
        group = Box("（六）其他处理", 2)
        boxes = [
            replace(box, code=box.code.replace("other_no_correction", "other_all"))
            for box in paper.rows[rows[0]]
            if box.code
        ]
        old = {code: page.truth.pop(code) for code in list(page.truth) if code.startswith("requests/other_")}
        filled: list[Box] = []
        for box in boxes:
            column = box.code.rpartition("/")[2]
            count = sum(
                value for code, value in old.items() if code.endswith(f"/{column}") and isinstance(value, int)
            )
            page.truth[box.code] = count
            filled.append(replace(box, text=str(count)))
        paper.rows[rows[0] : rows[-1] + 1] = [[group, *filled]]
        for row in paper.rows:
            for x, box in enumerate(row):
                if box.text.startswith("三、本年度"):
                    row[x] = replace(box, rowspan=box.rowspan - 2)


def old_form_later(page: Draft, chance: Random) -> None:
    page.year = 2023 if page.form == "2019" else page.year
    page.blocks[0] = page.title


def cut_tables(page: Draft, chance: Random) -> None:
    """A table in two pieces, the second with or without the head."""
    for paper in page.sheets():
        if paper.code == "remedies" or chance.random() < 0.2:
            continue
        rows = list(unspanned(paper))
        head = len(paper.head_rows())
        at = chance.randint(head + 1, len(rows) - 1)
        again = rows[:head] if chance.random() < 0.5 else []
        place = page.blocks.index(paper)
        first, second = Sheet(paper.code, rows[:at]), Sheet(paper.code, [*again, *rows[at:]])
        between = [f"— {chance.randint(1, 20)} —"] if chance.random() < 0.5 else []
        page.blocks[place : place + 1] = [first, *between, second]


def split_row(page: Draft, chance: Random) -> None:
    """A row cut by a page's end: its label or half of it above, its figures below."""
    for paper in page.sheets("requests"):
        rows = list(unspanned(paper))
        head = len(paper.head_rows())
        at = chance.randint(head, len(rows) - 1)
        row = rows[at]
        last = max(x for x, box in enumerate(row) if not box.code)
        label = row[last].text
        half = chance.randint(1, len(label))
        above = [replace(box, text="") if box.code else box for box in row]
        below = [box if box.code else replace(box, text="") for box in row]
        if chance.random() < 0.5:
            above, below = (
                list(row),
                [replace(box, text="") for box in row],
            )
        above[last] = replace(above[last], text=label[:half])
        below[last] = replace(below[last], text=label[half:])
        place = page.blocks.index(paper)
        page.blocks[place : place + 1] = [
            Sheet(paper.code, [*rows[:at], above]),
            Sheet(paper.code, [below, *rows[at + 1 :]]),
        ]


def empty_rows(page: Draft, chance: Random) -> None:
    for paper in page.sheets():
        rows = list(unspanned(paper))
        for _ in range(3):
            width = len(rows[-1])
            rows.insert(chance.randint(len(paper.head_rows()), len(rows)), [Box("")] * width)
        paper.rows = rows


def padded_rows(page: Draft, chance: Random) -> None:
    for paper in page.sheets():
        for row in paper.rows:
            row += [Box("")] * chance.randint(0, 2)


def shifted_rows(page: Draft, chance: Random) -> None:
    """A box too many before the figures; a zero at the row's end may have fallen out, or be a blank now."""
    for paper in page.sheets("requests"):
        for row in paper.rows:
            first = next((x for x, box in enumerate(row) if box.code), 0)
            if first and chance.random() < 0.4:
                codes = [box.code for box in row[first:]]
                row.insert(first, Box(""))
                if chance.random() < 0.5 and row[-1].text == "0":
                    page.truth[row[-1].code] = None
                    row.pop()
                    if chance.random() < 0.5:
                        row.append(Box(""))
                    as_seen(page, codes, row[first:])


def acts_beside(page: Draft, chance: Random) -> None:
    """行政处罚 and 行政强制 beside each other, their figures in the row below."""
    for paper in page.sheets("proactive"):
        acts = ("proactive/penalties", "proactive/coercion")
        rows = [y for y, row in enumerate(paper.rows) if row[-1].code in acts]
        if len(rows) == 2 and len(paper.rows[rows[0]]) == 2:
            labels, figures = zip(*(paper.rows[y] for y in rows), strict=True)
            paper.rows[rows[0] : rows[1] + 1] = [list(labels), list(figures)]


def sums_of_groups(page: Draft, chance: Random) -> None:
    """（三）不予公开 has figures of its own, in a row before its results."""
    for paper in page.sheets("requests"):
        rows: list[list[Box]] = []
        for row in unspanned(paper):
            x = next((x for x, box in enumerate(row) if box.text[:3] in GROUPS[:3]), None)
            if x is not None:
                head = [*row[:x], Box(row[x].text, 2)]
                rows.append([*head, *(Box(str(chance.randint(0, 9))) for _ in range(7))])
                row = [*row[:x], Box(""), *row[x + 1 :]]
            rows.append(row)
        paper.rows = rows


def last_years_rows(page: Draft, chance: Random) -> None:
    """Below a row the same of last year."""
    for paper in page.sheets("requests"):
        rows: list[list[Box]] = []
        for row in unspanned(paper):
            rows.append(row)
            places = [x for x, box in enumerate(row) if box.code]
            if places and chance.random() < 0.4:
                label = Box(chance.choice(("上年数", "去年同期", f"{page.year - 1}年")))
                blank = [replace(box, text="") for box in row[: places[0] - 1]]
                rows.append([*blank, label, *(Box(str(chance.randint(0, 50))) for _ in places)])
        paper.rows = rows


VARIANTS: tuple[Variant, ...] = (
    Variant("acts beside each other", acts_beside, TABLES),
    Variant("sums of groups", sums_of_groups, TABLES),
    Variant("last year's rows", last_years_rows, ANY),
    Variant("own rows", own_rows, ANY),
    Variant("other results undivided", undivided, ANY, may_lose=False),
    Variant("old form later", old_form_later, ANY, may_lose=False),
    Variant("tables cut in two", cut_tables, TABLES, may_lose=False),
    Variant("row over two pages", split_row),
    Variant("empty rows", empty_rows, TABLES, may_lose=False),
    Variant("padded rows", padded_rows),
    Variant("shifted rows", shifted_rows, moves_boxes=True),
)
