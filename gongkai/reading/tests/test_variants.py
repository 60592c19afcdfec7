"""The ways in which organs print the form: every figure is read right, or not at all and said so."""

from importlib import import_module
from itertools import product
from pkgutil import iter_modules

import pytest

from gongkai.law.annual_report.formats import BY_CODE
from tests.synthetic import variants
from tests.synthetic.judge import Verdict, cases, judge, judge_together
from tests.synthetic.variants import VARIANTS, spoilt

#: What each kind of file does wrong in its own way: all that the quick run tries of it.
SAMPLE = {
    "docx": ("white digits", "merged down", "hidden rows"),
    "xlsx": ("one character a line", "merged across", "hidden rows"),
    "pdf": ("struck digits", "row over two pages"),
    "md": ("merged across", "two reports"),
    "tabs.txt": ("lost characters", "a table twice, differently"),
    "lines.txt": ("blanks", "last year's table too"),
    "words.txt": ("blanks", "last year's table too"),
    "glued.txt": ("plain",),
}
#: Kinds in which a table keeps its boxes: there a harmless variant costs nothing.
WHOLE = ("html", "docx", "xlsx")
HARMLESS = frozenset(variant.name for variant in VARIANTS if not variant.may_lose)
SEEDS = {"2019": 2, "2021": 3}


def of_kind(kind: str) -> list[str]:
    return [variant.name for variant in VARIANTS if kind in variant.kinds]


def read(kind: str, form: str, seed: int, names: list[str]) -> None:
    """Read them all: nothing may be wrong, and in a whole table nothing lost that is harmless."""
    verdicts = {name: judge(spoilt(seed, form, kind, name)) for name in names}
    assert wrong(verdicts) == {}
    if kind in WHOLE:
        assert [name for name in names if name in HARMLESS and verdicts[name].unread] == []


def wrong(verdicts: dict[str, Verdict]) -> dict[str, object]:
    return {name: verdict.wrong for name, verdict in verdicts.items() if verdict.wrong}


@pytest.mark.slow
def test_no_figure_is_read_wrong_however_the_form_is_printed_on_a_web_page() -> None:
    read("html", "2021", SEEDS["2021"], of_kind("html"))


@pytest.mark.parametrize("kind", SAMPLE)
def test_no_figure_is_read_wrong_in_a_sample_of(kind: str) -> None:
    read(kind, "2021", SEEDS["2021"], list(SAMPLE[kind]))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "form"), list(product(("html", *SAMPLE), BY_CODE)))
def test_no_figure_is_read_wrong_however_the_form_is_printed_in(kind: str, form: str) -> None:
    read(kind, form, SEEDS[form], of_kind(kind))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 4, 6])
def test_no_figure_is_read_wrong_where_two_such_ways_meet_on_a_web_page(seed: int) -> None:
    pairs = [case for case in cases(range(seed, seed + 1)) if case[2] == "html" and len(case[3]) == 2]
    verdicts = {f"{case[1]} {case[3]}": verdict for case in pairs if (verdict := judge_together(*case))}
    assert len(verdicts) > len(pairs) // 2
    assert wrong(verdicts) == {}


@pytest.mark.slow
def test_white_digits_alone_in_a_box_of_a_pdf_are_no_figure() -> None:
    verdict = judge_together(1, "2021", "pdf", ("blanks", "white digits"))
    assert verdict is not None
    assert verdict.unread
    assert verdict.wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "names"), [(53, ("serial numbers", "boxes lost")), (103, ("the other form follows", "no heads"))]
)
def test_pairs_of_ways_that_were_once_read_wrong_in_a_pdf_are_not(seed: int, names: tuple[str, str]) -> None:
    verdict = judge_together(seed, "2019", "pdf", names)
    assert verdict is not None
    assert verdict.wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["white digits", "struck digits", "raised digits"])
@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_digits_beside_a_figure_are_none_of_it_where_no_rules_part_the_boxes(kind: str, name: str) -> None:
    verdict = judge_together(1, "2019", kind, (name, "tables without rules"))
    assert verdict is not None
    assert verdict.wrong == {}


@pytest.mark.slow
def test_the_form_as_printed_is_read_whole_in_every_kind_with_limits_between_boxes() -> None:
    kinds = ("html", "docx", "xlsx", "pdf", "md", "tabs.txt", "lines.txt")
    verdicts = {kind: judge(spoilt(8, "2021", kind, "plain")) for kind in kinds}
    assert {kind: verdict.unread for kind, verdict in verdicts.items() if verdict.unread} == {}
    assert wrong(verdicts) == {}


def test_every_module_of_variants_stands_in_the_tuple() -> None:
    modules = [
        import_module(f"{variants.__name__}.{found.name}") for found in iter_modules(variants.__path__)
    ]
    told = [variant for module in modules for variant in getattr(module, "VARIANTS", ())]
    assert sorted(variant.name for variant in told) == sorted(variant.name for variant in VARIANTS)
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
