"""The portal as files: ``python -m bench.static [--size 10000]``.

All of it the first time, then after one record is entered, after one is withdrawn and after nothing has
happened: seconds, and how many times the bare writing of as many bytes in as many files that is. Exit code 1
past a limit.
"""

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.options import explained
from bench.portal import filled

#: Seconds for all of it, and after one change.
WHOLE, ONE = 60, 1


def main() -> int:
    parser = explained(__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": f"{folder}/data", "GONGKAI_SECRET_KEY": secrets.token_urlsafe(50)}
        from gongkai.cli.frame import ledger

        ledger(create=True)
        return 0 if _measured(Path(folder), size) else 1


def _measured(folder: Path, size: int) -> bool:
    from gongkai.faces.portal.plain.publishing import publish
    from gongkai.ledger.disclosures import actions
    from gongkai.ledger.disclosures.models import Disclosure

    organ = filled(folder / "data", size)
    site = folder / "site"

    def write() -> Any:
        return publish(organ, site, "https://www.example.gov.cn/", workers=os.cpu_count() or 1)

    day = date(2025, 10, 9)
    row = Disclosure(organ=organ, index_no="N", title="新公告", formed_on=day, published_on=day)
    row.attribute = "proactive"
    fine = _told(f"{size:,} records", write, WHOLE, site)
    actions.register(organ=organ, rows=[row], actor="bench")
    fine &= _told("one more record", write, ONE)
    actions.amend(organ=organ, pairs=[(row, {"attribute": "withheld"})], actor="bench", reason="bench")
    fine &= _told("one withdrawn", write, ONE)
    fine &= _told("nothing", write, ONE)
    return fine


def _told(name: str, work: Callable[[], Any], limit: float, site: Path | None = None) -> bool:
    begin, before = time.perf_counter(), os.times()
    done = work()
    seconds, after = time.perf_counter() - begin, os.times()
    busy = sum(after[:4]) - sum(before[:4])
    bare = f", {seconds / _bare(site):.0f} times the bare writing" if site else ""
    print(f"{name}: {seconds:.2f} s ({busy:.2f} s of processor), {done.written} files{bare}", flush=True)
    return seconds <= limit


def _bare(site: Path) -> float:
    """How long it takes to write as many bytes in as many files."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    with tempfile.TemporaryDirectory(dir=site.parent) as folder:
        begin = time.perf_counter()
        for number, size in enumerate(sizes):
            (Path(folder) / str(number)).write_bytes(b"x" * size)
        return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
