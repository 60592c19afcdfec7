"""Labels of rows: shortened, renumbered, cut, misread, or with a figure in them."""

import re
from dataclasses import replace
from random import Random

from gongkai.law.annual_report.form import Role
from tests.synthetic.files import Box, Draft
from tests.synthetic.variants.base import (
    ANY,
    GRIDS,
    GROUPS,
    TABLES,
    Variant,
    labels_of,
    put,
)


def one_character_a_line(page: Draft, chance: Random) -> None:
    for found in labels_of(page, "requests"):
        if found[3].rowspan > 1 or chance.random() < 0.3:
            put(found, text="\n".join(found[3].text))


def other_numbers(page: Draft, chance: Random) -> None:
    for found in labels_of(page):
        text = re.sub(r"^(\d)\.", lambda m: m[1] + "、", found[3].text)
        put(found, text=chance.choice((text, text.replace("（", "(").replace("）", ")"), found[3].text)))


_SHORT = {
    "2.其他法律行政法规禁止公开": "2.其他法律法规禁止公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    "行政规范性文件": "规范性文件",
}


def short_labels(page: Draft, chance: Random) -> None:
    for found in labels_of(page):
        put(found, text=_SHORT.get(found[3].text, found[3].text))


def lost_characters(page: Draft, chance: Random) -> None:
    for found in labels_of(page, "requests"):
        text = found[3].text
        if len(text) > 8 and chance.random() < 0.6:
            for _ in range(chance.randint(1, 2)):
                at = chance.randrange(2, len(text) - 1)
                text = text[:at] + text[at + 1 :]
            put(found, text=text)


_RADICALS = str.maketrans("行一无人不大心文方日月止食生用立", "⾏⼀⽆⼈不⼤⼼⽂⽅⽇⽉⽌⻝⽣⽤⽴")


def radicals(page: Draft, chance: Random) -> None:
    for found in labels_of(page):
        put(found, text=found[3].text.translate(_RADICALS))


def lost_labels(page: Draft, chance: Random) -> None:
    for found in list(labels_of(page)):
        if found[3].role is Role.LABEL and chance.random() < 0.15:
            put(found, text=chance.choice(("", "？？", "…")))


def glued_numbers(page: Draft, chance: Random) -> None:
    """The first figure slipped into the label's box; the row is filled up at its end."""
    for paper in page.sheets("requests"):
        for row in paper.rows:
            first = next((x for x, box in enumerate(row) if box.code), 0)
            if first and chance.random() < 0.2:
                row[first - 1] = replace(row[first - 1], text=row[first - 1].text + row[first].text)
                del row[first]
                row.append(Box(""))


def in_front_of_groups(page: Draft, chance: Random) -> None:
    """（三）不予公开：1.属于国家秘密 in one box, the group's own box left out."""
    for paper in page.sheets("requests"):
        group, left = "", 0
        for y, row in enumerate(paper.rows):
            x = next((x for x, box in enumerate(row) if box.text[:3] in GROUPS and box.rowspan > 1), None)
            if x is not None:
                group, left = row[x].text, row[x].rowspan
                row = [*row[:x], *row[x + 1 :]]
            if left:
                x = max(x for x, box in enumerate(row) if not box.code)
                text = f"{group}{chance.choice(('：', '—', ''))}{row[x].text}"
                row = [*row[:x], replace(row[x], text=text, colspan=2), *row[x + 1 :]]
                left -= 1
            paper.rows[y] = row


VARIANTS: tuple[Variant, ...] = (
    Variant("one character a line", one_character_a_line, GRIDS, may_lose=False),
    Variant("other numbering", other_numbers, TABLES, may_lose=False),
    Variant("short labels", short_labels, TABLES, may_lose=False),
    Variant("lost characters", lost_characters, ANY),
    Variant("Kangxi radicals", radicals, ANY, may_lose=False),
    Variant("lost labels", lost_labels, ANY),
    Variant("group in the label", in_front_of_groups, TABLES),
    Variant("figure slipped into the label", glued_numbers, moves_boxes=True),
)
