"""Holding a paper or a saved page against what was proved to be public. Needs no ledger and no server.

The log keeps a digest, so the proof carries what was published. A paper is compared with that by what it
says, whatever its form; a saved page by its text, and a file that came with it by its digest.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any

from lxml import etree
from lxml import html as pages

from gongkai.law.annual_report.contract import from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.lib.language import _
from gongkai.lib.proofs import Kind, Proof
from gongkai.reading import compare, read_bytes

REPORTS = (Kind.REPORT, Kind.AMENDMENT)
_PAGE = (".html", ".htm")


def differences(proof: Proof, data: bytes, name: str) -> Iterator[str]:
    """In what a file is not what was published, a sentence each; ReadError where it cannot be read."""
    if proof.content is None or proof.entry.kind is Kind.WITHDRAWAL:
        yield _("{name} — 证明的是撤回，没有内容可以核对 — 请换公开时的存证。").format(name=name)
        return
    said = json.loads(proof.content)
    if proof.entry.kind in REPORTS:
        yield from _of_report(from_json(said["report"]), data, name)
    elif name.lower().endswith(_PAGE):
        yield from _of_page(said, data, name)
    elif sha256(data).hexdigest() not in {file["sha256"] for file in said["files"]}:
        yield _("{name} — 不是这一版公开的文件，或者内容被改动过。").format(name=name)


def _of_report(published: ReportData, data: bytes, name: str) -> Iterator[str]:
    paper = read_bytes(data, name=name)
    if (paper.organ, paper.year) != (published.organ, published.year):
        yield _("{name} — 是{organ}{year}年的报告，存证是{other}{then}年的。").format(
            name=name, organ=paper.organ, year=paper.year, other=published.organ, then=published.year
        )
        return
    for one in compare(_as_exact_as(paper, published), paper):
        yield _("{cell} — 公布的是“{left}”，这份文件是“{right}”。").format(
            cell=one.name, left=_short(one.left), right=_short(one.right)
        )
    for key in published.narrative:
        if published.narrative[key].strip() and not paper.narrative.get(key, "").strip():
            yield _("{chapter} — 公布的报告里有，这份文件里没有。").format(chapter=published.name_of(key))


def _as_exact_as(paper: ReportData, published: ReportData) -> ReportData:
    """What was published with its money to as many places as a paper has."""
    cells = {code: _to_places(value, paper.cells.get(code)) for code, value in published.cells.items()}
    return replace(published, cells=cells)


def _to_places(value: Any, shown: Any) -> Any:
    if not (isinstance(value, Decimal) and isinstance(shown, int | Decimal)):
        return value
    return value.quantize(Decimal(1).scaleb(Decimal(shown).as_tuple().exponent), ROUND_HALF_UP)  # type: ignore[arg-type]


def _of_page(said: Mapping[str, Any], data: bytes, name: str) -> Iterator[str]:
    """The page of a record as a browser saved it: its title, its body, its numbers."""
    page = _parsed(data)
    record = page.xpath("//article[contains(@class, 'record')]") if page is not None else []
    if not record:
        yield _("{name} — 不是公开信息的网页 — 请在浏览器里打开那一页，另存为网页再核对。").format(name=name)
        return
    heading, body = (_text(record[0].xpath(path)) for path in ("./h1", "./div[contains(@class, 'body')]"))
    if heading != _squeezed(said["title"]):
        yield _("{name} — 标题与公开的不同：公开的是“{title}”。").format(name=name, title=said["title"])
    published = _parsed(said["html"].encode())
    if body != ("" if published is None else _text([published])):
        yield _("{name} — 正文与公开的不同：被改动过。").format(name=name)
    block = _text(record[0].xpath("./dl"))
    for element, words in (("index_no", _("索引号")), ("document_no", _("文号"))):
        if _squeezed(said["elements"].get(element, "")) not in block:
            yield _("{name} — {element}与公开的不同：公开的是“{value}”。").format(
                name=name, element=words, value=said["elements"][element]
            )


def _parsed(data: bytes) -> Any:
    try:
        return pages.document_fromstring(data, parser=pages.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _text(nodes: Any) -> str:
    return _squeezed("".join(node.text_content() for node in nodes))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:40]}……"
