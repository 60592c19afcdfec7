"""What is logged and how: one line each, as JSON or plain, without anybody's data.

A line says which request or task, what came of it and where in the code, by numbers and names of code alone.
Words of exceptions and of libraries are left out, for they quote what people typed; kept are those of errors
that only the machine causes, and of the loggers named here, which speak of the program itself.
"""

import sys
from collections.abc import Iterator, MutableMapping
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog

JSON, PLAIN = "json", "plain"
#: Loggers whose words may stand; of every other only its name is told.
SPEAKERS = ("gongkai", "psycopg.pool")
#: Errors of the machine: what they say quotes no row and no form.
MACHINE = {"OSError", "OperationalError", "InterfaceError"}
DEEPEST = 25  # frames of a traceback

Event = MutableMapping[str, Any]


def configuration(form: str) -> dict[str, Any]:
    """Python's logging and structlog's, both into one handler; for the setting LOGGING.

    Plain lines are for people and tell what goes wrong; JSON is for machines and tells of every request.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_own_words,
        _failure,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == JSON
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, sort_keys=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "level": "INFO" if form == JSON else "WARNING",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "gongkai": {"level": "INFO"},
            "django": {"handlers": [], "level": "WARNING"},  # Django's own would send mail
            "django.request": {"level": "ERROR"},  # lesser ones are told by the line of the request
        },
    }


def _only_own_words(_logger: object, _method: str, event: Event) -> Event:
    name = str(event.get("logger", ""))
    if not name.startswith(SPEAKERS):
        event["event"] = name
    return event


def _failure(_logger: object, _method: str, event: Event) -> Event:
    """An exception as its kind and its places in the code, and those of what led to it."""
    event.pop("stack_info", None)
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["errors"] = [_told(cause) for cause in _causes(error)]
    return event


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and what it came from, each once."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _told(error: BaseException) -> dict[str, object]:
    kind = type(error)
    told: dict[str, object] = {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "at": _places(error.__traceback__),
    }
    if isinstance(error, OSError):
        told["why"] = error.strerror or ""  # without the file, whose name may be a person's
    elif {base.__name__ for base in kind.__mro__} & MACHINE:
        told["why"] = str(error).partition("\n")[0]
    return told


def _places(trace: TracebackType | None) -> list[str]:
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(trace)
    ]
    return frames[-DEEPEST:]
