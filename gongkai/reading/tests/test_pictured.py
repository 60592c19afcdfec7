"""Figures out of pictures: the sums of the report decide which are taken."""

import pytest

from gongkai.law.annual_report.formats import BY_CODE
from gongkai.reading.characters import NOISE
from gongkai.reading.found import DISPUTED, Found
from gongkai.reading.pictured import settle
from tests.synthetic.figures import figures

ROWS = BY_CODE["2021"].result_keys
NEW, GRANTED = "requests/new/natural_person", "requests/granted/natural_person"


def found(**seen: object) -> Found:
    """A sound report as a picture shows it, but for the cells given: text where they are uncertain."""
    report = Found(values=figures(3, "2021"))
    for name, shows in seen.items():
        code = name.replace("__", "/")
        report.values.pop(code)
        if isinstance(shows, str):
            report.unread[code] = shows
        else:
            report.values[code] = shows  # type: ignore[assignment]
    return report


def settled(**seen: object) -> Found:
    report = found(**seen)
    settle(report, "2021", ROWS)
    return report


TRUE = found().values
assert TRUE[NEW] == 2332


def test_a_report_whose_sums_hold_is_taken_whole() -> None:
    assert settled().values == TRUE


@pytest.mark.parametrize("shows", [f"2332{NOISE}", f"2382{DISPUTED}2332{NOISE}"])
def test_an_uncertain_figure_is_taken_where_the_sums_demand_it(shows: str) -> None:
    assert settled(requests__new__natural_person=shows).values == TRUE


def test_an_uncertain_figure_that_the_sums_do_not_demand_stays_unread() -> None:
    report = settled(requests__new__natural_person=f"2382{NOISE}")
    assert NEW not in report.values
    assert report.unread[NEW] == f"2382{NOISE}"
    assert len(report.values) == len(TRUE) - 1


def test_uncertain_figures_are_taken_one_after_the_other() -> None:
    zero = f"0{NOISE}"
    seen = {f"requests__granted__{column}": zero for column in ("business", "research", "public_welfare")}
    assert settled(**seen).values == TRUE


def test_two_uncertain_figures_that_bear_each_other_out_are_not_taken() -> None:
    alike = {f"requests__new__{column}": f"9999{NOISE}" for column in ("natural_person", "total")}
    report = settled(**alike)
    assert {NEW, "requests/new/total"}.isdisjoint(report.values)


def test_a_certain_figure_that_a_sum_contradicts_is_not_taken_nor_any_other_of_that_sum() -> None:
    report = settled(requests__granted__natural_person=5)
    assert GRANTED not in report.values
    row = {code for code in TRUE if code.startswith("requests/granted/")}
    column = {f"requests/{key}/natural_person" for key in (*ROWS, "total")}
    assert set(TRUE) - set(report.values) == row | column
    assert report.whys[GRANTED] == "图片上看作5，但它所在的行、列或组加不起来"


def test_a_figure_for_which_no_sum_can_speak_is_not_taken() -> None:
    block = "remedies__reconsideration__"
    report = settled(**{f"{block}upheld": NOISE})
    lost = set(TRUE) - set(report.values)
    assert lost == {code for code in TRUE if code.startswith("remedies/reconsideration/")}
    assert report.whys["remedies/reconsideration/total"].endswith("认不清的数，不能核对")


def test_chapter_two_has_no_sums_and_is_left_as_it_was_seen() -> None:
    report = settled(proactive__penalties=f"7{NOISE}")
    assert report.unread["proactive/penalties"] == f"7{NOISE}"
    assert (
        sum(code.startswith("proactive/") for code in report.values)
        == sum(code.startswith("proactive/") for code in TRUE) - 1
    )


def test_words_where_a_figure_is_asked_for_are_not_taken() -> None:
    amount = "proactive/legacy/procurement/amount"
    report = Found(values={**figures(2, "2019"), amount: "一0元"})
    settle(report, "2019", BY_CODE["2019"].result_keys)
    assert report.whys == {amount: "图片上看作一0元，不是数，不能核对"}


def test_a_blank_counts_as_nothing_and_stays_blank() -> None:
    report = settled(requests__refused_secret__other=None)
    assert report.values == {**TRUE, "requests/refused_secret/other": None}
