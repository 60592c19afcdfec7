"""What is typed saves itself (``ui/draft.html``), and the page says when: 9:40自动保存."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongkai.lib.today import now


def saved() -> HttpResponse:
    """The answer to a draft that was kept."""
    return HttpResponse(saved_at(now()), content_type="text/html; charset=utf-8")


def saved_at(instant: datetime) -> str:
    return _("{time}自动保存").format(time=f"{instant.hour}:{instant:%M}")
