"""What was done, said once on the next page, with the way to undo it. Errors never come this way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Toast:
    """``undo`` is the address to which the undoing is posted, ``undo_label`` its verb: 撤回送审."""

    text: str
    undo_label: str = ""
    undo: str = ""


def say(request: HttpRequest, text: str, *, undo: str = "", undo_label: str = "") -> None:
    """Tell that something was done."""
    # a message carries one string besides its text
    messages.success(request, text, extra_tags=json.dumps([undo_label, undo]) if undo else "")


def said(request: HttpRequest) -> Iterator[Toast]:
    """What is still to be told; told by being read."""
    for message in messages.get_messages(request):
        label, undo = json.loads(message.extra_tags) if message.extra_tags else ("", "")
        yield Toast(str(message), label, undo)
