"""How organs print the official form, and how copies of it go wrong: each variant spoils a draft in one way.

A variant changes what is printed, and the truth only where a person reading the paper would see something
else. ``GRIDS`` are the kinds of file with real tables, ``ANY`` all kinds.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from gongkai.law.annual_report.form import Kind, Role
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from tests.synthetic.figures import figures
from tests.synthetic.files import SCAN, WRITERS, Box, Draft, Sheet, draft, sheet

ANY = tuple(WRITERS)
GRIDS = ("html", "docx", "xlsx", "pdf", "ofd", SCAN)
TABLES = (*GRIDS, "tabs.txt", "md")
PAPER = ("html", "docx", "pdf", "ofd", SCAN)

Spoil = Callable[[Draft, Random], None]


@dataclass(frozen=True, slots=True)
class Variant:
    """``may_lose`` is False where every figure must be read, not merely none wrong.

    ``moves_boxes``: after it the truth rests on where a person sees each figure, so that no other such
    variant may follow.
    """

    name: str
    spoil: Spoil
    kinds: tuple[str, ...] = TABLES
    may_lose: bool = True
    moves_boxes: bool = False


def figures_of(page: Draft, code: str = "") -> Iterator[tuple[Sheet, int, int, Box]]:
    """Sheet, row, place in the row and box of every figure whose code begins so."""
    for paper in page.sheets():
        for y, row in enumerate(paper.rows):
            for x, box in enumerate(row):
                if box.code and box.code.startswith(code):
                    yield paper, y, x, box


def some_figures(
    page: Draft, chance: Random, share: float, code: str = ""
) -> list[tuple[Sheet, int, int, Box]]:
    return [found for found in figures_of(page, code) if chance.random() < share]


def labels_of(page: Draft, code: str = "") -> Iterator[tuple[Sheet, int, int, Box]]:
    for paper in page.sheets(code):
        for y, row in enumerate(paper.rows):
            for x, box in enumerate(row):
                if not box.code and box.text:
                    yield paper, y, x, box


def is_count(page: Draft, code: str) -> bool:
    return BY_CODE[page.form].slots[code].kind is Kind.COUNT if code in BY_CODE[page.form].slots else True


def is_text(page: Draft, code: str) -> bool:
    """A cell that is kept as printed, whatever stands there."""
    return code in BY_CODE[page.form].slots and BY_CODE[page.form].slots[code].kind is Kind.TEXT


def put(found: tuple[Sheet, int, int, Box], **changes: object) -> None:
    paper, y, x, box = found
    paper.rows[y][x] = replace(box, **changes)  # type: ignore[arg-type]


NONE = ("", "-", "—", "/", "无", "／")


def as_seen(page: Draft, codes: list[str], boxes: list[Box]) -> None:
    """What may be read of a row whose boxes stand elsewhere now: what stands in a column, unless the sums
    deny it. Beyond the row's end nothing stands.

    A blank box counts as 0. Where the total is blank, a last figure that is the sum of the others says that
    the row has moved.
    """
    texts = [*(box.text for box in boxes), *[""] * len(codes)][: len(codes)]
    values = [int(text) if text.isdecimal() else None if text in NONE else text for text in texts]
    page.allow(codes[-1:], [None])
    if not codes[0].startswith("requests/"):
        page.allow(codes, values)
        return
    counts = [value if isinstance(value, int) else 0 for value in values]
    printed = [value for value in values if isinstance(value, int)]
    if values[-1] is None:
        moved = len(printed) > 1 and printed[-1] > 0 and sum(printed[:-1]) == printed[-1]
    else:
        moved = sum(counts[:-1]) != counts[-1]
    if not moved:
        page.allow(codes, values)


# -- figures -----------------------------------------------------------------------------------------


def blank(*signs: str) -> Spoil:
    def spoil(page: Draft, chance: Random) -> None:
        for found in some_figures(page, chance, 0.2):
            put(found, text=chance.choice(signs))
            page.truth[found[3].code] = None

    return spoil


def blank_column(page: Draft, chance: Random) -> None:
    """上海 2019: 总计 is empty in all result rows; others leave empty what nobody applied for."""
    column = chance.choice(("total", "research", "public_welfare"))
    for found in figures_of(page, "requests/"):
        if found[3].code.endswith(f"/{column}"):
            put(found, text="")
            page.truth[found[3].code] = None


def blank_ends(page: Draft, chance: Random) -> None:
    """Zeros left out at the left or right end of a row."""
    for paper in page.sheets("requests"):
        for row in paper.rows:
            places = [x for x, box in enumerate(row) if box.code]
            if places and chance.random() < 0.4:
                for x in places[: chance.randint(0, 2)] + places[len(places) - chance.randint(0, 2) :]:
                    page.truth[row[x].code] = None
                    row[x] = replace(row[x], text="")


def nbsp(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.5):
        put(found, text=f"\u00a0{found[3].text}\u00a0")


def full_width(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.5):
        put(found, text=found[3].text.translate(str.maketrans("0123456789-.", "０１２３４５６７８９－．")))


def thousands(between: str) -> Spoil:
    def spoil(page: Draft, chance: Random) -> None:
        for found in figures_of(page):
            value = page.truth.get(found[3].code)
            if isinstance(value, int | Decimal) and not -1000 < value < 1000:
                put(found, text=f"{value:,}".replace(",", between))

    return spoil


def chinese_zero(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.3):
        if page.truth.get(found[3].code) == 0:
            put(found, text=chance.choice("零〇"))


def remarks(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.2):
        if is_count(page, found[3].code):
            put(found, text=f"{found[3].text}（其中修订{chance.randint(1, 16)}件）")


def units(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.2):
        kind = BY_CODE[page.form].slots.get(found[3].code)
        if kind and kind.kind is not Kind.TEXT:
            put(
                found, text=found[3].text + ("万元" if kind.kind is Kind.MONEY else chance.choice("件条份宗"))
            )


def signs(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.15):
        value = page.truth.get(found[3].code)
        if isinstance(value, int):
            negative = chance.random() < 0.5 and value > 0
            put(found, text=f"{'-' if negative else '+'}{abs(value)}")
            page.truth[found[3].code] = -value if negative else abs(value)


def decimals(page: Draft, chance: Random) -> None:
    for found in figures_of(page, "proactive/fees_10k_yuan"):
        value = Decimal(chance.randint(0, 10**9)).scaleb(-chance.choice((4, 6)))
        page.truth[found[3].code] = value
        put(found, text=format(value, "f"))


def footnotes(page: Draft, chance: Random) -> None:
    """A mark beside a figure is no digit of it: 12① and 12²."""
    for found in some_figures(page, chance, 0.1):
        if not is_text(page, found[3].code):
            put(found, text=found[3].text + chance.choice("①②⑴²³*"))


def ghosts(manner: str) -> Spoil:
    """Struck out, raised or hidden digits beside the figure."""

    def spoil(page: Draft, chance: Random) -> None:
        for found in some_figures(page, chance, 0.15):
            put(found, ghost=str(chance.randint(1, 99)), manner=manner)

    return spoil


def broken_lines(page: Draft, chance: Random) -> None:
    """A figure cut by a narrow column: 12 over 34."""
    for found in some_figures(page, chance, 0.1):
        if len(found[3].text) > 1:
            at = chance.randint(1, len(found[3].text) - 1)
            put(found, text=f"{found[3].text[:at]}\n{found[3].text[at:]}")


def letters_for_digits(page: Draft, chance: Random) -> None:
    for found in some_figures(page, chance, 0.1):
        if not is_text(page, found[3].code):
            put(found, text=found[3].text.replace("0", "O").replace("1", "l"))


# -- labels ------------------------------------------------------------------------------------------


def one_character_a_line(page: Draft, chance: Random) -> None:
    for found in labels_of(page, "requests"):
        if found[3].rowspan > 1 or chance.random() < 0.3:
            put(found, text="\n".join(found[3].text))


def other_numbers(page: Draft, chance: Random) -> None:
    for found in labels_of(page):
        text = re.sub(r"^(\d)\.", lambda m: m[1] + "、", found[3].text)
        put(found, text=chance.choice((text, text.replace("（", "(").replace("）", ")"), found[3].text)))


_SHORT = {
    "2.其他法律行政法规禁止公开": "2.其他法律法规禁止公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    "行政规范性文件": "规范性文件",
}


def short_labels(page: Draft, chance: Random) -> None:
    for found in labels_of(page):
        put(found, text=_SHORT.get(found[3].text, found[3].text))


def lost_characters(page: Draft, chance: Random) -> None:
    for found in labels_of(page, "requests"):
        text = found[3].text
        if len(text) > 8 and chance.random() < 0.6:
            for _ in range(chance.randint(1, 2)):
                at = chance.randrange(2, len(text) - 1)
                text = text[:at] + text[at + 1 :]
            put(found, text=text)


_RADICALS = str.maketrans("行一无人不大心文方日月止食生用立", "⾏⼀⽆⼈不⼤⼼⽂⽅⽇⽉⽌⻝⽣⽤⽴")


def radicals(page: Draft, chance: Random) -> None:
    for found in labels_of(page):
        put(found, text=found[3].text.translate(_RADICALS))


def lost_labels(page: Draft, chance: Random) -> None:
    for found in list(labels_of(page)):
        if found[3].role is Role.LABEL and chance.random() < 0.15:
            put(found, text=chance.choice(("", "？？", "…")))


def glued_numbers(page: Draft, chance: Random) -> None:
    """The first figure slipped into the label's box; the row is filled up at its end."""
    for paper in page.sheets("requests"):
        for row in paper.rows:
            first = next((x for x, box in enumerate(row) if box.code), 0)
            if first and chance.random() < 0.2:
                row[first - 1] = replace(row[first - 1], text=row[first - 1].text + row[first].text)
                del row[first]
                row.append(Box(""))


# -- rows and columns --------------------------------------------------------------------------------


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


def no_heads(page: Draft, chance: Random) -> None:
    """The head rows of one table are lost."""
    paper = chance.choice(page.sheets())
    if paper.code == "proactive":
        paper.rows = [row for row in paper.rows if not any(box.role is Role.HEAD for box in row)]
    else:
        del paper.rows[: len(paper.head_rows())]


def no_part_of_the_head(page: Draft, chance: Random) -> None:
    for found in list(labels_of(page)):
        if found[3].role is Role.HEAD and chance.random() < 0.25:
            put(found, text="")


def padded_heads(page: Draft, chance: Random) -> None:
    """No box of a head goes over several rows: empty boxes stand below instead."""
    for paper in page.sheets("requests"):
        if len(paper.head_rows()) != 3:
            continue
        top, middle, low = paper.head_rows()
        top[0] = replace(top[0], rowspan=3)
        paper.rows[1] = [replace(box, rowspan=1) for box in middle]
        paper.rows[2] = [Box("", role=Role.HEAD), *low, Box("", role=Role.HEAD)]


def unspanned_heads(page: Draft, chance: Random) -> None:
    """Heads that span nothing at all, one box each."""
    for paper in page.sheets():
        for y, row in enumerate(paper.rows):
            paper.rows[y] = [
                replace(box, colspan=1, rowspan=1) if box.role in (Role.HEAD, Role.BAND) else box
                for box in row
            ]


def heads_again(page: Draft, chance: Random) -> None:
    """The head printed again in the middle, where a page ended."""
    for paper in page.sheets("requests"):
        head = [[replace(box) for box in row] for row in paper.head_rows()]
        # Between whole groups, where no box goes over the place.
        at = next(y for y, row in enumerate(paper.rows) if row[0].text.startswith("四、结转"))
        paper.rows[at:at] = head


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


def unspanned(paper: Sheet) -> Iterator[list[Box]]:
    """The rows with empty boxes where a box went over several rows, as a table cut in two has them."""
    over: dict[int, tuple[int, int]] = {}  # column -> rows still covered, columns covered
    for row in paper.rows:
        boxes: list[Box] = []
        later = {left: (rows - 1, across) for left, (rows, across) in over.items() if rows > 1}
        column = 0
        waiting = list(row)
        while waiting or column in over:
            if column in over:
                boxes.append(Box("", over[column][1]))
                column += over[column][1]
                continue
            box = waiting.pop(0)
            boxes.append(replace(box, rowspan=1))
            if box.rowspan > 1:
                later[column] = (box.rowspan - 1, box.colspan)
            column += box.colspan
        over = later
        yield boxes


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


def lost_boxes(fill: str) -> Spoil:
    """A figure's box was deleted; the row is shorter, or filled up at an end with an empty box."""

    def spoil(page: Draft, chance: Random) -> None:
        for paper in page.sheets("requests" if fill else ""):
            for row in paper.rows:
                places = [x for x, box in enumerate(row) if box.code]
                if len(places) > 1 and chance.random() < 0.25:
                    codes = [row[x].code for x in places]
                    del row[chance.choice(places)]
                    if fill:
                        row.insert(places[0] if fill == "start" else len(row), Box(""))
                    as_seen(page, codes, row[places[0] :])

    return spoil


def more_boxes(page: Draft, chance: Random) -> None:
    """A stray figure in the row, in the middle or at an end."""
    for paper in page.sheets():
        for row in paper.rows:
            places = [x for x, box in enumerate(row) if box.code]
            if len(places) > 1 and chance.random() < 0.25:
                row.insert(chance.choice([*places, len(row)]), Box(str(chance.randint(0, 9))))


def merged_across(page: Draft, chance: Random) -> None:
    """Two neighbours in one box."""
    for paper in page.sheets():
        for row in paper.rows:
            places = [x for x, box in enumerate(row) if box.code]
            if len(places) > 1 and chance.random() < 0.3:
                x = chance.choice(places[:-1])
                page.allow([row[x + 1].code], [None])  # Markdown has no merged boxes
                row[x : x + 2] = [replace(row[x], colspan=2)]


def merged_down(page: Draft, chance: Random) -> None:
    """One box for two rows. Whose figure it is nobody can tell; where both have it, it is theirs."""
    for paper in page.sheets("requests"):
        for y in range(len(paper.rows) - 1):
            above = [x for x, box in enumerate(paper.rows[y]) if box.code and box.rowspan == 1]
            below = [x for x, box in enumerate(paper.rows[y + 1]) if box.code and box.rowspan == 1]
            if len(above) == len(below) == 7 and chance.random() < 0.2:
                column = chance.randrange(7)
                x = above[column]
                page.allow([paper.rows[y + 1][below[column]].code], [None])
                paper.rows[y][x] = replace(paper.rows[y][x], rowspan=2)
                del paper.rows[y + 1][below[column]]


def wrong_label_spans(page: Draft, chance: Random) -> None:
    for paper in page.sheets():
        for row in paper.rows:
            for x, box in enumerate(row):
                if box.role is Role.LABEL and not box.code and chance.random() < 0.15:
                    row[x] = replace(
                        box,
                        colspan=max(1, box.colspan + chance.choice((-1, 1))),
                        rowspan=max(1, box.rowspan + chance.choice((-1, 0, 0, 1))),
                    )


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


# -- chapter four ------------------------------------------------------------------------------------


def three_tables(page: Draft, chance: Random) -> None:
    for paper in page.sheets("remedies"):
        figures_row = {box.code: box for box in paper.rows[-1]}
        place = page.blocks.index(paper)
        blocks: list[str | Sheet] = []
        named_above = chance.random() < 0.5
        for key, label in REMEDY_BLOCKS:
            rows = [[Box(label, 5, role=Role.HEAD)]] if not named_above else []
            rows.append([Box(text, role=Role.HEAD) for _, text in REMEDY_COLUMNS])
            rows.append([figures_row[f"remedies/{key}/{column}"] for column, _ in REMEDY_COLUMNS])
            blocks += (
                [f"（一）{label}", Sheet("remedies", rows)] if named_above else [Sheet("remedies", rows)]
            )
        page.blocks[place : place + 1] = blocks


def blocks_down(page: Draft, chance: Random) -> None:
    """Table four turned: a block a row."""
    for paper in page.sheets("remedies"):
        figures_row = {box.code: box for box in paper.rows[-1]}
        paper.rows = [[Box("", role=Role.HEAD), *(Box(text, role=Role.HEAD) for _, text in REMEDY_COLUMNS)]]
        for key, label in REMEDY_BLOCKS:
            paper.rows.append(
                [Box(label), *(figures_row[f"remedies/{key}/{column}"] for column, _ in REMEDY_COLUMNS)]
            )


def one_line(page: Draft, chance: Random) -> None:
    """Table four as a line of words."""
    for paper in page.sheets("remedies"):
        words = [box.text for row in paper.rows for box in row]
        page.blocks[page.blocks.index(paper)] = " ".join(words)


# -- the page ----------------------------------------------------------------------------------------


def renumbered(page: Draft, chance: Random) -> None:
    for number, paper in enumerate(page.sheets(), 1):
        page.blocks.insert(page.blocks.index(paper), f"表{number} {page.year}年度统计表")


def chrome(page: Draft, chance: Random) -> None:
    rows = [
        [Box("索引号"), Box("00123/2024-00001"), Box("分类"), Box("年报")],
        [Box("发布机构"), Box(page.organ), Box("文号"), Box("无")],
        [Box("生成日期"), Box("2024-01-20"), Box("总计"), Box("3")],
    ]
    page.blocks[0:0] = ["首页 > 政务公开 > 政府信息公开年报", Sheet("", rows)]
    page.blocks += ["打印", "关闭窗口", "上一篇：某县2019年政府信息公开工作年度报告"]


def two_reports(page: Draft, chance: Random) -> None:
    """Another year's report follows on the same page."""
    other = draft(chance.randrange(1000), page.form, page.kind)
    other.year = page.year - 1
    page.blocks += [other.title, *other.blocks[1:]]


def other_form_follows(page: Draft, chance: Random) -> None:
    """Last report, in the other form, follows on the same page."""
    other = draft(chance.randrange(1000), "2019" if page.form == "2021" else "2021", page.kind)
    page.blocks += [other.title, *other.blocks[1:]]


def printed_twice(change: bool) -> Spoil:
    def spoil(page: Draft, chance: Random) -> None:
        paper = chance.choice(page.sheets())
        copy = Sheet(paper.code, [list(row) for row in paper.rows])
        if change:
            cells = [(y, x) for y, row in enumerate(copy.rows) for x, box in enumerate(row) if box.code]
            for y, x in chance.sample(cells, 3):
                copy.rows[y][x] = replace(copy.rows[y][x], text=str(chance.randint(0, 99)), code="")
        page.blocks.insert(page.blocks.index(paper) + 1, copy)

    return spoil


def last_years_tables(page: Draft, chance: Random) -> None:
    """For comparison, last year's table under its own heading, before or after this year's."""
    paper = chance.choice(page.sheets())
    old = figures(chance.randrange(1000), page.form)
    copy = sheet(next(table for table in BY_CODE[page.form].tables if table.code == paper.code), old)
    at = page.blocks.index(paper) + chance.randint(0, 1)
    page.blocks[at:at] = [f"附：{page.year - 1}年数据", copy]


def contents(page: Draft, chance: Random) -> None:
    page.blocks[1:1] = [
        "目录",
        *(block for block in page.blocks if isinstance(block, str) and block[1:2] == "、"),
    ]


def hidden_rows(page: Draft, chance: Random) -> None:
    """Rows that are in the file but not to be seen: last year's figures, still there."""
    for paper in page.sheets():
        rows = list(unspanned(paper))
        at = chance.choice([y for y, row in enumerate(rows) if any(box.code for box in row)])
        rows.insert(
            at, [replace(b, text=str(chance.randint(0, 99)), code="") if b.code else b for b in rows[at]]
        )
        paper.rows = rows
        paper.hidden = [at]


def prose_with_figures(page: Draft, chance: Random) -> None:
    """Prose that speaks of the rows, with other figures."""
    page.blocks[2:2] = [
        "本年新收政府信息公开申请 31 件，上年结转 2 件，予以公开 5 件 ，部分公开 7 件 ，其他 1 2 3 4 5 6 7",
        "行政许可 88 件，行政处罚 77 件， 行政强制 66",
        f"{page.year - 1}年行政复议 结果维持 3 结果纠正 4",
    ]


def no_rules(page: Draft, chance: Random) -> None:
    page.ruled = False


# -- the file ----------------------------------------------------------------------------------------


def charset(encoding: str, named: str | None) -> Spoil:
    def spoil(page: Draft, chance: Random) -> None:
        def recode(data: bytes) -> bytes:
            text = data.decode("utf-8")
            text = text.replace("charset='utf-8'", f"charset='{named}'" if named else "name='x'")
            return text.encode(encoding, "xmlcharrefreplace")

        page.raw.append(recode)

    return spoil


def cut_spans(page: Draft, chance: Random) -> None:
    """Word's own web pages: every few characters in a span, styles everywhere."""

    def spoil(data: bytes) -> bytes:
        def cut(found: re.Match[str]) -> str:
            text = found[1]
            at = chance.randint(0, len(text))
            style = "<span lang=EN-US style='font-family:仿宋_GB2312;mso-hide:none'>"
            between = "" if text[at - 1 : at].isdigit() else "\n"
            return f"><p class=MsoNormal>{style}{text[:at]}</span>{between}{style}{text[at:]}</span></p></td>"

        return re.sub(r">([^<>&]+)</td>", cut, data.decode()).encode()

    page.raw.append(spoil)


def nested(page: Draft, chance: Random) -> None:
    """The whole article in a table that lays out the page, some boxes with a table of their own."""

    def spoil(data: bytes) -> bytes:
        text = data.decode()
        text = text.replace("<body>", "<body><table><tr><td>导航</td><td>首页</td></tr><tr><td colspan=2>")
        text = text.replace("</body>", "</td></tr></table></body>")
        if chance.random() < 0.3:
            text = re.sub(
                r"<td([^>]*)>(\d+)</td>", r"<td\1><table><tr><td>\2</td></tr></table></td>", text, count=3
            )
        return text.encode()

    page.raw.append(spoil)


def silent(page: Draft, chance: Random) -> None:
    """Scripts, comments, style-hidden boxes, and tables inside comments and scripts."""

    def spoil(data: bytes) -> bytes:
        text = data.decode()
        table = text[text.find("<table") : text.find("</table>") + 8]
        ghost = re.sub(r">\d+<", ">7<", table)
        text = text.replace("<body>", f"<body><!-- {ghost} --><script>var a='{ghost}'</script>")
        text = text.replace("<head>", "<head><style>.gone, td.off { color: red; display: none }</style>")
        text = text.replace("</body>", f"<div class='x gone'>{ghost}</div><div hidden>{ghost}</div></body>")

        def hide(found: re.Match[str]) -> str:
            extra = "<td style='display:none'>8</td>" if chance.random() < 0.1 else ""
            extra += "<td class='off'>9</td>" if chance.random() < 0.1 else ""
            return extra + found[0]

        return re.sub(r"<td[^>]*>\d+</td>", hide, text).encode()

    page.raw.append(spoil)


def pictures(page: Draft, chance: Random) -> None:
    """Some figures are pictures, or stand in fields of a form."""

    def spoil(data: bytes) -> bytes:
        def draw(found: re.Match[str]) -> str:
            if chance.random() > 0.1:
                return found[0]
            shown = chance.choice(
                ("<img src='n.png'>", f"<input value='{found[2]}'>", f"{found[2]}<img src='n.png'>")
            )
            return f"<td{found[1]}>{shown}</td>"

        return re.sub(r"<td([^>]*)>(\d+)</td>", draw, data.decode()).encode()

    page.raw.append(spoil)


def unclosed(page: Draft, chance: Random) -> None:
    """Tags left open, as hand-written pages have them."""
    page.raw.append(lambda data: re.sub(rb"</t[dr]>", b"", data))


def nothing(page: Draft, chance: Random) -> None:
    """The form as the notice prints it."""


VARIANTS: tuple[Variant, ...] = (
    Variant("plain", nothing, ANY, may_lose=False),
    Variant("blanks", blank(""), moves_boxes=True),
    Variant("dashes", blank(*NONE[1:]), ANY, moves_boxes=True),
    Variant("a whole column blank", blank_column, moves_boxes=True),
    Variant("ends of rows blank", blank_ends, moves_boxes=True),
    Variant("nbsp around figures", nbsp, may_lose=False),
    Variant("full-width digits", full_width, ANY, may_lose=False),
    Variant("thousands with a comma", thousands(","), ANY, may_lose=False),
    Variant("thousands with a blank", thousands(" "), ANY),
    Variant("Chinese zero", chinese_zero, ANY, may_lose=False),
    Variant("remarks in boxes", remarks, ANY, may_lose=False),
    Variant("units in boxes", units, ANY, may_lose=False),
    Variant("signs", signs, ANY, may_lose=False, moves_boxes=True),
    Variant("decimals", decimals, ANY, may_lose=False),
    Variant("footnote marks", footnotes, ANY),
    Variant("struck digits", ghosts("struck"), PAPER),
    Variant("raised digits", ghosts("raised"), PAPER),
    Variant("hidden digits", ghosts("hidden"), ("html", "docx"), may_lose=False),
    Variant("figures over two lines", broken_lines),
    Variant("letters for digits", letters_for_digits, ANY),
    Variant("one character a line", one_character_a_line, GRIDS, may_lose=False),
    Variant("other numbering", other_numbers, TABLES, may_lose=False),
    Variant("short labels", short_labels, TABLES, may_lose=False),
    Variant("lost characters", lost_characters, ANY),
    Variant("Kangxi radicals", radicals, ANY, may_lose=False),
    Variant("lost labels", lost_labels, ANY),
    Variant("figure slipped into the label", glued_numbers, moves_boxes=True),
    Variant("own rows", own_rows, ANY),
    Variant("other results undivided", undivided, ANY, may_lose=False),
    Variant("old form later", old_form_later, ANY, may_lose=False),
    Variant("no heads", no_heads, ANY),
    Variant("part of the head lost", no_part_of_the_head, ANY),
    Variant("padded heads", padded_heads, TABLES, may_lose=False),
    Variant("heads without spans", unspanned_heads, TABLES),
    Variant("heads again", heads_again, TABLES, may_lose=False),
    Variant("tables cut in two", cut_tables, TABLES, may_lose=False),
    Variant("row over two pages", split_row),
    Variant("empty column", empty_column, GRIDS, may_lose=False),
    Variant("empty rows", empty_rows, TABLES, may_lose=False),
    Variant("padded rows", padded_rows),
    Variant("shifted rows", shifted_rows, moves_boxes=True),
    Variant("boxes lost", lost_boxes(""), moves_boxes=True),
    Variant("boxes lost, filled at the end", lost_boxes("end"), moves_boxes=True),
    Variant("boxes lost, filled at the start", lost_boxes("start"), moves_boxes=True),
    Variant("boxes too many", more_boxes, ANY, moves_boxes=True),
    Variant("merged across", merged_across, moves_boxes=True),
    Variant("merged down", merged_down, GRIDS),
    Variant("wrong spans of labels", wrong_label_spans, moves_boxes=True),
    Variant("subtotal column", subtotal_column, moves_boxes=True),
    Variant("columns in another order", other_order, ANY),
    Variant("last year beside", last_year_beside, ANY, moves_boxes=True),
    Variant("three tables for chapter four", three_tables, TABLES, may_lose=False),
    Variant("chapter four turned", blocks_down, ANY),
    Variant("chapter four in one line", one_line, ANY, may_lose=False),
    Variant("tables renumbered", renumbered, TABLES, may_lose=False),
    Variant("chrome", chrome, ANY, may_lose=False),
    Variant("contents", contents, ANY, may_lose=False),
    Variant("two reports", two_reports, ANY),
    Variant("the other form follows", other_form_follows, ANY),
    Variant("a table twice", printed_twice(change=False), TABLES, may_lose=False),
    Variant("a table twice, differently", printed_twice(change=True), ANY),
    Variant("last year's table too", last_years_tables, ANY),
    Variant("hidden rows", hidden_rows, ("html", "docx", "xlsx"), may_lose=False),
    Variant("prose with figures", prose_with_figures, ANY),
    Variant("tables without rules", no_rules, ("pdf",)),
    Variant("gb18030", charset("gb18030", "gb18030"), ("html", "tabs.txt"), may_lose=False),
    Variant("gbk named utf-8", charset("gbk", "utf-8"), ("html",), may_lose=False),
    Variant("utf-8 named gb2312", charset("utf-8", "gb2312"), ("html",), may_lose=False),
    Variant("gbk unnamed", charset("gbk", None), ("html", "tabs.txt"), may_lose=False),
    Variant("utf-8 with mark", charset("utf-8-sig", None), ("html", "tabs.txt", "md"), may_lose=False),
    Variant("utf-16", charset("utf-16", "utf-16"), ("html", "tabs.txt"), may_lose=False),
    Variant("spans of Word", cut_spans, ("html",), may_lose=False),
    Variant("nested tables", nested, ("html",)),
    Variant("scripts and comments", silent, ("html",)),
    Variant("pictures of figures", pictures, ("html",)),
    Variant("tags left open", unclosed, ("html",), may_lose=False),
)


def spoilt(seed: int, form: str, kind: str, *names: str) -> Draft:
    """A report of ``kind`` printed with these variants, one after the other."""
    by_name = {variant.name: variant for variant in VARIANTS}
    page = draft(seed, form, kind)
    for name in names:
        by_name[name].spoil(page, Random(f"{name} {seed}"))
    return page
