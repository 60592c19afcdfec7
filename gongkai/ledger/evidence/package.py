"""The package: a page of contents in three forms, a folder for each duty, the lists as Excel.

The same ledger on the same day gives the same bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from gongkai import papers
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.evidence.collecting import STANDS, Evidence, File, Indicated, Listing
from gongkai.ledger.organs.models import Organ
from gongkai.lib.bundles import zipped
from gongkai.lib.files import safe_name
from gongkai.papers.layout import chinese_date
from gongkai.papers.model import Align, Cell, Document, Head, Heading, Note, Paragraph, Table

#: Told while it is written: how many files of how many are done.
Tell = Callable[[int, int], None]
CONTENTS = "目录"
_FORMS = ("pdf", "docx", "xlsx")
_HEAD = ("序号", "事项", "期限", "怎样、凭据", "负责", "文件")
_WIDTHS = (0.9, 3.0, 2.1, 3.0, 1.7, 3.3)


def name_of(evidence: Evidence) -> str:
    return safe_name(f"{evidence.organ.name}{evidence.year}年考核凭据.zip")


def unheard(_done: int, _total: int) -> None:
    """Nobody waits for word."""


def write(evidence: Evidence, *, fonts_dir: Path | None, tell: Tell = unheard) -> bytes:
    """The package; after each file how many of how many are written."""
    makers = dict(_makers(evidence, fonts_dir))
    parts = {}
    for done, (path, make) in enumerate(makers.items(), 1):
        parts[path] = make()
        tell(done, len(makers))
    return zipped(parts)


def _makers(evidence: Evidence, fonts_dir: Path | None) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What makes each file of the package, by its path."""
    contents, placed = build(evidence), _placed(evidence)
    for form in _FORMS:
        yield f"{CONTENTS}.{form}", partial(papers.write, contents, form, fonts_dir=fonts_dir)
    for listing in evidence.listings:
        yield _list_name(listing), partial(papers.write, _listing(evidence, listing), "xlsx")
    for item in evidence.indicated:
        if item.rows:
            yield _indicator_path(item), partial(papers.write, _indicator(evidence, item), "xlsx")
    for one, paths in zip(evidence.exhibits, placed, strict=True):
        for path, file in zip(paths, one.files, strict=True):
            yield path, partial(_written, file, fonts_dir)


def _written(file: File, fonts_dir: Path | None) -> bytes:
    made = file.made()
    return made if isinstance(made, bytes) else papers.write(made, "pdf", fonts_dir=fonts_dir)


def _placed(evidence: Evidence) -> list[list[str]]:
    """The paths of the files of each round: a folder with its number, the files in their order."""
    return [
        [
            f"{safe_name(f'{number:02d} {one.mark.zh}')}/{place:02d} {_file_name(file)}"
            for place, file in enumerate(one.files, 1)
        ]
        for number, one in enumerate(evidence.exhibits, 1)
    ]


def _file_name(file: File) -> str:
    return safe_name(file.name if file.is_ready else f"{file.name}.pdf")


def build(evidence: Evidence) -> Document:
    """The page of contents."""
    lines = [
        (
            str(number),
            one.mark.zh,
            str(one.mark.last),
            " ".join(filter(None, (STANDS[one.mark.state], one.proof))),
            one.mark.in_charge,
            "\n".join(paths),
        )
        for number, (one, paths) in enumerate(zip(evidence.exhibits, _placed(evidence), strict=True), 1)
    ]
    lists = [(one.name, str(len(one.lines)), _list_name(one)) for one in evidence.listings]
    title = f"{evidence.year}年政府信息公开工作考核凭据目录"
    names = "" if evidence.with_names else "参加人员名单和上传的材料不在里面；"
    return Document(
        title,
        (
            Paragraph(f"{evidence.organ.name}，截至{chinese_date(evidence.as_of)}。", Align.CENTER, 0),
            Heading("一、例行事项和凭据"),
            _table("例行事项和凭据", _HEAD, _WIDTHS, lines),
            Heading("二、台账清单"),
            _table("台账清单", ("清单", "行数", "文件"), (4.0, 1.5, 5.0), lists),
            Heading("三、按考核指标"),
            Paragraph(f"按“{evidence.measure}”；台账不知道的，由考核的人看上面的凭据。"),
            _table(
                "考核指标",
                ("指标", "台账里查到的", "文件"),
                (4.0, 3.0, 4.0),
                [_indicator_line(one) for one in evidence.indicated],
            ),
            Note(f"由台账生成，没有另外填报。{names}申请人、当事人和被追究人的个人信息不在任何一份里。"),
        ),
        organ=evidence.organ.name,
    )


def _listing(evidence: Evidence, listing: Listing) -> Document:
    lines = [tuple("" if value is None else str(value) for value in line) for line in listing.lines]
    title = f"{evidence.year}年{listing.name}"
    widths = (1.0,) * len(listing.columns)
    table = _table(listing.name, listing.columns, widths, lines, landscape=True)
    return Document(title, (table,), organ=evidence.organ.name)


def _indicator_line(one: Indicated) -> tuple[str, str, str]:
    found = one.found
    if not one.indicator.method:
        told = "台账不知道，人工评定"
    elif not found.looked_at:
        told = "没有要看的"
    else:
        told = f"{found.looked_at}件，{len(found.faults)}件不合要求"
    name = f"{one.indicator.code} {one.indicator.name}"
    return name, told, _indicator_path(one) if one.rows else one.indicator.basis


def _indicator_path(one: Indicated) -> str:
    return f"考核指标/{safe_name(f'{one.indicator.code} {one.indicator.name}.xlsx')}"


def _indicator(evidence: Evidence, one: Indicated) -> Document:
    """Every row behind a mark, and why one is not as asked."""
    lines = [(fact.words, "不合要求" if fact.why else "合要求", fact.why) for fact in one.rows]
    title = f"{evidence.year}年指标{one.indicator.code}{one.indicator.name}"
    table = _table("依据", ("依据", "是否合要求", "为什么"), (5.0, 1.5, 4.0), lines, landscape=True)
    return Document(title, (table,), organ=evidence.organ.name)


def _list_name(listing: Listing) -> str:
    return f"{listing.name}.xlsx"


def _table(
    name: str,
    columns: tuple[str, ...],
    widths: tuple[float, ...],
    lines: Sequence[tuple[str, ...]],
    *,
    landscape: bool = False,
) -> Table:
    head = tuple(Cell(column, head=Head.COLUMN, align=Align.CENTER) for column in columns)
    rows = (tuple(map(Cell, line)) for line in lines)
    return Table((head, *rows), widths, head_rows=1, row_height=8.0, caption=name, landscape=landscape)


def log(organ: Organ, year: int, *, with_names: bool, actor: str, reason: str) -> None:
    """That it was taken, by whom and, with the names of those who came, why."""
    done = "evidence.take_names" if with_names else "evidence.take"
    audit.record([audit.Change(organ, done, f"evidence.year:{year}", reason=reason)], actor=actor)
