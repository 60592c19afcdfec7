"""Figures: what organs print in a box instead of plain digits."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from tests.synthetic.files import Draft
from tests.synthetic.variants.base import (
    ANY,
    NONE,
    PAPER,
    Spoil,
    Variant,
    figures_of,
    is_count,
    is_text,
    put,
    some_figures,
)


def nothing(page: Draft, chance: Random) -> None:
    """The form as the notice prints it."""


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
    """Digits beside the figure that a reader does not see, or does not count."""

    def spoil(page: Draft, chance: Random) -> None:
        for found in some_figures(page, chance, 0.15):
            put(found, ghost=str(chance.randint(1, 99)), manner=manner)

    return spoil


def struck_figures(page: Draft, chance: Random) -> None:
    """A figure struck out, and no other in its place."""
    for found in some_figures(page, chance, 0.1):
        if found[3].text:
            put(found, text="", ghost=found[3].text, manner="struck")
            page.truth[found[3].code] = None


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
    Variant("struck figures", struck_figures, PAPER),
    Variant("struck digits", ghosts("struck"), PAPER),
    Variant("raised digits", ghosts("raised"), PAPER),
    Variant("white digits", ghosts("white"), PAPER),
    Variant("hidden digits", ghosts("hidden"), ("html", "docx"), may_lose=False),
    Variant("figures over two lines", broken_lines),
    Variant("letters for digits", letters_for_digits, ANY),
)
