"""The examples of a rule as a list: what is changed in the sound report, and what the rule says."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.law.annual_report.formats import BY_CODE, FORMS
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS
from gongkai.law.tests.annual_report_examples import ABSENT, Example, examples
from pages.markdown import code

_FORM = BY_CODE["2021"]
_ROWS = {row.key: f"{row.group}{row.label}" for form in FORMS for row in form.request_rows}
_BLOCKS = dict(REMEDY_BLOCKS)
_PLAIN = {"organ": "{}", "year": "{}年", "format": "{}年格式", "own": "本机关的草稿"}
_LONGEST = 90


def examples_of(rule: str) -> str:
    return "\n".join(line for example in examples(rule) for line in _lines(example))


def _lines(example: Example) -> Iterator[str]:
    changes = "；".join(_changes(example.changes))
    yield f"- {'✗' if example.fails else '✓'} **{example.what}**" + (f" — {changes}" if changes else "")
    weights = [finding.severity.zh for finding in example.findings() if finding.rule == example.rule]
    for weight, message in zip(weights, example.says, strict=True):
        yield f"  - {weight}：{message}"
    if example.others:
        yield f"  - 同时有 {'、'.join(map(code, sorted(example.others)))}"


def _changes(given: Mapping[str, Any]) -> Iterator[str]:
    for key, value in given.items():
        if key in _PLAIN:
            yield _PLAIN[key].format(value)
        else:
            yield from _WRITERS[key](value)


def _of(whose: str, given: Any) -> Iterator[str]:
    yield f"没有{whose}" if given == ABSENT else f"{whose}：{'，'.join(_changes(given))}"


def _cells(given: Mapping[str, Any], path: str = "proactive") -> Iterator[str]:
    for key, value in given.items():
        if isinstance(value, Mapping):
            yield from _cells(value, f"{path}/{key}")
        else:
            yield f"{_FORM.name_of(f'{path}/{key}')}：{value}"


def _rows(given: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for key, value in given.items():
        yield f"{names[key]}：{' '.join(map(str, value))}"


def _chapters(given: Mapping[str, str]) -> Iterator[str]:
    for key, text in given.items():
        heading = _FORM.name_of(f"narrative/{key}")
        yield f"没有“{heading}”" if text == ABSENT else f"“{heading}”：{_short(text)}"


def _headings(given: list[str]) -> Iterator[str]:
    printed = [chapter.heading for chapter in _FORM.chapters]
    yield from (f"标题“{heading}”" for heading in given if heading not in printed)


def _company(given: Mapping[str, Any]) -> Iterator[str]:
    for key, files in given.items():
        if key in ("twins", "spare"):
            yield from (f"旁边还有《{one['file']}》" for one in files)
        elif key == "namesake":
            yield f"旁边还有《{files['file']}》"
        elif key == "is_doubtful":
            yield "文件夹里有几份同名的上年年报"


def _short(text: str) -> str:
    joined = "".join(text.split())
    return f"“{joined}”" if len(joined) <= _LONGEST else f"“{joined[:_LONGEST]}……”"


_WRITERS: Mapping[str, Any] = {
    "last_year": lambda given: _of("上年年报", given),
    "alike": lambda given: _of("另一机关的年报", given),
    "proactive": _cells,
    "requests": lambda given: _rows(given, _ROWS),
    "remedies": lambda given: _rows(given, _BLOCKS),
    "narrative": _chapters,
    "headings": _headings,
    "labels": lambda given: (f"栏目名“{printed}”" for printed in given.values()),
    "sentence": lambda text: [_short(text)],
    "company": _company,
    "unread": lambda given: (f"读不出“{_FORM.name_of(cell)}”" for cell in given),
    "items_published": lambda given: [f"台账登记{given['count']}条"],
}
