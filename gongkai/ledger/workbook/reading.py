"""Reading files into tables of cells, without trusting them."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, XmlError, ZipError

from gongkai.law.text import plain
from gongkai.ledger.workbook.cells import Blank, Cell, is_empty, text_of
from gongkai.ledger.workbook.sheets import CHOICES, EXAMPLE, GUIDE, ORGAN, SHEETS, Sheet, sheet_named
from gongkai.lib.files import why
from gongkai.lib.language import _
from gongkai.reading.sheets import PLACED, column, lowest_row

LARGEST_FILE = 100 * 2**20
LARGEST_CONTENT = 1024 * 2**20  # unpacked
MOST_CELLS = 20_000_000
MOST_COLUMNS = 500
HEADER_WITHIN = 20  # a title and a line of remarks may stand above the header
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CSV = "CSV"  # the name of several .csv files read as one workbook
_ATTRIBUTES = rb"""(?:\s+[\w:]+="[^"'<>]*")*+\s*+"""
#: Cells that are only formatted, passed over in a run; else a cell's name, wherever hostile XML hides it.
_REFERENCE = re.compile(rb"(?:<c" + _ATTRIBUTES + rb"(?:/>|></c>)\s*+)++|" + PLACED)
#: A formula without a value, as programs write it that cannot compute; t="str" with an empty value is "".
_UNCOMPUTED = re.compile(
    rb"<c(?P<of>" + _ATTRIBUTES + rb")>\s*<f[^<>]*(?:/>|>[^<]*</f>)\s*(?P<value><v\s*/>|<v></v>)?\s*</c>"
)
#: An error such as #REF!, which the library gives as an empty cell.
_ERROR = re.compile(
    rb"<c(?P<of>" + _ATTRIBUTES + rb")>\s*(?:<f[^<>]*(?:/>|>[^<]*</f>)\s*)?<v>(?P<value>#[^<]*)</v>\s*</c>"
)
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_CELL_NAME = re.compile(rb'\sr="[A-Za-z]{1,9}\d{1,12}"')
_Range = tuple[tuple[int, int], tuple[int, int]]  # the first and the last cell, each by row and column
_MARK = "\ue0f1公式\ue0f1"  # stands for such a cell until the sheet is read
_NOT_CELLS = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/charts/", "docProps/")
_HEADER_MARK = re.compile(r"[*＊]|[（(]必填[）)]")


class Unreadable(Exception):
    """A file cannot be read at all: one Chinese sentence naming it, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as found: its header, and the rows below it but for examples, numbered as in the file."""

    sheet: Sheet
    header_row: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[Cell]], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read in one go and is imported in one transaction. ``ignored``: sheets of other names;
    ``is_typed``: rows of a page, no file."""

    name: str
    tables: tuple[Table, ...]
    ignored: tuple[str, ...] = ()
    is_typed: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """The files it was read from."""
        return tuple(dict.fromkeys(self.file_of(table.sheet.name) for table in self.tables))

    def file_of(self, sheet: str) -> str:
        """The file in which a sheet stands."""
        return f"{sheet}.csv" if self.name == CSV else self.name


def read(paths: Sequence[Path]) -> list[Workbook]:
    """Every .xlsx is a workbook of its own; the .csv files together are one, each named after its sheet."""
    books = [_read_xlsx(path) for path in paths if path.suffix.lower() != ".csv"]
    tables = [_read_csv(path) for path in paths if path.suffix.lower() == ".csv"]
    if tables:
        names = [table.sheet.name for table in tables]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise Unreadable(
                _("{sheet}.csv — 给了两次 — 请每张表只给一个文件，或者分两次导入。").format(sheet=double)
            )
        books.append(Workbook(CSV, tuple(sorted(tables, key=lambda table: SHEETS.index(table.sheet)))))
    return books


def read_one(path: Path, sheets: Sequence[Sheet]) -> Workbook:
    """A workbook of other sheets than those of the ledger."""
    return _read_xlsx(path, sheets)


def _read_xlsx(path: Path, sheets: Sequence[Sheet] = SHEETS) -> Workbook:
    content = _bytes_of(path)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _unreadable(path, _("{file} — 文件有密码 — 请在Excel里取消密码后另存，再导入。"))
        raise _unreadable(path, _("{file} — 是旧的.xls格式 — 请在Excel里另存为.xlsx，再导入。"))
    if not content.startswith(b"PK"):
        raise _unreadable(path, _("{file} — 不是Excel工作簿 — 请给.xlsx文件，或者以工作表命名的.csv文件。"))
    try:
        with CalamineWorkbook.from_filelike(_repacked(path, content)) as book:
            names = book.sheet_names
            known = [(name, sheet) for name in names if (sheet := sheet_named(name, sheets))]
            if not known:
                raise _unreadable(
                    path,
                    _("{file} — 没有认得的工作表 — 请用 gongkai template 生成的模板，工作表名为：{sheets}。")
                    if sheets is SHEETS
                    else _("{file} — 没有认得的工作表 — 请用页面上下载的模板，工作表名为：{sheets}。"),
                    sheets="、".join(sheet.name for sheet in sheets),
                )
            _each_once(path, known, sheets)
            tables = tuple(_table(path, sheet, _cells(book.get_sheet_by_name(name))) for name, sheet in known)
    except PasswordError as error:
        raise _unreadable(path, _("{file} — 文件有密码 — 请在Excel里取消密码后另存，再导入。")) from error
    except (CalamineError, XmlError, ZipError) as error:
        raise _broken(path) from error
    ours = {name for name, _sheet in known} | {GUIDE, CHOICES}
    return Workbook(path.name, tables, tuple(name for name in names if name not in ours))


def _each_once(path: Path, known: Sequence[tuple[str, Sheet]], sheets: Sequence[Sheet]) -> None:
    """Excel tells “主动公开” from “主动公开 ” apart; people do not, and the same rows would be read twice."""
    for sheet in sheets:
        names = [name for name, found in known if found is sheet]
        if len(names) > 1:
            listed = "、".join(f"“{name}”" for name in names)
            raise _unreadable(
                path,
                _("{file} — 工作表“{sheet}”有{count}张（{listed}） — 请合并成一张后再导入。"),
                sheet=sheet.name,
                count=len(names),
                listed=listed,
            )


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not (path.is_file() or path.is_dir()):
            raise _unreadable(path, _("{file} — 不是普通文件 — 请先存成文件，再导入。"))
        if size > LARGEST_FILE:
            raise _unreadable(
                path, _("{file} — 文件超过{size}MB — 请拆成几个文件分别导入。"), size=LARGEST_FILE // 2**20
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(_("{file} — 没有这个文件 — 请核对路径和文件名。").format(file=path)) from error
    except IsADirectoryError as error:
        raise Unreadable(_("{file} — 是文件夹 — 请给出其中的.xlsx或.csv文件。").format(file=path)) from error
    except OSError as error:
        raise Unreadable(
            _("{file} — 打不开（{why}） — 请关闭正在使用它的程序并检查权限。").format(
                file=path, why=why(error)
            )
        ) from error
    if not content:
        raise _unreadable(path, _("{file} — 是空文件 — 请核对是不是选错了文件。"))
    return content


def _repacked(path: Path, content: bytes) -> io.BytesIO:
    """The workbook's own parts, unpacked under a limit: what a zip says of its sizes is not to be trusted."""
    packed = io.BytesIO()
    left = LARGEST_CONTENT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
            for entry in source.infolist():
                name = entry.filename
                if name.startswith(_NOT_CELLS):
                    continue
                if entry.file_size > left:
                    raise _unreadable(path, _("{file} — 解开后太大 — 请删去无关的内容另存后再导入。"))
                part = source.read(entry)
                left -= len(part)
                if "sheet" in name.lower() and name.endswith(".xml"):
                    _check_extent(path, part)
                    part = _UNCOMPUTED.sub(_marked, part) if b"<f" in part else part
                    part = _ERROR.sub(_as_text, part) if _IS_ERROR.search(part) else part
                target.writestr(name, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _broken(path) from error
    packed.seek(0)
    return packed


def _marked(cell: re.Match[bytes]) -> bytes:
    if cell["value"] and b't="str"' in cell["of"]:
        return cell[0]
    return _text_cell(cell, _MARK.encode())


def _as_text(cell: re.Match[bytes]) -> bytes:
    return _text_cell(cell, cell["value"]) if _IS_ERROR.search(cell["of"]) else cell[0]


def _text_cell(cell: re.Match[bytes], words: bytes) -> bytes:
    name = _CELL_NAME.search(cell["of"])
    return b'<c%s t="inlineStr"><is><t>%s</t></is></c>' % (name[0] if name else b"", words)


def _check_extent(path: Path, part: bytes) -> None:
    """A single cell far out makes a reader reserve the whole rectangle up to it; an empty one does not."""
    widest, lowest = 1, lowest_row(part)
    for match in _REFERENCE.finditer(part):
        widest, lowest = max(widest, column(match[1] or b"")), max(lowest, int(match[2] or 0))
    if widest > MOST_COLUMNS or widest * lowest > MOST_CELLS:
        raise _unreadable(
            path,
            _("{file} — 行列太多（{lowest}行{widest}列） — 请删去表格以外的空行空列，另存后再导入。"),
            lowest=lowest,
            widest=widest,
        )


def _broken(path: Path) -> Unreadable:
    return _unreadable(path, _("{file} — 文件损坏，读不出来 — 请在Excel里打开后另存为.xlsx，再导入。"))


def _unreadable(path: Path, sentence: str, **values: object) -> Unreadable:
    """The sentence with the file's name and ``values`` filled in."""
    return Unreadable(sentence.format(file=path.name, **values))


def _cells(sheet: CalamineSheet) -> list[list[Cell]]:
    lines: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for line in lines:
        for place, cell in enumerate(line):
            if cell == _MARK:
                line[place] = Blank.UNCOMPUTED
    _mark_merged(lines, sheet.merged_cell_ranges or ())
    return lines


def _mark_merged(lines: list[list[Cell]], ranges: Iterable[_Range]) -> None:
    """Whatever a merged range hides: all but its first cell."""
    width = len(lines[0]) if lines else 0
    left = len(lines) * width  # true ranges never overlap
    for (top, first), (bottom, last) in ranges:
        rows, places = range(top, min(bottom + 1, len(lines))), range(first, min(last + 1, width))
        left -= len(rows) * len(places)
        if left < 0:
            return
        for row in rows:
            for place in places:
                if (row, place) != (top, first) and is_empty(lines[row][place]):
                    lines[row][place] = Blank.MERGED


def _read_csv(path: Path) -> Table:
    sheet = sheet_named(path.stem)
    if sheet is None:
        names = "、".join(f"{sheet.name}.csv" for sheet in SHEETS)
        raise _unreadable(path, _("{file} — 文件名不是工作表名 — 请改名为其中之一：{names}。"), names=names)
    words = _decoded(path, _bytes_of(path))
    first = words.lstrip().split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        lines: list[list[Cell]] = [
            [*row] for row in csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise _unreadable(
            path, _("{file} — 不是逗号分隔的表格（{why}） — 请在Excel里另存为CSV，再导入。"), why=error
        ) from error
    return _table(path, sheet, lines)


def _decoded(path: Path, content: bytes) -> str:
    """UTF-8, GB18030, or what the mark at the start says."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path, _("{file} — 文字编码认不出来 — 请在Excel里另存为“CSV UTF-8”，再导入。"))


def _table(path: Path, sheet: Sheet, lines: list[list[Cell]]) -> Table:
    if sheet is ORGAN:
        return Table(sheet, 0, (), tuple(_filled(lines, 1)))
    for index, line in enumerate(lines[:HEADER_WITHIN]):
        header = tuple(_header(cell) for cell in line)
        if len([head for head in set(header) if sheet.headed(head)]) >= min(2, len(sheet.columns)):
            return Table(sheet, index + 1, header, tuple(_filled(lines[index + 1 :], index + 2)))
    if any(not is_empty(cell) for line in lines for cell in line):
        raise _unreadable(
            path,
            _("{file} — 工作表“{sheet}”找不到表头 — 请保留模板的表头行：{columns}等。"),
            sheet=sheet.name,
            columns="、".join(column.name for column in sheet.columns if column.required),
        )
    return Table(sheet, 1, (), ())


def _header(cell: Cell) -> str:
    return _HEADER_MARK.sub("", plain(text_of(cell)))


def _filled(lines: Iterable[list[Cell]], first: int) -> Iterable[tuple[int, list[Cell]]]:
    """The rows that say something and are no example, with their number in the file."""
    for number, line in enumerate(lines, first):
        if line and plain(text_of(line[0])) == EXAMPLE:
            continue
        if any(not is_empty(cell) for cell in line):
            yield number, line
