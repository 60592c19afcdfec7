"""Figures of an annual report out of a seed: lively, consistent, or with one sum broken on purpose."""

from decimal import Decimal
from random import Random

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.annual_report.model import Value

#: How much goes on in an organ: the largest figure of a cell, and how many cells in a hundred are not 0.
SCALES = ((0, 0), (3, 10), (40, 25), (900, 50), (20_000, 90))


def figures(seed: int, form: str) -> dict[str, Value]:
    """Every cell of the form. The sums hold, but in one report of five, where one figure is off."""
    chance = Random(f"figures {seed}")
    largest, share = SCALES[seed % len(SCALES)]

    def some() -> int:
        return chance.randint(1, largest) if largest and chance.randrange(100) < share else 0

    cells: dict[str, Value] = {}
    for slot in BY_CODE[form].table("proactive").cells():
        if slot.kind is Kind.MONEY:
            cells[slot.code] = Decimal(some()).scaleb(-chance.choice((0, 2, 4, 6)))
        elif slot.kind is Kind.TEXT:
            cells[slot.code] = f"{some()}元" if slot.code.endswith("amount") else some() - some()
        else:
            cells[slot.code] = some()
    results = BY_CODE[form].result_keys
    for key in APPLICANT_KEYS:
        column = {row: some() if key == "natural_person" or chance.random() < 0.3 else 0 for row in results}
        column["total"] = sum(column.values())
        column["carried_out"] = some()
        column["carried_in"] = min(some(), column["total"] + column["carried_out"])
        column["new"] = column["total"] + column["carried_out"] - column["carried_in"]
        cells |= {f"requests/{row}/{key}": value for row, value in column.items()}
    for row in ("new", "carried_in", *results, "total", "carried_out"):
        cells[f"requests/{row}/total"] = sum(
            value for key in APPLICANT_KEYS if isinstance(value := cells[f"requests/{row}/{key}"], int)
        )
    *parts, total = (key for key, _ in REMEDY_COLUMNS)
    for block, _ in REMEDY_BLOCKS:
        counts = {key: some() for key in parts}
        cells |= {f"remedies/{block}/{key}": value for key, value in counts.items()}
        cells[f"remedies/{block}/{total}"] = sum(counts.values())
    if chance.random() < 0.2:
        code = chance.choice([code for code in cells if code.startswith(("requests/", "remedies/"))])
        cells[code] = chance.randint(0, max(9, largest))
    return {code: cells[code] for code in BY_CODE[form].slots}
