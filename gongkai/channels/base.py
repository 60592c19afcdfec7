"""What every way out has in common: the message it takes, what it has to be told, and how it can fail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

Settings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told. ``key`` is the same however often it is tried; ``to`` is empty where a way leads to
    one place; ``event`` is the same for machines, ``headers`` more for mail programs."""

    key: str
    title: str
    text: str
    to: str = ""
    event: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, bytes, str], ...] = ()  # name, content and its type; where a way takes any
    headers: Mapping[str, str] = field(default_factory=dict)


#: Among what is noted of earlier tries: a person has looked for it since, and asks to try again.
LOOKED_FOR = "looked_for"


class Unsent(Exception):
    """Why a message did not get there: one sentence, 哪一项 — 为什么 — 怎么改, without answers and keys."""


class Later(Unsent):
    """It certainly did not get there, and comes right by itself. ``pause``: no sooner than after this."""

    def __init__(self, words: str, pause: timedelta = timedelta()) -> None:
        super().__init__(words)
        self.pause = pause


class Misconfigured(Unsent):
    """Nothing gets there until somebody mends the settings of this way."""


class Refused(Unsent):
    """This very message was not taken, or this addressee does not exist; others may be."""


class Unsure(Unsent):
    """It was handed over, and no answer came: it may have got there."""


class Lost(Unsure):
    """It may have got there, was looked for in vain, and only a person can tell: never tried by itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a way has to be told. ``secret`` is never shown again; ``choices`` pairs code and words.

    ``complaint`` says why a value cannot be taken; empty where it can.
    """

    code: str
    zh: str
    hint: str = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    complaint: Callable[[str], str] = lambda value: ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out 渠道. ``hand_over`` returns when the message was taken, and raises ``Unsent`` when not.

    ``a_minute``: so many messages are taken in a minute, None where nobody counts. ``to_persons``: each
    addressee is written to; else there is one place. ``for_machines``: events at once, one by one.
    ``knows_again``: whoever receives a message twice under one key takes it for one.
    """

    code: str
    zh: str
    fields: tuple[Field, ...]
    hand_over: Callable[[Settings, Message], None]
    a_minute: int | None = None
    to_persons: bool = False
    for_machines: bool = False
    knows_again: bool = False
