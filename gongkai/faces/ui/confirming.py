"""The question before what cannot be undone: a page, which scripts show as a dialog over the one before."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Question:
    """``title`` is the fact and the question, ``words`` the consequence for the clock and the report.

    ``verb`` does it, by a POST to ``action``; ``safe`` leaves everything as it is and leads ``back``.
    """

    title: Any
    words: Any
    verb: Any
    safe: Any
    back: str
    action: str = ""


def ask(request: HttpRequest, question: Question, *, status: int = 200, **more: Any) -> HttpResponse:
    """The question as a page; link to it with ``data-dialog``. ``form``: what must be filled in to go on."""
    return render(request, "ui/question_page.html", {"question": question} | more, status=status)
