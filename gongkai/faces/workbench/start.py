"""Where a person lands after logging in, with what they sent too late, and the door to the samples."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.workbench import resumed
from gongkai.faces.workbench.accounts import let_in
from gongkai.faces.workbench.frame import frame_without_page
from gongkai.ledger.people import queries as people
from gongkai.lib.today import today


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The organ a person works at; a choice where there are several."""
    organs = sorted(people.standing(request.user, today()).roles, key=lambda organ: organ.sort_key)
    if len(organs) == 1:
        return redirect("workbench:today", organs[0].pk)
    return render(request, "workbench/start.html", {"organs": organs, "frame": frame_without_page(request)})


@never_cache
@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """What was sent after the log-in had expired, to be sent again."""
    sent = resumed.take(request)
    if sent is None:
        return redirect("workbench:start")
    return render(request, "workbench/resume.html", {"sent": sent, "frame": frame_without_page(request)})


@login_not_required
@require_POST
def enter_sample(request: HttpRequest, person_id: int) -> HttpResponse:
    """Log in as a person of a sample organ, on a folder that holds nothing but samples."""
    person = next((one for one in people.sample_people() if one.pk == person_id), None)
    if person is None:
        raise Http404
    let_in(request, person)
    return redirect("workbench:start")
