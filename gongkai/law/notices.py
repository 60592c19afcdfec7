"""Reading and writing holiday notices: the text as published, TOML as in ``data/2026.toml``, and CSV."""

import csv
import io
import json
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gongkai.law import notice_text
from gongkai.law.holidays import Amendment, Notice, NoticeError, Span, checked, title_of

__all__ = ["Notice", "NoticeError", "from_csv", "from_toml", "load", "parse", "to_toml"]

_COLUMNS = ("日期", "安排", "名称")


def load(path: Path) -> Notice:
    """Read a file: ``.toml``, ``.csv``, else the text as published. NoticeError where it is unfit."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else "读取失败或没有权限"
        raise NoticeError(f"{path}打不开 — {why} — 请核对文件名和权限。") from error
    text = _decoded(data, path)
    match path.suffix.lower():
        case ".toml":
            return from_toml(text, path.name)
        case ".csv":
            return from_csv(text)
        case _:
            return parse(text)


def parse(text: str, year: int | None = None) -> Notice:
    """Read a notice as published; ``year`` where the text does not name it. NoticeError where it is unfit."""
    return checked(notice_text.read(text, year))


def from_toml(text: str, name: str = "TOML") -> Notice:
    """Read the shape of ``data/2026.toml``; days within the year may leave it out (10-01)."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoticeError(f"{name}不是有效的TOML — {error} — 请按data文件夹中的样子改正。") from error
    year = table.get("year")
    if not isinstance(year, int):
        raise NoticeError(f"{name}缺少年份 — year应为四位整数 — 请写一行如year = 2027。")
    try:
        notice = Notice(
            year=year,
            title=str(table.get("title", title_of(year))),
            off=tuple(
                Span(_day(first, year), _day(last, year), str(label)) for first, last, label in table["off"]
            ),
            work=tuple(sorted(_day(day, year) for day in table["work"])),
            number=str(table.get("number", "")),
            issued_on=_day(table["issued_on"], year) if "issued_on" in table else None,
            amended_by=tuple(
                Amendment(str(a["number"]), str(a["about"])) for a in table.get("amended_by", ())
            ),
            note=str(table.get("note", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NoticeError(
            f"{name}的内容不全或写法不对（{error}） — off每行是起、止、名称，work是日期 — 请改正。"
        ) from error
    return checked(notice)


def to_toml(notice: Notice) -> str:
    """The notice as TOML text that ``from_toml`` reads back to an equal notice."""
    lines = [
        f"year = {notice.year}",
        f"title = {_quoted(notice.title)}",
        f"number = {_quoted(notice.number)}",
        *([f"issued_on = {notice.issued_on}"] if notice.issued_on else []),
        *([f"note = {_quoted(notice.note)}"] if notice.note else []),
        "off = [",
        *(f'    ["{span.first}", "{span.last}", {_quoted(span.name)}],' for span in notice.off),
        "]",
        f"work = [{', '.join(str(day) for day in notice.work)}]",
    ]
    for amendment in notice.amended_by:
        lines += [
            "",
            "[[amended_by]]",
            f"number = {_quoted(amendment.number)}",
            f"about = {_quoted(amendment.about)}",
        ]
    return "\n".join(lines) + "\n"


def from_csv(text: str) -> Notice:
    """Read a table of single days: 日期, 安排 (放假 or 上班), 名称 (of the holiday). NoticeError if unfit."""
    table = csv.DictReader(io.StringIO(text.strip()))
    header = {name.strip() for name in table.fieldnames or ()}
    if missing := [name for name in _COLUMNS if name not in header]:
        raise NoticeError(
            f"表头缺少{'、'.join(f'“{name}”' for name in missing)}列 — 需要{'、'.join(_COLUMNS)}三列 — "
            "请改正第一行的列名后再导入。"
        )
    off: list[tuple[date, str]] = []
    work: list[date] = []
    for number, row in enumerate(table, start=2):
        cells = {(key or "").strip(): (value or "").strip() for key, value in row.items() if key}
        try:
            day = date.fromisoformat(cells.get("日期", "").replace("/", "-"))
        except ValueError:
            raise NoticeError(
                f"第{number}行的日期“{cells.get('日期', '')}”读不懂 — 应写成2027-01-01 — 请改正后再导入。"
            ) from None
        match cells.get("安排", ""):
            case "放假":
                off.append((day, cells.get("名称", "") or "节假日"))
            case "上班":
                work.append(day)
            case other:
                raise NoticeError(f"第{number}行的安排“{other}”不认识 — 只能是放假或上班 — 请改正后再导入。")
    if not off:
        raise NoticeError("表中没有放假的日期 — 每个放假日应有一行 — 请对照通知填写后再导入。")
    # A range begins at the earliest in the December before, so the latest day tells the year.
    year = max(day for day, _ in off).year
    return checked(Notice(year, title_of(year), _spans(off), tuple(sorted(work))))


def _spans(days: Iterable[tuple[date, str]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for day, name in sorted(days):
        if spans and spans[-1].name == name and spans[-1].last + timedelta(1) == day:
            spans[-1] = Span(spans[-1].first, day, name)
        else:
            spans.append(Span(day, day, name))
    return tuple(spans)


def _day(value: Any, year: int) -> date:
    if isinstance(value, date):
        return value
    text = str(value)
    return date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeError(f"{path}不是文本文件 — 通知应为TOML、CSV或纯文本 — 请把通知正文另存为.txt再导入。")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string
