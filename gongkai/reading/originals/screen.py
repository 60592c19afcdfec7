"""The screen 发布前检查: personal data, secrecy marks and an organ's wrong words, each in its place.

Every box of a table is read together with the head of its column, and a column whose head names something
personal is held to its head: what is typed wrongly there leaks all the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gongkai.law import secrecy
from gongkai.law.masks import BY_CODE, mask
from gongkai.law.personal_data import Confidence, Hit, scan
from gongkai.law.written_numbers import narrow
from gongkai.reading.originals.model import PLACES, REWRITTEN, Block, Original, Table, Text

SECRECY, WRONG_WORD = "secrecy", "wrong_word"
_OTHERS = {SECRECY: "密级标志", WRONG_WORD: "易错词"}
#: Where a hit stands among the words beside it.
GAP = "▮"
_CONTEXT = 12  # characters on either side
_REACH = 40  # characters of two paragraphs in which a number may go on from one to the other
#: Beside a hit: a number in one piece, or in groups that together are longer than a day is written.
_OTHER_NUMBER = re.compile(r"[0-9](?:[ \n\u200b-]{0,4}[0-9Xx]){8,}|[0-9Xx]{5,}")
_DIGIT = re.compile(r"[0-9Xx]")
_PICTURE = "picture"
#: A number as it is seen in a picture: its letters and signs may be digits, its blanks may be none.
_SEEN_NUMBER = re.compile(r"[0-9OoDQIlSBZ|!](?:[ ]?[0-9OoDQIlSBZ|!]){9,20}(?:[ ]?[0-9Xx×])?")
_LOOKS = str.maketrans("OoDQIlSBZ|!× ", "00001158211X\u200b")
#: What the head of a column names, and the kind whose mask its boxes get.
_HEADS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"残疾.{0,4}证"), "disability_card"),
    (re.compile(r"身份证|身份号码|证件号"), "resident_id"),
    (
        re.compile(r"(?:一卡通|银行|存折|惠农|社保).{0,4}(?:账|帐|卡)|(?:账|帐|卡)号|账户|帐户"),
        "bank_account",
    ),
    (re.compile(r"手机|移动电话"), "mobile"),
    (re.compile(r"电话|联系方式"), "mobile"),
    (re.compile(r"(?:家庭|详细|现|居)住?址|住址|住所|户籍地"), "address"),
    (re.compile(r"病种|疾病|病情|患病|诊断"), "health"),
    (re.compile(r"车牌|号牌"), "plate"),
    (re.compile(r"邮箱|E-?mail", re.I), "email"),
)
_NOBODY = re.compile(r"[\s—\-/无、合计总共详见略*]*")
#: A column under one of these is of offices and not of people.
_OFFICE = re.compile(r"单位|部门|机关|企业|公司|监督|举报|咨询|服务")


class Spot(NamedTuple):
    """Where something stands: block, row and box of the body; of a piece, its number after ``piece``."""

    block: int = -1
    row: int = -1
    box: int = -1
    piece: int = -1


@dataclass(frozen=True, slots=True)
class Found:
    """Something that the screen stops at. ``where`` says in words; ``text`` is it as it is written there.

    ``is_rewritten``: a copy of the file can have other words there.
    """

    kind: str
    where: str
    spot: Spot
    start: int
    end: int
    text: str
    value: str
    context: str
    confidence: Confidence
    why: str
    is_hidden: bool = False
    is_part: bool = False
    is_rewritten: bool = True

    @property
    def cover(self) -> str:
        """What stands there when it is masked; a part of a number that goes on elsewhere shows nothing."""
        if self.is_part:
            return "*" * len(self.text)
        return mask(self.kind, self.value) if self.kind in BY_CODE else "*" * len(self.text)


def zh(kind: str) -> str:
    """What was found, in words."""
    return BY_CODE[kind].zh if kind in BY_CODE else _OTHERS[kind]


def screen(
    original: Original, *, allow: Iterable[str] = (), wrong: Mapping[str, str] | None = None
) -> tuple[Found, ...]:
    """Everything found in an original, hidden parts included, in its order.

    ``allow``: values that may stand, such as the organ's own telephones. ``wrong``: wrong words and what they
    should be.
    """
    allowed, words = frozenset(allow), dict(wrong or {})
    found = list(_in_body(original, allowed, words))
    for number, piece in enumerate(original.pieces):
        name, is_hidden = PLACES[piece.place]
        where = f"{name}（{piece.at}）" if piece.at else name
        spot = Spot(piece=number)
        here = list(_in_text(piece.text, where, spot, allowed, words, is_hidden=is_hidden))
        if piece.place == _PICTURE:
            here += _looking_like(piece.text, where, spot, allowed, here)
        found += (replace(one, is_rewritten=piece.place in REWRITTEN) for one in here)
    return tuple(found)


def _looking_like(
    text: str, where: str, spot: Spot, allowed: frozenset[str], found: Sequence[Found]
) -> Iterator[Found]:
    """What is found besides when the letters and blanks in a number that was seen are not believed."""
    before = [one for one in found if one.spot == spot and one.confidence > Confidence.LOW]
    likely = _SEEN_NUMBER.sub(lambda number: number[0].translate(_LOOKS), text)
    for hit in scan(likely, allowed, least=Confidence.MEDIUM) if likely != text else ():
        if not any(_says_as_much(one, hit) for one in before):
            yield _found(hit, text, hit.start, hit.end, where, spot, is_hidden=False)


def _says_as_much(one: Found, hit: Hit) -> bool:
    """Whether a finding at the place of another holds all of it or is as sure; 16 digits of 19 are not."""
    is_there = one.start < hit.end and hit.start < one.end
    holds_it = one.start <= hit.start and hit.end <= one.end
    return holds_it or (is_there and one.confidence >= hit.confidence)


def _in_body(original: Original, allowed: frozenset[str], words: Mapping[str, str]) -> Iterator[Found]:
    tables = 0
    for number, block in enumerate(original.blocks):
        above = original.blocks[number - 1] if number else None
        if isinstance(block, Text):
            if isinstance(above, Text):
                yield from _over_the_end(above.text, block.text, number, allowed)
            beside = _text_of(original.blocks, number - 1), _text_of(original.blocks, number + 1)
            for one in _in_text(block.text, "正文", Spot(number), allowed, words):
                yield _among(one, block.text, *beside)
        else:
            tables += 1
            yield from _in_table(
                block, f"表“{block.name}”" if block.name else f"表{tables}", number, allowed, words
            )


def _over_the_end(above: str, below: str, number: int, allowed: frozenset[str]) -> Iterator[Found]:
    """A number that begins in one paragraph and goes on in the next, as where a line was broken by hand."""
    if not (above[-1:].isalnum() and above[-1:].isascii() and below[:1].isdigit()):
        return
    tail = above[-_REACH:]
    for hit in scan(f"{tail}\n{below[:_REACH]}", allowed, least=Confidence.MEDIUM):
        if hit.start < len(tail) < hit.end:
            start, end = len(above) - len(tail) + hit.start, hit.end - len(tail) - 1
            for text, spot, span in (
                (above, Spot(number - 1), (start, len(above))),
                (below, Spot(number), (0, end)),
            ):
                found = _found(hit, text, *span, "正文", spot, is_hidden=False)
                yield replace(found, is_part=True)


def _in_table(
    table: Table, name: str, block: int, allowed: frozenset[str], words: Mapping[str, str]
) -> Iterator[Found]:
    heads, below = _heads(table)
    for y, row in enumerate(table.rows):
        for (x, column), box in zip(enumerate(_columns(table)[y]), row, strict=True):
            head = heads.get(column, "") if y >= below else ""
            where = f"{name}“{head}”列" if head else name
            spot = Spot(block, y, x)
            hits = list(_in_text(box.text, where, spot, allowed, words, before=head))
            if head and not hits and (told := _told(head, box.text, allowed)):
                text, why = box.text, f"表头写明“{head}”"
                hits = [Found(told, where, spot, 0, len(text), text, text, GAP, Confidence.MEDIUM, why)]
            beside = " ".join(one.text for one in row[:x]), " ".join(one.text for one in row[x + 1 :])
            yield from (_among(hit, box.text, *beside) for hit in hits)


def _among(found: Found, text: str, before: str, after: str) -> Found:
    """With what stands before and after, where a paragraph or box is nothing but what was found."""
    if found.context != GAP:
        return found
    start = len(before) + 1 + found.start
    around = _around(f"{before} {text} {after}", start, start + found.end - found.start)
    return replace(found, context=around)


def _text_of(blocks: Sequence[Block], number: int) -> str:
    block = blocks[number] if 0 <= number < len(blocks) else None
    return block.text if isinstance(block, Text) else ""


def _told(head: str, text: str, allowed: frozenset[str]) -> str:
    """The kind that a column's head names, where the box holds something."""
    if _NOBODY.fullmatch(text) or text in allowed or _OFFICE.search(head) or "*" in text:
        return ""
    return next((kind for pattern, kind in _HEADS if pattern.search(head)), "")


def _heads(table: Table) -> tuple[dict[int, str], int]:
    """What stands above each column, and the first row below: heads are the first row of three boxes."""
    for y, row in enumerate(table.rows[:5]):
        if len(row) >= min(3, _width(table)) and not any(any(map(str.isdigit, box.text)) for box in row):
            columns = _columns(table)[y]
            return {
                column: "".join(box.text.split())[:20] for column, box in zip(columns, row, strict=True)
            }, y + 1
    return {}, 0


def _width(table: Table) -> int:
    return max((sum(box.colspan for box in row) for row in table.rows), default=0)


def _columns(table: Table) -> list[list[int]]:
    """For each row the column in which each of its boxes begins."""
    taken: dict[int, int] = {}
    laid = []
    for y, row in enumerate(table.rows):
        column, places = 0, []
        for box in row:
            while taken.get(column, 0) > y:
                column += 1
            places.append(column)
            if box.rowspan > 1:
                taken.update(dict.fromkeys(range(column, column + box.colspan), y + box.rowspan))
            column += box.colspan
        laid.append(places)
    return laid


def _in_text(
    text: str,
    where: str,
    spot: Spot,
    allowed: frozenset[str],
    words: Mapping[str, str],
    *,
    before: str = "",
    is_hidden: bool = False,
) -> Iterator[Found]:
    if not text:
        return
    shift = len(before) + 1 if before else 0
    for hit in scan(f"{before}：{text}" if before else text, allowed):
        if hit.start >= shift:
            yield _found(hit, text, hit.start - shift, hit.end - shift, where, spot, is_hidden)
    if secrecy.marked(text, of_file=True):
        yield _other(SECRECY, text, 0, len(text), where, spot, "密级或者不公开的标志", is_hidden)
    for word, right in words.items():
        for match in re.finditer(re.escape(word), text):
            why = f"应为“{right}”" if right else "机关列出的禁用词"
            yield _other(WRONG_WORD, text, *match.span(), where, spot, why, is_hidden)


def _found(hit: Hit, text: str, start: int, end: int, where: str, spot: Spot, is_hidden: bool) -> Found:
    return Found(
        hit.kind, where, spot, start, end, text[start:end], hit.value,
        _around(text, start, end), hit.confidence, hit.why, is_hidden,
    )  # fmt: skip


def _other(
    kind: str, text: str, start: int, end: int, where: str, spot: Spot, why: str, is_hidden: bool
) -> Found:
    words = text[start:end]
    return Found(
        kind,
        where,
        spot,
        start,
        end,
        words,
        narrow(words),
        _around(text, start, end),
        Confidence.HIGH,
        why,
        is_hidden,
    )


def _around(text: str, start: int, end: int) -> str:
    """The words on either side of a hit, without any other number that may stand there: one that is cut
    off where they end is looked at whole."""
    before = _without_numbers(text[max(0, start - _CONTEXT - _REACH) : start])
    after = _without_numbers(text[end : end + _CONTEXT + _REACH])
    return " ".join(f"{before[-_CONTEXT:]}{GAP}{after[:_CONTEXT]}".split())


def _without_numbers(text: str) -> str:
    """A text of the same length, however its numbers are written."""
    shown = list(text)
    for number in _OTHER_NUMBER.finditer(narrow(text)):
        shown[number.start() : number.end()] = _DIGIT.sub("*", number[0])
    return "".join(shown)
