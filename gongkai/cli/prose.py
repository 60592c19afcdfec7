"""``gongkai prose``: the report's text, out to be edited and in again."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import actor, choose
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ

command = typer.Typer(
    add_completion=False, no_args_is_help=True, help=_("年度报告的正文：起草、取出、改好放回。")
)
Year = Annotated[int, typer.Argument(metavar=_("年度"), min=1990, max=9999)]
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]
#: The chapters that are prose, by the heading that stands for them in the edited file.
HEADINGS = {
    "overview": "一、总体情况",
    "problems": "五、存在的主要问题及改进情况",
    "other_matters": "六、其他需要报告的事项",
}


@command.command()
def show(year: Year, organ: OrganName = None) -> None:
    """打印正文；花括号里的名称（如{新收件数}）随台账变化，改字时请保留。

    例：gongkai prose show 2022 --organ 四间房镇 > 正文.txt
    """
    ledger()
    from gongkai.ledger.base import Scope
    from gongkai.ledger.reports import queries

    chosen = choose(organ)
    try:
        texts = queries.editable_text(chosen, year, scope=Scope.of(chosen))
    except queries.NoSuchYear as error:
        raise Fail(str(error)) from error
    sys.stdout.buffer.write("\n".join(f"{HEADINGS[key]}\n{texts[key]}\n" for key in HEADINGS).encode())


@command.command()
def fields() -> None:
    """列出正文里可用的、随台账变化的数字。

    例：gongkai prose fields
    """
    from gongkai.law.annual_report.narrative import FIGURES

    for figure in FIGURES:
        print("{" + figure.name + "}  " + figure.description)


@command.command("import")
def import_(
    year: Year,
    file: Annotated[Path, typer.Argument(metavar=_("文件"), help=_("改好的正文，UTF-8文本。"))],
    organ: OrganName = None,
) -> None:
    """把改好的正文放回去；没有改动或者留空的部分，仍是随台账变化的草稿。

    例：gongkai prose import 2022 正文.txt --organ 四间房镇
    """
    ledger()
    from gongkai.law.annual_report.narrative import NarrativeError, check_fields
    from gongkai.ledger.base import Scope
    from gongkai.ledger.reports import actions, queries

    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fail(_("{file} — 不是UTF-8文本 — 请用记事本另存为UTF-8编码。").format(file=file)) from error
    texts = _chapters(text)
    if not texts:
        raise Fail(
            _("{file} — 没有找到“一、总体情况”等标题 — 请在 gongkai prose show 打印的文字上修改。").format(
                file=file
            )
        )
    try:
        for chapter in texts.values():
            check_fields(chapter)
    except NarrativeError as error:
        raise Fail(str(error)) from error
    chosen = choose(organ)
    try:
        drafts = queries.drafted_text(chosen, year, scope=Scope.of(chosen))
    except queries.NoSuchYear as error:
        raise Fail(str(error)) from error
    # a chapter as drafted must stay the draft: kept, it would soon say what the ledger no longer does
    edited = {key: "" if _lines(text) == _lines(drafts[key]) else text for key, text in texts.items()}
    actions.write_prose(organ=chosen, year=year, texts=edited, actor=actor())
    _tell(_("{organ}{year}年正文已保存：{chapters}。"), chosen, year, [key for key in edited if edited[key]])
    _tell(
        _("{organ}{year}年正文仍用草稿、随台账变化：{chapters}。"),
        chosen,
        year,
        [key for key in edited if not edited[key]],
    )


def _tell(sentence: str, organ: "Organ", year: int, chapters: Sequence[str]) -> None:
    if chapters:
        named = "、".join(HEADINGS[key] for key in chapters)
        print(sentence.format(organ=organ.name, year=year, chapters=named))


def _lines(text: str) -> list[str]:
    """A text without what an editor may add to it: blanks at line ends, empty lines."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _chapters(text: str) -> dict[str, str]:
    """The text below each known heading."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.splitlines():
        key = next((key for key, heading in HEADINGS.items() if line.strip() == heading), None)
        if key is not None:
            lines = found.setdefault(key, [])
        elif lines is not None:
            lines.append(line)
    return {key: "\n".join(lines).strip() for key, lines in found.items()}
