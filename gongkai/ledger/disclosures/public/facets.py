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


def _kind(row: Disclosure) -> str:
    """As it was confirmed, else as the title says."""
    return _of_record(row, "document_kind") or document_kind(row.title)


def _of_record(row: Disclosure, name: str) -> str:
    record = getattr(row, "record", None)  # a typed or imported row has none
    return str(getattr(record, name)) if record else ""


FACETS: tuple[Facet, ...] = (
    Facet("clause", "法定内容", lambda row: row.clause),
    Facet("topic", "主题", lambda row: _of_record(row, "topic")),
    Facet("field", "领域", lambda row: _of_record(row, "field")),
    Facet("category", "信息类别", lambda row: row.category),
    Facet("kind", "公文种类", _kind),
    Facet("year", "公开年份", _year),
)
BY_CODE = {facet.code: facet for facet in FACETS}
