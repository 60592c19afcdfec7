"""What is printed of an assessment: its result, a card, and what follows from one.

Points and places stand on a paper only where the county asks for them.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gongkai.law.assessment import Mark, verdict
from gongkai.ledger.assessment.entries import span
from gongkai.ledger.assessment.models import Assessment, Card, Consequence, Survey
from gongkai.ledger.assessment.queries import Line, grades_in_words, ranking
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import Grade
from gongkai.papers.model import Align, Block, Cell, Document, Head, Paragraph, Signature, Table
from gongkai.papers.poster import Line as PosterLine
from gongkai.papers.poster import Poster


def result(assessment: Assessment, cards: Sequence[Card]) -> Document:
    """考核结果通报: who came to what, of the cards that are final."""
    organ, places = assessment.organ, ranking(assessment)
    final = [card for card in cards if card.state == Card.State.FINAL]
    final.sort(key=lambda card: (card.target, places.get(card.pk, 0)))
    days, told = span(assessment.first, assessment.last), grades_in_words(assessment)
    lead = f"{days}的政府信息公开工作考核已经核定：{told}。"
    columns = [("考核对象", 3.0), ("等次", 1.6), ("结论", 5.0)]
    if organ.gives_points:
        columns.insert(2, ("得分", 1.6))
    if places:
        columns.insert(0, ("名次", 1.2))
    lines = [_result_line(card, organ, places) for card in final]
    table = _table("考核结果", columns, lines)
    on = assessment.closed_on or max(card.final_on for card in final if card.final_on)
    return _document(organ, f"{assessment.title}结果", [Paragraph(lead), table, Signature(organ.name, on)])


def _result_line(card: Card, organ: Organ, places: dict[int, int]) -> list[str]:
    score = [_points(card.score, card.out_of)] if organ.gives_points else []
    place = [str(places.get(card.pk, ""))] if places else []
    return [*place, card.name, card.grade or "没有评", *score, card.conclusion]


def card(row: Card, lines: Sequence[Line]) -> Document:
    """考核表: indicator by indicator, with what was found and where."""
    organ = row.organ
    blocks: list[Block] = [
        Paragraph(f"考核对象：{row.name}"),
        Paragraph(f"考核期：{span(row.assessment.first, row.assessment.last)}"),
        _table(
            "考核表",
            [("指标", 3.6), ("查到的", 4.4), ("评定", 1.6)],
            [[f"{one.indicator.code} {one.indicator.name}", _found(one), _mark(organ, one)] for one in lines],
        ),
    ]
    said = (
        ("自评说明", row.own_words),
        ("核评说明", row.checked_words),
        ("申诉", row.appeal),
        ("结论", row.conclusion),
    )
    blocks += [Paragraph(f"{label}：{words}") for label, words in said if words]
    if row.final_on:
        score = f"，{_points(row.score, row.out_of)}" if organ.gives_points and row.score is not None else ""
        blocks += [
            Paragraph(f"等次：{row.grade or '知道的不够，没有评'}{score}"),
            Signature(organ.name, row.final_on),
        ]
    return _document(organ, f"{row.name}考核表", blocks)


def _found(line: Line) -> str:
    """What the ledgers found, with what is not as asked; why a person says otherwise."""
    found = line.counted
    faults = [f"{fault.words}：{fault.why}" for fault in found.faults]
    why = [f"核评改了台账的数：{line.why}"] if line.why and line.indicator.method else []
    return "\n".join([*_counted(line, found), *faults, *why])


def _counted(line: Line, found: Mark) -> list[str]:
    if not line.indicator.method:
        return [line.indicator.basis]
    if not found.looked_at:
        return ["没有要看的，不计入" if line.checked is None else "台账里没有要看的"]
    return [
        f"{found.looked_at}件，{len(found.faults)}件不合要求"
        if found.faults
        else f"{found.looked_at}件，都合要求"
    ]


def _mark(organ: Organ, line: Line) -> str:
    score, most = line.score, line.indicator.most or Decimal(0)
    if score is None:
        return "不计入" if line.indicator.method else "不知道"
    return _points(score, most) if organ.gives_points else verdict(score, most)


def consequence(row: Consequence) -> Document:
    """表扬, 通报批评 or 绩效扣分 as it is issued; without a day it is a draft."""
    blocks: list[Block] = []
    if row.document_no:
        blocks.append(Paragraph(row.document_no, Align.CENTER, indent=0))
    blocks.append(Paragraph(f"{row.card.name}：", indent=0))
    blocks += [Paragraph(line) for line in row.text.splitlines() if line.strip()]
    if row.points is not None:
        blocks.append(Paragraph(f"扣{row.points.normalize():f}分。"))
    if row.issued_on:
        blocks.append(Signature(row.organ.name, row.issued_on))
    return Document(title_of(row), tuple(blocks), _phrases(row), row.organ.name)


def title_of(row: Consequence) -> str:
    return "".join(_phrases(row))


def _phrases(row: Consequence) -> tuple[str, ...]:
    """The title, parted where a new line may begin."""
    name, work = row.card.name, "政府信息公开工作"
    return {
        Consequence.Kind.PRAISE: (f"关于表扬{name}", work, "的通报"),
        Consequence.Kind.CRITICISM: (f"关于对{name}", work, "予以批评的通报"),
        Consequence.Kind.DEDUCTION: (name, work, "绩效扣分通知书"),
    }[Consequence.Kind(row.kind)]


def _points(score: Decimal | None, out_of: Decimal | None) -> str:
    return "" if score is None or out_of is None else f"{score.normalize():f}/{out_of.normalize():f}"


def _table(name: str, columns: Sequence[tuple[str, float]], lines: Iterable[Sequence[str]]) -> Table:
    head = tuple(Cell(zh, head=Head.COLUMN, align=Align.CENTER) for zh, _width in columns)
    rows = (tuple(Cell(words) for words in line) for line in lines)
    widths = tuple(width for _zh, width in columns)
    return Table((head, *rows), widths, head_rows=1, row_height=8.0, caption=name)


def _document(organ: Organ, title: str, blocks: Sequence[Block]) -> Document:
    return Document(title, tuple(blocks), organ=organ.name)


def questionnaire(survey: Survey) -> Document:
    """纸质问卷: a box for each grade of each question, no name."""
    columns = [("问题", 4.4), *((grade.label, 1.3) for grade in Grade)]
    lines = [
        [f"{place}. {question}", *("□" for _grade in Grade)]
        for place, question in enumerate(survey.questions, 1)
    ]
    until = f"{survey.closes_on.year}年{survey.closes_on.month}月{survey.closes_on.day}日"
    blocks: list[Block] = [
        Paragraph(
            f"请您评价{survey.organ.name}{survey.year}年的政府信息公开工作，每题选一格打勾。不用写姓名、电话。"
        ),
        _table("评议表", columns, lines),
        Paragraph(f"请在{until}以前交回。"),
    ]
    return _document(survey.organ, survey.title, blocks)


def poster(survey: Survey, link: str) -> Poster:
    """What is put up with the code of the link."""
    until = f"{survey.closes_on.year}年{survey.closes_on.month}月{survey.closes_on.day}日"
    words = (
        f"请您评价{survey.organ.name}{survey.year}年的政府信息公开工作。",
        "不用登录，不问姓名、电话；不会用手机的，请到本机关填纸质问卷。",
    )
    phone = (("电话", survey.organ.phone),) if survey.organ.phone else ()
    return Poster(
        "社会评议",
        survey.title,
        survey.organ.name,
        "",
        tuple(PosterLine(line) for line in words),
        (("截止", until), *phone),
        ("请相互转告。",),
        link,
        "扫码评议",
    )
