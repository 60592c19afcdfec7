"""Heads: lost, in part or whole, padded, without spans, or printed again."""

from dataclasses import replace
from random import Random

from gongkai.law.annual_report.form import Role
from tests.synthetic.files import Box, Draft, Sheet
from tests.synthetic.variants.base import ANY, TABLES, Variant, labels_of, put


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


def head_apart(page: Draft, chance: Random) -> None:
    """The head in a table of its own, as pages have it whose head stays in sight."""
    for paper in page.sheets("requests"):
        head = len(paper.head_rows())
        place = page.blocks.index(paper)
        page.blocks[place : place + 1] = [
            Sheet(paper.code, rows) for rows in (paper.rows[:head], paper.rows[head:])
        ]


VARIANTS: tuple[Variant, ...] = (
    Variant("no heads", no_heads, ANY),
    Variant("part of the head lost", no_part_of_the_head, ANY),
    Variant("padded heads", padded_heads, TABLES, may_lose=False),
    Variant("heads without spans", unspanned_heads, TABLES),
    Variant("head in a table of its own", head_apart),
    Variant("heads again", heads_again, TABLES, may_lose=False),
)
