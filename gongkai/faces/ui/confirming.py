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


def ask(request: HttpRequest, question: Question, **more: Any) -> HttpResponse:
    """The question as a page; link to it with ``data-dialog``. ``form``: what must be filled in to go on.

    Where the form comes back it is 422: something in it, or in what it asks for, was refused.
    """
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "ui/question_page.html", {"question": question} | more, status=status)
