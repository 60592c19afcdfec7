"""The ways in which organs print the form: every figure is read right, or not at all and said so."""

from itertools import product

import pytest

from gongkai.law.annual_report.formats import BY_CODE
from tests.synthetic.judge import Verdict, cases, judge
from tests.synthetic.variants import VARIANTS, spoilt

#: A PDF takes a tenth of a second to print and as long to read: only what a PDF alone can do wrong.
OF_PDF = (
    "plain",
    "struck digits",
    "raised digits",
    "one character a line",
    "lost characters",
    "tables cut in two",
    "row over two pages",
    "merged across",
    "tables without rules",
    "two reports",
)
#: Kinds in which a table keeps its boxes: there a harmless variant costs nothing.
WHOLE = ("html", "docx", "xlsx")
#: Word and Excel files take longest to write: they are read in the form in force.
CASES = [
    ("docx", "2021"),
    ("xlsx", "2021"),
    *product(("html", "md", "tabs.txt", "words.txt", "lines.txt", "glued.txt"), BY_CODE),
]
HARMLESS = frozenset(variant.name for variant in VARIANTS if not variant.may_lose)


def wrong(verdicts: dict[str, Verdict]) -> dict[str, object]:
    return {name: verdict.wrong for name, verdict in verdicts.items() if verdict.wrong}


@pytest.mark.parametrize(("kind", "form"), CASES)
def test_no_figure_is_read_wrong_however_the_form_is_printed_in(kind: str, form: str) -> None:
    seed = {"2019": 2, "2021": 3}[form]
    chosen = [variant.name for variant in VARIANTS if kind in variant.kinds]
    verdicts = {name: judge(spoilt(seed, form, kind, name)) for name in chosen}
    assert wrong(verdicts) == {}
    if kind in WHOLE:
        lost = {name: verdicts[name].unread for name in chosen if name in HARMLESS and verdicts[name].unread}
        assert lost == {}


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_no_figure_is_read_wrong_where_two_such_ways_meet_on_a_web_page(seed: int) -> None:
    pairs = [case for case in cases(range(seed, seed + 1)) if case[2] == "html" and len(case[3]) == 2]
    verdicts = {f"{form} {names}": judge(spoilt(seed, form, kind, *names)) for _, form, kind, names in pairs}
    assert wrong(verdicts) == {}


@pytest.mark.parametrize("name", OF_PDF)
def test_no_figure_is_read_wrong_in_a_pdf(name: str) -> None:
    assert judge(spoilt(3, "2021", "pdf", name)).wrong == {}


def test_the_form_as_printed_is_read_whole_in_every_kind_with_limits_between_boxes() -> None:
    kinds = ("html", "docx", "xlsx", "pdf", "md", "tabs.txt", "lines.txt")
    verdicts = {kind: judge(spoilt(8, "2021", kind, "plain")) for kind in kinds}
    assert {kind: verdict.unread for kind, verdict in verdicts.items() if verdict.unread} == {}
    assert wrong(verdicts) == {}
