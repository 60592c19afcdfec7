"""The page around the tables: what stands before, between and after them."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from gongkai.law.annual_report.formats import BY_CODE
from tests.synthetic.figures import figures
from tests.synthetic.files import Box, Draft, Sheet, draft, sheet
from tests.synthetic.variants.base import ANY, TABLES, Spoil, Variant, unspanned


def renumbered(page: Draft, chance: Random) -> None:
    for number, paper in enumerate(page.sheets(), 1):
        page.blocks.insert(page.blocks.index(paper), f"表{number} {page.year}年度统计表")


def chrome(page: Draft, chance: Random) -> None:
    rows = [
        [Box("索引号"), Box("00123/2024-00001"), Box("分类"), Box("年报")],
        [Box("发布机构"), Box(page.organ), Box("文号"), Box("无")],
        [Box("生成日期"), Box("2024-01-20"), Box("总计"), Box("3")],
    ]
    page.blocks[0:0] = ["首页 > 政务公开 > 政府信息公开年报", Sheet("", rows)]
    page.blocks += ["打印", "关闭窗口", "上一篇：某县2019年政府信息公开工作年度报告"]


def contents(page: Draft, chance: Random) -> None:
    page.blocks[1:1] = [
        "目录",
        *(block for block in page.blocks if isinstance(block, str) and block[1:2] == "、"),
    ]


def _of_others(blocks: list[str | Sheet]) -> Iterator[str | Sheet]:
    """Paragraphs and tables whose figures are not this report's."""
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            yield Sheet(block.code, [[replace(box, code="") for box in row] for row in block.rows])


def two_reports(page: Draft, chance: Random) -> None:
    """Another year's report follows on the same page."""
    other = draft(chance.randrange(1000), page.form, page.kind)
    other.year = page.year - 1
    page.blocks += [other.title, *_of_others(other.blocks[1:])]


def other_form_follows(page: Draft, chance: Random) -> None:
    """Last report, in the other form, follows on the same page."""
    other = draft(chance.randrange(1000), "2019" if page.form == "2021" else "2021", page.kind)
    page.blocks += [other.title, *_of_others(other.blocks[1:])]


def printed_twice(change: bool) -> Spoil:
    def spoil(page: Draft, chance: Random) -> None:
        paper = chance.choice(page.sheets())
        copy = Sheet(paper.code, [list(row) for row in paper.rows])
        if change:
            cells = [(y, x) for y, row in enumerate(copy.rows) for x, box in enumerate(row) if box.code]
            for y, x in chance.sample(cells, 3):
                other = chance.randint(0, 99)
                page.allow([copy.rows[y][x].code], [other])  # where the first cannot be read
                copy.rows[y][x] = replace(copy.rows[y][x], text=str(other), code="")
        page.blocks.insert(page.blocks.index(paper) + 1, copy)

    return spoil


def last_years_tables(page: Draft, chance: Random) -> None:
    """For comparison, last year's table under its own heading, before or after this year's."""
    paper = chance.choice(page.sheets())
    old = figures(chance.randrange(1000), page.form)
    copy = sheet(next(table for table in BY_CODE[page.form].tables if table.code == paper.code), old)
    at = page.blocks.index(paper) + chance.randint(0, 1)
    page.blocks[at:at] = [f"附：{page.year - 1}年数据", *_of_others([copy])]


def hidden_rows(page: Draft, chance: Random) -> None:
    """Rows that are in the file but not to be seen: last year's figures, still there."""
    for paper in page.sheets():
        rows = list(unspanned(paper))
        at = chance.choice([y for y, row in enumerate(rows) if any(box.code for box in row)])
        rows.insert(
            at, [replace(b, text=str(chance.randint(0, 99)), code="") if b.code else b for b in rows[at]]
        )
        paper.rows = rows
        paper.hidden = [at]


def prose_with_figures(page: Draft, chance: Random) -> None:
    """Prose that speaks of the rows, with other figures."""
    page.blocks[2:2] = [
        "本年新收政府信息公开申请 31 件，上年结转 2 件，予以公开 5 件 ，部分公开 7 件 ，其他 1 2 3 4 5 6 7",
        "行政许可 88 件，行政处罚 77 件， 行政强制 66",
        f"{page.year - 1}年行政复议 结果维持 3 结果纠正 4",
    ]


def letters_apart(page: Draft, chance: Random) -> None:
    """Digits set apart, so that a long figure stands in its neighbour's box."""
    page.spaced = True


def no_rules(page: Draft, chance: Random) -> None:
    page.ruled = False


VARIANTS: tuple[Variant, ...] = (
    Variant("tables renumbered", renumbered, TABLES, may_lose=False),
    Variant("chrome", chrome, ANY, may_lose=False),
    Variant("contents", contents, ANY, may_lose=False),
    Variant("two reports", two_reports, ANY),
    Variant("the other form follows", other_form_follows, ANY),
    Variant("a table twice", printed_twice(change=False), TABLES, may_lose=False),
    Variant("a table twice, differently", printed_twice(change=True), ANY),
    Variant("last year's table too", last_years_tables, ANY),
    Variant("hidden rows", hidden_rows, ("html", "docx", "xlsx"), may_lose=False),
    Variant("prose with figures", prose_with_figures, ANY),
    Variant("letters apart", letters_apart, ("pdf",)),
    Variant("tables without rules", no_rules, ("pdf", "ofd")),
)
