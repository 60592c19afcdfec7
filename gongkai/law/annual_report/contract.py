"""An annual report as JSON: the one shape in which reports are stored, exchanged and checked.

A cell's code is its path in the JSON (``remedies/litigation_direct/total``); only table three is written
as one array of seven figures a row. What the source does not say is left out or null, never 0.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from gongkai.law.annual_report.form import Form, Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.annual_report.model import (
    FeeNotices,
    ItemsPublished,
    ReportData,
    Scope,
    Value,
    request_codes,
    result_keys,
)
from gongkai.law.findings import Finding, Severity

SCHEMA = "gongkai.annual-report/1"

_LEVELS = ("", "town", "department", "county", "other")
MOST_DIGITS = {"count": 18, "money": 30}  # what a database column and a spreadsheet cell can still hold
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
_ARRAY = re.compile(r"\[\n\s+((?:-?\d+|null)(?:,\n\s+(?:-?\d+|null))*)\n\s*\]")

T = TypeVar("T")


class ContractError(ValueError):
    """The JSON is not a report: one Chinese sentence naming path, value and mend."""


def dumps(report: ReportData) -> str:
    """The report as JSON text, a row of table three on one line."""
    text = json.dumps(to_json(report), ensure_ascii=False, indent=2)
    return _ARRAY.sub(lambda match: "[" + re.sub(r"\s+", " ", match[1]) + "]", text)


def to_json(report: ReportData) -> dict[str, Any]:
    """The report as JSON data; every cell of its form is present, an unknown one as None."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "organ": report.organ,
        "year": report.year,
        "format": report.format,
    }
    for code in (*_proactive_codes(report.format), *_remedy_codes(report.format)):
        *path, key = code.split("/")
        place = data
        for step in path:
            place = place.setdefault(step, {})
        place[key] = _plain(report.cells.get(code))
    keys = ("new", "carried_in", *report.result_keys, "total", "carried_out")
    remedies = data.pop("remedies")
    data["requests"] = {key: list(report.row(key)) for key in keys}
    data["remedies"] = remedies
    data["narrative"] = dict(report.narrative)
    data["findings"] = [finding_to_json(finding) for finding in report.findings]
    return data | {key: value for key, value in _optional(report) if value not in ("", None)}


def finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "where": finding.where,
        "expected": _plain(finding.expected),
        "actual": _plain(finding.actual),
        "message": finding.message,
        "source": finding.source,
    }


def from_json(data: Mapping[str, Any]) -> ReportData:
    """The report that ``data`` describes. Keys of others' making at the top are left alone.

    Raises ContractError for a missing or unknown cell and for a value of the wrong kind.
    """
    _refuse_broken_text(data)
    top = _Place("", _mapping("", data))
    if (schema := top.text("schema", default=SCHEMA)) != SCHEMA:
        raise _error("schema", schema, f"应为{SCHEMA}")
    format_code = top.text("format")
    if format_code not in BY_CODE:
        raise _error("format", format_code, f"应为{'或'.join(BY_CODE)}")
    form = BY_CODE[format_code]
    narrative = top.inner("narrative", default={})
    return ReportData(
        organ=top.text("organ"),
        year=top.year("year"),
        format=format_code,
        cells=_cells(form, top),
        narrative={key: narrative.text(key) for key in narrative.data if narrative.data[key] is not None},
        findings=tuple(_finding(place) for place in top.inners("findings")),
        level=top.choice("level", _LEVELS, default=""),
        scope=top.optional("scope", _scope),
        fee_notices=top.optional("fee_notices", _fee_notices),
        items_published=top.optional("items_published", _items_published),
        published_on=top.day("published_on"),
        url=top.text("url", default=""),
        version=None if top.data.get("version") is None else top.count("version"),
        source=top.optional("source", _texts),
        generator=top.text("generator", default=""),
        headings=top.texts("headings"),
        labels=top.optional("labels", _texts) or {},
    )


@cache
def _proactive_codes(form_code: str) -> tuple[str, ...]:
    """The keys that every report has under ``proactive``, then those of its own form only."""
    common = [slot.code for slot in BY_CODE["2021"].table("proactive").cells()]
    own = [slot.code for slot in BY_CODE[form_code].table("proactive").cells()]
    return tuple(dict.fromkeys((*common, *own)))


@cache
def _remedy_codes(form_code: str) -> tuple[str, ...]:
    return tuple(slot.code for slot in BY_CODE[form_code].table("remedies").cells())


def _plain(value: Value) -> int | str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _optional(report: ReportData) -> Iterable[tuple[str, Any]]:
    scope, fees, items = report.scope, report.fee_notices, report.items_published
    yield "level", report.level
    if scope:
        yield (
            "scope",
            {"kind": scope.kind, "included": list(scope.included), "missing": list(scope.missing)},
        )
    if fees:
        yield (
            "fee_notices",
            {
                "count": fees.count,
                "amount_yuan": _plain(fees.amount_yuan),
                "collected_yuan": _plain(fees.collected_yuan),
            },
        )
    if items:
        yield (
            "items_published",
            {"count": items.count, "unit": items.unit, "per_channel": dict(items.per_channel)},
        )
    yield "published_on", report.published_on.isoformat() if report.published_on else None
    yield "url", report.url
    yield "version", report.version
    yield "source", dict(report.source) if report.source is not None else None
    yield "generator", report.generator
    yield "headings", list(report.headings) or None
    yield "labels", dict(report.labels) or None


def _cells(form: Form, top: "_Place") -> dict[str, Value]:
    cells: dict[str, Value] = {}
    requests = top.inner("requests")
    divided = "other_all" not in requests.data and (
        "other_all" not in form.result_keys or "other_other" in requests.data
    )
    codes = request_codes(result_keys(form, divided))
    columns = len(APPLICANTS)
    rows = tuple(code.split("/")[1] for code in codes[::columns])
    requests.only(rows)
    for index, row in enumerate(rows):
        figures = requests.row(row, columns)
        cells.update(zip(codes[index * columns : (index + 1) * columns], figures, strict=True))
    for code in (*_proactive_codes(form.code), *_remedy_codes(form.code)):
        *path, key = code.split("/")
        place = top
        for step in path:
            place = place.inner(step)
        slot = form.slots.get(code) or BY_CODE["2021"].slots[code]
        value = place.figure(key, slot.kind)
        if value is not None or code in form.slots:
            cells[code] = value
    _refuse_unknown(top.inner("proactive"), _proactive_codes(form.code))
    _refuse_unknown(top.inner("remedies"), _remedy_codes(form.code))
    return cells


def _refuse_unknown(place: "_Place", codes: tuple[str, ...]) -> None:
    """A misspelt key would make a figure vanish in silence."""
    place.only({code.removeprefix(f"{place.path}/").split("/")[0] for code in codes})
    for key, value in place.data.items():
        if isinstance(value, Mapping):
            _refuse_unknown(place.inner(key), tuple(c for c in codes if c.startswith(f"{place.path}/{key}/")))


def _refuse_broken_text(data: object) -> None:
    """Half a character (a lone surrogate, ``"\\ud800"``) is good JSON, but nothing can print or store it."""
    left: list[tuple[str, object]] = [("", data)]
    while left:
        path, value = left.pop()
        if isinstance(value, Mapping):
            left += [(path, key) for key in value]
            left += [(f"{path}/{key}".lstrip("/"), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            left += [(f"{path}/{index}", inner) for index, inner in enumerate(value)]
        elif isinstance(value, str) and (broken := _SURROGATE.search(value)):
            place = path.encode("utf-8", "backslashreplace").decode() or "文件"
            what = f"文字里有残缺的字符（\\u{ord(broken[0]):04x}）"
            raise ContractError(f"“{place}” — {what} — 请从原文重新录入这一处。")


def _finding(place: "_Place") -> Finding:
    return Finding(
        rule=place.text("rule"),
        severity=Severity(place.choice("severity", tuple(Severity))),
        where=place.text("where"),
        message=place.text("message"),
        source=place.text("source", default=""),
        expected=place.seen("expected"),
        actual=place.seen("actual"),
    )


def _texts(place: "_Place") -> dict[str, str]:
    return {key: place.text(key) for key in place.data}


def _scope(place: "_Place") -> Scope:
    return Scope(
        place.choice("kind", ("own", "rollup"), default="own"),
        place.texts("included"),
        place.texts("missing"),
    )


def _fee_notices(place: "_Place") -> FeeNotices:
    return FeeNotices(place.count("count"), place.money("amount_yuan"), place.money("collected_yuan"))


def _items_published(place: "_Place") -> ItemsPublished:
    channels = place.inner("per_channel", default={})
    return ItemsPublished(
        count=place.count("count"),
        unit=place.choice("unit", ("item", "posting"), default="item"),
        per_channel={name: channels.count(name) for name in channels.data},
    )


class _Place:
    """One object of the JSON and the path to it, so that every complaint names its place."""

    def __init__(self, path: str, data: Mapping[str, Any]) -> None:
        self.path = path
        self.data = data

    def at(self, key: str) -> str:
        return f"{self.path}/{key}" if self.path else key

    def get(self, key: str) -> Any:
        if key not in self.data:
            raise ContractError(f"“{self.at(key)}” — 缺少这一项 — 请补上，来源没有写的数请写null。")
        return self.data[key]

    def only(self, known: Iterable[str]) -> None:
        for key in self.data:
            if key not in known:
                raise ContractError(f"“{self.at(key)}” — 不是本格式的项目 — 请核对拼写或删去。")

    def inner(self, key: str, default: Mapping[str, Any] | None = None) -> "_Place":
        value = self.get(key) if default is None else self.data.get(key)
        if value is None and default is not None:
            value = default
        return _Place(self.at(key), _mapping(self.at(key), value))

    def inners(self, key: str) -> Iterable["_Place"]:
        for index, value in enumerate(self.array(key)):
            path = f"{self.at(key)}/{index}"
            yield _Place(path, _mapping(path, value))

    def optional(self, key: str, read: Callable[["_Place"], T]) -> T | None:
        return None if self.data.get(key) is None else read(self.inner(key))

    def array(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            raise _error(self.at(key), value, "应为数组，请写在方括号内")
        return value or []

    def text(self, key: str, default: str | None = None) -> str:
        value = self.get(key) if default is None else self.data.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise _error(self.at(key), value, "应为文字，请写在引号内")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.array(key)
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise _error(f"{self.at(key)}/{index}", value, "应为文字，请写在引号内")
        return tuple(values)

    def choice(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in known:
            raise _error(self.at(key), value, f"应为{'、'.join(filter(None, known))}之一")
        return value

    def year(self, key: str) -> int:
        value = self.get(key)
        if type(value) is not int or not 2008 <= value <= 9999:
            raise _error(self.at(key), value, "年份应为2022这样的整数")
        return value

    def count(self, key: str) -> int:
        value = self.get(key)
        if type(value) is not int or value < 0:
            raise _error(self.at(key), value, "应为0或正整数")
        return _of_length(self.at(key), value)

    def money(self, key: str) -> Decimal:
        return _decimal(self.at(key), self.get(key), "元")

    def day(self, key: str) -> date | None:
        value = self.text(key, "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise _error(self.at(key), value, "应为2023-01-31这样的日期") from None

    def seen(self, key: str) -> Value:
        """Expected or actual of a finding; a decimal string is money again."""
        value = self.data.get(key)
        if value is None or type(value) is int:
            return value and _of_length(self.at(key), value)
        text = self.text(key)
        return Decimal(text) if _DECIMAL.fullmatch(text) else text

    def row(self, key: str, columns: int) -> list[int | None]:
        value = self.get(key)
        if not isinstance(value, list) or len(value) != columns:
            raise _error(self.at(key), value, f"应为{columns}个数的数组，读不出的数写null")
        for index, figure in enumerate(value):
            if figure is not None and type(figure) is not int:
                raise _error(f"{self.at(key)}/{APPLICANTS[index][0]}", figure, "应为整数，读不出的写null")
            if figure is not None:
                _of_length(f"{self.at(key)}/{APPLICANTS[index][0]}", figure)
        return value

    def figure(self, key: str, kind: Kind) -> Value:
        value = self.get(key)
        if value is None or (kind is not Kind.MONEY and type(value) is int):
            return value and _of_length(self.at(key), value)
        if kind is Kind.MONEY:
            return _decimal(self.at(key), value, "万元")
        if kind is Kind.TEXT and isinstance(value, str):
            return value
        raise _error(self.at(key), value, "应为整数，读不出的写null")


def _mapping(path: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _error(path or "文件", value, "应为对象，请写在花括号内")
    return value


def _decimal(path: str, value: object, unit: str) -> Decimal:
    """A decimal string; a JSON number with a point is refused, for binary fractions are not exact."""
    if type(value) is int:
        return Decimal(_of_length(path, value, "money"))
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise _error(path, value, f'应为引号内的小数（单位：{unit}），如"12.34"')
    return Decimal(value)


def _of_length(path: str, value: int, kind: str = "count") -> int:
    most = MOST_DIGITS[kind]
    if abs(value) >= 10**most:
        raise _error(path, value, f"超过{most}位，请核对")
    return value


def _error(path: str, value: object, why: str) -> ContractError:
    shown = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return ContractError(f"“{path}” — 值{shown[:40]}{'…' if len(shown) > 40 else ''}不对 — {why}。")
