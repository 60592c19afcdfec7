"""The rules of the report by example: the sound report with something changed, and what a rule says of it.

Each rule has a file ``cases/annual_report/ID.toml`` with examples that fail and examples that pass, in the
shape of ``sound.toml``. Besides: ``sentence`` goes to the end of chapter one, ``last_year`` and ``alike``
change last year's report and give another organ's, ``company`` is what lies beside it in a folder,
``unread`` holds what a reader said of a cell, ``own`` makes the report a draft of our own, and the words 空
and 没有 stand for a blank cell and for what is not there at all. ``says`` are the messages of the rule;
``with`` are the other rules that cannot but speak as well.
"""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.annual_report.checks import Company, Other, check
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.model import FeeNotices, ItemsPublished, ReportData
from gongkai.law.findings import Finding, Severity
from gongkai.law.tests.annual_reports import a_report, cells_of

FOLDER = Path(__file__).parent / "cases" / "annual_report"
BLANK, ABSENT = "空", "没有"
_ABOUT = ("what", "says", "with")
#: What stands beside the changes of the report itself.
_ASIDE = (*_ABOUT, "own", "last_year", "alike", "company")


@dataclass(frozen=True, slots=True)
class Example:
    """One situation. ``what`` says in a few words what is wrong with it, or why it is right."""

    rule: str
    fails: bool
    what: str
    says: tuple[str, ...]
    others: frozenset[str]
    given: Mapping[str, Any]

    @property
    def changes(self) -> Mapping[str, Any]:
        """What is changed in the report, last year's and the other organ's among it."""
        return {key: value for key, value in self.given.items() if key not in _ABOUT}

    def findings(self) -> tuple[Finding, ...]:
        own = {key: value for key, value in self.given.items() if key not in _ASIDE}
        last_year = self.given.get("last_year", {})
        alike = self.given.get("alike")
        return check(
            _report(_changed(_sound(), own)),
            previous=None if last_year == ABSENT else _report(_changed(_sound()["last_year"], last_year)),
            alike=_report(alike) if alike else None,
            own=self.given.get("own", False),
            company=_company(self.given.get("company", {})),
        )


@cache
def examples(rule: str) -> tuple[Example, ...]:
    """The examples of a rule, those that fail first; none where it has no file."""
    path = FOLDER / f"{rule}.toml"
    given = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return tuple(
        Example(
            rule,
            kind == "fails",
            one["what"],
            tuple(one.get("says", ())),
            frozenset(one.get("with", ())),
            one,
        )
        for kind in ("fails", "passes")
        for one in given.get(kind, ())
    )


def sound() -> tuple[ReportData, ReportData]:
    """The sound report, and last year's."""
    return _report(_sound()), _report(_sound()["last_year"])


def _sound() -> dict[str, Any]:
    return deepcopy(_read_sound())


@cache
def _read_sound() -> dict[str, Any]:
    given = tomllib.loads((FOLDER / "sound.toml").read_text(encoding="utf-8"))
    given["last_year"] |= {"organ": given["organ"], "year": given["year"] - 1, "format": given["format"]}
    return given


def _changed(report: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``report`` with ``changes``: what has parts is changed part by part."""
    for key, value in changes.items():
        if isinstance(value, Mapping):
            report[key] = _changed(report.get(key, {}), value)
        else:
            report[key] = value
    return report


def _report(given: Mapping[str, Any]) -> ReportData:
    narrative = {key: text for key, text in given.get("narrative", {}).items() if text != ABSENT}
    if "sentence" in given:
        narrative["overview"] += f"\n{given['sentence']}"
    return a_report(
        {code: _unblank(value) for code, value in cells_of(given).items() if _has(given["format"], code)},
        organ=given["organ"],
        year=given["year"],
        form=given["format"],
        undivided_other=given["format"] == "2019" or "other_all" in given.get("requests", {}),
        narrative=narrative,
        headings=tuple(given.get("headings", ())),
        labels=given.get("labels", {}),
        level=given.get("level", ""),
        fee_notices=_fee_notices(given),
        items_published=_items(given),
        findings=tuple(
            Finding("AR-unread", Severity.WARNING, code, message)
            for code, message in given.get("unread", {}).items()
        ),
    )


def _company(given: Mapping[str, Any]) -> Company:
    several: dict[str, Any] = {
        key: tuple(Other(**one) for one in given.get(key, ())) for key in ("twins", "spare")
    }
    namesake = {"namesake": Other(**given["namesake"])} if "namesake" in given else {}
    return Company(**{**given, **several, **namesake})


def _has(form: str, code: str) -> bool:
    """Whether the form has the cell: what the sound report has more than the form of 2019 is left out."""
    return not code.startswith("proactive/") or code in BY_CODE[form].slots


def _unblank(value: Any) -> Any:
    if isinstance(value, list):
        return [_unblank(one) for one in value]
    return None if value == BLANK else value


def _fee_notices(given: Mapping[str, Any]) -> FeeNotices | None:
    fees = given.get("fee_notices")
    return FeeNotices(fees["count"], *map(Decimal, (fees["amount"], fees["collected"]))) if fees else None


def _items(given: Mapping[str, Any]) -> ItemsPublished | None:
    return ItemsPublished(**given["items_published"]) if "items_published" in given else None
