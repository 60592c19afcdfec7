"""``gongkai report`` and ``gongkai rollup``: the annual report out of the ledger."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import actor, choose
from gongkai.lib.files import write_whole
from gongkai.lib.language import _, retell

if TYPE_CHECKING:
    from gongkai.law.annual_report.model import ReportData
    from gongkai.ledger.organs.models import Organ

OF_LEDGERS = "AR-L."  # what is said of the ledgers behind a report is told even where it only informs


class FileForm(StrEnum):
    """The forms in which a report is written."""

    JSON = "json"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


class Form(StrEnum):
    """The official forms, by the year of their notice."""

    Y2019 = "2019"
    Y2021 = "2021"


Year = Annotated[
    int, typer.Argument(metavar=_("年度"), help=_("哪一年的报告，例如2022。"), min=1990, max=9999)
]
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]
FormatOption = Annotated[FileForm, typer.Option("--format", help=_("文件格式。"))]
FormOption = Annotated[Form | None, typer.Option("--form", help=_("用哪一版格式；不写就用当年有效的。"))]
Out = Annotated[Path | None, typer.Option("--out", help=_("写到哪个文件，-是标准输出；JSON不写就打印出来。"))]
Force = Annotated[bool, typer.Option("--force", help=_("已经有这个文件也覆盖。"))]


def report(
    year: Year,
    organ: OrganName = None,
    file_form: FormatOption = FileForm.DOCX,
    form: FormOption = None,
    out: Out = None,
    force: Force = False,
    begin: Annotated[
        bool, typer.Option("--begin", help=_("这一年台账里确实没有可登记的，也开始编报告，数字为0。"))
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help=_("已经公布的年度，也按现在的台账编；不写就是公布的那一版。"))
    ] = False,
) -> None:
    """从台账编出年度报告，已经公布的就是公布的那一版；写出的文件会回读，逐格核对。

    例：gongkai report 2022 --organ 四间房镇 --format docx
    """
    _write(year, organ, file_form, form, out, whole=False, over=force, begin=begin, draft=draft)


def rollup(
    year: Year,
    organ: OrganName = None,
    file_form: FormatOption = FileForm.DOCX,
    form: FormOption = None,
    out: Out = None,
    force: Force = False,
    accepted: Annotated[
        bool, typer.Option("--accepted", help=_("只加审核通过的报告，送来的报送包和文件也在内。"))
    ] = False,
) -> None:
    """本机关和全部下级机关的汇总报告；没有数据的机关列为缺报。

    例：gongkai rollup 2022 --organ 滑县人民政府 --format json
    """
    _write(year, organ, file_form, form, out, whole=True, over=force, accepted=accepted)


def _write(
    year: int,
    name: str | None,
    file_form: FileForm,
    form: Form | None,
    out: Path | None,
    *,
    whole: bool,
    over: bool,
    begin: bool = False,
    draft: bool = False,
    accepted: bool = False,
) -> None:
    ledger()
    from gongkai.ledger.base import Scope
    from gongkai.ledger.organs.queries import all_organs
    from gongkai.ledger.reports import actions, queries
    from gongkai.ledger.reports.writing import BY_CODE, RoundTripError, write

    organ = choose(name)
    try:
        if begin:
            queries.refuse_future(year)
            actions.begin(organ=organ, year=year, actor=actor())
        # who holds the data folder may see every organ in it
        scope = Scope.of(*all_organs())
        if accepted:
            made = _accepted(organ, year)
        elif whole:
            made = queries.rollup(organ, year, scope=scope, form_code=form or "")
        elif draft or form:
            made = queries.compile_report(organ, year, scope=scope, form_code=form or "")
        else:
            made = queries.public_report(organ, year, scope=scope)
        data = write(made, file_form, organ=organ)
    except (queries.NoSuchYear, RoundTripError) as error:
        raise Fail(str(error)) from error
    if str(out) == "-" or (file_form is FileForm.JSON and out is None):
        sys.stdout.buffer.write(data)
        return
    path = out or Path(BY_CODE[file_form].name_for(made))
    if path.is_file() and not over and path.read_bytes() != data:
        raise Fail(
            _(
                "{file} — 已经有这个文件，内容不同，也许改过 — 请用 --out 换个文件名，要覆盖就加 --force。"
            ).format(file=path)
        )
    write_whole(path, data)
    print(path)
    _tell(made)


def _accepted(organ: "Organ", year: int) -> "ReportData":
    """The sum of the reports that were accepted; Fail where there is none."""
    from gongkai.ledger.reports import queries, tree

    queries.refuse_future(year)
    made = tree.of(organ, year).report if year >= queries.FIRST_YEAR else None
    if made is None:
        raise Fail(_("{year}年 — 还没有审核通过的报告 — 请先审核，再汇总。").format(year=year))
    return made


def _tell(made: "ReportData") -> None:
    """On stderr, so that stdout holds the path alone: what the checks found, and who is missing.

    Most messages begin with their place, some quote the prose: it is said once either way.
    """
    from gongkai.law.findings import Severity
    from gongkai.law.text import without_numbering

    if made.scope and made.scope.missing:
        print(_("缺报的机关：{names}。").format(names="、".join(made.scope.missing)), file=sys.stderr)
    for finding in made.findings:
        if finding.severity is not Severity.INFO or finding.rule.startswith(OF_LEDGERS):
            place = made.form.name_of(finding.where)
            said, named = retell(finding.message), without_numbering(place) in finding.message
            if finding.where != "report" and not named:
                said = _("{place}：{said}").format(place=place, said=said)
            print(f"{_(finding.severity.zh)} {finding.rule} {said}", file=sys.stderr)
