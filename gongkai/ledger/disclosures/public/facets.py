"""By what published information is sorted out, besides words. ``FACETS`` is the one place that says it."""

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.law import proactive
from gongkai.ledger.disclosures.models import Disclosure

#: The 公文 kinds, the longer name first, without what stands in brackets: 命令（令） ends a title as 令.
_KINDS = sorted(
    ((kind.code, name) for kind in proactive.DOCUMENT_KINDS for name in kind.zh.rstrip("）").split("（")),
    key=lambda pair: -len(pair[1]),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """``of`` gives a row's value, "" where it has none; ``code`` is its word in addresses, letters only."""

    code: str
    zh: str
    of: Callable[[Disclosure], str]


def document_kind(title: str) -> str:
    """The 公文 kind that a title ends in, whatever stands in brackets after it."""
    stem = title.split("（")[0] if title.endswith("）") else title
    return next((code for code, name in _KINDS if stem.endswith(name)), "")


def _year(row: Disclosure) -> str:
    return str(row.published_on.year) if row.published_on else ""


FACETS: tuple[Facet, ...] = (
    Facet("clause", "法定内容", lambda row: row.clause),
    Facet("category", "信息类别", lambda row: row.category),
    Facet("kind", "公文种类", lambda row: document_kind(row.title)),
    Facet("year", "公开年份", _year),
)
BY_CODE = {facet.code: facet for facet in FACETS}
