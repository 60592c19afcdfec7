"""``gongkai prose``: the report's text, out to be edited and in again."""

import re
import sys
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import actor, choose
from gongkai.law.text import key_of
from gongkai.lib.files import ordinary
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
#: A word by which each is known where its heading was changed: 五、存在问题.
OWN_WORDS = {
    "overview": re.compile("总体|概况|概述|情况"),
    "problems": re.compile("问题|改进|整改"),
    "other_matters": re.compile("其他|其它|事项"),
}
UNKNOWN = "?"
_NUMERALS = "一二三四五六七八九十"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", _NUMERALS)
#: What an editor puts around a heading: ``## 五、…``, ``**五、…**``, ``【五、…】``, ``五、…：``.
_AROUND = "#*_`>【】: "
#: Numbered as chapters are, be it 第五部分, and too short and unended to be a sentence.
_NUMBERED = re.compile(
    rf"(?:第(?=.(?:部分|章)))?([{_NUMERALS}])(?:(?:部分|章)[、.,: ]*|[、.,: ]+|$)(?!.*[。;!?])(.{{0,30}})"
)


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
    from gongkai.law.annual_report.narrative import NarrativeError, check_written
    from gongkai.ledger.base import Scope
    from gongkai.ledger.reports import actions, queries
    from gongkai.ledger.reports.progress import Refused
    from gongkai.ledger.reports.prose import only_written

    try:
        text = ordinary(file).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fail(_("{file} — 不是UTF-8文本 — 请用记事本另存为UTF-8编码。").format(file=file)) from error
    texts = _chapters(file, text)
    if not texts:
        raise Fail(
            _("{file} — 没有找到“一、总体情况”等标题 — 请在 gongkai prose show 打印的文字上修改。").format(
                file=file
            )
        )
    try:
        for chapter in texts.values():
            check_written(chapter)
    except NarrativeError as error:
        raise Fail(str(error)) from error
    chosen = choose(organ)
    try:
        queries.refuse_future(year)
        drafts = queries.drafted_text(chosen, year, scope=Scope.of(chosen))
    except queries.NoSuchYear as error:
        raise Fail(str(error)) from error
    edited = only_written(texts, drafts)
    try:
        actions.write_prose(organ=chosen, year=year, texts=edited, actor=actor())
    except Refused as error:
        raise Fail(str(error)) from error
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


def _chapters(file: Path, text: str) -> dict[str, str]:
    """The text below each heading, be it a little changed; Fail where a line may be a heading or may not."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        key = _heading(line)
        if key == UNKNOWN or (key and key in found) or (lines is None and not key and line.strip()):
            raise Fail(_refusal(file, number, line.strip(), key, found))
        if key:
            lines = found.setdefault(key, [])
        elif lines is not None:
            lines.append(line)
    return {key: "\n".join(lines).strip() for key, lines in found.items()}


def _heading(line: str) -> str:
    """The chapter a line is the heading of: by its number and a word of its own, or by its words alone. Empty
    for text; UNKNOWN for what is numbered like a chapter and is none of them."""
    words = " ".join(unicodedata.normalize("NFKC", line).split()).strip(_AROUND)
    numeral = _NUMBERED.fullmatch(words.translate(_FORMAL))
    for key, heading in HEADINGS.items():
        same_words = key_of(words) == key_of(heading)
        if same_words or (numeral and numeral[1] == heading[0] and OWN_WORDS[key].search(numeral[2])):
            return key
    return UNKNOWN if numeral else ""


def _refusal(file: Path, number: int, line: str, key: str, found: Collection[str]) -> str:
    shown = line if len(line) <= 30 else f"{line[:29]}…"
    if key in found:
        sentence = _("{file}第{number}行“{line}” — 这个标题出现了两次 — 请合并成一处。")
    elif key == UNKNOWN:
        sentence = _(
            "{file}第{number}行“{line}” — 像是标题，又不是正文的三个标题之一 — "
            "标题请写“{headings}”，正文里的小标题请写成“（一）”。"
        )
    else:
        sentence = _("{file}第{number}行“{line}” — 在第一个标题之前，不知道属于哪一部分 — 请移到标题下面。")
    return sentence.format(file=file, number=number, line=shown, headings="”“".join(HEADINGS.values()))
