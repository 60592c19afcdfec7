"""What is typed saves itself (``ui/draft.html``), and the page says when: 9:40自动保存."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _

from gongkai.faces.ui import dates
from gongkai.lib.today import now


def saved(others: Sequence[str] = ()) -> HttpResponse:
    """The answer to a draft that was kept; ``others`` tell who else is at it."""
    words = "；".join((saved_at(now()), *others))
    return HttpResponse(escape(words), content_type="text/html; charset=utf-8")


def refused(why: str) -> HttpResponse:
    """The answer to a draft that may not be kept."""
    return HttpResponse(escape(why), content_type="text/html; charset=utf-8")


def saved_at(instant: datetime) -> str:
    return _("{time}自动保存").format(time=dates.clock(instant))
