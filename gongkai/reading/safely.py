"""Reading a stranger's file in a child process (``child``), within bounded time and memory."""

import contextlib
import json
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from gongkai.law.annual_report.contract import dumps, from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import child, printed
from gongkai.reading.errors import NeedsEyes, ReadError
from gongkai.reading.limits import MAX_BYTES, content_of, too_large
from gongkai.reading.printed import Reading

SECONDS = 60.0
MEGABYTES = 1024
#: Looking at pictures takes some five seconds a page, and the recogniser reserves more than it uses.
PICTURE_SECONDS = 240.0
PICTURE_MEGABYTES = 2560


def read(path: Path, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> ReportData:
    """As ``reading.read``, within ``seconds`` and ``megabytes``; raises ReadError past them too."""
    return read_bytes(content_of(path), name=path.name, seconds=seconds, megabytes=megabytes)


def read_bytes(data: bytes, *, name: str, **limits: Any) -> ReportData:
    """As ``reading.read_bytes``, within the limits of ``read_printed``."""
    return read_printed(data, name=name, **limits).report


def read_printed(
    data: bytes,
    *,
    name: str,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    picture_seconds: float = PICTURE_SECONDS,
    looking: AbstractContextManager[object] | None = None,
) -> Reading:
    """A report and its tables as they stand in the file, within ``seconds`` and, where the system can limit
    it, ``megabytes``.

    A file that turns out to be pictures is begun anew, with the time and memory that those need, and within
    ``looking``, in which a caller may count who does so.
    """
    answer = _asked("report", data, name, seconds, megabytes)
    if "needs_eyes" in answer:
        with looking or contextlib.nullcontext():
            answer = _asked("report", data, name, picture_seconds, PICTURE_MEGABYTES, with_eyes=True)
    return Reading(from_json(answer["report"]), printed.from_json(answer["parts"]))


def words_of(data: bytes, *, name: str, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> str:
    """All words of any file, in no order that matters, within the same limits; ReadError as above."""
    return str(_asked("words", data, name, seconds, megabytes)["words"])


def _asked(
    what: str, data: bytes, name: str, seconds: float, megabytes: int, *, with_eyes: bool = False
) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise too_large(name)
    order = {"what": what, "name": name, "with_eyes": with_eyes}
    try:
        answered = child.ask(__name__, order, data, seconds=seconds, megabytes=megabytes)
    except child.TooSlow as error:
        raise ReadError(f"《{name}》读取超过{seconds:.0f}秒，已停止，请只保留年度报告正文后再试。") from error
    return _taken(answered, name)


def _taken(answered: bytes, name: str) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(answered)
    except ValueError as error:  # it died: out of memory, or a parser crashed
        raise ReadError(
            f"《{name}》无法读取：文件有异常，或所需内存过大，请另存为新的文件后再试。"
        ) from error
    if "refused" in answer:
        raise ReadError(answer["refused"])
    return answer


def answer() -> None:
    """The child's work: order and file from standard input, one JSON object to standard output."""
    order, data = child.taken()
    from gongkai.reading import recognised, words

    try:
        if order["what"] == "words":
            said = json.dumps({"words": words.read(data)})
        else:
            found = recognised(data, name=order["name"], with_eyes=order["with_eyes"])
            parts = json.dumps(printed.to_json(found.parts()), ensure_ascii=False)
            said = f'{{"report": {dumps(found.report)}, "parts": {parts}}}'
    except NeedsEyes:
        said = json.dumps({"needs_eyes": True})
    except ReadError as error:
        said = json.dumps({"refused": str(error)})
    sys.stdout.buffer.write(said.encode())
