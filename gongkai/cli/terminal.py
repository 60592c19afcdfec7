"""What reaches a terminal is text: names of strangers' files and organs can neither colour, move nor turn it.

A character that would is shown as its escape (``\\u001b``), which is what it is in JSON too.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console

#: Control characters, marks that change the direction or the line, halves of characters (undecodable names).
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """``text`` with nothing in it that a terminal obeys, but for tabs and new lines."""
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """A name or sentence that cannot pass for two lines."""
    return harmless(text.replace("\n", "\\n"))


@contextmanager
def plain_output() -> Iterator[None]:
    """All that is printed while this lasts is harmless, by any ``print``; rich goes past (``console``)."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", _Plain(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _Plain:
    """A stream through which only text passes; in all else it is the stream below."""

    def __init__(self, stream: TextIO) -> None:
        #: Where rich writes its own colours.
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        self.rich_proxied_file.write(harmless(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


def console(**settings: Any) -> "Console":
    """Rich's console: the colours are its own, and what it is given to print is harmless."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class Harmless(Console):
        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(harmless(segment.text), segment.style)

    return Harmless(**settings)
