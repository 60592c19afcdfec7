"""The clean HTML of a publication as plain blocks, for what is printed or read aloud."""

from collections.abc import Iterator

from lxml import html as lxml_html
from lxml.html import HtmlElement

from gongkai.channels.carriers.base import Publication
from gongkai.papers.poster import Line, Rows


def blocks(publication: Publication) -> tuple[Line | Rows, ...]:
    """Paragraphs, sections, the signature and tables, in their order."""
    if not publication.html.strip():
        return tuple(Line(line) for line in publication.text.splitlines() if line.strip())
    return tuple(_blocks(lxml_html.fragment_fromstring(publication.html, create_parent="div")))


def _blocks(body: HtmlElement) -> Iterator[Line | Rows]:
    for one in body:
        if one.tag == "table":
            rows = tuple(tuple(_text(box) for box in row.iter("td", "th")) for row in one.iter("tr"))
            if caption := one.find("caption"):
                yield Line(_text(caption), "section")
            if rows:
                yield Rows(rows, head=one.find("thead") is not None)
        elif text := _text(one):
            is_signed = one.get("class") == "signed"
            yield Line(text, "signed" if is_signed else "section" if one.tag in {"h2", "h3"} else "text")


def _text(element: HtmlElement) -> str:
    for line_end in element.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    return str(element.text_content()).strip()
