"""Boxes: deleted, inserted, merged, or with spans that are wrong."""

from dataclasses import replace
from random import Random

from gongkai.law.annual_report.form import Role
from tests.synthetic.files import Box, Draft
from tests.synthetic.variants.base import ANY, GRIDS, Spoil, Variant, as_seen


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


VARIANTS: tuple[Variant, ...] = (
    Variant("boxes lost", lost_boxes(""), moves_boxes=True),
    Variant("boxes lost, filled at the end", lost_boxes("end"), moves_boxes=True),
    Variant("boxes lost, filled at the start", lost_boxes("start"), moves_boxes=True),
    Variant("boxes too many", more_boxes, ANY, moves_boxes=True),
    Variant("merged across", merged_across, moves_boxes=True),
    Variant("merged down", merged_down, GRIDS, moves_boxes=True),
    Variant("wrong spans of labels", wrong_label_spans, moves_boxes=True),
)
