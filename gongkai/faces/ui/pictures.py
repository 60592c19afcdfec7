"""Pictures of charts: kept in the data folder by what they show, drawn by a process of their own.

A page asks for its pictures and shows those that are there; a table stands beside each in any case. They go
into the page itself and not into an ``<img>``: so they take the page's colours, by day, by night and by the
switch, and its fonts. They are attributes only, no style, which the policy of the site would block.
"""

import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from gongkai.faces.ui.chart_specs import NARROW, WIDE, spec
from gongkai.faces.ui.charts import Chart

PATIENCE = 2.0  # seconds a page waits for pictures; the first takes about one
_SECONDS = 30  # that drawing the pictures of a page may take
_PAUSE = 60.0  # seconds without another try after one that failed
_KEPT = 2000  # pictures in the folder; the oldest go first
_MAKING = "2"  # of draw.py: another number, and all are drawn anew

#: One page at a time has its pictures drawn, so that a crowd cannot fill the machine with renderers.
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its picture for screens and the one for phones; None while they are not drawn."""

    chart: Chart
    wide: SafeString | None
    narrow: SafeString | None


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be drawn, and where it will lie."""

    path: Path
    chart: Chart
    spec: dict[str, Any]

    @property
    def line(self) -> str:
        return json.dumps(
            {
                "path": str(self.path),
                "id": f"p{self.path.stem[:10]}",
                "spec": self.spec,
                "title": self.chart.title,
                "says": self.chart.says,
            }
        )


def pictures(charts: Sequence[Chart]) -> list[Picture]:
    """The pictures of ``charts``. What is not there is drawn now, and waited for as long as PATIENCE."""
    orders = [tuple(_order(chart, width) for width in (WIDE, NARROW)) for chart in charts]
    missing = [order for pair in orders for order in pair if not order.path.exists()]
    if missing and _drawing.acquire(blocking=False):
        lines = [
            order.line for order in missing
        ]  # said here: another thread does not know the page's language
        drawer = threading.Thread(target=_draw, args=(lines,), daemon=True, name="pictures")
        drawer.start()
        drawer.join(PATIENCE)
    return [
        Picture(chart, _taken(wide), _taken(narrow))
        for chart, (wide, narrow) in zip(charts, orders, strict=True)
    ]


def _order(chart: Chart, width: int) -> _Order:
    wanted = spec(chart, width)
    shown = json.dumps([_MAKING, wanted, chart.title, chart.says], sort_keys=True)
    digest = hashlib.sha256(shown.encode()).hexdigest()[:32]
    return _Order(settings.DATA / "charts" / f"{digest}.svg", chart, wanted)


def _taken(order: _Order) -> SafeString | None:
    try:
        return mark_safe(order.path.read_text(encoding="utf-8"))  # draw.py has escaped and sifted it
    except OSError:
        return None


def _draw(lines: Sequence[str]) -> None:
    """Have them drawn, and give the way free again; after a failure not at once."""
    try:
        _forget_oldest()
        subprocess.run(
            [sys.executable, "-m", "gongkai.faces.ui.draw"],
            input="".join(f"{line}\n" for line in lines),
            encoding="utf-8",
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        time.sleep(_PAUSE)
    finally:
        _drawing.release()


def _forget_oldest() -> None:
    with suppress(OSError):  # another process may be at it
        kept = sorted((settings.DATA / "charts").glob("*.svg"), key=lambda path: path.stat().st_mtime)
        for path in kept[: max(0, len(kept) - _KEPT)]:
            path.unlink()
