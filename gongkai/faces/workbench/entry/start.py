"""Where a person lands after logging in, with what they sent too late, and the door to the samples."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.ui import toasts
from gongkai.faces.workbench import resumed
from gongkai.faces.workbench.access import standing_of
from gongkai.faces.workbench.entry.accounts import let_in
from gongkai.faces.workbench.frame import frame_without_page
from gongkai.ledger.people import actions
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.roles import BY_CODE
from gongkai.lib.today import today


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The organ a person works at; a choice where there are several. First what they are asked."""
    if people.asked_of(request.user, today()):
        return redirect("workbench:asked")
    organs = sorted(standing_of(request).roles, key=lambda organ: organ.sort_key)
    if len(organs) == 1:
        return redirect("workbench:today", organs[0].pk)
    return render(
        request, "workbench/entry/start.html", {"organs": organs, "frame": frame_without_page(request)}
    )


@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """What was sent after the log-in had expired, to be sent again."""
    sent = resumed.take(request)
    if sent is None:
        return redirect("workbench:start")
    return render(
        request, "workbench/entry/resume.html", {"sent": sent, "frame": frame_without_page(request)}
    )


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The roles at other organs that wait for the person's word."""
    rows = people.asked_of(request.user, today())
    roles = [(row, _(BY_CODE[row.role].zh)) for row in rows]
    organs = sorted(standing_of(request).roles, key=lambda organ: organ.sort_key)
    context = {"roles": roles, "organs": organs, "frame": frame_without_page(request)}
    return render(request, "workbench/entry/asked.html", context)


@require_POST
def answer(request: HttpRequest, membership_id: int, *, accepts: bool) -> HttpResponse:
    """Accept a role at another organ, or not."""
    rows = people.asked_of(request.user, today())
    row = next((row for row in rows if row.pk == membership_id), None)
    if row is None:
        raise Http404
    if accepts:
        actions.consent(membership=row)
        toasts.say(request, _("您已担任{organ}的角色。").format(organ=row.organ.name))
    else:
        actions.decline(membership=row, actor=str(request.user))
        toasts.say(request, _("已回绝{organ}。").format(organ=row.organ.name))
    return redirect("workbench:start")


@login_not_required
@require_POST
def enter_sample(request: HttpRequest, person_id: int) -> HttpResponse:
    """Log in as a person of a sample organ, on a folder that holds nothing but samples."""
    person = next((one for one in people.sample_people() if one.pk == person_id), None)
    if person is None:
        raise Http404
    let_in(request, person)
    return redirect("workbench:start")
