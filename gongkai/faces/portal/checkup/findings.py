"""Findings of a strange report as its checker reads them: what stands there, what should, how to mend it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from gongkai.faces.ui import official
from gongkai.faces.ui.findings import Shown, shown
from gongkai.law.annual_report.checks.prose import contradicted
from gongkai.law.annual_report.form import Form
from gongkai.law.findings import Finding, Severity

#: A hostile report can break a rule in every sentence; nobody reads on after so many.
LISTED = 100
#: A wide table stands on the page a second time for phones; names there have a prefix.
NARROW = "n-"

#: What may be said of many cells at once.
_JOINED = frozenset({"AR-unread", "AR-derived"})

#: Where a cell stands on the page, and where on a phone's if that is another place.
Address = tuple[str, str]
#: Runs of text, and whether each differs from what stands opposite.
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One finding and the ``cells`` that it marks.

    ``printed`` and ``proper`` are words, where the finding is about words; ``narrow_href`` leads to the
    place on a phone where that is another one. ``cell`` leads from prose to the cell that it contradicts,
    ``source`` to the place in the file, with the words for where that is.
    """

    shown: Shown
    cells: tuple[str, ...]
    why: str
    printed: Pieces
    proper: Pieces
    narrow_href: str
    cell: Address
    source: tuple[str, str]

    @property
    def shows_sum(self) -> bool:
        return self.shown.shows_sum and not self.proper


@dataclass(frozen=True, slots=True)
class Items:
    """What is to be mended, errors first, and what only informs; the first ``LISTED`` of all.

    ``errors`` and ``warnings`` count all; ``wrong`` are the errors in figures; ``more`` are not listed.
    """

    to_mend: tuple[Item, ...]
    notes: tuple[Item, ...]
    errors: int
    wrong: int
    warnings: int
    more: int

    @property
    def marks(self) -> tuple[Shown, ...]:
        """Each finding once for every place that it marks."""
        return tuple(
            replace(item.shown, where=where)
            for item in self.to_mend
            for where in (item.cells or (item.shown.where,))
        )


def items(
    findings: Sequence[Finding],
    form: Form,
    chapters: Mapping[str, str],
    places: Mapping[str, tuple[str, str]],
) -> Items:
    """``findings`` numbered in the order in which they weigh; ``chapters`` are the texts on the page, and
    ``places`` those of the cells and tables in the source."""
    order = list(Severity)
    grouped = sorted(_grouped(findings, form), key=lambda pair: order.index(pair[0].severity))
    listed = grouped[:LISTED]
    numbered = shown(
        [finding for finding, _cells in listed],
        form,
        link=lambda where, _number: _address(where, form, chapters),
    )
    told = [_item(one, cells, form, places) for one, (_finding, cells) in zip(numbered, listed, strict=True)]
    errors = [cells for finding, cells in grouped if finding.severity is Severity.ERROR]
    return Items(
        to_mend=tuple(item for item in told if item.shown.severity != Severity.INFO),
        notes=tuple(item for item in told if item.shown.severity == Severity.INFO),
        errors=len(errors),
        wrong=len([cells for cells in errors if cells]),
        warnings=sum(finding.severity is Severity.WARNING for finding, _cells in grouped),
        more=len(grouped) - len(listed),
    )


def _grouped(findings: Sequence[Finding], form: Form) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Each finding with its cells. Cells of a table that are unread for one reason are one finding; where
    none of a table was read, that the table is missing (AR-S.5) says nothing more."""
    alike: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        joins = finding.rule in _JOINED and finding.where in form.slots
        table, reason = finding.where.split("/")[0], finding.message.split(" — ", 1)[-1]
        alike[(finding.rule, table, reason) if joins else ("", "", str(len(alike)))].append(finding)
    unread = Counter(f.where.split("/")[0] for f in findings if f.rule == "AR-unread")
    for several in alike.values():
        first = several[0]
        table = first.where.split("/")[0]
        if first.rule == "AR-S.5" and first.severity is Severity.WARNING and unread[table]:
            continue
        named = [code for finding in several for code in (finding.where, *contradicted(finding))]
        cells = tuple(code for code in named if code in form.slots)
        if len(several) > 1:
            names = "、".join(f"“{form.name_of(code)}”" for code in cells[:2])
            message = f"{names}等{len(cells)}格没有读出 — {first.message.split(' — ', 1)[-1]}"
            first = replace(first, message=message)
        yield first, cells if first.rule != "AR-S.5" else ()


def _item(one: Shown, cells: tuple[str, ...], form: Form, places: Mapping[str, tuple[str, str]]) -> Item:
    printed, proper = _opposite(one)
    if one.where in form.slots and len(cells) != 1:  # of the table, not of the cell that stands for it
        one = replace(one, place=form.table(one.where.split("/")[0]).title)
    return Item(
        shown=one,
        cells=cells,
        why="" if proper else _why(one),
        printed=printed or (((one.quote, False),) if one.quote else ()),
        proper=proper,
        narrow_href=_narrow(one.where) if one.href else "",
        cell=_addresses(cells[0]) if cells and one.where not in form.slots else ("", ""),
        source=_in_source((*cells, one.where), places),
    )


def _in_source(where: Sequence[str], places: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The first of the places that the file has; else its table, where the reader could tell no more."""
    known = (*where, *(place.split("/")[0] for place in where))
    return next((places[place] for place in known if place in places), ("", ""))


def _addresses(code: str) -> Address:
    return f"#{official.anchor(code)}", _narrow(code)


def _narrow(code: str) -> str:
    """Where a cell stands on a phone, if that is another place."""
    return f"#{NARROW}{official.anchor(code)}" if code.startswith("requests/") else ""


def _why(one: Shown) -> str:
    """The reason without what the heading or the quotation beside it has said."""
    what, _dash, why = one.why.partition(" — ")
    if not why:
        return what
    return (
        why
        if one.quote or what.strip("“”") in one.place
        else _("{place}：{said}").format(place=what, said=why)
    )


def _opposite(one: Shown) -> tuple[Pieces, Pieces]:
    """Words as printed and as they should be, with what differs; nothing where figures are compared."""
    printed, proper = one.actual, one.expected
    if not isinstance(printed, str) or not isinstance(proper, str):
        return (), ()
    changes = SequenceMatcher(None, printed, proper, autojunk=False).get_opcodes()
    return (
        tuple((printed[a:b], how != "equal") for how, a, b, _, _ in changes if b > a),
        tuple((proper[c:d], how != "equal") for how, _, _, c, d in changes if d > c),
    )


def _address(where: str, form: Form, chapters: Mapping[str, str]) -> str:
    """Where on the page a finding's place is: its cell or its chapter, if the page has it."""
    if where in form.slots:
        return f"#{official.anchor(where)}"
    key = where.removeprefix("narrative/")
    if any(table.code == key for table in form.tables):
        return f"#table-{key}"
    return f"#chapter-{key}" if chapters.get(key) else ""
