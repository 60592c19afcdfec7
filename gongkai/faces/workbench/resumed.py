"""What somebody sent after their log-in had expired: kept over the log-in, sent again if they say so.

It may hold personal data and the machine may be shared: so it is sealed in the session on the server, never
in the browser, for a quarter of an hour; it is taken once, and whoever sends it again needs the duty of that
page. Files are not kept: the form asks for them again and has all the rest.
"""

import json
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.ledger.audit.actions import keys
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.today import now

KEPT, SECONDS, MOST = "sent_too_late", 15 * 60, 200_000


@dataclass(frozen=True, slots=True)
class Sent:
    """Where it was sent, and the fields in their order."""

    path: str
    fields: list[tuple[str, str]]


def to_login(request: HttpRequest) -> HttpResponse:
    """The log-in; after it the page opens, or what was sent to it is offered to be sent again."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    said = json.dumps({"path": request.get_full_path(), "fields": fields, "at": now().timestamp()})
    if len(said) <= MOST:
        request.session[KEPT] = keys().seal(said)
    return redirect_to_login(reverse("workbench:resume"))


def take(request: HttpRequest) -> Sent | None:
    """What was sent too late from this browser, once; None where there is none or it is too old."""
    try:
        said = json.loads(keys().open(request.session.pop(KEPT)))
    except (KeyError, UnknownKey):
        return None
    if now().timestamp() - said["at"] > SECONDS:
        return None
    return Sent(said["path"], [(name, value) for name, value in said["fields"]])
