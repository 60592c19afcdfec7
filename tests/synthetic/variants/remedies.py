"""Chapter four, which organs print in more shapes than one."""

from random import Random

from gongkai.law.annual_report.form import Role
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from tests.synthetic.files import Box, Draft, Sheet
from tests.synthetic.variants.base import ANY, TABLES, Variant


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


def lost_lines(page: Draft, chance: Random) -> None:
    """Some labels and figures lost: what is left may come to as many heads as figures."""
    for paper in page.sheets("remedies"):
        paper.rows = [[box for box in row if chance.random() > 0.07] for row in paper.rows]


VARIANTS: tuple[Variant, ...] = (
    Variant("three tables for chapter four", three_tables, TABLES, may_lose=False),
    Variant("lines of chapter four lost", lost_lines, ("words.txt", "lines.txt"), moves_boxes=True),
    Variant("chapter four turned", blocks_down, ANY),
    Variant("chapter four in one line", one_line, ANY, may_lose=False),
)
