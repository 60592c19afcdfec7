"""How much of what must not be published the screen finds, and how often it cries for nothing.

Run as ``python -m bench.screening``. Documents are generated with planted identifiers of every kind, in every
place of every kind of file and every disguise in which people type them; clean pages are prose and tables
with figures as offices publish them. Aim: 99 of 100 found in text, 90 in pictures (with the extra ``ocr``),
at most 2 false alarms in 100 clean pages. Pictures take seconds each; another seed gives other ones.
"""

import io
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from time import process_time
from typing import Any, NamedTuple

import docx as word
import openpyxl
from openpyxl.comments import Comment

from bench.options import numbers
from gongkai import papers
from gongkai.law.identifiers import REGIONS
from gongkai.law.personal_data import Confidence
from gongkai.papers.model import Document, Paragraph
from gongkai.reading import has_eyes
from gongkai.reading.originals import docx, pdf, xlsx
from gongkai.reading.originals.model import Original
from gongkai.reading.originals.screen import screen

CLEAN = 100
LEAST, LEAST_SEEN, MOST = 0.99, 0.9, 2  # of what is planted in text, in pictures; false alarms
SEEN_PLACES = ("page", "line", "table")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Planted(NamedTuple):
    """An identifier: its kind, its digits, and what stands before it."""

    kind: str
    digits: str
    before: str


def identity(chance: random.Random) -> Planted:
    region = chance.choice(sorted(REGIONS)) + f"{chance.randint(1, 29):02d}{chance.randint(1, 28):02d}"
    born = f"{chance.randint(1940, 2015)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    digits = f"{region}{born}{chance.randint(0, 999):03d}"
    check = "10X98765432"[sum(int(a) * b for a, b in zip(digits, _WEIGHTS, strict=True)) % 11]
    return Planted("resident_id", digits + check, "身份证号")


def mobile(chance: random.Random) -> Planted:
    return Planted("mobile", f"1{chance.choice('3578')}{chance.randint(0, 10**9 - 1):09d}", "联系电话")


def card(chance: random.Random) -> Planted:
    digits = f"621700{chance.randint(0, 10**12 - 1):012d}"
    doubled = [int(d) * 2 if at % 2 == 0 else int(d) for at, d in enumerate(reversed(digits))]
    check = -sum(value - 9 if value > 9 else value for value in doubled) % 10
    return Planted("bank_card", f"{digits}{check}", "开户银行账号")


KINDS = (identity, mobile, card)


def _spaced(digits: str) -> str:
    groups = {18: (6, 8, 4), 11: (3, 4, 4), 19: (4, 4, 4, 4, 3)}[len(digits)]
    parts, at = [], 0
    for size in groups:
        parts.append(digits[at : at + size])
        at += size
    return " ".join(parts)


def _wide(digits: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in digits)


#: How people type an identifier, on purpose or not.
DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda digits: digits,
    "spaced": _spaced,
    "dashed": lambda digits: _spaced(digits).replace(" ", "-"),
    "full width": _wide,
    "broken line": lambda digits: f"{digits[:7]}\n{digits[7:]}",
    "unseen space": lambda digits: f"{digits[:5]}\u200b{digits[5:]}",
    "lower x": str.lower,
}

_PROSE = (
    "根据县人民政府统一部署，现将2022年度小麦良种补贴资金1280.56万元安排情况公示如下。",
    "全镇共有建档立卡户312户986人，人均纯收入12850元，较上年增长8.6%。",
    "项目编号HNJC-2022-0817，招标控制价3856214.77元，工期180日历天。",
    "统一社会信用代码11341702486344515H，组织机构代码00001434-9。",
    "会议于2022年10月19日9时30分召开，会期1天，请于10月18日17时前报名。",
    "依据豫财农〔2021〕56号文件，按每亩98.62元补贴，涉及耕地35672.4亩。",
    "预算科目2130122，指标文号滑财预〔2022〕118号，金额20000000元。",
    "坐标X=3921456.12，Y=38512347.90，用地面积15234.6平方米。",
)


Places = dict[str, tuple[Callable[[str, str], Original], tuple[str, ...]]]


def in_docx(text: str, place: str) -> Original:
    document = word.Document()
    document.add_paragraph("四间房镇公示")
    paragraph = document.add_paragraph("现公示如下。")
    if place == "body":
        document.add_paragraph(text)
    elif place == "runs":
        cut = document.add_paragraph()
        for char in text:
            cut.add_run(char)
    elif place == "table":
        table: Any = document.add_table(2, 3)
        for cell, words in zip(table.rows[0].cells, ("姓名", "信息", "村"), strict=True):
            cell.text = words
        for cell, words in zip(table.rows[1].cells, ("张某某", text, "东徐村"), strict=True):
            cell.text = words
    elif place == "header":
        document.sections[0].header.paragraphs[0].text = text
    elif place == "comment":
        document.add_comment(paragraph.runs, text=text, author="甲", initials="甲")
    elif place == "hidden":
        document.add_paragraph().add_run(text).font.hidden = True
    elif place == "properties":
        document.core_properties.subject = text
    made = io.BytesIO()
    document.save(made)
    return docx.read(made.getvalue(), "a.docx")


def in_xlsx(text: str, place: str) -> Original:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    for row in (("姓名", "信息", "备注"), ("张某某", text if place == "cell" else "无", "无")):
        sheet.append(row)
    if place == "hidden sheet":
        other: Any = book.create_sheet("底稿")
        other.append((text,))
        other.sheet_state = "hidden"
    elif place in {"hidden row", "hidden column"}:
        sheet["C3"] = text
        if place == "hidden row":
            sheet.row_dimensions[3].hidden = True
        else:
            sheet.column_dimensions["C"].hidden = True
    elif place == "comment":
        sheet["A2"].comment = Comment(text, "甲")
    made = io.BytesIO()
    book.save(made)
    return xlsx.read(made.getvalue(), "a.xlsx")


def in_pdf(text: str, _place: str) -> Original:
    lines = (Paragraph("现公示如下。"), *(Paragraph(line) for line in text.split("\n")))
    return pdf.read(papers.write(Document("四间房镇公示", lines), "pdf"), "a.pdf")


PLACES: Places = {
    "docx": (in_docx, ("body", "runs", "table", "header", "comment", "hidden", "properties")),
    "xlsx": (in_xlsx, ("cell", "hidden sheet", "hidden row", "hidden column", "comment")),
    "pdf": (in_pdf, ("body",)),
}


def planted(chance: random.Random) -> Iterator[tuple[str, bool]]:
    """For every place, kind and disguise, whether what was planted there was found."""
    for form, (made, places) in PLACES.items():
        for place in places:
            for kind in KINDS:
                for disguise, disguised in DISGUISES.items():
                    one = kind(chance)
                    original = made(f"{one.before}：{disguised(one.digits)}。", place)
                    yield f"{form}, {place}, {one.kind}, {disguise}", _is_found(one, original)


def _is_found(one: Planted, original: Original) -> bool:
    wanted = one.digits.upper()
    return any(
        wanted in found.value.upper() and found.confidence >= Confidence.MEDIUM for found in screen(original)
    )


def pictured(chance: random.Random) -> Iterator[tuple[str, Planted, bytes]]:
    """Pictures with an identifier: pages printed here, notices with it in a line, and in a table."""
    from bench.notices import notice, printed

    for kind, (disguise, disguised) in product(KINDS, DISGUISES.items()):
        for place in SEEN_PLACES:
            one = kind(chance)
            words = disguised(one.digits)
            above, below = chance.sample(_PROSE, 2)
            lines = ("四间房镇公示", above, f"{one.before}：{words}。", below)
            rows = (("姓名", one.before, "村"), ("张某某", words, "东徐村"))
            if place == "page":
                data = printed(lines, chance)
            else:
                data = notice(lines if place == "line" else (*lines[:2], *rows, below), chance)
            yield f"{place}, {one.kind}, {disguise}", one, data


def harmless(chance: random.Random) -> Iterator[bytes]:
    """Pictures of clean pages: prose printed here, and notices with figures in a table, ruled or not."""
    from bench.notices import notice, printed

    for turn in range(CLEAN):
        lines = ("四间房镇公示", *chance.sample(_PROSE, 4))
        figures = [
            [f"{chance.uniform(0, 10 ** chance.randint(1, 9)):.2f}" for _box in range(3)] for _row in range(4)
        ]
        if turn % 3 == 0:
            yield printed(lines, chance)
        else:
            rows = figures if turn % 3 == 1 else [" ".join(row) for row in figures]
            yield notice((*lines, *rows), chance)


def looked_at(data: bytes) -> Original:
    from gongkai.reading.originals import seen

    return Original(pieces=seen.look(data, "png", "a.png").pieces, is_pictures=True)


def false_alarms(chance: random.Random) -> Iterator[str]:
    """What the screen stops at on clean pages of prose and figures."""
    for _page in range(CLEAN):
        document = word.Document()
        for line in chance.sample(_PROSE, 5):
            document.add_paragraph(line)
        table: Any = document.add_table(8, 5)
        for row in table.rows:
            for cell in row.cells:
                cell.text = f"{chance.uniform(0, 10 ** chance.randint(1, 9)):.2f}"
        for cell, head in zip(table.rows[0].cells, ("村", "户数", "面积", "标准", "金额"), strict=True):
            cell.text = head
        made = io.BytesIO()
        document.save(made)
        for found in screen(docx.read(made.getvalue(), "a.docx")):
            if found.confidence >= Confidence.MEDIUM and found.where not in {"文档属性（description）"}:
                yield f"{found.kind}: {found.context}"


def _alarms_seen(chance: random.Random) -> Iterator[str]:
    for picture in harmless(chance):
        for found in screen(looked_at(picture)):
            if found.confidence >= Confidence.MEDIUM:
                yield f"{found.kind}: {found.context}"


def _recall(what: str, outcome: list[tuple[str, bool]], least: float) -> bool:
    missed = [name for name, is_found in outcome if not is_found]
    recall = 1 - len(missed) / len(outcome)
    print(
        f"{what}: planted {len(outcome)}, found {len(outcome) - len(missed)}: {recall:.2%} (aim {least:.0%})"
    )
    for name in missed[:20]:
        print(f"  missed: {name}")
    return recall >= least


def _calm(what: str, alarms: list[str]) -> bool:
    print(f"{what}: clean pages {CLEAN}, false alarms {len(alarms)} (aim at most {MOST})")
    for words, count in Counter(alarms).most_common(10):
        print(f"  {count} × {words}")
    return len(alarms) <= MOST


def main(seed: int) -> int:
    chance = random.Random(seed)
    fine = _recall("text", list(planted(chance)), LEAST)
    fine &= _calm("text", list(false_alarms(chance)))
    if has_eyes():
        begun = process_time()
        outcome = [(name, _is_found(one, looked_at(data))) for name, one, data in pictured(chance)]
        fine &= _recall("pictures", outcome, LEAST_SEEN)
        fine &= _calm("pictures", list(_alarms_seen(chance)))
        print(f"  {(process_time() - begun) / (len(outcome) + CLEAN):.1f} s of one core a picture")
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main(*numbers(__doc__, seed=2022)))
