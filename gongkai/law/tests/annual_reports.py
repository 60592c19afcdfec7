"""Reports for tests: every cell 0 but those a test names."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_COLUMNS
from gongkai.law.annual_report.model import ReportData, Value, request_codes

CASES = Path(__file__).parent / "cases"


def cases(name: str, key: str) -> list[dict[str, Any]]:
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))[key]  # type: ignore[no-any-return]


def a_report(
    cells: Mapping[str, Any] | None = None,
    *,
    organ: str = "示例镇人民政府",
    year: int = 2022,
    form: str = "2021",
    undivided_other: bool = False,
    **others: Any,
) -> ReportData:
    """A report of zeros; ``cells`` names cells, or a row or block with its figures as a list."""
    official = BY_CODE[form]
    keys = BY_CODE["2019"].result_keys if undivided_other else official.result_keys
    codes = [code for code in official.slots if not code.startswith("requests/")]
    figures: dict[str, Value] = dict.fromkeys((*codes, *request_codes(keys)), 0)
    figures |= {code: Decimal(0) for code, slot in official.slots.items() if slot.kind is Kind.MONEY}
    for place, value in (cells or {}).items():
        columns: Sequence[tuple[str, str]] = APPLICANTS if place.startswith("requests/") else REMEDY_COLUMNS
        if isinstance(value, list):
            figures |= {f"{place}/{key}": figure for (key, _), figure in zip(columns, value, strict=True)}
        else:
            assert place in figures, place
            figures[place] = value
    return ReportData(organ=organ, year=year, format=form, cells=figures, **others)


def cells_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Cells, rows and blocks as :func:`a_report` takes them, from the shape of the report JSON."""
    cells: dict[str, Any] = {}
    for key, value in given.get("proactive", {}).items():
        if isinstance(value, dict):
            cells |= {f"proactive/{key}/{part}": figure for part, figure in value.items()}
        else:
            cells[f"proactive/{key}"] = Decimal(value) if _is_money(key, value) else value
    for table in ("requests", "remedies"):
        cells |= {f"{table}/{key}": value for key, value in given.get(table, {}).items()}
    return cells


def _is_money(key: str, value: object) -> bool:
    return key == "fees_10k_yuan" and isinstance(value, str) and value[:1].isdigit()


#: The figures of a year with something in it, in which every identity holds.
SOUND: dict[str, list[int]] = {
    code: figures
    for code, figures in cells_of(
        tomllib.loads((CASES / "annual_report" / "sound.toml").read_text(encoding="utf-8"))
    ).items()
    if isinstance(figures, list)
}


def published() -> list[tuple[ReportData, list[str]]]:
    """Real reports with the identities they break."""
    found = []
    for case in cases("annual_report_published.toml", "report"):
        report = a_report(
            cells_of(case),
            organ=case["organ"],
            year=case["year"],
            form=case["format"],
            undivided_other=case.get("undivided_other", case["format"] == "2019"),
        )
        found.append((report, case["violated"]))
    return found
