"""Which report is last year's, where many organs have one name and one report has several files."""

import json
from pathlib import PurePosixPath
from zlib import crc32

import pytest

from gongkai.analysis.neighbours import Beside, Sighting, beside

#: Figures of two reports of one organ, the second mended in two cells; of another organ; of an empty year.
FIRST, MENDED = [21, 20, 3, 0, 4, 5, 6, 7, 0, 9, 12, 1], [21, 21, 3, 0, 4, 5, 6, 7, 0, 9, 13, 1]
OTHER, NOTHING = [8, 2, 0, 1, 1, 7, 3, 0, 2, 2, 5, 4], [0] * 11 + ["0.00"]


def seen(*files: tuple[str, object], is_one_organ: bool = False, named: str = "") -> dict[str, Beside]:
    """What lies beside each file; a path ends in its year, or in its year and a remark: 2021-修订.

    Beside the path stand the figures, or the figures and the day of publication.
    """
    sightings = []
    for place, (path, told) in enumerate(files):
        figures, day = told if isinstance(told, tuple) else (told, "")
        plain = PurePosixPath(path)
        sightings.append(
            Sighting(
                -1 if path == named else place,
                int(plain.name[:4]),
                path,
                frozenset(plain.parent.parts),
                json.dumps(figures),
                day,
            )
        )
    found = {one.place: one for one in beside(sightings, is_one_organ=is_one_organ)}
    return {files[place][0]: one for place, one in found.items() if place >= 0}


def linked(*paths: str, named: str = "") -> dict[str, str]:
    """Links between reports of one name, each with figures of its own but for ``…-again``."""
    plain = [path.removesuffix("-again") for path in paths]
    figures = {path: [crc32(f"{path} {n}".encode()) % 900 + 1 for n in range(12)] for path in plain}
    places = {path: -1 if path == named else place for place, path in enumerate(paths)}
    found = seen(*((path, figures[path.removesuffix("-again")]) for path in paths), named=named)
    by_place = {place: path for path, place in places.items()}
    return {path: by_place[one.previous] for path, one in found.items() if one.previous is not None}


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
        (["2021-一", "2021-二", "2022"], {}),
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
    assert linked("elsewhere/2021", "b/2021", "b/2022", named="elsewhere/2021") == {
        "b/2022": "elsewhere/2021"
    }


def test_the_files_of_one_report_are_told_from_a_namesakes_by_their_figures() -> None:
    found = seen(("a/2022", FIRST), ("b/2022", FIRST), ("c/2022-修订", MENDED), ("d/2022", OTHER))
    assert found["a/2022"] == Beside(0, twins=(1, 2), namesake=3, namesakes=1)
    assert found["d/2022"] == Beside(3, namesake=0, namesakes=3)


def test_reports_of_an_empty_year_in_two_folders_may_be_anybodys() -> None:
    found = seen(("滑县/2022", NOTHING), ("兰考/2022", NOTHING))
    assert found["滑县/2022"] == Beside(0, namesake=1, namesakes=1)


def test_files_of_an_empty_year_in_one_folder_are_one_report() -> None:
    found = seen(("滑县/2021", FIRST), ("滑县/2022-网页", NOTHING), ("滑县/2022-文档", NOTHING))
    assert found["滑县/2022-网页"] == Beside(1, previous=0, twins=(2,))
    assert found["滑县/2022-文档"] == Beside(2, previous=0, twins=(1,))


def test_a_name_that_only_one_organ_bears_makes_all_files_of_a_year_one_report() -> None:
    found = seen(("a/2021", FIRST), ("b/2021", OTHER), ("c/2022", NOTHING), is_one_organ=True)
    assert found["c/2022"] == Beside(2, previous=0, spare=(1,))
    assert found["a/2021"].twins == (1,)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_versions_of_last_years_report_the_later_published_is_taken(turned: bool) -> None:
    files = [("2021", (FIRST, "2022-01-20")), ("2021-修订", (MENDED, "2022-03-01")), ("2022", OTHER)]
    found = seen(*(reversed(files) if turned else files))["2022"]
    taken, spare = ((1, 0), (1, 2))[turned]
    assert (found.previous, found.spare) == (taken, (spare,))


@pytest.mark.parametrize("turned", [False, True])
def test_without_a_day_of_publication_the_first_by_name_is_taken(turned: bool) -> None:
    files = [("2021-b", MENDED), ("2021-a", FIRST), ("2022", OTHER)]
    found = seen(*(reversed(files) if turned else files))["2022"]
    assert found.previous == 1
    assert found.spare == ((2,) if turned else (0,))


def test_of_the_same_report_twice_the_nearer_file_is_taken() -> None:
    found = seen(("网页/2021", FIRST), ("滑县/2021", FIRST), ("滑县/2022", OTHER))["滑县/2022"]
    assert (found.previous, found.spare) == (1, (0,))


def test_where_none_can_be_told_to_be_its_own_that_is_said() -> None:
    found = seen(("a/2021", FIRST), ("b/2021", OTHER), ("c/2022", NOTHING))["c/2022"]
    assert found == Beside(2, is_doubtful=True)
    assert not seen(("c/2022", NOTHING))["c/2022"].is_doubtful


def test_a_crowd_under_one_name_is_gone_through_in_a_moment() -> None:
    crowd = [(f"县{n}/{year}", [n + 1, year, n * 7 + 3]) for n in range(300) for year in (2021, 2022)]
    found = seen(*crowd)
    assert all(one.previous is not None for path, one in found.items() if path.endswith("2022"))
    assert found["县0/2022"].namesakes == 299
