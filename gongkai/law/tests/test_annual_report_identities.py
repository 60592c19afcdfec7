"""The identities as data: what there is, and that a broken one is found whoever looks at it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.checks import CHECKS, check
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.identities import Relation, broken, identities
from gongkai.law.annual_report.model import request_codes, result_keys
from gongkai.law.findings import Severity
from gongkai.law.tests.annual_reports import SOUND, a_report

FORM = BY_CODE["2021"]
EVERY = identities("2021", FORM.result_keys)
COVERS = [identity for identity in EVERY if identity.relation is Relation.COVERS]
SUMS = [identity for identity in EVERY if not identity.is_bound_by_zero and identity not in COVERS]


def test_the_2021_form_has_these_identities_and_no_other() -> None:
    assert Counter(identity.rule for identity in SUMS) == {
        "AR-3.1": 7,  # per column
        "AR-3.2": 7,
        "AR-3.3": 25,  # per row
        "AR-3.5": 7,
        "AR-4.1": 3,  # per block
        "AR-4.2": 3,
        "AR-2.1": 2,  # per kind of document
        "AR-2.2": 2,
    }
    assert Counter(identity.rule for identity in COVERS) == {
        "AR-3.1": 14,  # per column and side
        "AR-3.2": 7,
        "AR-3.3": 25,
        "AR-4.1": 3,
    }
    bounds = [i.where for i in identities("2021", FORM.result_keys) if i.is_bound_by_zero]
    assert sorted(bounds) == sorted(FORM.slots)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("divided", [True, False])
def test_every_cell_of_an_identity_stands_in_a_report_of_its_form(form: str, divided: bool) -> None:
    rows = result_keys(BY_CODE[form], divided)
    printed = {*BY_CODE[form].slots, *request_codes(rows)}
    for identity in identities(form, rows):
        assert {identity.where, *identity.adds, *identity.takes} <= printed


def test_the_2019_form_counts_no_stock() -> None:
    rules = {identity.rule for identity in identities("2019", BY_CODE["2019"].result_keys) if identity.adds}
    assert rules == {"AR-3.1", "AR-3.2", "AR-3.3", "AR-4.1"}


def test_no_identity_is_graver_than_its_rule() -> None:
    order = list(Severity)
    allowed = {rule.id: order.index(rule.severity) for rule in CHECKS}
    assert all(order.index(identity.severity) >= allowed[identity.rule] for identity in SUMS)


def test_a_bound_expects_no_figure_in_particular() -> None:
    (one,) = broken(a_report({"proactive/licensing": -3}), None)
    assert (one.identity.rule, one.expected, one.actual) == ("AR-2.2", None, -3)


@given(identity=st.sampled_from(SUMS), by=st.integers(1, 10**20), data=st.data())
def test_a_figure_that_no_longer_fits_is_found_in_every_identity_that_holds_it(
    identity: object, by: int, data: st.DataObject
) -> None:
    chosen = SUMS[SUMS.index(identity)]  # type: ignore[arg-type]
    sound = a_report(SOUND)
    previous = a_report({"requests/carried_out": [2, 0, 0, 0, 0, 0, 2]}, year=2021)
    assert list(broken(sound, previous)) == []
    # every lower bound here is 0: a figure a little less than itself may still be above it
    worse = -by if chosen.relation is Relation.AT_LEAST else sound.cells[chosen.where] + by  # type: ignore[operator]
    wrong = a_report(SOUND | {chosen.where: worse})
    assert (chosen.rule, chosen.where) in {
        (b.identity.rule, b.identity.where) for b in broken(wrong, previous)
    }
    unread = data.draw(st.sampled_from([chosen.where, *chosen.adds, *chosen.takes]))
    silent = a_report(dict(wrong.cells) | {unread: None})
    assert chosen not in {b.identity for b in broken(silent, previous)}


@given(identity=st.sampled_from(COVERS), by=st.integers(1, 10**20), data=st.data())
def test_a_part_larger_than_its_total_is_found_beside_an_unread_one(
    identity: object, by: int, data: st.DataObject
) -> None:
    chosen = COVERS[COVERS.index(identity)]  # type: ignore[arg-type]
    unread = data.draw(st.sampled_from(chosen.adds))
    too_large = data.draw(st.sampled_from([code for code in chosen.adds if code != unread]))
    whole = sum(a_report(SOUND).cells[code] for code in (chosen.where, *chosen.takes))  # type: ignore[misc]
    wrong = a_report(SOUND | {too_large: whole + by, unread: None})
    assert (chosen, chosen.where) in {(b.identity, b.identity.where) for b in broken(wrong, None)}
    fits = a_report(SOUND | {unread: None})
    assert list(broken(fits, None)) == []


def test_what_another_engine_found_is_worded_like_our_own() -> None:
    wrong = a_report(
        SOUND | {"requests/total": [9, 1, 0, 0, 0, 0, 11], "remedies/reconsideration": [2, 1, 0, 1, 5]}
    )
    assert check(wrong, broken=list(broken(wrong, None))) == check(wrong)
    assert check(wrong, broken=[]) != check(wrong)
