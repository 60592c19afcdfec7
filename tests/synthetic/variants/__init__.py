"""How organs print the official form, and how copies of it go wrong: each variant spoils a draft in one way.

A variant changes what is printed, and the truth only where a person reading the paper would see something
else. They are sorted by what they spoil, a module for each.
"""

from random import Random

from tests.synthetic.files import Draft, draft
from tests.synthetic.variants import (
    boxes,
    columns,
    figures,
    files,
    heads,
    labels,
    page,
    remedies,
    rows,
    units,
)
from tests.synthetic.variants.base import Variant

VARIANTS: tuple[Variant, ...] = (
    *figures.VARIANTS,
    *units.VARIANTS,
    *labels.VARIANTS,
    *rows.VARIANTS,
    *heads.VARIANTS,
    *columns.VARIANTS,
    *boxes.VARIANTS,
    *remedies.VARIANTS,
    *page.VARIANTS,
    *files.VARIANTS,
)


def spoilt(seed: int, form: str, kind: str, *names: str) -> Draft:
    """A report of ``kind`` printed with these variants, one after the other."""
    by_name = {variant.name: variant for variant in VARIANTS}
    spoiling = draft(seed, form, kind)
    for name in names:
        by_name[name].spoil(spoiling, Random(f"{name} {seed}"))
    return spoiling
