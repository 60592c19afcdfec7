"""Units of money: 元 where the form asks for 万元, named in the box, in the label or above the table."""

from decimal import Decimal
from random import Random

from tests.synthetic.files import Draft
from tests.synthetic.variants.base import ANY, Variant, figures_of, labels_of, put

_FEES = "proactive/fees_10k_yuan"


def in_brackets(page: Draft, chance: Random) -> None:
    _print_yuan(page, behind=chance.choice(("（元）", "(单位：元)")))


def in_the_label(page: Draft, chance: Random) -> None:
    """行政事业性收费（元）, and a head that names no unit."""
    if _names_no_unit(page):
        _print_yuan(page)
        for found in list(labels_of(page, "proactive")):
            if found[3].text == "行政事业性收费":
                put(found, text=found[3].text + chance.choice(("（元）", "(单位：元)")))


def above_the_table(page: Draft, chance: Random) -> None:
    if _names_no_unit(page):
        _print_yuan(page)
        place = page.blocks.index(page.sheets("proactive")[0])
        page.blocks.insert(place, chance.choice(("单位：元", "（金额单位：元）")))


def _names_no_unit(page: Draft) -> bool:
    """Take the unit out of the head of 收费金额, which only the form in force has."""
    heads = [found for found in labels_of(page, "proactive") if "收费金额" in found[3].text]
    for found in heads:
        put(found, text="本年收费金额")
    return bool(heads)


def _print_yuan(page: Draft, behind: str = "") -> None:
    for found in figures_of(page, _FEES):
        yuan = Decimal(str(page.truth[_FEES])).scaleb(4)
        put(found, text=f"{yuan:f}{behind}", code="")  # no other variant may print it anew


VARIANTS: tuple[Variant, ...] = (
    Variant("unit of money in brackets", in_brackets, ANY),
    Variant("unit of money in the label", in_the_label, ANY),
    Variant("unit of money above the table", above_the_table, ANY),
)
