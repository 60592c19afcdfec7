"""搜索: words found over every ledger of an organ, grouped by ledger, with the words marked."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui.marked import Piece, pieces
from gongkai.faces.workbench import pages, whereabouts
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import BY_CODE
from gongkai.ledger import search
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.search import Found
from gongkai.ledger.words import queries as index

#: What is found beside the ledgers.
BESIDE = {"matters": gettext_lazy("推进工作的事项"), "tasks": gettext_lazy("任务")}
#: So much of a long text is shown around the first word.
AROUND = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A row that was found, its texts cut around the words."""

    href: str
    name: list[Piece]
    texts: list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one ledger."""

    title: object
    lines: list[Line]
    more: bool


@require_safe
@needs(Duty.READ)
def results(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that this person may see in which the words stand."""
    text = request.GET.get("q", "").strip()[: index.LONGEST]
    found = search.find(visit.scope, text, identities=visit.may(Duty.UNMASK))
    groups = [_group(visit, each, index.words_of(text)) for each in found]
    context = {
        "text": text,
        "groups": groups,
        "count": sum(len(group.lines) for group in groups),
        "more": any(group.more for group in groups),
        "most": search.MOST,
        "can_unmask": visit.may(Duty.UNMASK),
    }
    return pages.show(request, visit, "day/search", context)


def _group(visit: Visit, found: Found, words: tuple[str, ...]) -> Group:
    lines = [
        Line(
            whereabouts.of_row(visit.organ.pk, found.ledger, hit.pk),
            _pieces(hit.name or _("没有名称"), words),
            [_pieces(_cut(text, words), words) for text in hit.texts],
        )
        for hit in found.hits
    ]
    return Group(_title(found.ledger), lines, found.more)


def _title(ledger: str) -> object:
    return BESIDE[ledger] if ledger in BESIDE else BY_CODE[ledger].table.title


def _cut(text: str, words: tuple[str, ...]) -> str:
    """The text around its first word, or its beginning."""
    middle = next((begin for begin, _end in index.spans(words, text)), 0)
    begin, end = max(middle - AROUND, 0), middle + 2 * AROUND
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _pieces(text: str, words: tuple[str, ...]) -> list[Piece]:
    return list(pieces(text, index.spans(words, text)))
