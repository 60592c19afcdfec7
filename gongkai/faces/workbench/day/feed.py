"""日历订阅: what is due as a calendar for the phone, at a secret address that each person opens and ends.

Nothing in it tells what a case is about: a number, a step, a day, and a link that asks to log in.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from gongkai.faces.ui import toasts
from gongkai.faces.workbench import pages, whereabouts
from gongkai.faces.workbench.access import Visit, needs
from gongkai.ledger import agenda
from gongkai.ledger.agenda import Item
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.roles import Duty
from gongkai.lib import calendars
from gongkai.lib.today import BEIJING, today

#: More than this nobody reads on a phone; the most urgent come first.
MOST = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the calendar."""

    uid: str
    due: date
    words: str
    href: str


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whether there is an address, and how to use it."""
    person = request.user
    found = queries.feed_of(person, visit.organ) if isinstance(person, Person) else None
    return pages.show(request, visit, "day/feed", {"feed": found})


@require_POST
@needs(Duty.READ)
def open_(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A new address, shown this once; the one before ends."""
    if not isinstance(request.user, Person):
        return redirect_to_login(_page(visit))
    token = actions.open_feed(person=request.user, organ=visit.organ)
    link = request.build_absolute_uri(reverse("workbench:feed-file", args=(token,)))
    return pages.show(request, visit, "day/feed_opened", {"link": link})


@require_POST
@needs(Duty.READ)
def close(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The address ends."""
    if not isinstance(request.user, Person):
        return redirect_to_login(_page(visit))
    actions.close_feed(person=request.user, organ=visit.organ)
    toasts.say(request, _("订阅已停用，原来的地址打不开了。"))
    return redirect(_page(visit))


@login_not_required
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar of a secret address; 404 once it has ended, or its person no longer works there."""
    found = queries.feed_behind(token, today())
    if found is None:
        raise Http404
    entries = _entries(request, found.organ)
    # the file bears its day; whether it is another one is told by what is due
    etag = f'"{sha256(repr((found.organ.name, entries)).encode()).hexdigest()[:32]}"'
    answer = HttpResponse(_calendar(found.organ, entries), content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _entries(request: HttpRequest, organ: Organ) -> list[Entry]:
    items = agenda.items(organ, on=today(), calendar=calendars.load(settings.DATA))
    return [_entry(request, organ, item) for item in items[:MOST]]


def _entry(request: HttpRequest, organ: Organ, item: Item) -> Entry:
    where = reverse("workbench:today", args=(organ.pk,))
    if item.pk is not None:
        where = whereabouts.of_row(organ.pk, item.ledger, item.pk)
    key = item.pk if item.pk is not None else item.due
    return Entry(
        uid=f"{organ.pk}-{item.ledger}-{item.step}-{key}@gongkai",
        due=item.due,
        words=f"{item.number} {_(item.what)}".strip(),
        href=request.build_absolute_uri(where),
    )


def _calendar(organ: Organ, entries: list[Entry]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//gongkai//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("{organ}：公开期限").format(organ=organ.name))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", _midnight())
        event.add("dtstart", entry.due)
        event.add("dtend", entry.due + timedelta(days=1))
        event.add("summary", entry.words)
        event.add("url", entry.href)
        event.add("transp", "TRANSPARENT")  # a limit keeps nobody busy all day
        calendar.add_component(event)
    return calendar.to_ical()


def _midnight() -> datetime:
    return datetime.combine(today(), time.min, BEIJING).astimezone(UTC)


def _page(visit: Visit) -> str:
    return reverse("workbench:feed", args=(visit.organ.pk,))
