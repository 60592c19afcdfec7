"""公开存证: the head of the public log, whether a code is of it, and how to check without this server."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.faces.public.proofs import ended_by
from gongkai.ledger.transparency import queries
from gongkai.lib import heads

#: What somebody may type for a code: no longer than any is.
LONGEST = 60


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "").strip()[:LONGEST]
    code = heads.as_code(typed)
    context = {
        "head": queries.latest(),
        "size": queries.size(),
        "typed": typed,
        "code": code,
        "entry": ended_by(code) if code else None,
    }
    return render(request, "portal/proof.html", context, status=422 if typed and not code else 200)


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The head that was signed last, as a file to be kept."""
    found = queries.latest()
    if found is None:
        return JsonResponse({}, status=404)
    name = f"gongkai-head-{found.size}.json"
    answer = JsonResponse(heads.to_json(found))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
