"""A letter as a document: title, number, addressee, text, contact, organ and date, and the slip below."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.law.letter_texts import phrases_of
from gongkai.ledger.requests.letters.drafting import Draft, contact_of
from gongkai.ledger.transparency import queries as transparency
from gongkai.lib.language import _
from gongkai.papers.layout import A_LINE, width
from gongkai.papers.model import Align, Attachments, Block, Document, Note, Paragraph, Signature


def build(draft: Draft, *, to: str, shown: Callable[[str], str] = str) -> Document:
    """The letter addressed ``to``: the full name, or how it is ``shown`` to whoever may not see it."""
    title = draft.plan.template.title
    # 撤回 with the organ's name on a line of its own would read as if the organ withdrew
    phrases = (title,) if width(title) <= A_LINE else phrases_of(title)
    return Document(
        title=f"{draft.organ.name}{title}",
        phrases=(draft.organ.name, *phrases),
        blocks=tuple(_blocks(draft, to, shown)),
        organ=draft.organ.name,
    )


#: What stands above and below a voided letter: taken out of its file it would look valid.
VOID = "（此件已作废）"


def _blocks(draft: Draft, to: str, shown: Callable[[str], str]) -> Iterator[Block]:
    if draft.is_void:
        yield Paragraph(VOID, Align.CENTER, indent=0)
    if draft.plan.template.is_numbered:
        number = draft.document_no or _("（文号签发时给出）")
        yield Paragraph(number, Align.CENTER, indent=0)
    yield Paragraph(f"{to}：", indent=0)
    yield from (_paragraph(shown(line)) for line in draft.paragraphs)
    if contact := contact_of(draft.organ):
        yield Paragraph(f"联系方式：{contact}。")
    if draft.annexes:
        yield Attachments(tuple(map(shown, draft.annexes)))
    yield Signature(draft.organ.name, draft.on)
    if head := transparency.by(draft.signed_at) if draft.signed_at else None:
        yield Note(f"公开存证码：{head.code}")
    yield from _slip(draft.after)
    if draft.is_void:
        yield Note(VOID)
    elif not draft.signed:
        yield Note(_("草稿，还没有签发"))


def _paragraph(line: str) -> Paragraph:
    """A line of boxes to be ticked is not stretched."""
    return Paragraph(line, Align.LEFT if "□" in line else Align.JUSTIFY)


def _slip(lines: tuple[str, ...]) -> Iterator[Block]:
    if lines:
        title, to, *rest = lines  # cut off along a line, so it is not torn over two pages
        yield Paragraph(title, Align.CENTER, indent=0, sticky=True)
        yield Paragraph(to, indent=0, sticky=True)
        yield from (replace(_paragraph(line), sticky=line is not rest[-1]) for line in rest)
