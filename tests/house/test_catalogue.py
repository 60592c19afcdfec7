"""English for everything the command line and the pages say, and for what the law says."""

import re

from tests.house.catalogue import ACCOUNTS, LIBRARIES, catalogue, compiled, missing, needs


def test_every_message_has_its_english() -> None:
    assert missing() == [], "run python -m tests.house.catalogue and write the English into the .po file"


def test_no_english_stands_without_its_message() -> None:
    for po, needed in needs().items():
        assert {str(entry.id) for entry in catalogue(po) if entry.id} - needed == set()


def test_the_compiled_catalogue_is_the_written_one() -> None:
    for po in (*needs(), LIBRARIES, ACCOUNTS):
        assert po.with_suffix(".mo").read_bytes() == compiled(po), "run python -m tests.house.catalogue"


def test_the_english_fills_in_the_same_things_as_the_chinese() -> None:
    def blanks(text: str) -> list[str]:
        return sorted(re.findall(r"\{[^{}]*\}|%\(\w+\)[sd]", text))

    different = {
        str(entry.id): str(entry.string)
        for po in needs()
        for entry in catalogue(po)
        if entry.id and entry.string and blanks(str(entry.id)) != blanks(str(entry.string))
    }
    assert different == {}
