"""The staff manual: a chapter for every entry of the workbench's menu, with pictures that are drawn."""

import re

import pytest

from gongkai.faces.workbench.frame import PLACES
from tests.e2e.pictures import FOLDER, PICTURES
from tests.house.source import ROOT

MANUAL = ROOT / "docs" / "manual"
INDEX = (MANUAL / "README.md").read_text(encoding="utf-8")
CHAPTERS = {path.name: path.read_text(encoding="utf-8") for path in sorted(MANUAL.glob("*.md"))}
ENTRIES = re.findall(r"^\| \[(.+?)\]\((\w+\.md)\) \|", INDEX, re.M)
LARGEST, LARGEST_OF_ALL = 120_000, 3_000_000  # bytes


def test_every_entry_of_the_menu_has_its_chapter_in_the_order_of_the_menu() -> None:
    assert [label for label, _ in ENTRIES] == [str(place.label) for group in PLACES for place in group]
    assert {name: CHAPTERS[name].splitlines()[0] for _, name in ENTRIES} == {
        name: f"# {label}" for label, name in ENTRIES
    }


def test_every_chapter_is_led_to_from_the_index() -> None:
    assert set(re.findall(r"\]\((\w+\.md)\)", INDEX)) == CHAPTERS.keys() - {"README.md"}


@pytest.mark.parametrize("name", [name for _, name in ENTRIES])
def test_a_chapter_of_the_menu_shows_its_page_and_says_what_to_do_when_something_is_wrong(name: str) -> None:
    assert re.search(r"!\[[^\]]+\]\(\.\./pictures/[\w-]+\.png\)", CHAPTERS[name])
    assert "## 不对的时候" in CHAPTERS[name]


def test_the_pictures_that_pages_show_are_those_that_are_drawn() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {
        name
        for page in pages
        for name in re.findall(
            r"!\[[^\]]*\]\([^)]*pictures/([\w-]+)\.png\)", page.read_text(encoding="utf-8")
        )
    }
    assert shown == {picture.name for picture in PICTURES} == {path.stem for path in FOLDER.iterdir()}


def test_the_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < LARGEST_OF_ALL
