"""The orders of redaction, each done in a child process within bounded time and memory."""

import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gongkai.reading import child
from gongkai.reading.limits import MAX_BYTES
from gongkai.redaction.boxes import Box, Edges
from gongkai.redaction.errors import RedactionError, died, too_slow
from gongkai.redaction.proof import Leak, Proof
from gongkai.redaction.text import Proposal

SECONDS, LONG_SECONDS = 30.0, 180.0
MEGABYTES = 1024


@dataclass(frozen=True, slots=True)
class Looked:
    """A document before it is redacted: the sizes of its pages in millimetres, and what is proposed."""

    sizes: tuple[tuple[float, float], ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted document with its proof. It is handed out only where the proof holds."""

    pdf: bytes
    proof: Proof


def look(data: bytes, *, allow: Iterable[str] = ()) -> Looked:
    """The pages of a document and what the law's patterns find; RedactionError where it cannot be opened."""
    told, _ = _asked("look", data, {"allow": list(allow)}, LONG_SECONDS)
    return Looked(
        tuple((wide, high) for wide, high in told["sizes"]), tuple(map(_proposal, told["proposals"]))
    )


def picture(data: bytes, page: int, *, dots: int) -> bytes:
    """A page as a PNG picture with so many dots an inch."""
    return _asked("picture", data, {"page": page, "dots": dots})[1]


def lines(data: bytes, page: int) -> list[tuple[str, Box]]:
    """The lines of a page with their places."""
    told, _ = _asked("lines", data, {"page": page})
    return [(text, Box(**box)) for text, box in told["lines"]]


def find(data: bytes, words: str, pages: Sequence[int] = ()) -> list[Box]:
    """Where the words stand on these pages, or on all."""
    told, _ = _asked("find", data, {"words": words, "pages": list(pages)}, LONG_SECONDS)
    return [Box(**box) for box in told["boxes"]]


def snap(data: bytes, box: Box) -> Box:
    """The box widened to whole characters, and kept on its page."""
    told, _ = _asked("snap", data, {"box": asdict(box)})
    return Box(**told["box"])


def redact(data: bytes, boxes: Sequence[Box], *, every_page: bool = False) -> Redacted:
    """The redacted document and its proof, which is made by another process than the document."""
    said = [asdict(box) for box in boxes]
    told, pdf = _asked("cover", data, {"boxes": said, "every_page": every_page}, LONG_SECONDS)
    found, _ = _asked("prove", pdf, {"boxes": said, **told}, LONG_SECONDS)
    leaks = tuple((Leak(leak), page) for leak, page in found.pop("leaks"))
    return Redacted(pdf, Proof(leaks=leaks, remains=tuple(found.pop("remains")), **found))


def _proposal(told: Mapping[str, Any]) -> Proposal:
    return Proposal(**{**told, "boxes": tuple(Box(**box) for box in told["boxes"])})


def _asked(
    what: str, data: bytes, order: Mapping[str, Any], seconds: float = SECONDS
) -> tuple[dict[str, Any], bytes]:
    if len(data) > MAX_BYTES:
        raise died()
    try:
        answered = child.ask(__name__, {"what": what, **order}, data, seconds=seconds, megabytes=MEGABYTES)
    except child.TooSlow as error:
        raise too_slow(seconds) from error
    head, _, payload = answered.partition(b"\n")
    try:
        told: dict[str, Any] = json.loads(head)
    except ValueError as error:
        raise died() from error
    if "refused" in told:
        raise RedactionError(told["refused"])
    if len(payload) != told.pop("length"):
        raise died()
    return told, payload


def answer() -> None:
    """The child's work: an order in, one line of JSON and what was made out."""
    order, data = child.taken()
    try:
        told, payload = _WORK[order["what"]](order, data)
    except RedactionError as error:
        told, payload = {"refused": str(error)}, b""
    line = json.dumps({**told, "length": len(payload)}).encode() + b"\n"
    sys.stdout.buffer.write(line + payload)


def _look(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction import document, text

    sizes: list[tuple[float, float]] = []
    proposals: list[Proposal] = []
    with document.opened(document.plain(data)) as pages:
        for number, page in enumerate(pages, 1):
            sizes.append(document.size(page))
            proposals += text.proposals(text.chars(page), number, order["allow"])
    return {"sizes": sizes, "proposals": [asdict(one) for one in proposals]}, b""


def _picture(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction import document, raster

    with document.opened(document.plain(data)) as pages:
        page = document.page(pages, order["page"])
        out = io.BytesIO()
        raster.shown_at(page, order["dots"]).save(out, "PNG")
    return {}, out.getvalue()


def _lines(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction import document, text

    number = order["page"]
    with document.opened(document.plain(data)) as pages:
        told = text.lines(text.chars(document.page(pages, number)))
    return {"lines": [(words, asdict(Box.over(number, edges))) for words, edges in told]}, b""


def _find(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction import document, text

    with document.opened(document.plain(data)) as pages:
        numbers = order["pages"] or range(1, len(pages) + 1)
        found = [
            box
            for number in numbers
            for box in text.find(text.chars(document.page(pages, number)), order["words"], number)
        ]
    return {"boxes": [asdict(box) for box in found]}, b""


def _snap(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction import document, text

    box = Box(**order["box"])
    with document.opened(document.plain(data)) as pages:
        page = document.page(pages, box.page)
        width, height = document.size(page)
        whole = text.snapped(box, text.chars(page))
    kept = whole.edges.shared(Edges(0, 0, width, height))
    return {"box": asdict(Box.over(box.page, kept, box.label))}, b""


def _cover(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction import document
    from gongkai.redaction.cover import cover

    plain = document.plain(data)
    done = cover(plain, [Box(**box) for box in order["boxes"]], every_page=order["every_page"])
    with document.opened(plain) as pages:
        count = len(pages)
    return {"removed": done.removed, "pictured": done.pictured, "pages": count}, done.pdf


def _prove(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from gongkai.redaction.proof import prove

    proof = prove(
        data,
        [Box(**box) for box in order["boxes"]],
        order["removed"],
        pictured=order["pictured"],
        pages=order["pages"],
    )
    return asdict(proof), b""


_WORK: Mapping[str, Callable[[Mapping[str, Any], bytes], tuple[dict[str, Any], bytes]]] = {
    "look": _look,
    "picture": _picture,
    "lines": _lines,
    "find": _find,
    "snap": _snap,
    "cover": _cover,
    "prove": _prove,
}
