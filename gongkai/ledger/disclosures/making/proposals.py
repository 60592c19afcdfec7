"""How a record may be classified, each proposal with its reason: what the paper prints, what is like it among
the organ's own records, what its words speak for. Nothing of it is applied unseen."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from gongkai.law import classification
from gongkai.law.classification import Likely
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.catalogue import queries as catalogue
from gongkai.ledger.disclosures.making import queries
from gongkai.ledger.disclosures.models import Category, Record
from gongkai.ledger.likeness import likest, share
from gongkai.ledger.organs.models import Organ
from gongkai.lib.language import _

_MOST_ALIKE, _LOOKED_AT = 5, 40
#: So much is the same in two titles about one matter: months and places may differ.
_LIKE = 0.4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field, and why."""

    value: str
    why: str


def proposals(record: Record, text: str) -> dict[str, Proposal]:
    """By field of ``entries.Classified``. What nothing speaks for is not there."""
    title = queries.title_of(record)
    alike = _alike(record, title)
    line = _line(record, alike, title)
    found = {
        "attribute": _attribute(record, title),
        "clause": _normative(record)
        or _as_before(alike, "clause")
        or _said(classification.clause(title, text)),
        "field": _as_before(alike, "field") or line.get("field") or _said(classification.field(title, text)),
        "topic": _as_before(alike, "topic") or _said(classification.topic(title, text)),
        "catalogue_line": line.get("name"),
        "audience": _as_before(alike, "audience") or line.get("audience"),
        "ground": _said(classification.ground(title)),
    }
    return {name: one for name, one in found.items() if one}


def _line(record: Record, alike: list[Record], title: str) -> dict[str, Proposal | None]:
    """The line of the standard catalogue, its field and its audience."""
    if before := _as_before(alike, "catalogue_line"):
        return {"name": before}
    if (found := catalogue.likeliest(Scope.of(record.organ), title)) is None:
        return {}
    line, word = found
    why = _("标准目录里有“{word}”").format(word=word)
    return {
        name: Proposal(value[:most], why)
        for name, value, most in (
            ("name", line.name, None),
            ("field", line.field, None),
            ("audience", line.audience, 60),
        )
        if value
    }


def limit(record: Record) -> Proposal | None:
    """By when it is published, where its title speaks for the limit of another law."""
    return _said(classification.limit(queries.title_of(record)))


def _attribute(record: Record, title: str) -> Proposal | None:
    printed = queries.read_elements(record).get("attribute")
    if printed:
        return Proposal(printed.value, _(printed.where))
    if ground := classification.ground(title):
        return Proposal("withheld", _("标题写明“{word}”，条例第十六条可以不公开").format(word=ground.word))
    return Proposal("proactive", _("没有不公开的事由，以公开为常态"))


def _normative(record: Record) -> Proposal | None:
    """What was confirmed as 行政规范性文件 belongs to the first item of Art 20, whatever it is about."""
    if record.disclosure is None or record.disclosure.category != Category.NORMATIVE:
        return None
    return Proposal("art20_1", _("信息类别是行政规范性文件"))


def _said(likely: Likely | None) -> Proposal | None:
    return Proposal(likely.code, _("按“{word}”建议").format(word=likely.word)) if likely else None


def _alike(record: Record, title: str) -> list[Record]:
    """The organ's own records that are about the same, the likest first."""
    scope = Scope.of(record.organ)
    rows = queries.of(scope).exclude(pk=record.pk).exclude(disclosure=None)
    near = likest(rows, "disclosure__title", title)[:_LOOKED_AT]
    organ, wanted = record.organ, _matter(record.organ, title)
    return [row for row in near if share(wanted, _matter(organ, queries.title_of(row))) >= _LIKE][
        :_MOST_ALIKE
    ]


def _matter(organ: Organ, title: str) -> str:
    """A title without the organ's name, which stands in all of them."""
    return title.replace(organ.name, "").replace(organ.name.removesuffix("人民政府"), "")


def _as_before(alike: list[Record], name: str) -> Proposal | None:
    """What most of them have, where at least two agree or there is but one."""
    values = Counter(filter(None, (_value(row, name) for row in alike)))
    if not values:
        return None
    value, count = values.most_common(1)[0]
    if count < 2 and len(values) > 1:
        return None
    like = next(row for row in alike if _value(row, name) == value)
    return Proposal(value, _("照本机关的《{title}》").format(title=queries.title_of(like)[:30]))


def _value(row: Record, name: str) -> str:
    of = row.disclosure if name == "clause" else row
    return str(getattr(of, name))


def text_of(record: Record) -> str:
    """The words of all files in use."""
    return "\n".join(chain.from_iterable(read.texts() for _row, _name, read in queries.read_files(record)))
