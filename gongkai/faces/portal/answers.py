"""公开的答复: what organs answered to somebody and made public for all, in words that name nobody."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.requests import queries
from gongkai.ledger.words.queries import words_of

A_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first, or those in which every word that is looked for stands."""
    text = request.GET.get("q", "").strip()
    rows = queries.public_answers(Scope.of(*organs.shown_organs()), words_of(text))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/answers.html", {"page": page, "text": text})


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; of one that was withdrawn, only that it was."""
    answer = queries.answer_at(pk)
    if answer is None:
        raise Http404
    status = 200 if answer.is_public else 410
    return render(request, "portal/answer.html", {"answer": answer}, status=status)
