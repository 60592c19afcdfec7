"""Which report is last year's, where many organs have one name."""

from pathlib import PurePosixPath

import pytest

from gongkai.analysis.neighbours import Sighting, links


def linked(*paths: str, named: str = "") -> dict[str, str]:
    """Links between reports of one name; a path ends in the year, and ``-again`` is the same report twice."""
    seen = [named, *paths] if named else list(paths)
    sightings = []
    for place, path in enumerate(seen, -1 if named else 0):
        plain = PurePosixPath(path.removesuffix("-again"))
        sightings.append(
            Sighting(
                place, int(plain.stem), frozenset(plain.parent.parts), figures=path.removesuffix("-again")
            )
        )
    offset = 1 if named else 0
    return {seen[place + offset]: seen[before + offset] for place, before in links(sightings)}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["a/2021", "b/2022"], {"b/2022": "a/2021"}),
        (["a/2020", "a/2022"], {}),
        # 城关镇 of two counties, whichever way the folders are laid
        (
            ["滑县/2021", "滑县/2022", "兰考/2021", "兰考/2022"],
            {"滑县/2022": "滑县/2021", "兰考/2022": "兰考/2021"},
        ),
        (
            ["旧/滑县/2021", "新/滑县/2022", "旧/兰考/2021", "新/兰考/2022"],
            {"新/滑县/2022": "旧/滑县/2021", "新/兰考/2022": "旧/兰考/2021"},
        ),
        # one county has no report of last year: it is not given the other's
        (["滑县/2022", "兰考/2021", "兰考/2022"], {"兰考/2022": "兰考/2021"}),
        # and where nothing tells them apart, none is linked
        (["a/2021", "b/2022", "c/2022"], {}),
        (["a/2021", "b/2021", "c/2022"], {}),
        # the same report twice is one
        (
            ["a/2021", "a/2021-again", "b/2022", "b/2022-again"],
            {"b/2022": "a/2021", "b/2022-again": "a/2021"},
        ),
    ],
)
def test_a_report_is_linked_where_no_other_can_be_meant(paths: list[str], expected: dict[str, str]) -> None:
    assert linked(*paths) == expected


def test_the_report_that_the_user_names_is_meant() -> None:
    assert linked("b/2021", "b/2022", named="elsewhere/2021") == {"b/2022": "elsewhere/2021"}
